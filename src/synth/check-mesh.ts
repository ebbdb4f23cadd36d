import type { App } from 'cdk8s';
import type { EffectiveMesh } from '../istio/effective-mesh';
import { acceptancesOf } from '../tree/accept';
import { checksOf } from '../tree/check';
import type { Diagnostic } from '../values/diagnostic';
import type { AcceptedObjects } from './accepted-objects';
import { targetsOf } from './app-mesh';
import { ACCESS_FINDINGS, accessChecksOf } from './check-access';
import { checkObjects } from './check-objects';
import type { RenderedObject } from './rendered-object';

/** How strictly an app is checked. */
export interface Strictness {
  /** Whether each object is also validated by itself. */
  readonly validate: boolean;
  /** Whether what constructs declare of requests is proven. */
  readonly proof: boolean;
}

/**
 * Analyses the objects of an app together, by the rules of the library and by what its constructs check, without what
 * they accept.
 *
 * @param mesh how Istio interprets the objects
 * @param accepted takes what is accepted of which object
 */
export function checkMesh(
  app: App,
  mesh: EffectiveMesh,
  objects: readonly RenderedObject[],
  { validate, proof }: Strictness,
  accepted?: AcceptedObjects,
): readonly Diagnostic[] {
  // Loaded here, so that an app that analyses nothing starts without it.
  const { analyze } = require('../analysis/analyze') as typeof import('../analysis/analyze');
  const { RULES } = require('../analysis/registry') as typeof import('../analysis/registry');
  // The rule knows one release only.
  const byRule = validate && targetsOf(objects).size <= 1;
  const rules = RULES.filter(({ name, when = 'always' }) => when === 'always' && (byRule || name !== 'invalid-object'));
  const together = analyze(mesh.model, {
    rules,
    acceptances: acceptancesOf(app).filter(({ rule }) => proof || !ACCESS_FINDINGS.includes(rule)),
    onAccepted: ({ rule, reason }, resource) => {
      // What constructs check beside the rules is not found in the written files.
      if (rules.some(({ name }) => name === rule)) accepted?.add(resource, rule, reason);
    },
    checks: proof ? [...checksOf(app), ...accessChecksOf(app)] : checksOf(app),
  });
  return [...(validate && !byRule ? checkObjects(objects) : []), ...together];
}
