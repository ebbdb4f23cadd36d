import { ApiObject, App, Chart } from 'cdk8s';
import { Mesh } from '../../src/mesh/mesh';
import { MeshNamespace } from '../../src/mesh/mesh-namespace';
import { MutualTls } from '../../src/security/mutual-tls';
import { findingsOf } from '../findings';
import { find } from './declare';

const WAVE = 'argocd.argoproj.io/sync-wave';

function declare(): { app: App; mesh: Mesh } {
  const app = new App();
  const mesh = new Mesh(app, 'mesh');
  new MeshNamespace(mesh, 'shop');
  new MutualTls(mesh, 'mutual-tls');
  return { app, mesh };
}

test('objects of all constructs get what is added to all, to a kind, to a namespace or to a name', () => {
  const { app, mesh } = declare();
  mesh
    .addMetadata({ labels: { team: 'web' } })
    .addMetadata({ kind: 'PeerAuthentication', annotations: { [WAVE]: '3' } })
    .addMetadata({ namespace: 'istio-system', labels: { tier: 'mesh' } })
    .addMetadata({ name: 'shop', annotations: { owner: 'shop-team' } })
    .addMetadata({ kind: 'PeerAuthentication', name: 'another', labels: { never: 'seen' } });
  expect(find(app, 'PeerAuthentication', 'default').metadata).toEqual({
    name: 'default',
    namespace: 'istio-system',
    labels: { team: 'web', tier: 'mesh' },
    annotations: { [WAVE]: '3' },
  });
  expect(find(app, 'Namespace', 'shop').metadata).toMatchObject({
    labels: { team: 'web', 'istio-injection': 'enabled' },
    annotations: { owner: 'shop-team' },
  });
});

test('what an object has itself stays, and the narrower of two additions counts, in whatever order they are made', () => {
  for (const order of [1, -1]) {
    const { app, mesh } = declare();
    new ApiObject(new Chart(app, 'own'), 'map', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'map', namespace: 'shop', labels: { team: 'own' } },
    });
    const additions = [
      { labels: { team: 'all', tier: 'all' } },
      { kind: 'ConfigMap', labels: { tier: 'kind' } },
      { kind: 'ConfigMap', name: 'map', labels: { team: 'name' }, annotations: { at: 'name' } },
    ];
    for (const addition of order > 0 ? additions : additions.reverse()) mesh.addMetadata(addition);
    expect(find(app, 'ConfigMap', 'map').metadata).toMatchObject({
      labels: { team: 'own', tier: 'kind' },
      annotations: { at: 'name' },
    });
  }
});

test('kinds of the same name are told apart by their group', () => {
  const { app, mesh } = declare();
  for (const apiVersion of ['networking.istio.io/v1', 'gateway.networking.k8s.io/v1']) {
    new ApiObject(new Chart(app, apiVersion.slice(0, 7)), 'gateway', {
      apiVersion,
      kind: 'Gateway',
      metadata: { name: apiVersion.slice(0, 7), namespace: 'shop' },
    });
  }
  mesh.addMetadata({ kind: 'Gateway', group: 'gateway.networking.k8s.io', labels: { api: 'kubernetes' } });
  expect(find(app, 'Gateway', 'gateway').metadata.labels).toEqual({ api: 'kubernetes' });
  expect(find(app, 'Gateway', 'network').metadata.labels).toBeUndefined();
});

test('two values for the same objects are refused', () => {
  const { mesh } = declare();
  mesh.addMetadata({ kind: 'Gateway', annotations: { [WAVE]: '2' } });
  mesh.addMetadata({ kind: 'Gateway', annotations: { [WAVE]: '2' } });
  expect(() => mesh.addMetadata({ kind: 'Gateway', annotations: { [WAVE]: '3' } })).toThrow(
    `Cannot add annotations to Gateway at mesh: wanted one value for "${WAVE}", got "2" and "3"`,
  );
});

test('two values of additions that say as much are refused for the object that both fit', () => {
  const { app, mesh } = declare();
  mesh.addMetadata({ kind: 'PeerAuthentication', labels: { tier: 'kind', same: 'x' } });
  mesh.addMetadata({ namespace: 'istio-system', labels: { same: 'x' } });
  expect(find(app, 'PeerAuthentication', 'default').metadata.labels).toEqual({ tier: 'kind', same: 'x' });
  mesh.addMetadata({ name: 'default', labels: { tier: 'name' } });
  expect(() => find(app, 'PeerAuthentication', 'default')).toThrow(
    /Cannot add labels to PeerAuthentication "default" at .*: wanted one value for "tier", got "kind" for PeerAuthentication and "name" for objects "default"/,
  );
});

test('an addition of nothing is refused where it is written', () => {
  const { mesh } = declare();
  expect(() => mesh.addMetadata({ kind: 'Service', labels: {} })).toThrow(
    'Cannot add metadata to Service at mesh: wanted labels or annotations, got none',
  );
});

test('an addition that no object fits is reported with the kind that is meant', () => {
  const app = new App();
  const mesh = new Mesh(app, 'mesh');
  new MeshNamespace(mesh, 'shop');
  new MutualTls(mesh, 'mutual-tls');
  mesh
    .addMetadata({ kind: 'PeerAuthentification', labels: { a: 'b' } })
    .addMetadata({ namespace: 'ghost', labels: { a: 'b' } })
    .addMetadata({ kind: 'PeerAuthentication', group: 'security.istio.io', labels: { a: 'b' } });
  const found = findingsOf(app).filter(({ rule }) => rule === 'unmatched-metadata');
  expect(found.map(({ message, fix }) => [message, fix])).toEqual([
    [
      expect.stringContaining('added to PeerAuthentification, and the app has no such object'),
      'write "PeerAuthentication"',
    ],
    [
      expect.stringContaining('added to objects of namespace "ghost"'),
      'remove the addition, or name objects of the app',
    ],
  ]);
});
