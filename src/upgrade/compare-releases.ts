import { analyze } from '../analysis/analyze';
import { buildModel, type MeshModelOptions } from '../model/mesh-model';
import { diffMeshes, type MeshDiff } from '../proof/diff-meshes';
import { createValidator } from '../schema/validate-object';
import type { Diagnostic, ResourceRef } from '../values/diagnostic';
import type { LocatedManifest } from '../values/manifest';
import { compareText } from '../values/order';

/** A field, or a value, that one release acts on and another one does not. */
export interface FieldEffect {
  readonly resource: ResourceRef;
  readonly field: string;
  /** Why the other release does not act on it. */
  readonly reason: string;
}

/** What the release of Istio alone changes about a set of manifests. */
export interface ReleaseComparison {
  readonly from: string;
  readonly to: string;
  /** The requests that behave differently. */
  readonly requests: MeshDiff;
  /** Findings under one of the releases only, also about objects that the API server or Istio's webhook refuses. */
  readonly findings: { readonly new: readonly Diagnostic[]; readonly gone: readonly Diagnostic[] };
  /** Fields that begin to work, and those that no longer do. */
  readonly fields: { readonly begin: readonly FieldEffect[]; readonly end: readonly FieldEffect[] };
}

/**
 * Finds what changes about manifests when the release of Istio does and they stay as they are: how requests behave, what
 * is refused or found, and which fields begin to work.
 *
 * @param from the release that runs, such as `1.30` or `1.30.8`
 * @param to the release to come
 * @throws ConfigError if a release is not one of those that the library knows
 * @see https://istio.io/latest/docs/setup/upgrade/
 *
 * @example
 * const { requests, findings } = compareReleases(readManifests(['dist']), '1.30', '1.32');
 * const isSafe = requests.differences.length === 0 && findings.new.length === 0;
 */
export function compareReleases(
  manifests: readonly LocatedManifest[],
  from: string,
  to: string,
  options: Omit<MeshModelOptions, 'istioVersion'> = {},
): ReleaseComparison {
  const [before, after] = [from, to].map(istioVersion => buildModel(manifests, { ...options, istioVersion })) as [
    ReturnType<typeof buildModel>,
    ReturnType<typeof buildModel>,
  ];
  const [idleBefore, idleAfter] = [idleFields(manifests, from), idleFields(manifests, to)];
  // What is said of idle fields is listed once, with the fields.
  const isOfField = ({ rule, resource, field = '' }: Diagnostic) =>
    rule === 'invalid-object' && [idleBefore, idleAfter].some(idle => idle.has(placeOf(resource, field)));
  const findings = [before, after].map(model => {
    const own = analyze(model).filter(finding => !isOfField(finding));
    return new Map(own.map(finding => [keyOf(finding, [from, to]), finding]));
  }) as [Map<string, Diagnostic>, Map<string, Diagnostic>];
  const [old, young] = findings;
  const only = <T>(some: ReadonlyMap<string, T>, others: ReadonlyMap<string, unknown>) =>
    [...some].filter(([key]) => !others.has(key)).map(([, one]) => one);
  return {
    from,
    to,
    requests: diffMeshes(before, after),
    findings: { new: only(young, old), gone: only(old, young) },
    fields: { begin: only(idleBefore, idleAfter), end: only(idleAfter, idleBefore) },
  };
}

/** The fields that a release does not know, or knows and does not act on. */
function idleFields(manifests: readonly LocatedManifest[], istioVersion: string): ReadonlyMap<string, FieldEffect> {
  const check = createValidator({ istioVersion });
  const found: (readonly [string, FieldEffect])[] = [];
  for (const { manifest, origin } of manifests) {
    for (const { rule, path, message } of check(manifest)) {
      if (!IDLE.has(rule)) continue;
      const resource = refOf(manifest, origin);
      found.push([placeOf(resource, path), { resource, field: path, reason: message }]);
    }
  }
  return new Map(found.sort(([a], [b]) => compareText(a, b)));
}

const IDLE: ReadonlySet<string> = new Set([
  'field-not-in-release',
  'field-without-effect',
  'value-not-in-release',
  'value-without-effect',
]);

function refOf({ kind, metadata }: LocatedManifest['manifest'], origin: LocatedManifest['origin']): ResourceRef {
  const { name, namespace } = (metadata ?? {}) as { readonly name?: unknown; readonly namespace?: unknown };
  return {
    kind: String(kind),
    ...(typeof namespace === 'string' ? { namespace } : {}),
    name: String(name),
    ...(origin === undefined ? {} : { origin }),
  };
}

function placeOf({ kind, namespace = '', name }: ResourceRef, field: string): string {
  return [kind, namespace, name, field].join('\n');
}

/** The same for findings that differ in nothing but the release that they name. */
function keyOf({ rule, severity, resource, field = '', message }: Diagnostic, releases: readonly string[]): string {
  const text = releases.reduce((rest, release) => rest.replaceAll(release, '…'), message);
  return [rule, severity, placeOf(resource, field), text].join('\n');
}
