import type { Resource } from '../../../model/resource';
import { isMapping } from '../../../model/shape';
import type { Finding, Rule } from '../../rule';

/**
 * A patch stands relative to another filter, but nothing says when it is applied: if the other filter is added later,
 * the patch finds nothing and is left out.
 */
export const relativeEnvoyPatch: Rule = {
  name: 'relative-envoy-patch',
  severity: 'warning',
  summary: 'An EnvoyFilter with a patch relative to other filters needs a priority.',
  equivalents: ['IST0151', 'IST0155'],
  istioAnalyzers: ['envoyfilter.EnvoyPatchAnalyzer'],

  check({ model }) {
    const findings: Finding[] = [];
    const versioned = new Set<string>();
    for (const resource of model.all('EnvoyFilter')) {
      const hasPriority = (resource.spec.priority ?? 0) !== 0;
      for (const { operation, applyTo, filter, proxyVersion, field } of patchesOf(resource)) {
        if (!hasPriority && isRelative(operation, applyTo)) {
          const afterVersioned = versioned.has(filter);
          findings.push({
            resource,
            code: afterVersioned ? 'IST0155' : 'IST0151',
            field: model.istioParity ? undefined : `${field}.patch.operation`,
            problem: afterVersioned
              ? `${model.istioParity ? '' : `${operation} of `}a filter that another patch limits to a proxy version has no priority, so that an upgrade may leave it out`
              : `${model.istioParity ? 'a relative operation' : operation} without a priority is ignored if the filter that it refers to is added later`,
            fix: 'set spec.priority, or use INSERT_FIRST or ADD',
          });
        }
        if (proxyVersion !== '') versioned.add(filter);
      }
    }
    return findings;
  },
};

const RELATIVE: ReadonlySet<string> = new Set(['INSERT_BEFORE', 'INSERT_AFTER', 'REMOVE', 'REPLACE']);

function isRelative(operation: string, applyTo: string): boolean {
  if (!RELATIVE.has(operation)) return false;
  if (operation === 'REMOVE') return applyTo !== 'ROUTE_CONFIGURATION' && applyTo !== 'HTTP_ROUTE';
  if (operation === 'REPLACE') return ['NETWORK_FILTER', 'HTTP_FILTER', 'VIRTUAL_HOST'].includes(applyTo);
  return true;
}

interface Patch {
  readonly field: string;
  readonly applyTo: string;
  readonly operation: string;
  /** What tells the filter apart: one named by the value is never the one that a match names. */
  readonly filter: string;
  readonly proxyVersion: string;
}

/** The patches of an EnvoyFilter, up to the first item that has none. */
export function* patchesOf({ spec }: Resource<'EnvoyFilter'>): Iterable<Patch> {
  for (const [i, { applyTo = '', match, patch }] of (spec.configPatches ?? []).entries()) {
    if (patch === undefined) return;
    const value = isMapping(patch.value) && Object.keys(patch.value).length > 0 ? patch.value : undefined;
    const filter =
      value === undefined
        ? `match ${match?.listener?.filterChain?.filter?.name ?? ''}`
        : `value ${String(value.name ?? '')}`;
    yield {
      field: `spec.configPatches[${i}]`,
      applyTo,
      operation: patch.operation ?? '',
      filter,
      proxyVersion: match?.proxy?.proxyVersion ?? '',
    };
  }
}
