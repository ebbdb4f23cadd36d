import { sidecarWithoutWorkload } from '../../../../src/analysis/rules/visibility/sidecar-without-workload';
import { testRule } from '../../../../src/testing/test-rule';
import { app, mesh, object, sidecars } from '../mesh-yaml';

const sidecar = (labels: string) =>
  object(
    'networking.istio.io/v1',
    'Sidecar',
    'x',
    'shop',
    `{ workloadSelector: { labels: { ${labels} } }, egress: [{ hosts: ["./*"] }] }`,
  );
const SHOP = mesh(sidecars('shop'), app('web', { labels: 'version: v1' }), app('api'));

testRule(sidecarWithoutWorkload, {
  valid: {
    'labels of pods': mesh(SHOP, sidecar('app: web, version: v1')),
    'no labels': mesh(
      SHOP,
      object('networking.istio.io/v1', 'Sidecar', 'x', 'shop', '{ egress: [{ hosts: ["./*"] }] }'),
    ),
    'a namespace whose pods are elsewhere': sidecar('app: web'),
  },
  invalid: {
    'a label that no pod has': {
      yaml: mesh(SHOP, sidecar('app: wbe')),
      expect: [
        'Sidecar shop/x spec.workloadSelector.labels: no pod of namespace "shop" has the labels "app=wbe"; its pods have "app=api", "app=web"',
      ],
    },
    'labels that no pod has together': {
      yaml: mesh(SHOP, sidecar('app: api, version: v1')),
      expect: [
        'Sidecar shop/x spec.workloadSelector.labels: no pod of namespace "shop" has the labels "app=api,version=v1"; its pods have "app=api,version=(absent)", "app=web,version=v1"',
      ],
    },
  },
});
