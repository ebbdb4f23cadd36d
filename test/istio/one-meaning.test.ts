import { analyze } from '../../src/analysis/analyze';
import { effectiveMeshOf } from '../../src/istio/effective-mesh';
import { buildModel } from '../../src/model/mesh-model';
import { parseManifests } from '../../src/model/read-manifests';
import { planChanges } from '../../src/plan/plan-changes';
import { plaintextCallers } from '../../src/security/plaintext-callers';
import { simulate } from '../../src/simulation/simulate';
import {
  ambient,
  app,
  destinationRule,
  GATEWAY_PODS,
  gateway,
  mesh,
  namespace,
  object,
  policy,
  sidecars,
  virtualService,
  waypoint,
} from '../analysis/rules/mesh-yaml';

/** One row: a mesh, one request, and what everybody who judges the mesh has to make of it. */
interface Row {
  readonly name: string;
  /** What the mesh is before `decisive` comes. */
  readonly yaml: string;
  readonly decisive: string;
  readonly from: string;
  readonly to: string;
  /** What happens to the request with it. */
  readonly outcome: string;
  /** The rules that find errors and warnings with it that they did not find before; how single fields are written apart. */
  readonly rules: readonly string[];
  /** Whether the plan says that the change drops traffic. */
  readonly drops: boolean;
  /** Whom the checks of constructs find cut off by mutual TLS. */
  readonly cutOff?: readonly string[];
}

const PLAIN = mesh(
  namespace('plain'),
  app('curl', { namespace: 'plain', env: '{ name: API_URL, value: "http://api.shop" }' }),
);
const SHOP = mesh(sidecars('shop'), app('api'), app('web'));
const peer = (name: string, spec: string, created = '') =>
  object('security.istio.io/v1', 'PeerAuthentication', name, 'shop', `{ ${spec} }`).replace(
    `namespace: shop }`,
    `namespace: shop${created === '' ? '' : `, creationTimestamp: "${created}"`} }`,
  );
const OF_API = 'selector: { matchLabels: { app: api } }';
const strict = 'mtls: { mode: STRICT }';
const permissive = 'mtls: { mode: PERMISSIVE }';
const plaintext = { from: 'plain/curl', to: 'http://api.shop/' };
const cut = { outcome: 'mtls-failure', rules: ['plaintext-caller'], drops: true, cutOff: ['plain/curl'] };
const through = { outcome: 'routed', rules: [], drops: false, cutOff: [] };
const V2 = virtualService('{ hosts: [api], http: [{ route: [{ destination: { host: api, subset: v1 } }] }] }');
const subsets = (at: string, more = '') =>
  destinationRule(
    `{ host: api.shop.svc.cluster.local, subsets: [{ name: v1, labels: { app: api } }]${more} }`,
    'subsets',
    at,
  );
const USES = 'istio.io/use-waypoint: waypoint';
const deny = policy(
  '{ targetRefs: [{ group: "", kind: Service, name: api }], action: DENY, rules: [{ to: [{ operation: { ports: ["80"] } }] }] }',
);
const routes = (reference: string) =>
  virtualService(
    `{ hosts: [shop.example.org], gateways: [${reference}], http: [{ route: [{ destination: { host: api } }] }] }`,
  );

const ROWS: readonly Row[] = [
  {
    name: 'mode: the policy of the pods wins over that of the namespace, to close',
    yaml: mesh(SHOP, PLAIN, peer('all', permissive)),
    decisive: peer('api', `${OF_API}, ${strict}`),
    ...plaintext,
    ...cut,
  },
  {
    name: 'mode: the policy of the pods wins over that of the namespace, to open',
    yaml: mesh(sidecars('shop'), app('api'), PLAIN, peer('api', `${OF_API}, ${permissive}`)),
    decisive: peer('all', strict),
    ...plaintext,
    ...through,
  },
  {
    name: 'mode: a port wins over the whole',
    yaml: mesh(SHOP, PLAIN),
    decisive: peer('api', `${OF_API}, ${strict}, portLevelMtls: { "8080": { mode: PERMISSIVE } }`),
    ...plaintext,
    ...through,
  },
  {
    name: 'mode: a port is closed under an open whole',
    yaml: mesh(SHOP, PLAIN),
    decisive: peer('api', `${OF_API}, ${permissive}, portLevelMtls: { "8080": { mode: STRICT } }`),
    ...plaintext,
    ...cut,
  },
  {
    name: 'age: the older of two policies counts',
    yaml: mesh(SHOP, PLAIN, peer('b', permissive, '2020-01-01T00:00:00Z')),
    decisive: peer('a', strict, '2024-01-01T00:00:00Z'),
    ...plaintext,
    ...through,
    rules: ['conflicting-peer-authentications'],
    drops: true,
  },
  {
    name: 'injection: pods that opt out have no proxy',
    yaml: mesh(sidecars('shop'), app('api', { labels: 'sidecar.istio.io/inject: "false"' }), PLAIN),
    decisive: peer('all', strict),
    ...plaintext,
    ...through,
    rules: ['namespace-without-proxy'],
  },
  {
    name: 'injection: pods that opt out send plaintext',
    yaml: mesh(
      SHOP,
      app('old', { labels: 'sidecar.istio.io/inject: "false"', env: '{ name: API_URL, value: "http://api.shop" }' }),
    ),
    decisive: peer('all', strict),
    from: 'shop/old',
    to: 'http://api.shop/',
    ...cut,
    cutOff: ['shop/old'],
  },
  {
    name: 'subset: one that clients follow',
    yaml: mesh(SHOP, subsets('shop')),
    decisive: V2,
    from: 'shop/web',
    to: 'http://api/',
    outcome: 'routed',
    rules: [],
    drops: false,
  },
  {
    name: 'subset: one of a wildcard rule',
    yaml: mesh(
      SHOP,
      destinationRule('{ host: "*.shop.svc.cluster.local", subsets: [{ name: v1, labels: { app: api } }] }'),
    ),
    decisive: V2,
    from: 'shop/web',
    to: 'http://api/',
    outcome: 'routed',
    rules: [],
    drops: false,
  },
  {
    name: 'visibility: a subset that is exported elsewhere only',
    yaml: mesh(SHOP, sidecars('lab'), subsets('lab', ', exportTo: [.]')),
    decisive: V2,
    from: 'shop/web',
    to: 'http://api/',
    outcome: 'unavailable',
    rules: ['dangling-subset'],
    drops: true,
  },
  {
    name: 'waypoint: a policy that is carried out',
    yaml: mesh(ambient('shop', USES), waypoint(), app('api'), app('web')),
    decisive: deny,
    from: 'shop/web',
    to: 'http://api/',
    outcome: 'denied',
    rules: [],
    drops: true,
  },
  {
    name: 'waypoint: one of another namespace that does not admit this one',
    yaml: mesh(
      ambient('infra'),
      waypoint('infra'),
      ambient('shop', `${USES}, istio.io/use-waypoint-namespace: infra`),
      app('api'),
      app('web'),
    ),
    decisive: deny,
    from: 'shop/web',
    to: 'http://api/',
    outcome: 'routed',
    rules: ['unenforced-target'],
    drops: false,
  },
  {
    name: 'waypoint: one that the service opts out of',
    yaml: mesh(
      ambient('shop', USES),
      waypoint(),
      app('api', { serviceLabels: 'istio.io/use-waypoint: none' }),
      app('web'),
    ),
    decisive: deny,
    from: 'shop/web',
    to: 'http://api/',
    outcome: 'routed',
    rules: ['unenforced-target'],
    drops: false,
  },
  ...['edge', 'shop/edge', './edge', 'edge.shop'].map(
    (reference): Row => ({
      name: `references: a Gateway as "${reference}"`,
      yaml: mesh(SHOP, GATEWAY_PODS, gateway()),
      decisive: routes(reference),
      from: 'internet',
      to: 'http://shop.example.org/',
      outcome: 'routed',
      rules: [],
      drops: false,
    }),
  ),
  {
    name: 'references: a Gateway that is not there',
    yaml: mesh(SHOP, GATEWAY_PODS, gateway()),
    decisive: routes('edgy'),
    from: 'internet',
    to: 'http://shop.example.org/',
    outcome: 'no-route',
    rules: ['missing-gateway'],
    drops: true,
  },
];

const read = (yaml: string) => parseManifests(yaml, 'mesh.yaml');

test('sidecars offer gateways no mutual TLS, and pods of the mesh do', () => {
  const called = (service: string) =>
    simulate(buildModel(read(mesh(SHOP, GATEWAY_PODS))), { from: 'shop/web', to: `http://${service}/` })
      .destinations.flatMap(({ targets }) => targets)
      .map(({ mtls }) => mtls);
  expect(called('ingress.edge')).not.toContain(true);
  expect(called('api.shop')).toEqual([true]);
});

describe.each(ROWS.map((row): [string, Row] => [row.name, row]))('%s', (_, row) => {
  const before = read(row.yaml);
  const after = read(mesh(row.yaml, row.decisive));

  test('the simulation', () => {
    expect(simulate(buildModel(after), { from: row.from, to: row.to }).outcome).toBe(row.outcome);
  });

  test('the analysis', () => {
    const known = new Set(analyze(buildModel(before)).map(({ rule }) => rule));
    const found = analyze(buildModel(after)).filter(
      ({ severity, rule }) => severity !== 'info' && !known.has(rule) && rule !== 'invalid-object',
    );
    expect([...new Set(found.map(({ rule }) => rule))].sort()).toEqual(row.rules);
  });

  test('the plan', () => {
    expect(planChanges(before, after).steps.some(({ drops }) => drops.length > 0)).toBe(row.drops);
  });

  if (row.cutOff === undefined) return;
  test('the checks of constructs', () => {
    const found = plaintextCallers(effectiveMeshOf(buildModel(after)), []);
    expect(found.filter(({ refused }) => refused).map(({ caller }) => caller.replace(/^\S+ /, ''))).toEqual(row.cutOff);
  });
});
