import { object } from '../../mesh-of';
import { aged, type CaseGroup, gatewayApi, SHOP } from '../case-group';

const service = (name: string, more = '') => `{ group: "", kind: Service, name: ${name}${more} }`;
const to = (name: string, port = 80) => `backendRefs: [{ name: ${name}, port: ${port} }]`;
const meshRoute = (fullName: string, parent: string, rules: string, metadata = '', kind = 'HTTPRoute') =>
  gatewayApi(kind, fullName, `{ parentRefs: [${parent}], rules: ${rules} }`, metadata);

/** Routes whose parents are Services and ServiceEntries. */
export const meshRoutes: CaseGroup = {
  name: 'routes of the mesh',
  mesh: [
    ...SHOP,
    meshRoute(
      'shop/producer',
      service('api'),
      `[{ matches: [{ path: { value: /new } }], ${to('new')} }, { ${to('api')} }]`,
    ),
    meshRoute(
      'other/consumer',
      service('api', ', namespace: shop'),
      `[{ backendRefs: [{ name: web, namespace: shop, port: 80 }] }]`,
    ),
    meshRoute(
      'shop/by-port',
      service('new', ', port: 80'),
      `[{ filters: [{ type: RequestHeaderModifier, requestHeaderModifier: { set: [{ name: x-a, value: b }] } }], ${to('new')} }]`,
    ),
    meshRoute('shop/wrong-port', service('web', ', port: 81'), `[{ ${to('new')} }]`),
    `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: outside, namespace: shop }
spec: { hosts: [outside.example], ports: [{ number: 80, name: http, protocol: HTTP }], resolution: DNS, location: MESH_EXTERNAL }
`,
    meshRoute(
      'shop/entry',
      '{ group: networking.istio.io, kind: ServiceEntry, name: outside }',
      `[{ matches: [{ path: { value: /in } }], ${to('api')} }, { filters: [{ type: URLRewrite, urlRewrite: { hostname: changed.example } }], backendRefs: [{ group: networking.istio.io, kind: Hostname, name: outside.example, port: 80 }] }]`,
    ),
    meshRoute('shop/tcp', service('db'), `[{ ${to('vault', 443)} }]`, '', 'TCPRoute'),
    gatewayApi(
      'TLSRoute',
      'shop/tls',
      `{ parentRefs: [${service('vault')}], hostnames: [vault.shop.svc.cluster.local], rules: [{ ${to('db', 5432)} }] }`,
    ),
    meshRoute(
      'other/grpc',
      service('client'),
      '[{ matches: [{ method: { service: shop.Orders } }], backendRefs: [{ name: new, namespace: shop, port: 80 }] }]',
      '',
      'GRPCRoute',
    ),
    meshRoute('shop/no-group', '{ kind: Service, name: new }', `[{ ${to('web')} }]`, aged(15)),
  ],
  cases: [
    {
      title: 'a route of the namespace of the service holds for clients there',
      request: { from: 'shop/web-v1', to: 'http://api/new/below' },
      decides: 'spec: GEP-1294, producer routes',
      expect: 'routed to new.shop:80 by HTTPRoute shop/producer spec.rules[0].matches[0]',
    },
    {
      title: 'its other rules as well',
      request: { from: 'shop/web-v1', to: 'http://api/' },
      decides: 'spec: GEP-1294, producer routes',
      expect: 'routed to api.shop:80 by HTTPRoute shop/producer spec.rules[1]',
    },
    {
      title: 'a route of the namespace of the client comes first, and needs no ReferenceGrant',
      request: { from: 'other/client-v1', to: 'http://api.shop/new' },
      decides: 'spec: GEP-1294, consumer routes come before producer routes',
      expect: 'routed to web.shop:80 by HTTPRoute other/consumer spec.rules[0]',
    },
    {
      title: 'a port in the reference limits the route to the port',
      request: { from: 'shop/web-v1', to: 'http://new/' },
      decides: 'spec: ParentReference.port, the port of the Service',
      expect: 'routed to new.shop:80 by HTTPRoute shop/by-port spec.rules[0]',
      also: { route: { requestHeaders: { set: { 'x-a': 'b' } } } },
    },
    {
      title: 'a port that the Service does not have leaves the service to its default route',
      request: { from: 'shop/api-v1', to: 'http://web/' },
      decides: 'istio: pilot/pkg/config/kube/gateway/route_collections.go, matches get the port of the reference',
      expect: 'routed to web.shop:80',
    },
    {
      title: 'a route of a ServiceEntry holds for its hosts',
      request: { from: 'shop/web-v1', to: 'http://outside.example/in' },
      decides: 'istio: pilot/pkg/config/kube/gateway/conversion.go, parents of the kind ServiceEntry',
      expect: 'routed to api.shop:80 by HTTPRoute shop/entry spec.rules[0].matches[0]',
    },
    {
      title: 'a route may send on to the host of the ServiceEntry',
      request: { from: 'shop/web-v1', to: 'http://outside.example/' },
      decides: 'istio: pilot/pkg/config/kube/gateway/conversion.go, backends of the kind Hostname',
      expect: 'routed to outside.example:80 by HTTPRoute shop/entry spec.rules[1]',
      also: { route: { rewrite: { authority: 'changed.example' } } },
    },
    {
      title: 'a route of a ServiceEntry holds for clients of all namespaces',
      request: { from: 'other/client-v1', to: 'http://outside.example/in' },
      decides:
        'istio: pilot/pkg/networking/core/httproute.go, routes hold for clients of their own namespace and for services of it',
      expect: 'routed to api.shop:80 by HTTPRoute shop/entry spec.rules[0].matches[0]',
    },
    {
      title: 'a TCPRoute of a service',
      request: { from: 'shop/web-v1', to: 'tcp://db:5432' },
      decides: 'spec: GEP-1294, all kinds of routes may have a Service as their parent',
      expect: 'routed to vault.shop:443',
    },
    {
      title: 'a TLSRoute of a service',
      request: { from: 'shop/web-v1', to: 'tls://vault.shop.svc.cluster.local' },
      decides: 'istio: pilot/pkg/config/kube/gateway/route_collections.go, TLSRoutes of the mesh',
      expect: 'routed to db.shop:5432',
    },
    {
      title: 'a GRPCRoute of a service',
      request: { from: 'other/client-v1', to: 'grpc://client/shop.Orders/Get' },
      decides: 'spec: GEP-1294, all kinds of routes may have a Service as their parent',
      expect: 'routed to new.shop:80 by GRPCRoute other/grpc spec.rules[0].matches[0]',
    },
    {
      title: 'a call that the GRPCRoute does not take has no route',
      request: { from: 'other/client-v1', to: 'grpc://client/shop.Carts/Get' },
      decides: 'spec: GEP-1294, a request that no rule takes is answered with 404',
      expect: 'no-route 404',
    },
    {
      title: 'a Service as parent without its group is none',
      request: { from: 'shop/api-v1', to: 'http://new/' },
      decides: 'spec: ParentReference.group, that of the Gateway API by default',
      expect: 'routed to new.shop:80 by HTTPRoute shop/by-port spec.rules[0]',
    },
  ],
};

/** Several routes of one service, and a route of a third namespace. */
export const severalMeshRoutes: CaseGroup = {
  name: 'several routes of one service',
  mesh: [
    ...SHOP,
    meshRoute(
      'shop/old',
      service('api'),
      `[{ matches: [{ path: { value: /a } }], ${to('web')} }, { matches: [{ path: { value: /both } }], ${to('web')} }]`,
      aged(18),
    ),
    meshRoute(
      'shop/young',
      service('api'),
      `[{ matches: [{ path: { value: /a/b } }], ${to('new')} }, { matches: [{ path: { value: /both } }], ${to('new')} }]`,
      aged(20),
    ),
    meshRoute('edge/third', service('web', ', namespace: shop'), `[{ ${to('new')} }]`),
    object(
      'VirtualService',
      'shop/private',
      '{ hosts: [new], exportTo: ["."], http: [{ route: [{ destination: { host: web } }] }] }',
      aged(24),
    ),
    meshRoute('shop/new', service('new'), `[{ ${to('api')} }]`, aged(15)),
  ],
  cases: [
    {
      title: 'their rules are merged by precedence',
      request: { from: 'shop/web-v1', to: 'http://api/a/b' },
      decides: 'spec: HTTPRouteRule.matches, across all routes of one parent',
      expect: 'routed to new.shop:80 by HTTPRoute shop/young spec.rules[0].matches[0]',
    },
    {
      title: 'of equal matches the older route counts',
      request: { from: 'shop/web-v1', to: 'http://api/both' },
      decides: 'spec: HTTPRouteRule.matches, the oldest route',
      expect: 'routed to web.shop:80 by HTTPRoute shop/old spec.rules[1].matches[0]',
    },
    {
      title: 'what no rule takes has no route',
      request: { from: 'shop/web-v1', to: 'http://api/c' },
      decides: 'spec: GEP-1294, a request that no rule takes is answered with 404',
      expect: 'no-route 404',
    },
    {
      title: 'a route of a third namespace does not hold',
      request: { from: 'shop/api-v1', to: 'http://web/' },
      decides: 'spec: GEP-1294, consumer routes hold for clients of their namespace only',
      expect: 'routed to web.shop:80',
    },
    {
      title: 'a private VirtualService comes before a route',
      request: { from: 'shop/api-v1', to: 'http://new/' },
      decides: 'istio: pilot/pkg/model/push_context.go, private ones come first',
      expect: 'routed to web.shop:80 by VirtualService shop/private spec.http[0]',
    },
  ],
};
