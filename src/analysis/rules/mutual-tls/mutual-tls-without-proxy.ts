import { DestinationRuleUse } from '../../../istio/destinations/destination-rule-use';
import { policyParts } from '../../../istio/destinations/policy-parts';
import { matchesLabels } from '../../../model/labels';
import type { Finding, Rule } from '../../rule';

/** Clients are told to send mutual TLS to pods that have no proxy to answer it: every connection fails. */
export const mutualTlsWithoutProxy: Rule = {
  name: 'mutual-tls-without-proxy',
  severity: 'error',
  summary: 'A DestinationRule must not demand mutual TLS of pods that are not in the mesh.',
  equivalents: ['KIA0205', 'KIA0206'],

  check(mesh) {
    const findings: Finding[] = [];
    const { model } = mesh;
    for (const resource of model.all('DestinationRule')) {
      const { subsets = [] } = resource.spec;
      const demanding = policyParts(resource).filter(({ policy }) => policy.tls?.mode === 'ISTIO_MUTUAL');
      if (demanding.length === 0) continue;
      const service = mesh.once(DestinationRuleUse).serviceOf(resource);
      const [first] = demanding;
      if (service?.external === true && first !== undefined) {
        findings.push({
          resource,
          field: `${first.field}.tls.mode`,
          problem: `clients send mutual TLS of the mesh to "${service.host}", which ${service.resource} defines outside the mesh, where nobody has its certificates`,
          fix: 'write mode SIMPLE to originate TLS, or MUTUAL with a certificate for that server; for pods and virtual machines of the mesh, location MESH_INTERNAL',
          related: [service.resource],
        });
        continue;
      }
      if (service?.isKubernetes !== true) continue;
      const workloads = model.workloadsOf(service.service);
      for (const { field, subset } of demanding) {
        const labels = subsets.find(({ name }) => name === subset)?.labels;
        const meant = workloads.filter(other => matchesLabels(labels, other.labels));
        if (meant.length === 0 || meant.some(({ dataPlane }) => dataPlane !== 'none')) continue;
        findings.push({
          resource,
          field: `${field}.tls.mode`,
          problem: `clients send mutual TLS to "${service.host}", whose pods of "${meant[0]?.name}" are not in the mesh and cannot answer it`,
          fix: 'leave tls out, so that clients send what the pods accept, or take the pods into the mesh',
          related: [service.resource, ...meant.slice(0, 3).map(workload => workload.resource)],
        });
        break;
      }
    }
    return findings;
  },
};
