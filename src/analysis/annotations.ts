import type { KindName } from '../model/kinds';
import type { MeshModel } from '../model/mesh-model';
import type { Resource } from '../model/resource';

/** The kinds whose annotations are checked. */
export const ANNOTATED_KINDS = ['Namespace', 'Service', 'Pod', 'Deployment'] as const satisfies readonly KindName[];

/** Annotations that are set at run time, wherever that is. */
const RUN_TIME: ReadonlySet<string> = new Set([
  'sidecar.istio.io/status',
  'gateway.istio.io/controller-version',
  'istio.io/rev',
]);

/** An annotation of Istio, where it was written. */
export interface Annotation {
  readonly resource: Resource;
  readonly name: string;
  readonly value: string;
  readonly field: string;
  /** What carries the annotation once it is applied. */
  readonly kind: string;
  readonly labels: { readonly [key: string]: string };
}

/**
 * The annotations of Istio in a set. Besides those of the objects themselves there are those of pod templates, at which
 * istioctl does not look.
 */
export function* annotationsOf(model: MeshModel): Iterable<Annotation> {
  for (const kind of ANNOTATED_KINDS) {
    for (const resource of model.all(kind) as readonly Resource[]) {
      yield* read(resource, resource.annotations, resource.labels, resource.kind, 'metadata');
    }
  }
  if (model.istioParity) return;
  for (const { resource, annotations, labels, podPath, generated } of model.workloads.all) {
    if (generated || podPath === '') continue;
    yield* read(resource, annotations, labels, 'Pod', `${podPath}.metadata`);
  }
}

function* read(
  resource: Resource,
  annotations: { readonly [key: string]: string },
  labels: { readonly [key: string]: string },
  kind: string,
  path: string,
): Iterable<Annotation> {
  for (const [name, value] of Object.entries(annotations)) {
    if (RUN_TIME.has(name) || !(name === 'kubernetes.io/ingress.class' || name.split('/', 1)[0]?.endsWith('istio.io')))
      continue;
    yield { resource, name, value, kind, labels, field: `${path}.annotations["${name}"]` };
  }
}
