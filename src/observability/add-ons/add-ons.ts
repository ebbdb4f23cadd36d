import { Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { DataPlane } from '../../mesh/data-plane';
import { Mesh } from '../../mesh/mesh';
import { MeshNamespace } from '../../mesh/mesh-namespace';
import type { NamespaceRef } from '../../mesh/references';
import type { ChartDelivery } from '../../tree/chart-release';
import { declareBy } from '../../tree/declared-by';
import { ConfigError, failing } from '../../values/config-error';
import { ADD_ON_SOURCES, type AddOnName } from './add-on-versions';
import { type AddOnWorkload, addOnLabels, defineAddOnWorkload } from './add-on-workload';
import { dashboards } from './dashboards';
import { DASHBOARDS, GRAFANA_PORT, type GrafanaAdmin, grafanaValues, grafanaWorkload } from './grafana';
import { checkKiali, type KialiAuth, type KialiSettings, kialiConfig, kialiWorkload } from './kiali';
import { PROMETHEUS_PORT, prometheusValues, prometheusWorkload } from './prometheus';
import { jaegerWorkload, OTLP_PORT, QUERY_PORTS, type TraceStoreKind, tempoValues, tempoWorkload } from './trace-store';

/** Which release of an add-on is deployed. */
export interface AddOnRelease {
  /**
   * The image, for routes that write manifests.
   *
   * @default - the pinned one of `ADD_ON_SOURCES`
   */
  readonly image?: string | undefined;

  /**
   * Version of the chart, for routes that install charts.
   *
   * @default - the pinned one of `ADD_ON_SOURCES`
   */
  readonly chartVersion?: string | undefined;

  /** Further values of the chart, merged last at the top level. @default - none */
  readonly values?: { readonly [key: string]: unknown } | undefined;
}

/** A Prometheus that reads by annotations. */
export interface PrometheusAddOn extends AddOnRelease {
  /**
   * How long metrics are kept, such as `15d`.
   *
   * @default "15d"
   */
  readonly retention?: string | undefined;
}

/** A Grafana with dashboards for the declared services. */
export interface GrafanaAddOn extends AddOnRelease {
  /**
   * Where the administrator's password is kept.
   *
   * @default - the Secret `grafana-admin`; with a chart, one that the chart makes
   */
  readonly admin?: GrafanaAdmin | undefined;
}

/** A store of traces. */
export interface TraceStoreAddOn extends AddOnRelease {
  /** `tempo`, or `jaeger` in memory, for trying out. */
  readonly store: TraceStoreKind;

  /**
   * How long Tempo keeps traces, such as `48h`.
   *
   * @default "48h"
   */
  readonly retention?: string | undefined;
}

/** The console of the mesh. */
export interface KialiAddOn extends AddOnRelease {
  /**
   * How users prove who they are.
   *
   * @default { strategy: 'token' }
   */
  readonly auth?: KialiAuth | undefined;

  /**
   * Path under which it is served.
   *
   * @default "/kiali"
   */
  readonly webRoot?: string | undefined;

  /**
   * Lets it change nothing: what it changed would be undone by the next synth.
   *
   * @default true
   */
  readonly viewOnly?: boolean | undefined;
}

/** Properties of `AddOns`. */
export interface AddOnsProps {
  /**
   * How charts reach the cluster: the delivery of the `IstioInstall`. Where it installs no charts, or none is given,
   * the add-ons are written as manifests.
   *
   * @default - manifests
   */
  readonly delivery?: ChartDelivery | undefined;

  /**
   * The namespace they run in.
   *
   * @default - `observability`, without a data plane
   */
  readonly namespace?: NamespaceRef | undefined;

  /** Metrics. Kiali and Grafana need it, or `prometheusUrl`. @default false */
  readonly prometheus?: PrometheusAddOn | boolean | undefined;

  /**
   * A Prometheus that is there already, such as `http://prometheus.monitoring:9090`.
   *
   * @default - the add-on
   */
  readonly prometheusUrl?: string | undefined;

  /** Dashboards. @default false */
  readonly grafana?: GrafanaAddOn | boolean | undefined;

  /** Traces. @default - none */
  readonly traces?: TraceStoreAddOn | TraceStoreKind | undefined;

  /** Console. @default false */
  readonly kiali?: KialiAddOn | boolean | undefined;
}

/**
 * Runs the tools that show what happens in a mesh: Prometheus, Grafana with a dashboard per namespace, Tempo or Jaeger,
 * and Kiali, wired to each other.
 *
 * Defines one release per add-on by the delivery that installs Istio, or else a Deployment, Service and configuration
 * for each, in one pod without storage of its own. Releases are pinned in `ADD_ON_SOURCES` and can be named one by one.
 *
 * Declare it before the `IstioInstall` where proxies are to send spans: `traceTarget` is what a `TracingProvider` takes.
 * Manifests need two Secrets at deploy time: `grafana-admin` (keys `admin-user` and `admin-password`) and
 * `kiali-signing-key` (key `key`: 16, 24 or 32 characters).
 *
 * @see https://istio.io/latest/docs/ops/integrations/
 *
 * @example
 * const addOns = new AddOns(mesh, 'add-ons', { prometheus: true, grafana: true, traces: 'tempo', kiali: true });
 * const tempo = TracingProvider.openTelemetry(mesh, 'tempo', addOns.traceTarget);
 */
export class AddOns extends Construct {
  public readonly namespace: NamespaceRef;
  private readonly mesh: Mesh;
  private readonly delivery: ChartDelivery | undefined;
  private readonly traces: TraceStoreAddOn | undefined;
  private readonly hasPrometheus: boolean;

  public constructor(scope: Construct, id: string, props: AddOnsProps) {
    super(scope, id);
    this.mesh = Mesh.of(this);
    this.delivery = props.delivery;
    this.hasPrometheus = props.prometheus !== undefined && props.prometheus !== false;
    this.traces = typeof props.traces === 'string' ? { store: props.traces } : props.traces;
    this.check(props);
    this.namespace =
      props.namespace ?? new MeshNamespace(this, 'namespace', { name: 'observability', dataPlane: DataPlane.none() });
    if (this.hasPrometheus) this.runPrometheus(settingsOf(props.prometheus));
    if (this.traces !== undefined) this.runTraceStore(this.traces);
    if (isWanted(props.grafana)) this.runGrafana(settingsOf(props.grafana), props.prometheusUrl);
    if (isWanted(props.kiali)) this.runKiali(settingsOf(props.kiali), props);
  }

  /** What spans are sent to; throws where no store of traces runs. */
  public get traceTarget(): { readonly service: string; readonly port: number } {
    if (this.traces === undefined) {
      throw new ConfigError(`Cannot send spans to the add-ons at ${this.node.path}: wanted traces, got none`);
    }
    return { service: this.hostOf(this.traces.store), port: OTLP_PORT };
  }

  /** The pods of Prometheus, as `NetworkPolicies` takes them for a scraper. */
  public get scraper(): { readonly namespace: NamespaceRef; readonly labels: { readonly [key: string]: string } } {
    return { namespace: this.namespace, labels: addOnLabels('prometheus') };
  }

  private check(props: AddOnsProps): void {
    const fail = failing('Cannot run add-ons', this.node.path);
    const needy = [isWanted(props.grafana) ? 'Grafana' : '', isWanted(props.kiali) ? 'Kiali' : ''].filter(Boolean);
    if (this.hasPrometheus && props.prometheusUrl !== undefined) fail('wanted prometheus or prometheusUrl, got both');
    if (!this.hasPrometheus && props.prometheusUrl === undefined && needy.length > 0) {
      fail(`wanted prometheus or prometheusUrl for ${needy.join(' and ')}, got neither`);
    }
    if (props.prometheusUrl !== undefined && !/^https?:\/\/[^/]/.test(props.prometheusUrl)) {
      fail(`wanted an http or https URL as prometheusUrl, got "${props.prometheusUrl}"`);
    }
    const kept = [settingsOf(props.prometheus).retention, this.traces?.retention];
    for (const retention of kept) {
      if (retention !== undefined && !/^\d+(h|d|w)$/.test(retention)) {
        fail(`wanted a retention such as "48h" or "15d", got "${retention}"`);
      }
    }
    if (!this.hasPrometheus && this.traces === undefined && needy.length === 0) fail('wanted at least one, got none');
  }

  private runPrometheus(settings: PrometheusAddOn): void {
    const { retention = '15d' } = settings;
    const { rootNamespace } = this.mesh;
    this.run('prometheus', settings, prometheusValues(rootNamespace, retention), image =>
      prometheusWorkload(this.namespace.name, image, rootNamespace, retention),
    );
  }

  private runTraceStore(settings: TraceStoreAddOn): void {
    const { store, retention = '48h' } = settings;
    // Tempo reads Go durations, which know no days.
    const hours = retention.replace(/^(\d+)([dw])$/, (_, n, unit) => `${Number(n) * (unit === 'd' ? 24 : 168)}h`);
    this.run(store, settings, tempoValues(hours), image =>
      store === 'tempo' ? tempoWorkload(this.namespace.name, image, hours) : jaegerWorkload(this.namespace.name, image),
    );
  }

  private runGrafana(settings: GrafanaAddOn, prometheusUrl: string | undefined): void {
    const tracing = this.tracingSource;
    const sources = { prometheusUrl: prometheusUrl ?? this.urlOf('prometheus', PROMETHEUS_PORT), tracing };
    this.mesh.defineObject(this, 'telemetry', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: DASHBOARDS, namespace: this.namespace.name, labels: { grafana_dashboard: '1' } },
      data: Lazy.any({ produce: () => dashboards(this.mesh) }),
    });
    this.node.addValidation({ validate: () => this.oversizedDashboards() });
    this.run('grafana', settings, grafanaValues(sources, settings.admin), image =>
      grafanaWorkload(this.namespace.name, image, sources, settings.admin ?? { existingSecret: 'grafana-admin' }),
    );
  }

  private runKiali(settings: KialiAddOn, props: AddOnsProps): void {
    const chosen: KialiSettings = {
      auth: settings.auth ?? { strategy: 'token' },
      webRoot: settings.webRoot ?? '/kiali',
      viewOnly: settings.viewOnly ?? true,
    };
    checkKiali(chosen, this.node.path);
    const sources = {
      rootNamespace: this.mesh.rootNamespace,
      prometheusUrl: props.prometheusUrl ?? this.urlOf('prometheus', PROMETHEUS_PORT),
      grafanaUrl: isWanted(props.grafana) ? this.urlOf('grafana', GRAFANA_PORT) : undefined,
      tracing: this.tracingSource,
    };
    this.run('kiali', settings, kialiConfig(sources, chosen), image =>
      kialiWorkload(this.namespace.name, image, sources, chosen),
    );
  }

  private get tracingSource(): { readonly kind: TraceStoreKind; readonly url: string } | undefined {
    if (this.traces === undefined) return undefined;
    const { store } = this.traces;
    return { kind: store, url: this.urlOf(store, QUERY_PORTS[store]) };
  }

  private run(
    name: AddOnName,
    { image, chartVersion, values }: AddOnRelease,
    chartValues: { readonly [key: string]: unknown },
    workload: (image: string) => AddOnWorkload,
  ): void {
    const source = ADD_ON_SOURCES[name];
    if (this.delivery?.emitChart !== undefined && source.chart !== undefined) {
      const { repository, name: chart, version } = source.chart;
      this.delivery.emitChart(this.chartFor(name), {
        release: name,
        chart,
        repository,
        version: chartVersion ?? version,
        namespace: this.namespace.name,
        values: { ...chartValues, ...values },
      });
      return;
    }
    if (values !== undefined || chartVersion !== undefined) {
      throw new ConfigError(
        `Cannot run "${name}" at ${this.node.path}: wanted a delivery that installs its chart for chartVersion and values, got ${this.delivery === undefined ? 'none' : `"${this.delivery.name}"`}`,
      );
    }
    const chart = this.mesh.chartFor(this, 'telemetry');
    this.mesh.claimObject(this, 'Deployment', this.namespace.name, name);
    defineAddOnWorkload(chart, workload(image ?? source.image), object => declareBy(object, this));
  }

  /** A place of its own for each chart, since deliveries choose the ids of what they define. */
  private chartFor(name: string): Construct {
    return new Construct(this.mesh.chartFor(this, 'telemetry'), `add-on-${name}`);
  }

  private oversizedDashboards(): string[] {
    const bytes = Buffer.byteLength(JSON.stringify(dashboards(this.mesh)));
    return bytes < LARGEST_CONFIG_MAP
      ? []
      : [
          `Cannot show ${this.mesh.services.length} services in Grafana at ${this.node.path}: wanted dashboards of less than ${LARGEST_CONFIG_MAP} bytes, which is what a ConfigMap holds, got ${bytes}; split the mesh into several apps`,
        ];
  }

  private hostOf(name: string): string {
    return `${name}.${this.namespace.name}.svc.${this.mesh.clusterDomain}`;
  }

  private urlOf(name: string, port: number): string {
    return `http://${this.hostOf(name)}:${port}`;
  }
}

const LARGEST_CONFIG_MAP = 1_000_000;

function isWanted(addOn: object | boolean | undefined): boolean {
  return addOn !== undefined && addOn !== false;
}

function settingsOf<T extends object>(addOn: T | boolean | undefined): T | Record<string, never> {
  return typeof addOn === 'object' ? addOn : {};
}
