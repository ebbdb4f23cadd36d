import { printLabels } from '../../model/labels';
import type { MeshModel } from '../../model/mesh-model';
import type { MeshService } from '../../model/mesh-service';
import type { Resource } from '../../model/resource';
import type { Workload } from '../../model/workload';
import { clientsOf } from '../destinations';
import type { Finding, Rule } from '../rule';
import { quoted } from '../wording';

/** No pod of the service has the labels of a subset. Envoy has no endpoint for it and answers 503. */
export const subsetWithoutWorkload: Rule = {
  name: 'subset-without-workload',
  severity: 'error',
  summary: 'The labels of a subset must be labels of pods of that service.',
  equivalents: ['IST0173', 'KIA0203'],
  istioAnalyzers: ['destinationrule.PodNotSelectedAnalyzer'],

  *check({ model }) {
    for (const resource of model.all('DestinationRule')) {
      const { host = '', exportTo } = resource.spec;
      const service = model.hosts.lookup(host, resource.namespace, clientsOf(resource.namespace, exportTo));
      if (service === undefined) continue;
      yield* model.istioParity ? checkAsIstioctl(resource, service, model) : checkSubsets(resource, service, model);
    }
  },
};

function* checkSubsets(
  resource: Resource<'DestinationRule'>,
  service: MeshService,
  model: MeshModel,
): Iterable<Finding> {
  const workloads = model.workloadsOf(service);
  const entry =
    service.source === 'ServiceEntry'
      ? model.find('ServiceEntry', service.resource.namespace, service.resource.name)
      : undefined;
  const endpoints = entry?.spec.endpoints ?? [];
  const labelSets = [...workloads.map(({ labels }) => labels), ...endpoints.map(({ labels = {} }) => labels)];
  // Of a service whose pods are not in the set nothing is known.
  if (labelSets.length === 0) return;
  for (const [i, { name = '', labels = {} }] of (resource.spec.subsets ?? []).entries()) {
    const pairs = Object.entries(labels).filter(([key]) => !isTopology(key));
    if (labelSets.some(have => pairs.every(([key, value]) => have[key] === value))) continue;
    yield {
      resource,
      field: `spec.subsets[${i}].labels`,
      problem: `subset "${name}" of "${service.host}" selects "${printLabels(labels)}", which no pod of the service has; its pods have ${quoted(
        labelSets.map(have => printLabels(Object.fromEntries(pairs.map(([key]) => [key, have[key] ?? '(absent)'])))),
      )}`,
      fix: 'put the labels on the pod template, or select labels that the pods have',
      related: [...new Set([service.resource, ...workloads.map(workload => workload.resource)])],
    };
  }
}

/** The node puts these labels on the endpoint. */
function isTopology(key: string): boolean {
  return key.startsWith('topology.') || key === 'kubernetes.io/hostname';
}

/** Any pod of any namespace will do, except that a ServiceEntry adds the labels that it selects. */
function* checkAsIstioctl(
  resource: Resource<'DestinationRule'>,
  service: MeshService,
  model: MeshModel,
): Iterable<Finding> {
  const byName = new Map((resource.spec.subsets ?? []).map(({ name = '', labels }, i) => [name, { labels, i }]));
  for (const [name, { labels, i }] of byName) {
    const required = { ...(service.source === 'ServiceEntry' ? service.selector : undefined), ...labels };
    const pairs = Object.entries(required);
    const isMet = (workload: Workload) => {
      const have = { ...workload.labels, ...nodeLabels(workload, model) };
      return pairs.every(([key, value]) => have[key as keyof typeof have] === value);
    };
    if (model.workloads.isSelected(required) || model.workloads.all.some(isMet)) continue;
    yield {
      resource,
      field: `spec.subsets[${i}]`,
      problem: `subset "${name}" of "${service.host}" selects "${printLabels(required)}", which no pod has`,
    };
  }
}

/** The labels that a pod gets from the node that it runs on. */
function nodeLabels({ pod: { nodeName } }: Workload, model: MeshModel): { readonly [key: string]: string } {
  if (nodeName === undefined || nodeName === '') return {};
  const labels: { [key: string]: string } = { 'kubernetes.io/hostname': nodeName };
  const node = model.find('Node', '', nodeName);
  for (const key of ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone', 'topology.istio.io/subzone']) {
    const value = node?.labels[key] ?? '';
    if (value === '' || (key === 'topology.istio.io/subzone' && labels['topology.kubernetes.io/zone'] === undefined))
      continue;
    labels[key] = value;
  }
  return labels;
}
