import { App } from 'cdk8s';
import { DataPlane } from '../../src/mesh/data-plane';
import { Mesh } from '../../src/mesh/mesh';
import { INJECTION_HASH, MeshNamespace } from '../../src/mesh/mesh-namespace';
import { MeshService } from '../../src/mesh/mesh-service';
import { meshOf } from '../../src/testing';
import { declareMesh, find, written } from './declare';

test.each([
  [DataPlane.sidecar(), { 'istio-injection': 'enabled' }],
  [DataPlane.sidecar({ revision: '1-30-5' }), { 'istio.io/rev': '1-30-5' }],
  [DataPlane.ambient(), { 'istio.io/dataplane-mode': 'ambient' }],
  [DataPlane.none(), undefined],
])('a namespace carries exactly the label of its data plane', (dataPlane, labels) => {
  const { app } = declareMesh({}, { dataPlane });
  expect(find(app, 'Namespace', 'shop').metadata.labels).toEqual(labels);
});

test('labels of the data plane are refused among the others', () => {
  expect(() => declareMesh({}, { labels: { 'istio-injection': 'enabled' } })).toThrow(
    'Cannot label namespace "shop" at mesh/shop: wanted "istio-injection" from the dataPlane property, got it in labels',
  );
});

test('a revision that is no DNS label is refused', () => {
  expect(() => DataPlane.sidecar({ revision: '1.30.5' })).toThrow('Cannot inject by revision "1.30.5"');
});

test('one namespace is declared once', () => {
  const { mesh } = declareMesh();
  expect(() => new MeshNamespace(mesh, 'again', { name: 'shop' })).toThrow(
    'Cannot declare namespace "shop" at mesh/again: mesh/shop declares it already',
  );
});

test('an existing namespace is known but not written', () => {
  const app = new App();
  const mesh = new Mesh(app, 'mesh');
  const shared = MeshNamespace.existing(mesh, 'shared', { dataPlane: DataPlane.ambient() });
  expect(shared.apiObject).toBeUndefined();
  expect(mesh.namespaces).toEqual([shared]);
  expect(written(app)).toEqual([]);
});

test.each([
  [DataPlane.none(), 'none'],
  [DataPlane.ambient(), 'ambient'],
  [DataPlane.sidecar(), 'sidecar'],
  [undefined, 'unknown'],
])('pods of an existing namespace are in the mesh as it is declared', (dataPlane, expected) => {
  const app = new App();
  const mesh = new Mesh(app, 'mesh');
  const namespace = MeshNamespace.existing(mesh, 'legacy', { ...(dataPlane === undefined ? {} : { dataPlane }) });
  const ports = [{ port: 8080, protocol: 'http' as const }];
  new MeshService(mesh, 'old', { namespace, ports, versions: { v1: { image: 'old:1' } } });
  expect(meshOf(app).model.workloads.all.map(workload => workload.dataPlane)).toEqual([expected]);
});

test('pod templates change with all that injection depends on, and only then', () => {
  const hash = (istioVersion: string, dataPlane: DataPlane) =>
    declareMesh({ istioVersion }, { dataPlane }).namespace.podAnnotations[INJECTION_HASH];
  const base = hash('1.30.5', DataPlane.sidecar());
  expect(base).toMatch(/^[0-9a-f]{12}$/);
  expect(hash('1.30.5', DataPlane.sidecar())).toBe(base);
  expect(hash('1.31.1', DataPlane.sidecar())).not.toBe(base);
  expect(hash('1.30.5', DataPlane.sidecar({ revision: 'prod' }))).not.toBe(base);
  expect(hash('1.30.5', DataPlane.ambient())).toBeUndefined();
});

test('StatefulSets roll with injection as Deployments do', () => {
  const { app, namespace, service } = declareMesh();
  service('db', {
    ports: [{ port: 3306, protocol: 'mysql' }],
    versions: { v1: { image: 'db:1', kind: 'StatefulSet' } },
  });
  expect(find(app, 'StatefulSet', 'db-v1').spec.template.metadata.annotations).toEqual(namespace.podAnnotations);
});
