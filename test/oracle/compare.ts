import type { SimulationRequest } from '../../src/simulation/request';
import type { DestinationVerdict, RouteVerdict, TargetVerdict, Verdict } from '../../src/simulation/verdict';
import type { IstioAnswer, IstioDestination, IstioRoute, IstioTarget } from './answer';

/** One way in which the product and Istio differ about a request. */
export interface Difference {
  /** What sort of difference it is, in words that many requests share. */
  readonly kind: string;
  readonly product: string;
  readonly istio: string;
  /** Whether a policy or mutual TLS has another answer. */
  readonly security: boolean;
}

const WITH_STATUS = ['redirected', 'answered', 'no-route', 'blocked', 'denied', 'unauthenticated'];
const POLICY = ['denied', 'unauthenticated', 'up-to-provider'];
const SECURITY = [...POLICY, 'mtls-failure'];

/** The parts of a verdict that have a counterpart at Istio. */
interface ProductAnswer {
  readonly outcome: string;
  /** The outcome of the verdict itself, also where there are destinations. */
  readonly verdict: string;
  readonly status?: number;
  readonly location?: string;
  readonly destinations: ReadonlyMap<string, DestinationVerdict>;
  readonly route?: RouteVerdict;
}

/** Compares a verdict with Istio's answer. `docs/oracle.md` says what does not count as a difference, and why. */
export function compareVerdict(
  request: SimulationRequest,
  verdict: Verdict,
  istio: IstioAnswer,
): readonly Difference[] {
  const answer = productAnswer(verdict);
  const comparison = new Comparison(request);
  comparison.answers('', istio, answer, false);
  if (comparison.found.length === 0) return [];
  const otherWords = String(securityWords(answer)) !== String(istioSecurityWords(istio));
  return comparison.found.map(difference => ({ ...difference, security: difference.security || otherWords }));
}

function productAnswer(verdict: Verdict): ProductAnswer {
  const { outcome, status, location, destinations, route } = verdict;
  return {
    outcome: destinations.length > 0 ? 'forwarded' : outcome,
    verdict: outcome,
    destinations: byDestination(destinations),
    ...(status === undefined ? {} : { status }),
    ...(location === undefined ? {} : { location }),
    ...(route === undefined ? {} : { route }),
  };
}

/** What the product says of a gateway that takes the request on its way. */
function onwardAnswer({ outcome, onward = [] }: TargetVerdict): ProductAnswer {
  return { outcome: onward.length > 0 ? 'forwarded' : outcome, verdict: outcome, destinations: byDestination(onward) };
}

/** Destinations by name; several shares of one are one share. */
function byDestination<T extends { host: string; port: number; subset?: string | undefined; percent: number }>(
  destinations: readonly T[],
): Map<string, T> {
  const named = new Map<string, T>();
  for (const destination of destinations) {
    const key = `${destination.host}|${destination.port}|${destination.subset ?? ''}`;
    const held = named.get(key);
    named.set(key, held === undefined ? destination : { ...held, percent: held.percent + destination.percent });
  }
  return named;
}

class Comparison {
  readonly found: Difference[] = [];

  constructor(private readonly request: SimulationRequest) {}

  private note(kind: string, product: unknown, istio: unknown, security = false): void {
    this.found.push({ kind, product: shown(product), istio: shown(istio), security });
  }

  answers(where: string, istio: IstioAnswer, answer: ProductAnswer, onward: boolean): void {
    const forwarded = answer.outcome === 'forwarded';
    if (isPassedOn(istio, answer)) return;
    if (answer.outcome !== istio.outcome) {
      if (onward && answer.outcome === 'routed' && istio.outcome === 'passed-through') return;
      const given = forwarded ? `forwarded (${answer.verdict})` : answer.outcome;
      this.note(`${where}answer: ${given} instead of ${istio.outcome}`, summary(answer), istioSummary(istio));
      return;
    }
    if (forwarded) {
      this.destinations(where, byDestination(istio.destinations ?? []), answer.destinations);
      if (istio.route !== undefined && !onward) this.route(istio.route, answer.route);
      return;
    }
    if (onward) return;
    if (WITH_STATUS.includes(answer.outcome) && (answer.status ?? 0) !== (istio.status ?? 0)) {
      this.note(`status of ${answer.outcome}`, answer.status, istio.status);
    }
    const location = withoutTokens(istio.location, this.request);
    if (answer.outcome === 'redirected' && answer.location !== location) {
      this.note('location', answer.location, location);
    }
  }

  private destinations(
    where: string,
    istio: ReadonlyMap<string, IstioDestination>,
    answer: ReadonlyMap<string, DestinationVerdict>,
  ): void {
    if (istio.has(UNKNOWN)) {
      this.destinations(where, without(istio, UNKNOWN), withoutUnavailable(answer, istio));
      return;
    }
    if (!same(sorted(istio.keys()), sorted(answer.keys()))) {
      this.note(`${where}destinations`, sorted(answer.keys()), sorted(istio.keys()));
      return;
    }
    for (const [name, wanted] of istio) {
      const given = answer.get(name);
      if (given === undefined) continue;
      if (cents(given.percent) !== cents(wanted.percent)) this.note(`${where}percent`, given.percent, wanted.percent);
      const unavailable = given.outcome === 'unavailable' && given.targets.length === 0;
      if (unavailable !== (wanted.unavailable === true)) {
        const words = wanted.unavailable ? 'unavailable' : sorted(new Set(wanted.targets?.map(wordOf))).join('+');
        this.note(
          `${where}destination: ${given.outcome} instead of ${words}`,
          `${given.outcome}: ${given.reason}`,
          istioDestination(wanted),
        );
      } else if (!unavailable) this.targets(where, wanted.targets ?? [], given.targets);
    }
  }

  private targets(where: string, istio: readonly IstioTarget[], answer: readonly TargetVerdict[]): void {
    const given = new Map(answer.map(target => [target.workload, target]));
    const wanted = new Map(istio.map(target => [target.workload, target]));
    if (!same(sorted(given.keys()), sorted(wanted.keys()))) {
      const missing = placesOf(wanted, given);
      const extra = placesOf(given, wanted);
      const kind = [missing && `without ${missing}`, extra && `with ${extra}`].filter(part => part !== '').join(', ');
      this.note(`${where}targets: ${kind}`, sorted(given.keys()), sorted(wanted.keys()));
      return;
    }
    for (const [name, want] of wanted) {
      const target = given.get(name);
      if (target === undefined) continue;
      if (want.onward !== undefined) {
        this.answers(`${where}behind the gateway: `, want.onward, onwardAnswer(target), true);
      } else if (target.outcome !== want.outcome && !want.or?.includes(target.outcome)) {
        const security = [target.outcome, want.outcome ?? ''].some(word => SECURITY.includes(word));
        const kind = `${where}target: ${target.outcome} instead of ${want.outcome}`;
        this.note(kind, `${name} ${target.outcome}: ${target.reason}`, want.outcome, security);
      } else if (
        want.mtls !== undefined &&
        target.outcome === want.outcome &&
        isHop(want) &&
        target.mtls !== want.mtls
      ) {
        this.note(`${where}mTLS ${target.mtls} instead of ${want.mtls}`, `${name} ${target.mtls}`, want.mtls, true);
      }
    }
  }

  private route(istio: IstioRoute, route: RouteVerdict | undefined): void {
    if (route === undefined) {
      this.note('no route', undefined, istio);
      return;
    }
    const check = (kind: string, product: unknown, wanted: unknown) => {
      if (!same(product, wanted)) this.note(kind, product, wanted);
    };
    // Inside a waypoint one virtual host stands for everything, and its name says nothing.
    if (!istio.virtualHost.startsWith('inbound|')) check('route.virtualHost', route.virtualHost, istio.virtualHost);
    check('route.name', route.name ?? '', istio.name);
    check('route.timeout', milliseconds(route.timeout), milliseconds(istio.timeout));
    this.retries(istio.retries, route.retries);
    check('route.path', route.path ?? sentPath(this.request), withoutTokens(istio.path, this.request));
    check('route.authority', route.rewrite?.authority ?? sentAuthority(this.request), istio.authority);
    check('route.mirrors', mirrorsOf(route.mirrors), mirrorsOf(istio.mirrors));
    check('route.fault', faultOf(route.fault), faultOf(istio.fault));
  }

  private retries(istio: IstioRoute['retries'], given: RouteVerdict['retries']): void {
    if (istio === undefined || given === undefined) {
      if (istio !== given) this.note('route.retries', given, istio);
      return;
    }
    const check = (kind: string, product: unknown, wanted: unknown) => {
      if (!same(product, wanted)) this.note(`route.retries.${kind}`, product, wanted);
    };
    check('attempts', given.attempts, istio.attempts);
    check('retryOn', retryConditions(given), retryConditions(istio));
    check(
      'avoidPreviousHosts',
      [given.avoidPreviousHosts, given.hostSelectionRetryMaxAttempts],
      [istio.avoidPreviousHosts, istio.hostSelectionRetryMaxAttempts],
    );
    check('perTryTimeout', milliseconds(given.perTryTimeout), milliseconds(istio.perTryTimeout));
  }
}

/** What istiod calls every backend of the Gateway API that it does not find or may not use. */
const UNKNOWN = 'UnknownService|0|';

function without<T>(named: ReadonlyMap<string, T>, key: string): ReadonlyMap<string, T> {
  return new Map([...named].filter(([name]) => name !== key));
}

/** Without the unavailable destinations that Istio does not name. */
function withoutUnavailable(
  answer: ReadonlyMap<string, DestinationVerdict>,
  istio: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, DestinationVerdict> {
  return new Map([...answer].filter(([name, { outcome }]) => istio.has(name) || outcome !== 'unavailable'));
}

/** A host that only a ServiceEntry knows: "passed through" and "sent to that host, outside" are the same. */
function isPassedOn(istio: IstioAnswer, answer: ProductAnswer): boolean {
  if (istio.outcome !== 'passed-through' || answer.outcome !== 'forwarded' || answer.verdict !== 'routed') return false;
  return [...answer.destinations.values()].every(({ targets }) =>
    targets.every(({ workload, mtls }) => workload === '' && !mtls),
  );
}

function isHop({ outcome }: IstioTarget): boolean {
  return outcome === 'routed' || outcome === 'denied';
}

function wordOf(target: IstioTarget): string {
  return target.onward === undefined ? (target.outcome ?? '') : 'onward';
}

/** Whether the targets that only one side has are pods or places outside. */
function placesOf(those: ReadonlyMap<string, unknown>, others: ReadonlyMap<string, unknown>): string {
  const only = [...those.keys()].filter(name => !others.has(name)).map(name => (name === '' ? 'outside' : 'pods'));
  return sorted(new Set(only)).join('+');
}

function retryConditions({
  retryOn,
  retriableStatusCodes = [],
}: {
  readonly retryOn: string;
  readonly retriableStatusCodes?: readonly number[];
}): unknown {
  return [retryOn.split(',').filter(token => token !== ''), sorted(retriableStatusCodes.map(String))];
}

function mirrorsOf(
  mirrors: readonly { readonly host: string; readonly subset?: string | undefined; readonly percent: number }[] = [],
): readonly string[] {
  return sorted(mirrors.map(({ host, subset, percent }) => `${host}|${subset ?? ''} ${cents(percent)}`));
}

function faultOf(fault: IstioRoute['fault']): string {
  const delay = fault?.delay && `delay ${cents(fault.delay.percent)}`;
  const abort = fault?.abort && `abort ${fault.abort.httpStatus} ${cents(fault.abort.percent)}`;
  return [delay, abort].filter(part => part !== undefined).join(', ');
}

function sentAuthority({ to, headers = {} }: SimulationRequest): string {
  const written = Object.entries(headers).findLast(([name]) => ['host', ':authority'].includes(name.toLowerCase()));
  return written?.[1] ?? to.replace(/^\w+:\/\//, '').replace(/[/?#].*$/, '');
}

function sentPath({ to }: SimulationRequest): string {
  return to.replace(/^\w+:\/\/[^/]*/, '') || '/';
}

/** A URL or path without the parameters that carry the request's tokens: its URL does not have them either. */
function withoutTokens(url: string | undefined, { tokens = [] }: SimulationRequest): string | undefined {
  const names = tokens.flatMap(token => (token.in !== undefined && 'param' in token.in ? [token.in.param] : []));
  const [path = '', query] = url?.split('?', 2) ?? [];
  if (url === undefined || query === undefined || names.length === 0) return url;
  const left = query.split('&').filter(part => !names.includes(part.replace(/=.*$/, '')));
  return left.length === 0 ? path : `${path}?${left.join('&')}`;
}

const MILLISECONDS: { readonly [unit: string]: number } = {
  h: 3.6e6,
  m: 6e4,
  s: 1e3,
  ms: 1,
  us: 1e-3,
  µs: 1e-3,
  ns: 1e-6,
};

function milliseconds(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  const parts = [...text.matchAll(/([0-9.]+)(ms|us|µs|ns|h|m|s)/g)];
  return cents(parts.reduce((sum, [, number, unit = '']) => sum + Number(number) * (MILLISECONDS[unit] ?? 0), 0));
}

function cents(number: number): number {
  return Math.round(number * 100) / 100;
}

function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function sorted(list: Iterable<string>): string[] {
  return [...list].sort();
}

function shown(value: unknown): string {
  if (value === undefined) return 'none';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The words of an answer that speak of policies and mutual TLS. */
function securityWords(answer: ProductAnswer, words = new Set<string>()): readonly string[] {
  if (POLICY.includes(answer.outcome)) words.add(answer.outcome);
  for (const target of [...answer.destinations.values()].flatMap(({ targets }) => targets)) {
    if (target.onward !== undefined) securityWords(onwardAnswer(target), words);
    else if (SECURITY.includes(target.outcome)) words.add(target.outcome);
  }
  return sorted(words);
}

function istioSecurityWords(answer: IstioAnswer, words = new Set<string>()): readonly string[] {
  if (POLICY.includes(answer.outcome)) words.add(answer.outcome);
  for (const target of (answer.destinations ?? []).flatMap(({ targets = [] }) => targets)) {
    if (target.onward !== undefined) istioSecurityWords(target.onward, words);
    else if (target.outcome !== undefined && SECURITY.includes(target.outcome)) words.add(target.outcome);
  }
  return sorted(words);
}

/** Istio's answer in one line. */
export function istioSummary({ outcome, status, location, destinations = [] }: IstioAnswer): string {
  return line([outcome, status, location, destinations.map(istioDestination).join('; ')]);
}

function istioDestination({ host, port, subset, percent, unavailable, targets = [] }: IstioDestination): string {
  const ends = targets.map(target =>
    target.onward === undefined
      ? line([target.workload || 'outside', target.outcome, target.mtls ? 'mTLS' : undefined])
      : `${target.workload} -> ${istioSummary(target.onward)}`,
  );
  return `${cents(percent)}% ${named(host, port, subset)}${unavailable ? ' unavailable' : ` {${ends.join(', ')}}`}`;
}

function summary({ outcome, status, location, destinations }: ProductAnswer): string {
  const ends = [...destinations.values()].map(destination => {
    const { host, port, subset, percent, targets } = destination;
    const each = targets.map(target =>
      target.onward === undefined
        ? line([target.workload || 'outside', target.outcome, target.mtls ? 'mTLS' : undefined])
        : `${target.workload} -> ${summary(onwardAnswer(target))}`,
    );
    return `${cents(percent)}% ${named(host, port, subset)}${targets.length === 0 ? ` ${destination.outcome}` : ` {${each.join(', ')}}`}`;
  });
  return line([outcome, status, location, ends.join('; ')]);
}

function named(host: string, port: number, subset: string | undefined): string {
  return `${host}:${port}${subset === undefined || subset === '' ? '' : `/${subset}`}`;
}

function line(parts: readonly (string | number | undefined)[]): string {
  return parts.filter(part => part !== undefined && part !== '').join(' ');
}
