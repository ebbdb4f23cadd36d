import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Mesh } from '../../src/mesh/mesh';
import { MeshNamespace } from '../../src/mesh/mesh-namespace';
import { declareMesh, find, written } from './declare';

test('constructs find the nearest mesh above them', () => {
  const app = new App();
  const outer = new Mesh(app, 'outer');
  const team = new Chart(app, 'team');
  const inner = new Mesh(team, 'inner');
  expect(Mesh.of(new Construct(app, 'a'))).toBe(outer);
  expect(Mesh.of(new Construct(team, 'b'))).toBe(inner);
  expect(Mesh.of(new Construct(inner, 'c'))).toBe(inner);
});

test('a construct without a mesh above it is told so', () => {
  const app = new App();
  expect(() => Mesh.of(new Construct(app, 'lonely'))).toThrow(
    'Cannot find the mesh of "lonely": wanted a Mesh on it or on one of the constructs above it, got none',
  );
});

test('one scope has one mesh', () => {
  const app = new App();
  new Mesh(app, 'first');
  expect(() => new Mesh(app, 'second')).toThrow('Cannot declare a second mesh at second: first serves the app already');
});

test.each([
  [{ istioVersion: '1.18.0' }, 'Cannot target Istio "1.18.0" at mesh: wanted a release from 1.19 to 1.32'],
  [{ istioVersion: 'latest' }, 'Cannot target Istio "latest" at mesh'],
  [{ trustDomain: 'Not A Domain' }, 'Cannot use "Not A Domain" as trust domain at mesh'],
  [{ rootNamespace: 'a.b' }, 'Cannot use "a.b" as root namespace at mesh'],
  [{ clusterDomain: '' }, 'Cannot use "" as cluster domain at mesh'],
])('properties %j are refused', (props, message) => {
  expect(() => new Mesh(new App(), 'mesh', props)).toThrow(message);
});

test('the release decides the apiVersion of every Istio object, whatever was declared first', () => {
  const versionOf = (istioVersion: string) => {
    const { app, twoVersions } = declareMesh({ istioVersion });
    twoVersions('backend');
    return find(app, 'DestinationRule', 'backend').apiVersion;
  };
  expect(versionOf('1.30.5')).toBe('networking.istio.io/v1');
  expect(versionOf('1.21')).toBe('networking.istio.io/v1beta1');
});

test('objects land in one chart per step of the apply order', () => {
  const { app, twoVersions } = declareMesh();
  twoVersions('backend');
  expect(app.charts.map(chart => chart.node.id).sort()).toEqual([
    '00-namespaces',
    '30-workloads',
    '40-destination-rules',
  ]);
});

test('objects land in the chart that encloses the construct, where there is one', () => {
  const app = new App();
  const mesh = new Mesh(app, 'mesh');
  const team = new Chart(app, 'team');
  new MeshNamespace(team, 'shop');
  expect(app.charts.map(chart => chart.node.id)).toEqual(['team']);
  expect(mesh.namespaces.map(namespace => namespace.name)).toEqual(['shop']);
});

test('two constructs cannot write one object', () => {
  const { mesh } = declareMesh();
  const [a, b] = [new Construct(mesh, 'a'), new Construct(mesh, 'b')];
  mesh.claimObject(a, 'PeerAuthentication', 'shop', 'default');
  expect(() => mesh.claimObject(b, 'PeerAuthentication', 'shop', 'default')).toThrow(
    'Cannot write PeerAuthentication "shop/default" at mesh/b: mesh/a writes it already',
  );
});

test('a listener hears of what was declared before and after it', () => {
  const { mesh, service } = declareMesh();
  const heard: string[] = [];
  const before = service('before');
  mesh.listen({
    service: found => heard.push(`service ${found.name}`),
    call: call => heard.push(`call ${call.caller.label} ${call.callee.name}`),
  });
  const after = service('after');
  before.calls(after);
  expect(heard).toEqual(['service before', 'service after', 'call shop/before after']);
});

test('the same declarations in another order make the same objects', () => {
  const declare = (names: readonly string[]) => {
    const { app, service } = declareMesh();
    for (const name of names) service(name);
    return written(app)
      .map(object => JSON.stringify(object))
      .sort();
  };
  expect(declare(['a', 'b', 'c'])).toEqual(declare(['c', 'a', 'b']));
});
