import { Mesh } from '../../src/mesh/mesh';
import { MeshNamespace } from '../../src/mesh/mesh-namespace';
import { MeshService } from '../../src/mesh/mesh-service';
import { accessIn, renderMatrix } from '../../src/proof/access-matrix';
import { PathMatch } from '../../src/routing/string-match';
import { Authorization } from '../../src/security/authorization';
import { MutualTls } from '../../src/security/mutual-tls';
import { meshOfApp } from '../../src/synth/app-mesh';
import { MeshApp } from '../../src/synth/mesh-app';
import { renderApp } from '../../src/synth/render-app';

/** Services that each call three others, a third of the calls narrowed to a path. */
function largeApp(size: number): MeshApp {
  const app = new MeshApp();
  const mesh = new Mesh(app, 'mesh');
  const namespaces = Array.from({ length: 4 }, (_, i) => new MeshNamespace(mesh, `team-${i}`));
  const ports = [{ port: 8080, protocol: 'http' }] as const;
  const services = Array.from({ length: size }, (_, i) => {
    const namespace = namespaces[i % namespaces.length];
    if (namespace === undefined) throw new Error('the app has no namespaces');
    return new MeshService(mesh, `service-${i}`, { namespace, ports, versions: { v1: { image: 'app:1' } } });
  });
  for (const [i, caller] of services.entries()) {
    for (const n of [1, 2, 3]) {
      const callee = services[(i + n * 7) % size];
      if (callee !== undefined) caller.calls(callee, n === 3 ? { paths: [PathMatch.prefix('/api')] } : {});
    }
  }
  new MutualTls(mesh, 'mtls');
  new Authorization(mesh, 'authorization');
  return app;
}

test('100 services with 300 calls fit in under 400 lines, with no line for a pair that is denied', () => {
  const app = largeApp(100);
  const mesh = meshOfApp(
    app,
    [...renderApp(app)].flatMap(({ objects }) => objects),
  );
  const entries = accessIn(mesh);
  const lines = renderMatrix(entries).split('\n');
  expect(lines.length).toBeLessThan(400);
  const callers = entries
    .filter(({ isUnknownHost }) => !isUnknownHost)
    .flatMap(({ from, to }) => from.map(one => `${one} ${to}`));
  expect(new Set(callers).size).toBe(300);
  expect(lines).toContain(
    'team-0/service-0-v1, team-1/service-93-v1 -> service-7.team-3.svc.cluster.local:8080: all requests (mutual TLS)',
  );
  expect(entries.every(({ allowed }) => allowed)).toBe(true);
});
