import { type Labels, printLabels } from '../../../model/labels';
import type { MeshModel } from '../../../model/mesh-model';
import { isKind, type Resource } from '../../../model/resource';
import type { Workload } from '../../../model/workload';
import { nearest } from '../../../values/nearest';
import type { Finding, Rule } from '../../rule';

const KINDS = ['Service', 'PodDisruptionBudget', 'NetworkPolicy'] as const;

/** The labels of a selector are nearly those of pods: it selects nothing, and nearly something. */
export const selectorOfNoPod: Rule = {
  name: 'selector-of-no-pod',
  severity: 'warning',
  summary: 'A selector that is nearly that of some pods must be theirs.',
  equivalents: [],

  check({ model }) {
    const findings: Finding[] = [];
    for (const kind of KINDS) {
      for (const resource of model.all(kind) as readonly Resource[]) {
        const [field, labels] = selectorOf(resource);
        const finding = labels === undefined ? undefined : judge(resource, field, labels, model);
        if (finding !== undefined) findings.push(finding);
      }
    }
    return findings;
  },
};

function judge(resource: Resource, field: string, labels: Labels, { workloads }: MeshModel): Finding | undefined {
  const { namespace, kind } = resource;
  if (Object.keys(labels).length === 0 || workloads.selectedBy(labels, namespace).length > 0) return undefined;
  const meant = workloads.inNamespace(namespace).find(one => !one.generated && isNear(labels, one));
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

/** Whether the labels of pods differ from a selector in one value alone, or in the spelling of values. */
function isNear(selector: Labels, { labels }: Workload): boolean {
  const others = Object.entries(selector).filter(([key, value]) => labels[key] !== value);
  if (others.some(([key]) => labels[key] === undefined)) return false;
  if (others.length === 1 && Object.keys(selector).length > 1) return true;
  return others.every(([key, value]) => nearest(value, [labels[key] ?? '']) !== undefined);
}

/** The labels that a selector names, with their field; undefined where more than labels decides. */
function selectorOf(resource: Resource): readonly [field: string, labels: Labels | undefined] {
  if (isKind(resource, 'Service')) return ['spec.selector', resource.spec.selector];
  const [field, selector] = isKind(resource, 'PodDisruptionBudget')
    ? ['spec.selector.matchLabels', resource.spec.selector]
    : ['spec.podSelector.matchLabels', (resource as Resource<'NetworkPolicy'>).spec.podSelector];
  return [field, (selector?.matchExpressions ?? []).length > 0 ? undefined : selector?.matchLabels];
}
