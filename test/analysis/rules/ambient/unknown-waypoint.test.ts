import { unknownWaypoint } from '../../../../src/analysis/rules/ambient/unknown-waypoint';
import { testRule } from '../../../../src/testing/test-rule';

const shop = (labels: string) => `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio.io/dataplane-mode: ambient, ${labels} } }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: waypoint, namespace: shop }
spec: { gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: HBONE }] }
`;

const canary = shop('istio.io/use-waypoint: waypoint, istio.io/use-waypoint-canary: next');

testRule(unknownWaypoint, {
  valid: {
    'a waypoint that exists': shop('istio.io/use-waypoint: waypoint'),
    'no waypoint at all': shop('istio.io/use-waypoint: none'),
    'a canary before the release that reads it': { yaml: canary, options: { istioVersion: '1.30' } },
  },
  invalid: {
    'a canary that does not exist': {
      yaml: canary,
      options: { istioVersion: '1.31' },
      expect: [
        'Namespace shop metadata.labels["istio.io/use-waypoint-canary"]: waypoint "next" does not exist in namespace "shop"; its Gateways are "waypoint"',
      ],
    },
    'a waypoint of a namespace without any': {
      yaml: shop('istio.io/use-waypoint: waypoint, istio.io/use-waypoint-namespace: infra'),
      expect: [
        'Namespace shop metadata.labels["istio.io/use-waypoint"]: waypoint "waypoint" does not exist in namespace "infra"; its Gateways are none',
      ],
    },
  },
});
