import type { RetryPolicy } from '../istio/routes/retry-policy';
import type { Rewrite } from '../istio/routes/rewrite';
import { finalTargets, routesOnTheWay } from '../simulation/final-destinations';
import type { RouteVerdict, Verdict } from '../simulation/verdict';
import { canonicalJson } from '../values/plain-data';
import { BY_NAME, type EffectView, nameOf } from './effect-view';

/** How two verdicts on one request may differ, the gravest first. */
export const DIFFERENCE_KINDS = [
  'newly-allowed',
  'newly-denied',
  'host-gone',
  'host-new',
  'mutual-tls-lost',
  'mutual-tls-gained',
  'destination',
  'shares',
  'rewrite',
  'timeout',
  'retries',
  'headers',
  'mirror',
  'fault',
  'answer',
  'refusal',
  'unsupported',
] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/** One difference between two verdicts, in words. */
export interface EffectDifference {
  readonly kind: DifferenceKind;
  readonly before: string;
  readonly after: string;
}

/** Whether at least a part of the requests gets to where it is sent. */
export function passes({ outcome, destinations }: Pick<Verdict, 'outcome' | 'destinations'>): boolean {
  if (outcome === 'passed-through' || outcome === 'up-to-provider') return true;
  return finalTargets({ destinations }).some(target => target.outcome === 'routed');
}

/** The pods that a verdict sends requests to and that take them, also behind gateways. */
export function reachedPods(verdict: Pick<Verdict, 'destinations'>): readonly string[] {
  const taken = finalTargets(verdict).filter(({ outcome, workload }) => outcome === 'routed' && workload !== '');
  return [...new Set(taken.map(({ workload }) => workload))].sort();
}

/**
 * How two verdicts on the same request differ in what happens to it; empty where they do not.
 *
 * @param views what is compared of each of them
 */
export function differencesOf(
  before: Verdict,
  after: Verdict,
  views: readonly [before: EffectView, after: EffectView] = [BY_NAME, BY_NAME],
): readonly EffectDifference[] {
  const found: EffectDifference[] = [];
  const sides = [
    { verdict: before, view: views[0] },
    { verdict: after, view: views[1] },
  ] as const;
  type Side = (typeof sides)[number];
  const compare = (kind: DifferenceKind, of: (side: Side) => unknown, text: (side: Side) => string) => {
    const [earlier, later] = sides.map(side => canonicalJson(of(side) ?? null));
    if (earlier !== later) found.push({ kind, before: text(sides[0]), after: text(sides[1]) });
  };
  const ending = ({ verdict }: Side) => endingOf(verdict);
  if (before.outcome === 'unsupported' || after.outcome === 'unsupported') {
    const told = ({ verdict: { outcome, unsupported } }: Side) => [outcome === 'unsupported', unsupported];
    compare('unsupported', told, ending);
    return found;
  }
  const [passed, passing] = [passes(before), passes(after)];
  if (passed !== passing) {
    const [earlier, later] = [before, after].map(matrixOf) as [string, string];
    return [{ kind: passing ? 'newly-allowed' : 'newly-denied', before: earlier, after: later }];
  }
  if (!passing) {
    const kind = isAnswer(before) || isAnswer(after) ? 'answer' : 'refusal';
    const answer = ({ verdict: { outcome, status, location, body } }: Side) => [
      outcome,
      status,
      location !== undefined,
      body,
    ];
    compare(kind, answer, ending);
    return found;
  }
  found.push(...podDifferences(before, after));
  const secured = [securityOf(before), securityOf(after)] as const;
  if (secured[0] !== secured[1] && !secured.includes(NOTHING)) {
    const kind = secured[0] === 'mutual TLS' ? 'mutual-tls-lost' : 'mutual-tls-gained';
    found.push({ kind, before: secured[0], after: secured[1] });
  }
  if (found.length === 0) compare('destination', ({ verdict, view }) => view.places(verdict), ending);
  const sameDestinations = found.length === 0;
  const shares = ({ verdict, view }: Side) => view.shares(verdict);
  if (sameDestinations) compare('shares', shares, side => sharesText(shares(side)));
  const compareRoutes = <T>(
    kind: DifferenceKind,
    of: (route: RouteVerdict | undefined, side: Side) => T,
    text: (value: T) => string,
  ) => {
    const each = (side: Side) => {
      const values = routesOnTheWay(side.verdict).map(route => of(route, side));
      return side.view.byProxy ? values : values.filter(value => value !== undefined);
    };
    compare(
      kind,
      side => each(side).map(value => value ?? null),
      side => each(side).map(text).join(', then ') || 'none',
    );
  };
  compareRoutes('rewrite', route => route?.rewrite && ([route.rewrite, route.path] as const), rewriteText);
  compareRoutes(
    'timeout',
    route => route?.timeout,
    timeout => timeout ?? 'none',
  );
  compareRoutes('retries', route => route?.retries && effective(route.retries), retriesText);
  const headers = ({ verdict, view }: Side) => view.headers(verdict, sameDestinations);
  compare('headers', headers, side => headers(side).join('; ') || 'none');
  compareRoutes('mirror', (route, { view }) => view.mirrors(route), words);
  compareRoutes('fault', route => route?.fault, words);
  return found;
}

/** Whether a proxy answers a request by what a route says, rather than refuse it. */
function isAnswer({ outcome }: Verdict): boolean {
  return outcome === 'redirected' || outcome === 'answered';
}

/** Pods to which both send, and which take the request in one of them only. */
function podDifferences(before: Verdict, after: Verdict): readonly EffectDifference[] {
  const earlier = takenBy(before);
  const found: EffectDifference[] = [];
  for (const [pod, takes] of takenBy(after)) {
    const took = earlier.get(pod);
    if (took === undefined || took === takes) continue;
    const kind = takes ? 'newly-allowed' : 'newly-denied';
    const text = (taken: boolean) => `${pod} ${taken ? 'takes' : 'refuses'} it`;
    found.push({ kind, before: text(took), after: text(takes) });
  }
  return found;
}

function takenBy(verdict: Verdict): ReadonlyMap<string, boolean> {
  return new Map(finalTargets(verdict).map(({ workload, outcome }) => [workload, outcome === 'routed']));
}

function sharesText(shares: ReturnType<EffectView['shares']>): string {
  return shares.map(([place, percent]) => `${percent} % ${place}`).join(', ');
}

/** Retries without what names status codes where there are none, as routes of Istio have it and those of the Gateway API do not. */
function effective(retries: RetryPolicy): RetryPolicy {
  const { retryOn, retriableStatusCodes } = retries;
  if (retriableStatusCodes.length > 0) return retries;
  const conditions = retryOn.split(',').filter(one => one !== 'retriable-status-codes');
  return { ...retries, retryOn: conditions.join(',') };
}

function retriesText(retries: RetryPolicy | undefined): string {
  if (retries === undefined) return 'none';
  const { attempts, retryOn, perTryTimeout } = retries;
  return `${attempts} on ${retryOn}${perTryTimeout === undefined ? '' : `, each within ${perTryTimeout}`}`;
}

function rewriteText(rewritten: readonly [Rewrite, string | undefined] | undefined): string {
  if (rewritten === undefined) return 'none';
  const [{ authority = '' }, path = ''] = rewritten;
  return `goes on as ${authority}${path}`;
}

const NOTHING = 'nothing to secure';

/** How the last hops are secured that end at pods of the mesh. */
export function securityOf(verdict: Pick<Verdict, 'destinations'>): string {
  const secured = finalTargets(verdict)
    .filter(({ outcome, workload }) => outcome === 'routed' && workload !== '')
    .map(({ mtls }) => mtls);
  if (secured.length === 0) return NOTHING;
  return secured.every(Boolean) ? 'mutual TLS' : secured.some(Boolean) ? 'mutual TLS in part' : 'no mutual TLS';
}

/** Whether a request gets through, and to which hosts: through which version is another question. */
function matrixOf(verdict: Verdict): string {
  const { destinations } = verdict;
  if (!passes(verdict) || destinations.length === 0) return endingOf(verdict);
  return `it reaches ${[...new Set(destinations.map(({ host, port }) => `${host}:${port}`))].join(', ')}`;
}

/** What happens to a request, in short. */
export function endingOf(verdict: Verdict): string {
  const { outcome, status, destinations, reason } = verdict;
  if (outcome === 'unsupported') return `unsupported: ${reason}`;
  if (passes(verdict)) {
    if (destinations.length === 0) return 'it leaves the mesh';
    const places = destinations.map(nameOf).join(', ');
    return outcome === 'routed' ? `it reaches ${places}` : `a part of it reaches ${places}`;
  }
  return status === undefined ? outcome : `${outcome} (${status})`;
}

function words(value: unknown): string {
  return value === undefined ? 'none' : canonicalJson(value);
}
