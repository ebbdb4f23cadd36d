import type { Fault } from '../istio/routes/fault';
import { type HeaderOperations, headerEffects, NO_OPERATIONS } from '../istio/routes/header-operations';
import type { RoutedHop } from '../simulation/final-destinations';
import type { DestinationVerdict, RouteVerdict } from '../simulation/verdict';
import { durationMilliseconds } from '../values/duration';
import { byText } from '../values/order';
import { canonicalJson } from '../values/plain-data';

/** A time limit, however it is written; undefined for none. */
export function timeoutForm(timeout: string | undefined): number | undefined {
  return timeout === undefined ? undefined : durationMilliseconds(timeout);
}

/** The pause before the first retry where nothing says how long it is. */
const BACKOFF = 25;

/**
 * What retries come to: conditions in no order, without what names status codes where there are none, and a limit for
 * each try only where it is shorter than that of the request, since Envoy ignores any other.
 */
export function retriesForm({ retries, timeout }: RouteVerdict): object | undefined {
  if (retries === undefined) return undefined;
  const { retryOn, retriableStatusCodes, perTryTimeout, backoff, ...rest } = retries;
  const { avoidPreviousHosts, hostSelectionRetryMaxAttempts, ...others } = rest;
  const coded = retriableStatusCodes.length > 0;
  const conditions = retryOn.split(',').filter(one => coded || one !== 'retriable-status-codes');
  const [limit, each] = [timeoutForm(timeout) ?? 0, timeoutForm(perTryTimeout) ?? 0];
  return {
    ...others,
    retryOn: [...new Set(conditions)].sort(),
    codes: [...new Set(retriableStatusCodes)].sort(),
    perTryTimeout: limit > 0 && each >= limit ? 0 : each,
    backoff: timeoutForm(backoff) ?? BACKOFF,
    // How often another host is picked says nothing where any host will do.
    otherHosts: avoidPreviousHosts ? hostSelectionRetryMaxAttempts : 0,
  };
}

/** What a fault comes to; undefined where it strikes no request. */
export function faultForm({ abort, delay }: Fault): object | undefined {
  const aborts = abort !== undefined && abort.percent > 0;
  const length = delay === undefined ? 0 : (durationMilliseconds(delay.fixedDelay) ?? 0);
  const delays = delay !== undefined && delay.percent > 0 && length > 0;
  if (!aborts && !delays) return undefined;
  return { abort: aborts ? abort : null, delay: delays ? { length, percent: delay.percent } : null };
}

/** The host that all requests of a route go on with; undefined where it is the one that was sent, or they differ. */
export function commonAuthority({ route, destinations }: RoutedHop): string | undefined {
  if (route?.rewrite?.authority !== undefined) return route.rewrite.authority;
  const [first, ...others] = new Set(destinations.map(({ authority }) => authority));
  return others.length === 0 ? first : undefined;
}

/**
 * What happens to headers at one proxy, in words: once where it is the same on all ways, else for each of them.
 *
 * @param ways whether what happens on single ways counts
 */
export function headerTexts(
  hop: RoutedHop,
  nameOf: (destination: DestinationVerdict) => string,
  ways: boolean,
): readonly string[] {
  const { route, destinations } = hop;
  const common = commonAuthority(hop);
  const textOf = (one: Partial<DestinationVerdict>) => [
    ...(common === undefined && one.authority !== undefined ? [`host = ${one.authority}`] : []),
    ...operationTexts('request', [one.requestHeaders, route?.requestHeaders]),
    ...operationTexts('response', [one.responseHeaders, route?.responseHeaders]),
  ];
  const groups = new Map<string, { readonly name: string; readonly texts: readonly string[]; percent: number }>();
  for (const one of destinations) {
    const [name, texts] = [nameOf(one), textOf(one)];
    const key = canonicalJson([name, texts]);
    const group = groups.get(key) ?? { name, texts, percent: 0 };
    groups.set(key, group);
    group.percent += one.percent;
  }
  const all = [...groups.values()];
  const kinds = new Set(all.map(({ texts }) => canonicalJson(texts)));
  if (kinds.size === 1) return all[0]?.texts ?? [];
  if (destinations.length === 0 || !ways) return textOf({});
  return all
    .flatMap(({ name, texts, percent }) => {
      const share = all.filter(other => other.name === name).length > 1 ? `${rounded(percent)} % ` : '';
      return texts.map(text => `${share}to ${name}: ${text}`);
    })
    .sort(byText(text => text));
}

/** What operations make of headers, one after the other. */
function operationTexts(what: string, steps: readonly (HeaderOperations | undefined)[]): readonly string[] {
  const headers = headerEffects(steps.map(step => step ?? NO_OPERATIONS));
  const texts = [...headers].map(([name, { keeps, values }]) => {
    if (values.length === 0) return `no ${name}`;
    return `${name} ${keeps ? '+=' : '='} ${values.join(',')}`;
  });
  return texts.length === 0 ? [] : [`${what} ${texts.sort().join(', ')}`];
}

/** Without what comes of computing with fractions. */
export function rounded(percent: number): number {
  return Math.round(percent * 100) / 100;
}
