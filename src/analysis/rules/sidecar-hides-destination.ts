import { hostCovers } from '../../model/host-name';
import { matchesLabels } from '../../model/labels';
import type { MeshModel } from '../../model/mesh-model';
import type { Resource } from '../../model/resource';
import { destinationsOf } from '../destinations';
import { isBoundToMesh } from '../gateway-reference';
import type { Rule } from '../rule';
import { quoted } from '../wording';

/** A route leads to a service that the Sidecar of the namespace does not import. Its proxies do not know it. */
export const sidecarHidesDestination: Rule = {
  name: 'sidecar-hides-destination',
  severity: 'error',
  summary: 'A Sidecar must import every service to which the routes of its namespace lead.',
  reads: ['Sidecar', 'VirtualService', 'Service', 'ServiceEntry', 'Workload', 'MeshConfig'],
  equivalents: [],

  *check(mesh) {
    if (mesh.all('Sidecar').length === 0) return;
    for (const resource of mesh.all('VirtualService')) {
      if (!isBoundToMesh(resource)) continue;
      const sidecar = sidecarOf(resource.namespace, mesh);
      const egress = sidecar?.spec.egress?.flatMap(({ hosts = [] }) => hosts) ?? [];
      if (sidecar === undefined || egress.length === 0) continue;
      // Only who imports the routes can be led astray by them.
      const isRouted = (resource.spec.hosts ?? []).some(host =>
        isImported(mesh.fullHost(host, resource.namespace), resource.namespace, egress, sidecar),
      );
      if (!isRouted) continue;
      for (const { destination, field } of destinationsOf(resource)) {
        const service = mesh.hosts.lookup(destination.host ?? '', resource.namespace);
        if (service === undefined || isImported(service.host, service.namespace, egress, sidecar)) continue;
        yield {
          resource,
          field: `${field}.host`,
          problem: `Sidecar "${sidecar.fullName}" does not import "${service.host}"; it imports ${quoted(egress)}`,
          fix: `add "${service.namespace}/${service.host}" to the egress hosts of the Sidecar`,
          related: [sidecar],
        };
      }
    }
  },
};

/** The Sidecar of pods that have no one of their own. */
function sidecarOf(namespace: string, mesh: MeshModel): Resource<'Sidecar'> | undefined {
  const own = mesh.inNamespace('Sidecar', namespace);
  const workloads = mesh.workloads.inNamespace(namespace);
  const selected = own.find(
    ({ spec }) =>
      Object.keys(spec.workloadSelector?.labels ?? {}).length > 0 &&
      workloads.length > 0 &&
      workloads.every(({ labels }) => matchesLabels(spec.workloadSelector?.labels, labels)),
  );
  return selected ?? own.find(isDefault) ?? mesh.inNamespace('Sidecar', mesh.meshConfig.rootNamespace).find(isDefault);
}

function isDefault({ spec }: Resource<'Sidecar'>): boolean {
  return Object.keys(spec.workloadSelector?.labels ?? {}).length === 0;
}

function isImported(host: string, namespace: string, egress: readonly string[], sidecar: Resource<'Sidecar'>): boolean {
  return egress.some(entry => {
    const [scope = '', name = ''] = entry.split('/');
    const imported = scope === '.' ? sidecar.namespace : scope;
    return (imported === '*' || imported === namespace) && hostCovers(name, host);
  });
}
