import { ApiObject, App, Chart } from 'cdk8s';
import { Mesh } from '../../src/mesh/mesh';
import { MeshNamespace } from '../../src/mesh/mesh-namespace';
import { MutualTls } from '../../src/security/mutual-tls';
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
