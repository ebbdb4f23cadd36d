import type { RetryPolicy } from '../istio/routes/retry-policy';
import { AUTHORITY, type Term } from '../requests/attribute';
import { finalTargets, hopsOnTheWay, type RoutedHop } from '../simulation/final-destinations';
import { pathChangeOf } from '../simulation/route-verdict';
import type { RouteVerdict, Verdict } from '../simulation/verdict';
import { byText } from '../values/order';
import { canonicalJson } from '../values/plain-data';
import { commonAuthority, faultForm, retriesForm, timeoutForm } from './effect-forms';
import { BY_NAME, type EffectView, nameOf } from './effect-view';
import { type ComparedRequests, changedPath, comparePaths } from './path-effect';

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
  /** The path of a request that shows it. @default - every request shows it */
  readonly path?: string;
  /** Why it cannot be told whether there is a difference. @default - there is one */
  readonly open?: string;
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
 * @param requests the requests for which the verdicts stand; without them they stand for one request
 */
export function differencesOf(
  before: Verdict,
  after: Verdict,
  views: readonly [before: EffectView, after: EffectView] = [BY_NAME, BY_NAME],
  requests?: ComparedRequests,
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
      location && plainLocation(location),
      body,
    ];
    compare(kind, answer, ({ verdict }) => answerText(verdict));
    if (found.length > 0) return found;
    if (requests !== undefined) found.push(...redirectDifferences(before, after, requests));
    const own = ({ verdict }: Side) => (isOfRoute(verdict) ? BY_NAME.headers(verdict, false) : []);
    compare('headers', own, side => own(side).join('; ') || 'none');
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
  const inNoOrder = (side: Side) => [...shares(side)].sort(byText(([place]) => place));
  if (sameDestinations) compare('shares', inNoOrder, side => sharesText(shares(side)));
  const compareRoutes = (
    kind: DifferenceKind,
    of: (route: RouteVerdict, side: Side) => unknown,
    text: (route: RouteVerdict | undefined, side: Side) => string,
  ) => {
    const each = (side: Side) => {
      const values = hopsOnTheWay(side.verdict).map(({ route }) => ({ route, value: route && of(route, side) }));
      return side.view.byProxy ? values : values.filter(({ value }) => value !== undefined);
    };
    compare(
      kind,
      side => each(side).map(({ value }) => value ?? null),
      side =>
        each(side)
          .map(({ route }) => text(route, side))
          .join(', then ') || 'none',
    );
  };
  found.push(...rewriteDifferences(before, after, views, requests));
  compareRoutes(
    'timeout',
    route => timeoutForm(route.timeout),
    route => route?.timeout ?? 'none',
  );
  compareRoutes('retries', retriesForm, route => retriesText(route?.retries));
  const headers = ({ verdict, view }: Side) => view.headers(verdict, sameDestinations);
  compare('headers', headers, side => headers(side).join('; ') || 'none');
  compareRoutes(
    'mirror',
    (route, { view }) => view.mirrors(route),
    (route, { view }) => words(view.mirrors(route)),
  );
  compareRoutes(
    'fault',
    route => route.fault && faultForm(route.fault),
    route => words(route?.fault),
  );
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

function retriesText(retries: RetryPolicy | undefined): string {
  if (retries === undefined) return 'none';
  const { attempts, retryOn, perTryTimeout } = retries;
  return `${attempts} on ${retryOn}${perTryTimeout === undefined ? '' : `, each within ${perTryTimeout}`}`;
}

/** What differs in the hosts and paths with which requests go on. */
function rewriteDifferences(
  before: Verdict,
  after: Verdict,
  views: readonly [EffectView, EffectView],
  requests: ComparedRequests | undefined,
): readonly EffectDifference[] {
  const sides = [before, after].map((verdict, i) => {
    const hops = hopsOnTheWay(verdict);
    return views[i]?.byProxy === false ? hops.filter(hop => isRewriting(hop, requests)) : hops;
  }) as [readonly RoutedHop[], readonly RoutedHop[]];
  const text = (hops: readonly RoutedHop[], path?: string) =>
    hops.map(hop => rewriteText(hop, path)).join(', then ') || 'none';
  const told = (path?: string): EffectDifference[] => [
    {
      kind: 'rewrite',
      before: text(sides[0], path),
      after: text(sides[1], path),
      ...(path === undefined || path === requests?.path ? {} : { path }),
    },
  ];
  const hosts = sides.map(hops => canonicalJson(hops.map(hop => commonAuthority(hop) ?? null)));
  const paths = sides.map(hops => canonicalJson(hops.map(({ route }) => (route?.rewrite && route.path) ?? null)));
  if (requests === undefined) return hosts[0] === hosts[1] && paths[0] === paths[1] ? [] : told();
  if (hosts[0] !== hosts[1]) return told(requests.path);
  let isOpen = false;
  for (const [i, hop] of sides[0].entries()) {
    const compared = comparePaths(leftOf(hop, sides[1][i]), leftOf(sides[1][i], hop), requests);
    if (typeof compared === 'object') return told(compared.path);
    isOpen ||= compared === 'unknown';
  }
  if (!isOpen) return [];
  const open = 'it cannot be decided whether two rewrites make the same of all their paths';
  return told(requests.path).map(one => ({ ...one, open }));
}

/** What the path is made of that goes on; where no route of HTTP says it, that which arrives. */
function leftOf(hop: RoutedHop | undefined, other: RoutedHop | undefined): Term | undefined {
  const own = hop?.route && pathChangeOf(hop.route);
  if (own !== undefined) return own.left;
  return other?.route && pathChangeOf(other.route)?.arrived;
}

function isRewriting(hop: RoutedHop, requests: ComparedRequests | undefined): boolean {
  if (commonAuthority(hop) !== undefined) return true;
  const change = hop.route && pathChangeOf(hop.route);
  if (hop.route?.rewrite === undefined || change === undefined) return false;
  return requests === undefined || comparePaths(change.arrived, change.left, requests) !== 'same';
}

function rewriteText(hop: RoutedHop, path: string | undefined): string {
  const { route } = hop;
  const authority = commonAuthority(hop);
  if (authority === undefined && route?.rewrite === undefined) return 'none';
  const change = route && pathChangeOf(route);
  const goes = path === undefined || change === undefined ? (route?.path ?? '') : changedPath(change, path);
  return `goes on as ${authority ?? ''}${goes}`;
}

/** What differs in where clients are sent that are sent to the same place with the request of the verdicts. */
function redirectDifferences(before: Verdict, after: Verdict, requests: ComparedRequests): readonly EffectDifference[] {
  if (before.outcome !== 'redirected' || after.outcome !== 'redirected') return [];
  const [one, other] = [before, after].map(({ route }) => route && pathChangeOf(route));
  const compared = comparePaths(one?.left, other?.left, requests);
  const told = { kind: 'answer', before: answerText(before), after: answerText(after) } as const;
  if (typeof compared === 'object') {
    const to = (change: typeof one) => `redirected to ${changedPath(change, compared.path)}`;
    return [{ kind: 'answer', before: to(one), after: to(other), path: compared.path }];
  }
  const [host, otherHost] = [one?.host ?? AUTHORITY, other?.host ?? AUTHORITY];
  if (host.kind !== otherHost.kind && requests.anyHost) {
    return [{ ...told, open: 'only one of two redirects keeps the host that was sent' }];
  }
  if (compared === 'same') return [];
  return [{ ...told, open: 'it cannot be decided whether two redirects make the same of all their paths' }];
}

/** A URL without the port that its scheme has by itself. */
function plainLocation(location: string): string {
  return location.replace(/^(http:\/\/[^/]*):80(?=\/|$)/, '$1').replace(/^(https:\/\/[^/]*):443(?=\/|$)/, '$1');
}

function answerText(verdict: Verdict): string {
  const { location, body } = verdict;
  const text = endingOf(verdict);
  if (location !== undefined) return `${text} to ${location}`;
  if (body === undefined || body === '') return text;
  return `${text} with ${words(body.length > LONGEST_BODY ? `${body.slice(0, LONGEST_BODY)}...` : body)}`;
}

const LONGEST_BODY = 60;

/** Whether the route itself answers a request, which changes the headers of the answer. */
function isOfRoute({ outcome, route }: Verdict): boolean {
  return (outcome === 'redirected' || outcome === 'answered') && route !== undefined && !('requestHeaders' in route);
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
