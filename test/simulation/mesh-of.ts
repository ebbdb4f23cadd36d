import { buildModel, type MeshModel, type MeshModelOptions } from '../../src/model/mesh-model';
import { parseManifests } from '../../src/model/read-manifests';

/** A mesh from YAML documents. */
export function meshOf(yaml: string | readonly string[], options: MeshModelOptions = {}): MeshModel {
  const documents = typeof yaml === 'string' ? [yaml] : yaml;
  return buildModel(
    documents.flatMap((text, i) => parseManifests(text, `part ${i}`)),
    options,
  );
}

/** A namespace whose pods have a sidecar, unless the labels say otherwise. */
export const namespace = (name: string, labels = '{ istio-injection: enabled }'): string => `
apiVersion: v1
kind: Namespace
metadata: { name: ${name}, labels: ${labels} }
`;

/** A service with one Deployment for each version, all running as the service's own account. */
export function service(
  fullName: string,
  versions: readonly string[] = ['v1'],
  ports = '[{ name: http, port: 80, targetPort: 8080 }]',
): string {
  const [own = '', name = ''] = fullName.split('/');
  const deployments = versions.map(
    version => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}-${version}, namespace: ${own} }
spec:
  selector: { matchLabels: { app: ${name}, version: ${version} } }
  template:
    metadata: { labels: { app: ${name}, version: ${version} } }
    spec: { serviceAccountName: ${name}, containers: [{ name: app, image: app }] }
`,
  );
  const front = `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: ${own} }
spec: { selector: { app: ${name} }, ports: ${ports} }
`;
  return [front, ...deployments].join('---');
}

/** An object of Istio with its spec in YAML flow style. */
export function object(kind: string, fullName: string, spec: string, metadata = ''): string {
  const [own = '', name = ''] = fullName.split('/');
  const group = /Policy|Authentication/.test(kind) ? 'security' : 'networking';
  return `
apiVersion: ${group}.istio.io/v1
kind: ${kind}
metadata: { name: ${name}, namespace: ${own}${metadata === '' ? '' : `, ${metadata}`} }
spec: ${spec}
`;
}
