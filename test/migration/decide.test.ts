import { namespace, object, service } from '../simulation/mesh-of';
import { OWN_RETRIES, planOf, SHOP } from './meshes';

const SUBSETS = object(
  'DestinationRule',
  'shop/backend',
  '{ host: backend.shop.svc.cluster.local, subsets: [{ name: v1, labels: { version: v1 } }, { name: v2, labels: { version: v2 } }] }',
);
/** Only clients of another namespace follow it, so that no waypoint can. */
const privately = (http: string) => [
  ...SHOP,
  namespace('team'),
  service('team/caller'),
  SUBSETS,
  object('VirtualService', 'team/own', `{ hosts: [backend.shop.svc.cluster.local], exportTo: ["."], http: ${http} }`),
];
const TO_V2 = '[{ route: [{ destination: { host: backend.shop.svc.cluster.local, subset: v2 } }] }]';

describe('decisions', () => {
  test('about requests carry the obstacles of which they are a consequence, and are accepted with them', () => {
    const { decisions } = planOf(privately(TO_V2));
    const [moved] = decisions.filter(({ id }) => id === 'destination:shop/backend');
    expect(moved?.because).toContain('client-route:team/own');
    expect(moved?.isAccepted).toBe(false);
    expect(moved?.differences[0]).toMatchObject({ from: expect.arrayContaining(['team/caller-v1']) });
    const accepted = planOf(privately(TO_V2), { accept: ['client-route:team/own'] }).decisions;
    expect(accepted.filter(({ id }) => id === 'destination:shop/backend')).toMatchObject([{ isAccepted: true }]);
  });

  test('about more that passes are accepted by their own name only', () => {
    const onlyApi =
      '[{ match: [{ uri: { prefix: /api/ } }], route: [{ destination: { host: backend.shop.svc.cluster.local } }] }]';
    const { decisions } = planOf(privately(onlyApi), { accept: ['client-route:team/own'] });
    expect(decisions.filter(({ id }) => id === 'newly-allowed:shop/backend')).toMatchObject([
      { because: [], isAccepted: false },
    ]);
  });

  test('say at which moments something is not kept', () => {
    const { decisions } = planOf(privately(TO_V2));
    const when = decisions.find(({ id }) => id === 'destination:shop/backend')?.differences[0]?.when;
    expect(when).toContain('after 90-clean-up');
    expect(when).not.toContain('after 10-dual');
  });

  test('about retries of Istio itself are one for each namespace', () => {
    const { decisions } = planOf(SHOP);
    expect(decisions).toMatchObject([{ id: 'default-retries:shop', isDemanded: false, isAccepted: true }]);
    expect(new Set(decisions[0]?.differences.map(({ to }) => to)).size).toBe(3);
  });
});

test('retries that the mesh configuration asks for must be accepted', () => {
  const { decisions } = planOf([...SHOP, OWN_RETRIES]);
  expect(decisions).toMatchObject([{ id: 'default-retries:shop', isDemanded: true, isAccepted: false }]);
});

test('pods outside of the mesh stay outside of it, and gateways keep their proxies', () => {
  const outside = service('shop/batch').replace(
    'labels: { app: batch, version: v1 } }',
    'labels: { app: batch, version: v1, sidecar.istio.io/inject: "false" } }',
  );
  const gateway = service('shop/edge').replace(
    'template:\n    metadata: {',
    'template:\n    metadata: { annotations: { inject.istio.io/templates: gateway },',
  );
  const plan = planOf([...SHOP, outside, gateway]);
  const podLabels = (name: string) => {
    const spec = plan.after('20-shop', 'Deployment', name)?.spec as { template: { metadata: { labels: object } } };
    return spec.template.metadata.labels;
  };
  expect(podLabels('batch-v1')).toMatchObject({ 'istio.io/dataplane-mode': 'none' });
  expect(podLabels('edge-v1')).toMatchObject({ 'sidecar.istio.io/inject': 'true' });
  expect(podLabels('web-v1')).toEqual({ app: 'web', version: 'v1' });
  expect(plan.ids).toEqual([]);
});

test('a namespace of a revision keeps it for pods that have not moved yet', () => {
  const [, ...rest] = SHOP;
  const deny = object(
    'AuthorizationPolicy',
    'shop/backend',
    '{ selector: { matchLabels: { app: backend } }, rules: [{ from: [{ source: { principals: [cluster.local/ns/shop/sa/web] } }], to: [{ operation: { methods: [GET] } }] }] }',
  );
  const plan = planOf([namespace('shop', '{ istio.io/rev: canary }'), ...rest, deny]);
  expect(plan.ids).toEqual([]);
  expect(plan.after('20-shop', 'Namespace', 'shop')?.metadata.labels).toEqual({ 'istio.io/dataplane-mode': 'ambient' });
  expect(plan.after('20-shop', 'Deployment', 'backend-v1')?.spec).toMatchObject({
    template: { metadata: { labels: { 'istio.io/rev': 'canary', 'sidecar.istio.io/inject': 'true' } } },
  });
});
