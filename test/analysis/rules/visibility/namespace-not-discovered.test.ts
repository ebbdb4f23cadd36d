import { namespaceNotDiscovered } from '../../../../src/analysis/rules/visibility/namespace-not-discovered';
import { testRule } from '../../../../src/testing/test-rule';
import { answer } from '../behaviour';
import { ambient, app, mesh, namespace, object, policy, sidecars } from '../mesh-yaml';

const istio = (selectors: string) =>
  object(
    'install.istio.io/v1alpha1',
    'IstioOperator',
    'istio',
    'istio-system',
    `{ meshConfig: { discoverySelectors: [${selectors}] } }`,
  );
const LABEL = istio('{ matchLabels: { mesh: "on" } }');

testRule(namespaceNotDiscovered, {
  valid: {
    'no selectors': mesh(istio(''), sidecars('shop')),
    'a label that one of them selects': mesh(
      istio('{ matchLabels: { team: a } }, { matchLabels: { mesh: "on" } }'),
      namespace('shop', 'istio-injection: enabled, mesh: "on"'),
    ),
    'an expression': mesh(
      istio('{ matchExpressions: [{ key: mesh, operator: Exists }] }'),
      namespace('shop', 'istio.io/rev: a, mesh: any'),
    ),
    'a namespace that stays outside': mesh(
      LABEL,
      namespace('shop'),
      namespace('team', 'istio-injection: disabled, istio.io/rev: a'),
    ),
    'a selector for the name': mesh(
      istio('{ matchLabels: { kubernetes.io/metadata.name: shop } }'),
      namespace('shop', 'istio-injection: enabled, kubernetes.io/metadata.name: shop'),
    ),
  },
  invalid: {
    'a namespace of sidecars': {
      yaml: mesh(LABEL, sidecars('shop')),
      expect: [
        'Namespace shop metadata.labels: it joins the mesh, but istiod ignores it: none of meshConfig.discoverySelectors selects its labels',
      ],
    },
    'a namespace of a revision': {
      yaml: mesh(LABEL, namespace('shop', 'istio.io/rev: canary')),
      expect: [
        'Namespace shop metadata.labels: it joins the mesh, but istiod ignores it: none of meshConfig.discoverySelectors selects its labels',
      ],
    },
    'a namespace of the ambient mesh': {
      yaml: mesh(LABEL, ambient('shop')),
      expect: [
        'Namespace shop metadata.labels: it joins the mesh, but istiod ignores it: none of meshConfig.discoverySelectors selects its labels',
      ],
    },
    'another value of the label': {
      yaml: mesh(LABEL, namespace('shop', 'istio-injection: enabled, mesh: "off"')),
      expect: [
        'Namespace shop metadata.labels: it joins the mesh, but istiod ignores it: none of meshConfig.discoverySelectors selects its labels',
      ],
    },
  },
});

test('its Services are unknown to the mesh, and its policies do not count', () => {
  const deny = policy('{ action: DENY, rules: [{}] }');
  const set = (labels: string) =>
    mesh(
      LABEL,
      namespace('shop', labels),
      app('web'),
      namespace('team', 'istio-injection: enabled, mesh: "on"'),
      app('client', { namespace: 'team' }),
      deny,
    );
  const call = { from: 'team/client', to: 'http://web.shop/' };
  expect(answer(set('istio-injection: enabled, mesh: "on"'), call)).toBe('denied by AuthorizationPolicy shop/policy');
  expect(answer(set('istio-injection: enabled'), call)).toBe('passed-through');
});
