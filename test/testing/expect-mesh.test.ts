import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import { expectMesh, MeshExpectationError, type MeshSource, meshOf, verdictOf } from '../../src/testing';
import { meshOf as modelOf, namespace, object, service } from '../simulation/mesh-of';

const BACKEND = 'backend.shop.svc.cluster.local';
const SUBSETS = `{ host: ${BACKEND}, subsets: [{ name: v1, labels: { version: v1 } }, { name: v2, labels: { version: v2 } }] }`;
const CANARY = `{ hosts: [${BACKEND}], http: [
  { match: [{ headers: { x-canary: { exact: "true" } } }], timeout: 2s, route: [{ destination: { host: backend, subset: v2 } }] },
  { match: [{ uri: { prefix: /old } }], redirect: { uri: /new } },
  { timeout: 10s, route: [{ destination: { host: backend, subset: v1 }, weight: 90 }, { destination: { host: backend, subset: v2 }, weight: 10 }] }] }`;

const YAML = [
  namespace('shop'),
  service('shop/web'),
  service('shop/backend', ['v1', 'v2']),
  object('DestinationRule', 'shop/backend', SUBSETS),
  object('VirtualService', 'shop/backend', CANARY),
  object('PeerAuthentication', 'shop/default', '{ mtls: { mode: STRICT } }'),
  object(
    'AuthorizationPolicy',
    'shop/backend',
    '{ selector: { matchLabels: { app: backend } }, rules: [{ from: [{ source: { principals: [cluster.local/ns/shop/sa/web] } }] }] }',
  ),
];

const backend = { host: BACKEND, name: 'backend', namespace: { name: 'shop' } };
const v2 = { service: backend, name: 'v2', labels: { version: 'v2' } };
const call = { from: 'shop/web', to: 'http://backend/notes' };
const canary = { ...call, headers: { 'x-canary': 'true' } };

const mesh = meshOf(modelOf(YAML));

/** The message of an expectation that does not hold. */
function failure(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof MeshExpectationError) return error.message;
    throw error;
  }
  throw new Error('The expectation holds');
}

describe('an expectation on a mesh', () => {
  test('holds where the mesh behaves so', () => {
    expectMesh(mesh).toRoute(canary).to(v2).toTimeOutAfter('2s').toUseMutualTls('STRICT');
    expectMesh(mesh).toRoute(call).to(backend).toSplit({ v1: 90, v2: 10 }).toTimeOutAfter('10000ms');
    expectMesh(mesh)
      .toRedirect({ ...call, to: 'http://backend/old' }, 'http://backend/new')
      .toRedirect({ ...call, to: 'http://backend/old' }, /new$/)
      .toAllow(call)
      .toDeny({ ...call, from: 'shop/backend' })
      .toUseMutualTls(call, 'STRICT')
      .toAnswer({ ...call, from: 'shop/backend' }, 403);
  });

  test('takes destinations as objects and as texts', () => {
    for (const destination of [BACKEND, 'backend', 'shop/backend', 'backend.shop', backend]) {
      expectMesh(mesh).toRoute(call).to(destination);
    }
    expectMesh(mesh)
      .toRoute(canary)
      .to('backend v2')
      .toSplit({ [`${BACKEND} v2`]: 100, v1: 0 });
  });

  test('says what it wanted and got, and ends with the trace', () => {
    const message = failure(() => expectMesh(mesh).toRoute(call).to(v2));
    expect(message).toContain(
      `expected GET http://backend/notes from shop/web to go to ${BACKEND} v2, got 90 % ${BACKEND} v1, 10 % ${BACKEND} v2`,
    );
    expect(message).toContain('trace\n');
    expect(message).toContain(
      'not VirtualService shop/backend spec.http[0].match[0].headers.x-canary: wants exact "true"',
    );
  });

  test.each([
    ['the shares differ', () => expectMesh(mesh).toRoute(call).toSplit({ v1: 80, v2: 20 })],
    ['a share is not named', () => expectMesh(mesh).toRoute(call).toSplit({ v1: 90 })],
    ['the request does not arrive', () => expectMesh(mesh).toRoute({ ...call, from: 'shop/backend' })],
    ['it is denied', () => expectMesh(mesh).toAllow({ ...call, from: 'shop/backend' })],
    ['it is allowed', () => expectMesh(mesh).toDeny(call)],
    ['the mode is another', () => expectMesh(mesh).toUseMutualTls(call, 'PERMISSIVE')],
    ['there is no redirect', () => expectMesh(mesh).toRedirect(call)],
    [
      'the redirect goes elsewhere',
      () => expectMesh(mesh).toRedirect({ ...call, to: 'http://backend/old' }, 'http://backend/'),
    ],
    ['the timeout is another', () => expectMesh(mesh).toRoute(call).toTimeOutAfter('9s')],
    ['the status is another', () => expectMesh(mesh).toAnswer(call, 404)],
  ])('fails where %s', (_, run) => {
    expect(failure(run)).toMatch(/^expected GET http:\/\/backend\/\S+ from shop\/\w+ to /);
  });

  test('never holds for a request whose verdict is unsupported', () => {
    const filter = `
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: { name: any, namespace: shop }
spec: { configPatches: [{ applyTo: CLUSTER }] }
`;
    const unclear = meshOf(modelOf([...YAML, filter]));
    const runs = [
      () => expectMesh(unclear).toRoute(call),
      () => expectMesh(unclear).toAllow(call),
      () => expectMesh(unclear).toDeny({ ...call, from: 'shop/backend' }),
      () => expectMesh(unclear).toUseMutualTls(call, 'STRICT'),
    ];
    for (const run of runs) expect(failure(run)).toContain('unsupported: EnvoyFilter shop/any spec.configPatches');
  });

  test('gives the whole verdict for expectations of one’s own', () => {
    expect(expectMesh(mesh).toRoute(call).verdict.route?.retries?.attempts).toBe(2);
    expect(verdictOf(mesh, call).outcome).toBe('routed');
  });
});

describe('an expectation that nothing is found', () => {
  test('holds for a sound mesh and lists what is wrong with another', () => {
    const dangling = object(
      'VirtualService',
      'shop/other',
      `{ hosts: [web.shop.svc.cluster.local], http: [{ route: [{ destination: { host: backend, subset: v9 } }] }] }`,
    );
    expectMesh(mesh).toHaveNoFindings('error');
    expect(failure(() => expectMesh(modelOf([...YAML, dangling])).toHaveNoFindings('error'))).toContain(
      'dangling-subset',
    );
  });
});

describe('a mesh for expectations', () => {
  const read = (source: MeshSource) => meshOf(source).model.resources.map(String);

  test('comes from a folder of YAML', () => {
    const folder = mkdtempSync(join(tmpdir(), 'mesh-'));
    try {
      writeFileSync(join(folder, 'mesh.yaml'), YAML.join('---'));
      expectMesh(folder).toRoute(canary).to(v2);
      expect(read([folder])).toEqual(read(folder));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('comes from an app, or from one chart of it', () => {
    const app = new App();
    const define = (id: string) =>
      new ApiObject(new Chart(app, id), 'service', {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: id, namespace: 'shop' },
        spec: { ports: [{ port: 80 }] },
      });
    const first = define('first');
    define('second');
    expect(read(app).sort()).toEqual(['Service shop/first', 'Service shop/second']);
    expect(read(Chart.of(first))).toEqual(['Service shop/first']);
  });

  test('is read only once', () => {
    expect(meshOf(mesh)).toBe(mesh);
  });
});
