import type { DifferenceName } from '../../src/istio/release';
import { namespace, object, service } from './mesh-of';

/** A request whose fate a difference between releases decides. */
export interface ReleaseCase {
  /** Where the difference is documented. */
  readonly source: string;
  /** The first release that does it. */
  readonly since: string;
  /** The first release that does it no longer. */
  readonly until?: string;
  readonly mesh: readonly string[];
  /** Whether it needs a mesh of its own, because something of it bears on all requests. */
  readonly isApart?: true;
  /** Mesh configuration; the case then has a mesh of its own, too. */
  readonly meshConfig?: { readonly [key: string]: unknown };
  readonly from: string;
  /** The gateway pods through which a request from the internet comes. */
  readonly through?: string;
  readonly to: string;
  readonly headers?: { readonly [name: string]: string };
  /** What is looked at of the retries. */
  readonly retries?: 'status codes' | 'hosts';
  /** What happens to the request until the difference, and after one that was taken back. */
  readonly before?: string;
  readonly now: string;
  /** The first release that knows the fields of the case; what older ones do is not modelled. */
  readonly knownSince?: string;
}

const SEEN_BY_ALL = 'exportTo: ["*"]';

/** An object of the Gateway API with its spec in YAML flow style. */
function apiObject(kind: string, fullName: string, spec: string, version = 'v1'): string {
  const [own = '', name = ''] = fullName.split('/');
  return `
apiVersion: gateway.networking.k8s.io/${version}
kind: ${kind}
metadata: { name: ${name}, namespace: ${own} }
spec: ${spec}
`;
}

const AMBIENT = '{ istio.io/dataplane-mode: ambient, istio.io/use-waypoint: waypoint }';
const WAYPOINT = '{ gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: HBONE }] }';

/** Requests whose fate changed: one for each difference, and those of fields that came later. */
export const RELEASE_CASES: { readonly [name in DifferenceName | 'redirectPrefix']: ReleaseCase } = {
  tokenPresence: {
    source: 'definitions of 1.32',
    since: '1.32',
    mesh: [
      namespace('token'),
      service('token/web'),
      service('token/api'),
      object('RequestAuthentication', 'token/jwt', '{ jwtRules: [{ issuer: https://idp, presence: REQUIRED }] }'),
    ],
    from: 'token/web',
    to: 'http://api/',
    knownSince: '1.32',
    now: 'unauthenticated 401',
  },
  strictGatewayMerging: {
    source: 'change notes of 1.31; profile-compatibility-version-1.30.yaml',
    since: '1.31',
    mesh: [
      namespace('strict'),
      namespace('team'),
      service('strict/api'),
      apiObject(
        'Gateway',
        'strict/edge',
        '{ gatewayClassName: istio, listeners: [{ name: http, port: 80, protocol: HTTP }] }',
      ),
      object(
        'Gateway',
        'team/steal',
        '{ selector: { gateway.networking.k8s.io/gateway-name: edge }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["strict.example.com"] }] }',
      ),
      object(
        'VirtualService',
        'team/steal',
        '{ hosts: [strict.example.com], gateways: [steal], http: [{ route: [{ destination: { host: api.strict.svc.cluster.local } }] }] }',
      ),
    ],
    from: 'internet',
    through: 'strict/edge-istio',
    to: 'http://strict.example.com/',
    before: 'routed to strict/api-v1 in mutual TLS',
    now: 'no-route 404',
  },
  connectionSettings: {
    source: 'change notes and code of 1.31',
    since: '1.31',
    mesh: [
      namespace('edge-profile'),
      service('edge-profile/api'),
      apiObject(
        'Gateway',
        'edge-profile/edge',
        `{ gatewayClassName: istio, listeners: [{ name: http, port: 80, protocol: HTTP }],
           infrastructure: { annotations: { proxy.istio.io/config: '{ "connectionSettings": { "profile": "EDGE" } }' } } }`,
      ),
      apiObject(
        'HTTPRoute',
        'edge-profile/api',
        '{ parentRefs: [{ name: edge }], rules: [{ backendRefs: [{ name: api, port: 80 }] }] }',
      ),
    ],
    from: 'internet',
    through: 'edge-profile/edge-istio',
    to: 'http://edge.example.com/a%2Fb',
    before: 'routed to edge-profile/api-v1 in mutual TLS',
    now: 'redirected 307 to /a/b',
  },
  redirectPrefix: {
    source: 'definitions of 1.31',
    since: '1.31',
    mesh: [
      namespace('redirect'),
      service('redirect/web'),
      service('redirect/api'),
      object(
        'VirtualService',
        'redirect/api',
        '{ hosts: [api], http: [{ match: [{ uri: { prefix: /old } }], redirect: { prefixRewrite: /new } }] }',
      ),
    ],
    from: 'redirect/web',
    to: 'http://api/old/page',
    knownSince: '1.31',
    now: 'redirected 301 to http://api/new/page',
  },
  canaryWaypoints: {
    source: 'change notes and code of 1.31',
    since: '1.31',
    mesh: [
      namespace('canary', AMBIENT.replace('}', ', istio.io/use-waypoint-canary: second }')).replace(
        'labels:',
        'annotations: { istio.io/use-waypoint-canary-weight: "30" }, labels:',
      ),
      service('canary/web'),
      service('canary/api'),
      apiObject('Gateway', 'canary/waypoint', WAYPOINT),
      apiObject('Gateway', 'canary/second', WAYPOINT),
      object(
        'AuthorizationPolicy',
        'canary/first',
        '{ targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: waypoint }], action: DENY, rules: [{}] }',
      ),
    ],
    from: 'canary/web',
    to: 'http://api/',
    knownSince: '1.22',
    before: 'denied 403',
    now: 'mixed: 70 % Gateway canary/waypoint: denied, 30 % Gateway canary/second: routed',
  },
  allocatedAddresses: {
    source: 'code and charts of 1.31.0, change notes of 1.25',
    since: '1.25',
    mesh: [
      namespace('allocated', AMBIENT),
      service('allocated/web'),
      apiObject('Gateway', 'allocated/waypoint', WAYPOINT),
      object(
        'ServiceEntry',
        'allocated/bank',
        '{ hosts: [allocated.example.com], resolution: DNS, ports: [{ number: 80, name: http, protocol: HTTP }] }',
      ),
      object(
        'AuthorizationPolicy',
        'allocated/deny',
        '{ targetRefs: [{ group: networking.istio.io, kind: ServiceEntry, name: bank }], action: DENY, rules: [{}] }',
      ),
    ],
    from: 'allocated/web',
    to: 'http://allocated.example.com/',
    before: 'passed-through',
    now: 'denied 403',
  },
  listenerConflicts: {
    source: 'code of 1.30.3 and 1.31.0',
    since: '1.31',
    mesh: [
      namespace('conflict'),
      service('conflict/api'),
      apiObject(
        'Gateway',
        'conflict/edge',
        '{ gatewayClassName: istio, listeners: [{ name: a, port: 80, protocol: HTTP }, { name: b, port: 80, protocol: HTTP }] }',
      ),
      apiObject(
        'HTTPRoute',
        'conflict/api',
        '{ parentRefs: [{ name: edge, sectionName: b }], hostnames: [conflict.example.com], rules: [{ backendRefs: [{ name: api, port: 80 }] }] }',
      ),
    ],
    from: 'internet',
    through: 'conflict/edge-istio',
    to: 'http://conflict.example.com/',
    before: 'routed to conflict/api-v1 in mutual TLS',
    now: 'no-route 404',
  },
  tcpRoutes: {
    source: 'code of 1.30.3 and 1.31.0',
    since: '1.31',
    mesh: [
      namespace('tcp'),
      service('tcp/db', ['v1'], '[{ name: tcp, port: 5432 }]'),
      apiObject(
        'Gateway',
        'tcp/edge',
        '{ gatewayClassName: istio, listeners: [{ name: db, port: 5432, protocol: TCP }] }',
      ),
      apiObject(
        'TCPRoute',
        'tcp/db',
        '{ parentRefs: [{ name: edge }], rules: [{ backendRefs: [{ name: db, port: 5432 }] }] }',
      ),
    ],
    from: 'internet',
    through: 'tcp/edge-istio',
    to: 'tcp://db.example.com:5432',
    before: 'no-listener',
    now: 'routed to tcp/db-v1 in mutual TLS',
  },
  insecureFallback: {
    source: 'code of 1.30.3 and 1.31.0',
    since: '1.31',
    mesh: [
      namespace('fallback'),
      service('fallback/api'),
      apiObject(
        'Gateway',
        'fallback/edge',
        '{ gatewayClassName: istio, listeners: [{ name: https, port: 443, protocol: HTTPS, tls: { certificateRefs: [{ name: cert }] } }], tls: { frontend: { default: { validation: { mode: AllowInsecureFallback, caCertificateRefs: [{ group: "", kind: ConfigMap, name: ca }] } } } } }',
      ),
      apiObject(
        'HTTPRoute',
        'fallback/api',
        '{ parentRefs: [{ name: edge }], hostnames: [fallback.example.com], rules: [{ backendRefs: [{ name: api, port: 80 }] }] }',
      ),
    ],
    from: 'internet',
    through: 'fallback/edge-istio',
    to: 'https://fallback.example.com/',
    before: 'mtls-failure',
    now: 'routed to fallback/api-v1 in mutual TLS',
  },
  rulesOverPolicies: {
    source: 'change notes of 1.31',
    since: '1.31',
    mesh: [
      namespace('policy'),
      service('policy/web'),
      service('policy/api'),
      object('DestinationRule', 'policy/api', '{ host: api, trafficPolicy: { tls: { mode: DISABLE } } }'),
      apiObject(
        'BackendTLSPolicy',
        'policy/api',
        '{ targetRefs: [{ group: "", kind: Service, name: api }], validation: { hostname: api.example.com, wellKnownCACertificates: System } }',
      ),
    ],
    from: 'policy/web',
    to: 'http://api/',
    before: 'mtls-failure',
    now: 'routed to policy/api-v1 in plaintext',
  },
  foreignWaypoints: {
    source: 'code of 1.30.3 and 1.31.0',
    since: '1.31',
    mesh: [
      namespace('foreign'),
      service('foreign/web'),
      service('foreign/api').replace('name: api,', 'name: api, labels: { istio.io/use-waypoint: other },'),
      apiObject('GatewayClass', '/other-class', '{ controllerName: example.com/waypoints }'),
      apiObject('Gateway', 'foreign/other', WAYPOINT.replace('istio-waypoint', 'other-class')),
      apiObject(
        'HTTPRoute',
        'foreign/api',
        '{ parentRefs: [{ group: "", kind: Service, name: api }], rules: [{ filters: [{ type: RequestRedirect, requestRedirect: { path: { type: ReplaceFullPath, replaceFullPath: /new } } }] }] }',
      ),
    ],
    from: 'foreign/web',
    to: 'http://api/',
    before: 'redirected 302 to http://api/new',
    now: 'routed to foreign/api-v1 in mutual TLS',
  },
  emptyRulesUnknown: {
    source: 'code of 1.29.6, 1.30.3 and 1.31.0',
    since: '1.30',
    until: '1.31',
    mesh: [
      namespace('none-behind'),
      apiObject(
        'Gateway',
        'none-behind/edge',
        '{ gatewayClassName: istio, listeners: [{ name: http, port: 80, protocol: HTTP }] }',
      ),
      apiObject(
        'HTTPRoute',
        'none-behind/api',
        '{ parentRefs: [{ name: edge }], hostnames: [none.example.com], rules: [{}] }',
      ),
    ],
    from: 'internet',
    through: 'none-behind/edge-istio',
    to: 'http://none.example.com/',
    before: 'answered 500',
    now: 'answered 404',
  },
  grpcRouteNames: {
    source: 'code of 1.29.6 and 1.30.3',
    since: '1.30',
    mesh: [
      namespace('grpc'),
      service('grpc/api'),
      apiObject(
        'Gateway',
        'grpc/edge',
        '{ gatewayClassName: istio, listeners: [{ name: http, port: 80, protocol: HTTP }] }',
      ),
      apiObject(
        'HTTPRoute',
        'grpc/pages',
        '{ parentRefs: [{ name: edge }], hostnames: [grpc.example.com], rules: [{ matches: [{ path: { value: /pages } }], backendRefs: [{ name: api, port: 80 }] }] }',
      ),
      apiObject(
        'GRPCRoute',
        'grpc/calls',
        '{ parentRefs: [{ name: edge }], hostnames: [grpc.example.com], rules: [{ backendRefs: [{ name: api, port: 80 }] }] }',
      ),
    ],
    from: 'internet',
    through: 'grpc/edge-istio',
    to: 'http://grpc.example.com/shop.Orders/List',
    before: 'no-route 404',
    now: 'routed to grpc/api-v1 in mutual TLS',
  },
  allWaypointRoutes: {
    source: 'code of 1.25.5 and 1.26.8',
    since: '1.26',
    mesh: [
      namespace('routes-behind', AMBIENT),
      service('routes-behind/web'),
      service('routes-behind/api'),
      apiObject('Gateway', 'routes-behind/waypoint', WAYPOINT),
      object(
        'VirtualService',
        'routes-behind/a',
        '{ hosts: [api], http: [{ match: [{ uri: { prefix: /a } }], route: [{ destination: { host: api } }] }] }',
      ),
      object('VirtualService', 'routes-behind/b', '{ hosts: [api], http: [{ directResponse: { status: 418 } }] }'),
    ],
    from: 'routes-behind/web',
    to: 'http://api/b',
    knownSince: '1.22',
    before: 'no-route 404',
    now: 'answered 418',
  },
  ingressWaypoints: {
    source: 'change notes of 1.25',
    since: '1.25',
    mesh: [
      namespace('ingress', AMBIENT.replace('}', ', istio.io/ingress-use-waypoint: "true" }')),
      service('ingress/api'),
      apiObject('Gateway', 'ingress/waypoint', WAYPOINT),
      apiObject(
        'Gateway',
        'ingress/edge',
        '{ gatewayClassName: istio, listeners: [{ name: http, port: 80, protocol: HTTP }] }',
      ),
      apiObject(
        'HTTPRoute',
        'ingress/api',
        '{ parentRefs: [{ name: edge }], hostnames: [ingress.example.com], rules: [{ backendRefs: [{ name: api, port: 80 }] }] }',
      ),
      object(
        'AuthorizationPolicy',
        'ingress/first',
        '{ targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: waypoint }], action: DENY, rules: [{}] }',
      ),
    ],
    from: 'internet',
    through: 'ingress/edge-istio',
    to: 'http://ingress.example.com/',
    knownSince: '1.22',
    before: 'routed to ingress/api-v1 in mutual TLS',
    now: 'denied 403',
  },
  waypointLabels: {
    source: 'code of 1.21.6 and 1.22.8',
    since: '1.22',
    mesh: [
      namespace('label', AMBIENT),
      service('label/web'),
      service('label/api'),
      apiObject('Gateway', 'label/waypoint', WAYPOINT),
      object('VirtualService', 'label/api', '{ hosts: [api], http: [{ directResponse: { status: 418 } }] }'),
    ],
    from: 'label/web',
    to: 'http://api/',
    knownSince: '1.22',
    now: 'answered 418',
  },
  sidecarExclusions: {
    source: 'change notes of 1.31',
    since: '1.31',
    mesh: [
      namespace('exclusion'),
      namespace('hidden'),
      service('exclusion/web'),
      service('hidden/api'),
      object('Sidecar', 'exclusion/default', '{ egress: [{ hosts: ["*/*", "~hidden/*"] }] }'),
    ],
    from: 'exclusion/web',
    to: 'http://api.hidden/',
    before: 'routed to hidden/api-v1 in mutual TLS',
    now: 'routed to hidden/api-v1 in plaintext',
  },
  serviceEntryVisibility: {
    source: 'API of 1.31',
    since: '1.31',
    meshConfig: {
      serviceEntryVisibility: { defaultVisibility: 'NAMESPACE', applyToSidecars: true },
      outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
    },
    mesh: [
      namespace('visibility'),
      namespace('partners'),
      service('visibility/web'),
      object(
        'ServiceEntry',
        'partners/api',
        '{ hosts: [api.example.com], location: MESH_EXTERNAL, resolution: DNS, ports: [{ number: 80, name: http, protocol: HTTP }] }',
      ),
    ],
    from: 'visibility/web',
    to: 'http://api.example.com/',
    knownSince: '1.31',
    now: 'blocked 502',
  },
  subsetTls: {
    source: 'change notes of 1.31',
    since: '1.31',
    mesh: [
      namespace('subset'),
      service('subset/web'),
      service('subset/api'),
      object(
        'DestinationRule',
        'subset/api',
        '{ host: api, trafficPolicy: { tls: { mode: DISABLE }, portLevelSettings: [{ port: { number: 80 }, loadBalancer: { simple: RANDOM } }] }, subsets: [{ name: v1, labels: { version: v1 } }] }',
      ),
      object(
        'VirtualService',
        'subset/api',
        '{ hosts: [api], http: [{ route: [{ destination: { host: api, subset: v1 } }] }] }',
      ),
    ],
    from: 'subset/web',
    to: 'http://api/',
    before: 'routed to subset/api-v1 in mutual TLS',
    now: 'routed to subset/api-v1 in plaintext',
  },
  dynamicDnsForUnknownHosts: {
    source: 'API and code of 1.31',
    since: '1.31',
    meshConfig: { outboundTrafficPolicy: { mode: 'ALLOW_ANY_DYNAMIC_DNS' } },
    mesh: [
      namespace('lookup'),
      namespace('private'),
      service('lookup/web'),
      service('private/api'),
      object('Sidecar', 'lookup/default', '{ egress: [{ hosts: ["./*"] }] }'),
    ],
    from: 'lookup/web',
    to: 'http://proxy.example.com/',
    headers: { host: 'api.private.svc.cluster.local' },
    knownSince: '1.31',
    now: 'routed to private/api-v1 in plaintext',
  },
  emptySelectorSelectsAll: {
    source: 'change notes of 1.31; code of 1.30.3 and 1.31.0',
    since: '1.30',
    until: '1.31.1',
    mesh: [
      namespace('empty'),
      service('empty/web'),
      object(
        'ServiceEntry',
        'empty/legacy',
        '{ hosts: [legacy.example.com], addresses: [240.0.0.9], location: MESH_INTERNAL, resolution: STATIC, ports: [{ number: 80, name: http, protocol: HTTP, targetPort: 8080 }], workloadSelector: {} }',
      ),
    ],
    from: 'empty/web',
    to: 'http://legacy.example.com/',
    before: 'unavailable 503',
    now: 'routed to empty/web-v1 in mutual TLS',
  },
  dynamicDnsInSidecars: {
    source: 'code of 1.29.0 and 1.30.0',
    since: '1.30',
    mesh: [
      namespace('dynamic'),
      service('dynamic/web'),
      object(
        'ServiceEntry',
        'dynamic/all',
        '{ hosts: ["*.dynamic.example.com"], location: MESH_EXTERNAL, resolution: DYNAMIC_DNS, ports: [{ number: 80, name: http, protocol: HTTP }] }',
      ),
    ],
    from: 'dynamic/web',
    to: 'http://a.dynamic.example.com/',
    knownSince: '1.28',
    before: 'unavailable 503',
    now: 'routed to outside in plaintext',
  },
  bestServiceNamespace: {
    source: 'profile-compatibility-version-1.29.yaml',
    since: '1.30',
    mesh: [
      namespace('best'),
      namespace('best-a'),
      namespace('best-b'),
      service('best/web'),
      service('best-b/api'),
      object(
        'ServiceEntry',
        'best-a/api',
        `{ hosts: [api.best-b.svc.cluster.local], ${SEEN_BY_ALL}, location: MESH_EXTERNAL, resolution: DNS, ports: [{ number: 80, name: http, protocol: HTTP }], endpoints: [{ address: backup.example.com }] }`,
      ),
      object(
        'VirtualService',
        'best/front',
        '{ hosts: [front.example.com], http: [{ route: [{ destination: { host: api.best-b.svc.cluster.local, port: { number: 80 } } }] }] }',
      ),
      object('Sidecar', 'best/default', '{ egress: [{ hosts: ["best/*"] }] }'),
    ],
    from: 'best/web',
    to: 'http://front.example.com/',
    before: 'routed to outside in plaintext',
    now: 'routed to best-b/api-v1 in mutual TLS',
  },
  gatewayClassPolicies: {
    source: 'change notes of 1.25',
    since: '1.25',
    isApart: true,
    knownSince: '1.22',
    mesh: [
      namespace('istio-system', '{}'),
      namespace('class', AMBIENT),
      service('class/web'),
      service('class/api'),
      apiObject('Gateway', 'class/waypoint', WAYPOINT),
      object(
        'AuthorizationPolicy',
        'istio-system/no-deletion',
        '{ targetRefs: [{ group: gateway.networking.k8s.io, kind: GatewayClass, name: istio-waypoint }], action: DENY, rules: [{}] }',
      ),
    ],
    from: 'class/web',
    to: 'http://api/',
    before: 'routed to class/api-v1 in mutual TLS',
    now: 'denied 403',
  },
  safeDefaultRetries: {
    source: 'profile-compatibility-version-1.23.yaml',
    since: '1.24',
    mesh: [namespace('retries'), service('retries/web'), service('retries/api')],
    from: 'retries/web',
    to: 'http://api/',
    retries: 'status codes',
    before: 'routed to retries/api-v1 in mutual TLS, retries also on 503',
    now: 'routed to retries/api-v1 in mutual TLS, retries not on 503',
  },
  destinationRuleMerging: {
    source: 'profile-compatibility-version-1.23.yaml',
    since: '1.24',
    mesh: [
      namespace('merge'),
      service('merge/web'),
      service('merge/api', ['v1', 'v2']),
      object(
        'DestinationRule',
        'merge/a',
        '{ host: api, exportTo: [".", elsewhere], subsets: [{ name: v1, labels: { version: v1 } }] }',
      ),
      object(
        'DestinationRule',
        'merge/b',
        '{ host: api, exportTo: ["."], subsets: [{ name: v2, labels: { version: v2 } }] }',
      ),
      object(
        'VirtualService',
        'merge/api',
        '{ hosts: [api], http: [{ route: [{ destination: { host: api, subset: v1 } }] }] }',
      ),
    ],
    from: 'merge/web',
    to: 'http://api/',
    before: 'routed to merge/api-v1 in mutual TLS',
    now: 'unavailable 503',
  },
  unifiedSidecarScope: {
    source: 'profile-compatibility-version-1.23.yaml',
    since: '1.24',
    mesh: [
      namespace('unified'),
      namespace('unified-a'),
      namespace('unified-b'),
      service('unified/web'),
      // Younger than the ServiceEntry.
      service('unified-b/api').replace('name: api,', 'name: api, creationTimestamp: "2024-01-01T00:00:00Z",'),
      object(
        'ServiceEntry',
        'unified-a/api',
        `{ hosts: [api.unified-b.svc.cluster.local], ${SEEN_BY_ALL}, location: MESH_EXTERNAL, resolution: DNS, ports: [{ number: 80, name: http, protocol: HTTP }], endpoints: [{ address: backup.example.com }] }`,
      ),
      object('Sidecar', 'unified/default', '{ egress: [{ hosts: ["*/*"] }] }'),
    ],
    from: 'unified/web',
    to: 'http://api.unified-b/',
    before: 'routed to outside in plaintext',
    now: 'routed to unified-b/api-v1 in mutual TLS',
  },
  hashedRetries: {
    source: 'change notes of 1.23',
    since: '1.23',
    mesh: [
      namespace('hash'),
      service('hash/web'),
      service('hash/api'),
      object('VirtualService', 'hash/api', '{ hosts: [api], http: [{ route: [{ destination: { host: api } }] }] }'),
      object(
        'DestinationRule',
        'hash/api',
        '{ host: api, trafficPolicy: { loadBalancer: { consistentHash: { httpHeaderName: x-user } } } }',
      ),
    ],
    from: 'hash/web',
    to: 'http://api/',
    retries: 'hosts',
    before: 'routed to hash/api-v1 in mutual TLS, retries elsewhere',
    now: 'routed to hash/api-v1 in mutual TLS, retries anywhere',
  },
  resourceScoping: {
    source: 'profile-compatibility-version-1.21.yaml',
    since: '1.22',
    meshConfig: { discoverySelectors: [{ matchLabels: { mesh: 'yes' } }] },
    mesh: [
      namespace('scoped', '{ istio-injection: enabled, mesh: "yes" }'),
      namespace('routes', '{}'),
      service('scoped/web'),
      service('scoped/api'),
      object(
        'VirtualService',
        'routes/api',
        '{ hosts: [api.scoped.svc.cluster.local], http: [{ directResponse: { status: 418 } }] }',
      ),
    ],
    from: 'scoped/web',
    to: 'http://api/',
    before: 'answered 418',
    now: 'routed to scoped/api-v1 in mutual TLS',
  },
  passthroughTargetPorts: {
    source: 'profile-compatibility-version-1.21.yaml',
    since: '1.22',
    mesh: [
      namespace('none'),
      service('none/web'),
      `
apiVersion: v1
kind: Pod
metadata: { name: legacy, namespace: none, labels: { app: legacy } }
spec: { containers: [{ name: app, image: app }] }
status: { podIP: 10.0.0.9 }
---
apiVersion: v1
kind: Service
metadata: { name: legacy, namespace: none }
spec: { selector: { app: legacy }, ports: [{ name: http, port: 80 }, { name: http-app, port: 8080 }] }
`,
      object(
        'ServiceEntry',
        'none/legacy',
        '{ hosts: [plain.example.com], addresses: [10.0.0.9], location: MESH_INTERNAL, resolution: NONE, ports: [{ number: 80, name: http, protocol: HTTP, targetPort: 8080 }] }',
      ),
      object(
        'AuthorizationPolicy',
        'none/legacy',
        '{ action: DENY, rules: [{ to: [{ operation: { ports: ["80"] } }] }] }',
      ),
    ],
    from: 'none/web',
    to: 'http://10.0.0.9/',
    headers: { host: 'plain.example.com' },
    before: 'denied 403',
    now: 'routed to none/legacy in plaintext',
  },
  externalNameAliases: {
    source: 'profile-compatibility-version-1.20.yaml',
    since: '1.21',
    mesh: [
      namespace('alias'),
      service('alias/web'),
      service('alias/api'),
      `
apiVersion: v1
kind: Service
metadata: { name: name, namespace: alias }
spec: { type: ExternalName, externalName: api.alias.svc.cluster.local, ports: [{ name: http, port: 80 }] }
`,
    ],
    from: 'alias/web',
    to: 'http://name/',
    before: 'routed to alias/api-v1 in plaintext',
    now: 'routed to alias/api-v1 in mutual TLS',
  },
};
