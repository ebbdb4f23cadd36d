import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { type EnvoyConfigObjectPatch, EnvoyFilter, type ListenerMatch } from '../../imports/networking.istio.io';
import { Mesh } from '../mesh/mesh';
import { MeshService } from '../mesh/mesh-service';
import type { GatewayCaller } from '../mesh/references';
import { failing } from '../values/config-error';
import { type Duration, durationMilliseconds } from '../values/duration';
import { requireDnsSubdomain } from '../values/names';
import { resolveTarget } from './policy-target';

/** Properties of `RateLimit`. */
export interface RateLimitProps {
  /** Whose requests are limited: those to the pods of a service, or through a gateway. */
  readonly target: MeshService | GatewayCaller;

  /** Requests that each pod takes in every `per`; 1 or more. */
  readonly requests: number;

  /** The time in which they are counted; at least 50 ms. */
  readonly per: Duration;

  /**
   * Requests that a pod takes at once after a pause; `requests` or more.
   *
   * @default - `requests`
   */
  readonly burst?: number | undefined;

  /**
   * The ports of the service that are limited, by number or name.
   *
   * @default - all HTTP ports, which share one count
   */
  readonly ports?: readonly (number | string)[] | undefined;

  /**
   * HTTP status of refused requests, 400 to 599.
   *
   * @default 429
   */
  readonly status?: number | undefined;

  /**
   * Only counts, and refuses nothing.
   *
   * @default false
   */
  readonly dryRun?: boolean | undefined;

  /**
   * Position among the EnvoyFilters of a workload, which are applied from the lowest to the highest.
   *
   * @default 10
   */
  readonly priority?: number | undefined;
}

/** Tells `istioctl analyze`, and so the analysis of the library, which messages about an object are expected. */
const SUPPRESSED = 'galley.istio.io/analyze-suppress';

/** That an EnvoyFilter reaches into internals: nothing else of Istio limits requests at the proxy. */
const NO_OTHER_API = 'IST0133';

/**
 * Limits how many requests per time each pod of a service, or of a gateway, lets through.
 *
 * Defines an EnvoyFilter that puts Envoy's local rate limit behind authentication and authorization, so that refused
 * requests do not count. Every pod counts for itself: a service with three pods takes three times as much.
 *
 * EnvoyFilters depend on the release of Envoy: try it again with every upgrade of Istio. They have no effect on ztunnel
 * and waypoints, so services in ambient namespaces are refused.
 *
 * @see https://istio.io/latest/docs/tasks/policy-enforcement/rate-limit/#local-rate-limit
 *
 * @example
 * new RateLimit(mesh, 'backend-limit', { target: backend, requests: 100, per: '1s', burst: 200 });
 */
export class RateLimit extends Construct {
  /** The EnvoyFilter object. */
  public readonly apiObject: ApiObject;
  private readonly props: RateLimitProps;

  public constructor(scope: Construct, id: string, props: RateLimitProps) {
    super(scope, id);
    this.props = props;
    const mesh = Mesh.of(this);
    const target = resolveTarget(props.target, mesh);
    this.check(target.label);
    const name = requireDnsSubdomain(id, 'name of a rate limit', this.node.path);
    const metadata = { name, namespace: target.namespace, annotations: { [SUPPRESSED]: NO_OTHER_API } };
    this.apiObject = mesh.define(this, 'policies', EnvoyFilter, metadata, () => ({
      workloadSelector: { labels: { ...props.target.selector } },
      priority: props.priority ?? 10,
      configPatches: this.patches(),
    }));
  }

  private check(label: string): void {
    const { target, requests, per, burst, ports, status, priority } = this.props;
    const fail = failing(`Cannot limit requests to ${label}`, this.node.path);
    const milliseconds = durationMilliseconds(per);
    if (!Number.isInteger(requests) || requests < 1)
      fail(`wanted a whole number of requests, 1 or more, got ${requests}`);
    if (milliseconds === undefined || milliseconds < 50) fail(`wanted a time of at least 50 ms, got "${per}"`);
    if (burst !== undefined && (!Number.isInteger(burst) || burst < requests)) {
      fail(`wanted a burst of ${requests} or more, since a smaller one limits the rate, got ${burst}`);
    }
    if (status !== undefined && !(Number.isInteger(status) && status >= 400 && status <= 599)) {
      fail(`wanted an HTTP status from 400 to 599, got ${status}`);
    }
    if (priority !== undefined && !Number.isInteger(priority))
      fail(`wanted a whole number as priority, got ${priority}`);
    if (!(target instanceof MeshService)) {
      if (ports !== undefined) fail('wanted no ports for a gateway, whose servers share one limit');
      return;
    }
    if (target.namespace.dataPlane.mode !== 'sidecar') {
      fail(
        `wanted pods with sidecars, since an EnvoyFilter reaches no other proxy, got data plane "${target.namespace.dataPlane.mode}"`,
      );
    }
    if (target.httpPorts.length === 0) fail('wanted an HTTP port, got none');
    for (const port of ports ?? []) {
      const found = target.port(port);
      if (!found.http) fail(`wanted HTTP ports, got ${found.port} (${found.protocol})`);
    }
  }

  private patches(): EnvoyConfigObjectPatch[] {
    const { target, ports } = this.props;
    if (!(target instanceof MeshService)) return [this.patch('GATEWAY')];
    if (ports === undefined) return [this.patch('SIDECAR_INBOUND')];
    const numbers = [...new Set(ports.map(port => target.port(port).targetPort))].sort((a, b) => a - b);
    return numbers.map(port => this.patch('SIDECAR_INBOUND', port));
  }

  private patch(context: 'GATEWAY' | 'SIDECAR_INBOUND', portNumber?: number): EnvoyConfigObjectPatch {
    const listener: ListenerMatch = {
      portNumber,
      filterChain: {
        filter: {
          name: 'envoy.filters.network.http_connection_manager',
          subFilter: { name: 'envoy.filters.http.router' },
        },
      },
    };
    return {
      applyTo: 'HTTP_FILTER',
      match: { context, listener },
      patch: {
        operation: 'INSERT_BEFORE',
        value: { name: 'envoy.filters.http.local_ratelimit', typed_config: this.filterConfig() },
      },
    };
  }

  private filterConfig(): { readonly [field: string]: unknown } {
    const { requests, per, burst, status = 429, dryRun = false } = this.props;
    const share = (percent: number, key: string) => ({
      runtime_key: key,
      default_value: { numerator: percent, denominator: 'HUNDRED' },
    });
    return {
      '@type': 'type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit',
      stat_prefix: 'http_local_rate_limiter',
      token_bucket: {
        max_tokens: burst ?? requests,
        tokens_per_fill: requests,
        // Envoy reads protobuf durations, which know seconds alone.
        fill_interval: `${(durationMilliseconds(per) ?? 0) / 1000}s`,
      },
      filter_enabled: share(100, 'local_rate_limit_enabled'),
      filter_enforced: share(dryRun ? 0 : 100, 'local_rate_limit_enforced'),
      ...(status === 429 ? {} : { status: { code: status } }),
    };
  }
}
