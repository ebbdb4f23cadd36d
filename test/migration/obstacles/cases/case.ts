import type { MeshModelOptions } from '../../../../src/model/mesh-model';

/** A mesh with an obstacle, and its twin without. */
export interface ObstacleCase {
  /** What is special about it, in words. */
  readonly what: string;
  readonly with: string;
  readonly without: string;
  /** The obstacles of the first; the twin has none. */
  readonly ids: readonly string[];
  /** @default ['shop'] */
  readonly namespaces?: readonly string[];
  readonly options?: MeshModelOptions;
}

/** Documents of YAML as one text. */
export function mesh(...documents: readonly string[]): string {
  return documents.map(one => one.trim()).join('\n---\n');
}

/** A namespace whose pods get sidecars. */
export function namespace(name: string): string {
  return `
apiVersion: v1
kind: Namespace
metadata: { name: ${name}, labels: { istio-injection: enabled } }`;
}

/** A Deployment whose pods have the label `app`. */
export function pods(
  name: string,
  at = 'shop',
  spec = '{ containers: [{ name: app, image: app }] }',
  metadata = '',
): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${at} }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} }${metadata === '' ? '' : `, ${metadata}`} }
    spec: ${spec}`;
}

/** A Service of the pods with the label `app`. */
export function service(name: string, at = 'shop', more = ''): string {
  return `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: ${at} }
spec: { selector: { app: ${name} }, ports: [{ name: http, port: 80, targetPort: 8080 }]${more === '' ? '' : `, ${more}`} }`;
}

/** An object of Istio. */
export function istio(kind: string, group: string, name: string, at: string, spec: string): string {
  return `
apiVersion: ${group}.istio.io/v1
kind: ${kind}
metadata: { name: ${name}, namespace: ${at} }
spec: ${spec}`;
}

/** A namespace "shop" with the pods and the Service "web". */
export const WEB = mesh(namespace('shop'), pods('web'), service('web'));
