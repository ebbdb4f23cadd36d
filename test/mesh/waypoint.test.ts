import { App, Testing } from 'cdk8s';
import { DataPlane } from '../../src/mesh/data-plane';
import { Mesh } from '../../src/mesh/mesh';
import { MeshNamespace, type MeshNamespaceProps } from '../../src/mesh/mesh-namespace';
import { Authorization } from '../../src/security/authorization';
import { Jwt } from '../../src/security/jwt';
import { MutualTls } from '../../src/security/mutual-tls';
import { NetworkPolicies } from '../../src/security/network-policies';
import { expectClean } from '../expect-clean';
import { declareMesh, find, written } from './declare';

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

test('gateways can be kept away from the waypoint', () => {
  const { mesh, namespace, objects } = ambient({ waypoint: { takesGatewayTraffic: false } });
  expect(namespace.requireWaypoint(mesh).takesGatewayTraffic).toBe(false);
  const { labels } = objects().find(object => object.kind === 'Namespace').metadata;
  expect(labels).toEqual({ 'istio.io/dataplane-mode': 'ambient', 'istio.io/use-waypoint': 'waypoint' });
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

describe('a canary', () => {
  const shop = () => {
    const declared = declareMesh(
      { istioVersion: '1.31.4' },
      { dataPlane: DataPlane.ambient(), waypoint: { canary: { weight: 20, revision: 'next' } } },
    );
    const [web, cart] = [declared.service('web'), declared.service('cart')];
    web.calls(cart);
    new MutualTls(declared.mesh, 'mtls');
    new Authorization(declared.mesh, 'authorization');
    return { ...declared, cart };
  };

  test('takes its share of the connections with the same policies and the same identity', () => {
    const { app, mesh, namespace } = shop();
    expect(namespace.waypoint?.gateways).toEqual(['waypoint', 'waypoint-canary']);
    const { labels, annotations } = find(app, 'Namespace', 'shop').metadata;
    expect(labels).toMatchObject({
      'istio.io/use-waypoint': 'waypoint',
      'istio.io/use-waypoint-canary': 'waypoint-canary',
    });
    expect(annotations).toEqual({ 'istio.io/use-waypoint-canary-weight': '20' });
    expect(find(app, 'Gateway', 'waypoint-canary').metadata).toMatchObject({
      labels: { 'istio.io/waypoint-for': 'service', 'istio.io/rev': 'next' },
      annotations: { 'gateway.istio.io/service-account': 'waypoint' },
    });
    new Jwt(mesh, 'users', { target: namespace, issuers: [{ issuer: 'https://id.example.com' }] });
    const targets = find(app, 'RequestAuthentication', 'users').spec.targetRefs;
    expect(targets.map(({ name }: { name: string }) => name)).toEqual(['waypoint', 'waypoint-canary']);
    expectClean(app, '1.31.4');
  });

  test('is let through by the network', () => {
    const { app, mesh } = shop();
    new NetworkPolicies(mesh, 'network');
    const pods = { matchLabels: { 'gateway.networking.k8s.io/gateway-class-name': 'istio-waypoint' } };
    const policies = written(app).filter(({ kind }) => kind === 'NetworkPolicy');
    expect(find(app, 'NetworkPolicy', 'allow-waypoint-waypoint').spec.podSelector).toEqual(pods);
    const intoCart = policies.find(({ spec }) => spec.podSelector.matchLabels?.app === 'cart')?.spec.ingress;
    expect(JSON.stringify(intoCart)).toContain(JSON.stringify(pods));
    expectClean(app, '1.31.4');
  });

  test.each<[MeshNamespaceProps['waypoint'], string, string]>([
    [{ canary: { weight: 10 } }, '1.30.8', 'wanted Istio 1.31 or newer for a canary, got 1.30.8'],
    [
      { canary: { weight: 101 } },
      '1.31',
      'wanted the weight of its canary to be a whole number from 0 to 100, got 101',
    ],
    [
      { canary: { weight: 1.5 } },
      '1.31',
      'wanted the weight of its canary to be a whole number from 0 to 100, got 1.5',
    ],
    [{ canary: { weight: 1, name: 'waypoint' } }, '1.31', 'wanted a canary with a name of its own, got "waypoint"'],
  ])('with %j is refused under %s', (waypoint, istioVersion, message) => {
    expect(() => ambient({ waypoint }, istioVersion)).toThrow(message);
  });
});
