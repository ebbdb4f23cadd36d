import type { MeshModel } from '../model/mesh-model';
import type { MeshPort } from '../model/mesh-service';
import type { PortProtocol } from '../model/protocol';
import type { Workload } from '../model/workload';

/** The number of the port of the pods to which a Service port leads; undefined if no container has a port of that name. */
export function podPortOf({ targetPort }: MeshPort, { pod }: Workload): number | undefined {
  if (typeof targetPort === 'number') return targetPort;
  if (/^\d+$/.test(targetPort)) return Number(targetPort);
  for (const { ports = [] } of [...(pod.containers ?? []), ...(pod.initContainers ?? [])]) {
    const found = ports.find(({ name }) => name === targetPort);
    if (found !== undefined) return found.containerPort;
  }
  return undefined;
}

/** What Istio speaks on the ports of the pods, as the Services that lead there say. */
export function podProtocols(workload: Workload, model: MeshModel): ReadonlyMap<number, ReadonlySet<PortProtocol>> {
  const protocols = new Map<number, Set<PortProtocol>>();
  for (const { ports } of model.servicesOf(workload)) {
    for (const port of ports) {
      const number = podPortOf(port, workload);
      if (number === undefined || port.transport !== 'TCP') continue;
      protocols.set(number, (protocols.get(number) ?? new Set()).add(port.protocol));
    }
  }
  return protocols;
}
