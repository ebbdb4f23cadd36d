import { effectiveMeshOf } from '../../../src/istio/effective-mesh';
import { buildModel } from '../../../src/model/mesh-model';
import { parseManifests } from '../../../src/model/read-manifests';

const policy = (name: string, ns: string, spec: string) => `
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: ${name}, namespace: ${ns} }
spec: ${spec}
`;

const POD = `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web, sidecar.istio.io/inject: 'true' } }
spec: { containers: [{ name: app }] }
`;

describe('the mutual TLS mode of a workload', () => {
  const modeOf = (policies: string, port?: number) => {
    const mesh = effectiveMeshOf(buildModel(parseManifests(POD + policies, 'mesh.yaml')));
    const [workload] = mesh.model.workloads.all;
    if (workload === undefined) throw new Error('the mesh has no workload');
    return mesh.peerAuthentications.modeOf(workload, port).mode;
  };
  const strict = '{ mtls: { mode: STRICT } }';
  const off = '{ mtls: { mode: DISABLE } }';
  const web = 'selector: { matchLabels: { app: web } }';

  test.each([
    ['is permissive without a policy', '', 'PERMISSIVE'],
    ['is that of the mesh', policy('a', 'istio-system', strict), 'STRICT'],
    [
      'is that of the namespace before that of the mesh',
      policy('a', 'istio-system', strict) + policy('a', 'shop', off),
      'DISABLE',
    ],
    [
      'is its own before that of the namespace',
      policy('a', 'shop', strict) + policy('b', 'shop', `{ ${web}, mtls: { mode: DISABLE } }`),
      'DISABLE',
    ],
    [
      'is not that of other pods',
      policy('b', 'shop', '{ selector: { matchLabels: { app: other } }, mtls: { mode: STRICT } }'),
      'PERMISSIVE',
    ],
    ['is not that of another namespace', policy('a', 'bank', strict), 'PERMISSIVE'],
    [
      'is inherited where a policy leaves it unset',
      policy('a', 'istio-system', strict) + policy('a', 'shop', '{ mtls: { mode: UNSET } }'),
      'STRICT',
    ],
    ['is that of the first policy by name', policy('b', 'shop', strict) + policy('a', 'shop', off), 'DISABLE'],
    [
      'ignores a selector in the root namespace',
      policy('a', 'istio-system', `{ ${web}, mtls: { mode: STRICT } }`),
      'PERMISSIVE',
    ],
  ])('%s', (_, policies, expected) => {
    expect(modeOf(policies)).toBe(expected);
  });

  test('differs by port only where a policy selects the pods', () => {
    const ports = 'mtls: { mode: STRICT }, portLevelMtls: { 8080: { mode: DISABLE } }';
    expect(modeOf(policy('a', 'shop', `{ ${web}, ${ports} }`), 8080)).toBe('DISABLE');
    expect(modeOf(policy('a', 'shop', `{ ${web}, ${ports} }`), 9090)).toBe('STRICT');
    expect(modeOf(policy('a', 'shop', `{ ${ports} }`), 8080)).toBe('STRICT');
    const portsOnly = policy('a', 'shop', `{ ${web}, portLevelMtls: { 8080: { mode: DISABLE } } }`);
    expect(modeOf(policy('a', 'istio-system', strict) + portsOnly, 8080)).toBe('DISABLE');
    expect(modeOf(policy('a', 'istio-system', strict) + portsOnly)).toBe('STRICT');
  });
});

test('pods of one namespace have modes of their own where a policy selects some of them', () => {
  const pods = ['web', 'api', 'old'].map(name => `---\n${POD.trim().replaceAll('web', name)}\n`).join('');
  const policies =
    policy('all', 'shop', '{ mtls: { mode: STRICT } }') +
    policy('old', 'shop', '{ selector: { matchLabels: { app: old } }, mtls: { mode: DISABLE } }') +
    policy('api', 'shop', '{ selector: { matchLabels: { app: api } }, portLevelMtls: { 80: { mode: PERMISSIVE } } }');
  const mesh = effectiveMeshOf(buildModel(parseManifests(pods + policies, 'mesh.yaml')));
  const modes = mesh.model.workloads.all.map(workload => [
    workload.name,
    mesh.peerAuthentications.modeOf(workload, undefined).mode,
    mesh.peerAuthentications.modeOf(workload, 80).mode,
  ]);
  expect(modes).toEqual([
    ['web', 'STRICT', 'STRICT'],
    ['api', 'STRICT', 'PERMISSIVE'],
    ['old', 'DISABLE', 'DISABLE'],
  ]);
});
