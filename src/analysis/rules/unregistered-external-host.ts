import type { MeshModel } from '../../model/mesh-model';
import type { Resource } from '../../model/resource';
import type { Workload } from '../../model/workload';
import { addTo } from '../../values/multimap';
import type { Rule } from '../rule';
import { callsOf } from '../workload-calls';

/** Pods call a host outside the mesh that no ServiceEntry defines, though their proxies let out only what is defined. */
export const unregisteredExternalHost: Rule = {
  name: 'unregistered-external-host',
  severity: 'warning',
  summary: 'Where only known hosts may be called, every external host that pods call needs a ServiceEntry.',
  equivalents: [],

  *check({ model }) {
    const isClosed = closedWorkloads(model);
    for (const workload of model.workloads.all) {
      if (workload.dataPlane !== 'sidecar' || workload.generated || !isClosed(workload)) continue;
      for (const { host, port, field } of callsOf(workload, model)) {
        if (!isExternal(host, model) || isExcluded(workload, port)) continue;
        const clients = [workload.namespace];
        if (model.hosts.lookup(host, workload.namespace, clients) !== undefined) continue;
        yield {
          resource: workload.resource,
          field,
          problem: `"${host}" is called, but no ServiceEntry that the pods see defines it; outboundTrafficPolicy REGISTRY_ONLY refuses the call`,
          fix: `define a ServiceEntry for "${host}"`,
        };
      }
    }
  },
};

/** Whether the pods may call known hosts only: by their Sidecar, else by the mesh configuration. */
function closedWorkloads(model: MeshModel): (workload: Workload) => boolean {
  const isClosedMesh = model.meshConfig.outboundTrafficPolicy?.mode === 'REGISTRY_ONLY';
  const sidecars = new Map<string, Resource<'Sidecar'>[]>();
  for (const sidecar of model.all('Sidecar')) addTo(sidecars, sidecar.namespace, sidecar);
  return ({ namespace, labels }) => {
    const own = sidecars.get(namespace) ?? [];
    const selectorOf = ({ spec }: Resource<'Sidecar'>) => Object.entries(spec.workloadSelector?.labels ?? {});
    const sidecar =
      own.find(other => selectorOf(other).length > 0 && selectorOf(other).every(([k, v]) => labels[k] === v)) ??
      own.find(other => selectorOf(other).length === 0);
    const mode = sidecar?.spec.outboundTrafficPolicy?.mode;
    return mode === undefined ? isClosedMesh : mode === 'REGISTRY_ONLY';
  };
}

const PUBLIC_DOMAIN = /\.(?:com|org|net|io|dev|app|cloud|gov|edu|info|biz|ai|[a-z]{2})$/;

/** A host outside the cluster, as far as its name tells: `name.namespace` is a Service. */
function isExternal(host: string, model: MeshModel): boolean {
  const labels = host.split('.');
  if (!PUBLIC_DOMAIN.test(host) || model.serviceOfHost(host) !== undefined) return false;
  return labels.length > 2 || model.namespaces.get(labels[1] ?? '') === undefined;
}

function isExcluded({ annotations }: Workload, port: number | undefined): boolean {
  const excluded = annotations['traffic.sidecar.istio.io/excludeOutboundPorts']?.split(',') ?? [];
  return port !== undefined && excluded.some(entry => entry.trim() === String(port));
}
