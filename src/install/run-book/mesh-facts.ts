import type { SynthOutput } from '../../tree/output-file';
import type { LocatedManifest, Manifest } from '../../values/manifest';
import { isMapping } from '../../values/plain-data';
import { type InjectionWebhooks, isInjected, type Labels } from '../injection';
import { type ValueTree, valueAt } from '../value-tree';

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

/** A Service and what Istio makes of its ports. */
export interface ServiceFact {
  readonly namespace: string;
  readonly name: string;
  readonly host: string;
  readonly type: string;
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

const WORKLOADS: ReadonlySet<string> = new Set(['DaemonSet', 'Deployment', 'StatefulSet']);

/** Gathers the facts in one pass over the objects, and one over what depends on others. */
export function meshFacts(output: SynthOutput, webhooks: InjectionWebhooks, clusterDomain: string): MeshFacts {
  const manifests = output.files.flatMap(({ objects }) => objects).map(({ manifest }: LocatedManifest) => manifest);
  const namespaces = new Map<string, Labels>();
  const subsets = new Map<string, Set<string>>();
  const scaled = new Map<string, number>();
  const crds = new Set<string>();
  for (const manifest of manifests) {
    const crd = crdOf(manifest);
    if (crd !== undefined) crds.add(crd);
    if (manifest.kind === 'Namespace') namespaces.set(nameOf(manifest), manifest.metadata.labels ?? {});
    if (manifest.kind === 'DestinationRule') gatherSubsets(manifest, subsets);
    if (manifest.kind === 'HorizontalPodAutoscaler') {
      scaled.set(
        `${namespaceOf(manifest)}/${String(valueAt(manifest, 'spec', 'scaleTargetRef', 'name'))}`,
        fewestPods(manifest),
      );
    }
  }
  const workloads = manifests
    .filter(({ kind }) => WORKLOADS.has(kind))
    .map(manifest => workloadOf(manifest, namespaces, webhooks, scaled))
    .sort(byName);
  return {
    namespaces,
    workloads,
    services: manifests
      .filter(({ kind, apiVersion }) => kind === 'Service' && apiVersion === 'v1')
      .map(manifest => serviceOf(manifest, subsets, clusterDomain))
      .sort(byName),
    externals: manifests.filter(({ kind }) => kind === 'ServiceEntry').flatMap(externalsOf),
    crds: [...crds].sort(),
    dashboards: DASHBOARDS.filter(name => manifests.some(manifest => isAddOn(manifest, name))),
  };
}

/** What `istioctl dashboard` knows. */
const DASHBOARDS: readonly string[] = ['grafana', 'jaeger', 'kiali', 'prometheus'];

function isAddOn({ kind, metadata }: Manifest, name: string): boolean {
  return (kind === 'Service' && metadata.name === name) || kind.toLowerCase() === name;
}

function byName(a: { namespace: string; name: string }, b: { namespace: string; name: string }): number {
  const [left, right] = [`${a.namespace}/${a.name}`, `${b.namespace}/${b.name}`];
  return left < right ? -1 : left > right ? 1 : 0;
}

function nameOf(manifest: Manifest): string {
  return manifest.metadata.name ?? '';
}

function namespaceOf(manifest: Manifest): string {
  return manifest.metadata.namespace ?? 'default';
}

/** CRDs are named by the plural of their kind, which for Istio's own kinds follows from their name. */
function crdOf({ apiVersion, kind }: Manifest): string | undefined {
  const group = apiVersion.split('/')[0] ?? '';
  if (!/^(networking|security|telemetry|extensions)\.istio\.io$/.test(group)) return undefined;
  const lower = kind.toLowerCase();
  const plural = /[^aeiou]y$/.test(lower) ? `${lower.slice(0, -1)}ies` : `${lower}s`;
  return `${kind === 'Telemetry' ? 'telemetries' : plural}.${group}`;
}

function gatherSubsets(manifest: Manifest, subsets: Map<string, Set<string>>): void {
  const host = String(valueAt(manifest, 'spec', 'host') ?? '');
  const found = subsets.get(host) ?? new Set<string>();
  for (const subset of listAt(manifest, 'spec', 'subsets')) found.add(String(subset.name));
  subsets.set(host, found);
}

function fewestPods(manifest: Manifest): number {
  return Number(valueAt(manifest, 'spec', 'minReplicas') ?? 1);
}

function workloadOf(
  manifest: Manifest,
  namespaces: ReadonlyMap<string, Labels>,
  webhooks: InjectionWebhooks,
  scaled: ReadonlyMap<string, number>,
): Workload {
  const namespace = namespaceOf(manifest);
  const name = nameOf(manifest);
  const template = valueAt(manifest, 'spec', 'template');
  const labels = isMapping(template) ? valueAt(template, 'metadata', 'labels') : undefined;
  return {
    kind: manifest.kind as Workload['kind'],
    namespace,
    name,
    pods: scaled.get(`${namespace}/${name}`) ?? Number(valueAt(manifest, 'spec', 'replicas') ?? 1),
    injected: isInjected(webhooks, namespaces.get(namespace) ?? {}, isMapping(labels) ? (labels as Labels) : {}),
    gateway: listAt(manifest, 'spec', 'template', 'spec', 'containers').some(({ image }) => image === 'auto'),
    template: isMapping(template) ? template : {},
  };
}

function serviceOf(
  manifest: Manifest,
  subsets: ReadonlyMap<string, ReadonlySet<string>>,
  clusterDomain: string,
): ServiceFact {
  const namespace = namespaceOf(manifest);
  const name = nameOf(manifest);
  const host = `${name}.${namespace}.svc.${clusterDomain}`;
  return {
    namespace,
    name,
    host,
    type: String(valueAt(manifest, 'spec', 'type') ?? 'ClusterIP'),
    ports: listAt(manifest, 'spec', 'ports').map(({ port }) => Number(port)),
    subsets: [...(subsets.get(host) ?? [])].sort(),
  };
}

function externalsOf(manifest: Manifest): MeshFacts['externals'] {
  const hosts = valueAt(manifest, 'spec', 'hosts');
  const ports = listAt(manifest, 'spec', 'ports').map(({ number }) => Number(number));
  return (Array.isArray(hosts) ? hosts : []).map(host => ({ host: String(host), ports }));
}

function listAt(tree: ValueTree, ...path: readonly string[]): readonly ValueTree[] {
  const list = valueAt(tree, ...path);
  return Array.isArray(list) ? list.filter(isMapping) : [];
}
