import type { HTTPRetry } from '../../imports/networking.istio.io';
import { type Duration, durationMilliseconds } from '../values/duration';
import { RetryOn } from './retry-on';

/**
 * When a failed request is sent again.
 *
 * @see https://istio.io/latest/docs/concepts/traffic-management/#retries
 */
export interface RetryOptions {
  /**
   * How often a request is sent again at most, 0 to 10; 0 turns Istio's own retries off.
   *
   * @default 2
   */
  readonly attempts?: number | undefined;

  /**
   * Time for each try; at least 1 ms. (attempts + 1) times this must fit into the timeout.
   *
   * @default - the timeout
   */
  readonly perTryTimeout?: Duration | undefined;

  /**
   * Which failures are worth another try.
   *
   * @default RetryOn.connectionFailures()
   */
  readonly on?: RetryOn | undefined;

  /**
   * Pause before the first retry, at least 1 ms; it doubles with each. Istio 1.26 and newer.
   *
   * @default - Istio's 25ms
   */
  readonly backoff?: Duration | undefined;

  /**
   * Whether a retry prefers pods that have not failed the request yet. Istio 1.26 and newer can be told.
   *
   * @default - Istio's: it does
   */
  readonly otherHosts?: boolean | undefined;

  /**
   * Whether a retry may go to pods of other regions and zones.
   *
   * @default - Istio's: it does not
   */
  readonly otherLocalities?: boolean | undefined;
}

/** Retries as Istio writes them; fails where a number or duration is out of range. */
export function writeRetries(options: RetryOptions, fail: (wanted: string) => never): HTTPRetry {
  const { attempts = 2, on = RetryOn.connectionFailures(), perTryTimeout, backoff } = options;
  if (!Number.isInteger(attempts) || attempts < 0 || attempts > 10) {
    fail(`wanted attempts to be a whole number from 0 to 10, got ${attempts}`);
  }
  for (const [name, value] of Object.entries({ perTryTimeout, backoff })) {
    if (value !== undefined && !((durationMilliseconds(value) ?? 0) >= 1)) {
      fail(`wanted ${name} to be a duration of at least 1 ms, such as "2s", got "${value}"`);
    }
  }
  if (attempts === 0) return { attempts };
  return {
    attempts,
    retryOn: on.conditions.length === 0 ? undefined : on.conditions.join(','),
    perTryTimeout,
    backoff,
    retryIgnorePreviousHosts: options.otherHosts,
    retryRemoteLocalities: options.otherLocalities,
  };
}
