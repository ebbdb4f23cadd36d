import type { AuthorizationRule } from '../../../model/shapes/policy';
import type { Finding, Rule } from '../../rule';

/**
 * One item of `rules` has the source and another one the operation. Items are alternatives: the source may do
 * everything, and everybody may do the operation.
 */
export const splitAuthorizationRule: Rule = {
  name: 'split-authorization-rule',
  severity: 'warning',
  summary: 'Source and operation of an AuthorizationPolicy that belong together must be in one item of its rules.',
  equivalents: [],

  check({ model }) {
    const findings: Finding[] = [];
    for (const resource of model.all('AuthorizationPolicy')) {
      const { action = 'ALLOW', rules = [] } = resource.spec;
      if (action !== 'ALLOW') continue;
      const sourceOnly = rules.findIndex(rule => has(rule, 'from') && !has(rule, 'to') && !has(rule, 'when'));
      if (sourceOnly < 0) continue;
      for (const [i, rule] of rules.entries()) {
        if (!has(rule, 'to') || has(rule, 'from') || has(rule, 'when') || isMeantForAll(rule)) continue;
        findings.push({
          resource,
          field: `spec.rules[${i}]`,
          problem: `rules[${i}] names no source, so that everybody may do its operations, and the sources of rules[${sourceOnly}] may do everything; items of rules are alternatives`,
          fix: `move "to" of rules[${i}] into rules[${sourceOnly}]`,
        });
      }
    }
    return findings;
  },
};

function has(rule: AuthorizationRule, part: 'from' | 'to' | 'when'): boolean {
  return (rule[part]?.length ?? 0) > 0;
}

const PUBLIC = /^\/(?:health|ready|live|status|metrics|ping|version|\.well-known|favicon|public|static)/;

/** Paths that are open to everybody as a rule, such as those of probes. */
function isMeantForAll({ to = [] }: AuthorizationRule): boolean {
  return to.every(({ operation: { paths = [] } = {} }) => paths.length > 0 && paths.every(path => PUBLIC.test(path)));
}
