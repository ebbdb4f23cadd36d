import type { ObjectValidator } from '../schema/validate-object';
import { targetVersionOf } from '../tree/target-version';
import type { Diagnostic } from '../values/diagnostic';
import { refOf } from './check-identity';
import type { RenderedObject } from './rendered-object';

/**
 * Validates every object by itself, for the Istio release that its part of the app is written for. The findings are
 * those of the rule `invalid-object`.
 */
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
    for (const { severity, path, message, fix } of validate(rendered.manifest)) {
      diagnostics.push({
        rule: 'invalid-object',
        code: severity === 'error' ? 'IST0106' : 'IST0133',
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
