import type { KindName } from '../model/kinds';
import type { MeshModel } from '../model/mesh-model';
import { type ModelRead, READS } from '../model/reads';

/** The questions whose first argument is the kind that they read. */
const BY_KIND: ReadonlySet<string | symbol> = new Set(['all', 'find', 'named', 'inNamespace']);

/**
 * A view of a model that notes what is looked at.
 *
 * @param seen Gets the kinds and parts that are read through the view.
 */
export function trackReads(mesh: MeshModel, seen: Set<ModelRead>): MeshModel {
  return new Proxy(mesh, {
    get(target, property) {
      for (const read of READS[property as keyof MeshModel] ?? []) seen.add(read);
      const value: unknown = Reflect.get(target, property, target);
      if (typeof value !== 'function') return value;
      return (...args: readonly unknown[]): unknown => {
        if (BY_KIND.has(property)) seen.add(args[0] as KindName);
        return Reflect.apply(value, target, args);
      };
    },
  });
}
