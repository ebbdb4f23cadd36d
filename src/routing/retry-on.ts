import { ConfigError } from '../values/config-error';

const CONDITION =
  /^(5xx|gateway-error|reset|reset-before-request|connect-failure|envoy-ratelimited|retriable-4xx|refused-stream|retriable-status-codes|retriable-headers|http3-post-connect-failure|cancelled|deadline-exceeded|internal|resource-exhausted|unavailable|[1-5][0-9]{2})$/;

/**
 * Which failures are worth another try.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter#x-envoy-retry-on
 *
 * @example
 * const on = RetryOn.gatewayErrors();
 */
export class RetryOn {
  private constructor(
    /** The conditions, as Istio writes them; none where it is left to decide. */
    public readonly conditions: readonly string[],
    /** Whether a request may be sent again whatever its method: the service has not seen it, or says that it may be. */
    public readonly safeForAllMethods: boolean,
  ) {}

  /**
   * The request did not reach the service: no connection, or refused before it was read. Of gRPC also that the service
   * says that it was not available, or cancelled the call. Routes of the Gateway API always retry on these.
   */
  public static connectionFailures(): RetryOn {
    return new RetryOn(['connect-failure', 'refused-stream', 'unavailable', 'cancelled'], true);
  }

  /**
   * Beside that, the service answered with one of these status codes, from 400 to 599. Both APIs can say it.
   *
   * @throws ConfigError if a code is none of these, or there is none
   */
  public static statusCodes(...codes: readonly number[]): RetryOn {
    const wrong = codes.find(code => !Number.isInteger(code) || code < 400 || code > 599);
    if (wrong !== undefined || codes.length === 0) {
      throw new ConfigError(`Cannot retry on status codes: wanted some from 400 to 599, got ${wrong ?? 'none'}`);
    }
    return new RetryOn([...RetryOn.connectionFailures().conditions, ...codes.map(String)], false);
  }

  /** Beside that, a proxy answered for the service: 502, 503 or 504. */
  public static gatewayErrors(): RetryOn {
    return new RetryOn(['gateway-error', 'connect-failure', 'refused-stream'], false);
  }

  /** Beside that, any server error, and connections that broke before an answer. */
  public static serverErrors(): RetryOn {
    return new RetryOn(['5xx', 'reset', 'connect-failure', 'refused-stream'], false);
  }

  /**
   * The gRPC service was not available, or cancelled the call. All calls of gRPC are POST, so that the method tells
   * nothing: what the service says of itself has to do.
   */
  public static grpc(): RetryOn {
    return RetryOn.connectionFailures();
  }

  /** What Istio itself retries on, which depends on its release: on 503 too before it was found unsafe. */
  public static istioDefault(): RetryOn {
    return new RetryOn([], false);
  }

  /**
   * Conditions by the names that Envoy gives them, or status codes such as `503`.
   *
   * @throws ConfigError if there is none of this name
   */
  public static of(...conditions: readonly string[]): RetryOn {
    if (conditions.length === 0) throw new ConfigError('Cannot retry: wanted at least one condition, got none');
    for (const condition of conditions) {
      if (!CONDITION.test(condition)) {
        throw new ConfigError(
          `Cannot retry on "${condition}": wanted a condition of Envoy such as "5xx", "gateway-error", "reset", "connect-failure", or a status code`,
        );
      }
    }
    const safe = ['connect-failure', 'refused-stream', 'reset-before-request'];
    return new RetryOn(
      [...conditions],
      conditions.every(condition => safe.includes(condition)),
    );
  }
}
