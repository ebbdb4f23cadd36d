import type { EffectiveMesh } from '../../../istio/effective-mesh';
import { RequestCleanings } from '../../../istio/gateways/connection-settings';
import type { Resource } from '../../../model/resource';
import { normalizePath } from '../../../requests/path-normalization';
import { isPathTemplate, policyValue, template } from '../../../requests/test';
import { workloadsOfPolicy } from '../../policies';
import type { Finding, Rule } from '../../rule';

/** A policy withholds a path, and `//api` does not begin as `/api` does: it passes. */
export const pathBypassBySlashes: Rule = {
  name: 'path-bypass-by-slashes',
  severity: 'warning',
  summary: 'A policy that denies or delegates by path needs a mesh that merges slashes.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    const { model, settings } = mesh;
    for (const resource of model.all('AuthorizationPolicy')) {
      const { action = 'ALLOW', rules = [] } = resource.spec;
      const key = action === 'ALLOW' ? 'notPaths' : action === 'AUDIT' ? undefined : 'paths';
      if (key === undefined) continue;
      const paths = pathsOf(rules, key);
      if (paths.length === 0 || mergesEverywhere(resource, mesh)) continue;
      for (const [i, j, path] of paths) {
        const doubled = `/${path.replace(/[*{].*$/, '')}`;
        // What is normalised to the path that is meant is denied like it.
        if (
          !path.startsWith('/') ||
          /^\/[*{]/.test(path) ||
          normalizePath(doubled, settings.pathNormalization) !== doubled
        )
          continue;
        const allowed = action === 'ALLOW' ? (rules[i]?.to?.[j]?.operation?.paths ?? []) : [];
        // What only certain paths are allowed for is passed by those alone.
        if (allowed.length > 0 && !allowed.some(one => mayTake(one, doubled))) continue;
        findings.push({
          resource,
          field: `spec.rules[${i}].to[${j}].operation.${key}`,
          problem: `"${doubled}" passes, since the mesh does not merge slashes and the policy is about "${path}"; most programs treat both paths as the same`,
          fix: 'set meshConfig.pathNormalization.normalization to MERGE_SLASHES, or allow the other paths instead',
          related: model.meshConfig.source === undefined ? [] : [model.meshConfig.source],
        });
        break;
      }
    }
    return findings;
  },
};

/** Whether a value takes a path, or some that go on from it. */
function mayTake(value: string, path: string): boolean {
  if (isPathTemplate(value)) return template(value).fits(path) || value.includes('{**}');
  return policyValue(value).fits(path) || (value.endsWith('*') && value.startsWith(path)) || value.startsWith('*');
}

/** Whether only gateways carry the policy out that merge slashes by settings of their own. */
function mergesEverywhere(policy: Resource<'AuthorizationPolicy'>, mesh: EffectiveMesh): boolean {
  const workloads = workloadsOfPolicy(policy, mesh);
  const cleanings = mesh.once(RequestCleanings);
  return workloads.length > 0 && workloads.every(workload => cleanings.of(workload)?.mergesSlashes === true);
}

interface PathRule {
  readonly to?: readonly {
    readonly operation?: { readonly paths?: readonly string[]; readonly notPaths?: readonly string[] };
  }[];
}

function pathsOf(
  rules: readonly PathRule[],
  key: 'paths' | 'notPaths',
): readonly [rule: number, to: number, path: string][] {
  const found: [rule: number, to: number, path: string][] = [];
  for (const [i, { to = [] }] of rules.entries()) {
    for (const [j, { operation }] of to.entries()) {
      for (const path of operation?.[key] ?? []) found.push([i, j, path]);
    }
  }
  return found;
}
