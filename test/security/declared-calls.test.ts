import { App } from 'cdk8s';
import * as fc from 'fast-check';
import { DataPlane } from '../../src/mesh/data-plane';
import { Mesh } from '../../src/mesh/mesh';
import { MeshNamespace } from '../../src/mesh/mesh-namespace';
import { MeshService } from '../../src/mesh/mesh-service';
import { buildModel } from '../../src/model/mesh-model';
import { Authorization } from '../../src/security/authorization';
import { MutualTls } from '../../src/security/mutual-tls';
import { simulate } from '../../src/simulation/simulate';

const METHODS = ['GET', 'POST'] as const;

interface DeclaredCall {
  readonly from: number;
  readonly to: number;
  readonly methods: readonly string[] | undefined;
}

/** Up to five services in two namespaces, any calls between them, and which of the namespaces are ambient. */
const meshes = fc.record({
  ambient: fc.boolean(),
  defaultDeny: fc.constantFrom('namespace' as const, 'mesh' as const),
  calls: fc.uniqueArray(
    fc.record({
      from: fc.nat(4),
      to: fc.nat(4),
      methods: fc.option(fc.constantFrom<readonly string[]>(['GET'], ['POST']), { nil: undefined }),
    }),
    { maxLength: 8, selector: ({ from, to }) => `${from} ${to}` },
  ),
});

function declare(ambient: boolean, defaultDeny: 'namespace' | 'mesh', calls: readonly DeclaredCall[]) {
  const app = new App();
  const mesh = new Mesh(app, 'mesh');
  const dataPlane = ambient ? DataPlane.ambient() : DataPlane.sidecar();
  const namespaces = ['east', 'west'].map(name => new MeshNamespace(mesh, name, { dataPlane }));
  const services = Array.from({ length: 5 }, (_, i) => {
    const namespace = namespaces[i % 2];
    if (namespace === undefined) throw new Error('two namespaces');
    const ports = [{ port: 80, targetPort: 8080, protocol: 'http' }] as const;
    return new MeshService(mesh, `s${i}`, { namespace, ports, versions: { v1: { image: 's:1' } } });
  });
  for (const { from, to, methods } of calls) {
    const callee = services[to];
    if (callee !== undefined) services[from]?.calls(callee, { methods });
  }
  new MutualTls(mesh, 'mtls');
  new Authorization(mesh, 'authz', { defaultDeny });
  return {
    services,
    model: buildModel(app.charts.flatMap(chart => chart.toJson().map(manifest => ({ manifest, origin: {} })))),
  };
}

test('exactly the declared calls pass, whatever they are', () => {
  fc.assert(
    fc.property(meshes, ({ ambient, defaultDeny, calls }) => {
      const { services, model } = declare(ambient, defaultDeny, calls);
      for (const [from, caller] of services.entries()) {
        for (const [to, callee] of services.entries()) {
          for (const method of METHODS) {
            const declared = calls.some(
              call => call.from === from && call.to === to && (call.methods?.includes(method) ?? true),
            );
            const { outcome } = simulate(model, { from: caller.label, to: `http://${callee.host}/`, method });
            expect([caller.label, callee.label, method, outcome]).toEqual([
              caller.label,
              callee.label,
              method,
              declared ? 'routed' : 'denied',
            ]);
          }
        }
      }
    }),
    { numRuns: 40, seed: 7 },
  );
});
