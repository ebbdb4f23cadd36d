import { durationMilliseconds } from '../values/duration';

/** What of a route decides how long it is waited for an answer. */
export interface RetryBudget {
  readonly timeout?: string | undefined;
  readonly retries?:
    | { readonly attempts?: number | undefined; readonly perTryTimeout?: string | undefined }
    | undefined;
}

/** Why the retries of a route do not fit into its timeout, if they do not. */
export function budgetProblem(budget: RetryBudget): string | undefined {
  const { timeout, retries } = budget;
  const whole = milliseconds(timeout);
  const needed = triesMilliseconds(budget);
  if (whole === undefined || needed === undefined || needed <= whole) return undefined;
  return `wanted (attempts + 1) x perTryTimeout within the timeout of ${timeout}, got (${retries?.attempts} + 1) x ${retries?.perTryTimeout} = ${needed / 1000}s`;
}

/** How long a caller waits for one answer at most: its last try is cut off by whichever ends first. */
export function patienceMilliseconds({ timeout, retries }: RetryBudget): number | undefined {
  return least(milliseconds(retries?.perTryTimeout), milliseconds(timeout));
}

/** How long a call may take with all its retries, where that is limited. */
export function longestMilliseconds(budget: RetryBudget): number | undefined {
  return least(triesMilliseconds(budget), milliseconds(budget.timeout));
}

/** How long all tries take together, where each is limited and there is more than one. */
function triesMilliseconds({ retries: { attempts = 0, perTryTimeout } = {} }: RetryBudget): number | undefined {
  const each = milliseconds(perTryTimeout);
  // Without attempts Istio writes no retry policy, and so no limit for a single try either.
  return each === undefined || attempts <= 0 ? undefined : (attempts + 1) * each;
}

function least(...limits: readonly (number | undefined)[]): number | undefined {
  const set = limits.filter(limit => limit !== undefined);
  return set.length === 0 ? undefined : Math.min(...set);
}

/** Istio takes a duration of zero for no limit. */
function milliseconds(duration: string | undefined): number | undefined {
  const amount = duration === undefined ? undefined : durationMilliseconds(duration);
  return amount === 0 ? undefined : amount;
}
