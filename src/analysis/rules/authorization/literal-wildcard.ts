import type { WrittenCondition } from '../../../istio/policies/written-conditions';
import { PRINCIPAL } from '../../../requests/attribute';
import { isPathTemplate } from '../../../requests/test';
import { conditionsOf } from '../../policies';
import type { Rule } from '../../rule';

/** A star that is not alone at one end of a value stands for itself: hardly any request holds one there. */
export const literalWildcard: Rule = {
  name: 'literal-wildcard',
  severity: 'warning',
  summary: 'A star must be at the start or end of a value, where it is a wildcard.',
  equivalents: [],

  *check(mesh) {
    const { model } = mesh;
    for (const resource of model.all('AuthorizationPolicy')) {
      for (const { condition, rule } of conditionsOf(resource, mesh)) {
        const { field, wanted, notField, unwanted } = condition;
        for (const [values, at] of [
          [wanted, field],
          [unwanted, notField],
        ] as const) {
          for (const [i, value] of values.entries()) {
            if (!isTakenLiterally(condition, value)) continue;
            yield {
              resource,
              field: `spec.rules[${rule}].${at}[${i}]`,
              // A pattern for any port beside the one for the host itself is usual, and what it lacks is only the port.
              severity: value.endsWith(':*') && values.includes(value.slice(0, -':*'.length)) ? 'info' : 'warning',
              problem: `the star in "${value}" is taken literally: only one at the start or end of a value is a wildcard`,
              fix: fixOf(at, value),
            };
          }
        }
      }
    }
    for (const resource of model.all('VirtualService')) {
      for (const [i, { match = [] }] of (resource.spec.http ?? []).entries()) {
        for (const [j, one] of match.entries()) {
          for (const key of ['uri', 'authority', 'method', 'scheme'] as const) {
            const { exact, prefix } = one[key] ?? {};
            const [kind, text = ''] = exact === undefined ? ['prefix', prefix] : ['exact', exact];
            if (!text.includes('*') || (key === 'authority' && text === '*')) continue;
            yield {
              resource,
              field: `spec.http[${i}].match[${j}].${key}.${kind}`,
              problem: `the star in "${text}" is taken literally: ${kind} matches know no wildcards`,
              fix:
                kind === 'prefix'
                  ? `write "${text.slice(0, text.indexOf('*'))}", which a prefix takes with everything behind it, or a regex`
                  : 'use a prefix or a regex',
            };
          }
        }
      }
    }
  },
};

/** Fields of sources that know stars anywhere. */
const GLOBS = /\.(?:not)?(?:namespaces|serviceAccounts|trustDomains)$/i;
const GLOB_KEYS: ReadonlySet<WrittenCondition['attribute']['aliases']> = new Set(['trust-domain']);

/** Whether a value holds a star that is no wildcard. */
export function isTakenLiterally({ attribute, field }: WrittenCondition, value: string): boolean {
  if (!value.includes('*')) return false;
  if (GLOBS.test(field) || GLOB_KEYS.has(attribute.aliases) || isPathTemplate(value)) return false;
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
