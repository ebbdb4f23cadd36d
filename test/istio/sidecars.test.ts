import { effectiveMeshOf } from '../../src/istio/effective-mesh';
import { buildModel } from '../../src/model/mesh-model';
import { parseManifests } from '../../src/model/read-manifests';

const pod = (name: string, at: string) => `
---
apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: ${at}, labels: { app: ${name}, sidecar.istio.io/inject: 'true' } }
spec: { containers: [{ name: app }] }
`;

const sidecar = (name: string, at: string, app?: string, created = '2026-01-01') => `
---
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: ${name}, namespace: ${at}, creationTimestamp: '${created}T00:00:00Z' }
spec: { ${app === undefined ? '' : `workloadSelector: { labels: { app: ${app} } }, `}egress: [{ hosts: ['./*'] }] }
`;

describe('the Sidecar of a pod', () => {
  const read = (...documents: readonly string[]) => {
    const mesh = effectiveMeshOf(buildModel(parseManifests(documents.join(''), 'mesh.yaml')));
    const [workload] = mesh.model.workloads.all;
    if (workload === undefined) throw new Error('the mesh has no workload');
    return { sidecars: mesh.sidecars, proxy: mesh.proxyOf(workload) };
  };
  const nameOf = (...documents: readonly string[]) => {
    const { sidecars, proxy } = read(pod('web', 'shop'), ...documents);
    return sidecars.of(proxy)?.fullName;
  };
  const root = sidecar('mesh', 'istio-system');
  const general = sidecar('all', 'shop');
  const own = sidecar('web', 'shop', 'web');

  test.each([
    ['is none without an object', [], undefined],
    ['is that of the root namespace', [root], 'istio-system/mesh'],
    ['is that of its namespace before that of the root namespace', [root, general], 'shop/all'],
    ['is one that selects it before that of its namespace', [root, general, own], 'shop/web'],
    ['is none that selects others', [sidecar('api', 'shop', 'api')], undefined],
    ['is none of another namespace', [sidecar('all', 'team')], undefined],
    ['is none of the root namespace that selects pods there', [sidecar('web', 'istio-system', 'web')], undefined],
    ['is the oldest of several', [sidecar('a', 'shop', 'web', '2026-02-01'), own], 'shop/web'],
  ])('%s', (_, documents, wanted) => {
    expect(nameOf(...documents)).toBe(wanted);
  });

  test('has rivals that would apply if it were younger', () => {
    const { sidecars, proxy } = read(
      pod('web', 'shop'),
      own,
      sidecar('later', 'shop', 'web', '2026-03-01'),
      sidecar('api', 'shop', 'api'),
      general,
    );
    const chosen = sidecars.of(proxy);
    if (chosen === undefined) throw new Error('no Sidecar applies');
    expect(sidecars.rivalsOf(chosen, proxy).map(({ name }) => name)).toEqual(['later']);
  });

  test('is none for a gateway', () => {
    const { sidecars, proxy } = read(pod('web', 'shop'), general);
    expect(sidecars.of({ ...proxy, type: 'gateway' })).toBeUndefined();
  });
});
