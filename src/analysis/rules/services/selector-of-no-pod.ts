import type { EffectiveMesh } from '../../../istio/effective-mesh';
import { Memo } from '../../../istio/memo';
import { type Labels, printLabels } from '../../../model/labels';
import { isKind, type Resource } from '../../../model/resource';
import type { Workload } from '../../../model/workload';
import { NearestNames } from '../../../values/nearest';
import type { Finding, Rule } from '../../rule';

const KINDS = ['Service', 'PodDisruptionBudget', 'NetworkPolicy'] as const;

/** The labels of a selector are nearly those of pods: it selects nothing, and nearly something. */
export const selectorOfNoPod: Rule = {
  name: 'selector-of-no-pod',
  severity: 'warning',
  summary: 'A selector that is nearly that of some pods must be theirs.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    for (const kind of KINDS) {
      for (const resource of mesh.model.all(kind) as readonly Resource[]) {
        const [field, labels] = selectorOf(resource);
        const finding = labels === undefined ? undefined : judge(resource, field, labels, mesh);
        if (finding !== undefined) findings.push(finding);
      }
    }
    return findings;
  },
};

function judge(resource: Resource, field: string, labels: Labels, mesh: EffectiveMesh): Finding | undefined {
  const { namespace, kind } = resource;
  const { workloads } = mesh.model;
  if (Object.keys(labels).length === 0 || workloads.isSelected(labels, namespace)) return undefined;
  const meant = mesh.once(NearPods).of(labels, namespace);
  if (meant === undefined) return undefined;
  const own = Object.fromEntries(Object.keys(labels).map(key => [key, meant.labels[key] ?? '']));
  const effect = kind === 'Service' ? 'the Service has no endpoints' : `the ${kind} has no effect`;
  return {
    resource,
    field,
    problem: `no pod of namespace "${namespace}" has the labels "${printLabels(labels)}", so that ${effect}; those of "${meant.name}" have "${printLabels(own)}"`,
    fix: `select "${printLabels(own)}"`,
    related: [meant.resource],
  };
}

/** Labels that say which application pods are of; the others are common to many, or tell its versions apart. */
const NAMES: ReadonlySet<string> = new Set(['app', 'k8s-app', 'app.kubernetes.io/name']);

/** The pods that a selector is for that selects none. */
class NearPods {
  readonly #values = new Memo((namespace: string) => new Memo((key: string) => this.#find(namespace, key)));

  public constructor(private readonly mesh: EffectiveMesh) {}

  /** Pods of the application of which one other label differs, else those whose labels are spelt in another way. */
  public of(selector: Labels, namespace: string): Workload | undefined {
    const keys = Object.keys(selector);
    if (keys.some(key => NAMES.has(key))) {
      for (const key of keys) {
        if (NAMES.has(key)) continue;
        const { [key]: _, ...others } = selector;
        const found = this.#selected(others, namespace, key);
        if (found !== undefined) return found;
      }
    }
    const values = this.#values.get(namespace);
    const spelt = keys.map(key => [key, values.get(key).of(selector[key] ?? '') ?? '']);
    return this.#selected(Object.fromEntries(spelt), namespace);
  }

  #selected(selector: Labels, namespace: string, key?: string): Workload | undefined {
    const { workloads } = this.mesh.model;
    return workloads
      .selectedBy(selector, namespace)
      .find(({ generated, labels }) => !generated && (key === undefined || labels[key] !== undefined));
  }

  #find(namespace: string, key: string): NearestNames {
    const { workloads } = this.mesh.model;
    return new NearestNames(workloads.inNamespace(namespace).flatMap(({ labels }) => labels[key] ?? []));
  }
}

/** The labels that a selector names, with their field; undefined where more than labels decides. */
function selectorOf(resource: Resource): readonly [field: string, labels: Labels | undefined] {
  if (isKind(resource, 'Service')) return ['spec.selector', resource.spec.selector];
  const [field, selector] = isKind(resource, 'PodDisruptionBudget')
    ? ['spec.selector.matchLabels', resource.spec.selector]
    : ['spec.podSelector.matchLabels', (resource as Resource<'NetworkPolicy'>).spec.podSelector];
  return [field, (selector?.matchExpressions ?? []).length > 0 ? undefined : selector?.matchLabels];
}
