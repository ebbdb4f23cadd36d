import { callsOf } from '../../../model/workload-calls';
import type { Finding, Rule } from '../../rule';
import { listed } from '../../wording';

/** Pods are told to call a port that the Service does not have: nothing answers there. */
export const unknownCalledPort: Rule = {
  name: 'unknown-called-port',
  severity: 'warning',
  summary: 'A port in the settings of pods must be a port of the Service.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    const { model } = mesh;
    for (const workload of model.workloads.all) {
      if (workload.generated) continue;
      for (const { written, host, port, resource, field } of callsOf(workload, model)) {
        const service = mesh.kubernetesService(host);
        // The name of a headless Service leads to the pods, whatever ports it lists.
        if (port === undefined || service === undefined || service.resolution !== 'endpoints') continue;
        const ports = service.ports.map(({ number }) => number);
        if (ports.length === 0 || ports.includes(port)) continue;
        findings.push({
          resource,
          field,
          problem: `"${written}" is called on port ${port}, but Service "${service.namespace}/${service.resource.name}" has ${listed(ports)}`,
          fix: `call port ${ports[0]}, or add port ${port} to the Service`,
          related: [service.resource],
        });
      }
    }
    return findings;
  },
};
