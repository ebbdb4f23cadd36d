import type { MeshHost } from '../model/mesh-host';
import type { MeshModel } from '../model/mesh-model';
import type { PlannedDrop } from './change-plan';

/**
 * Services that had pods among the manifests and have none after a step, by step: nothing answers them until a later one.
 * Those that have none in the end either are meant to be empty.
 *
 * @param states The mesh before the change and after each step.
 */
export function emptiedServices(states: readonly MeshModel[]): readonly (readonly PlannedDrop[])[] {
  return states.slice(1).map((state, i) =>
    servicesOf(state).flatMap((service): PlannedDrop[] => {
      if (hasPods(state, service.host) !== false || hasPods(states[i], service.host) !== true) return [];
      const { kind, namespace, name, origin } = service.resource;
      const resource = { kind, namespace, name, origin };
      const reason = 'no pod is left that it selects, so that its requests are answered with 503';
      const end = states.findIndex((later, step) => step > i + 1 && hasPods(later, service.host) !== false);
      return [end < 0 ? { resource, reason, isIntended: true } : { resource, reason, until: end }];
    }),
  );
}

function servicesOf(model: MeshModel): readonly MeshHost[] {
  return model.hosts.services.filter(({ source }) => source === 'Service');
}

/** Whether a Service has pods among the manifests; undefined if there is no such Service. */
function hasPods(model: MeshModel | undefined, host: string): boolean | undefined {
  const service = model?.hosts.named(host).find(({ source }) => source === 'Service');
  return service === undefined ? undefined : (model?.workloadsOf(service).length ?? 0) > 0;
}
