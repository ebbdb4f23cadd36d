import { selectorOfNoPod } from '../../../../src/analysis/rules/services/selector-of-no-pod';
import { testRule } from '../../../../src/testing/test-rule';
import { app, mesh, object } from '../mesh-yaml';

const service = (selector: string) => object('v1', 'Service', 'x', 'shop', `{ selector: { ${selector} }, ports: [] }`);
const budget = (selector: string) =>
  object('policy/v1', 'PodDisruptionBudget', 'x', 'shop', `{ minAvailable: 1, selector: { ${selector} } }`);
const network = (selector: string) =>
  object('networking.k8s.io/v1', 'NetworkPolicy', 'x', 'shop', `{ podSelector: { ${selector} } }`);
const WEB = app('web', { labels: 'version: v1' });

testRule(selectorOfNoPod, {
  valid: {
    'the labels of pods': mesh(WEB, service('app: web'), budget('matchLabels: { app: web }'), network('')),
    'labels of something else': mesh(WEB, service('app: redis'), network('matchLabels: { app: redis }')),
    'another application that shares a label with these pods': mesh(
      app('web', { labels: 'tier: backend' }),
      service('app: redis, tier: backend'),
      budget('matchLabels: { app.kubernetes.io/name: redis, tier: backend }'),
    ),
    'labels that no pod has': mesh(WEB, service('app: web, operator.example.org/name: web')),
    'a selector by expressions': mesh(
      WEB,
      network('matchLabels: { app: wbe }, matchExpressions: [{ key: app, operator: Exists }]'),
    ),
    'pods of another namespace': mesh(app('web', { namespace: 'other' }), service('app: wbe')),
  },
  invalid: {
    'a Service with a misspelt label': {
      yaml: mesh(WEB, service('app: wbe')),
      expect: [
        'Service shop/x spec.selector: no pod of namespace "shop" has the labels "app=wbe", so that the Service has no endpoints; those of "web" have "app=web"',
      ],
    },
    'a Service for a version that is not deployed': {
      yaml: mesh(WEB, service('app: web, version: canary')),
      expect: [
        'Service shop/x spec.selector: no pod of namespace "shop" has the labels "app=web,version=canary", so that the Service has no endpoints; those of "web" have "app=web,version=v1"',
      ],
    },
    'a budget and a NetworkPolicy for nobody': {
      yaml: mesh(WEB, budget('matchLabels: { app: Web }'), network('matchLabels: { app: webb }')),
      expect: [
        'PodDisruptionBudget shop/x spec.selector.matchLabels: no pod of namespace "shop" has the labels "app=Web", so that the PodDisruptionBudget has no effect; those of "web" have "app=web"',
        'NetworkPolicy shop/x spec.podSelector.matchLabels: no pod of namespace "shop" has the labels "app=webb", so that the NetworkPolicy has no effect; those of "web" have "app=web"',
      ],
    },
  },
});
