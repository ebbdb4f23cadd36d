import type { MeshPort } from '../../../model/mesh-host';
import type { Workload } from '../../../model/workload';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

/** A Service sends to a port of the pods by a name that no container has: the port has no endpoints. */
export const serviceTargetPort: Rule = {
  name: 'service-target-port',
  severity: 'error',
  summary: 'A named target port must be a port of the containers.',
  equivalents: ['KIA0701'],

  check({ model }) {
    const findings: Finding[] = [];
    for (const service of model.hosts.services) {
      if (service.source !== 'Service' || service.generated) continue;
      if (!service.ports.some(isNamed)) continue;
      const workloads = model.workloadsOf(service).filter(({ generated }) => !generated);
      if (workloads.length === 0) continue;
      const names = workloads.flatMap(portNames);
      for (const [i, port] of service.ports.entries()) {
        const { targetPort, number } = port;
        if (!isNamed(port) || names.includes(String(targetPort))) continue;
        findings.push({
          resource: service.resource,
          field: `spec.ports[${i}].targetPort`,
          problem: `port ${number} sends to port "${targetPort}" of the pods, which no container has; they have ${quoted(names)}`,
          fix: 'name a port of the container, or write its number',
          related: workloads.map(workload => workload.resource),
        });
      }
    }
    return findings;
  },
};

function isNamed(port: MeshPort): port is MeshPort & { readonly targetPort: string } {
  return typeof port.targetPort === 'string' && !/^\d+$/.test(port.targetPort);
}

function portNames({ pod }: Workload): readonly string[] {
  return [...(pod.containers ?? []), ...(pod.initContainers ?? [])].flatMap(({ ports = [] }) =>
    ports.flatMap(({ name }) => name ?? []),
  );
}
