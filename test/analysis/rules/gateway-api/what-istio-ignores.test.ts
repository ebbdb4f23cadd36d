import { ignoredGatewayApiFeature } from '../../../../src/analysis/rules/gateway-api/ignored-gateway-api-feature';
import { ignoredRoute } from '../../../../src/analysis/rules/gateway-api/ignored-route';
import { refusedListener } from '../../../../src/analysis/rules/gateway-api/refused-listener';
import { testRule } from '../../../../src/testing/test-rule';
import { gateway, gatewayApi, HTTP, route, TO_WEB, WEB } from './gateway-api-yaml';

const experimental = (kind: string) =>
  gatewayApi(kind, 'web', '{}').replace('gateway.networking.k8s.io/v1', 'gateway.networking.x-k8s.io/v1alpha1');

const filtered = (filter: string) => route('', `[{ filters: [${filter}], ${TO_WEB} }]`);
const SESSIONS = `[{ ${TO_WEB}, sessionPersistence: { sessionName: user } }]`;

testRule(ignoredGatewayApiFeature, {
  valid: {
    'what Istio implements': gateway(HTTP) + WEB + route(),
    'session persistence of a route of another controller': gateway(HTTP, 'other') + route('', SESSIONS),
    'a TCPRoute': gateway('{ name: tcp, port: 9000, protocol: TCP }') + route('', undefined, '', 'TCPRoute'),
    'a policy that an alpha switch turns on': `
apiVersion: install.istio.io/v1alpha1
kind: IstioOperator
metadata: { name: istio, namespace: istio-system }
spec: { values: { pilot: { env: { PILOT_ENABLE_ALPHA_GATEWAY_API: "true" } } } }
---${experimental('XBackendTrafficPolicy')}`,
  },
  invalid: {
    'session persistence': {
      yaml: gateway(HTTP) + route('', SESSIONS),
      expect: [
        'HTTPRoute shop/web spec.rules[0].sessionPersistence: Istio ignores the session persistence of routes, so that each request may meet another pod',
      ],
    },
    'default Gateways': {
      yaml: gateway(HTTP) + route(', useDefaultGateways: All'),
      expect: [
        'HTTPRoute shop/web spec.useDefaultGateways: Istio has no default Gateways, and attaches the route to its parents only',
      ],
    },
    'a UDPRoute': {
      yaml: gateway(HTTP) + route('', undefined, '', 'UDPRoute'),
      expect: ['UDPRoute shop/web kind: Istio does not read UDPRoutes'],
    },
    'a TCPRoute of an older release': {
      yaml: gateway(HTTP) + route('', undefined, '', 'TCPRoute'),
      options: { istioVersion: '1.30' },
      expect: [
        'TCPRoute shop/web kind: before 1.31, Istio reads TCPRoutes only with PILOT_ENABLE_ALPHA_GATEWAY_API=true',
      ],
    },
    'experimental kinds': {
      yaml: experimental('XBackendTrafficPolicy') + experimental('XMesh'),
      expect: [
        'XBackendTrafficPolicy shop/web kind: Istio does not read the experimental kind XBackendTrafficPolicy unless PILOT_ENABLE_ALPHA_GATEWAY_API=true',
        'XMesh shop/web kind: Istio does not read the experimental kind XMesh',
      ],
    },
  },
});

testRule(ignoredRoute, {
  valid: {
    'filters that Istio knows': gateway(HTTP) + WEB + filtered('{ type: URLRewrite, urlRewrite: { hostname: a.b } }'),
    'filters at a Gateway of another controller': gateway(HTTP, 'other') + WEB + filtered('{ type: ExternalAuth }'),
  },
  invalid: {
    'external authorization by a filter': {
      yaml: gateway(HTTP) + WEB + filtered('{ type: ExternalAuth }'),
      expect: [
        'HTTPRoute shop/web spec.rules[0].filters[0]: Istio leaves out the whole route: Istio does not know the filter ExternalAuth here',
      ],
    },
    'a backend without a port': {
      yaml: gateway(HTTP) + WEB + route('', '[{ backendRefs: [{ name: web }] }]'),
      expect: [
        'HTTPRoute shop/web spec.rules[0].backendRefs[0]: Istio leaves out the whole route: the reference to Service "web" names no port',
      ],
    },
    'a GRPCRoute with the name of an HTTPRoute': {
      yaml: gateway(HTTP) + WEB + route(', hostnames: [a.b]') + route(', hostnames: [c.d]', undefined, '', 'GRPCRoute'),
      expect: [
        'GRPCRoute shop/web metadata.name: Istio loses the route: HTTPRoute shop/web has the same name, and Istio keeps one of the two',
      ],
    },
  },
});

testRule(refusedListener, {
  valid: {
    'listeners of one port with different hostnames': gateway(
      '{ name: a, port: 80, protocol: HTTP, hostname: a.b }, { name: b, port: 80, protocol: HTTP, hostname: b.b }',
    ),
    'a protocol of another controller': gateway('{ name: a, port: 80, protocol: example.com/quic }', 'other'),
  },
  invalid: {
    'a protocol in small letters': {
      yaml: gateway('{ name: web, port: 80, protocol: http }'),
      expect: [
        'Gateway shop/public spec.listeners[0].protocol: Istio does not serve the listener "web": protocol "http" is not supported by Istio; "HTTP" is, in capitals',
      ],
    },
    'HTTPS without certificates': {
      yaml: gateway('{ name: web, port: 443, protocol: HTTPS }'),
      expect: [
        'Gateway shop/public spec.listeners[0]: Istio does not serve the listener "web": a listener for HTTPS needs "tls"',
      ],
    },
    'two listeners with one hostname': {
      yaml: gateway(`${HTTP}, { name: again, port: 80, protocol: HTTP }`),
      expect: [
        'Gateway shop/public spec.listeners[1]: Istio does not serve the listener "again": listener "http" of Gateway shop/public already has port 80 and the host',
      ],
    },
  },
});
