import type { Workload } from '../../model/workload';
import type { EffectiveMesh } from '../effective-mesh';
import { Memo } from '../memo';
import { type RegisteredService, targetPortOf } from '../services/registered-service';

/** A port that pods do not have, though a policy for them names it. */
export interface MissingPort {
  readonly workload: Workload;
  /** The service that has the port and sends it on to another one; undefined where none does. */
  readonly service: RegisteredService | undefined;
  /** The port of the pods to which the service sends. */
  readonly target: number | undefined;
}

/** The ports of pods, as policies name them: those of the containers, and those to which services send. */
export class PodPorts {
  readonly #ports = new Memo((workload: Workload) => this.#find(workload));

  public constructor(private readonly mesh: EffectiveMesh) {}

  /** The ports that anything declares for the pods of a workload. */
  public of(workload: Workload): ReadonlySet<number> {
    return this.#ports.get(workload);
  }

  /** Says what there is instead of a port that none of the pods has; undefined where one has it, or nothing is known. */
  public missing(workloads: readonly Workload[], port: number): MissingPort | undefined {
    const [first] = workloads;
    if (first === undefined || workloads.some(one => this.of(one).has(port) || this.of(one).size === 0))
      return undefined;
    for (const workload of workloads) {
      for (const service of this.mesh.servicesBefore(this.mesh.proxyOf(workload))) {
        const own = service.ports.find(({ number }) => number === port);
        if (own === undefined) continue;
        return { workload, service, target: targetPortOf(service, own, { pod: workload.pod }) };
      }
    }
    return { workload: first, service: undefined, target: undefined };
  }

  #find(workload: Workload): ReadonlySet<number> {
    const { containers = [], initContainers = [] } = workload.pod;
    const own = [...containers, ...initContainers].flatMap(({ ports = [] }) =>
      ports.flatMap(({ containerPort }) => (containerPort === undefined ? [] : [containerPort])),
    );
    return new Set([...own, ...this.mesh.declaredPortsOf(workload).keys()]);
  }
}
