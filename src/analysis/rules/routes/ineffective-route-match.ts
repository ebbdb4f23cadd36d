import { RouteReach } from '../../route-reach';
import { type CoveredMatch, hasSeveralMatches, RouteRules } from '../../route-rules';
import type { Finding, Rule } from '../../rule';

/** A match of a VirtualService that an earlier one covers. It is never used. */
export const ineffectiveRouteMatch: Rule = {
  name: 'ineffective-route-match',
  severity: 'info',
  summary: 'No match of a VirtualService should repeat what an earlier one matches.',
  equivalents: ['IST0131'],
  istioAnalyzers: ['schema.ValidationAnalyzer.VirtualService'],

  check(mesh) {
    const findings: Finding[] = [];
    const { model } = mesh;
    const rules = mesh.once(RouteRules);
    for (const resource of model.all('VirtualService')) {
      for (const protocol of ['http', 'tcp', 'tls'] as const) {
        if (!hasSeveralMatches(resource.spec[protocol])) continue;
        const hidden = model.istioParity ? [] : mesh.once(RouteReach).hiddenIn(resource);
        for (const { field, covered } of rules.of(resource, protocol)) {
          // That nothing of the rule is used says as much.
          if (covered.length === 0 || hidden.some(rule => rule.field === field)) continue;
          for (const each of covered) {
            if (model.istioParity && !each.repeats && !isSeenByIstioctl(each)) continue;
            findings.push({ resource, ...explain(each, field) });
          }
        }
      }
    }
    return findings;
  },
};

function explain({ match, by, repeats }: CoveredMatch, rule: string): Pick<Finding, 'field' | 'problem' | 'fix'> {
  const field = `${rule}.match[${match.position}]`;
  if (repeats) {
    const problem = `match ${match.label} of rule ${match.rule} repeats a match of rule ${by.rule}`;
    return { field, problem, fix: 'remove one of them' };
  }
  const [own, other] = [match.match.uri?.prefix, by.match.uri?.prefix];
  const byPrefix = own !== undefined && other !== undefined && own !== other;
  const named = (label: string, prefix = '') => `match ${label}${byPrefix ? ` of prefix ${prefix}` : ''}`;
  return {
    field: byPrefix ? `${field}.uri.prefix` : field,
    problem: `${named(match.label, own)} of rule ${match.rule} is never used: ${named(by.label, other)} of rule ${by.rule} covers it`,
    fix: byPrefix ? 'put the longer prefix first' : 'put the narrower match first, or remove it',
  };
}

/** Istioctl compares matches by prefixes alone, under conditions on the same headers and parameters. */
function isSeenByIstioctl({ match: { match }, by: { match: other } }: CoveredMatch): boolean {
  const namesIn = (map: object = {}): string => Object.keys(map).sort().join();
  return (
    match.uri?.prefix !== undefined &&
    other.uri?.prefix !== undefined &&
    match.port === other.port &&
    (['headers', 'withoutHeaders', 'queryParams'] as const).every(
      field => namesIn(match[field]) === namesIn(other[field]),
    )
  );
}
