import type { EffectiveMesh } from '../istio/effective-mesh';
import type { Resource } from '../model/resource';
import type { CheckFinding } from '../tree/check';
import { isMapping } from '../values/plain-data';
import type { InstallPlan } from './install-plan';

/** Kinds that are not stable as a whole. */
const KINDS: readonly string[] = ['EnvoyFilter', 'WasmPlugin', 'ProxyConfig'];

/**
 * Objects of the app that the admission policies of the profile `stable` refuse: those of Istio 1.31, which let only
 * stable kinds and fields into the cluster.
 */
export function* unstableObjects({ profile }: InstallPlan, { model }: EffectiveMesh): Iterable<CheckFinding> {
  if (profile.preset !== 'stable') return;
  for (const resource of model.resources) {
    if (resource.assumed) continue;
    for (const field of unstableFields(resource)) {
      yield {
        resource,
        field: field === '' ? undefined : field,
        problem: `the profile "stable" installs an admission policy that refuses ${field === '' ? `every ${resource.kind}` : `"${field.split('.').at(-1)}"`}`,
        fix: 'install another profile, or do without it',
      };
    }
  }
}

function* unstableFields({ kind, manifest }: Resource): Iterable<string> {
  if (KINDS.includes(kind)) yield '';
  const spec = (manifest as { readonly spec?: unknown }).spec;
  if (!isMapping(spec)) return;
  if (kind === 'Telemetry') {
    yield* fieldsIn(spec.tracing, 'spec.tracing', ['useRequestIdForTraceSampling']);
    yield* fieldsIn(spec.metrics, 'spec.metrics', ['reportingInterval']);
    yield* fieldsIn(spec.accessLogging, 'spec.accessLogging', ['filter']);
  }
  if (kind !== 'AuthorizationPolicy') return;
  for (const [i, rule] of listOf(spec.rules).entries()) {
    for (const [j, from] of listOf(rule.from).entries()) {
      yield* fieldsIn([from.source], `spec.rules[${i}].from[${j}].source`, ['trustDomains', 'notTrustDomains']);
    }
  }
}

function* fieldsIn(entries: unknown, path: string, names: readonly string[]): Iterable<string> {
  for (const [i, entry] of listOf(entries).entries()) {
    const at = path.endsWith('.source') ? path : `${path}[${i}]`;
    for (const name of names) if (entry[name] !== undefined) yield `${at}.${name}`;
  }
}

function listOf(value: unknown): readonly { readonly [field: string]: unknown }[] {
  return Array.isArray(value) ? value.filter(isMapping) : [];
}
