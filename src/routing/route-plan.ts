import { compareText } from '../values/order';
import { mergeObjects } from '../values/plain-data';
import { intersectMatches } from './match-intersection';
import type { ManifestMatch } from './request-match';
import { compareMatches } from './route-order';
import { type DefaultSplit, type Destination, forwards, type RouteAction, type RouteSettings } from './route-rule';

/** A rule whose matches are in the form that Istio reads. */
export interface PlannedRule extends RouteAction {
  readonly name: string;
  /** Path of the construct that wants it. */
  readonly by: string;
  readonly written: readonly ManifestMatch[];
  /** Whether it keeps its place among the rules of the same construct. */
  readonly asWritten: boolean;
}

/** A choice of the default split, its matches written. */
export interface PlannedChoice {
  readonly name: string;
  readonly written: readonly ManifestMatch[];
  readonly destinations: readonly Destination[];
}

/** Settings for some of the requests, whichever route they take. */
export interface PlannedOverlay {
  readonly name: string;
  readonly written: readonly ManifestMatch[];
  readonly settings: RouteSettings;
}

/** Everything that the routes of a host are made of. */
export interface RoutePlan {
  readonly rules: readonly PlannedRule[];
  readonly split: Omit<DefaultSplit, 'choices'>;
  readonly choices: readonly PlannedChoice[];
  readonly overlays: readonly PlannedOverlay[];
  readonly settings: RouteSettings;
  /** Conditions that all requests meet here, as alternatives; empty for none. */
  readonly within: readonly ManifestMatch[];
  readonly where: string;
}

/** One route, before it is written: which requests, and what happens to them. */
export interface PlannedRoute {
  readonly name: string;
  /** Alternatives; empty when every request takes it. */
  readonly matches: readonly ManifestMatch[];
  readonly action: RouteAction;
  readonly settings: RouteSettings;
}

/**
 * The routes in the order in which the proxy considers them. Rules come first, the more specific before the less; a
 * route that leads to the default is preceded by the choices of the split, and every route that forwards by its
 * variants under the overlays.
 */
export function planRoutes(plan: RoutePlan): readonly PlannedRoute[] {
  const routes: PlannedRoute[] = [];
  for (const { rule, matches } of orderRules(plan.rules)) {
    const here = plan.within.length === 0 ? matches : cross(plan.within, matches, plan.where);
    if (here.length > 0) routes.push(...planRoute(rule.name, here, rule, plan));
  }
  routes.push(...planRoute('default', plan.within, {}, plan));
  return withUniqueNames(routes);
}

/** Rules as the proxy considers them; one with alternatives may take several places. */
export function orderRules(
  rules: readonly PlannedRule[],
): readonly { readonly rule: PlannedRule; readonly matches: readonly ManifestMatch[] }[] {
  const units = rules
    .filter(rule => !rule.asWritten)
    .flatMap(rule => rule.written.map(match => ({ rule, match })))
    .sort((a, b) => compareMatches([a.match], [b.match]) || compareRules(a.rule, b.rule));
  const places: { rule: PlannedRule; matches: ManifestMatch[] }[] = [];
  for (const { rule, match } of units) {
    const last = places.at(-1);
    if (last?.rule === rule) last.matches.push(match);
    else places.push({ rule, matches: [match] });
  }
  const asWritten = rules.filter(rule => rule.asWritten).map(rule => ({ rule, matches: rule.written }));
  return [...places, ...asWritten];
}

function planRoute(
  name: string,
  matches: readonly ManifestMatch[],
  action: RouteAction,
  plan: RoutePlan,
): PlannedRoute[] {
  if (!forwards(action)) return [{ name, matches, action, settings: action.settings ?? {} }];
  const settings = mergeObjects(plan.settings, action.settings ?? {}) as RouteSettings;
  const arms: PlannedRoute[] = [];
  if (action.destinations === undefined) {
    for (const choice of plan.choices) {
      const chosen = matches.length === 0 ? choice.written : cross(matches, choice.written, plan.where);
      if (chosen.length === 0) continue;
      const armName = joinNames(name, choice.name);
      arms.push({ name: armName, matches: chosen, action: { destinations: choice.destinations }, settings });
    }
    const { destinations, mirrors } = plan.split;
    const all = mirrors === undefined ? settings : { ...settings, mirrors: [...(settings.mirrors ?? []), ...mirrors] };
    arms.push({ name, matches, action: { destinations }, settings: all });
  } else {
    arms.push({ name, matches, action, settings });
  }
  return arms.flatMap(arm => underOverlays(arm, plan.overlays, plan.where));
}

function underOverlays(
  route: PlannedRoute,
  [overlay, ...others]: readonly PlannedOverlay[],
  where: string,
): PlannedRoute[] {
  if (overlay === undefined) return [route];
  const matches = route.matches.length === 0 ? overlay.written : cross(route.matches, overlay.written, where);
  const rest = underOverlays(route, others, where);
  if (matches.length === 0) return rest;
  const settings = mergeObjects(route.settings, overlay.settings) as RouteSettings;
  const variant = { ...route, name: joinNames(route.name, overlay.name), matches, settings };
  return [...underOverlays(variant, others, where), ...rest];
}

function cross(
  first: readonly ManifestMatch[],
  second: readonly ManifestMatch[],
  where: string,
): readonly ManifestMatch[] {
  return first.flatMap(a => second.map(b => intersectMatches(a, b, where))).filter(both => both !== undefined);
}

function joinNames(base: string, variant: string): string {
  return base === 'default' ? variant : `${base}-${variant}`;
}

function withUniqueNames(routes: readonly PlannedRoute[]): readonly PlannedRoute[] {
  const counts = new Map<string, number>();
  return routes.map(route => {
    const count = (counts.get(route.name) ?? 0) + 1;
    counts.set(route.name, count);
    return count === 1 ? route : { ...route, name: `${route.name}-${count}` };
  });
}

function compareRules(a: PlannedRule, b: PlannedRule): number {
  const [keyA, keyB] = [`${a.name} ${a.by}`, `${b.name} ${b.by}`];
  return compareText(keyA, keyB);
}
