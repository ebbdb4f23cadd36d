import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { PodMonitor, PrometheusRule, ServiceMonitor } from '../../imports/monitoring.coreos.com';
import { Mesh, type SpecifiedKind } from '../mesh/mesh';
import type { MeshService } from '../mesh/mesh-service';
import { PathMatch } from '../routing/string-match';
import { ConfigError } from '../values/config-error';
import { requireDnsLabel } from '../values/names';
import { type NamespaceName, nameOfNamespace } from '../values/namespace-name';
import { type AlertRulesProps, alertGroups } from './alert-rules';

/** Properties of `MeshMonitors`. */
export interface MeshMonitorsProps {
  /**
   * The labels by which the Prometheus in use selects monitors and rules (`serviceMonitorSelector` and its like), such
   * as `{ release: 'kube-prometheus-stack' }`; `{}` where it takes all.
   */
  readonly selectorLabels: { readonly [key: string]: string };

  /**
   * The namespace of the monitors, which the Prometheus in use must watch.
   *
   * @default - the root namespace of the mesh
   */
  readonly namespace?: NamespaceName | undefined;

  /**
   * How often metrics are read, such as `15s`.
   *
   * @default - what Prometheus is set to
   */
  readonly interval?: string | undefined;

  /**
   * Whether ztunnel is read.
   *
   * @default - where a namespace is ambient
   */
  readonly ztunnel?: boolean | undefined;

  /**
   * Alerts, or `false` for none.
   *
   * @default - all, with their default thresholds
   */
  readonly alerts?: AlertRulesProps | false | undefined;
}

/** Where a service offers metrics of its own. */
export interface AppMetrics {
  /** Port of the service, by number or name. */
  readonly port: number | string;

  /**
   * Path of the metrics.
   *
   * @default "/metrics"
   */
  readonly path?: string | undefined;

  /**
   * The Prometheus that reads them, declared as a service of the mesh: derived authorization lets it through.
   *
   * @default - a Prometheus outside of the mesh, whose plaintext a service with mutual TLS refuses
   */
  readonly by?: MeshService | undefined;
}

/**
 * Has the metrics of a mesh read by a Prometheus that the Prometheus operator runs.
 *
 * Defines a ServiceMonitor for istiod (`/metrics` on `http-monitoring`), a PodMonitor for all sidecars, gateways and
 * waypoints (`/stats/prometheus` on the container port `http-envoy-prom`, since no Service offers it), one for ztunnel,
 * and a PrometheusRule with alerts. The ports of proxies are outside of mutual TLS and authorization.
 *
 * @see https://istio.io/latest/docs/ops/integrations/prometheus/
 *
 * @example
 * new MeshMonitors(mesh, 'monitors', { selectorLabels: { release: 'kube-prometheus-stack' } });
 */
export class MeshMonitors extends Construct {
  private readonly mesh: Mesh;
  private readonly labels: { readonly [key: string]: string };
  private readonly namespace: string;
  private readonly interval: { readonly interval?: string };
  private ztunnelIsRead = false;

  public constructor(scope: Construct, id: string, props: MeshMonitorsProps) {
    super(scope, id);
    this.mesh = Mesh.of(this);
    this.labels = props.selectorLabels;
    this.namespace = requireDnsLabel(
      nameOfNamespace(props.namespace ?? this.mesh.rootNamespace),
      'namespace of the monitors',
      this.node.path,
    );
    if (props.interval !== undefined && !/^(\d+(ms|s|m|h))+$/.test(props.interval)) {
      throw new ConfigError(
        `Cannot read metrics at ${this.node.path}: wanted an interval such as "15s" or "1m", got "${props.interval}"`,
      );
    }
    this.interval = props.interval === undefined ? {} : { interval: props.interval };
    this.readIstiod();
    this.readProxies();
    if (props.ztunnel === true) this.readZtunnel();
    else if (props.ztunnel === undefined) {
      this.mesh.listen({
        service: service => {
          if (service.namespace.dataPlane.mode === 'ambient') this.readZtunnel();
        },
      });
    }
    if (props.alerts !== false)
      this.define(PrometheusRule, 'istio', { groups: alertGroups(props.alerts ?? {}, this.node.path) });
  }

  /**
   * Reads the metrics that a service offers on a port of its own. Where `by` is given, the call is declared.
   *
   * Without it, the scrape is plaintext: `MutualTlsMigration` lists it, and a service that takes nothing but mutual TLS needs
   * an exception. With sidecars, annotations need no exception: see `prometheusAnnotations`.
   */
  public readApp(service: MeshService, { port: given, path = '/metrics', by }: AppMetrics): this {
    const port = service.port(given);
    if (!path.startsWith('/')) {
      throw new ConfigError(
        `Cannot read the metrics of "${service.label}" at ${this.node.path}: wanted a path that begins with "/", got "${path}"`,
      );
    }
    this.define(PodMonitor, `${service.namespace.name}-${service.name}`, {
      selector: { matchLabels: { ...service.selector } },
      namespaceSelector: { matchNames: [service.namespace.name] },
      podMetricsEndpoints: [{ portNumber: port.targetPort, path, ...this.interval }],
    });
    if (by !== undefined) {
      const narrowed = port.http ? { methods: ['GET'], paths: [PathMatch.exact(path)] } : {};
      service.allowCaller(this, by, { ports: [port.port], ...narrowed });
    }
    return this;
  }

  private readIstiod(): void {
    this.define(ServiceMonitor, 'istiod', {
      jobLabel: 'app',
      selector: { matchLabels: { app: 'istiod' } },
      namespaceSelector: { matchNames: [this.mesh.rootNamespace] },
      endpoints: [{ port: 'http-monitoring', path: '/metrics', ...this.interval }],
    });
  }

  private readProxies(): void {
    this.define(PodMonitor, 'istio-proxies', {
      selector: { matchExpressions: [{ key: 'istio-prometheus-ignore', operator: 'DoesNotExist' }] },
      namespaceSelector: { any: true },
      podTargetLabels: ['app', 'version'],
      podMetricsEndpoints: [{ port: 'http-envoy-prom', path: '/stats/prometheus', ...this.interval }],
    });
  }

  private readZtunnel(): void {
    if (this.ztunnelIsRead) return;
    this.ztunnelIsRead = true;
    this.define(PodMonitor, 'ztunnel', {
      selector: { matchLabels: { app: 'ztunnel' } },
      // Some platforms run it in kube-system.
      namespaceSelector: { any: true },
      podMetricsEndpoints: [{ port: 'ztunnel-stats', path: '/stats/prometheus', ...this.interval }],
    });
  }

  private define<S, T extends ApiObject>(kind: SpecifiedKind<S, T>, name: string, spec: NoInfer<S>): void {
    const metadata = { name, namespace: this.namespace, labels: { ...this.labels } };
    this.mesh.define(this, 'telemetry', kind, metadata, spec);
  }
}

/**
 * Annotations of pods by which a Prometheus without the operator finds the metrics of an app: give them as
 * `podAnnotations` of a workload.
 *
 * In pods with sidecars, Istio's agent merges the metrics of the app and the proxy on port 15020, outside of mutual TLS,
 * and points the annotations there when it injects the sidecar. istiod, gateways and ztunnel have them by themselves.
 *
 * @see https://istio.io/latest/docs/ops/integrations/prometheus/#option-1-metrics-merging
 *
 * @example
 * const podAnnotations = prometheusAnnotations({ port: 9090 });
 */
export function prometheusAnnotations(metrics: {
  /** Port of the container, 1 to 65535. */
  readonly port: number;
  /** @default "/metrics" */
  readonly path?: string | undefined;
}): { readonly [key: string]: string } {
  const { port, path = '/metrics' } = metrics;
  if (!Number.isInteger(port) || port < 1 || port > 65_535 || !path.startsWith('/')) {
    throw new ConfigError(
      `Cannot annotate pods for Prometheus: wanted a port from 1 to 65535 and a path that begins with "/", got ${port} and "${path}"`,
    );
  }
  return { 'prometheus.io/scrape': 'true', 'prometheus.io/port': String(port), 'prometheus.io/path': path };
}
