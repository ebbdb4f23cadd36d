import type { EffectiveMesh } from '../../istio/effective-mesh';
import type { RegisteredService } from '../../istio/services/registered-service';
import type { Workload } from '../../model/workload';
import { byText } from '../../values/order';
import { movablePods } from '../moving-pods';

/** The namespaces that move into the ambient mesh, and what of them leaves its sidecars. */
export class Move {
  /** The pods that leave their sidecars, in the order of their names. */
  public readonly workloads: readonly Workload[];
  /** The services with pods that move, in the order of their hosts. */
  public readonly services: readonly RegisteredService[];
  readonly #derived = new Map<unknown, unknown>();
  readonly #moving: ReadonlySet<Workload>;
  readonly #namespaces: ReadonlySet<string>;

  public constructor(
    private readonly mesh: EffectiveMesh,
    namespaces: readonly string[],
  ) {
    this.#namespaces = new Set(namespaces);
    this.workloads = movablePods(mesh)
      .filter(({ namespace }) => this.#namespaces.has(namespace))
      .sort(byText(keyOf));
    this.#moving = new Set(this.workloads);
    this.services = mesh.services
      .filter(({ service }) => mesh.model.workloadsOf(service).some(pod => this.#moving.has(pod)))
      .sort(byText(({ host, namespace }) => `${host} ${namespace}`));
  }

  public includes(namespace: string): boolean {
    return this.#namespaces.has(namespace);
  }

  /** Whether the pods of a workload leave their sidecars. */
  public moves(workload: Workload): boolean {
    return this.#moving.has(workload);
  }

  /** Of some workloads those that move, in the order of their names. */
  public movingOf(workloads: readonly Workload[]): readonly Workload[] {
    return workloads.filter(one => this.#moving.has(one)).sort(byText(keyOf));
  }

  /** The services of which the pods that move are some, of a workload. */
  public servicesOf(workload: Workload): readonly RegisteredService[] {
    return this.services.filter(({ service }) => this.mesh.model.workloadsOf(service).includes(workload));
  }

  /** What several kinds of obstacles make of the move, once. */
  public once<T>(make: (mesh: EffectiveMesh, move: Move) => T): T {
    let made = this.#derived.get(make) as T | undefined;
    if (made === undefined) {
      made = make(this.mesh, this);
      this.#derived.set(make, made);
    }
    return made;
  }
}

function keyOf({ namespace, name, resource }: Workload): string {
  return `${namespace}/${name} ${resource.kind}`;
}

/** Pods in words: the first few by name, and how many there are. */
export function podsText(workloads: readonly Workload[]): string {
  const names = [...new Set(workloads.map(({ name }) => `"${name}"`))];
  const shown = names.slice(0, SHOWN).join(', ');
  const more = names.length - SHOWN;
  return `the pods of ${shown}${more > 0 ? ` and ${more} more` : ''}`;
}

const SHOWN = 3;

/** The path of a field of the pods of a workload, such as `spec.template.spec.hostNetwork`. */
export function podField({ podPath }: Workload, field: string): string {
  return podPath === '' ? field : `${podPath}.${field}`;
}

/** The objects that make pods, for what an obstacle is related to. */
export function makersOf(workloads: readonly Workload[]) {
  return workloads.slice(0, SHOWN).map(({ resource }) => resource);
}
