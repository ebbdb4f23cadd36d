import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, Chart } from 'cdk8s';
import { Authorization, Canary, CircuitBreaker, Mesh, MeshApp, MeshNamespace, MeshService, MutualTls } from '../../src';
import { readManifests, simulate } from '../../src/api/simulation';
import { meshOf } from '../../src/testing';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'existing-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A new caller of a service that somebody else runs. */
function appBesideOthers() {
  const app = new MeshApp({ outdir: join(folder, 'dist'), strict: true });
  const mesh = new Mesh(app, 'mesh');
  const port = { port: 80, protocol: 'http' } as const;
  const others = MeshNamespace.existing(mesh, 'others');
  const api = MeshService.existing(mesh, 'api', { namespace: others, ports: [port], versions: { v1: {}, v2: {} } });
  const database = MeshService.existing(mesh, 'db', { namespace: others, ports: [{ port: 3306, protocol: 'mysql' }] });
  const shop = new MeshNamespace(mesh, 'shop');
  const web = new MeshService(mesh, 'web', { namespace: shop, ports: [port], versions: { v1: { image: 'web:1' } } });
  web.calls(api);
  api.calls(database);
  new Canary(mesh, 'canary', { stable: api.version('v1'), canary: api.version('v2'), weight: 10 });
  new CircuitBreaker(mesh, 'breaker', { service: api });
  new MutualTls(mesh, 'mutual-tls');
  new Authorization(mesh, 'authorization');
  return app;
}

describe('a service that somebody else runs', () => {
  test('is no cause for findings, and none of its own objects is written', () => {
    const app = appBesideOthers();
    expect(() => app.synth()).not.toThrow();
    const written = readManifests([join(folder, 'dist')]).map(({ manifest }) => manifest);
    const kinds = written.filter(({ metadata }) => metadata.namespace === 'others').map(({ kind }) => kind);
    expect(kinds).toEqual(['DestinationRule', 'VirtualService']);
  });

  test('is checked like any other: a route to what it lacks stops the synth', () => {
    const app = appBesideOthers();
    new ApiObject(new Chart(app, 'raw'), 'route', {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'raw', namespace: 'shop' },
      spec: {
        hosts: ['raw.example.com'],
        http: [{ route: [{ destination: { host: 'cache.others.svc.cluster.local' } }] }],
      },
    });
    expect(() => app.synth()).toThrow('host "cache.others.svc.cluster.local" is not a Service');
  });

  test('takes part in simulations of the app', () => {
    const { model } = meshOf(appBesideOthers());
    const verdict = simulate(model, { from: 'shop/web', to: 'http://api.others/health' });
    expect(verdict.outcome).toBe('routed');
    expect(verdict.destinations.map(({ subset, percent }) => [subset, percent])).toEqual([
      ['v1', 90],
      ['v2', 10],
    ]);
  });
});
