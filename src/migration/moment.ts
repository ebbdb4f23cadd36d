import type { Workload } from '../model/workload';
import { diffMeshes, type MeshDifference, type OpenQuestion } from '../proof/diff-meshes';
import type { MeshState } from './mesh-state';
import { podsName } from './moving-pods';

/** A mesh at one moment. */
export type MeshAt = Pick<MeshState, 'mesh'>;

/** A moment of a migration: what is in force, and which pods send requests as ambient ones already. */
export interface Moment {
  /** When it is, such as `after 10-dual`. */
  readonly when: string;
  readonly state: MeshAt;
  /** Pods that send otherwise than the manifests say, by name. */
  readonly clients: ReadonlyMap<string, 'sidecar' | 'ambient'>;
  /** Namespaces in which pods that no manifest holds are taken to be ambient. */
  readonly ambient: ReadonlySet<string>;
}

/** What is different at a moment from before the migration. */
export interface MomentDifferences {
  readonly differences: readonly MeshDifference[];
  readonly open: readonly OpenQuestion[];
}

/** Compares the mesh at a moment with the mesh before, by the pods that requests reach. */
export function compareMoment(before: MeshAt, { state, clients, ambient }: Moment): MomentDifferences {
  const known = new Set(state.mesh.model.workloads.all.map(podsName));
  const asClient = (workload: Workload): Workload['dataPlane'] => {
    const name = podsName(workload);
    const own = clients.get(name);
    if (own !== undefined) return own;
    const isUnknown = !known.has(name) && workload.dataPlane === 'sidecar';
    return isUnknown && ambient.has(workload.namespace) ? 'ambient' : workload.dataPlane;
  };
  return diffMeshes(before.mesh.model, state.mesh.model, { destinations: 'pods', clients: asClient });
}
