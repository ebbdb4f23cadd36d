import { hostCovers } from '../../model/host-name';
import type { MeshModel } from '../../model/mesh-model';
import type { Resource } from '../../model/resource';
import type { Workload } from '../../model/workload';
import { addTo } from '../../values/multimap';
import { destinationsOf } from '../destinations';
import { isBoundToMesh } from '../gateway-reference';
import type { Rule } from '../rule';
import { quoted } from '../wording';
import { callsOf } from '../workload-calls';

type Sidecar = Resource<'Sidecar'>;

/**
 * Pods call a service that their Sidecar does not import: their proxies do not know it. Istio imports by itself only
 * what the routes of imported hosts lead to.
 */
export const sidecarHidesDestination: Rule = {
  name: 'sidecar-hides-destination',
  severity: 'error',
  summary: 'A Sidecar must import every service that its pods are told to call.',
  equivalents: [],

  *check({ model }) {
    for (const [sidecar, workloads] of workloadsBySidecar(model)) {
      const egress = sidecar.spec.egress?.flatMap(({ hosts = [] }) => hosts) ?? [];
      if (egress.length === 0 || egress.includes('*/*')) continue;
      const imports = (host: string, namespace: string) => isImported(host, namespace, egress, sidecar);
      // Asked for only where something is missing, since it looks at all routes.
      let routed: ReadonlySet<string> | undefined;
      const reported = new Set<string>();
      for (const workload of workloads) {
        for (const { written, host, field } of callsOf(workload, model)) {
          const service = model.hosts.lookup(host, workload.namespace);
          if (service === undefined || reported.has(service.host)) continue;
          if (imports(service.host, service.namespace)) continue;
          routed ??= routedHosts(model, imports);
          if (routed.has(service.host)) continue;
          reported.add(service.host);
          const mode = sidecar.spec.outboundTrafficPolicy?.mode ?? model.meshConfig.outboundTrafficPolicy?.mode;
          const isClosed = mode === 'REGISTRY_ONLY';
          yield {
            resource: sidecar,
            field: 'spec.egress',
            severity: isClosed ? 'error' : 'warning',
            problem: `"${workload.name}" calls "${written}" (${field}), which the Sidecar does not import: ${isClosed ? 'its proxy refuses the call' : 'the call leaves without mutual TLS, routes and policies'}; imported are ${quoted(egress)}`,
            fix: `add "${service.namespace}/${service.host}" to the egress hosts`,
            related: [workload.resource, service.resource],
          };
        }
      }
    }
  },
};

/** The Sidecars in use with the pods for which each is in force: by selector, of the namespace, or of the mesh. */
function workloadsBySidecar(model: MeshModel): ReadonlyMap<Sidecar, readonly Workload[]> {
  const selecting = new Map<Workload, Sidecar>();
  const wide = new Map<string, Sidecar>();
  for (const sidecar of model.all('Sidecar')) {
    const labels = sidecar.spec.workloadSelector?.labels ?? {};
    if (Object.keys(labels).length === 0) {
      if (!wide.has(sidecar.namespace)) wide.set(sidecar.namespace, sidecar);
      continue;
    }
    for (const workload of model.workloads.selectedBy(labels, sidecar.namespace)) {
      if (!selecting.has(workload)) selecting.set(workload, sidecar);
    }
  }
  const found = new Map<Sidecar, Workload[]>();
  if (wide.size === 0 && selecting.size === 0) return found;
  for (const workload of model.workloads.all) {
    if (workload.dataPlane === 'none' || workload.dataPlane === 'ambient') continue;
    const sidecar = selecting.get(workload) ?? wide.get(workload.namespace) ?? wide.get(model.meshConfig.rootNamespace);
    if (sidecar !== undefined) addTo(found, sidecar, workload);
  }
  return found;
}

/** The hosts that Istio imports because the routes of an imported host lead there. */
function routedHosts(model: MeshModel, imports: (host: string, namespace: string) => boolean): ReadonlySet<string> {
  const hosts = new Set<string>();
  for (const route of model.all('VirtualService')) {
    if (!isBoundToMesh(route)) continue;
    const { namespace, spec } = route;
    if (!(spec.hosts ?? []).some(host => imports(model.fullHost(host, namespace), namespace))) continue;
    for (const { destination } of destinationsOf(route)) hosts.add(model.fullHost(destination.host ?? '', namespace));
  }
  return hosts;
}

function isImported(host: string, namespace: string, egress: readonly string[], sidecar: Sidecar): boolean {
  return egress.some(entry => {
    const [scope = '', name = ''] = entry.split('/');
    const imported = scope === '.' ? sidecar.namespace : scope;
    return (imported === '*' || imported === namespace) && (name === '*' || hostCovers(name, host));
  });
}
