import { valueAt } from '../../model/installations';
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

  /** The ports that the containers declare, scraped and probed ones included; none where they declare none. */
  public declaredOf(workload: Workload): ReadonlySet<number> {
    const known = new Set(containerPorts(workload));
    return known.size === 0 ? known : withAskedPorts(known, workload);
  }

  /** Whether a container declares a port; sooner told than all that they declare. */
  public isDeclared(workload: Workload, port: number): boolean {
    const { containers = [], initContainers = [] } = workload.pod;
    return containers.some(one => hasPort(one, port)) || initContainers.some(one => hasPort(one, port));
  }

  /** The ports to which the containers listen or services send, whatever a Sidecar listens for. */
  public calledOf(workload: Workload): ReadonlySet<number> {
    const called = new Set(containerPorts(workload));
    for (const service of this.mesh.servicesBefore(this.mesh.proxyOf(workload))) {
      for (const port of service.ports) {
        const target = targetPortOf(service, port, { pod: workload.pod });
        if (target !== 0) called.add(target);
      }
    }
    return called;
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
    const known = new Set([...containerPorts(workload), ...this.mesh.declaredPortsOf(workload).keys()]);
    return known.size === 0 ? known : withAskedPorts(known, workload);
  }
}

/** Ports that are scraped or probed are there as well, though that does not say that all are declared. */
function withAskedPorts(known: Set<number>, workload: Workload): ReadonlySet<number> {
  const scraped = Number(workload.annotations['prometheus.io/port'] ?? 0);
  if (scraped > 0) known.add(scraped);
  for (const port of containersOf(workload).flatMap(probedPorts)) known.add(port);
  return known;
}

function hasPort(
  container: { readonly ports?: readonly { readonly containerPort?: number }[] },
  port: number,
): boolean {
  return container.ports?.some(({ containerPort }) => containerPort === port) === true;
}

function containersOf({ pod }: Workload) {
  return [...(pod.containers ?? []), ...(pod.initContainers ?? [])];
}

function containerPorts(workload: Workload): readonly number[] {
  return containersOf(workload).flatMap(({ ports = [] }) =>
    ports.flatMap(({ containerPort }) => (containerPort === undefined ? [] : [containerPort])),
  );
}

/** The ports to which the probes of a container go by number. */
function probedPorts(container: object): readonly number[] {
  const found: number[] = [];
  for (const name of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
    for (const way of ['httpGet', 'tcpSocket', 'grpc']) {
      const port = valueAt(container, `${name}.${way}.port`);
      if (typeof port === 'number') found.push(port);
    }
  }
  return found;
}
