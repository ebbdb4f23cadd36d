import { DEFAULT_ISTIO_VERSION, parseIstioVersion } from '../values/istio-version';
import { groupOf, type Manifest } from '../values/manifest';
import { checkEnvelope } from './envelope-checks';
import { KindChecks } from './kind-checks';
import type { ObjectIssue } from './object-issue';
import { SchemaRun } from './schema-run';
import { checkWebhook } from './webhook/check-webhook';

/** How objects are validated. */
export interface ValidationOptions {
  /**
   * The release of Istio that the objects are for: what it does not have yet is an error.
   *
   * @default - the release that the library deploys
   */
  readonly istioVersion?: string;
}

/** Checks one object and tells what is wrong with it, in the order of its fields. */
export type ObjectValidator = (manifest: Manifest) => readonly ObjectIssue[];

/**
 * Whether an error of the same field is known, or one that makes its contents meaningless: one cause is reported once,
 * by the check that comes first.
 */
function isKnown({ path }: ObjectIssue, earlier: readonly ObjectIssue[]): boolean {
  return earlier.some(issue => {
    if (issue.severity !== 'error' || !path.startsWith(issue.path)) return false;
    const next = path.charAt(issue.path.length);
    return next === '' || ((issue.rule === 'type' || issue.rule === 'required') && (next === '.' || next === '['));
  });
}

const validators = new Map<string, ObjectValidator>();

/**
 * The check of single objects for one release of Istio.
 *
 * @throws ConfigError if the release is not one that can be targeted
 */
export function createValidator(options: ValidationOptions = {}): ObjectValidator {
  const [major, minor] = parseIstioVersion(options.istioVersion ?? DEFAULT_ISTIO_VERSION);
  const release = `${major}.${minor}`;
  const known = validators.get(release);
  if (known !== undefined) return known;
  const kinds = new KindChecks(release);
  const validator: ObjectValidator = manifest => {
    const run = new SchemaRun();
    checkEnvelope(manifest, run);
    kinds.check(manifest, run);
    if (typeof manifest.apiVersion !== 'string') return run.issues;
    const webhook = checkWebhook(`${groupOf(manifest.apiVersion)}/${manifest.kind}`, manifest);
    return webhook.length === 0 ? run.issues : [...run.issues, ...webhook.filter(issue => !isKnown(issue, run.issues))];
  };
  validators.set(release, validator);
  return validator;
}

/**
 * Checks one object as the API server and Istio's webhook would, without either: metadata, structure, CEL rules, the
 * rules of the webhook, and whether the target release has what it uses.
 *
 * Of kinds without a schema only the metadata is checked. The result is empty if there is nothing to say.
 *
 * @throws ConfigError if the release is not one that can be targeted
 * @example
 * const issues = validateObject({
 *   apiVersion: 'networking.istio.io/v1',
 *   kind: 'DestinationRule',
 *   metadata: { name: 'backend', namespace: 'notes-app' },
 *   spec: { hots: 'backend' },
 * });
 * issues[0]?.message; // spec.hots: unknown field "spec.hots", did you mean "host"?
 */
export function validateObject(manifest: Manifest, options: ValidationOptions = {}): readonly ObjectIssue[] {
  return createValidator(options)(manifest);
}
