import type { HTTPRouteMatch, HTTPRouteRule } from '../../imports/gateway.networking.k8s.io';
import { comparePrecedence } from '../values/match-precedence';
import { canonicalJson } from '../values/plain-data';
import { EVERYTHING, intersectKubernetesMatches } from './kubernetes-matches';
import { expressionOfSegments } from './string-match';

/** One match of a rule, or a rule that takes everything. */
interface Step {
  readonly match: HTTPRouteMatch;
  readonly rule: number;
  /** What the rule does, as text. */
  readonly action: string;
}

/** A match of the whole of them is more than a route may have. */
const MOST = 128;

/**
 * Rules that the Gateway API tries in the order in which they are meant to be tried. It puts rules in an order of its own;
 * where that is another one, the requests that the two have in common become a match of the rule that is meant to get
 * them, which is more specific than both.
 *
 * @param refuse called where no match can say what two have in common
 */
export function inMeantOrder(
  rules: readonly HTTPRouteRule[],
  refuse: (what: string) => never,
): readonly HTTPRouteRule[] {
  const steps = rules.flatMap((rule, i): readonly Step[] => {
    const { matches, ...rest } = rule;
    const action = canonicalJson(rest);
    return (matches ?? [{}]).map(match => ({ match, rule: i, action }));
  });
  let settled = false;
  let changed = false;
  while (!settled) {
    const change = firstChange(steps, refuse);
    settled = change === undefined;
    if (change === undefined) continue;
    changed = true;
    steps.splice(change.at, change.remove, ...change.add);
    if (steps.length > MOST) refuse(`more than ${MOST} matches, to bring them into the order of the Gateway API`);
  }
  if (!changed) return rules;
  return rules.flatMap((rule, i) => {
    const matches = steps.filter(step => step.rule === i).map(({ match }) => match);
    return matches.length === 0 ? [] : [{ ...rule, matches }];
  });
}

interface Change {
  readonly at: number;
  readonly remove: number;
  readonly add: readonly Step[];
}

function firstChange(steps: readonly Step[], refuse: (what: string) => never): Change | undefined {
  for (const [i, first] of steps.entries()) {
    for (const [distance, second] of steps.slice(i + 1).entries()) {
      if (first.action === second.action || !goesBefore(second.match, first.match)) continue;
      const both = intersectKubernetesMatches(first.match, second.match);
      if (both === 'none') continue;
      const at = i + 1 + distance;
      // The rule that is meant to come first takes all that the other one does.
      if (both !== 'unsayable' && areSame(both, second.match)) return { at, remove: 1, add: [] };
      if (both !== 'unsayable' && !goesBefore(second.match, both)) {
        const before = steps.slice(0, i).filter(({ match }) => !goesBefore(second.match, match));
        if (before.some(({ match }) => covers(match, both))) continue;
        return { at: i, remove: 0, add: [{ ...first, match: both }] };
      }
      // Expressions come after prefixes, unless a prefix is written as one.
      const match = withExpression(second.match);
      if (match === undefined || goesBefore(match, first.match)) {
        refuse(
          `rules in an order that it does not keep: it tries ${canonicalJson(second.match)} before ${canonicalJson(first.match)}`,
        );
      }
      return { at, remove: 1, add: [{ ...second, match }] };
    }
  }
  return undefined;
}

/** The match with an expression in place of a prefix; undefined where it has none. */
function withExpression({ path, ...others }: HTTPRouteMatch): HTTPRouteMatch | undefined {
  const { type = 'PathPrefix', value = '/' } = path ?? {};
  if (type !== 'PathPrefix') return undefined;
  return {
    path: { type: 'RegularExpression', value: value === '/' ? EVERYTHING : expressionOfSegments(value) },
    ...others,
  };
}

/** Whether the Gateway API tries one match before the other, wherever they are written. */
function goesBefore(one: HTTPRouteMatch, other: HTTPRouteMatch): boolean {
  return comparePrecedence(ranked(one), ranked(other)) < 0;
}

function ranked({ path, method, headers, queryParams }: HTTPRouteMatch) {
  const { type = 'PathPrefix', value = '/' } = path ?? {};
  const kind = type === 'Exact' ? 'exact' : type === 'PathPrefix' ? 'prefix' : 'regex';
  const named = (list: readonly { readonly name: string }[] = []) =>
    Object.fromEntries(list.map(({ name }) => [name, true]));
  return { uri: { [kind]: value }, method, headers: named(headers), queryParams: named(queryParams) };
}

function covers(wide: HTTPRouteMatch, narrow: HTTPRouteMatch): boolean {
  const both = intersectKubernetesMatches(wide, narrow);
  return typeof both !== 'string' && areSame(both, narrow);
}

function areSame(one: HTTPRouteMatch, other: HTTPRouteMatch): boolean {
  const plain = ({ path, headers = [], queryParams = [], method }: HTTPRouteMatch) => {
    const sorted = (
      list: readonly { readonly name: string; readonly value: string; readonly type?: string | undefined }[],
    ) => list.map(({ name, value, type = 'Exact' }) => canonicalJson([name, type, value])).sort();
    const { type = 'PathPrefix', value = '/' } = path ?? {};
    return canonicalJson([type, value, sorted(headers), sorted(queryParams), method ?? '']);
  };
  return plain(one) === plain(other);
}
