import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MeshNamespaceProps } from '../../src/mesh/mesh-namespace';
import { PathMatch } from '../../src/routing/string-match';
import { Authorization, type AuthorizationProps } from '../../src/security/authorization';
import { addMeshOffer, type MeshOffer, OfferedMesh } from '../../src/security/mesh-offer';
import { MutualTls } from '../../src/security/mutual-tls';
import { RequestSource } from '../../src/security/request-source';
import { MeshApp } from '../../src/synth/mesh-app';
import { expectMesh, meshOf } from '../../src/testing';
import { expectClean } from '../expect-clean';
import { findingsOf } from '../findings';
import { declareMesh, written } from '../mesh/declare';

/** What the repository of payments writes as its offer: `pay/api`, which `pay/web` may read and `web/front` may use. */
function offerOfPayments(namespace: MeshNamespaceProps = {}): MeshOffer {
  const outdir = mkdtempSync(join(tmpdir(), 'offer-'));
  try {
    const app = new MeshApp({ outdir });
    const { mesh, service, twoVersions } = declareMesh({}, { name: 'pay', ...namespace }, app);
    const api = twoVersions('api');
    const front = new OfferedMesh(mesh, 'offer-of-web', { ...EMPTY, services: { 'web/front': FRONT } }).service(
      'web/front',
    );
    service('web').calls(api, { methods: ['GET'] });
    front.calls(api, { methods: ['GET', 'POST'], paths: [PathMatch.prefix('/pay')] });
    new MutualTls(mesh, 'mtls');
    new Authorization(mesh, 'authz');
    addMeshOffer(mesh, { owner: 'team-payments' });
    app.synth();
    // kubectl takes what ends in .yaml, .yml and .json for manifests, and nothing else.
    for (const name of readdirSync(outdir)) expect(name).not.toMatch(/offer.*\.(?:json|ya?ml)$/);
    return require(join(outdir, 'mesh-offer.cjs'));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

const FRONT = {
  namespace: 'web',
  name: 'front',
  ports: [{ name: 'http', port: 8080, targetPort: 8080, protocol: 'http' }],
  selector: { app: 'front' },
  serviceAccountName: 'front',
  versions: {},
};
const EMPTY: MeshOffer = {
  owner: 'team-web',
  trustDomain: 'cluster.local',
  clusterDomain: 'cluster.local',
  rootNamespace: 'istio-system',
  namespaces: { web: 'sidecar' },
  services: {},
  rootObjects: [],
};

/** The repository of the web, whose `web/front` calls payments. */
function declareWeb(offer: MeshOffer, authorization: AuthorizationProps = {}) {
  const declared = declareMesh({}, { name: 'web' });
  const payments = new OfferedMesh(declared.mesh, 'payments', offer);
  const api = payments.service('pay/api');
  return {
    ...declared,
    payments,
    api,
    front: declared.service('front'),
    authz: new Authorization(declared.mesh, 'authz', authorization),
  };
}

const errors = (app: Parameters<typeof findingsOf>[0]) =>
  findingsOf(app)
    .filter(({ severity }) => severity === 'error')
    .map(({ rule, message }) => `${rule}: ${message}`);

test('an offer holds services, who may call them, and what holds for the whole mesh', () => {
  const offer = offerOfPayments();
  expect(offer).toMatchObject({ owner: 'team-payments', namespaces: { pay: 'sidecar' }, trustDomain: 'cluster.local' });
  expect(Object.keys(offer.services)).toEqual(['pay/api', 'pay/web']);
  expect(offer.services['pay/api']).toMatchObject({
    ports: [{ port: 8080, targetPort: 8080, protocol: 'http' }],
    serviceAccountName: 'api',
    versions: { v1: { labels: { version: 'v1' }, replicas: 2 } },
    grants: [
      { principal: 'cluster.local/ns/pay/sa/web', ports: [8080], methods: ['GET'] },
      { principal: 'cluster.local/ns/web/sa/front', ports: [8080], methods: ['GET', 'POST'], paths: ['/pay*'] },
    ],
  });
  expect(offer.rootObjects).toEqual(['PeerAuthentication default']);
});

test('a call that the owner lets through is right, and writes nothing of theirs', () => {
  const { app, front, api } = declareWeb(offerOfPayments());
  front.calls(api, { methods: ['GET'], paths: [PathMatch.prefix('/pay/invoices')] });
  expectClean(app);
  expect(written(app).filter(({ metadata }) => metadata.namespace === 'pay')).toEqual([]);
});

test('a call beyond that says what to ask the owner for', () => {
  const { app, front, api } = declareWeb(offerOfPayments());
  front.calls(api, { methods: ['DELETE'] });
  expect(errors(app)).toEqual([
    'call-not-granted: "web/front" calls "pay/api", which "team-payments" guards and does not let it: the policy of the callee must allow principal "cluster.local/ns/web/sa/front" (ports 8080 DELETE)',
  ]);
});

test('what nobody is granted does not get through in tests either', () => {
  const { app, front, service, api } = declareWeb(offerOfPayments(), { defaultDeny: 'mesh' });
  front.calls(api, { methods: ['GET'], paths: [PathMatch.prefix('/pay')] });
  const back = service('back');
  const mesh = meshOf(app);
  expectMesh(mesh).toRoute({ from: front, to: 'http://api.pay:8080/pay/1' }).to(api);
  expectMesh(mesh).toDeny({ from: front, to: 'http://api.pay:8080/pay/1', method: 'DELETE' });
  expectMesh(mesh).toDeny({ from: back, to: 'http://api.pay:8080/pay/1' });
  expect(findingsOf(app).map(({ rule }) => rule)).not.toContain('undeclared-call-allowed');
});

test('what is granted to one caller is granted to no other', () => {
  const { app, service, api } = declareWeb(offerOfPayments());
  service('back').calls(api, { methods: ['GET'], paths: [PathMatch.prefix('/pay')] });
  expect(errors(app)).toEqual([expect.stringMatching(/^call-not-granted: "web\/back" calls "pay\/api"/)]);
});

test('a mesh that is closed as a whole overwrites no policy of theirs', () => {
  const { app, front, api } = declareWeb(offerOfPayments(), { defaultDeny: 'mesh' });
  front.calls(api, { methods: ['GET'], paths: [PathMatch.prefix('/pay')] });
  expect(errors(app)).toEqual([]);
  expect(written(app).filter(({ metadata }) => metadata.namespace === 'pay')).toEqual([]);
});

test('what holds for the whole mesh has one writer, and so have policies', () => {
  const { app, mesh, authz, api } = declareWeb(offerOfPayments());
  new MutualTls(mesh, 'mtls');
  expect(errors(app)).toEqual([
    'object-of-another-owner: PeerAuthentication "istio-system/default" holds for the whole mesh and is written by "team-payments": of two writers one overwrites the other',
  ]);
  expect(() => authz.allow(api, { from: [RequestSource.namespace('web')] })).toThrow(
    'Cannot allow requests to service "pay/api" at mesh/authz: wanted "team-payments", who writes its policies, to allow them',
  );
});

test('an offer of another mesh, and services that it does not have, are refused', () => {
  const offer = offerOfPayments();
  const { mesh } = declareMesh({ trustDomain: 'example.com' });
  expect(() => new OfferedMesh(mesh, 'payments', offer)).toThrow(
    'Cannot take the offer of "team-payments" at mesh/payments: wanted one mesh, whose trustDomain is "example.com", got the offer of another, with "cluster.local"',
  );
  expect(() => declareWeb(offer).payments.service('pay/none')).toThrow(
    'wanted one that "team-payments" offers, which are "pay/api", "pay/web"',
  );
});

describe('the file of an offer', () => {
  function written(path?: string): { readonly [name: string]: string } {
    const outdir = mkdtempSync(join(tmpdir(), 'offer-'));
    try {
      const app = new MeshApp({ outdir });
      const { mesh, twoVersions } = declareMesh({}, { name: 'pay' }, app);
      twoVersions('api');
      addMeshOffer(mesh, { owner: 'team-payments', ...(path === undefined ? {} : { path }) });
      app.synth();
      const names = readdirSync(outdir).filter(name => name.includes('offer'));
      return Object.fromEntries(names.map(name => [name, readFileSync(join(outdir, name), 'utf8')]));
    } finally {
      rmSync(outdir, { recursive: true });
    }
  }

  test('is a module with types of its own, which compile', () => {
    const { 'mesh-offer.cjs': code = '', 'mesh-offer.d.cts': types = '', ...others } = written();
    expect(others).toEqual({});
    const json = JSON.parse(code.replace(/^module\.exports = /, '').replace(/;\n$/, ''));
    expect(json).toMatchObject({ owner: 'team-payments', services: { 'pay/api': { name: 'api' } } });
    // Beside the sources, which it compiles against, but not among them.
    const lib = join(__dirname, '../../lib');
    mkdirSync(lib, { recursive: true });
    const folder = mkdtempSync(join(lib, 'offer-'));
    try {
      writeFileSync(join(folder, 'mesh-offer.d.cts'), types);
      const use = (label: string): string =>
        `import { type Mesh, OfferedMesh } from '../../src';\nimport offer from './mesh-offer.cjs';\nexport const use = (mesh: Mesh) => new OfferedMesh(mesh, 'a', offer).service('${label}');\n`;
      writeFileSync(join(folder, 'right.ts'), use('pay/api'));
      writeFileSync(join(folder, 'wrong.ts'), use('pay/apj'));
      const config = {
        extends: '../../tsconfig.json',
        compilerOptions: { noEmit: true },
        include: ['*.ts', '*.cts'],
      };
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
      const { stdout } = spawnSync('npx', ['tsc', '-p', folder], { encoding: 'utf8', cwd: join(__dirname, '../..') });
      expect(stdout.split('\n').filter(line => line.includes('error'))).toEqual([
        expect.stringMatching(/wrong\.ts.*"pay\/apj"/),
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 120_000);

  test('is JSON where its path says so', () => {
    const { 'offer.json': text = '' } = written('offer.json');
    expect(JSON.parse(text)).toMatchObject({ owner: 'team-payments' });
  });
});
