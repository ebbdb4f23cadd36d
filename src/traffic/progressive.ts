import type { CanaryAnalysisFields } from '../../imports/flagger.app';
import type { Duration } from '../values/duration';
import type { CookieOptions, HeaderValue } from './request-conditions';

/** What is specific to Flagger. */
export interface FlaggerOptions {
  /**
   * Keeps each user at the version that answered first.
   *
   * @default - every request is drawn anew
   */
  readonly sticky?: CookieOptions | undefined;

  /**
   * Address of Prometheus, such as `http://prometheus.istio-system:9090`.
   *
   * @default - Flagger's own setting
   */
  readonly metricsServer?: string | undefined;

  /** Further fields of the analysis, such as `webhooks` and `alerts`. @default - none */
  readonly analysis?: CanaryAnalysisFields | undefined;
}

/** What is specific to Argo Rollouts. */
export interface ArgoRolloutsOptions {
  /**
   * Address of Prometheus.
   *
   * @default "http://prometheus.istio-system:9090"
   */
  readonly prometheus?: string | undefined;

  /**
   * Sends requests with this header to the canary whatever the weight.
   *
   * @default - only the weight decides
   */
  readonly override?: { readonly header: HeaderValue } | undefined;
}

/**
 * The controller that moves the weight of a release, and takes it back when metrics get worse.
 *
 * @see https://docs.flagger.app/tutorials/istio-progressive-delivery
 * @see https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/istio/
 *
 * @example
 * const controller = Progressive.argoRollouts({ override: { header: { name: 'x-canary', value: 'true' } } });
 */
export class Progressive {
  private constructor(
    /** The options of Flagger, where it is the controller. */
    public readonly flaggerOptions: FlaggerOptions | undefined,
    /** The options of Argo Rollouts, where it is the controller. */
    public readonly argoRolloutsOptions: ArgoRolloutsOptions | undefined,
  ) {}

  /**
   * Flagger. It writes the VirtualService, the DestinationRules and the Services itself; what other constructs contribute
   * to every route and to the policy of the host is handed to it, and rules for single requests are refused.
   */
  public static flagger(options: FlaggerOptions = {}): Progressive {
    return new Progressive(options, undefined);
  }

  /** Argo Rollouts. It moves the weights inside the VirtualServices that the library writes. */
  public static argoRollouts(options: ArgoRolloutsOptions = {}): Progressive {
    return new Progressive(undefined, options);
  }
}

/** When a release goes on, and when it is taken back. */
export interface ReleaseSteps {
  /** The shares that the new version gets one after the other, in whole percent, growing; below 100. */
  readonly weights: readonly number[];

  /**
   * Time between two steps, and between two looks at the metrics.
   *
   * @default "1m"
   */
  readonly interval?: Duration | undefined;

  /**
   * The least share of requests that must not end in a server error, in percent, above 0 up to 100.
   *
   * @default 99
   */
  readonly successRate?: number | undefined;

  /**
   * How long 99 of 100 requests may take at most.
   *
   * @default - it is not looked at
   */
  readonly latency?: Duration | undefined;

  /**
   * How many times the metrics may be bad before the release is taken back; 1 or more.
   *
   * @default 5
   */
  readonly failures?: number | undefined;
}

/** Steps whose defaults are filled in and which were checked. */
export interface CheckedSteps {
  readonly weights: readonly number[];
  readonly interval: Duration;
  readonly successRate: number;
  readonly failures: number;
  readonly latency: Duration | undefined;
}
