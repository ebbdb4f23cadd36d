import type { App } from 'cdk8s';
import { assumedObjectsOf } from '../tree/assumed-object';
import { targetVersionOf } from '../tree/target-version';
import type { Diagnostic } from '../values/diagnostic';
import { oldestRelease } from '../values/istio-version';
import { checkNotices } from './check-notices';
import { checkObjects } from './check-objects';
import type { RenderedObject } from './rendered-object';

/**
 * Analyses the objects of an app together, and hears what its constructs have to say, without what they accept.
 *
 * @param validate whether each object is also validated by itself
 */
export function checkMesh(app: App, objects: readonly RenderedObject[], validate: boolean): readonly Diagnostic[] {
  // Loaded here, so that an app that analyses nothing starts without it.
  const { buildModel } = require('../model/mesh-model') as typeof import('../model/mesh-model');
  const { analyze } = require('../analysis/analyze') as typeof import('../analysis/analyze');
  const { RULES } = require('../analysis/registry') as typeof import('../analysis/registry');
  const targets = new Set(objects.map(({ object }) => targetVersionOf(object)));
  // The rule knows one release only.
  const byRule = validate && targets.size <= 1;
  const rules = RULES.filter(({ name, when = 'always' }) => when === 'always' && (byRule || name !== 'invalid-object'));
  const located = objects.map(({ manifest, constructPath }) => ({ manifest, origin: { constructPath } }));
  const { diagnostics, acceptances } = checkNotices(app);
  // What works on the oldest release that a part of the app is written for works on all of them.
  const istioVersion = oldestRelease(targets) ?? targetVersionOf(app);
  const together = analyze(buildModel(located, { assumed: assumedObjectsOf(app), istioVersion }), {
    rules,
    acceptances,
  });
  return [...(validate && !byRule ? checkObjects(objects) : []), ...together, ...diagnostics];
}
