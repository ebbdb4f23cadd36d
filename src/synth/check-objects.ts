import type { ObjectValidator } from '../schema/validate-object';
import type { Diagnostic } from '../values/diagnostic';
import { targetVersionOf } from '../values/target-version';
import { refOf } from './check-identity';
import type { RenderedObject } from './rendered-object';

/** Validates every object by itself, for the Istio release that its part of the app is written for. */
export function checkObjects(objects: readonly RenderedObject[]): readonly Diagnostic[] {
  // Loaded here, so that an app that checks nothing starts without it.
  const { createValidator } = require('../schema/validate-object') as typeof import('../schema/validate-object');
  const validators = new Map<string, ObjectValidator>();
  const diagnostics: Diagnostic[] = [];
  for (const rendered of objects) {
    const istioVersion = targetVersionOf(rendered.object);
    let validate = validators.get(istioVersion);
    if (validate === undefined) {
      validate = createValidator({ istioVersion });
      validators.set(istioVersion, validate);
    }
    for (const { rule, severity, path, message, fix } of validate(rendered.manifest)) {
      diagnostics.push({
        rule,
        severity,
        resource: refOf(rendered),
        field: path,
        message,
        ...(fix === undefined ? {} : { fix }),
      });
    }
  }
  return diagnostics;
}
