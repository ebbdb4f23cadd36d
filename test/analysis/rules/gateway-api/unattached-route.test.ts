import { unattachedRoute } from '../../../../src/analysis/rules/gateway-api/unattached-route';
import { testRule } from '../../../../src/testing/test-rule';
import { gateway, gatewayApi, HTTP, route, TO_WEB, WEB } from './gateway-api-yaml';

const WILD = '{ name: http, port: 80, protocol: HTTP, hostname: "*.example.com" }';

const meshRoute = (parent: string) =>
  gatewayApi('HTTPRoute', 'web', `{ parentRefs: [${parent}], rules: [{ ${TO_WEB} }] }`);

const OTHERS = route()
  .replaceAll('namespace: shop', 'namespace: team')
  .replace('name: public', 'name: public, namespace: shop');

testRule(unattachedRoute, {
  valid: {
    'a hostname of the listener': gateway(WILD) + route(', hostnames: [www.example.com]'),
    'one of several hostnames': gateway(WILD) + route(', hostnames: [www.example.com, www.example.net]'),
    'no hostname': gateway(WILD) + route(),
    'one of several listeners':
      gateway(`${WILD}, { name: other, port: 8080, protocol: HTTP }`) + route(', hostnames: [a.b]'),
    'a Gateway of another controller': gateway(WILD, 'other') + route(', hostnames: [a.b]'),
    'a Service that is not there, which another rule reports': meshRoute('{ group: "", kind: Service, name: web }'),
  },
  invalid: {
    'a hostname that is none of the listener': {
      yaml: gateway(WILD) + route(', hostnames: [www.example.net]'),
      expect: [
        'HTTPRoute shop/web spec.hostnames: Gateway shop/public does not accept the route: the listener "http" is for "*.example.com", which does not overlap with "www.example.net"',
      ],
    },
    'a namespace that is not allowed': {
      yaml: gateway(HTTP) + OTHERS,
      expect: [
        'HTTPRoute team/web spec.parentRefs[0]: Gateway shop/public does not accept the route: allowedRoutes of the listener "http" do not admit the namespace "team"',
      ],
    },
    'a port that no listener has': {
      yaml: gateway(HTTP) + route('', undefined, ', port: 8080'),
      expect: [
        'HTTPRoute shop/web spec.parentRefs[0].port: Gateway shop/public does not accept the route: the listener "http" has port 80, not 8080',
      ],
    },
    'a kind that does not go with the protocol': {
      yaml: gateway(HTTP) + route('', undefined, '', 'TCPRoute'),
      expect: [
        'TCPRoute shop/web spec.parentRefs[0]: Gateway shop/public does not accept the route: the listener "http" for HTTP takes only HTTPRoute and GRPCRoute',
      ],
    },
    'a Service without its group': {
      yaml: WEB + meshRoute('{ kind: Service, name: web }'),
      expect: [
        'HTTPRoute shop/web spec.parentRefs[0]: the route is not attached: Istio attaches routes to no Service of the group "gateway.networking.k8s.io"; a Service has the group "", which must be written',
      ],
    },
    'a waypoint': {
      yaml: gateway('{ name: mesh, port: 15008, protocol: HBONE }', 'istio-waypoint') + route(),
      expect: [
        'HTTPRoute shop/web spec.parentRefs[0]: the route is not attached: Gateway shop/public is a waypoint, which follows the routes of Services, not its own',
      ],
    },
  },
});
