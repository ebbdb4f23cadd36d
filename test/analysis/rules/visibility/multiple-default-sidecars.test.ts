import { multipleDefaultSidecars } from '../../../../src/analysis/rules/visibility/multiple-default-sidecars';
import { testRule } from '../../../../src/testing/test-rule';
import { answer } from '../behaviour';
import { ambient, app, mesh, object, sidecars } from '../mesh-yaml';

const sidecar = (name: string, selector = '', at = 'shop', created = '') =>
  object('networking.istio.io/v1', 'Sidecar', name, at, `{ ${selector}egress: [{ hosts: ["./*"] }] }`).replace(
    `namespace: ${at}`,
    `namespace: ${at}${created === '' ? '' : `, creationTimestamp: "${created}"`}`,
  );
const SELECTOR = 'workloadSelector: { labels: { app: web } }, ';

testRule(multipleDefaultSidecars, {
  valid: {
    'one for all pods and one for some': mesh(sidecar('a'), sidecar('b', SELECTOR)),
    'one in each namespace': mesh(sidecar('a'), sidecar('b', '', 'team'), sidecar('c', '', 'istio-system')),
    'a namespace of the ambient mesh, which follows none': mesh(ambient('shop'), sidecar('a'), sidecar('b')),
  },
  invalid: {
    two: {
      yaml: mesh(sidecar('a'), sidecar('b')),
      expect: ['Sidecar shop/b: namespace "shop" has another Sidecar without a workload selector: "a"'],
    },
    'an empty selector': {
      yaml: mesh(sidecar('a'), sidecar('b', 'workloadSelector: {}, ')),
      expect: ['Sidecar shop/b: namespace "shop" has another Sidecar without a workload selector: "a"'],
    },
    'the younger one, whatever its name': {
      yaml: mesh(sidecar('a', '', 'shop', '2026-02-01T00:00:00Z'), sidecar('b', '', 'shop', '2026-01-01T00:00:00Z')),
      expect: ['Sidecar shop/a: namespace "shop" has another Sidecar without a workload selector: "b"'],
    },
    'the root namespace, which counts for all': {
      yaml: mesh(sidecar('a', '', 'istio-system'), sidecar('b', '', 'istio-system')),
      expect: ['Sidecar istio-system/b: namespace "istio-system" has another Sidecar without a workload selector: "a"'],
    },
    'what istioctl says, of each': {
      yaml: mesh(sidecar('a'), sidecar('b')),
      options: { istioParity: true },
      expect: [
        'Sidecar shop/a: namespace "shop" has another Sidecar without a workload selector: "b"',
        'Sidecar shop/b: namespace "shop" has another Sidecar without a workload selector: "a"',
      ],
    },
  },
});

test('the older one alone says what the pods know', () => {
  const hidden = sidecar('b')
    .replace('./*', 'istio-system/*')
    .replace('egress', 'outboundTrafficPolicy: { mode: REGISTRY_ONLY }, egress');
  const set = (...more: string[]) => mesh(sidecars('shop'), app('web'), app('api'), ...more);
  const call = { from: 'shop/api', to: 'http://web/' };
  expect(answer(set(hidden), call)).toBe('blocked');
  expect(answer(set(sidecar('a'), hidden), call)).toBe('routed');
});
