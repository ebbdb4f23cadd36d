import { effectiveMeshOf } from '../../src/istio/effective-mesh';
import { buildModel } from '../../src/model/mesh-model';
import { parseManifests } from '../../src/model/read-manifests';

const pods = (name: string, labels: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec: { template: { metadata: { labels: { ${labels} } }, spec: { containers: [{ name: app, image: app }] } } }`;

const plugin = (name: string, namespace: string, spec: string) => `
apiVersion: extensions.istio.io/v1alpha1
kind: WasmPlugin
metadata: { name: ${name}, namespace: ${namespace} }
spec: { url: oci://registry.example/plugin, ${spec} }`;

const MESH = [
  'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { istio-injection: enabled } }',
  pods('web', 'app: web'),
  pods('waypoint', 'gateway.networking.k8s.io/gateway-name: waypoint'),
  plugin('all', 'istio-system', ''),
  plugin('web', 'shop', 'selector: { matchLabels: { app: web } }'),
  plugin('gateway', 'shop', 'targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: waypoint }]'),
  plugin('elsewhere', 'other', 'targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: waypoint }]'),
  plugin('service', 'shop', 'targetRefs: [{ group: "", kind: Service, name: web }]'),
].join('\n---\n');

test.each([
  ['web', ['all', 'web']],
  ['waypoint', ['all', 'gateway', 'service']],
])('the extensions of the pods of %s are those that select or name them', (name, expected) => {
  const mesh = effectiveMeshOf(buildModel(parseManifests(MESH, 'mesh.yaml')));
  const workload = mesh.model.workloads.all.find(one => one.name === name);
  if (workload === undefined) throw new Error(`there is no ${name}`);
  expect(mesh.extensionsOf(workload).map(({ resource }) => resource.name)).toEqual(expected);
});
