import { canonicalJson } from '../values/plain-data';
import { CoverIndex, coversMatch } from './match-cover';
import type { ManifestMatch } from './request-match';
import { orderRules, type PlannedRule } from './route-plan';

/** Rules for the requests to `host` of which one is never reached, or keeps the default from being reached. */
export function* orderProblems(host: string, rules: readonly PlannedRule[]): Iterable<string> {
  const written = [...new Set(rules.filter(rule => rule.asWritten).map(rule => rule.by))].sort();
  if (written.length > 1) {
    yield `Cannot route "${host}": wanted one construct whose rules stay as written, got ${written.join(' and ')}`;
  }
  const earlier = new CoverIndex<{ match: ManifestMatch; rule: PlannedRule }>();
  for (const { rule, matches } of orderRules(rules)) {
    for (const match of matches) {
      const key = canonicalJson(match);
      const hiding = earlier.find(match);
      if (hiding === undefined) {
        if (coversMatch(match, {})) {
          yield `Cannot route "${host}": the rule "${rule.name}" at ${rule.by} takes every request (${key}), so that the default route is never taken; set the default instead`;
        }
      } else if (canonicalJson(hiding.match) !== key) {
        yield `Cannot route "${host}": requests that match ${key} never reach the rule "${rule.name}" at ${rule.by}, since the rule "${hiding.rule.name}" at ${hiding.rule.by} takes them before (${canonicalJson(hiding.match)})`;
      } else {
        const [first, second] = [hiding.rule.by, rule.by].sort();
        yield `Cannot route "${host}": ${first} and ${second} both route requests that match ${key}`;
      }
      earlier.add({ match, rule });
    }
  }
}
