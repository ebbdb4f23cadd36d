import fc from 'fast-check';
import { Release } from '../../src/istio/release';
import { SUPPORT } from '../../src/istio/support';
import { expandPattern, unsupportedFields } from '../../src/istio/unsupported-fields';
import { buildModel } from '../../src/model/mesh-model';
import { isMapping } from '../../src/model/shape';
import { simulate } from '../../src/simulation/simulate';
import type { Manifest } from '../../src/values/manifest';
import { meshOf, namespace, object, service } from '../simulation/mesh-of';

const BACKEND = 'backend.shop.svc.cluster.local';
const NEWEST = new Release('1.32.0');
const POLICY =
  '{ loadBalancer: { simple: ROUND_ROBIN }, connectionPool: { tcp: { maxConnections: 10 } }, tls: { mode: ISTIO_MUTUAL } }';

/** A mesh in which a request from the internet and one from web bear on an object of every kind with a table. */
const MESH = meshOf([
  namespace('shop'),
  service('shop/web'),
  service('shop/backend', ['v1', 'v2']),
  object(
    'VirtualService',
    'shop/backend',
    `{ hosts: [${BACKEND}, shop.example.com], gateways: [mesh, shop], exportTo: ["*"], http: [
      { name: a, match: [{ uri: { exact: /never }, headers: { x: { exact: y } }, sourceLabels: { app: web } }], retries: { attempts: 1 },
        fault: { delay: { fixedDelay: 1s, percentage: { value: 1 } } }, route: [{ destination: { host: ${BACKEND}, subset: v1, port: { number: 80 } }, headers: { request: { set: { a: b } } } }] },
      { rewrite: { uri: / }, mirrors: [{ destination: { host: ${BACKEND} }, percentage: { value: 5 } }], corsPolicy: { allowOrigins: [] },
        route: [{ destination: { host: ${BACKEND}, subset: v1 }, weight: 50 }, { destination: { host: ${BACKEND}, subset: v2 }, weight: 50 }] }] }`,
  ),
  object(
    'DestinationRule',
    'shop/backend',
    `{ host: ${BACKEND}, trafficPolicy: ${POLICY}, subsets: [{ name: v1, labels: { version: v1 }, trafficPolicy: ${POLICY} }, { name: v2, labels: { version: v2 } }] }`,
  ),
  object('Sidecar', 'shop/default', '{ egress: [{ hosts: ["*/*"] }], outboundTrafficPolicy: { mode: ALLOW_ANY } }'),
  object(
    'PeerAuthentication',
    'shop/default',
    '{ selector: { matchLabels: { app: backend } }, mtls: { mode: STRICT }, portLevelMtls: { 8080: { mode: STRICT } } }',
  ),
  object(
    'RequestAuthentication',
    'shop/jwt',
    '{ selector: { matchLabels: { app: backend } }, jwtRules: [{ issuer: a, fromHeaders: [{ name: x }], outputClaimToHeaders: [{ header: h, claim: c }] }] }',
  ),
  object(
    'AuthorizationPolicy',
    'shop/allow',
    '{ action: ALLOW, rules: [{ from: [{ source: { namespaces: ["*"] } }], to: [{ operation: { methods: [GET] } }], when: [{ key: source.namespace, values: ["*"] }] }] }',
  ),
  object(
    'Gateway',
    'shop/shop',
    '{ selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["*"], tls: { httpsRedirect: false } }] }',
  ),
]);

const requests = [
  { from: 'shop/web', to: 'http://backend/' },
  { from: 'internet', to: 'http://shop.example.com/' },
] as const;

const KINDS = [
  'VirtualService',
  'DestinationRule',
  'Sidecar',
  'PeerAuthentication',
  'RequestAuthentication',
  'AuthorizationPolicy',
  'Gateway',
  'Service',
];

const patterns = SUPPORT.flatMap(({ kind, fields }) => fields.flatMap(expandPattern).map(path => `${kind} ${path}`));

/** Whether any key may stand at a place, or the table takes in all that lies below it. */
function isFree(kind: string, path: string): boolean {
  const general = `${kind} ${path.replace(/\[\d+\]/g, '[]')}`;
  return patterns.some(pattern => {
    if (pattern.endsWith('.**')) return `${general}.`.startsWith(pattern.slice(0, -2));
    const star = pattern.indexOf('.*');
    return star >= 0 && pattern.slice(0, star) === general;
  });
}

/** Every place of an object where a field may be added. */
function placesIn(kind: string, value: unknown, path: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item, i) => placesIn(kind, item, `${path}[${i}]`));
  if (!isMapping(value)) return [];
  const own = isFree(kind, path) ? [] : [path];
  return [...own, ...Object.entries(value).flatMap(([key, item]) => placesIn(kind, item, `${path}.${key}`))];
}

const places = MESH.resources
  .filter(({ kind, name }) => KINDS.includes(kind) && name !== 'web')
  .flatMap(resource => placesIn(resource.kind, resource.manifest.spec, 'spec').map(path => ({ resource, path })));

/** The mesh with a value set at a path of one object. */
function changed(target: Manifest, path: string, value: unknown) {
  return buildModel(
    MESH.resources.map(({ manifest, origin }) => {
      if (manifest !== target) return { manifest, origin };
      const copy = JSON.parse(JSON.stringify(manifest));
      const keys = path.split(/\.|\[(\d+)\]/).filter(key => key !== undefined && key !== '');
      let at = copy;
      keys.slice(0, -1).forEach((key, i) => {
        at[key] ??= /^\d+$/.test(keys[i + 1] ?? '') ? [] : {};
        at = at[key];
      });
      at[keys.at(-1) ?? ''] = value;
      return { manifest: copy, origin };
    }),
  );
}

test('the mesh as it is has a verdict', () => {
  expect(requests.map(request => simulate(MESH, request).outcome)).toEqual(['routed', 'denied']);
  expect(places.length).toBeGreaterThan(50);
  expect(new Set(places.map(({ resource }) => resource.kind))).toEqual(new Set(KINDS));
});

test('a field outside the table, wherever it is, makes a request that it bears on unsupported', () => {
  const name = fc.stringMatching(/^x[a-z]{4,9}$/);
  const value = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant({ a: 1 }),
    fc.constant([1]),
    fc.constant({}),
  );
  fc.assert(
    fc.property(fc.constantFrom(...places), name, value, ({ resource, path }, field, content) => {
      const mesh = changed(resource.manifest, `${path}.${field}`, content);
      const verdicts = requests.map(request => simulate(mesh, request));
      const unsupported = verdicts.filter(({ outcome }) => outcome === 'unsupported');
      expect(unsupported.length).toBeGreaterThan(0);
      for (const { unsupported: fields, destinations } of unsupported) {
        expect(destinations).toEqual([]);
        expect(fields).toContainEqual(
          expect.objectContaining({ resource: resource.toString(), field: `${path}.${field}` }),
        );
      }
    }),
    { numRuns: 400 },
  );
});

test.each(
  SUPPORT.filter(({ support, kind }) => support === 'unsupported' && KINDS.includes(kind)).flatMap(
    ({ kind, fields, because }) => fields.flatMap(expandPattern).map(path => ({ kind, path, because })),
  ),
)('$kind $path is reported with its reason', ({ kind, path, because }) => {
  const resource = MESH.resources.find(one => one.kind === kind);
  const field = path.replace(/\.\*\*$/, '').replaceAll('[]', '[0]');
  const manifest = resource?.manifest ?? { apiVersion: '', kind: '', metadata: {} };
  const mesh = changed(manifest, field, 'x');
  const found = mesh.resources.filter(one => one.kind === kind).flatMap(one => unsupportedFields(one, NEWEST));
  expect(found).toEqual([{ field, reason: because }]);
});

test('fields that the table ignores or models leave the verdict as it is', () => {
  const rule = MESH.all('DestinationRule')[0]?.manifest ?? { apiVersion: '', kind: '', metadata: {} };
  const mesh = changed(rule, 'spec.trafficPolicy.outlierDetection', { consecutive5xxErrors: 3, whatever: true });
  expect(simulate(mesh, requests[0]).outcome).toBe('routed');
});

test.each([
  [{ profile: 'EDGE' }, '1.31', 'routed'],
  [{ profile: 'EDGE' }, '1.30', 'unsupported'],
  [{ httpPathWithEscapedSlashesAction: 'REJECT_REQUEST' }, '1.31', 'unsupported'],
  [{ httpIdleTimeout: '60s' }, '1.31', 'routed'],
])(
  'connection settings %j of proxies are told for Istio %s where they change requests',
  (settings, istioVersion, outcome) => {
    const manifests = MESH.resources.map(({ manifest, origin }) => ({ manifest, origin }));
    const meshConfig = { defaultConfig: { connectionSettings: settings } };
    const mesh = buildModel(manifests, { istioVersion, meshConfig });
    expect(simulate(mesh, requests[0] ?? { from: '', to: '' }).outcome).toBe(outcome);
  },
);
