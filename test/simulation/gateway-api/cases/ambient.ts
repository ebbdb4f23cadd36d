import { namespace, object, service } from '../../mesh-of';
import { type CaseGroup, gatewayApi, PUBLIC } from '../case-group';

const AMBIENT = '{ istio.io/dataplane-mode: ambient }';
const to = (name: string) => `backendRefs: [{ name: ${name}, port: 80 }]`;

const waypoint = (fullName: string, labels = '{}', allowed = '') =>
  gatewayApi(
    'Gateway',
    fullName,
    `{ gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: HBONE${allowed} }] }`,
    `labels: ${labels}`,
  );

/** Gives the Service of a service labels. */
const labelled = (yaml: string, labels: string) =>
  yaml.replace('metadata: { name:', `metadata: { labels: ${labels}, name:`);

const policy = (fullName: string, target: string, rules: string, action = 'DENY') =>
  object('AuthorizationPolicy', fullName, `{ targetRefs: [${target}], action: ${action}, rules: ${rules} }`);

const path = (value: string) => `[{ to: [{ operation: { paths: ["${value}"] } }] }]`;

/** Waypoints, the routes that they follow and the policies that they enforce. */
export const waypoints: CaseGroup = {
  name: 'waypoints',
  mesh: [
    namespace('shop', AMBIENT),
    namespace('edge', '{ team: edge }'),
    namespace('other', AMBIENT),
    namespace('istio-system', '{}'),
    PUBLIC,
    waypoint('shop/waypoint'),
    labelled(service('shop/api'), '{ istio.io/use-waypoint: waypoint }'),
    labelled(service('shop/cart'), '{ istio.io/use-waypoint: waypoint, istio.io/ingress-use-waypoint: "true" }'),
    service('shop/web'),
    service('shop/new'),
    service('other/client'),
    gatewayApi(
      'HTTPRoute',
      'shop/canary',
      `{ parentRefs: [{ group: "", kind: Service, name: api }], rules: [{ matches: [{ path: { value: /split } }], backendRefs: [{ name: api, port: 80, weight: 9 }, { name: new, port: 80, weight: 1 }] }, { ${to('api')} }] }`,
    ),
    gatewayApi(
      'HTTPRoute',
      'shop/cart',
      `{ parentRefs: [{ group: "", kind: Service, name: cart }], rules: [{ filters: [{ type: RequestHeaderModifier, requestHeaderModifier: { set: [{ name: x-via, value: waypoint }] } }], backendRefs: [{ name: cart, port: 80, weight: 3 }, { name: new, port: 80, weight: 1 }] }] }`,
    ),
    gatewayApi(
      'HTTPRoute',
      'shop/unheard',
      `{ parentRefs: [{ group: "", kind: Service, name: web }], rules: [{ ${to('new')} }] }`,
    ),
    gatewayApi(
      'HTTPRoute',
      'other/consumer',
      `{ parentRefs: [{ group: "", kind: Service, name: api, namespace: shop }], rules: [{ backendRefs: [{ name: web, namespace: shop, port: 80 }] }] }`,
    ),
    gatewayApi(
      'HTTPRoute',
      'shop/public',
      `{ parentRefs: [{ name: public, namespace: edge }], hostnames: [shop.example], rules: [
        { matches: [{ path: { value: /api } }], ${to('api')} },
        { matches: [{ path: { value: /cart } }], ${to('cart')} },
        { matches: [{ path: { value: /at-gateway } }], ${to('web')} }
      ] }`,
    ),
    policy('shop/service', '{ group: "", kind: Service, name: api }', path('/service')),
    policy('shop/cart', '{ group: "", kind: Service, name: cart }', path('/cart/denied')),
    policy('shop/gateway', '{ group: gateway.networking.k8s.io, kind: Gateway, name: waypoint }', path('/waypoint')),
    policy(
      'istio-system/class',
      '{ group: gateway.networking.k8s.io, kind: GatewayClass, name: istio-waypoint }',
      path('/class'),
    ),
    policy(
      'shop/class',
      '{ group: gateway.networking.k8s.io, kind: GatewayClass, name: istio-waypoint }',
      path('/own-class'),
    ),
    policy('edge/ingress', '{ group: gateway.networking.k8s.io, kind: Gateway, name: public }', path('/at-gateway')),
    policy('shop/unguarded', '{ group: "", kind: Service, name: web }', path('/*')),
  ],
  cases: [
    {
      title: 'a waypoint follows the routes of its services',
      request: { from: 'shop/web-v1', to: 'http://api/split' },
      decides: 'istio: pilot/pkg/networking/core/waypoint.go; spec: GEP-1294, producer routes',
      expect: 'routed to 90% api.shop:80, 10% new.shop:80 by HTTPRoute shop/canary spec.rules[0].matches[0]',
    },
    {
      title: 'for clients of other namespaces, whose own routes do not count',
      request: { from: 'other/client-v1', to: 'http://api.shop/split' },
      decides: 'istio: pilot/pkg/networking/core/waypoint.go, the client is not known when routes are made',
      expect: 'routed to 90% api.shop:80, 10% new.shop:80 by HTTPRoute shop/canary spec.rules[0].matches[0]',
    },
    {
      title: 'routes of a service without waypoint do not count',
      request: { from: 'shop/api-v1', to: 'http://web/' },
      decides: 'istio: ztunnel knows no routes',
      expect: 'routed to web.shop:80',
    },
    {
      title: 'a policy of the Service is enforced by its waypoint',
      request: { from: 'shop/web-v1', to: 'http://api/service' },
      decides: 'istio: pilot/pkg/model/policyattachment.go, targetRefs to a Service',
      expect: 'denied 403',
      also: { decidedBy: { resource: 'AuthorizationPolicy shop/service' } },
    },
    {
      title: 'a policy of the waypoint',
      request: { from: 'shop/web-v1', to: 'http://api/waypoint' },
      decides: 'istio: pilot/pkg/model/policyattachment.go, targetRefs to a Gateway',
      expect: 'denied 403',
      also: { decidedBy: { resource: 'AuthorizationPolicy shop/gateway' } },
    },
    {
      title: 'a policy of the class in the root namespace holds for all waypoints',
      request: { from: 'shop/web-v1', to: 'http://api/class' },
      decides: 'istio: pilot/pkg/model/policyattachment.go, targetRefs to a GatewayClass',
      expect: 'denied 403',
      also: { decidedBy: { resource: 'AuthorizationPolicy istio-system/class' } },
    },
    {
      title: 'a policy of the class elsewhere holds for none',
      request: { from: 'shop/web-v1', to: 'http://api/own-class' },
      decides: 'istio: pilot/pkg/model/policyattachment.go, a GatewayClass only from the root namespace',
      expect: 'routed to api.shop:80 by HTTPRoute shop/canary spec.rules[1]',
    },
    {
      title: 'a policy of a Service without waypoint is enforced by nobody',
      request: { from: 'shop/api-v1', to: 'http://web/anything' },
      decides: 'istio: pilot/pkg/serviceregistry/ambient/authorization.go, targetRefs are for waypoints',
      expect: 'routed to web.shop:80',
    },
    {
      title: 'a gateway goes past the waypoint of a service',
      request: { to: 'http://shop.example/api/service' },
      decides: 'istio: pilot/pkg/networking/core/waypoint.go, without the label istio.io/ingress-use-waypoint',
      expect: 'routed to api.shop:80 by HTTPRoute shop/public spec.rules[0].matches[0]',
    },
    {
      title: 'where the service says so, through it, with its routes',
      request: { to: 'http://shop.example/cart' },
      decides: 'istio: pilot/pkg/networking/core/waypoint.go, the label istio.io/ingress-use-waypoint',
      expect: 'routed to cart.shop:80 by HTTPRoute shop/public spec.rules[1].matches[0]',
      also: {
        destinations: [
          {
            targets: [
              {
                workload: 'shop/waypoint',
                onward: [
                  { host: 'cart.shop.svc.cluster.local', percent: 75 },
                  { host: 'new.shop.svc.cluster.local', percent: 25 },
                ],
              },
            ],
          },
        ],
      },
    },
    {
      title: 'and with its policies',
      request: { to: 'http://shop.example/cart/denied' },
      decides: 'istio: pilot/pkg/networking/core/waypoint.go, the label istio.io/ingress-use-waypoint',
      expect: 'denied 403 to cart.shop:80 by HTTPRoute shop/public spec.rules[1].matches[0]',
      also: { destinations: [{ targets: [{ workload: 'shop/waypoint', outcome: 'denied' }] }] },
    },
    {
      title: 'a policy of a Gateway is enforced by its pods',
      request: { to: 'http://shop.example/at-gateway' },
      decides: 'istio: pilot/pkg/model/policyattachment.go, targetRefs to a Gateway',
      expect: 'denied 403',
      also: { decidedBy: { resource: 'AuthorizationPolicy edge/ingress' } },
    },
  ],
};

/** Which waypoint stands before what. */
export const waypointBinding: CaseGroup = {
  name: 'use of waypoints',
  mesh: [
    namespace('shop', '{ istio.io/dataplane-mode: ambient, istio.io/use-waypoint: of-namespace }'),
    namespace('other', AMBIENT),
    waypoint('shop/of-namespace'),
    waypoint('shop/of-service'),
    waypoint('shop/for-pods', '{ istio.io/waypoint-for: workload }'),
    waypoint('other/shared', '{}', ', allowedRoutes: { namespaces: { from: All } }'),
    waypoint('other/closed'),
    service('shop/web'),
    labelled(service('shop/own'), '{ istio.io/use-waypoint: of-service }'),
    labelled(service('shop/none'), '{ istio.io/use-waypoint: none }'),
    labelled(service('shop/shared'), '{ istio.io/use-waypoint: shared, istio.io/use-waypoint-namespace: other }'),
    labelled(service('shop/closed'), '{ istio.io/use-waypoint: closed, istio.io/use-waypoint-namespace: other }'),
    labelled(service('shop/pods'), '{ istio.io/use-waypoint: for-pods }'),
    service('shop/client'),
    ...['of-namespace', 'of-service', 'for-pods'].map(name =>
      policy(`shop/${name}`, `{ group: gateway.networking.k8s.io, kind: Gateway, name: ${name} }`, path(`/${name}`)),
    ),
    ...['shared', 'closed'].map(name =>
      policy(`other/${name}`, `{ group: gateway.networking.k8s.io, kind: Gateway, name: ${name} }`, path(`/${name}`)),
    ),
  ],
  cases: [
    {
      title: 'the waypoint of the namespace stands before its services',
      request: { from: 'shop/client-v1', to: 'http://web/of-namespace' },
      decides: 'istio: pilot/pkg/serviceregistry/ambient/waypoints.go, fetchWaypointForTarget',
      expect: 'denied 403',
    },
    {
      title: 'that of the service comes first',
      request: { from: 'shop/client-v1', to: 'http://own/of-service' },
      decides: 'istio: pilot/pkg/serviceregistry/ambient/waypoints.go, fetchWaypointForTarget',
      expect: 'denied 403',
    },
    {
      title: 'and is the only one',
      request: { from: 'shop/client-v1', to: 'http://own/of-namespace' },
      decides: 'istio: pilot/pkg/serviceregistry/ambient/waypoints.go, fetchWaypointForTarget',
      expect: 'routed to own.shop:80',
    },
    {
      title: 'a service may do without',
      request: { from: 'shop/client-v1', to: 'http://none/of-namespace' },
      decides: 'istio: pilot/pkg/serviceregistry/ambient/waypoints.go, the name "none"',
      expect: 'routed to none.shop:80',
    },
    {
      title: 'a waypoint of another namespace that admits all',
      request: { from: 'shop/client-v1', to: 'http://shared/shared' },
      decides: 'istio: pilot/pkg/serviceregistry/ambient/waypoints.go, allowedRoutes of the listener',
      expect: 'denied 403',
    },
    {
      title: 'a waypoint of another namespace that admits its own only',
      request: { from: 'shop/client-v1', to: 'http://closed/closed' },
      decides: 'istio: pilot/pkg/serviceregistry/ambient/waypoints.go, allowedRoutes of the listener, Same by default',
      expect: 'routed to closed.shop:80',
    },
    {
      title: 'a waypoint for pods does not stand before a service',
      request: { from: 'shop/client-v1', to: 'http://pods/for-pods' },
      decides: 'istio: pilot/pkg/serviceregistry/ambient/waypoints.go, the label istio.io/waypoint-for',
      expect: 'routed to pods.shop:80',
    },
  ],
};
