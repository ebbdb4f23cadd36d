import { annotationKeeping } from '../../../istio/plaintext-clients';
import { PodPorts } from '../../../istio/policies/pod-ports';
import type { Finding, Rule } from '../../rule';
import { listed } from '../../wording';

/** portLevelMtls names ports of the pods. The mode for a port that they do not have, such as that of the Service, is lost. */
export const unknownMutualTlsPort: Rule = {
  name: 'unknown-mutual-tls-port',
  severity: 'warning',
  summary: 'The ports of portLevelMtls must be ports of the pods.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    const ports = mesh.once(PodPorts);
    const { model } = mesh;
    for (const resource of model.all('PeerAuthentication')) {
      const written = Object.keys(resource.spec.portLevelMtls ?? {});
      if (written.length === 0) continue;
      const pods = model.workloads.selectedBy(resource.spec.selector?.matchLabels, resource.namespace);
      for (const port of written) {
        const found = ports.missing(pods, Number(port));
        if (found === undefined) {
          const kept = pods.find(
            one => one.dataPlane === 'sidecar' && annotationKeeping(one, Number(port)) !== undefined,
          );
          if (kept === undefined || resource.spec.portLevelMtls?.[port]?.mode !== 'STRICT') continue;
          findings.push({
            resource,
            field: `spec.portLevelMtls.${port}`,
            severity: 'error',
            problem: `connections to port ${port} of "${kept.name}" pass the proxy by, so that nobody asks for mutual TLS: annotation ${annotationKeeping(kept, Number(port))} says so`,
            fix: 'let the proxy take the port, or leave the mode out',
            related: [kept.resource],
          });
          continue;
        }
        const { service, target, workload } = found;
        // A security setting that is lost where the Service's port is meant; others may be ports that nobody declares.
        const isMeant = service !== undefined;
        findings.push({
          resource,
          field: `spec.portLevelMtls.${port}`,
          severity: isMeant ? 'error' : 'warning',
          problem: isMeant
            ? `port ${port} is that of Service "${service.resource.name}", which sends it to port ${target} of the pods: the mode has no effect`
            : `no pod of "${workload.name}" declares port ${port}; declared are ${listed(ports.of(workload))}`,
          fix: isMeant ? `write "${target}", the port of the pods` : 'name a port of the pods',
          related: [workload.resource, ...(service === undefined ? [] : [service.resource])],
        });
      }
    }
    return findings;
  },
};
