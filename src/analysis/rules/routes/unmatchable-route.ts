import { RuleDemands } from '../../../istio/policies/rule-demands';
import { type Condition, conditionsOfMatch } from '../../../istio/routes/route-list';
import type { Literal } from '../../../requests/witness/literal';
import type { Rule } from '../../rule';

/** A match asks for what no request is, or for things that exclude each other. Its rule never takes a request by it. */
export const unmatchableRoute: Rule = {
  name: 'unmatchable-route',
  severity: 'warning',
  summary: 'The conditions of a match of a VirtualService must be able to match some request.',
  equivalents: [],

  *check(mesh) {
    const demands = mesh.once(RuleDemands);
    const reported = new Set<string>();
    for (const { api, http } of mesh.virtualServices) {
      if (api !== 'istio') continue;
      for (const entry of http) {
        for (const [i, match] of (entry.spec.match ?? []).entries()) {
          for (const own of groups(conditionsOfMatch(entry, match, i, api))) {
            if (demands.ofLiterals(own.map(literalOf)) !== 'none') continue;
            const dead = own.find(one => demands.ofLiterals([literalOf(one)]) === 'none');
            const blamed = dead ?? own.at(-1);
            const key = `${entry.resource.fullName} ${blamed?.field}`;
            if (blamed === undefined || reported.has(key)) continue;
            reported.add(key);
            const all = own.map(({ wanted, attribute }) => `${attribute.id} ${wanted}`).join(' and ');
            yield {
              resource: entry.resource,
              field: blamed.field,
              problem:
                dead === undefined
                  ? `no request has ${all}: the match never applies`
                  : `no request has ${dead.attribute.id} ${dead.wanted}${aboutPath(dead)}: the match never applies`,
              fix:
                dead?.attribute.name === 'path'
                  ? 'write the path as requests have it: with a slash in front, and without a query'
                  : 'leave out what excludes the rest',
            };
          }
        }
      }
    }
  },
};

function aboutPath({ attribute }: Condition): string {
  return attribute.name === 'path' ? ' once it is normalised' : '';
}

function literalOf({ attribute, test, holds }: Condition): Literal {
  return { term: attribute, test, answer: holds };
}

/** The conditions by what they are about. */
function groups(conditions: readonly Condition[]): Iterable<readonly Condition[]> {
  const found = new Map<string, Condition[]>();
  for (const one of conditions) found.set(one.attribute.id, [...(found.get(one.attribute.id) ?? []), one]);
  return found.values();
}
