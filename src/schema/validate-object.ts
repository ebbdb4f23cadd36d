import { DEFAULT_ISTIO_VERSION, parseIstioVersion } from '../values/istio-version';
import { groupOf, type Manifest } from '../values/manifest';
import type { ObjectIssue } from './object-issue';

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

/** One cause is reported once: by the schema rather than the webhook, whose warnings say more than the schema's. */
function merge(issues: readonly ObjectIssue[], webhook: readonly ObjectIssue[]): readonly ObjectIssue[] {
  const added = webhook.filter(issue => !isExplained(issue, issues));
  const kept = issues.filter(
    ({ rule, path }) => rule !== 'deprecated-field' || !added.some(issue => issue.path === path),
  );
  return [...kept, ...added];
}

/** Whether there is an error of the same field, or one that makes what a field contains meaningless. */
function isExplained({ path }: ObjectIssue, earlier: readonly ObjectIssue[]): boolean {
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
  // Loaded here, so that an app that validates nothing starts without it.
  const { checkEnvelope } = require('./envelope-checks') as typeof import('./envelope-checks');
  const { checkKubernetes } =
    require('./kubernetes/check-kubernetes') as typeof import('./kubernetes/check-kubernetes');
  const { KindChecks } = require('./kind-checks') as typeof import('./kind-checks');
  const { SchemaRun } = require('./schema-run') as typeof import('./schema-run');
  const { checkWebhook } = require('./webhook/check-webhook') as typeof import('./webhook/check-webhook');
  const kinds = new KindChecks(release);
  const validator: ObjectValidator = manifest => {
    const run = new SchemaRun();
    checkEnvelope(manifest, run);
    kinds.check(manifest, run);
    if (typeof manifest.apiVersion !== 'string') return run.issues;
    const kind = `${groupOf(manifest.apiVersion)}/${manifest.kind}`;
    const further = [...checkWebhook(kind, manifest, release), ...checkKubernetes(kind, manifest)];
    return further.length === 0 ? run.issues : merge(run.issues, further);
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

/**
 * Checks what a mesh configuration says in fields that came after Istio 1.30, as istiod does when it reads it; the paths
 * begin with `meshConfig`.
 *
 * @throws ConfigError if the release is not one that can be targeted
 */
export function validateMeshConfig(
  config: { readonly [field: string]: unknown },
  options: ValidationOptions = {},
): readonly ObjectIssue[] {
  const istioVersion = options.istioVersion ?? DEFAULT_ISTIO_VERSION;
  parseIstioVersion(istioVersion);
  const { checkMeshConfig } = require('./webhook/mesh-config') as typeof import('./webhook/mesh-config');
  return checkMeshConfig(config, istioVersion);
}
