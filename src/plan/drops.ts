import { type AnalyzeOptions, analyze } from '../analysis/analyze';
import { RULES } from '../analysis/registry';
import type { MeshModel } from '../model/mesh-model';
import { isKind, type Resource } from '../model/resource';
import { isMapping } from '../model/shape';
import type { Diagnostic } from '../values/diagnostic';
import type { PlannedDrop } from './change-plan';
import { type Difference, isSame } from './differences';
import type { Move } from './move';

/** Rules about single objects, about identities, and about what is open, say nothing about requests that are dropped. */
const TRAFFIC_RULES = RULES.filter(
  ({ severity, when, name, isAboutOpenings }) =>
    severity === 'error' &&
    when === undefined &&
    isAboutOpenings !== true &&
    name !== 'invalid-object' &&
    name !== 'duplicate-object',
);

/**
 * What breaks between the objects from one state to the next: the errors of the analysis that the state before did not
 * have, by step.
 */
export function dropsBetween(
  states: readonly MeshModel[],
  options: AnalyzeOptions,
): readonly (readonly PlannedDrop[])[] {
  const errors = states.map(
    state =>
      new Map(
        analyze(state, { ...options, rules: TRAFFIC_RULES })
          .filter(({ severity }) => severity === 'error')
          .map(diagnostic => [keyOf(diagnostic), diagnostic]),
      ),
  );
  return errors.slice(1).map((found, i) => {
    const before = errors[i];
    return [...found].flatMap(([key, { resource, message }]) => {
      if (before?.has(key) === true) return [];
      const end = errors.findIndex((later, step) => step > i + 1 && !later.has(key));
      return [{ resource, reason: message, ...(end < 0 ? {} : { until: end }) }];
    });
  });
}

function keyOf({ rule, resource, message }: Diagnostic): string {
  return JSON.stringify([rule, resource.kind, resource.namespace, resource.name, message]);
}

/** What the new set still holds, by kind and by namespace. */
export class Remainder {
  readonly #kinds = new Set<string>();
  readonly #namespaces = new Set<string>();

  public constructor(goal: MeshModel) {
    for (const { group, kind, namespace } of goal.resources) {
      this.#kinds.add(`${group}/${kind}`);
      this.#namespaces.add(namespace);
    }
  }

  /** Whether objects of the new set go when this one is deleted. */
  public isTakenAlongBy(resource: Resource): boolean {
    if (isKind(resource, 'CustomResourceDefinition')) {
      return this.#kinds.has(`${resource.spec.group ?? ''}/${resource.spec.names?.kind ?? ''}`);
    }
    return isKind(resource, 'Namespace') && this.#namespaces.has(resource.name);
  }
}

/** What is lost by the change of an object, whatever the order. */
export function dropsOf(
  { resource, before, after }: Difference,
  move: Move,
  remainder: Remainder,
): readonly PlannedDrop[] {
  const reason =
    move.manifest === undefined
      ? remainder.isTakenAlongBy(resource)
        ? 'objects that the new set still holds go with it'
        : undefined
      : before === undefined || after === undefined
        ? undefined
        : lostByUpdate(before, after);
  if (reason === undefined) return [];
  const { kind, namespace, name, origin } = resource;
  return [{ resource: { kind, ...(namespace === '' ? {} : { namespace }), name, origin }, reason }];
}

function lostByUpdate(before: Resource, after: Resource): string | undefined {
  const field = immutableField(before, after);
  if (field !== undefined) {
    return `${field} cannot be changed: the object has to be deleted and created anew, and its pods with it`;
  }
  return isRecreated(before, after) ? 'strategy Recreate stops all pods before it starts new ones' : undefined;
}

const IMMUTABLE: ReadonlyMap<string, readonly string[]> = new Map([
  ['Deployment', ['selector']],
  ['DaemonSet', ['selector']],
  ['ReplicaSet', ['selector']],
  ['StatefulSet', ['selector', 'serviceName', 'podManagementPolicy', 'volumeClaimTemplates']],
]);

function immutableField(before: Resource, after: Resource): string | undefined {
  const [old, goal] = [specOf(before), specOf(after)];
  const field = IMMUTABLE.get(after.type ?? '')?.find(name => !isSame(old[name], goal[name]));
  if (field !== undefined) return `spec.${field}`;
  if (!isKind(after, 'Service') || old.clusterIP === goal.clusterIP) return undefined;
  // A Service may get an address that it had none of, but not another one.
  return old.clusterIP === 'None' || goal.clusterIP === 'None' ? 'spec.clusterIP' : undefined;
}

function isRecreated(before: Resource, after: Resource): boolean {
  if (!isKind(after, 'Deployment') || after.spec.strategy?.type !== 'Recreate') return false;
  return !isSame(specOf(before).template, specOf(after).template);
}

function specOf({ manifest }: Resource): { readonly [key: string]: unknown } {
  return isMapping(manifest.spec) ? manifest.spec : {};
}
