/** What a rule of Istio's validating webhook demands, and what happens to an object that does not comply. */
interface WebhookRuleText {
  readonly severity: 'error' | 'warning';
  /** The wanted state, as it follows the path of the field in a message. */
  readonly wanted: string;
}

const error = (wanted: string): WebhookRuleText => ({ severity: 'error', wanted });
const warning = (wanted: string): WebhookRuleText => ({ severity: 'warning', wanted });

/** The rules of Istio's validating webhook that the CRDs lack. */
export const WEBHOOK_RULES = {
  // Every kind
  'always-reject-annotation': error('objects with this annotation are always rejected'),
  'dry-run-unsupported': error('only an AuthorizationPolicy with action ALLOW or DENY can be a dry run'),
  'dry-run-value': error('the value must be "true" or "false"'),

  // Values that several kinds have
  'duration-precision': error('durations must be at least 1ms and whole milliseconds'),
  'export-to-duplicate': error('a namespace must be listed once; "." is the namespace of the object'),
  'export-to-exclusive': error('"*" and "~" must stand alone'),
  'export-to-value': error('must be ".", "*" or a namespace'),
  'header-name': error('a header name must be a token of HTTP: no spaces, brackets, ":" or "/"'),
  'ip-or-cidr': error('must be an IP address or a CIDR block'),
  'label-key': error('a label key must be a qualified name such as "app" or "example.com/app"'),
  'label-value': error(
    'a label value must have at most 63 letters, digits, "-", "_" and ".", with a letter or digit at both ends',
  ),
  'port-name': error('a port name must be a DNS label of at most 63 characters'),
  'port-protocol': error('the protocol must be one that Istio knows'),
  'port-range': error('a port must be from 1 to 65535'),
  regex: error('must be a regular expression in RE2 syntax'),
  'regex-empty': error('a regular expression must not be empty'),
  'regex-length': error('a regular expression must have at most 1024 characters'),
  'selector-empty': warning(
    'a selector without labels selects every workload of the namespace; leave it out to say so',
  ),
  'selector-key': error('the key of a label must not be empty, and wildcards are not supported'),
  'socket-path': error('a Unix domain socket must be an absolute path of a file, or a name that begins with "@"'),
  'target-ref-kind': error(
    'a target must be a Service (group ""), a ServiceEntry (networking.istio.io) or a Gateway or GatewayClass (gateway.networking.k8s.io)',
  ),

  // VirtualService
  'delegate-gateways': error(
    'a VirtualService without hosts is a delegate and takes its gateways from the one that delegates',
  ),
  'delegate-tcp': error('a VirtualService without hosts is a delegate, which cannot have TCP routes'),
  'delegate-tls': error('a VirtualService without hosts is a delegate, which cannot have TLS routes'),
  'nested-delegate': error('a delegate cannot delegate again'),
  'delegating-route': error('a route that delegates leaves route and redirect to the delegate'),
  'gateway-reference': error('a gateway must be "mesh", a name or "<namespace>/<name>"'),
  'gateway-reference-legacy': warning('write a gateway of another namespace as "<namespace>/<name>"'),
  'jwt-claim-gateway': error('matching on JWT claims works at gateways only: list gateways, without "mesh"'),
  'virtual-service-host': error('a host must be a DNS name, with or without a wildcard in front, or an IP address'),
  'mesh-wildcard-host': error('the host "*" needs a gateway: it cannot be bound to the mesh'),
  'overlapping-hosts': error('the hosts of a VirtualService must not overlap'),
  'route-missing': error('a VirtualService must have http, tls or tcp routes'),
  'route-action': error('an HTTP route must have exactly one of route, redirect, directResponse'),
  'redirect-alone': error('a redirect or direct response excludes fault and rewrite: nothing is forwarded'),
  'mirror-twice': error('use mirror or mirrors, not both'),
  'match-empty-prefix': error('a prefix must not be empty'),
  'source-namespace': error('must be the name of a namespace'),
  'header-empty': error('the name of a header must not be empty'),
  'header-host': error(
    'the host can only be set, and only on requests: it can neither be removed nor appear in a response',
  ),
  'header-internal': error('headers that begin with ":" cannot be changed, save ":authority" of requests'),
  'header-value': error(
    'a header value must be printable, with each "%" doubled or part of a variable such as %PROTOCOL%',
  ),
  'authority-twice': error('the authority can be rewritten in one place only'),
  'cors-origin': error('an allowed origin must not be empty'),
  'cors-method': error('must be an HTTP method such as GET, in capitals'),
  'cors-max-age': error('the age must be whole seconds'),
  'fault-empty': error('a fault must have an abort or a delay'),
  'fault-percentage': error('a percentage must be 0, or from 0.0001 to 100'),
  'fault-status': error('an HTTP status must be from 200 to 599'),
  'fault-grpc-status': error('must be the name of a gRPC status such as UNAVAILABLE'),
  'fault-http2-error': error('aborts by HTTP/2 error are not supported; use httpStatus or grpcStatus'),
  'fault-abort-type': warning('an abort without httpStatus or grpcStatus does nothing'),
  'fault-exponential-delay': error('exponentialDelay is not supported; use fixedDelay'),
  'mirror-percentage': error('a percentage must be from 0 to 100'),
  'mirror-percent-deprecated': warning('mirrorPercent is deprecated; use mirrorPercentage'),
  'redirect-empty': error('a redirect must change uri, authority, scheme or port'),
  'redirect-paths': error('a redirect must have one of uri and prefixRewrite'),
  'redirect-prefix': error('a redirect with prefixRewrite must match the uri by prefix'),
  'redirect-code': error('the code of a redirect must be 3xx'),
  'redirect-scheme': error('the scheme must be "http" or "https"'),
  'direct-response-status': error('an HTTP status must be from 200 to 599'),
  'direct-response-size': error('the body of a direct response must be smaller than 1 MB'),
  'direct-response-large': warning('every proxy loads the body of a direct response: keep it below 100 kB'),
  'retry-attempts': error('the number of attempts must not be negative'),
  'retry-disabled': error('with 0 attempts there are no retries, so that nothing else about them may be set'),
  'retry-on': error(
    'must be a comma-separated list, without spaces, of retry conditions of Envoy and HTTP status codes',
  ),
  'rewrite-uri': error('rewrite either uri or uriRegexRewrite'),
  'rewrite-empty': error('a rewrite must change uri, uriRegexRewrite or authority'),
  'rewrite-regex': error('uriRegexRewrite needs both match and rewrite'),
  'destination-host': error('a destination must be a DNS name, and not "*"'),
  'subset-name': error('the name of a subset must be a DNS label of at most 63 characters'),
  'weight-negative': error('a weight must not be negative'),
  'weight-total': error('the weights of several destinations must not all be 0'),
  'tls-match': error('a TLS route must have a match'),
  'sni-hosts': error('a TLS match must have an SNI host'),
  'sni-host': error('an SNI host must be a DNS name, with or without a wildcard in front'),
  'sni-host-subset': error('an SNI host must be covered by a host of the VirtualService'),
  'sni-host-ip': warning('SNI does not allow IP addresses, and most clients do not send them'),
  'tcp-route': error('a TLS or TCP route must have a route'),

  // Gateway
  'gateway-name': error('the name of a Gateway must be a DNS label: no dots'),
  'gateway-servers': error('a Gateway must have a server'),
  'server-hosts': error('a server must have a host'),
  'server-host': error(
    'a host must be "[<namespace>/]<dns name>": fully qualified, "*" or "*.<domain>", or an IP address',
  ),
  'server-all-hosts': error('"*/*" covers all hosts, and istiod crashes at a host of "*" or "." after it'),
  'server-port-name': error('the port of a server must have a name'),
  'server-port-name-duplicate': error('port names must be unique within a Gateway'),
  'server-socket-port': error('the port of a Unix domain socket must be 0'),
  'target-port-unused': error('targetPort has no meaning here'),
  'bind-address': error('must be an IP address, or a Unix domain socket ("unix://...") where allowed'),
  'server-tls-missing': error('a server for HTTPS or TLS needs tls settings'),
  'server-tls-plain': error(
    'a server for plain HTTP can only redirect to HTTPS, other plain protocols cannot have tls at all',
  ),
  'https-redirect': warning('httpsRedirect only works on servers for HTTP'),
  'tls-version-ciphers': warning('TLS below 1.2 needs cipher suites: the default ones no longer fit'),
  'tls-cipher-unknown': warning('an unknown cipher suite is ignored'),
  'tls-cipher-duplicate': warning('a repeated cipher suite is ignored'),
  'tls-istio-mutual': error('ISTIO_MUTUAL uses the certificates of the mesh and excludes all others'),
  'tls-passthrough': warning('the mode passes connections through, so that certificates are ignored'),
  'tls-certificate-source': error(
    'use only one of credentialName, credentialNames, tlsCertificates and serverCertificate with privateKey',
  ),
  'tls-server-certificate': error(
    'the mode needs a server certificate: credentialName, or serverCertificate with privateKey',
  ),
  'tls-private-key': error('the mode needs a private key: credentialName, or privateKey with serverCertificate'),
  'tls-ca-certificates': error('the mode verifies clients and needs caCertificates or credentialName'),
  'tls-crl': error('a revocation list has no use where clients show no certificate'),

  // DestinationRule
  'destination-rule-host': error('the host must be a DNS name, with or without a wildcard in front'),
  'subset-duplicate': error('the names of subsets must be unique'),
  'export-to-selector': error('a rule for some workloads of a namespace can be exported to that namespace only (".")'),
  'traffic-policy-empty': error('a traffic policy must have a field'),
  'port-policy-port': error('a traffic policy for a port must name the port'),
  'tunnel-proxy-protocol': error('tunnel excludes proxyProtocol'),
  'tunnel-protocol': error('the protocol of a tunnel must be CONNECT or POST'),
  'tunnel-host': error('the target of a tunnel must be a DNS name or an IP address'),
  'connection-pool-empty': error('a connection pool must have http or tcp settings'),
  'not-negative': error('must not be negative'),
  positive: error('must be at least 1'),
  'h2-upgrade-client-protocol': error('useClientProtocol excludes h2UpgradePolicy UPGRADE'),
  'percent-range': error('a percentage must be from 0 to 100'),
  'outlier-local-origin': error('consecutiveLocalOriginFailures needs splitExternalLocalOriginErrors: true'),
  'outlier-consecutive-errors': warning(
    'consecutiveErrors is deprecated; use consecutive5xxErrors or consecutiveGatewayErrors',
  ),
  'hash-cookie-name': error('the cookie must have a name'),
  'hash-cookie-attribute': error('the names of cookie attributes must be unique'),
  'hash-ring-size-deprecated': warning('minimumRingSize is deprecated here; use ringHash.minimumRingSize'),
  'hash-ring-size-conflict': error('minimumRingSize excludes ringHash and maglev'),
  'maglev-table-size': error('the table size must be a prime number below 5000011'),
  'warmup-aggression': error('aggression must be greater than 0, and at least 1 before Istio 1.31'),
  'locality-exclusive': error('distribute excludes failover'),
  'locality-failover-priority': error('failover excludes topology labels in failoverPriority'),
  'locality-weight': error('the weight of a locality must be from 1 to 100'),
  'locality-weight-total': error('the weights of an origin must add up to 100'),
  'locality-name': error('a locality must be "region[/zone[/sub-zone]]" without empty parts, with "*" only at the end'),
  'locality-overlap': error('localities must not overlap'),
  'locality-failover-region': error('failover must lead from one region to another: no zones, no wildcards'),
  'zone-aware-exclusive': error('localityLbSetting and zoneAwareLbSetting exclude each other'),
  'zone-aware-priority': error(
    'failoverPriority of zoneAwareLbSetting must not name topology labels: regions and zones are ordered anyway',
  ),
  'http2-keep-alive': error('http2KeepAlive needs both interval and timeout'),
  'locality-outlier': warning('failover only happens with outlierDetection'),
  'client-tls-insecure': error(
    'insecureSkipVerify excludes whatever it would not verify: caCertificates, subjectAltNames and, with SIMPLE, credentialName',
  ),
  'client-tls-credential': error('credentialName excludes clientCertificate, privateKey, caCertificates and caCrl'),
  'client-tls-certificate': error('MUTUAL needs credentialName, or clientCertificate with privateKey'),

  // ServiceEntry, WorkloadEntry, WorkloadGroup
  'service-entry-host': error('a host must be a DNS name, with or without a wildcard in front, and not "*"'),
  'partial-wildcard': warning('a wildcard that is not a whole label matches nothing'),
  'service-entry-tcp-address': warning(
    'ports for TCP, or without protocol, match by address: without addresses they take all of the port',
  ),
  'service-entry-selector-none': warning('workloadSelector has no use with resolution NONE'),
  'service-entry-dns-host': error(
    'without endpoints a host is what is looked up, so that it must be a DNS name without wildcard',
  ),
  'service-entry-dynamic-host': error('DYNAMIC_DNS is for wildcard hosts such as "*.example.com"'),
  'service-entry-dynamic-endpoints': error(
    'DYNAMIC_DNS finds addresses itself: neither addresses nor endpoints may be set',
  ),
  'service-entry-dynamic-protocol': error(
    'DYNAMIC_DNS needs ports for HTTP, HTTP2, GRPC or TLS, where the host can be seen',
  ),
  'service-entry-dynamic-location': error(
    'DYNAMIC_DNS is for MESH_EXTERNAL; since Istio 1.30 also for MESH_INTERNAL without a waypoint',
  ),
  'service-entry-wide-address': warning(
    'an address that stands for most networks lets sidecars pass its ports through, whatever the outbound policy',
  ),
  'service-entry-hosts-protocol': error(
    'several hosts can only be told apart on ports for HTTP or TLS, or with resolution NONE',
  ),
  'service-entry-hosts-address': warning('several hosts with one address cannot be told apart on ports for TCP'),
  'endpoint-address': error('the address must be an IP address or, unless the resolution is STATIC, a DNS name'),
  'endpoint-port': error('a port of an endpoint must be one of the ServiceEntry'),
  'endpoint-socket-port': error(
    'a Unix domain socket serves exactly one port of the ServiceEntry and names none itself',
  ),
  'workload-address-network': warning('with a network alone, traffic goes through the gateways of that network'),
  'probe-kind': error('a probe must have httpGet, tcpSocket, exec or grpc'),
  'probe-command': error('a command is required'),
  'probe-header': error('the name of a header must consist of letters, digits and "-"'),
  'workload-address': error('an address is required, unless there is a network'),

  // Sidecar
  'sidecar-empty': error('a Sidecar must have ingress, egress, outboundTrafficPolicy or inboundConnectionPool'),
  'sidecar-port-duplicate': error('the ports of listeners must be unique'),
  'sidecar-default-endpoint': error(
    'must be "127.0.0.1:<port>", "0.0.0.0:<port>", "[::1]:<port>", "[::]:<port>" or a Unix domain socket ("unix://...")',
  ),
  'sidecar-tls': error('tls of a sidecar cannot have this: it terminates TLS with files and does nothing else'),
  'sidecar-tls-plain': error('a listener with tls must be for HTTPS or TLS'),
  'sidecar-http-pool': warning('the port is not for HTTP, so that only the tcp settings of its connection pool apply'),
  'sidecar-egress-last': error('the listener without port must be the only one, and the last'),
  'sidecar-egress-socket': error('port 0 needs a Unix domain socket in bind, with captureMode DEFAULT or NONE'),
  'sidecar-egress-hosts': error('an egress listener must have a host'),
  'sidecar-egress-host': error(
    'a host must be "<namespace>/<dns name>", with a namespace, "*", "." or "~" and a full name or "*"',
  ),
  'sidecar-egress-duplicate': warning('the host is covered by another of this listener'),
  'sidecar-egress-all': warning('"*/*" covers all other hosts of this listener'),
  'sidecar-egress-proxy': error('egressProxy works with mode ALLOW_ANY only'),
  'sidecar-egress-proxy-port': error('the port of the egress proxy is required'),

  // AuthorizationPolicy
  'authorization-rules': error('without rules the action is never taken; add an empty rule ({}) to take it always'),
  'authorization-provider': error('action CUSTOM needs the name of a provider'),
  'authorization-provider-custom': error('a provider is for action CUSTOM only'),
  'authorization-custom-source': error('action CUSTOM cannot match this: identities are not known to it'),
  'authorization-from': error('from must have an item, each with a source'),
  'authorization-to': error('to must have an item, each with an operation'),
  'authorization-source': error('a source must have a field'),
  'authorization-operation': error('an operation must have a field'),
  'authorization-empty-value': error('a value must not be empty'),
  'authorization-ip': error('must be an IP address or a CIDR block'),
  'authorization-port': error('must be a port from 0 to 65535, as a text'),
  'authorization-path-template': error(
    'a path template knows {*} and {**} as whole segments only, and no other wildcard',
  ),
  'authorization-path-braces': error('braces in a path are for the operators {*} and {**} alone'),
  'authorization-service-account': error(
    'a service account must be "<name>" or "<namespace>/<name>", without wildcards, of at most 320 bytes',
  ),
  'authorization-service-accounts': error('a list can have at most 16 service accounts'),
  'authorization-trust-domain': error('a trust domain must not contain "/"'),
  'authorization-wildcard': error('a value can have one "*", at its start or its end'),
  'authorization-key': error('a condition must have a key'),
  'authorization-attribute': error('a condition must be on an attribute that Istio knows'),
  'authorization-attribute-key': error('the attribute takes a name in brackets, such as request.headers[user-agent]'),
  'authorization-condition-values': error('a condition must have values or notValues'),
  'authorization-deny-tcp': warning(
    'DENY with nothing but HTTP fields denies all traffic of TCP ports; name the ports that it is for',
  ),

  // RequestAuthentication, PeerAuthentication
  'jwt-issuer': error('a rule must have an issuer or a jwksUri'),
  'jwt-jwks': error('must be a JSON Web Key Set'),
  'jwt-private-key': warning('a key set for verification must not hold private keys'),

  // Telemetry, ProxyConfig, WasmPlugin, TrafficExtension
  'telemetry-several-tracing': warning('only the first item is used'),
  'telemetry-several-providers': warning('only one provider for tracing is used'),
  'telemetry-tag-name': error('a tag must have a name'),
  'telemetry-override-name': warning('a tag without name changes nothing'),
  'telemetry-override-value': error('UPSERT needs a value'),
  'telemetry-filter': error('must be an expression in CEL'),

  // Mesh configuration
  'http2-window': error('a window must be at least 65535'),
  'inbound-retry-backoff': error('backoff has no use with attempts: 0, which turns inbound retries off'),
  'inbound-retry-ignored': warning('inbound retries only know attempts, retryOn and backoff'),
  'mesh-config-value': error('must be one of the values that Istio knows'),

  // EnvoyFilter
  'envoy-filter-internals': warning(
    'EnvoyFilter reaches into internals that change between releases; prefer another API',
  ),
  'envoy-apply-to': error('applyTo is required'),
  'envoy-patch': error('a patch is required'),
  'envoy-operation': error('an operation is required'),
  'envoy-value': error('a value is required, unless the operation is REMOVE'),
  'envoy-match': error('the match must be of the kind that applyTo says'),
  'envoy-proxy-version-length': warning('istiod ignores a proxyVersion of more than 1024 characters'),
  'envoy-proxy-version': error('must be a regular expression in RE2 syntax'),
  'envoy-filter-match': warning('matching a filter has no effect on what is applied to listeners and filter chains'),
  'envoy-filter-name': error('a filter to match must have a name'),
  'envoy-sub-filter': error(
    'a sub-filter can be matched for HTTP_FILTER, within envoy.filters.network.http_connection_manager, by name',
  ),
  'envoy-deprecated-name': warning('the name of this filter is deprecated'),
  'envoy-v2-type': error('types of the v2 API are gone; use those of v3'),
  'envoy-typed-config': warning(
    'a filter without typed_config is found by its name alone, which Envoy is about to drop',
  ),
} as const satisfies { readonly [rule: string]: WebhookRuleText };

/** The name of a rule of the webhook. */
export type WebhookRule = keyof typeof WEBHOOK_RULES;
