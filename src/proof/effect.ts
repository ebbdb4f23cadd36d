import type { HeaderOperations } from '../istio/routes/header-operations';
import type { RetryPolicy } from '../istio/routes/retry-policy';
import type { Rewrite } from '../istio/routes/rewrite';
import { finalDestinations, finalTargets, routesOnTheWay } from '../simulation/final-destinations';
import type { DestinationVerdict, RouteVerdict, Verdict } from '../simulation/verdict';
import { byText } from '../values/order';
import { canonicalJson } from '../values/plain-data';

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

/** How two verdicts on the same request differ in what becomes of it; empty where they do not. */
export function differencesOf(before: Verdict, after: Verdict): readonly EffectDifference[] {
  const found: EffectDifference[] = [];
  const compare = (kind: DifferenceKind, of: (verdict: Verdict) => unknown, words: (verdict: Verdict) => string) => {
    if (canonicalJson(of(before) ?? null) === canonicalJson(of(after) ?? null)) return;
    found.push({ kind, before: words(before), after: words(after) });
  };
  if (before.outcome === 'unsupported' || after.outcome === 'unsupported') {
    compare('unsupported', ({ outcome, unsupported }) => [outcome === 'unsupported', unsupported], endingOf);
    return found;
  }
  const [passed, passing] = [passes(before), passes(after)];
  if (passed !== passing) {
    const [earlier, later] = [before, after].map(matrixOf) as [string, string];
    return [{ kind: passing ? 'newly-allowed' : 'newly-denied', before: earlier, after: later }];
  }
  if (!passing) {
    compare(
      'answer',
      ({ outcome, status, location, body }) => [outcome, status, location !== undefined, body],
      endingOf,
    );
    return found;
  }
  found.push(...podDifferences(before, after));
  const secured = [securityOf(before), securityOf(after)] as const;
  if (secured[0] !== secured[1] && !secured.includes(NOTHING)) {
    const kind = secured[0] === 'mutual TLS' ? 'mutual-tls-lost' : 'mutual-tls-gained';
    found.push({ kind, before: secured[0], after: secured[1] });
  }
  if (found.length === 0) compare('destination', placesOf, endingOf);
  const sameDestinations = found.length === 0;
  if (sameDestinations) compare('shares', sharesOf, sharesText);
  const compareRoutes = <T>(
    kind: DifferenceKind,
    of: (route: RouteVerdict | undefined) => T,
    text: (value: T) => string,
  ) =>
    compare(
      kind,
      verdict => routesOnTheWay(verdict).map(route => of(route) ?? null),
      verdict =>
        routesOnTheWay(verdict)
          .map(route => text(of(route)))
          .join(', then '),
    );
  compareRoutes('rewrite', route => route?.rewrite && ([route.rewrite, route.path] as const), rewriteText);
  compareRoutes(
    'timeout',
    route => route?.timeout,
    timeout => timeout ?? 'none',
  );
  compareRoutes('retries', route => route?.retries, retriesText);
  const headersOf = (verdict: Verdict) => headerTexts(verdict, sameDestinations);
  compare('headers', headersOf, verdict => headersOf(verdict).join('; ') || 'none');
  compareRoutes('mirror', route => route?.mirrors, words);
  compareRoutes('fault', route => route?.fault, words);
  return found;
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

function placesOf({ outcome, destinations }: Verdict): unknown {
  return [outcome === 'passed-through', placesIn(destinations)];
}

/** In no order: neither that of routes nor that of the manifests says where requests go. */
function placesIn(destinations: readonly DestinationVerdict[]): unknown {
  return destinations
    .map(({ host, port, subset, targets }) => [
      host,
      port,
      subset ?? '',
      targets
        .map(({ workload, outcome, onward }) => [workload, outcome, onward && placesIn(onward)])
        .sort(byText(canonicalJson)),
    ])
    .sort(byText(canonicalJson));
}

function sharesOf({ destinations }: Verdict): unknown {
  return finalDestinations(destinations).map(({ host, port, subset, percent }) => [
    host,
    port,
    subset ?? '',
    round(percent),
  ]);
}

function sharesText({ destinations }: Verdict): string {
  return finalDestinations(destinations)
    .map(one => `${round(one.percent)} % ${nameOf(one)}`)
    .join(', ');
}

function round(percent: number): number {
  return Math.round(percent * 100) / 100;
}

function nameOf({ host, port, subset }: DestinationVerdict): string {
  return `${host}:${port}${subset === undefined ? '' : ` ${subset}`}`;
}

/** The changes to headers, also those for single destinations where these are the same. */
function headerTexts({ route, destinations }: Verdict, sameDestinations: boolean): readonly string[] {
  return [
    ...operationTexts('request', route?.requestHeaders),
    ...operationTexts('response', route?.responseHeaders),
    ...(sameDestinations ? destinations : []).flatMap(one => [
      ...operationTexts(`to ${nameOf(one)}: request`, one.requestHeaders),
      ...operationTexts(`to ${nameOf(one)}: response`, one.responseHeaders),
    ]),
  ];
}

function operationTexts(what: string, operations: HeaderOperations | undefined): readonly string[] {
  const { set = {}, add = {}, remove = [] } = operations ?? {};
  const texts = [
    ...Object.entries(set).map(([name, value]) => `${name} = ${value}`),
    ...Object.entries(add).map(([name, value]) => `${name} += ${value}`),
    ...remove.map(name => `no ${name}`),
  ];
  return texts.length === 0 ? [] : [`${what} ${texts.sort().join(', ')}`];
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

/** What becomes of a request, in short. */
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
