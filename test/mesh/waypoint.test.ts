import { App, Testing } from 'cdk8s';
import { DataPlane } from '../../src/mesh/data-plane';
import { Mesh } from '../../src/mesh/mesh';
import { MeshNamespace, type MeshNamespaceProps } from '../../src/mesh/mesh-namespace';

function ambient(props: MeshNamespaceProps = {}, istioVersion = '1.30.5') {
  const app = new App();
  const mesh = new Mesh(app, 'mesh', { istioVersion });
  const namespace = new MeshNamespace(mesh, 'notes', { dataPlane: DataPlane.ambient(), ...props });
  const objects = () => app.charts.flatMap(chart => Testing.synth(chart));
  return { mesh, namespace, objects };
}

test('a waypoint is a Gateway of class istio-waypoint that takes HBONE, and the namespace uses it', () => {
  const { mesh, namespace, objects } = ambient();
  expect(namespace.waypoint).toBeUndefined();
  const waypoint = namespace.requireWaypoint(mesh);
  expect(waypoint.principal).toBe('cluster.local/ns/notes/sa/waypoint');
  const [labels, gateway] = [
    objects().find(object => object.kind === 'Namespace').metadata.labels,
    objects().find(object => object.kind === 'Gateway'),
  ];
  expect(labels).toEqual({
    'istio.io/dataplane-mode': 'ambient',
    'istio.io/use-waypoint': 'waypoint',
    'istio.io/ingress-use-waypoint': 'true',
  });
  expect(gateway).toEqual({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'waypoint', namespace: 'notes', labels: { 'istio.io/waypoint-for': 'service' } },
    spec: {
      gatewayClassName: 'istio-waypoint',
      listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }],
    },
  });
});

test('however many need it, a namespace has one waypoint', () => {
  const { mesh, namespace, objects } = ambient({ waypoint: { name: 'l7', traffic: 'all' } });
  expect(namespace.requireWaypoint(mesh)).toBe(namespace.requireWaypoint(mesh));
  const gateways = objects().filter(object => object.kind === 'Gateway');
  expect(gateways.map(gateway => [gateway.metadata.name, gateway.metadata.labels['istio.io/waypoint-for']])).toEqual([
    ['l7', 'all'],
  ]);
});

test('a release before 1.25 keeps gateways away from the waypoint', () => {
  const { mesh, namespace, objects } = ambient({}, '1.24.0');
  expect(namespace.requireWaypoint(mesh).takesGatewayTraffic).toBe(false);
  const labels = objects().find(object => object.kind === 'Namespace').metadata.labels;
  expect(labels).not.toHaveProperty('istio.io/ingress-use-waypoint');
});

test('a release before 1.22 has no waypoint that is found by label', () => {
  const { mesh, namespace } = ambient({}, '1.21.0');
  expect(() => namespace.requireWaypoint(mesh)).toThrow(
    'wanted Istio 1.22 or newer, which finds it by label, got 1.21.0',
  );
});

test('a namespace with sidecars refuses a waypoint', () => {
  const sidecars = { dataPlane: DataPlane.sidecar() };
  const { mesh, namespace } = ambient(sidecars);
  expect(() => namespace.requireWaypoint(mesh)).toThrow(
    'Cannot use a waypoint in namespace "notes" at mesh: wanted the ambient data plane, got "sidecar"',
  );
  expect(() => ambient({ ...sidecars, waypoint: {} })).toThrow('wanted the ambient data plane, got "sidecar"');
});

test('an existing namespace has the waypoint that its owner declares, and none else', () => {
  const { mesh, objects } = ambient();
  const dataPlane = DataPlane.ambient();
  const with_ = MeshNamespace.existing(mesh, 'theirs', { dataPlane, waypoint: { name: 'theirs-waypoint' } });
  expect(with_.requireWaypoint(mesh).label).toBe('theirs/theirs-waypoint');
  expect(objects().filter(object => object.kind === 'Gateway')).toEqual([]);
  const without = MeshNamespace.existing(mesh, 'bare', { dataPlane });
  expect(() => without.requireWaypoint(mesh)).toThrow('wanted its owner to provide one and the waypoint property');
});
