import type { EffectiveMesh } from '../../../istio/effective-mesh';
import { selectorField, selectorOf } from '../../../istio/policies/policy-scope';
import type { KindName } from '../../../model/kinds';
import { printLabels } from '../../../model/labels';
import type { Resource } from '../../../model/resource';
import type { Workload } from '../../../model/workload';
import type { Severity } from '../../../values/diagnostic';
import { firstServiceOf, whoGetsBy } from '../../passing-request';
import type { Finding, Rule } from '../../rule';
import { asksForInjection } from '../../selected-pods';
import { quoted } from '../../wording';

/** Who carries out what a kind says: any proxy with ztunnel among them, the proxies of pods, or nobody, as of endpoints. */
interface Selecting {
  readonly severity: Severity;
  readonly by: 'any proxy' | 'Envoy' | 'nobody';
  /** Whether objects of the root namespace select pods of all namespaces. */
  readonly everywhere: boolean;
}

const KINDS: { readonly [K in KindName]?: Selecting } = {
  RequestAuthentication: { severity: 'error', by: 'any proxy', everywhere: true },
  PeerAuthentication: { severity: 'error', by: 'any proxy', everywhere: false },
  EnvoyFilter: { severity: 'warning', by: 'Envoy', everywhere: true },
  Telemetry: { severity: 'warning', by: 'any proxy', everywhere: false },
  WasmPlugin: { severity: 'warning', by: 'any proxy', everywhere: true },
  TrafficExtension: { severity: 'warning', by: 'any proxy', everywhere: true },
  ProxyConfig: { severity: 'warning', by: 'Envoy', everywhere: false },
  Sidecar: { severity: 'warning', by: 'Envoy', everywhere: false },
  DestinationRule: { severity: 'warning', by: 'Envoy', everywhere: false },
  ServiceEntry: { severity: 'warning', by: 'nobody', everywhere: false },
};

const OTHERS: ReadonlySet<string> = new Set(['Sidecar', 'PeerAuthentication', 'Telemetry']);

/** An object selects no pod, or only pods whose proxies do not carry it out: it does nothing. */
export const selectorWithoutWorkload: Rule = {
  name: 'selector-without-workload',
  severity: 'warning',
  summary: 'The selector of an object must select pods whose proxies support it.',
  equivalents: ['KIA0004'],

  check(mesh) {
    const findings: Finding[] = [];
    for (const [kind, selecting] of Object.entries(KINDS) as readonly [KindName, Selecting][]) {
      for (const resource of mesh.model.all(kind) as readonly Resource[]) {
        const finding = judge(resource, selecting, mesh);
        if (finding !== undefined) findings.push(finding);
      }
    }
    return findings;
  },
};

function judge(resource: Resource, { severity, by, everywhere }: Selecting, mesh: EffectiveMesh): Finding | undefined {
  const { model, settings } = mesh;
  const labels = selectorOf(resource);
  if (Object.keys(labels).length === 0) return undefined;
  const isForAll = everywhere && resource.namespace === settings.rootNamespace;
  const selected = model.workloads.selectedBy(labels, isForAll ? undefined : resource.namespace);
  const field = selectorField(resource);
  if (selected.length === 0) {
    const meant = isOfRootAlone(resource, everywhere, mesh) ? model.workloads.selectedBy(labels)[0] : undefined;
    if (meant !== undefined) {
      return {
        resource,
        field,
        severity,
        problem: `in the root namespace a ${resource.kind} with a selector counts for pods of that namespace alone, and not for those of namespace "${meant.namespace}" that it selects`,
        fix: `move it to namespace "${meant.namespace}", or leave the selector out`,
        related: [meant.resource],
      };
    }
    // For these, other rules say so.
    if (OTHERS.has(resource.kind)) return undefined;
    const there = isForAll ? model.workloads.all : model.workloads.inNamespace(resource.namespace);
    // Of a namespace whose pods are not in the set nothing is known.
    if (there.length === 0) return undefined;
    const where = isForAll ? 'the mesh' : `namespace "${resource.namespace}"`;
    return {
      resource,
      field,
      severity,
      problem: `no pod of ${where} has the labels "${printLabels(labels)}"; its pods have ${havingOf(Object.keys(labels), there)}`,
      fix: 'select labels of the pod template',
    };
  }
  if (by === 'nobody') return undefined;
  const [without] = selected;
  if (without === undefined || selected.some(({ dataPlane }) => carriesOut(dataPlane, by))) return undefined;
  if (selected.some(workload => asksForInjection(workload, model))) return undefined;
  // That ztunnel knows nothing of a Sidecar is for another rule to say.
  if (resource.type === 'Sidecar' && selected.some(({ dataPlane }) => dataPlane === 'ambient')) return undefined;
  return {
    resource,
    field,
    severity,
    problem: `the pods of "${without.name}" have no ${by === 'Envoy' && without.dataPlane === 'ambient' ? 'sidecar, and ztunnel does not support a' : 'proxy that enforces this'} ${resource.kind}${whoGetsBy(mesh, resource, firstServiceOf(without, mesh))}`,
    fix:
      by === 'Envoy' && without.dataPlane === 'ambient'
        ? 'attach it to a waypoint, or remove it'
        : 'take the pods into the mesh',
    related: [without.resource],
  };
}

/** Whether an object stands in a root namespace without pods, and selects those of that namespace alone. */
function isOfRootAlone(resource: Resource, everywhere: boolean, { model, settings }: EffectiveMesh): boolean {
  const { namespace, kind } = resource;
  if (everywhere || namespace !== settings.rootNamespace || kind === 'ServiceEntry') return false;
  // For these, other rules say so.
  const isSaid = kind === 'Sidecar' || kind === 'PeerAuthentication';
  return !isSaid && model.workloads.inNamespace(namespace).length === 0;
}

function carriesOut(dataPlane: Workload['dataPlane'], by: Selecting['by']): boolean {
  return dataPlane !== 'none' && (by === 'any proxy' || dataPlane !== 'ambient');
}

/** What the pods have for some labels. */
function havingOf(keys: readonly string[], workloads: readonly Workload[]): string {
  return quoted(
    new Set(
      workloads.map(({ labels }) => printLabels(Object.fromEntries(keys.map(key => [key, labels[key] ?? '(absent)'])))),
    ),
  );
}
