import { object } from '../../mesh-of';
import { aged, type CaseGroup, gateway, gatewayApi, OPEN, PUBLIC, route, SHOP } from '../case-group';

const parent = 'parentRefs: [{ name: public, namespace: edge }]';
const to = (service: string) => `backendRefs: [{ name: ${service}, port: 80 }]`;
const grpc = (name: string, rules: string, hostnames = '[grpc.example]', metadata = '') =>
  gatewayApi('GRPCRoute', `shop/${name}`, `{ ${parent}, hostnames: ${hostnames}, rules: ${rules} }`, metadata);
const call = (match: string, service: string) => `{ matches: [${match}], ${to(service)} }`;

/** GRPCRoutes. */
export const grpcRoutes: CaseGroup = {
  name: 'GRPCRoute',
  mesh: [
    ...SHOP,
    PUBLIC,
    grpc(
      'calls',
      `[
        ${call('{ method: { service: shop.Orders, method: Get } }', 'api')},
        ${call('{ method: { service: shop.Orders } }', 'web')},
        ${call('{ method: { method: Ping } }', 'new')},
        ${call('{ method: { type: RegularExpression, service: "shop\\\\.[A-Z][a-z]+" } }', 'new')},
        ${call('{ method: { service: shop.Carts, method: Get }, headers: [{ name: x-version, value: two }] }', 'new')},
        { matches: [{ method: { service: shop.Carts, method: Put } }], filters: [{ type: RequestHeaderModifier, requestHeaderModifier: { set: [{ name: x-a, value: b }] } }, { type: RequestMirror, requestMirror: { backendRef: { name: new, port: 80 } } }], ${to('api')} },
        { matches: [{ method: { service: shop.Carts, method: None } }] }
      ]`,
    ),
    grpc('all', `[{ ${to('api')} }]`, '[all.example]'),
    grpc(
      'extension',
      `[{ filters: [{ type: ExtensionRef, extensionRef: { group: example.com, kind: Limit, name: slow } }], ${to('api')} }]`,
      '[extension.example]',
    ),
    grpc('beside', `[${call('{ method: { service: shop.Orders } }', 'api')}]`, '[both.example]', aged(20)),
    route(
      'both',
      `[{ matches: [{ path: { value: /shop.Orders/Get } }], ${to('web')} }, { ${to('new')} }]`,
      ', hostnames: [both.example]',
      aged(18),
    ),
  ],
  cases: [
    {
      title: 'service and method make the path of a call',
      request: { to: 'grpc://grpc.example/shop.Orders/Get' },
      decides: 'spec: GRPCMethodMatch, Exact',
      expect: 'routed to api.shop:80 by GRPCRoute shop/calls spec.rules[0].matches[0]',
    },
    {
      title: 'a service alone takes all its methods',
      request: { to: 'grpc://grpc.example/shop.Orders/Put' },
      decides: 'spec: GRPCMethodMatch.method, any where it is left out',
      expect: 'routed to web.shop:80 by GRPCRoute shop/calls spec.rules[1].matches[0]',
    },
    {
      title: 'a method alone takes it of all services',
      request: { to: 'grpc://grpc.example/any.Service/Ping' },
      decides: 'spec: GRPCMethodMatch.service, any where it is left out',
      expect: 'routed to new.shop:80 by GRPCRoute shop/calls spec.rules[2].matches[0]',
    },
    {
      title: 'a service may be a regular expression',
      request: { to: 'grpc://grpc.example/shop.Users/Get' },
      decides: 'spec: GRPCMethodMatch.type, RegularExpression',
      expect: 'routed to new.shop:80 by GRPCRoute shop/calls spec.rules[3].matches[0]',
    },
    {
      title: 'metadata must fit as well',
      request: { to: 'grpc://grpc.example/shop.Carts/Get', headers: { 'x-version': 'two' } },
      decides: 'spec: GRPCRouteMatch.headers',
      expect: 'routed to new.shop:80 by GRPCRoute shop/calls spec.rules[4].matches[0]',
    },
    {
      title: 'filters change and mirror calls',
      request: { to: 'grpc://grpc.example/shop.Carts/Put' },
      decides: 'spec: GRPCRouteRule.filters',
      expect: 'routed to api.shop:80 by GRPCRoute shop/calls spec.rules[5].matches[0]',
      also: { route: { requestHeaders: { set: { 'x-a': 'b' } }, mirrors: [{ host: 'new.shop.svc.cluster.local' }] } },
    },
    {
      title: 'without backends the answer is 500',
      request: { to: 'grpc://grpc.example/shop.Carts/None' },
      decides: 'istio: pilot/pkg/config/kube/gateway/conversion.go, convertGRPCRoute',
      expect: 'answered 500 by GRPCRoute shop/calls spec.rules[6].matches[0]',
    },
    {
      title: 'a call that nothing takes has no route',
      request: { to: 'grpc://grpc.example/other.Service/Get' },
      decides: 'spec: GRPCRouteRule.matches',
      expect: 'no-route 404',
    },
    {
      title: 'a rule without matches takes all calls',
      request: { to: 'grpc://all.example/shop.Orders/Get' },
      decides: 'spec: GRPCRouteRule.matches, all calls where they are left out',
      expect: 'routed to api.shop:80 by GRPCRoute shop/all spec.rules[0]',
    },
    {
      title: 'a filter of others leaves the route out',
      request: { to: 'grpc://extension.example/shop.Orders/Get' },
      decides: 'istio: pilot/pkg/config/kube/gateway/conversion.go, convertGRPCRoute, InvalidFilter',
      expect: 'no-route 404',
    },
    {
      title: 'beside an HTTPRoute of the same host the longer path comes first',
      request: { to: 'grpc://both.example/shop.Orders/Get' },
      decides: 'istio: pilot/pkg/config/kube/gateway/route_collections.go, mergeHTTPRoutes since 1.30',
      expect: 'routed to web.shop:80 by HTTPRoute shop/both spec.rules[0].matches[0]',
    },
    {
      title: 'and the other calls go by the GRPCRoute',
      request: { to: 'grpc://both.example/shop.Orders/Put' },
      decides: 'istio: pilot/pkg/config/kube/gateway/route_collections.go, mergeHTTPRoutes since 1.30',
      expect: 'routed to api.shop:80 by GRPCRoute shop/beside spec.rules[0].matches[0]',
    },
  ],
};

/** A GRPCRoute that istiod loses. */
export const lostRoutes: CaseGroup = {
  name: 'GRPCRoute beside an HTTPRoute of its name',
  mesh: [
    ...SHOP,
    PUBLIC,
    grpc('same', `[{ ${to('api')} }]`, '[grpc.example]'),
    route('same', `[{ ${to('web')} }]`, ', hostnames: [http.example]'),
  ],
  cases: [
    {
      title: 'the HTTPRoute is there',
      request: { to: 'http://http.example/' },
      decides: 'istio: pilot/pkg/config/kube/gateway/route_collections.go, both make a VirtualService of one name',
      expect: 'routed to web.shop:80 by HTTPRoute shop/same spec.rules[0]',
    },
    {
      title: 'the GRPCRoute is not',
      request: { to: 'grpc://grpc.example/shop.Orders/Get' },
      decides: 'istio: pilot/pkg/config/kube/gateway/route_collections.go, both make a VirtualService of one name',
      expect: 'no-route 404',
    },
  ],
};

const listener = (name: string, port: number, protocol: string, more = '') =>
  `{ name: ${name}, port: ${port}, protocol: ${protocol}${more}, allowedRoutes: { namespaces: { from: All } } }`;
const section = (name: string) => `parentRefs: [{ name: public, namespace: edge, sectionName: ${name} }]`;
const connection = (kind: string, name: string, spec: string) => gatewayApi(kind, `shop/${name}`, `{ ${spec} }`);

/** TCPRoutes and TLSRoutes. */
export const connectionRoutes: CaseGroup = {
  name: 'TCPRoute and TLSRoute',
  mesh: [
    ...SHOP,
    gateway(
      'edge/public',
      `[
        ${listener('tcp', 5000, 'TCP')},
        ${listener('split', 5001, 'TCP')},
        ${listener('nowhere', 5002, 'TCP')},
        ${listener('private', 5003, 'TCP')},
        ${listener('two', 5004, 'TCP')},
        ${listener('tls', 443, 'TLS', ', tls: { mode: Passthrough }')},
        ${listener('wild', 444, 'TLS', ', hostname: "*.example", tls: { mode: Passthrough }')}
      ]`,
    ),
    connection('TCPRoute', 'tcp', `${section('tcp')}, rules: [{ backendRefs: [{ name: db, port: 5432 }] }]`),
    connection(
      'TCPRoute',
      'split',
      `${section('split')}, rules: [{ backendRefs: [{ name: db, port: 5432, weight: 3 }, { name: vault, port: 443, weight: 1 }] }]`,
    ),
    connection('TCPRoute', 'nowhere', `${section('nowhere')}, rules: [{ backendRefs: [{ name: nowhere, port: 1 }] }]`),
    connection(
      'TCPRoute',
      'private',
      `${section('private')}, rules: [{ backendRefs: [{ name: client, namespace: other, port: 80 }] }]`,
    ),
    connection(
      'TLSRoute',
      'a',
      `${section('tls')}, hostnames: [a.example], rules: [{ backendRefs: [{ name: vault, port: 443 }] }]`,
    ),
    connection(
      'TLSRoute',
      'b',
      `${section('tls')}, hostnames: ["*.b.example"], rules: [{ backendRefs: [{ name: db, port: 5432 }] }]`,
    ),
    connection(
      'TLSRoute',
      'wider',
      `${section('wild')}, hostnames: [w.example, w.other], rules: [{ backendRefs: [{ name: vault, port: 443 }] }]`,
    ),
  ],
  cases: [
    {
      title: 'a TCPRoute sends connections to its backend',
      request: { to: 'tcp://any.example:5000' },
      decides: 'spec: TCPRouteRule.backendRefs',
      expect: 'routed to db.shop:5432',
    },
    {
      title: 'connections are shared by weight',
      request: { to: 'tcp://any.example:5001' },
      decides: 'spec: BackendRef.weight',
      expect: 'routed to 75% db.shop:5432, 25% vault.shop:443',
    },
    {
      title: 'connections to a Service that does not exist end',
      request: { to: 'tcp://any.example:5002' },
      decides: 'spec: TCPRouteRule.backendRefs, connections are refused',
      expect: 'unavailable 503 to nowhere.shop:1',
    },
    {
      title: 'and those to a Service of another namespace without ReferenceGrant',
      request: { to: 'tcp://any.example:5003' },
      decides: 'spec: ReferenceGrant',
      expect: 'unavailable 503 to client.other:80',
    },
    {
      title: 'a listener without route takes no connections',
      request: { to: 'tcp://any.example:5004' },
      decides: 'istio: pilot/pkg/networking/core/gateway.go, a server for TCP needs a route',
      expect: 'no-listener',
    },
    {
      title: 'a TLSRoute goes by the server name',
      request: { to: 'tls://a.example' },
      decides: 'spec: TLSRouteSpec.hostnames',
      expect: 'routed to vault.shop:443',
    },
    {
      title: 'a wildcard of a TLSRoute takes what is below it',
      request: { to: 'tls://x.b.example' },
      decides: 'spec: TLSRouteSpec.hostnames',
      expect: 'routed to db.shop:5432',
    },
    {
      title: 'a server name of no route is refused',
      request: { to: 'tls://c.example' },
      decides: 'spec: TLSRouteSpec.hostnames',
      expect: 'no-listener',
    },
    {
      title: 'a TLSRoute serves the names that fit its listener',
      request: { to: 'tls://w.example:444' },
      decides: 'spec: TLSRouteSpec.hostnames, what listener and route have in common',
      expect: 'routed to vault.shop:443',
    },
    {
      title: 'and no others',
      request: { to: 'tls://w.other:444' },
      decides: 'spec: TLSRouteSpec.hostnames, what listener and route have in common',
      expect: 'no-listener',
    },
  ],
};

/** TCPRoutes before Istio reads them. */
export const connectionRoutesBefore: CaseGroup = {
  name: 'TCPRoute in 1.30',
  release: '1.30',
  mesh: [
    ...SHOP,
    gateway('edge/public', `[${listener('tcp', 5000, 'TCP')}, ${OPEN}]`),
    connection('TCPRoute', 'tcp', `${section('tcp')}, rules: [{ backendRefs: [{ name: db, port: 5432 }] }]`),
    connection(
      'TCPRoute',
      'mesh',
      'parentRefs: [{ group: "", kind: Service, name: db }], rules: [{ backendRefs: [{ name: vault, port: 443 }] }]',
    ),
  ],
  cases: [
    {
      title: 'the listener is refused',
      request: { to: 'tcp://any.example:5000' },
      decides: 'istio: pilot/pkg/features/experimental.go, PILOT_ENABLE_ALPHA_GATEWAY_API before 1.31',
      expect: 'no-listener',
    },
    {
      title: 'a TCPRoute of a service is not read',
      request: { from: 'shop/web-v1', to: 'tcp://db:5432' },
      decides: 'istio: pilot/pkg/features/experimental.go, PILOT_ENABLE_ALPHA_GATEWAY_API before 1.31',
      expect: 'routed to db.shop:5432',
    },
  ],
};

/** With the switch that reads TCPRoutes before 1.31. */
export const connectionRoutesEarly: CaseGroup = {
  name: 'TCPRoute in 1.30 with PILOT_ENABLE_ALPHA_GATEWAY_API',
  release: '1.30',
  mesh: [
    ...connectionRoutesBefore.mesh,
    `
apiVersion: apps/v1
kind: Deployment
metadata: { name: istiod, namespace: istio-system, labels: { app: istiod } }
spec:
  template:
    metadata: { labels: { app: istiod } }
    spec: { containers: [{ name: discovery, image: pilot, env: [{ name: PILOT_ENABLE_ALPHA_GATEWAY_API, value: "true" }] }] }
`,
  ],
  cases: [
    {
      title: 'the listener is taken',
      request: { to: 'tcp://any.example:5000' },
      decides: 'istio: pilot/pkg/features/experimental.go, PILOT_ENABLE_ALPHA_GATEWAY_API',
      expect: 'routed to db.shop:5432',
    },
  ],
};

/** Routes of both APIs at Kubernetes Gateways. */
export const besideVirtualServices: CaseGroup = {
  name: 'routes beside VirtualServices at one service',
  mesh: [
    ...SHOP,
    gatewayApi(
      'HTTPRoute',
      'shop/api',
      `{ parentRefs: [{ group: "", kind: Service, name: api }], rules: [{ ${to('new')} }] }`,
      aged(20),
    ),
    object(
      'VirtualService',
      'shop/api',
      '{ hosts: [api], http: [{ route: [{ destination: { host: web } }] }] }',
      aged(15),
    ),
  ],
  cases: [
    {
      title: 'in the namespace of the route it comes before an older VirtualService',
      request: { from: 'shop/web-v1', to: 'http://api/' },
      decides: 'istio: pilot/pkg/model/virtualservice.go, routes of the own namespace come first',
      expect: 'routed to new.shop:80 by HTTPRoute shop/api spec.rules[0]',
    },
    {
      title: 'elsewhere the older one comes first',
      request: { from: 'other/client-v1', to: 'http://api.shop/' },
      decides: 'istio: pilot/pkg/model/virtualservice.go, the order of creation',
      expect: 'routed to web.shop:80 by VirtualService shop/api spec.http[0]',
    },
  ],
};
