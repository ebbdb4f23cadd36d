import { valuesWhere } from '../../../istio/policies/policy-conditions';
import type { WrittenCondition } from '../../../istio/policies/written-conditions';
import { PATH, PRINCIPAL } from '../../../requests/attribute';
import { isPathTemplate } from '../../../requests/test';
import type { Finding, Rule } from '../../rule';

/** A star that is not alone at one end of a value stands for itself: hardly any request holds one there. */
export const literalWildcard: Rule = {
  name: 'literal-wildcard',
  severity: 'warning',
  summary: 'A star must be at the start or end of a value, where it is a wildcard.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    const { model } = mesh;
    for (const asked of mesh.policyConditions.all) {
      const { policy, condition } = asked;
      for (const { value, field } of valuesWhere(asked, one => isTakenLiterally(condition, one))) {
        const host = value.endsWith(':*') ? value.slice(0, -':*'.length) : undefined;
        const isForPorts = host !== undefined && [...condition.wanted, ...condition.unwanted].includes(host);
        findings.push({
          resource: policy,
          field,
          // A pattern for any port beside the one for the host itself is usual, and what it lacks is only the port.
          severity: isForPorts ? 'info' : 'warning',
          problem: `the star in "${value}" is taken literally: only one at the start or end of a value is a wildcard`,
          fix: fixOf(field, value),
        });
      }
    }
    for (const asked of mesh.policyConditions.all) {
      const { policy, condition } = asked;
      if (condition.attribute.about !== PATH) continue;
      const isHidden = policy.spec.action === 'DENY' && condition.wanted.includes(HIDDEN_FILES);
      for (const { value, field } of valuesWhere(asked, one => patternIn(one) !== undefined)) {
        if (isTakenLiterally(condition, value) || (isHidden && value === HIDDEN_FILES)) continue;
        findings.push({
          resource: policy,
          field,
          problem: `"${patternIn(value)}" in "${value}" is taken literally: paths of policies are no expressions`,
          fix: 'use a template with {*} for a segment and {**} for the rest, or a star at the end',
        });
      }
    }
    for (const resource of model.all('VirtualService')) {
      for (const [i, { match = [] }] of (resource.spec.http ?? []).entries()) {
        for (const [j, one] of match.entries()) {
          for (const key of MATCHED) {
            const { exact, prefix } = one[key] ?? {};
            const text = exact ?? prefix;
            const pattern = key === 'uri' && text !== undefined && !text.includes('*') ? patternIn(text) : undefined;
            if (pattern !== undefined) {
              const kind = exact === undefined ? 'prefix' : 'exact';
              findings.push({
                resource,
                field: `spec.http[${i}].match[${j}].uri.${kind}`,
                problem: `"${pattern}" in "${text}" is taken literally: ${kind} matches know no patterns`,
                fix: 'use a regex',
              });
              continue;
            }
            if (text === undefined || !text.includes('*') || (key === 'authority' && text === '*')) continue;
            const kind = exact === undefined ? 'prefix' : 'exact';
            findings.push({
              resource,
              field: `spec.http[${i}].match[${j}].${key}.${kind}`,
              problem: `the star in "${text}" is taken literally: ${kind} matches know no wildcards`,
              fix:
                kind === 'prefix'
                  ? `write "${text.slice(0, text.indexOf('*'))}", which a prefix takes with everything behind it, or a regex`
                  : 'use a prefix or a regex',
            });
          }
        }
      }
    }
    return findings;
  },
};

/** A path that a policy may well mean as it is: names that begin with a dot. */
const HIDDEN_FILES = '/.*';

/** A part of a path by which an expression, or the parameter of a router, was meant. */
function patternIn(path: string): string | undefined {
  if (isPathTemplate(path)) return undefined;
  return /\.[*+]$|\\[dwS]|\[\^?[A-Za-z0-9/-]+\][*+]?|(?<=\/):[A-Za-z]\w*(?=\/|$)/.exec(path)?.[0];
}

const MATCHED = ['uri', 'authority', 'method', 'scheme'] as const;

/** Fields of sources that know stars anywhere. */
const GLOBS: ReadonlySet<string> = new Set(['namespaces', 'serviceAccounts', 'trustDomains']);
const GLOB_KEYS: ReadonlySet<WrittenCondition['attribute']['aliases']> = new Set(['trust-domain']);

/** Whether a value holds a star that is no wildcard. */
export function isTakenLiterally({ attribute, key, isKeyed }: WrittenCondition, value: string): boolean {
  if (!value.includes('*')) return false;
  if ((!isKeyed && GLOBS.has(key)) || GLOB_KEYS.has(attribute.aliases) || isPathTemplate(value)) return false;
  // Of conditions on identities only whole principals are compared with their ends.
  if (attribute.about === PRINCIPAL && attribute.aliases !== 'principal') return false;
  // `Accept: */*` is a value that requests have.
  if (value === '*/*' && attribute.about.name === 'header') return false;
  const inner = value.endsWith('*') ? value.slice(0, -1) : value.startsWith('*') ? value.slice(1) : value;
  return inner.includes('*');
}

function fixOf(field: string, value: string): string {
  if (/paths/i.test(field)) return 'use a template with {*} for a segment and {**} for the rest, or list the paths';
  if (/principals/i.test(field)) return 'name whole principals, or use "namespaces" or "serviceAccounts"';
  const end = value.lastIndexOf('*');
  return end === value.length - 1
    ? `write "${value.replace(/^\*+/, '').replace(/\*.*$/, '')}*", or list the values`
    : 'list the values';
}
