import { Construct } from 'constructs';
import type { OutlierDetection } from '../../imports/networking.istio.io';
import type { MeshService, ServiceVersion } from '../mesh/mesh-service';
import { ConfigError } from '../values/config-error';
import { type Duration, durationMilliseconds } from '../values/duration';
import { isAtLeast } from '../values/istio-version';
import { requireGiven } from '../values/require-given';

/** How many connections and requests may be under way to one service from one caller's proxy. */
export interface ConnectionPoolProps {
  /** TCP connections to all its pods; 1 or more. @default - that of the preset, else no limit */
  readonly maxConnections?: number | undefined;
  /** Time to establish a connection; at least 1 ms. @default - that of the preset, else Istio's 10 s */
  readonly connectTimeout?: Duration | undefined;
  /**
   * Time after which a connection that nothing passes is closed; at least 1 ms.
   *
   * @default - that of the preset, else Istio's 1 h
   */
  readonly idleTimeout?: Duration | undefined;
  /** Requests that wait for a connection; 0 or more. @default - that of the preset, else no limit */
  readonly http1MaxPendingRequests?: number | undefined;
  /** Requests under way at once; 1 or more. @default - that of the preset, else no limit */
  readonly http2MaxRequests?: number | undefined;
  /**
   * Requests per connection before it is closed; 1 disables keep-alive.
   *
   * @default - that of the preset, else no limit
   */
  readonly maxRequestsPerConnection?: number | undefined;
  /** Retries under way at once; 0 or more. @default - that of the preset, else no limit */
  readonly maxRetries?: number | undefined;
  /** Whether HTTP/1.1 requests are sent by HTTP/2. @default - that of the mesh configuration: they are not */
  readonly h2UpgradePolicy?: 'UPGRADE' | 'DO_NOT_UPGRADE' | undefined;
}

/** When a pod that fails is left out for a while. */
export interface OutlierDetectionProps {
  /**
   * Server errors in a row that eject a pod; 1 or more.
   *
   * @default 5
   */
  readonly consecutive5xxErrors?: number | undefined;

  /**
   * 502, 503 and 504 answers in a row that eject a pod; must be below `consecutive5xxErrors`, which counts them too.
   *
   * @default - not counted apart
   */
  readonly consecutiveGatewayErrors?: number | undefined;

  /**
   * How often pods are judged; at least 1 ms.
   *
   * @default "10s"
   */
  readonly interval?: Duration | undefined;

  /**
   * How long a pod is left out the first time, and longer with each time; at least 1 ms.
   *
   * @default "30s"
   */
  readonly baseEjectionTime?: Duration | undefined;

  /**
   * How many of the pods may be left out at once, in whole percent from 1 to 100.
   *
   * The proxy rounds down and ejects none where this comes to less than one pod.
   *
   * @default 50
   */
  readonly maxEjectionPercent?: number | undefined;

  /**
   * Stops ejecting when less than this share of the pods, in whole percent from 0 to 100, is healthy.
   *
   * @default - Istio's 0: ejection never stops
   */
  readonly minHealthPercent?: number | undefined;

  /**
   * Share of failed requests that ejects a pod, in whole percent from 0 to 100, whether they fail in a row or not. It is
   * judged where at least five pods have had 50 requests each in an `interval`. Needs Istio 1.32.
   *
   * @default - requests are counted in a row only
   */
  readonly failurePercentageThreshold?: number | undefined;

  /**
   * The statuses of answers that count as errors, from 100 to 599, in place of all 5xx. Needs Istio 1.32: 1.31 knows
   * the field and does not read it.
   *
   * @default - 500 to 599
   */
  readonly errorCodes?: readonly number[] | undefined;
}

/** Properties of `CircuitBreaker`. */
export interface CircuitBreakerProps {
  /** The service to protect. */
  readonly service: MeshService;

  /**
   * Holds for one version alone.
   *
   * @default - all versions
   */
  readonly version?: ServiceVersion | undefined;

  /**
   * Settings to begin with, over which those of `connectionPool` and `outlierDetection` are laid. `conservative` acts
   * on lasting trouble only: 1000 connections, 1000 waiting requests, a pod left out for 30 s after 10 server errors in
   * a row. `aggressive` sheds load early: 100 connections, 50 waiting requests, a pod left
   * out for a minute after 3 server errors in a row, judged every 5 s.
   *
   * @default - no limits, and the defaults of each field of `outlierDetection`
   */
  readonly preset?: 'conservative' | 'aggressive' | undefined;

  /**
   * Limits that make further requests fail at once with 503.
   *
   * @default - no limits
   */
  readonly connectionPool?: ConnectionPoolProps | undefined;

  /**
   * Ejection of failing pods.
   *
   * @default - the defaults of each field; pass `false` for none
   */
  readonly outlierDetection?: OutlierDetectionProps | false | undefined;

  /**
   * `off` spreads requests over all places nevertheless; `inherit` leaves it to the mesh, which keeps them in the zone
   * of the caller while pods there are well, once outlier detection is on.
   *
   * @default "inherit"
   */
  readonly locality?: 'inherit' | 'off' | undefined;
}

const PRESETS: {
  readonly [preset: string]: {
    readonly connectionPool: ConnectionPoolProps;
    readonly outlierDetection: OutlierDetectionProps;
  };
} = {
  conservative: {
    connectionPool: { maxConnections: 1000, http1MaxPendingRequests: 1000, http2MaxRequests: 1000 },
    outlierDetection: { consecutive5xxErrors: 10, interval: '10s', baseEjectionTime: '30s', maxEjectionPercent: 50 },
  },
  aggressive: {
    connectionPool: { maxConnections: 100, http1MaxPendingRequests: 50, http2MaxRequests: 200 },
    outlierDetection: { consecutive5xxErrors: 3, interval: '5s', baseEjectionTime: '60s', maxEjectionPercent: 50 },
  },
};

/**
 * Keeps a service that fails or is slow from taking its callers down.
 *
 * Contributes connection limits and outlier detection to the DestinationRule of the host. Ejection counts pods per
 * version, since each subset is a load-balancing set of its own; settings that could never eject a pod, or would eject
 * the only one, are findings of the synth.
 *
 * Outlier detection also turns on Istio's locality failover: requests stay in the caller's zone until pods there fail.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/circuit-breaking/
 *
 * @example
 * new CircuitBreaker(mesh, 'backend-breaker', {
 *   service: backend,
 *   connectionPool: { maxConnections: 100, http1MaxPendingRequests: 100 },
 *   outlierDetection: { consecutive5xxErrors: 5, interval: '30s', baseEjectionTime: '30s' },
 * });
 */
export class CircuitBreaker extends Construct {
  public readonly service: MeshService;

  public constructor(scope: Construct, id: string, props: CircuitBreakerProps) {
    super(scope, id);
    this.service = requireGiven(props.service, 'service', this.node.path);
    const preset = props.preset === undefined ? undefined : PRESETS[props.preset];
    const pool = this.connectionPool({ ...this.presetPool(preset?.connectionPool), ...props.connectionPool });
    const outlier =
      props.outlierDetection === false
        ? undefined
        : this.outlierDetection({ ...preset?.outlierDetection, ...props.outlierDetection });
    if (pool === undefined && outlier === undefined)
      this.fail('wanted connectionPool or outlierDetection, got neither');
    this.service.policy.apply(
      this,
      {
        connectionPool: pool,
        outlierDetection: outlier,
        ...(props.locality === 'off' ? { loadBalancer: { localityLbSetting: { enabled: false } } } : {}),
      },
      props.version,
    );
  }

  private presetPool(pool: ConnectionPoolProps = {}): ConnectionPoolProps {
    const { maxConnections } = pool;
    return this.service.httpPorts.length > 0 ? pool : maxConnections === undefined ? {} : { maxConnections };
  }

  private connectionPool(props: ConnectionPoolProps): object | undefined {
    this.requireInteger('maxConnections', props.maxConnections, 1);
    this.requireInteger('http1MaxPendingRequests', props.http1MaxPendingRequests, 0);
    this.requireInteger('http2MaxRequests', props.http2MaxRequests, 1);
    this.requireInteger('maxRequestsPerConnection', props.maxRequestsPerConnection, 1);
    this.requireInteger('maxRetries', props.maxRetries, 0);
    this.requireDuration('connectTimeout', props.connectTimeout);
    this.requireDuration('idleTimeout', props.idleTimeout);
    const { maxConnections, connectTimeout, idleTimeout, ...requests } = props;
    const requestsPassHere = this.service.httpPorts.length > 0;
    const tcp = withoutUndefined({
      maxConnections,
      connectTimeout,
      idleTimeout: requestsPassHere ? undefined : idleTimeout,
    });
    const http = { ...requests, idleTimeout: requestsPassHere ? idleTimeout : undefined };
    const pool = withoutUndefined({ tcp, http: withoutUndefined(http) });
    if (pool?.http !== undefined && this.service.httpPorts.length === 0) {
      this.fail('wanted an HTTP port for limits on requests, got none');
    }
    return pool;
  }

  private outlierDetection(props: OutlierDetectionProps): OutlierDetection {
    const {
      consecutive5xxErrors = 5,
      consecutiveGatewayErrors,
      interval = '10s',
      baseEjectionTime = '30s',
      maxEjectionPercent = 50,
      minHealthPercent,
      failurePercentageThreshold,
      errorCodes,
    } = props;
    this.requireInteger('consecutive5xxErrors', consecutive5xxErrors, 1);
    this.requireInteger('consecutiveGatewayErrors', consecutiveGatewayErrors, 1);
    this.requireInteger('maxEjectionPercent', maxEjectionPercent, 1, 100);
    this.requireInteger('minHealthPercent', minHealthPercent, 0, 100);
    this.requireInteger('failurePercentageThreshold', failurePercentageThreshold, 0, 100);
    this.requireErrorCodes(errorCodes);
    this.requireRelease('failurePercentageThreshold', failurePercentageThreshold);
    this.requireRelease('errorCodes', errorCodes);
    this.requireDuration('interval', interval);
    this.requireDuration('baseEjectionTime', baseEjectionTime);
    if (consecutiveGatewayErrors !== undefined && consecutiveGatewayErrors >= consecutive5xxErrors) {
      this.fail(
        `wanted consecutiveGatewayErrors below consecutive5xxErrors (${consecutive5xxErrors}), which counts the same answers, got ${consecutiveGatewayErrors}`,
      );
    }
    return {
      consecutive5xxErrors,
      consecutiveGatewayErrors,
      interval,
      baseEjectionTime,
      maxEjectionPercent,
      minHealthPercent,
      failurePercentageThreshold,
      outlierDetectionHttpErrorCodes: errorCodes === undefined ? undefined : [...errorCodes],
    };
  }

  private requireErrorCodes(codes: readonly number[] | undefined): void {
    if (codes === undefined) return;
    if (codes.length === 0) this.fail('wanted at least one status in errorCodes, got none');
    for (const code of codes) this.requireInteger('errorCodes', code, 100, 599);
    if (this.service.httpPorts.length === 0) this.fail('wanted an HTTP port for errorCodes, got none');
  }

  private requireRelease(name: string, value: unknown): void {
    const { istioVersion } = this.service.mesh;
    if (value === undefined || isAtLeast(istioVersion, '1.32')) return;
    this.fail(`wanted Istio 1.32 or newer for ${name}, got ${istioVersion}`);
  }

  private requireInteger(name: string, value: number | undefined, from: number, to = 2 ** 31 - 1): void {
    if (value === undefined) return;
    if (!Number.isInteger(value) || value < from || value > to) {
      this.fail(`wanted ${name} to be a whole number from ${from} to ${to}, got ${value}`);
    }
  }

  private requireDuration(name: string, value: Duration | undefined): void {
    if (value === undefined) return;
    const milliseconds = durationMilliseconds(value);
    if (milliseconds === undefined || milliseconds < 1) {
      this.fail(`wanted ${name} to be a duration of at least 1 ms, such as "30s", got "${value}"`);
    }
  }

  private fail(wanted: string): never {
    throw new ConfigError(this.message(wanted));
  }

  private message(wanted: string): string {
    return `Cannot break the circuit to "${this.service.host}" at ${this.node.path}: ${wanted}`;
  }
}

function withoutUndefined(value: object): Record<string, unknown> | undefined {
  const given = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return given.length === 0 ? undefined : Object.fromEntries(given);
}
