import type { MeshModel } from '../../../model/mesh-model';
import type { Workload } from '../../../model/workload';
import { callsOf } from '../../../model/workload-calls';
import type { Finding, Rule } from '../../rule';

/** Pods call a host outside the mesh that no ServiceEntry defines, though their proxies let out only what is defined. */
export const unregisteredExternalHost: Rule = {
  name: 'unregistered-external-host',
  severity: 'warning',
  summary: 'Where only known hosts may be called, every external host that pods call needs a ServiceEntry.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    const { model } = mesh;
    for (const workload of model.workloads.all) {
      if (workload.dataPlane !== 'sidecar' || workload.generated) continue;
      const calls = callsOf(workload, model).filter(
        ({ host, port }) => isExternal(host, model) && !isExcluded(workload, port),
      );
      if (calls.length === 0) continue;
      const view = mesh.viewOf(mesh.proxyOf(workload));
      if (view.scope.outboundTrafficPolicy !== 'REGISTRY_ONLY') continue;
      for (const { host, resource, field } of calls) {
        if (view.serviceNamed(host) !== undefined) continue;
        findings.push({
          resource,
          field,
          problem: `"${host}" is called, but no ServiceEntry that the pods see defines it; outboundTrafficPolicy REGISTRY_ONLY blocks the call`,
          fix: `define a ServiceEntry for "${host}"`,
        });
      }
    }
    return findings;
  },
};

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
