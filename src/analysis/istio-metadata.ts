import type { KindName } from '../model/kinds';
import type { MeshModel } from '../model/mesh-model';
import { isKind, type Resource } from '../model/resource';

/** The kinds whose annotations istioctl looks at. */
export const ANNOTATED_KINDS = ['Namespace', 'Service', 'Pod', 'Deployment'] as const satisfies readonly KindName[];

/** Annotations that are set at run time, wherever that is. */
const RUN_TIME: ReadonlySet<string> = new Set([
  'sidecar.istio.io/status',
  'gateway.istio.io/controller-version',
  'istio.io/rev',
]);

const INGRESS_CLASS = 'kubernetes.io/ingress.class';

/** A label or an annotation that speaks to Istio, where it was written. */
export interface Mark {
  readonly resource: Resource;
  readonly name: string;
  readonly value: string;
  readonly field: string;
  /** What carries it once it is applied: a kind, or `Pod` for what pod templates say. */
  readonly kind: string;
  /** The labels beside it. */
  readonly labels: Marks;
}

type Marks = { readonly [name: string]: string };

/**
 * The annotations of Istio in a set. Besides those of the objects themselves there are those of pod templates, at which
 * istioctl does not look.
 */
export function annotationsOf(model: MeshModel): readonly Mark[] {
  return model.once(allAnnotations);
}

/** The labels in the names of Istio, of objects and of pod templates. */
export function labelsOf(model: MeshModel): readonly Mark[] {
  return model.once(allLabels);
}

/** Most objects have none, so that what several rules look at is gathered once. */
function allAnnotations(model: MeshModel): readonly Mark[] {
  const marks: Mark[] = [];
  if (model.istioParity) {
    for (const kind of ANNOTATED_KINDS) {
      for (const resource of model.all(kind) as readonly Resource[]) {
        read(marks, resource, resource.kind, 'metadata', resource, 'annotations');
      }
    }
  } else readAll(marks, model, 'annotations');
  return marks;
}

function allLabels(model: MeshModel): readonly Mark[] {
  const marks: Mark[] = [];
  readAll(marks, model, 'labels');
  return marks;
}

/** Whether what a mark is on hands it to pods: a Gateway of the Gateway API gives its own to those that it gets. */
export function reachesPods({ resource, kind }: Mark): boolean {
  return kind === 'Pod' || isKind(resource, 'KubernetesGateway');
}

/** Where the metadata of its pods is in an object; undefined for objects that make none. */
export function podMetadataPath(model: MeshModel, resource: Resource): string | undefined {
  const workload = model.workloads.inNamespace(resource.namespace).find(one => one.resource === resource);
  return workload === undefined || workload.podPath === '' ? undefined : `${workload.podPath}.metadata`;
}

/** What has labels and annotations: an object, or the pods that it makes. */
interface Marked {
  readonly labels: Marks;
  readonly annotations: Marks;
}

function readAll(marks: Mark[], model: MeshModel, what: keyof Marked): void {
  for (const resource of model.resources) {
    if (!resource.assumed) read(marks, resource, resource.kind, 'metadata', resource, what);
  }
  for (const workload of model.workloads.all) {
    const { resource, podPath, generated } = workload;
    if (!generated && podPath !== '') read(marks, resource, 'Pod', `${podPath}.metadata`, workload, what);
  }
}

function read(marks: Mark[], resource: Resource, kind: string, path: string, marked: Marked, what: keyof Marked): void {
  const { labels } = marked;
  const all = marked[what];
  for (const name in all) {
    if (!isOfIstio(name, what, kind)) continue;
    marks.push({ resource, name, value: all[name] ?? '', kind, labels, field: `${path}.${what}["${name}"]` });
  }
}

function isOfIstio(name: string, what: 'labels' | 'annotations', kind: string): boolean {
  const slash = name.indexOf('/');
  if (slash < 0) return /^istio[-_.]?inj/i.test(name);
  if (what === 'labels') return name.slice(0, slash).endsWith('istio.io');
  // Other controllers have annotations of the same name on kinds of their own.
  if (name === INGRESS_CLASS) return (ANNOTATED_KINDS as readonly string[]).includes(kind);
  return name.slice(0, slash).endsWith('istio.io') && !RUN_TIME.has(name);
}
