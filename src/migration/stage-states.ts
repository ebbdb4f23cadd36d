import type { Workload } from '../model/workload';
import { compareText } from '../values/order';
import type { Conversion } from './conversion/conversion';
import type { MeshState } from './mesh-state';
import type { Moment } from './moment';
import { onDataPlane, podsName } from './moving-pods';

/** A stage as the state that it leads to, and the moments on the way there. */
export interface StageState {
  readonly name: string;
  readonly title: string;
  readonly state: MeshState;
  /** The namespace of the pods that move in this stage, if some do. */
  readonly namespace?: string;
  /** The pods that move in this stage. */
  readonly moving: readonly Workload[];
  /** What has to be compared with the mesh before. */
  readonly moments: readonly Moment[];
}

const NOBODY: Moment['clients'] = new Map();
const NOWHERE: ReadonlySet<string> = new Set();

/** The states that a conversion goes through, from the mesh as it is. */
export class StageStates {
  /** The mesh with the new objects beside the old ones. */
  public readonly dual: MeshState;

  public constructor(
    private readonly prepared: MeshState,
    private readonly conversion: Conversion,
    private readonly pods: readonly Workload[],
  ) {
    this.dual = prepared.without(conversion.goneBeside).with(conversion.beside);
  }

  /** The state in which some pods are ambient, and the objects that come with them. */
  public moved(moved: ReadonlySet<string>, namespaces: ReadonlySet<string>, pending?: ReadonlySet<string>): MeshState {
    const state = onDataPlane(this.dual, { namespaces, moved, ...(pending === undefined ? {} : { pending }) });
    return state.with(
      this.conversion.withPods.filter(({ pods }) => pods.some(pod => moved.has(pod))).map(({ manifest }) => manifest),
    );
  }

  /**
   * The stages in which the pods move in groups, one after the other.
   *
   * @param goal what the mesh is in the end. @default - what is left when nothing is there that nobody reads
   */
  public stages(groups: readonly (readonly string[])[], goal?: MeshState): readonly StageState[] {
    const done = new Set<string>();
    const namespaces = new Set<string>();
    const rounds = new Map<string, number>();
    const moves = groups.flatMap(group => {
      const byNamespace = new Map<string, Workload[]>();
      for (const pod of this.pods.filter(one => group.includes(podsName(one)))) {
        byNamespace.set(pod.namespace, [...(byNamespace.get(pod.namespace) ?? []), pod]);
      }
      return [...byNamespace].sort(([a], [b]) => compareText(a, b));
    });
    const width = String(Math.max(0, moves.length - 1)).length;
    const stages = moves.map(([namespace, moving], i): StageState => {
      const round = (rounds.get(namespace) ?? 0) + 1;
      rounds.set(namespace, round);
      namespaces.add(namespace);
      for (const pod of moving) done.add(podsName(pod));
      const name = `2${String(i).padStart(width, '0')}-${namespace}${round === 1 ? '' : `-${round}`}`;
      return this.#move({
        name,
        namespace,
        moving,
        isFirst: round === 1,
        done: new Set(done),
        namespaces: new Set(namespaces),
      });
    });
    return [
      this.#stand('00-prepare', 'Install what the ambient mesh needs', this.prepared),
      this.#stand('10-dual', 'Put waypoints, policies and routes beside the old ones', this.dual),
      ...stages,
      this.#cleanUp(stages.at(-1)?.state ?? this.dual, namespaces, goal),
    ];
  }

  /** A stage in which no pods move. */
  #stand(name: string, title: string, state: MeshState): StageState {
    const moment = { when: `after ${name}`, state, clients: NOBODY, ambient: NOWHERE };
    return { name, title, state, moving: [], moments: [moment] };
  }

  #move(move: {
    readonly name: string;
    readonly namespace: string;
    readonly moving: readonly Workload[];
    /** Whether they are the first of their namespace. */
    readonly isFirst: boolean;
    readonly done: ReadonlySet<string>;
    readonly namespaces: ReadonlySet<string>;
  }): StageState {
    const { name, namespace, moving, isFirst, done, namespaces } = move;
    const names = new Set(moving.map(podsName));
    const after = this.moved(done, namespaces);
    const pending = this.moved(done, namespaces, names);
    const whole = new Set([...namespaces].filter(one => this.#hasMoved(one, done)));
    const before = new Set([...whole].filter(one => one !== namespace));
    const as = (mode: 'sidecar' | 'ambient') => new Map([...names].map(pod => [pod, mode]));
    return {
      name,
      title: isFirst ? `Move the namespace "${namespace}"` : `Move further pods of the namespace "${namespace}"`,
      namespace,
      state: after,
      moving,
      moments: [
        { when: `${name}: before the restart`, state: pending, clients: as('sidecar'), ambient: before },
        { when: `${name}: clients restarted`, state: pending, clients: as('ambient'), ambient: whole },
        { when: `${name}: servers restarted`, state: after, clients: as('sidecar'), ambient: before },
        { when: `after ${name}`, state: after, clients: as('ambient'), ambient: whole },
      ],
    };
  }

  #hasMoved(namespace: string, done: ReadonlySet<string>): boolean {
    return this.pods.every(pod => pod.namespace !== namespace || done.has(podsName(pod)));
  }

  #cleanUp(last: MeshState, namespaces: ReadonlySet<string>, goal: MeshState | undefined): StageState {
    const state = goal ?? last.without(this.conversion.gone).with(this.conversion.left);
    const stage = this.#stand(
      '90-clean-up',
      goal === undefined ? 'Remove what nothing reads any longer' : 'Deploy the app as it is from now on',
      state,
    );
    return { ...stage, moments: stage.moments.map(moment => ({ ...moment, ambient: namespaces })) };
  }
}
