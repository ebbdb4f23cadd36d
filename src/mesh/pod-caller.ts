import { MeshService } from './mesh-service';
import { MeshWorkload } from './mesh-workload';
import type { PodCaller } from './references';

/** Whether `value` is a service or a workload of the mesh, of which it is known which pods it has. */
export function isPodCaller(value: unknown): value is PodCaller {
  return value instanceof MeshService || value instanceof MeshWorkload;
}
