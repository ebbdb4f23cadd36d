import type { HTTPRoute } from '../../imports/networking.istio.io';
import { MESH } from '../istio/references';
import type { Release } from '../istio/release';
import type { HttpEntry, VirtualService } from '../istio/routes/virtual-services';
import type { HttpMatch, HttpRoute } from '../model/shapes/traffic';
import { ISTIO_RETRY_CONDITIONS } from '../routing/kubernetes-rules';
import { durationMilliseconds } from '../values/duration';

/** A route of a VirtualService as it counts for requests to one port, without what says where it counts. */
export interface MeshRoute {
  readonly route: HTTPRoute;
  readonly entry: HttpEntry;
  /** Position, in the entry, of each match of the route. */
  readonly matches: readonly number[];
}

/**
 * The routes of a VirtualService that count for requests of the mesh to a port, with its delegates put in place: what
 * routes of the Gateway API for that port have to say.
 */
export function meshRoutesOf({ http }: VirtualService, port: number, release: Release): readonly MeshRoute[] {
  return http.flatMap(entry => {
    const { match = [] } = entry.spec;
    const matches = [...match.keys()].filter(i => counts(match[i] ?? {}, port));
    if (match.length > 0 && matches.length === 0) return [];
    const left = matches.map(i => bare(match[i] ?? {}));
    const all = left.length === 0 || left.some(one => Object.keys(one).length === 0);
    const route = { ...plain(entry.spec, release), match: all ? undefined : left } as unknown as HTTPRoute;
    return [{ route, entry, matches: all ? [] : matches }];
  });
}

function counts({ port: wanted, gateways = [] }: HttpMatch, port: number): boolean {
  return (gateways.length === 0 || gateways.includes(MESH)) && (wanted === undefined || wanted === port);
}

/** A match without what says where it counts, what only names statistics, and what has no effect. */
function bare({ port: _port, gateways: _gateways, name: _name, statPrefix: _prefix, ...match }: HttpMatch): HttpMatch {
  return Object.fromEntries(Object.entries(match).filter(([, value]) => !isWithoutEffect(value)));
}

function isWithoutEffect(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** A route in today's words, with the defaults written out that the Gateway API always has. */
function plain(spec: HttpRoute, release: Release): HttpRoute {
  const { mirror, mirrorPercent, mirrorPercentage, mirrors = [], retries, timeout, fault, ...rest } = spec;
  const share = mirrorPercentage ?? (mirrorPercent === undefined ? undefined : { value: mirrorPercent });
  const copies = [
    ...(mirror === undefined ? [] : [{ destination: mirror, ...(share === undefined ? {} : { percentage: share }) }]),
    ...mirrors,
  ];
  return {
    ...rest,
    ...(isWithoutEffect(fault) ? {} : { fault }),
    ...(copies.length === 0 ? {} : { mirrors: copies }),
    ...(timeout === undefined ? {} : { timeout: gatewayDuration(timeout) }),
    ...(retries === undefined ? {} : { retries: plainRetries(retries, release) }),
  } as HttpRoute;
}

function plainRetries(retries: NonNullable<HttpRoute['retries']>, release: Release): HttpRoute['retries'] {
  const {
    attempts = 0,
    retryOn = '',
    perTryTimeout,
    backoff,
    retryIgnorePreviousHosts,
    retryRemoteLocalities,
  } = retries;
  const unsaid = retryOn === '' && release.has('safeDefaultRetries') ? ISTIO_RETRY_CONDITIONS.join(',') : retryOn;
  return {
    attempts,
    ...(unsaid === '' ? {} : { retryOn: unsaid }),
    ...(perTryTimeout === undefined ? {} : { perTryTimeout: gatewayDuration(perTryTimeout) }),
    ...(backoff === undefined ? {} : { backoff: gatewayDuration(backoff) }),
    // Other pods are tried by default.
    ...(retryIgnorePreviousHosts === false ? { retryIgnorePreviousHosts } : {}),
    ...(retryRemoteLocalities === true ? { retryRemoteLocalities } : {}),
  };
}

/** The Gateway API has whole numbers in durations, and nothing below a millisecond. */
function gatewayDuration(text: string): string {
  if (/^(?:\d{1,5}(?:h|m|s|ms)){1,4}$/.test(text)) return text;
  const milliseconds = Math.ceil(durationMilliseconds(text) ?? 0);
  const seconds = Math.floor(milliseconds / 1000);
  const parts = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
    [milliseconds % 1000, 'ms'],
  ] as const;
  return (
    parts
      .filter(([amount]) => amount > 0)
      .map(([amount, unit]) => `${amount}${unit}`)
      .join('') || '0s'
  );
}
