import { ignoredGatewayApiFeature } from '../../../../src/analysis/rules/gateway-api/ignored-gateway-api-feature';
import { testRule } from '../../../../src/testing/test-rule';
import { gateway, gatewayApi, HTTP, route, TO_WEB, WEB } from './gateway-api-yaml';

const experimental = (kind: string) =>
  gatewayApi(kind, 'web', '{}').replace('gateway.networking.k8s.io/v1', 'gateway.networking.x-k8s.io/v1alpha1');

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
        'HTTPRoute shop/web spec.rules[0].sessionPersistence: Istio ignores the session persistence of routes, so that each request may go to another pod',
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
