import { Construct } from 'constructs';
import type { LoadBalancerSettings, ZoneAwareLoadBalancerSetting } from '../../imports/networking.istio.io';
import type { MeshService } from '../mesh/mesh-service';
import { ConfigError } from '../values/config-error';
import { isAtLeast } from '../values/istio-version';

/**
 * How much the place of pods matters. Places are `region`, `region/zone` or `region/zone/subzone`, as nodes are labelled.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/locality-load-balancing/
 *
 * @example
 * const locality = Locality.failover({ 'eu-west-1': 'eu-central-1' });
 */
export class Locality {
  private constructor(
    /**
     * The setting, as Istio writes it.
     *
     * @internal
     */
    public readonly value: LoadBalancerSettings,
    /** What is wrong with it, if anything. */
    public readonly problem: string | undefined,
  ) {}

  /** Requests stay near until pods there fail; then they leave a region for the one named here. */
  public static failover(regions: { readonly [from: string]: string }): Locality {
    const failover = Object.entries(regions).map(([from, to]) => ({ from, to }));
    const wrong = failover.find(({ from, to }) => from === to || from.includes('/') || to.includes('/'));
    const problem =
      failover.length === 0
        ? 'wanted at least one region, got none'
        : wrong && `wanted another region for "${wrong.from}", without zones, got "${wrong.to}"`;
    return new Locality({ localityLbSetting: { enabled: true, failover } }, problem);
  }

  /**
   * Requests stay where the most of these labels of caller and pod agree, from the first on, until pods there fail:
   * `['topology.kubernetes.io/region', 'topology.kubernetes.io/zone']`.
   */
  public static priority(labels: readonly string[]): Locality {
    const problem = labels.length === 0 ? 'wanted at least one label, got none' : undefined;
    return new Locality({ localityLbSetting: { enabled: true, failoverPriority: [...labels] } }, problem);
  }

  /** Requests from a place are shared among places, in whole percent that add up to 100. */
  public static distribute(shares: { readonly [from: string]: { readonly [to: string]: number } }): Locality {
    const distribute = Object.entries(shares).map(([from, to]) => ({ from, to: { ...to } }));
    const wrong = distribute.find(({ to }) => {
      const percents = Object.values(to);
      return percents.some(percent => !Number.isInteger(percent) || percent < 1) || sum(percents) !== 100;
    });
    const problem =
      distribute.length === 0
        ? 'wanted at least one place, got none'
        : wrong &&
          `wanted whole percents above 0 that add up to 100 for requests from "${wrong.from}", got ${
            Object.entries(wrong.to)
              .map(([to, percent]) => `${to} ${percent}`)
              .join(', ') || 'none'
          }`;
    return new Locality({ localityLbSetting: { enabled: true, distribute } }, problem);
  }

  /**
   * Requests stay in the zone of the caller as far as the pods there can take their share, counted by the pods of the
   * caller in each zone; a region is left as by `failover`. Needs Istio 1.31 and sidecars that know their own service:
   * `ISTIO_META_ENABLE_SELF_DISCOVERY: "true"` in `meshConfig.defaultConfig.proxyMetadata`.
   *
   * @param options.failover the region that takes over, by the region that fails
   * @param options.minimumPods fewest pods of the service in the region for which zones count; 1 or more
   */
  public static zoneAware(
    options: {
      /** The region that takes over from each region. @default - none */
      readonly failover?: { readonly [from: string]: string };
      /** Least number of pods in the region for zones to count. @default - that of Istio */
      readonly minimumPods?: number;
    } = {},
  ): Locality {
    const regions = options.failover === undefined ? undefined : Locality.failover(options.failover);
    const { minimumPods } = options;
    const problem =
      minimumPods !== undefined && !(Number.isInteger(minimumPods) && minimumPods >= 1)
        ? `wanted minimumPods to be a whole number from 1, got ${minimumPods}`
        : regions?.problem;
    const setting: ZoneAwareLoadBalancerSetting = {
      enabled: true,
      failover: regions?.value.localityLbSetting?.failover,
      minClusterSize: minimumPods,
    };
    return new Locality({ zoneAwareLbSetting: setting }, problem);
  }

  /** The place does not matter, even while failing pods are left out. */
  public static off(): Locality {
    return new Locality({ localityLbSetting: { enabled: false } }, undefined);
  }
}

/** Properties of `LocalityBalancing`. */
export interface LocalityBalancingProps {
  /** The service whose pods are chosen. */
  readonly service: MeshService;

  /** How much their place matters. */
  readonly locality: Locality;
}

/**
 * Keeps requests to a service near to the caller, or spreads them over places.
 *
 * Contributes to the DestinationRule of the host. Failover needs outlier detection, by which Istio notices that pods
 * fail; without a `CircuitBreaker` that has it, `failover-without-outlier-detection` is found.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/locality-load-balancing/
 *
 * @example
 * new LocalityBalancing(mesh, 'backend-locality', {
 *   service: backend,
 *   locality: Locality.priority(['topology.kubernetes.io/region', 'topology.kubernetes.io/zone']),
 * });
 */
export class LocalityBalancing extends Construct {
  public constructor(scope: Construct, id: string, { service, locality }: LocalityBalancingProps) {
    super(scope, id);
    const message = (wanted: string): string =>
      `Cannot balance requests to "${service.host}" by locality at ${this.node.path}: ${wanted}`;
    if (locality.problem !== undefined) throw new ConfigError(message(locality.problem));
    if (locality.value.zoneAwareLbSetting !== undefined) {
      const { istioVersion } = service.mesh;
      if (!isAtLeast(istioVersion, '1.31')) {
        throw new ConfigError(message(`wanted Istio 1.31 or newer for zones, got ${istioVersion}`));
      }
      if (service.namespace.dataPlane.mode === 'ambient') {
        throw new ConfigError(
          message('wanted a namespace with sidecars, since only sidecars know zones, got an ambient one'),
        );
      }
    }
    service.policy.apply(this, { loadBalancer: locality.value });
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
