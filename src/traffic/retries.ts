import { Construct } from 'constructs';
import type { HTTPRetry } from '../../imports/networking.istio.io';
import type { MeshService } from '../mesh/mesh-service';
import { TextMatch } from '../routing/string-match';
import { addCheck } from '../tree/check';
import { ConfigError } from '../values/config-error';
import { type Duration, durationMilliseconds } from '../values/duration';
import { requireGiven } from '../values/require-given';
import { timeoutChain } from './timeout-chain';

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
    /** The conditions, as Istio writes them. */
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

/** Properties of `Retries`. */
export interface RetriesProps {
  /** The service whose failed requests are sent again. */
  readonly service: MeshService;

  /**
   * How often a request is sent again at most, 0 to 10; 0 turns Istio's own retries off.
   *
   * @default 2
   */
  readonly attempts?: number | undefined;

  /**
   * Time for each try; at least 1 ms. (attempts + 1) times this must fit into the timeout of the service.
   *
   * @default - the timeout of the service
   */
  readonly perTryTimeout?: Duration | undefined;

  /**
   * Which failures are worth another try.
   *
   * @default RetryOn.connectionFailures()
   */
  readonly on?: RetryOn | undefined;

  /**
   * The methods that may be sent again after the service may have acted. Requests with others are sent again only if
   * they did not reach it. `all` is for services whose every method can be repeated.
   *
   * @default - GET, HEAD and OPTIONS; all where `on` knows that the service has not seen the request, and for gRPC
   */
  readonly methods?: readonly string[] | 'all' | undefined;

  /**
   * Pause before the first retry; it doubles with each.
   *
   * @default - Istio's 25ms
   */
  readonly backoff?: Duration | undefined;

  /**
   * Whether a retry prefers pods that have not failed the request yet.
   *
   * @default - Istio's: it does
   */
  readonly otherHosts?: boolean | undefined;
}

/**
 * Sends failed requests again.
 *
 * Contributes retries to every route of the host. Where the failure does not tell whether the service has acted, only
 * requests whose method can be repeated get them: each route is preceded by one for these methods.
 *
 * Istio retries on its own twice where a connection fails, and never on a server error, unless told to.
 *
 * @see https://istio.io/latest/docs/concepts/traffic-management/#retries
 *
 * @example
 * new Retries(mesh, 'backend-retries', {
 *   service: backend,
 *   attempts: 3,
 *   perTryTimeout: '2s',
 *   on: RetryOn.serverErrors(),
 * });
 */
export class Retries extends Construct {
  private readonly service: MeshService;

  public constructor(scope: Construct, id: string, props: RetriesProps) {
    super(scope, id);
    const { service, attempts = 2, on = RetryOn.connectionFailures(), methods, backoff, perTryTimeout } = props;
    this.service = requireGiven(service, 'service', this.node.path);
    if (!Number.isInteger(attempts) || attempts < 0 || attempts > 10) {
      this.fail(`wanted attempts to be a whole number from 0 to 10, got ${attempts}`);
    }
    for (const [name, value] of [
      ['perTryTimeout', perTryTimeout],
      ['backoff', backoff],
    ] as const) {
      const milliseconds = value === undefined ? 1 : durationMilliseconds(value);
      if (milliseconds === undefined || milliseconds < 1) {
        this.fail(`wanted ${name} to be a duration of at least 1 ms, such as "2s", got "${value}"`);
      }
    }
    if (attempts === 0) {
      service.routing.apply(this, { retries: { attempts: 0 } });
      return;
    }
    const retries = (conditions: RetryOn): HTTPRetry => ({
      attempts,
      retryOn: conditions.conditions.join(','),
      perTryTimeout,
      backoff,
      retryIgnorePreviousHosts: props.otherHosts,
    });
    const repeatable = methods ?? (on.safeForAllMethods ? 'all' : ['GET', 'HEAD', 'OPTIONS']);
    if (repeatable === 'all') service.routing.apply(this, { retries: retries(on) });
    else {
      const matches = this.checkMethods(repeatable).map(method => ({ method: TextMatch.exact(method) }));
      service.routing.apply(this, { retries: retries(RetryOn.connectionFailures()) });
      service.routing.overlay(this, 'repeatable', matches, { retries: retries(on) });
    }
    addCheck(
      this,
      timeoutChain(service, () => service.routing.commonSettings.timeout === undefined),
    );
  }

  private checkMethods(methods: readonly string[]): readonly string[] {
    if (methods.length === 0) this.fail('wanted at least one method, got none');
    for (const method of methods) {
      if (!/^[A-Z]+$/.test(method)) this.fail(`wanted methods in capitals, got "${method}"`);
    }
    return [...new Set(methods)].sort();
  }

  private fail(wanted: string): never {
    throw new ConfigError(`Cannot retry requests to "${this.service.host}" at ${this.node.path}: ${wanted}`);
  }
}
