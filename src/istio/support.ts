import { GATEWAY_API_SUPPORT } from './gateway-api/support';
import type { Support, SupportEntry } from './support-entry';

const TEXT = '{exact,prefix,regex}';
const DESTINATION = '{host,subset,port.number}';
const HEADERS = 'headers.{request,response}.{set.*,add.*,remove[]}';
const L4_MATCH = 'match[].{destinationSubnets[],port,sourceLabels.*,gateways[],sourceNamespace}';
const POLICIES = ['spec.trafficPolicy', 'spec.subsets[].trafficPolicy'].flatMap(at => [
  at,
  `${at}.portLevelSettings[]`,
]);
const SELECTOR = 'spec.selector.matchLabels.*';
const TARGET = '{group,kind,name,namespace}';

function policies(...fields: readonly string[]): readonly string[] {
  return POLICIES.flatMap(policy => fields.map(field => `${policy}.${field}`));
}

/** What the simulator makes of each field. The engine reads it, and the documentation is printed from it. */
export const SUPPORT: readonly SupportEntry[] = [
  {
    kind: 'VirtualService',
    support: 'modelled',
    fields: [
      'spec.{hosts[],gateways[],exportTo[]}',
      'spec.http[].name',
      'spec.http[].match[].{name,port,sourceLabels.*,sourceNamespace,gateways[],ignoreUriCase}',
      `spec.http[].match[].{uri,scheme,method,authority}.${TEXT}`,
      `spec.http[].match[].{headers,withoutHeaders,queryParams}.*.${TEXT}`,
      `spec.http[].route[].destination.${DESTINATION}`,
      'spec.http[].route[].weight',
      `spec.http[].route[].${HEADERS}`,
      `spec.http[].${HEADERS}`,
      'spec.http[].redirect.{uri,authority,port,derivePort,scheme,redirectCode}',
      'spec.http[].directResponse.{status,body.string,body.bytes}',
      'spec.http[].delegate.{name,namespace}',
      'spec.http[].rewrite.{uri,authority,uriRegexRewrite.match,uriRegexRewrite.rewrite}',
      'spec.http[].timeout',
      'spec.http[].retries.{attempts,perTryTimeout,retryOn,retryRemoteLocalities}',
      'spec.http[].fault.delay.{fixedDelay,percent,percentage.value}',
      'spec.http[].fault.abort.{httpStatus,grpcStatus,percentage.value}',
      `spec.http[].mirror.${DESTINATION}`,
      `spec.http[].mirrors[].{destination.${DESTINATION},percentage.value}`,
      'spec.http[].{mirrorPercent,mirrorPercentage.value}',
      `spec.tls[].${L4_MATCH}`,
      'spec.tls[].match[].sniHosts[]',
      `spec.tls[].route[].{destination.${DESTINATION},weight}`,
      `spec.tcp[].${L4_MATCH}`,
      `spec.tcp[].route[].{destination.${DESTINATION},weight}`,
    ],
  },
  {
    kind: 'VirtualService',
    support: 'modelled',
    since: '1.26',
    fields: ['spec.http[].retries.{retryIgnorePreviousHosts,backoff}'],
  },
  { kind: 'VirtualService', support: 'modelled', since: '1.31', fields: ['spec.http[].redirect.prefixRewrite'] },
  {
    kind: 'VirtualService',
    support: 'ignored',
    fields: ['spec.http[].match[].statPrefix'],
    because: 'it names statistics',
  },
  {
    kind: 'VirtualService',
    support: 'modelled',
    fields: [`spec.http[].corsPolicy.{allowOrigins[].${TEXT},allowOrigin[],unmatchedPreflights}`],
  },
  {
    kind: 'VirtualService',
    support: 'ignored',
    fields: ['spec.http[].corsPolicy.{allowMethods[],allowHeaders[],exposeHeaders[],maxAge,allowCredentials}'],
    because: 'it only adds response headers',
  },
  {
    kind: 'VirtualService',
    support: 'unsupported',
    fields: ['spec.http[].fault.delay.exponentialDelay', 'spec.http[].fault.abort.http2Error'],
    because: 'Istio does not implement it',
  },
  {
    kind: 'VirtualService',
    support: 'unsupported',
    fields: ['spec.{tls,tcp}[].match[].sourceSubnet'],
    because: 'Istio does not implement it',
  },
  {
    kind: 'DestinationRule',
    support: 'modelled',
    fields: [
      'spec.{host,exportTo[],workloadSelector.matchLabels.*}',
      'spec.subsets[].{name,labels.*}',
      ...policies(
        'tls.mode',
        'loadBalancer.simple',
        'loadBalancer.consistentHash.{httpHeaderName,useSourceIp,httpQueryParameterName}',
        'loadBalancer.consistentHash.httpCookie.{name,path,ttl}',
      ),
      '{spec,spec.subsets[]}.trafficPolicy.portLevelSettings[].port.number',
    ],
  },
  {
    kind: 'DestinationRule',
    support: 'ignored',
    fields: policies(
      'tls.{clientCertificate,privateKey,caCertificates,credentialName,subjectAltNames[],sni,insecureSkipVerify,caCrl}',
    ),
    because: 'certificates are taken to be right',
  },
  {
    kind: 'DestinationRule',
    support: 'ignored',
    fields: policies(
      'loadBalancer.consistentHash.{ringHash.**,maglev.**,minimumRingSize}',
      'loadBalancer.{localityLbSetting.**,warmup.**,warmupDurationSecs}',
    ),
    because: 'the choice among the pods of one destination is left open',
  },
  {
    kind: 'DestinationRule',
    support: 'ignored',
    fields: policies('connectionPool.**', 'outlierDetection.**'),
    because: 'limits and ejection depend on load and failures; one request meets healthy pods',
  },
  {
    kind: 'DestinationRule',
    support: 'unsupported',
    fields: ['{spec,spec.subsets[]}.trafficPolicy.{tunnel.**,proxyProtocol.**}'],
    because: 'it changes what arrives at the destination',
  },
  {
    kind: 'Gateway',
    support: 'modelled',
    fields: [
      'spec.selector.*',
      'spec.servers[].{hosts[],port.number,port.name,port.protocol}',
      'spec.servers[].tls.{mode,httpsRedirect}',
    ],
  },
  {
    kind: 'Gateway',
    support: 'ignored',
    fields: [
      'spec.servers[].tls.{credentialName,credentialNames[],serverCertificate,privateKey,caCertificates,caCrl}',
      'spec.servers[].tls.{subjectAltNames[],tlsCertificates.**,caCertCredentialName}',
      'spec.servers[].tls.{minProtocolVersion,maxProtocolVersion,cipherSuites[]}',
      'spec.servers[].tls.{verifyCertificateSpki[],verifyCertificateHash[]}',
    ],
    because: 'certificates and ciphers are taken to be right',
  },
  { kind: 'Gateway', support: 'ignored', fields: ['spec.servers[].name'], because: 'it is only a name' },
  {
    kind: 'Gateway',
    support: 'unsupported',
    fields: ['spec.servers[].{bind,defaultEndpoint,port.targetPort}'],
    because: 'addresses of gateway pods are not modelled',
  },
  {
    kind: 'Sidecar',
    support: 'modelled',
    fields: [
      'spec.workloadSelector.labels.*',
      'spec.egress[].{hosts[],port.number,port.protocol,port.name,bind,captureMode}',
      'spec.ingress[].{port.number,port.protocol,port.name,defaultEndpoint,tls.mode}',
      'spec.outboundTrafficPolicy.mode',
    ],
  },
  {
    kind: 'Sidecar',
    support: 'ignored',
    fields: [
      'spec.ingress[].tls.{serverCertificate,privateKey,caCertificates,credentialName}',
      'spec.{inboundConnectionPool.**,ingress[].connectionPool.**}',
    ],
    because: 'certificates are taken to be right, and limits depend on load',
  },
  {
    kind: 'Sidecar',
    support: 'unsupported',
    fields: ['spec.ingress[].{bind,captureMode}'],
    because: 'listeners that users define themselves are not modelled',
  },
  {
    kind: 'Sidecar',
    support: 'unsupported',
    fields: ['spec.outboundTrafficPolicy.egressProxy.**'],
    because: 'an egress proxy for unknown hosts is not modelled',
  },
  {
    kind: 'ServiceEntry',
    support: 'modelled',
    fields: [
      'spec.{hosts[],addresses[],location,exportTo[],workloadSelector.labels.*}',
      'spec.ports[].{number,name,protocol,targetPort}',
      'spec.endpoints[].{address,ports.*,labels.*,serviceAccount}',
    ],
  },
  { kind: 'ServiceEntry', support: 'modelled', valuesSince: { DYNAMIC_DNS: '1.28' }, fields: ['spec.resolution'] },
  {
    kind: 'ServiceEntry',
    support: 'ignored',
    fields: ['spec.endpoints[].{network,locality,weight}', 'spec.subjectAltNames[]'],
    because: 'the choice among endpoints is left open, and certificates are taken to be right',
  },
  {
    kind: 'WorkloadEntry',
    support: 'modelled',
    fields: ['spec.{address,ports.*,labels.*,serviceAccount}'],
  },
  {
    kind: 'WorkloadEntry',
    support: 'ignored',
    fields: ['spec.{network,locality,weight}'],
    because: 'the choice among endpoints is left open',
  },
  {
    kind: 'PeerAuthentication',
    support: 'modelled',
    fields: ['spec.{selector.matchLabels.*,mtls.mode,portLevelMtls.*.mode}'],
  },
  {
    kind: 'RequestAuthentication',
    support: 'modelled',
    fields: [
      SELECTOR,
      'spec.jwtRules[].{issuer,audiences[],fromHeaders[].name,fromHeaders[].prefix,fromParams[]}',
      'spec.jwtRules[].{outputPayloadToHeader,forwardOriginalToken,outputClaimToHeaders[].{header,claim}}',
    ],
  },
  { kind: 'RequestAuthentication', support: 'modelled', since: '1.20', fields: [`spec.targetRef.${TARGET}`] },
  { kind: 'RequestAuthentication', support: 'modelled', since: '1.21', fields: ['spec.jwtRules[].fromCookies[]'] },
  { kind: 'RequestAuthentication', support: 'modelled', since: '1.22', fields: [`spec.targetRefs[].${TARGET}`] },
  {
    kind: 'RequestAuthentication',
    support: 'modelled',
    since: '1.28',
    fields: ['spec.jwtRules[].spaceDelimitedClaims[]'],
  },
  { kind: 'RequestAuthentication', support: 'modelled', since: '1.32', fields: ['spec.jwtRules[].presence'] },
  {
    kind: 'RequestAuthentication',
    support: 'ignored',
    fields: ['spec.jwtRules[].{jwks,jwksUri,timeout}'],
    because: 'tokens are declared by their claims, so that no keys are needed',
  },
  {
    kind: 'AuthorizationPolicy',
    support: 'modelled',
    fields: [
      SELECTOR,
      'spec.{action,provider.name}',
      'spec.rules[].from[].source.{principals,requestPrincipals,namespaces}[]',
      'spec.rules[].from[].source.{notPrincipals,notRequestPrincipals,notNamespaces}[]',
      'spec.rules[].from[].source.{ipBlocks,notIpBlocks,remoteIpBlocks,notRemoteIpBlocks}[]',
      'spec.rules[].to[].operation.{hosts,ports,methods,paths,notHosts,notPorts,notMethods,notPaths}[]',
      'spec.rules[].when[].{key,values[],notValues[]}',
    ],
  },
  { kind: 'AuthorizationPolicy', support: 'modelled', since: '1.20', fields: [`spec.targetRef.${TARGET}`] },
  { kind: 'AuthorizationPolicy', support: 'modelled', since: '1.22', fields: [`spec.targetRefs[].${TARGET}`] },
  {
    kind: 'AuthorizationPolicy',
    support: 'modelled',
    since: '1.25',
    fields: ['spec.rules[].from[].source.{serviceAccounts,notServiceAccounts}[]'],
  },
  {
    kind: 'AuthorizationPolicy',
    support: 'modelled',
    since: '1.30',
    fields: ['spec.rules[].from[].source.{trustDomains,notTrustDomains}[]'],
  },
  {
    kind: 'Service',
    support: 'modelled',
    fields: [
      'spec.{type,clusterIP,clusterIPs[],externalName,selector.*}',
      'spec.ports[].{name,port,protocol,targetPort,appProtocol}',
    ],
  },
  {
    kind: 'Service',
    support: 'ignored',
    fields: [
      'spec.ports[].nodePort',
      'spec.{sessionAffinity,sessionAffinityConfig.**,internalTrafficPolicy,externalTrafficPolicy,trafficDistribution}',
      'spec.{ipFamilies[],ipFamilyPolicy,publishNotReadyAddresses,externalIPs[],healthCheckNodePort}',
      'spec.{loadBalancerIP,loadBalancerClass,loadBalancerSourceRanges[],allocateLoadBalancerNodePorts}',
    ],
    because: 'the way into the cluster and the choice among pods are left open',
  },
  {
    kind: 'MeshConfig',
    support: 'modelled',
    fields: [
      '{rootNamespace,trustDomain,trustDomainAliases[],enableAutoMtls}',
      'inboundTrafficPolicy.mode',
      'pathNormalization.normalization',
      'defaultHttpRetryPolicy.{attempts,perTryTimeout,retryOn,retryRemoteLocalities,retryIgnorePreviousHosts,backoff}',
      '{defaultServiceExportTo,defaultVirtualServiceExportTo,defaultDestinationRuleExportTo}[]',
      'discoverySelectors[].{matchLabels.*,matchExpressions[].{key,operator,values[]}}',
      'extensionProviders[].{name,envoyExtAuthzHttp.**,envoyExtAuthzGrpc.**}',
    ],
  },
  {
    kind: 'MeshConfig',
    support: 'modelled',
    valuesSince: { ALLOW_ANY_DYNAMIC_DNS: '1.31' },
    fields: ['outboundTrafficPolicy.mode'],
  },
  {
    kind: 'MeshConfig',
    support: 'modelled',
    since: '1.31',
    fields: [
      'serviceEntryVisibility.{defaultVisibility,applyToSidecars,policies[].visibility}',
      'serviceEntryVisibility.policies[].matchingRules[].namespaceSelector.matchLabels.*',
      'serviceEntryVisibility.policies[].matchingRules[].namespaceSelector.matchExpressions[].{key,operator,values[]}',
    ],
  },
  {
    kind: 'MeshConfig',
    support: 'ignored',
    fields: [
      '{accessLogFile,accessLogFormat,accessLogEncoding,enableEnvoyAccessLogService,disableEnvoyListenerLog}',
      '{enableTracing,enablePrometheusMerge,defaultProviders.**,inboundClusterStatName,outboundClusterStatName}',
      'extensionProviders[].{prometheus,stackdriver,zipkin,lightstep,datadog,opencensus,skywalking,sds}.**',
      'extensionProviders[].{opentelemetry,envoyOtelAls,envoyHttpAls,envoyTcpAls,envoyFileAccessLog}.**',
    ],
    because: 'it changes what is recorded, not where requests go',
  },
  {
    kind: 'MeshConfig',
    support: 'ignored',
    fields: [
      '{connectTimeout,tcpKeepalive.**,dnsRefreshRate,protocolDetectionTimeout,hboneIdleTimeout,h2UpgradePolicy}',
      '{localityLbSetting,zoneAwareLbSetting,defaultTrafficPolicy,defaultInboundHttpRetryPolicy}.**',
      '{tlsDefaults.**,meshMTLS.**,caCertificates[].**,certificates[].**,ca.**,verifyCertificateAtClient}',
      '{ingressService,ingressSelector,ingressControllerMode,ingressClass}',
      '{configSources[].**,serviceSettings[].**,serviceScopeConfigs[].**}',
      '{proxyHttpPort,proxyListenPort,proxyInboundListenPort}',
    ],
    because: 'one request meets healthy pods of one cluster, and certificates are right',
  },
  {
    kind: 'MeshConfig',
    support: 'ignored',
    fields: ['defaultConfig.**'],
    because: 'it sets up the process of the proxy',
  },
  {
    kind: 'MeshConfig',
    support: 'unsupported',
    fields: ['defaultConfig.interceptionMode'],
    because: 'how traffic gets to the proxy is not modelled',
  },
  {
    kind: 'MeshConfig',
    support: 'unsupported',
    fields: [
      'defaultConfig.connectionSettings.{httpMergeSlashes,httpPathWithEscapedSlashesAction}',
      'defaultConfig.connectionSettings.httpHeadersWithUnderscoresAction',
    ],
    because: 'set for the whole mesh, it changes paths and refuses headers at sidecars as well',
  },
  {
    kind: 'MeshConfig',
    support: 'ignored',
    fields: ['defaultConfig.connectionSettings.**'],
    because: 'limits and timeouts depend on load',
  },
  { kind: 'MeshConfig', support: 'modelled', since: '1.31', fields: ['defaultConfig.connectionSettings.profile'] },
  ...GATEWAY_API_SUPPORT,
];

/** Kinds that are left out as a whole, with the reason; those that change traffic make requests `unsupported`. */
export const OTHER_KINDS: readonly { readonly kind: string; readonly support: Support; readonly because: string }[] = [
  { kind: 'EnvoyFilter', support: 'unsupported', because: 'it may change anything in the proxies that it selects' },
  { kind: 'WasmPlugin', support: 'unsupported', because: 'it may change anything in the proxies that it selects' },
  {
    kind: 'TrafficExtension',
    support: 'unsupported',
    because: 'it may change anything in the proxies that it selects',
  },
  { kind: 'UDPRoute', support: 'ignored', because: 'Istio does not implement it; a finding says so' },
  {
    kind: 'Ingress',
    support: 'unsupported',
    because: 'a request from the internet that no Gateway of Istio serves is `unsupported` where there is one',
  },
  { kind: 'ProxyConfig', support: 'ignored', because: 'it sets up the process of the proxy' },
  { kind: 'Telemetry', support: 'ignored', because: 'it changes what is recorded, not where requests go' },
  {
    kind: 'WorkloadGroup',
    support: 'ignored',
    because: 'it describes machines that may join; those that did are WorkloadEntries',
  },
  { kind: 'NetworkPolicy', support: 'ignored', because: 'the network of the cluster enforces it below the mesh' },
];
