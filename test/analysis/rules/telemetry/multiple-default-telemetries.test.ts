import { multipleDefaultTelemetries } from '../../../../src/analysis/rules/telemetry/multiple-default-telemetries';
import { testRule } from '../../../../src/testing/test-rule';
import { mesh, object } from '../mesh-yaml';

const telemetry = (name: string, spec = '', at = 'shop', created = '') =>
  object('telemetry.istio.io/v1', 'Telemetry', name, at, `{ ${spec}accessLogging: [{ disabled: true }] }`).replace(
    `namespace: ${at}`,
    `namespace: ${at}${created === '' ? '' : `, creationTimestamp: "${created}"`}`,
  );
const GATEWAY = 'targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: public }], ';

testRule(multipleDefaultTelemetries, {
  valid: {
    'one for all pods and one for some': mesh(
      telemetry('a'),
      telemetry('b', 'selector: { matchLabels: { app: web } }, '),
    ),
    'one in each namespace': mesh(telemetry('a'), telemetry('b', '', 'team'), telemetry('c', '', 'istio-system')),
    'one that names a gateway': mesh(telemetry('a'), telemetry('b', GATEWAY)),
  },
  invalid: {
    two: {
      yaml: mesh(telemetry('a'), telemetry('b')),
      expect: [
        'Telemetry shop/b: namespace "shop" has another Telemetry without a selector: "a"; Istio uses one of them',
      ],
    },
    'two of the root namespace': {
      yaml: mesh(telemetry('a', '', 'istio-system'), telemetry('b', '', 'istio-system')),
      expect: [
        'Telemetry istio-system/b: namespace "istio-system" has another Telemetry without a selector: "a"; Istio uses one of them',
      ],
    },
    'the younger one, whatever its name': {
      yaml: mesh(
        telemetry('a', '', 'shop', '2026-02-01T00:00:00Z'),
        telemetry('b', '', 'shop', '2026-01-01T00:00:00Z'),
      ),
      expect: [
        'Telemetry shop/a: namespace "shop" has another Telemetry without a selector: "b"; Istio uses one of them',
      ],
    },
    'what istioctl says, of each, and of gateways': {
      yaml: mesh(telemetry('a'), telemetry('b', GATEWAY)),
      options: { istioParity: true },
      expect: [
        'Telemetry shop/a: namespace "shop" has another Telemetry without a selector: "b"; Istio uses one of them',
        'Telemetry shop/b: namespace "shop" has another Telemetry without a selector: "a"; Istio uses one of them',
      ],
    },
  },
});
