import type { Workload } from '../../../model/workload';
import type { Rule } from '../../rule';
import { quoted } from '../../wording';

/** A Service sends to a port of the pods by a name that no container has: the port has no endpoints. */
export const serviceTargetPort: Rule = {
  name: 'service-target-port',
  severity: 'error',
  summary: 'A named target port must be a port of the containers.',
  equivalents: ['KIA0701'],

  *check({ model }) {
    for (const service of model.hosts.services) {
      if (service.source !== 'Service' || service.generated) continue;
      const workloads = model.workloadsOf(service).filter(({ generated }) => !generated);
      if (workloads.length === 0) continue;
      const names = workloads.flatMap(portNames);
      for (const [i, { targetPort, number }] of service.ports.entries()) {
        if (typeof targetPort !== 'string' || /^\d+$/.test(targetPort) || names.includes(targetPort)) continue;
        yield {
          resource: service.resource,
          field: `spec.ports[${i}].targetPort`,
          problem: `port ${number} sends to port "${targetPort}" of the pods, which no container has; they have ${quoted(names)}`,
          fix: 'name a port of the container, or write its number',
          related: workloads.map(workload => workload.resource),
        };
      }
    }
  },
};

function portNames({ pod }: Workload): readonly string[] {
  return [...(pod.containers ?? []), ...(pod.initContainers ?? [])].flatMap(({ ports = [] }) =>
    ports.flatMap(({ name }) => name ?? []),
  );
}
