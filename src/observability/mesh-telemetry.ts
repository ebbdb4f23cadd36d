import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import {
  type AccessLogging,
  type Metrics,
  Telemetry,
  type TelemetrySpec,
  type Tracing,
} from '../../imports/telemetry.istio.io';
import { Mesh } from '../mesh/mesh';
import { isMeshNamespace } from '../mesh/mesh-namespace';
import { isMeshService } from '../mesh/mesh-service';
import type { GatewayCaller, MeshServiceRef, NamespaceRef } from '../mesh/references';
import { serviceNamesOf } from '../mesh/version-service';
import { parseCel } from '../text/cel/parse';
import { failing } from '../values/config-error';
import { type Duration, durationMilliseconds } from '../values/duration';
import type { AccessLogProvider } from './access-log-provider';
import { MetricsProvider } from './metrics-provider';
import { TraceTag } from './trace-tag';
import type { TracingProvider } from './tracing-provider';

/** A change to the metrics that proxies report. */
export interface MetricOverride {
  /**
   * The metric, or `ALL_METRICS`.
   *
   * @default "ALL_METRICS"
   */
  readonly metric?:
    | 'ALL_METRICS'
    | 'REQUEST_COUNT'
    | 'REQUEST_DURATION'
    | 'REQUEST_SIZE'
    | 'RESPONSE_SIZE'
    | 'TCP_OPENED_CONNECTIONS'
    | 'TCP_CLOSED_CONNECTIONS'
    | 'TCP_SENT_BYTES'
    | 'TCP_RECEIVED_BYTES'
    | 'GRPC_REQUEST_MESSAGES'
    | 'GRPC_RESPONSE_MESSAGES'
    | undefined;

  /**
   * Whose report it concerns: the proxy of the caller, of the server, or both.
   *
   * @default "both"
   */
  readonly reporter?: 'client' | 'server' | 'both' | undefined;

  /**
   * Does not report it at all.
   *
   * @default false
   */
  readonly disabled?: boolean | undefined;

  /**
   * Tags to add or change: expressions such as `request.host`, or texts in quotes. Each value is a time series.
   *
   * @default - none
   */
  readonly tags?: { readonly [tag: string]: string } | undefined;

  /** Tags to leave out, which is what keeps the number of time series down. @default - none */
  readonly removeTags?: readonly string[] | undefined;
}

/** Which metrics are reported, and where to. */
export interface MetricsSettings {
  /**
   * Where they go.
   *
   * @default [MetricsProvider.prometheus()]
   */
  readonly providers?: readonly MetricsProvider[] | undefined;

  /** Changes, of which later ones win. @default - none */
  readonly overrides?: readonly MetricOverride[] | undefined;

  /**
   * How often connections that stay open are reported; at least 1 ms.
   *
   * @default - Istio's 5 seconds
   */
  readonly reportingInterval?: Duration | undefined;
}

/** Which requests are traced, and where spans go. */
export interface TracingSettings {
  /** Where spans go. */
  readonly provider: TracingProvider;

  /**
   * Share of the requests without a decision of their own that are traced, in percent from 0 to 100.
   *
   * @default - Istio's 1, or what the mesh configuration says
   */
  readonly sampling?: number | undefined;

  /** Tags of every span; a text stands for itself. @default - Istio's own */
  readonly tags?: { readonly [tag: string]: TraceTag | string } | undefined;

  /**
   * Reports no spans, but passes trace headers on.
   *
   * @default false
   */
  readonly spansOff?: boolean | undefined;
}

/** Which requests are logged, and where to. */
export interface AccessLogSettings {
  /** Where lines go. */
  readonly providers: readonly AccessLogProvider[];

  /**
   * Logs only requests for which this expression holds, such as `response.code >= 400`.
   *
   * @default - all
   */
  readonly filter?: string | undefined;

  /**
   * Whose proxy writes them: that of the caller, of the server, or both.
   *
   * @default "both"
   */
  readonly reporter?: 'client' | 'server' | 'both' | undefined;
}

/** Properties of `MeshTelemetry`. */
export interface MeshTelemetryProps {
  /**
   * Whose proxies it concerns. A service's settings win over those of its namespace, and these over those of the mesh,
   * signal by signal.
   *
   * @default - the whole mesh
   */
  readonly target?: NamespaceRef | MeshServiceRef | GatewayCaller | undefined;

  /**
   * Metrics.
   *
   * @default - what the next wider scope says
   */
  readonly metrics?: MetricsSettings | undefined;

  /**
   * Spans; `off` traces nothing.
   *
   * @default - what the next wider scope says
   */
  readonly tracing?: TracingSettings | 'off' | undefined;

  /**
   * Access logs; `off` logs nothing.
   *
   * @default - what the next wider scope says
   */
  readonly accessLog?: AccessLogSettings | 'off' | undefined;
}

/**
 * Decides what the proxies of a mesh, a namespace or a service report of the traffic.
 *
 * Defines the one Telemetry of that scope: Istio uses one per scope and ignores all others. Providers are objects that
 * are in the mesh configuration by construction; one of another kind, or a name, does not compile.
 *
 * @see https://istio.io/latest/docs/tasks/observability/telemetry/
 *
 * @example
 * const tempo = TracingProvider.openTelemetry(mesh, 'tempo', { service: 'tempo.observability.svc.cluster.local', port: 4317 });
 * new MeshTelemetry(mesh, 'telemetry', {
 *   metrics: { overrides: [{ removeTags: ['request_protocol'] }] },
 *   tracing: { provider: tempo, sampling: 5, tags: { environment: 'production' } },
 *   accessLog: { providers: [AccessLogProvider.envoy()], filter: 'response.code >= 400' },
 * });
 */
export class MeshTelemetry extends Construct {
  /** The Telemetry object. */
  public readonly apiObject: ApiObject;
  private readonly props: MeshTelemetryProps;

  public constructor(scope: Construct, id: string, props: MeshTelemetryProps) {
    super(scope, id);
    this.props = props;
    const mesh = Mesh.of(this);
    const { name, namespace } = placeOf(props.target, mesh);
    this.check(namespace, name);
    const { target } = props;
    if (isMeshService(target) && target.namespace.dataPlane.mode === 'ambient') {
      target.namespace.requireWaypoint(this);
    }
    this.apiObject = mesh.define(this, 'telemetry', Telemetry, { name, namespace }, () => this.spec());
  }

  private check(namespace: string, name: string): void {
    const { metrics, tracing, accessLog } = this.props;
    const fail = failing(`Cannot set the telemetry "${namespace}/${name}"`, this.node.path);
    if (metrics === undefined && tracing === undefined && accessLog === undefined) {
      fail('wanted metrics, tracing or accessLog, got none of them');
    }
    if (metrics?.providers?.length === 0) fail('wanted at least one provider of metrics, got an empty list');
    const interval = metrics?.reportingInterval;
    if (interval !== undefined && !((durationMilliseconds(interval) ?? 0) >= 1)) {
      fail(`wanted reportingInterval to be at least 1 ms, got "${interval}"`);
    }
    for (const { tags = {}, removeTags = [], disabled } of metrics?.overrides ?? []) {
      const both = removeTags.find(tag => tag in tags);
      if (both !== undefined) fail(`wanted tag "${both}" to be changed or left out, got both`);
      for (const [tag, expression] of Object.entries(tags)) checkExpression(expression, `of tag "${tag}"`, fail);
      if (disabled !== true && Object.keys(tags).length + removeTags.length === 0) {
        fail('wanted an override to change something, got neither tags nor disabled');
      }
    }
    if (typeof tracing === 'object') {
      const { sampling } = tracing;
      if (sampling !== undefined && !(sampling >= 0 && sampling <= 100)) {
        fail(`wanted sampling in percent from 0 to 100, got ${sampling}`);
      }
    }
    if (typeof accessLog !== 'object') return;
    if (accessLog.providers.length === 0)
      fail('wanted at least one provider of access logs, or "off", got an empty list');
    if (accessLog.filter !== undefined) checkExpression(accessLog.filter, 'of the filter', fail);
  }

  private spec(): TelemetrySpec {
    const { target, metrics, tracing, accessLog } = this.props;
    return {
      ...attachmentOf(target),
      metrics: metrics && [toMetrics(metrics)],
      tracing: tracing && [toTracing(tracing)],
      accessLogging: accessLog && [toAccessLogging(accessLog)],
    };
  }
}

function placeOf(target: MeshTelemetryProps['target'], mesh: Mesh): { name: string; namespace: string } {
  if (target === undefined) return { name: 'default', namespace: mesh.rootNamespace };
  if (isMeshNamespace(target)) return { name: 'default', namespace: target.name };
  if (isMeshService(target)) return { name: target.name, namespace: target.namespace.name };
  return { name: `gateway-${target.name}`, namespace: target.podNamespace.name };
}

function attachmentOf(target: MeshTelemetryProps['target']): object {
  if (target === undefined || isMeshNamespace(target)) return {};
  if (isMeshService(target) && target.namespace.waypoint !== undefined) {
    return { targetRefs: serviceNamesOf(target).map(name => ({ group: '', kind: 'Service', name })) };
  }
  return { selector: { matchLabels: { ...target.selector } } };
}

function toMetrics({ providers, overrides = [], reportingInterval }: MetricsSettings): Metrics {
  return {
    providers: (providers ?? [MetricsProvider.prometheus()]).map(({ name }) => ({ name })),
    ...(overrides.length === 0 ? {} : { overrides: overrides.map(toOverride) }),
    reportingInterval,
  };
}

function toOverride({ metric = 'ALL_METRICS', reporter, disabled, tags = {}, removeTags = [] }: MetricOverride) {
  const tagOverrides = Object.fromEntries([
    ...Object.entries(tags).map(([tag, value]) => [tag, { value }] as const),
    ...removeTags.map(tag => [tag, { operation: 'REMOVE' as const }] as const),
  ]);
  return {
    match: { metric, ...(reporter === undefined ? {} : { mode: MODES[reporter] }) },
    disabled,
    ...(Object.keys(tagOverrides).length === 0 ? {} : { tagOverrides }),
  };
}

function toTracing(tracing: TracingSettings | 'off'): Tracing {
  if (tracing === 'off') return { disableSpanReporting: true };
  const { provider, sampling, tags, spansOff } = tracing;
  return {
    providers: [{ name: provider.name }],
    randomSamplingPercentage: sampling,
    customTags: tags && customTags(tags),
    disableSpanReporting: spansOff,
  };
}

function customTags(tags: NonNullable<TracingSettings['tags']>): NonNullable<Tracing['customTags']> {
  const values = Object.entries(tags).map(([tag, value]) => [
    tag,
    (typeof value === 'string' ? TraceTag.literal(value) : value).value,
  ]);
  return Object.fromEntries(values);
}

function toAccessLogging(accessLog: AccessLogSettings | 'off'): AccessLogging {
  if (accessLog === 'off') return { disabled: true };
  const { providers, filter, reporter } = accessLog;
  return {
    providers: providers.map(({ name }) => ({ name })),
    filter: filter === undefined ? undefined : { expression: filter },
    match: reporter && { mode: MODES[reporter] },
  };
}

const MODES = { client: 'CLIENT', server: 'SERVER', both: 'CLIENT_AND_SERVER' } as const;

/** Proxies drop what they cannot parse, and the whole setting with it. */
function checkExpression(expression: string, what: string, fail: (wanted: string) => never): void {
  try {
    parseCel(expression);
  } catch (error) {
    fail(
      `wanted the expression ${what} to be CEL, got "${expression}" (${error instanceof Error ? error.message : error})`,
    );
  }
}
