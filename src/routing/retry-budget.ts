import { durationMilliseconds } from '../values/duration';
import type { PlannedRoute } from './route-plan';
import { forwards, type RouteSettings } from './route-rule';

/** Why the retries of a route do not fit into its timeout, if they do not. */
export function budgetProblem({ timeout, retries }: RouteSettings): string | undefined {
  const whole = milliseconds(timeout);
  const each = milliseconds(retries?.perTryTimeout);
  if (!whole || !each || retries?.attempts === undefined) return undefined;
  const needed = (retries.attempts + 1) * each;
  if (needed <= whole) return undefined;
  return `wanted (attempts + 1) x perTryTimeout within the timeout of ${timeout}, got (${retries.attempts} + 1) x ${retries.perTryTimeout} = ${needed / 1000}s`;
}

/** The routes whose retries do not fit into their timeout, each problem once. */
export function budgetProblems(
  routes: readonly PlannedRoute[],
): readonly { readonly route: string; readonly problem: string }[] {
  const found = new Map<string, string>();
  for (const { name, action, settings } of routes) {
    const problem = forwards(action) ? budgetProblem(settings) : undefined;
    if (problem !== undefined && !found.has(problem)) found.set(problem, name);
  }
  return [...found].map(([problem, route]) => ({ route, problem }));
}

/** How long a caller waits for one answer at most: its last try is cut off by whichever ends first. */
export function patienceMilliseconds({ timeout, retries }: RouteSettings): number | undefined {
  const limits = [milliseconds(retries?.perTryTimeout), milliseconds(timeout)].filter(limit => limit !== undefined);
  return limits.length === 0 ? undefined : Math.min(...limits);
}

/** How long a call may take with all its retries, where that is limited. */
export function longestMilliseconds({ timeout, retries }: RouteSettings): number | undefined {
  const whole = milliseconds(timeout);
  const each = milliseconds(retries?.perTryTimeout);
  const tries = each === undefined || retries?.attempts === undefined ? undefined : (retries.attempts + 1) * each;
  if (whole === undefined) return tries;
  return tries === undefined ? whole : Math.min(whole, tries);
}

/** Istio takes a duration of zero for no limit. */
function milliseconds(duration: string | undefined): number | undefined {
  const amount = duration === undefined ? undefined : durationMilliseconds(duration);
  return amount === 0 ? undefined : amount;
}
