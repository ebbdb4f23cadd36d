import { conflictingProxyConfigs } from '../../../../src/analysis/rules/policies/conflicting-proxy-configs';
import { testRule } from '../../../../src/testing/test-rule';
import { app, mesh, object, sidecars } from '../mesh-yaml';

const config = (name: string, spec: string, at = 'shop', created = '') =>
  object('networking.istio.io/v1beta1', 'ProxyConfig', name, at, `{ ${spec}concurrency: 2 }`).replace(
    `namespace: ${at}`,
    `namespace: ${at}${created === '' ? '' : `, creationTimestamp: "${created}"`}`,
  );
const WEB = 'selector: { matchLabels: { app: web } }, ';
const MESH = mesh(sidecars('shop'), app('web', { labels: 'tier: front' }), app('api'));

testRule(conflictingProxyConfigs, {
  valid: {
    'one for the mesh, one for the namespace and one for the pods': mesh(
      MESH,
      config('a', '', 'istio-system'),
      config('b', ''),
      config('c', WEB),
    ),
    'one for each of several pods': mesh(MESH, config('a', WEB), config('b', WEB.replace('web', 'api'))),
    'the same labels in another namespace': mesh(MESH, config('a', WEB), config('b', WEB, 'team')),
    'labels of no pod': mesh(MESH, config('a', WEB.replace('web', 'no')), config('b', WEB.replace('web', 'no'))),
    'a selector without labels, which selects nothing': mesh(MESH, config('a', ''), config('b', 'selector: {}, ')),
  },
  invalid: {
    'two for a namespace': {
      yaml: mesh(MESH, config('a', ''), config('b', '')),
      expect: [
        'ProxyConfig shop/b: namespace "shop" has an older ProxyConfig without a selector, "a": nothing of this one is used',
      ],
    },
    'different labels of the same pods': {
      yaml: mesh(MESH, config('a', WEB), config('b', 'selector: { matchLabels: { tier: front } }, ')),
      expect: [
        'ProxyConfig shop/b spec.selector.matchLabels: the pods of "web" are also selected by the older ProxyConfig "a": nothing of this one is used for them',
      ],
    },
    'the younger one, whatever its name': {
      yaml: mesh(
        MESH,
        config('a', '', 'shop', '2026-02-01T00:00:00Z'),
        config('b', '', 'shop', '2026-01-01T00:00:00Z'),
      ),
      expect: [
        'ProxyConfig shop/a: namespace "shop" has an older ProxyConfig without a selector, "b": nothing of this one is used',
      ],
    },
  },
});
