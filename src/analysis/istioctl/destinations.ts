import type { EffectiveMesh } from '../../istio/effective-mesh';
import { RouteUse, type WrittenDestination } from '../../istio/routes/route-use';
import { printLabels } from '../../model/labels';
import type { MeshHost } from '../../model/mesh-host';
import type { MeshModel } from '../../model/mesh-model';
import type { Resource } from '../../model/resource';
import type { Workload } from '../../model/workload';
import { addTo } from '../../values/multimap';
import type { Finding } from '../rule';
import { listed, quoted } from '../wording';
import { knownService } from './known-hosts';

type KnownDestination = Pick<WrittenDestination, 'destination' | 'host' | 'field'> & {
  readonly resource: Resource<'VirtualService'>;
  readonly service: MeshHost | undefined;
};

/** Each destination of each VirtualService, with the service that istioctl finds for it. */
function* destinations(mesh: EffectiveMesh): Iterable<KnownDestination> {
  const use = mesh.once(RouteUse);
  for (const resource of mesh.model.all('VirtualService')) {
    const by = { namespace: resource.namespace, exportTo: resource.spec.exportTo };
    for (const one of use.destinationsOf(resource)) {
      const { destination, host, field } = one;
      yield { destination, host, field, resource, service: knownService(mesh.model, destination.host ?? '', by) };
    }
  }
}

export function unknownHosts(mesh: EffectiveMesh): readonly Finding[] {
  const findings: Finding[] = [];
  for (const { resource, field, host, service } of destinations(mesh)) {
    if (service !== undefined) continue;
    findings.push({
      resource,
      field: `${field}.host`,
      problem: `host "${host}" is neither a Service nor a host of a ServiceEntry`,
    });
  }
  return findings;
}

export function unknownPorts(mesh: EffectiveMesh): readonly Finding[] {
  const findings: Finding[] = [];
  for (const { resource, field, destination, service } of destinations(mesh)) {
    const number = destination.port?.number ?? 0;
    if (destination.port === undefined || service === undefined) continue;
    if (service.ports.some(port => port.number === number)) continue;
    findings.push({ resource, field: `${field}.port.number`, problem: `"${service.host}" has no port ${number}` });
  }
  return findings;
}

export function requiredPorts(mesh: EffectiveMesh): readonly Finding[] {
  const findings: Finding[] = [];
  for (const { resource, field, destination, service } of destinations(mesh)) {
    if (destination.port !== undefined || service === undefined || service.ports.length <= 1) continue;
    const ports = listed(service.ports.map(({ number }) => number));
    const problem = `"${service.host}" has the ports ${ports}, and the route names none of them`;
    findings.push({ resource, field: `${field}.host`, problem });
  }
  return findings;
}

/** To istioctl hosts outside the cluster are those of one namespace, and the subsets of all DestinationRules count. */
export function undefinedSubsets(mesh: EffectiveMesh): readonly Finding[] {
  const findings: Finding[] = [];
  const { model } = mesh;
  const identityOf = (host: string, namespace: string) => {
    const service = model.serviceOfHost(host);
    return service === undefined ? `${namespace}/${host}` : `${service.namespace}/${service.name}`;
  };
  const defined = new Map<string, string[]>();
  for (const { spec, namespace } of model.all('DestinationRule')) {
    for (const { name = '' } of spec.subsets ?? []) addTo(defined, identityOf(spec.host ?? '', namespace), name);
  }
  for (const { resource, field, destination, host } of destinations(mesh)) {
    const { subset = '' } = destination;
    const names = defined.get(identityOf(destination.host ?? '', resource.namespace)) ?? [];
    if (subset === '' || names.includes(subset)) continue;
    const problem = `subset "${subset}" of "${host}" is not defined; defined are ${quoted(names)}`;
    findings.push({ resource, field: `${field}.subset`, problem });
  }
  return findings;
}

/** To istioctl a VirtualService may contradict itself, and hosts are what is written. */
export function ignoredSubsets({ model }: EffectiveMesh): readonly Finding[] {
  const findings: Finding[] = [];
  const splitting = new Map<string, Resource<'VirtualService'>[]>();
  for (const resource of model.all('VirtualService')) {
    const { hosts = [], http = [] } = resource.spec;
    const split = http.flatMap(({ route = [] }) =>
      route.filter(({ destination }) => (destination?.subset ?? '') !== ''),
    );
    const named = new Set(split.map(({ destination }) => destination?.host ?? ''));
    for (const host of named) if (hosts.includes(host)) addTo(splitting, host, resource);
  }
  for (const resource of model.all('VirtualService')) {
    if ((resource.spec.gateways ?? []).length === 0) continue;
    const routes = (resource.spec.http ?? []).flatMap(({ route = [] }) => route);
    for (const { destination: { host = '', subset = '' } = {} } of routes) {
      for (const other of subset === '' ? (splitting.get(host) ?? []) : []) {
        findings.push({
          resource,
          problem: `the subsets to which VirtualService "${other.fullName}" splits a host are not used for requests that come through the gateway`,
        });
      }
    }
  }
  return findings;
}

export function unknownRuleHosts({ model }: EffectiveMesh): readonly Finding[] {
  const findings: Finding[] = [];
  for (const resource of model.all('DestinationRule')) {
    const { host = '', exportTo } = resource.spec;
    if (knownService(model, host, { namespace: resource.namespace, exportTo }) !== undefined) continue;
    const full = model.fullHost(host, resource.namespace);
    findings.push({
      resource,
      field: 'spec.host',
      problem: `host "${full}" is neither a Service nor a host of a ServiceEntry`,
    });
  }
  return findings;
}

/** To istioctl any pod of any namespace will do for a subset, except that a ServiceEntry adds the labels that it selects. */
export function emptySubsets({ model }: EffectiveMesh): readonly Finding[] {
  const findings: Finding[] = [];
  for (const resource of model.all('DestinationRule')) {
    const { host = '', exportTo, subsets = [] } = resource.spec;
    const service = knownService(model, host, { namespace: resource.namespace, exportTo });
    if (service === undefined) continue;
    const byName = new Map(subsets.map(({ name = '', labels }, i) => [name, { labels, i }]));
    for (const [name, { labels, i }] of byName) {
      const required = { ...(service.source === 'ServiceEntry' ? service.selector : undefined), ...labels };
      const isMet = (workload: Workload) => {
        const have = { ...workload.labels, ...nodeLabels(workload, model) };
        return Object.entries(required).every(([key, value]) => have[key as keyof typeof have] === value);
      };
      if (model.workloads.isSelected(required) || model.workloads.all.some(isMet)) continue;
      const problem = `subset "${name}" of "${service.host}" selects "${printLabels(required)}", which no pod has`;
      findings.push({ resource, field: `spec.subsets[${i}]`, problem });
    }
  }
  return findings;
}

/** The labels that a pod gets from the node that it runs on. */
function nodeLabels({ pod: { nodeName } }: Workload, model: MeshModel): { readonly [key: string]: string } {
  if (nodeName === undefined || nodeName === '') return {};
  const labels: { [key: string]: string } = { 'kubernetes.io/hostname': nodeName };
  const node = model.find('Node', '', nodeName);
  for (const key of ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone', 'topology.istio.io/subzone']) {
    const value = node?.labels[key] ?? '';
    const isOpen = key === 'topology.istio.io/subzone' && labels['topology.kubernetes.io/zone'] === undefined;
    if (value !== '' && !isOpen) labels[key] = value;
  }
  return labels;
}
