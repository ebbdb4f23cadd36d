import { Construct } from 'constructs';
import type { ConsistentHashLB, LoadBalancerSettings } from '../../imports/networking.istio.io';
import type { MeshService, ServiceVersion } from '../mesh/mesh-service';
import { ConfigError } from '../values/config-error';
import { type Duration, durationMilliseconds } from '../values/duration';
import { isAtLeast } from '../values/istio-version';
import { requireGiven } from '../values/require-given';

/** Istio refuses to choose one itself; it must be prime, and many times the number of pods. */
const MAGLEV_TABLE_SIZE = 65537;

/** Spares new pods at first. */
export interface WarmUp {
  /** How long a pod gets less than its share; at least 1 s. */
  readonly duration: Duration;

  /**
   * The share that it begins with, in percent of its later one, 0 to 100. Needs Istio 1.24.
   *
   * @default - Istio's 10
   */
  readonly minimumPercent?: number | undefined;

  /**
   * How steeply its share grows; 1 is a straight line. At least 1, from Istio 1.31 on above 0. Needs Istio 1.24.
   *
   * @default - Istio's 1
   */
  readonly aggression?: number | undefined;
}

/**
 * What of a request decides over the pod.
 *
 * @example
 * const key = HashKey.cookie('session', { ttl: '0' });
 */
export class HashKey {
  private constructor(
    /**
     * The key, as Istio writes it.
     *
     * @internal
     */
    public readonly value: ConsistentHashLB,
    /** Whether it is something of the HTTP request. */
    public readonly http: boolean,
  ) {}

  /** The value of a header. Requests without it are spread at random. */
  public static header(name: string): HashKey {
    return new HashKey({ httpHeaderName: requireText(name, 'header') }, true);
  }

  /**
   * The value of a cookie.
   *
   * @param options.ttl how long the cookie lives that the proxy gives to users without one; `0` is until the browser
   * closes; without it the proxy gives none
   */
  public static cookie(
    name: string,
    options: {
      /** Path that the cookie is set for. @default - that of Envoy: none */
      readonly path?: string;
      /** Lifetime of the cookie that the proxy gives out. @default - it gives out none */
      readonly ttl?: Duration;
    } = {},
  ): HashKey {
    const { path, ttl } = options;
    const cookie = {
      name: requireText(name, 'cookie'),
      path,
      ...(ttl === undefined ? {} : { ttl: ttl === '0' ? ('0s' as const) : ttl }),
    };
    return new HashKey({ httpCookie: cookie }, true);
  }

  /** The value of a query parameter. Requests without it are spread at random. */
  public static queryParameter(name: string): HashKey {
    return new HashKey({ httpQueryParameterName: requireText(name, 'query parameter') }, true);
  }

  /** The address of the caller: behind a gateway that is the gateway's. */
  public static sourceIp(): HashKey {
    return new HashKey({ useSourceIp: true }, false);
  }
}

/**
 * How a pod is chosen for a request.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings
 *
 * @example
 * const method = BalancingMethod.leastRequest({ warmUp: { duration: '60s' } });
 */
export class BalancingMethod {
  private constructor(
    /**
     * The method, as Istio writes it.
     *
     * @internal
     */
    public readonly value: LoadBalancerSettings,
    /** What new pods are spared. */
    public readonly warmUp: WarmUp | undefined,
    /** What is hashed, where something is. */
    public readonly key: HashKey | undefined,
    /** What is wrong with it, if anything. @default - nothing */
    public readonly problem?: string,
  ) {}

  /** The pod with fewer requests under way, of two that are picked at random. */
  public static leastRequest(
    options: {
      /** Gives new pods few requests at first. @default - none */
      readonly warmUp?: WarmUp;
    } = {},
  ): BalancingMethod {
    return new BalancingMethod({ simple: 'LEAST_REQUEST' }, options.warmUp, undefined);
  }

  /** One after the other. */
  public static roundRobin(
    options: {
      /** Gives new pods few requests at first. @default - none */
      readonly warmUp?: WarmUp;
    } = {},
  ): BalancingMethod {
    return new BalancingMethod({ simple: 'ROUND_ROBIN' }, options.warmUp, undefined);
  }

  /** Any. */
  public static random(): BalancingMethod {
    return new BalancingMethod({ simple: 'RANDOM' }, undefined, undefined);
  }

  /**
   * The same pod for the same key, as long as the pods stay the same.
   *
   * @param options.algorithm `ring-hash` moves fewer keys when pods come and go, `maglev` spreads them more evenly
   */
  public static consistentHash(
    key: HashKey,
    options: {
      /** How a hash leads to a pod. @default "ring-hash" */
      readonly algorithm?: 'ring-hash' | 'maglev';
    } = {},
  ): BalancingMethod {
    const algorithm = { 'ring-hash': { ringHash: {} }, maglev: { maglev: { tableSize: MAGLEV_TABLE_SIZE } } };
    const hash = { ...key.value, ...(options.algorithm === undefined ? {} : algorithm[options.algorithm]) };
    return new BalancingMethod({ consistentHash: hash as ConsistentHashLB }, undefined, key);
  }

  /**
   * The pods that report less load get more: each answer carries how busy the pod is, in headers of the ORCA protocol.
   * Pods that report nothing get equal shares. Needs Istio 1.32, and applications that report.
   *
   * @see https://github.com/cncf/xds/blob/main/xds/data/orca/v3/orca_load_report.proto
   */
  public static backendUtilization(options: BackendUtilizationOptions = {}): BalancingMethod {
    const { stabilizationPeriod, expirationPeriod, updatePeriod, errorPenaltyPercent, metrics } = options;
    const durations = { stabilizationPeriod, expirationPeriod, updatePeriod };
    const wrong = Object.entries(durations).find(([, value]) => value !== undefined && !(millisecondsOf(value) >= 1));
    const problem =
      wrong !== undefined
        ? `wanted ${wrong[0]} to be a duration of at least 1 ms, got "${wrong[1]}"`
        : updatePeriod !== undefined && millisecondsOf(updatePeriod) < 100
          ? `wanted updatePeriod to be at least "100ms", got "${updatePeriod}"`
          : errorPenaltyPercent !== undefined && !(Number.isInteger(errorPenaltyPercent) && errorPenaltyPercent >= 0)
            ? `wanted errorPenaltyPercent to be a whole number from 0, got ${errorPenaltyPercent}`
            : undefined;
    const backendUtilization = {
      weightStabilizationPeriod: stabilizationPeriod,
      weightExpirationPeriod: expirationPeriod,
      weightUpdatePeriod: updatePeriod,
      errorUtilizationPenaltyPercent: errorPenaltyPercent,
      metricNamesForComputingUtilization: metrics === undefined ? undefined : [...metrics],
    };
    return new BalancingMethod({ backendUtilization }, undefined, undefined, problem);
  }
}

/** Options of `BalancingMethod.backendUtilization`. */
export interface BackendUtilizationOptions {
  /**
   * How long a pod must have reported before its report counts.
   *
   * @default - Istio's 10 s
   */
  readonly stabilizationPeriod?: Duration | undefined;

  /**
   * How long the last report of a pod counts.
   *
   * @default - Istio's 3 min
   */
  readonly expirationPeriod?: Duration | undefined;

  /**
   * How often shares are computed anew; at least 100 ms.
   *
   * @default - Istio's 1 s
   */
  readonly updatePeriod?: Duration | undefined;

  /**
   * How much errors count as load, in percent: with 100 a pod that fails every second request counts as half busy.
   *
   * @default 0
   */
  readonly errorPenaltyPercent?: number | undefined;

  /**
   * Names of the reported figures of which the highest counts, such as `named_metrics.queue`.
   *
   * @default - `application_utilization`
   */
  readonly metrics?: readonly string[] | undefined;
}

function millisecondsOf(duration: Duration): number {
  return durationMilliseconds(duration) ?? 0;
}

/** Properties of `LoadBalancing`. */
export interface LoadBalancingProps {
  /** The service whose pods are chosen. */
  readonly service: MeshService;

  /** How they are chosen. */
  readonly method: BalancingMethod;

  /**
   * Holds for one version alone.
   *
   * @default - all versions
   */
  readonly version?: ServiceVersion | undefined;
}

/**
 * Decides which pod of a service gets a request.
 *
 * Contributes to the DestinationRule of the host. Without it Istio uses the pod with fewer requests under way.
 *
 * A hash chooses among the pods of one version: where a weight chooses the version first, users still change sides; the
 * analysis warns of that (`sticky-weighted-split`).
 *
 * @see https://istio.io/latest/docs/concepts/traffic-management/#load-balancing-options
 *
 * @example
 * new LoadBalancing(mesh, 'backend-affinity', {
 *   service: backend,
 *   method: BalancingMethod.consistentHash(HashKey.cookie('session', { ttl: '0' })),
 * });
 */
export class LoadBalancing extends Construct {
  private readonly service: MeshService;

  public constructor(scope: Construct, id: string, { service, method, version }: LoadBalancingProps) {
    super(scope, id);
    this.service = requireGiven(service, 'service', this.node.path);
    if (method.key?.http === true && service.httpPorts.length === 0) {
      this.fail('wanted an HTTP port for a key of the request, got none');
    }
    if (method.problem !== undefined) this.fail(method.problem);
    const { istioVersion } = this.service.mesh;
    if (method.value.backendUtilization !== undefined && !isAtLeast(istioVersion, '1.32')) {
      this.fail(`wanted Istio 1.32 or newer for backendUtilization, got ${istioVersion}`);
    }
    const loadBalancer = { ...method.value, ...(method.warmUp === undefined ? {} : this.warmUp(method.warmUp)) };
    service.policy.apply(this, { loadBalancer }, version);
  }

  private warmUp({ duration, minimumPercent, aggression }: WarmUp): object {
    const milliseconds = durationMilliseconds(duration);
    if (milliseconds === undefined || milliseconds < 1000) {
      this.fail(`wanted a warm-up of at least "1s", got "${duration}"`);
    }
    if (minimumPercent !== undefined && !(minimumPercent >= 0 && minimumPercent <= 100)) {
      this.fail(`wanted minimumPercent from 0 to 100, got ${minimumPercent}`);
    }
    const { istioVersion } = this.service.mesh;
    const mayFallBelow1 = isAtLeast(istioVersion, '1.31');
    if (aggression !== undefined && !(mayFallBelow1 ? aggression > 0 : aggression >= 1)) {
      this.fail(`wanted aggression ${mayFallBelow1 ? 'above 0' : 'of at least 1'}, got ${aggression}`);
    }
    if (isAtLeast(istioVersion, '1.24')) {
      return {
        warmup: { duration, minimumPercent, aggression },
      };
    }
    if (minimumPercent !== undefined || aggression !== undefined) {
      this.fail(`wanted Istio 1.24 or newer for minimumPercent and aggression, got ${istioVersion}`);
    }
    return { warmupDurationSecs: duration };
  }

  private fail(wanted: string): never {
    throw new ConfigError(`Cannot balance requests to "${this.service.host}" at ${this.node.path}: ${wanted}`);
  }
}

function requireText(name: string, what: string): string {
  if (name === '') throw new ConfigError(`Cannot hash by ${what} "": wanted its name`);
  return name;
}
