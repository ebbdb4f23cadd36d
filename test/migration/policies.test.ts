import { buildModel } from '../../src/model/mesh-model';
import { simulate } from '../../src/simulation/simulate';
import { namespace, object, service } from '../simulation/mesh-of';
import { ALLOW_SHOP, BACKEND, from, INGRESS, planOf, policy, SHOP } from './meshes';

const WAYPOINT = 'cluster.local/ns/shop/sa/waypoint';
const NO_DELETE = policy(
  'no-delete',
  `{ ${BACKEND}, action: DENY, rules: [{ to: [{ operation: { methods: [DELETE] } }] }] }`,
);

describe('policies about requests', () => {
  const plan = planOf([
    ...SHOP,
    policy(
      'backend',
      `{ ${BACKEND}, rules: [{ ${from('web')}, to: [{ operation: { methods: [GET], ports: ["8080"] } }] }] }`,
    ),
  ]);

  test('are carried out by the waypoint, which sees the ports of the Service', () => {
    expect(plan.ids).toEqual([]);
    expect(plan.after('10-dual', 'AuthorizationPolicy', 'backend-waypoint')?.spec).toEqual({
      targetRefs: [{ group: '', kind: 'Service', name: 'backend' }],
      rules: [
        {
          from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }],
          to: [{ operation: { methods: ['GET'], ports: ['80'] } }],
        },
      ],
    });
  });

  test('let the waypoint through to the pods, beside what was let through', () => {
    expect(plan.after('10-dual', 'AuthorizationPolicy', 'allow-waypoint-to-backend')?.spec).toMatchObject({
      selector: { matchLabels: { app: 'backend' } },
      rules: [{ from: [{ source: { principals: [WAYPOINT] } }] }],
    });
    expect(plan.after('10-dual', 'AuthorizationPolicy', 'backend')).toBeDefined();
  });

  test('move their pods after all clients, whose sidecars would go past the waypoint', () => {
    expect(plan.stageNames).toEqual(['00-prepare', '10-dual', '20-shop', '21-shop-2', '90-clean-up']);
    const labels = (stage: string, name: string) => {
      const spec = plan.after(stage, 'Deployment', name)?.spec as { template: { metadata: { labels: object } } };
      return spec.template.metadata.labels;
    };
    expect(labels('20-shop', 'backend-v1')).toHaveProperty(['sidecar.istio.io/inject'], 'true');
    expect(labels('20-shop', 'web-v1')).not.toHaveProperty(['sidecar.istio.io/inject']);
    expect(labels('21-shop-2', 'backend-v1')).not.toHaveProperty(['sidecar.istio.io/inject']);
  });

  test('go in the end, with nothing left that ztunnel would read', () => {
    expect(plan.after('90-clean-up', 'AuthorizationPolicy', 'backend')).toBeUndefined();
    expect(plan.after('90-clean-up', 'AuthorizationPolicy', 'backend-waypoint')).toBeDefined();
  });

  test('are in force after every stage', () => {
    for (const { name, manifests } of plan.stages) {
      const model = buildModel(manifests);
      const ask = (who: string, method: string) =>
        simulate(model, { from: `shop/${who}`, to: 'http://backend.shop.svc.cluster.local/', method }).outcome;
      expect([name, ask('web-v1', 'GET'), ask('web-v1', 'POST'), ask('docs-v1', 'GET')]).toEqual([
        name,
        'routed',
        'denied',
        'denied',
      ]);
    }
  });
});

describe('a mixed policy', () => {
  test('keeps for ztunnel what it reads, and nothing else', () => {
    const plan = planOf([
      ...SHOP,
      policy(
        'backend',
        `{ ${BACKEND}, rules: [{ ${from('web')} }, { ${from('docs')}, to: [{ operation: { methods: [GET] } }] }] }`,
      ),
    ]);
    expect(plan.ids).toEqual([]);
    expect(plan.after('90-clean-up', 'AuthorizationPolicy', 'backend')?.spec).toMatchObject({
      rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }] }],
    });
  });
});

describe('a refusal by what a request says', () => {
  test('is no weaker past the waypoint', () => {
    const plan = planOf([...SHOP, NO_DELETE, policy('backend', `{ ${BACKEND}, rules: [{ ${from('web')} }] }`)]);
    expect(plan.ids).toEqual([]);
    expect(plan.after('21-shop-2', 'AuthorizationPolicy', 'deny-past-waypoint-to-backend')?.spec).toMatchObject({
      action: 'DENY',
      rules: [{ from: [{ source: { notPrincipals: [WAYPOINT] } }] }],
    });
    expect(plan.after('20-shop', 'AuthorizationPolicy', 'deny-past-waypoint-to-backend')).toBeUndefined();
  });

  test('is guarded for those alone whom it is about', () => {
    const plan = planOf([
      ...SHOP,
      ALLOW_SHOP,
      policy(
        'no-delete',
        `{ ${BACKEND}, action: DENY, rules: [{ ${from('docs')}, to: [{ operation: { methods: [DELETE] } }] }] }`,
      ),
    ]);
    expect(plan.ids).toEqual([]);
    expect(plan.after('90-clean-up', 'AuthorizationPolicy', 'deny-past-waypoint-to-backend')?.spec).toMatchObject({
      rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/docs'], notPrincipals: [WAYPOINT] } }] }],
    });
  });

  test('asks for a decision where clients with sidecars stay that it lets through', () => {
    const plan = planOf([...SHOP, NO_DELETE]);
    expect(plan.ids).toEqual(['newly-denied:shop/backend']);
    const { decisions } = planOf([...SHOP, NO_DELETE], { accept: ['newly-denied:shop/backend'] });
    expect(decisions.find(({ id }) => id === 'newly-denied:shop/backend')).toMatchObject({ isAccepted: true });
  });

  test('holds for requests of gateways, which then pass the waypoint', () => {
    const plan = planOf([
      ...SHOP,
      ...INGRESS,
      NO_DELETE,
      policy('backend', `{ ${BACKEND}, rules: [{ ${from('ingress')} }] }`),
    ]);
    // The waypoint tries again what the gateway tries again.
    expect(plan.ids).toEqual(['retries:shop/ingress']);
    expect(plan.after('10-dual', 'Service', 'backend')?.metadata.labels).toMatchObject({
      'istio.io/ingress-use-waypoint': 'true',
    });
  });
});

describe('policies of other shapes', () => {
  test('of the root namespace are copied for the waypoints of each namespace', () => {
    const root = object(
      'AuthorizationPolicy',
      'istio-system/no-admin',
      '{ action: DENY, rules: [{ to: [{ operation: { paths: ["/admin*"] } }] }] }',
    );
    const plan = planOf([...SHOP, ALLOW_SHOP, root]);
    expect(plan.after('10-dual', 'AuthorizationPolicy', 'istio-system-no-admin-waypoint')).toMatchObject({
      metadata: { namespace: 'shop' },
      spec: { action: 'DENY', targetRefs: [{ name: 'backend' }, { name: 'docs' }, { name: 'web' }] },
    });
  });

  test('that check tokens go to the waypoint with the policies that ask for them', () => {
    const plan = planOf([
      ...SHOP,
      object(
        'RequestAuthentication',
        'shop/jwt',
        `{ ${BACKEND}, jwtRules: [{ issuer: me, jwksUri: "https://me.example/keys" }] }`,
      ),
      policy(
        'backend',
        `{ ${BACKEND}, rules: [{ from: [{ source: { requestPrincipals: ["me/*"], principals: [cluster.local/ns/shop/sa/web] } }] }] }`,
      ),
    ]);
    expect(plan.ids).toEqual([]);
    expect(plan.after('90-clean-up', 'RequestAuthentication', 'jwt')).toBeUndefined();
    expect(plan.after('90-clean-up', 'RequestAuthentication', 'jwt-waypoint')?.spec).toMatchObject({
      targetRefs: [{ kind: 'Service', name: 'backend' }],
    });
  });

  test('about connections stay as they are, and need no waypoint', () => {
    const plan = planOf([
      ...SHOP,
      policy('backend', `{ ${BACKEND}, rules: [{ ${from('web')}, to: [{ operation: { ports: ["8080"] } }] }] }`),
    ]);
    expect(plan.ids).toEqual([]);
    expect(plan.waypoints).toEqual([]);
    expect(plan.after('90-clean-up', 'AuthorizationPolicy', 'backend')).toBeDefined();
  });

  test('that somebody of another namespace has to meet make that namespace move first', () => {
    const plan = planOf([
      namespace('a'),
      namespace('b'),
      service('b/web'),
      service('a/api'),
      object('PeerAuthentication', 'istio-system/default', '{ mtls: { mode: STRICT } }'),
      object(
        'AuthorizationPolicy',
        'a/api',
        '{ selector: { matchLabels: { app: api } }, rules: [{ from: [{ source: { namespaces: [b] } }], to: [{ operation: { methods: [GET] } }] }] }',
      ),
    ]);
    expect(plan.ids).toEqual([]);
    expect(plan.stageNames).toEqual(['00-prepare', '10-dual', '20-b', '21-a', '90-clean-up']);
  });
});
