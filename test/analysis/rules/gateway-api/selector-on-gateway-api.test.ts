import { selectorOnGatewayApi } from '../../../../src/analysis/rules/gateway-api/selector-on-gateway-api';
import { testRule } from '../../../../src/testing/test-rule';
import { answer } from '../behaviour';
import { ambient, app, GATEWAY_PODS, mesh, object, policy, sidecars, waypoint } from '../mesh-yaml';

const PUBLIC = `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec: { gatewayClassName: istio, listeners: [{ name: http, port: 80, protocol: HTTP }] }`;
const MESH = mesh(sidecars('shop'), app('web'), PUBLIC);
const AMBIENT = mesh(ambient('shop', 'istio.io/use-waypoint: waypoint'), app('web'), app('api'), waypoint());
const NAMED = (name: string) => `selector: { matchLabels: { gateway.networking.k8s.io/gateway-name: ${name} } }`;
const DENY = 'action: DENY, rules: [{}]';

testRule(selectorOnGatewayApi, {
  valid: {
    'a policy that names the Gateway': mesh(
      MESH,
      policy(`{ targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: public }], ${DENY} }`),
    ),
    'a policy for other pods': mesh(MESH, policy(`{ selector: { matchLabels: { app: web } }, ${DENY} }`)),
    'a policy for all pods of the namespace': mesh(
      MESH,
      policy(`{ ${DENY} }`),
      policy(`{ selector: {}, ${DENY} }`, 'empty'),
    ),
    'the label of a Gateway that is not in the set': mesh(
      sidecars('shop'),
      app('web'),
      policy(`{ ${NAMED('public')}, ${DENY} }`),
    ),
    'pods of a Gateway of Istio': mesh(
      GATEWAY_PODS,
      policy(`{ selector: { matchLabels: { istio: ingress } }, ${DENY} }`, 'policy', 'edge'),
    ),
  },
  invalid: {
    'the pods of a gateway': {
      yaml: mesh(MESH, policy(`{ ${NAMED('public')}, ${DENY} }`)),
      expect: [
        'AuthorizationPolicy shop/policy spec.selector: the selector selects the pods of Gateway "public" by labels that Istio gives them; it works only while istiod has ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY',
      ],
    },
    'a waypoint': {
      yaml: mesh(AMBIENT, policy(`{ ${NAMED('waypoint')}, ${DENY} }`)),
      expect: [
        'AuthorizationPolicy shop/policy spec.selector: the selector selects the pods of waypoint "waypoint", and waypoints follow no policy with a selector',
      ],
    },
    'a Telemetry': {
      yaml: mesh(
        MESH,
        object(
          'telemetry.istio.io/v1',
          'Telemetry',
          'logs',
          'shop',
          `{ ${NAMED('public')}, accessLogging: [{ disabled: true }] }`,
        ),
      ),
      expect: [
        'Telemetry shop/logs spec.selector: the selector selects the pods of Gateway "public" by labels that Istio gives them; it works only while istiod has ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY',
      ],
    },
  },
});

test('a gateway follows such a policy, and a waypoint does not', () => {
  const routed = mesh(
    MESH,
    `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec: { parentRefs: [{ name: public }], rules: [{ backendRefs: [{ name: web, port: 80 }] }] }`,
  );
  const outside = { from: 'internet', to: 'http://shop.example.org/' };
  expect(answer(mesh(routed, policy(`{ ${NAMED('public')}, ${DENY} }`)), outside)).toBe(
    'denied by AuthorizationPolicy shop/policy',
  );
  expect(
    answer(mesh(AMBIENT, policy(`{ ${NAMED('waypoint')}, ${DENY} }`)), { from: 'shop/api', to: 'http://web/' }),
  ).toBe('routed');
});
