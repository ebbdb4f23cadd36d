import { ineffectivePrefixes, routeRules } from '../route-rules';
import type { Rule } from '../rule';

/** A match of a VirtualService that an earlier one covers. It is never used. */
export const ineffectiveRouteMatch: Rule = {
  name: 'ineffective-route-match',
  severity: 'info',
  summary: 'No match of a VirtualService should repeat what an earlier one matches.',
  reads: ['VirtualService'],
  equivalents: ['IST0131'],
  istioAnalyzers: ['schema.ValidationAnalyzer.VirtualService'],

  *check(mesh) {
    for (const resource of mesh.all('VirtualService')) {
      for (const protocol of ['http', 'tcp', 'tls'] as const) {
        for (const { label, field, duplicates, unreachable } of routeRules(resource, protocol)) {
          // That nothing of the rule is used says as much.
          if (unreachable !== undefined && !mesh.istioParity) continue;
          for (const { match, position, first } of duplicates) {
            yield {
              resource,
              field: `${field}.match[${position}]`,
              problem: `match ${match} of rule ${label} repeats a match of rule ${first}`,
              fix: 'remove one of them',
            };
          }
        }
      }
      for (const { field, later, earlier } of ineffectivePrefixes(resource)) {
        yield {
          resource,
          field,
          problem: `match ${later.match} of rule ${later.rule} is never used: match ${earlier.match} of rule ${earlier.rule} covers it`,
          fix: 'put the longer prefix first',
        };
      }
    }
  },
};
