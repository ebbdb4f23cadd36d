import { normalizePath } from '../../../requests/path-normalization';
import type { Finding, Rule } from '../../rule';

/**
 * A rewrite replaces the prefix that was matched and nothing else: `/app` by `/` makes `//x` of `/app/x`, and `/app/` by
 * `/v1` makes `/v1x` of `/app/x`.
 */
export const doubledSlashRewrite: Rule = {
  name: 'doubled-slash-rewrite',
  severity: 'info',
  summary: 'A prefix and its rewrite must both end with a slash, or neither.',
  equivalents: [],

  check({ virtualServices, settings }) {
    const findings: Finding[] = [];
    const reported = new Set<string>();
    for (const { api, http } of virtualServices) {
      if (api !== 'istio') continue;
      for (const { resource, field, spec } of http) {
        const to = spec.rewrite?.uri;
        if (to === undefined || to === '') continue;
        for (const { uri } of spec.match ?? []) {
          const prefix = uri?.prefix;
          if (prefix === undefined || prefix === to || prefix === '/') continue;
          if (prefix.endsWith('/') === to.endsWith('/')) continue;
          const example = prefix.endsWith('/') ? `${prefix}x` : `${prefix}/x`;
          const result = to + example.slice(prefix.length);
          const key = `${resource.fullName} ${field}`;
          if (reported.has(key)) continue;
          const isDoubled = result.includes('//');
          // A mesh that merges slashes does so before it routes, and again at the next proxy.
          if (isDoubled && normalizePath(result, settings.pathNormalization) !== result) continue;
          reported.add(key);
          findings.push({
            resource,
            field: `${field}.rewrite.uri`,
            severity: isDoubled ? 'info' : 'warning',
            problem: `the rewrite of prefix "${prefix}" to "${to}" makes "${result}" of "${example}"${isDoubled ? ', which policies and programs may not treat as the intended path' : ''}`,
            fix: isDoubled
              ? `match "${prefix}/" and rewrite it to "${to}", with a rule for "${prefix}" alone beside it`
              : `rewrite to "${to}/"`,
          });
        }
      }
    }
    return findings;
  },
};
