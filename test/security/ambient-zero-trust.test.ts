import { App } from 'cdk8s';
import { DataPlane } from '../../src/mesh/data-plane';
import { Mesh } from '../../src/mesh/mesh';
import { MeshNamespace } from '../../src/mesh/mesh-namespace';
import { MeshService } from '../../src/mesh/mesh-service';
import { buildModel } from '../../src/model/mesh-model';
import { PathMatch } from '../../src/routing/string-match';
import { Authorization } from '../../src/security/authorization';
import { MutualTls } from '../../src/security/mutual-tls';
import { simulate } from '../../src/simulation/simulate';
import { expectClean } from '../expect-clean';
import { declareMesh, find } from '../mesh/declare';

/** Two services and a stranger in an ambient namespace, and a caller with a sidecar. */
function declareApp(narrowed: boolean) {
  const app = new App();
  const mesh = new Mesh(app, 'mesh');
  const shop = new MeshNamespace(mesh, 'shop', { dataPlane: DataPlane.ambient() });
  const legacy = new MeshNamespace(mesh, 'legacy');
  const service = (name: string, namespace: MeshNamespace) =>
    new MeshService(mesh, name, {
      namespace,
      ports: [{ port: 80, targetPort: 8080, protocol: 'http' }],
      versions: { v1: { image: `${name}:1` } },
    });
  const [web, cart, old] = [service('web', shop), service('cart', shop), service('old', legacy)];
  service('stranger', shop);
  web.calls(cart, narrowed ? { methods: ['GET'], paths: [PathMatch.prefix('/cart')] } : {});
  if (!narrowed) old.calls(cart);
  new MutualTls(mesh, 'mtls');
  new Authorization(mesh, 'authz', { namespaces: [shop] });
  expect(app.node.findAll().flatMap(construct => construct.node.validate())).toEqual([]);
  return buildModel(app.charts.flatMap(chart => chart.toJson().map(manifest => ({ manifest, origin: {} }))));
}

describe.each([
  [
    'at the pods, where calls are not narrowed',
    false,
    [
      ['shop/web', 'GET', '/cart', 'routed'],
      ['shop/web', 'DELETE', '/other', 'routed'],
      ['legacy/old', 'GET', '/cart', 'routed'],
      ['shop/stranger', 'GET', '/cart', 'denied'],
    ],
  ],
  [
    'at the waypoint, where they are',
    true,
    [
      ['shop/web', 'GET', '/cart', 'routed'],
      ['shop/web', 'POST', '/cart', 'denied'],
      ['shop/web', 'GET', '/other', 'denied'],
      ['shop/stranger', 'GET', '/cart', 'denied'],
      ['legacy/old', 'GET', '/cart', 'denied'],
    ],
  ],
] as const)('an ambient namespace is closed %s', (_title, narrowed, rows) => {
  const model = declareApp(narrowed);

  test.each(rows)('%s %s %s is %s', (from, method, path, outcome) => {
    const verdict = simulate(model, { from, to: `http://cart.shop${path}`, method });
    expect([verdict.outcome, verdict.reason]).toEqual([outcome, expect.anything()]);
  });
});

test('callers of a headless service, who go past the waypoint, are let through at its pods', () => {
  const { app, mesh, service } = declareMesh({}, { dataPlane: DataPlane.ambient() });
  const db = service('db', { headless: true, ports: [{ port: 3306, protocol: 'mysql' }] });
  const web = service('web').calls(service('cart'), { methods: ['GET'] });
  web.calls(db);
  new MutualTls(mesh, 'mtls');
  new Authorization(mesh, 'authz');
  const { rules } = find(app, 'AuthorizationPolicy', 'allow-db-from-waypoint').spec;
  expect(JSON.stringify(rules)).toContain('cluster.local/ns/shop/sa/web');
  expectClean(app);
});
