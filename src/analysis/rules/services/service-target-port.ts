import type { EffectiveMesh } from '../../../istio/effective-mesh';
import { PodPorts } from '../../../istio/policies/pod-ports';
import type { MeshPort } from '../../../model/mesh-host';
import type { Workload } from '../../../model/workload';
import type { Finding, Rule } from '../../rule';
import { listed, quoted } from '../../wording';

/** A Service sends to a port of the pods that no container has: by its name there are no endpoints, by its number most likely nobody listens. */
export const serviceTargetPort: Rule = {
  name: 'service-target-port',
  severity: 'error',
  summary: 'A target port must be a port of the containers.',
  equivalents: ['KIA0701'],

  check(mesh) {
    const findings: Finding[] = [];
    const { model } = mesh;
    for (const service of model.hosts.services) {
      if (service.source !== 'Service' || service.generated) continue;
      const workloads = model.workloadsOf(service).filter(({ generated }) => !generated);
      if (workloads.length === 0) continue;
      const undeclared = undeclaredPorts(service.ports, workloads, mesh);
      if (undeclared !== undefined) findings.push({ resource: service.resource, ...undeclared });
      if (!service.ports.some(isNamed)) continue;
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

/** Ports need not be declared; a Service of which all lead past the declared ones is likely to mean one of these. */
function undeclaredPorts(
  ports: readonly MeshPort[],
  workloads: readonly Workload[],
  mesh: EffectiveMesh,
): Omit<Finding, 'resource'> | undefined {
  const podPorts = mesh.once(PodPorts);
  const targets = ports.map(port => (isNamed(port) ? 0 : Number(port.targetPort ?? port.number)));
  if (targets.some(port => port === 0 || workloads.some(one => podPorts.isDeclared(one, port)))) return undefined;
  // The pods of gateways listen to what Gateways say.
  if (workloads.some(one => mesh.proxyOf(one).type !== 'sidecar')) return undefined;
  const declared = new Set(workloads.flatMap(one => [...podPorts.declaredOf(one)]));
  if (declared.size === 0 || targets.length === 0 || targets.some(port => declared.has(port))) return undefined;
  return {
    severity: 'warning',
    field: 'spec.ports[0].targetPort',
    problem: `port ${ports[0]?.number} sends to port ${targets[0]} of the pods, which no container declares; declared are ${listed(declared)}`,
    fix: 'send to a port of the container, or declare the port there if it listens on it',
    related: workloads.map(({ resource }) => resource),
  };
}

function isNamed(port: MeshPort): port is MeshPort & { readonly targetPort: string } {
  return typeof port.targetPort === 'string' && !/^\d+$/.test(port.targetPort);
}

function portNames({ pod }: Workload): readonly string[] {
  return [...(pod.containers ?? []), ...(pod.initContainers ?? [])].flatMap(({ ports = [] }) =>
    ports.flatMap(({ name }) => name ?? []),
  );
}
