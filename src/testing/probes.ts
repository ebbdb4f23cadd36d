import type { EffectiveMesh } from '../istio/effective-mesh';
import type { MeshService } from '../model/mesh-service';

/** A request that is tried. */
export interface Probe {
  readonly method: string;
  readonly path: string;
}

const MOST = 24;

/** The requests that tell the policies of a service apart: GET / and an example of every method and path they name. */
export function probesOf(world: EffectiveMesh, service: MeshService): readonly Probe[] {
  const probes = new Map<string, Probe>();
  const add = (method: string, path: string) => {
    if (probes.size < MOST) probes.set(`${method} ${path}`, { method, path });
  };
  add('GET', '/');
  for (const workload of world.model.workloadsOf(service)) {
    for (const { spec } of world.authorizationPolicies.for(workload)) {
      for (const { to = [] } of spec.rules ?? []) {
        for (const { operation = {} } of to) {
          const paths = [...(operation.paths ?? []), ...(operation.notPaths ?? [])].map(examplePath);
          const methods = [...(operation.methods ?? []), ...(operation.notMethods ?? [])].map(exampleMethod);
          for (const path of paths.length === 0 ? ['/'] : paths) {
            for (const method of methods.length === 0 ? ['GET'] : methods) add(method, path);
          }
        }
      }
    }
  }
  return [...probes.values()];
}

/** A path that fits a value of a policy. */
function examplePath(value: string): string {
  const filled = value.replaceAll('{**}', 'x/y').replaceAll('{*}', 'x').replace(/\*$/, 'x').replace(/^\*/, '/x');
  return filled.startsWith('/') ? filled : `/${filled}`;
}

function exampleMethod(value: string): string {
  return value.includes('*') ? 'GET' : value;
}
