import { contestedRoute } from '../../../../src/analysis/rules/routes/contested-route';
import { testRule } from '../../../../src/testing/test-rule';

const rollout = (istio: string) => `
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: { name: web, namespace: shop }
spec: { strategy: { canary: { trafficRouting: { istio: ${istio} } } } }
---`;

const route = (name: string, weights: readonly number[], rule = 'primary') => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ${name}, namespace: shop }
spec:
  hosts: [web]
  http: [{ name: ${rule}, route: [${weights.map(weight => `{ destination: { host: web }, weight: ${weight} }`).join(', ')}] }]
---`;

const canary = (spec: string) => `
apiVersion: flagger.app/v1beta1
kind: Canary
metadata: { name: web, namespace: shop }
spec: { ${spec} }
---`;

const MOVED = 'Rollout "shop/web" changes the weights of this route, and every sync resets them to 20, 80';

const MADE = 'Canary "shop/web" lets Flagger make this very object, and every sync undoes what Flagger writes';

testRule(contestedRoute, {
  valid: {
    'a route at rest': rollout('{ virtualService: { name: web } }') + route('web', [100, 0]),
    'another route than the one that is moved':
      rollout('{ virtualService: { name: web, routes: [primary] } }') + route('web', [80, 20], 'other'),
    'a Rollout without routes': `${rollout('{}')}${route('web', [80, 20])}`,
    'a Canary of another mesh': canary('provider: nginx, targetRef: { name: web }') + route('web', [80, 20]),
    'a Canary beside other objects': canary('targetRef: { name: web }') + route('other', [80, 20]),
  },
  invalid: {
    'weights that a Rollout moves': {
      yaml: rollout('{ virtualServices: [{ name: web }] }') + route('web', [80, 20]),
      expect: [`VirtualService shop/web spec.http[0].route: ${MOVED}`],
    },
    'a VirtualService that Flagger makes': {
      yaml: canary('targetRef: { name: app }, service: { name: web }') + route('web', [100, 0]),
      expect: [`VirtualService shop/web: ${MADE}`],
    },
  },
});
