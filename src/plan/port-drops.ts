import type { MeshPort } from '../model/mesh-host';
import type { MeshModel } from '../model/mesh-model';
import type { Workload } from '../model/workload';
import type { PlannedDrop } from './change-plan';

/**
 * Services whose target port changes together with the port of their pods, or away from it. While the pods are replaced, a Service sends
 * to one port, on which only the pods of one generation listen, whichever is changed first. A port by name that both
 * generations have is each pod's own.
 */
export function portDrops(old: MeshModel, goal: MeshModel): readonly PlannedDrop[] {
  return goal.hosts.services.flatMap((after): PlannedDrop[] => {
    const before = old.hosts.named(after.host).find(({ source }) => source === 'Service');
    if (before === undefined || after.source !== 'Service') return [];
    const [oldPods, newPods] = [old.workloadsOf(before), goal.workloadsOf(after)];
    // A Service that is led to other pods goes from those of one port to those of the other at once.
    if (!oldPods.some(one => newPods.some(other => one.name === other.name))) return [];
    const { kind, namespace, name, origin } = after.resource;
    const resource = { kind, namespace, name, origin };
    return after.ports.flatMap(to => {
      const from = before.ports.find(({ number }) => number === to.number);
      // A name that no pod has is an error of the analysis, which is told by itself.
      if (from === undefined || isServed(from, oldPods) !== true) return [];
      const willWork = isServed(to, newPods);
      if (willWork === false && typeof to.targetPort === 'number') {
        const reason = `port ${to.number} led to ${shown(from)}, on which the pods listen, and leads to ${shown(to)}, which no container of the new pods declares`;
        return [{ resource, reason }];
      }
      const served = isServed(from, newPods) !== false || isServed(to, oldPods) !== false;
      if (from.targetPort === to.targetPort || willWork !== true || served) return [];
      const reason = `port ${to.number} leads to ${shown(from)} and then to ${shown(to)}, and no pod listens on both: until all pods are replaced, those of one generation refuse connections; let them listen on both for a while, or name the port in targetPort`;
      return [{ resource, reason }];
    });
  });
}

function shown({ targetPort }: MeshPort): string {
  return typeof targetPort === 'number' ? `${targetPort}` : `"${targetPort}"`;
}

/** Whether all pods listen where a port leads; undefined if there are none, or some do not say where they listen. */
function isServed({ targetPort }: MeshPort, pods: readonly Workload[]): boolean | undefined {
  const declared = pods.map(({ pod }) => (pod.containers ?? []).flatMap(({ ports = [] }) => ports));
  if (declared.length === 0 || declared.some(ports => ports.length === 0)) return undefined;
  return declared.every(ports =>
    ports.some(({ name, containerPort }) => (typeof targetPort === 'number' ? containerPort : name) === targetPort),
  );
}
