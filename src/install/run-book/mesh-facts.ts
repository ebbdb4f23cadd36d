import type { EffectiveMesh } from '../../istio/effective-mesh';
import type { Labels } from '../../model/labels';
import type { Resource } from '../../model/resource';
import type { Workload as ModelWorkload } from '../../model/workload';
import { byText } from '../../values/order';
import { type ValueTree, valueAt } from '../../values/value-tree';

/** Something whose pods have to be restarted to get another proxy. */
export interface Workload {
  readonly kind: 'Deployment' | 'StatefulSet' | 'DaemonSet';
  readonly namespace: string;
  readonly name: string;
  readonly pods: number;
  readonly injected: boolean;
  /** A gateway: its only container is the proxy. */
  readonly gateway: boolean;
  readonly template: ValueTree;
}

/** A Service and how Istio interprets its ports. */
export interface ServiceFact {
  readonly namespace: string;
  readonly name: string;
  readonly host: string;
  readonly ports: readonly number[];
  readonly subsets: readonly string[];
}

/** What a run book has to know of the objects that are about to be written. */
export interface MeshFacts {
  readonly namespaces: ReadonlyMap<string, Labels>;
  readonly workloads: readonly Workload[];
  readonly services: readonly ServiceFact[];
  /** Hosts outside the cluster, with their ports. */
  readonly externals: readonly { readonly host: string; readonly ports: readonly number[] }[];
  /** Names of the CRDs of Istio that the objects need. */
  readonly crds: readonly string[];
  /** Add-ons of these manifests that istioctl opens in a browser. */
  readonly dashboards: readonly string[];
}

/** Gathers the facts from how Istio interprets the objects. */
export function meshFacts(mesh: EffectiveMesh): MeshFacts {
  const { model } = mesh;
  const resources = model.resources.filter(({ assumed }) => !assumed);
  const own = new Set(resources);
  const labelOf = ({ namespace, name }: { readonly namespace: string; readonly name: string }) =>
    `${namespace}/${name}`;
  return {
    namespaces: new Map(model.all('Namespace').map(({ name, labels }) => [name, labels])),
    workloads: model.workloads.all
      .filter(({ resource, generated }) => !generated && own.has(resource))
      .flatMap(workload => workloadOf(workload) ?? [])
      .sort(byText(labelOf)),
    services: mesh.services
      .filter(({ isKubernetes, resource }) => isKubernetes && resource.type === 'Service' && own.has(resource))
      .map(({ host, namespace, resource, ports }) => ({
        namespace,
        name: resource.name,
        host,
        ports: ports.map(({ number }) => number),
        subsets: subsetsOf(host, mesh),
      }))
      .sort(byText(labelOf)),
    externals: model
      .all('ServiceEntry')
      .flatMap(({ spec: { hosts = [], ports = [] } }) =>
        hosts.map(host => ({ host, ports: ports.map(({ number = 0 }) => number) })),
      ),
    crds: [...new Set(resources.flatMap(resource => crdOf(resource) ?? []))].sort(),
    dashboards: DASHBOARDS.filter(name => resources.some(resource => isAddOn(resource, name))),
  };
}

/** What `istioctl dashboard` knows. */
const DASHBOARDS: readonly string[] = ['grafana', 'jaeger', 'kiali', 'prometheus'];

function isAddOn({ kind, name: own }: Resource, name: string): boolean {
  return (kind === 'Service' && own === name) || kind.toLowerCase() === name;
}

function workloadOf({ resource, namespace, name, replicas, dataPlane, pod }: ModelWorkload): Workload | undefined {
  const { type: kind } = resource;
  if (kind !== 'Deployment' && kind !== 'StatefulSet' && kind !== 'DaemonSet') return undefined;
  return {
    kind,
    namespace,
    name,
    pods: replicas?.min ?? 1,
    injected: dataPlane === 'sidecar',
    gateway: (pod.containers ?? []).some(({ image }) => image === 'auto'),
    template: (valueAt(resource.manifest, 'spec', 'template') ?? {}) as ValueTree,
  };
}

/** CRDs are named by the plural of their kind, which for Istio's own kinds follows from their name. */
function crdOf({ group, kind }: Resource): string | undefined {
  if (!/^(networking|security|telemetry|extensions)\.istio\.io$/.test(group)) return undefined;
  const lower = kind.toLowerCase();
  const plural = /[^aeiou]y$/.test(lower) ? `${lower.slice(0, -1)}ies` : `${lower}s`;
  return `${kind === 'Telemetry' ? 'telemetries' : plural}.${group}`;
}

function subsetsOf(host: string, mesh: EffectiveMesh): readonly string[] {
  const names = mesh.destinationRules
    .naming(host)
    .flatMap(({ spec }) => (spec.subsets ?? []).flatMap(({ name }) => name ?? []));
  return [...new Set(names)].sort();
}
