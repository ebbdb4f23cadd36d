import type { HttpRetrySpec } from '../../model/shapes/traffic';
import type { Release } from '../release';

/** How often and when a request is tried again. */
export interface RetryPolicy {
  readonly attempts: number;
  /** Conditions, separated by commas. */
  readonly retryOn: string;
  readonly retriableStatusCodes: readonly number[];
  /** Undefined when each try may take as long as the request. */
  readonly perTryTimeout: string | undefined;
  readonly backoff: string | undefined;
  /** Whether hosts that were tried before are avoided. */
  readonly avoidPreviousHosts: boolean;
  /** How often another host is picked when one that was tried comes up. */
  readonly hostSelectionRetryMaxAttempts: number;
  readonly retryRemoteLocalities: boolean;
}

const DEFAULT_RETRY_ON = 'connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes';

/** What is retried by default before it was found unsafe. */
const UNSAFE_STATUS_CODES = [503];

/** Status codes that have a name in HTTP; only these may be retried on. */
const STATUS_CODES: readonly (readonly [from: number, to: number])[] = [
  [100, 103],
  [200, 208],
  [226, 226],
  [300, 305],
  [307, 308],
  [400, 418],
  [421, 426],
  [428, 429],
  [431, 431],
  [451, 451],
  [500, 508],
  [510, 511],
];

/**
 * The retries of a route; undefined when they are off.
 *
 * @param written What the route says, if anything.
 * @param meshDefault What the mesh says for routes that say nothing.
 * @param hashed Whether a consistent hash picks the host, so that trying another one is not wanted.
 */
export function retryPolicyOf(
  written: HttpRetrySpec | undefined,
  meshDefault: HttpRetrySpec | undefined,
  hashed: boolean,
  release: Release,
): RetryPolicy | undefined {
  const spec = written ?? meshDefault;
  const staysOnHost = hashed && release.has('hashedRetries');
  const byDefault = {
    retryOn: DEFAULT_RETRY_ON,
    retriableStatusCodes: release.has('safeDefaultRetries') ? [] : UNSAFE_STATUS_CODES,
  };
  if (spec === undefined) {
    return {
      attempts: 2,
      ...byDefault,
      perTryTimeout: undefined,
      backoff: undefined,
      avoidPreviousHosts: !staysOnHost,
      hostSelectionRetryMaxAttempts: 5,
      retryRemoteLocalities: false,
    };
  }
  const attempts = spec.attempts ?? 0;
  if (attempts <= 0) return undefined;
  return {
    attempts,
    ...((spec.retryOn ?? '') === '' ? byDefault : parseRetryOn(spec.retryOn ?? '')),
    perTryTimeout: spec.perTryTimeout,
    backoff: spec.backoff,
    avoidPreviousHosts: spec.retryIgnorePreviousHosts ?? !staysOnHost,
    hostSelectionRetryMaxAttempts: 5,
    retryRemoteLocalities: spec.retryRemoteLocalities ?? false,
  };
}

function parseRetryOn(retryOn: string): Pick<RetryPolicy, 'retryOn' | 'retriableStatusCodes'> {
  const tokens = retryOn.split(',').map(token => token.trim());
  const codes = tokens.filter(isStatusCode).map(Number);
  const conditions = tokens.filter(token => token !== '' && !isStatusCode(token));
  if (codes.length > 0 && !conditions.includes('retriable-status-codes')) conditions.push('retriable-status-codes');
  return { retryOn: conditions.join(','), retriableStatusCodes: codes };
}

function isStatusCode(token: string): boolean {
  if (!/^\d+$/.test(token)) return false;
  const code = Number(token);
  return STATUS_CODES.some(([from, to]) => code >= from && code <= to);
}
