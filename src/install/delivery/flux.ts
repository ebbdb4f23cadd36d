import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { HelmRelease, type HelmReleaseSpecFields } from '../../../imports/helm.toolkit.fluxcd.io/helm-release';
import { Kustomization } from '../../../imports/kustomize.toolkit.fluxcd.io/kustomization';
import { HelmRepository } from '../../../imports/source.toolkit.fluxcd.io/helm-repository';
import { OCIRepository } from '../../../imports/source.toolkit.fluxcd.io/oci-repository';
import type { ChartRelease } from '../../tree/chart-release';
import { type NamespaceName, requireNamespace } from '../../values/namespace-name';
import type { InstallPlan, PlanComponent } from '../install-plan';
import { PHASE_FOLDERS, PHASES_CHART } from '../phase-folders';
import { ChartSource } from '../registries';
import { DELETE_CRDS } from './kubectl';
import { chartGateways, outputsOf, rolloutChecks } from './outputs';
import { failurePolicyProblems, remoteSourceProblems } from './problems';
import { removeNamespaces, removeTags } from './removal';
import type { DeliveryFile, DeliveryOutputs, DeliverySteps, DeliveryStrategy, PhaseFiles } from './strategy';

/** Options of `Delivery.flux`. */
export interface FluxDeliveryOptions {
  /**
   * Namespace of Flux, where its sources and releases live.
   *
   * @default flux-system
   */
  readonly namespace?: NamespaceName | undefined;

  /** @default ChartSource.http() */
  readonly source?: ChartSource | undefined;

  /**
   * How often Flux compares, as `1h`, `10m` or `30s`.
   *
   * @default 1h
   */
  readonly interval?: string | undefined;

  /**
   * Kustomizations that apply the two folders that the app is written into: `10-istio`, and when that is ready
   * `20-mesh`. They are written beside the folders, for whatever applies the first manifests of the cluster.
   *
   * @default - none; make the Kustomization of `20-mesh` depend on that of `10-istio` yourself
   */
  readonly kustomizations?:
    | {
        /** The source that holds the manifests. */
        readonly source: { readonly kind: 'GitRepository' | 'OCIRepository' | 'Bucket'; readonly name: string };
        /**
         * The output folder of the app in that source.
         *
         * @default ./dist
         */
        readonly path?: string | undefined;
      }
    | undefined;
}

const REPOSITORY = 'istio';
const CHART_LAYER = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';
const TIMEOUT = '10m';

/** Delivers each chart of the plan as a HelmRelease of Flux, ordered by what depends on what. */
export class FluxDelivery implements DeliveryStrategy {
  public readonly name = 'flux';
  public readonly ownsTags = false;
  private readonly namespace: string;
  private readonly source: ChartSource;
  private readonly interval: string;

  public constructor(private readonly options: FluxDeliveryOptions) {
    this.namespace = requireNamespace(options.namespace ?? 'flux-system', 'namespace of Flux', 'Delivery.flux').name;
    this.source = options.source ?? ChartSource.http();
    this.interval = options.interval ?? '1h';
  }

  public supports(plan: InstallPlan): readonly string[] {
    return [
      ...remoteSourceProblems(this.source, 'Flux'),
      ...failurePolicyProblems(plan, 'Flux would correct the difference at every comparison'),
    ];
  }

  public emit(scope: Construct, plan: InstallPlan): void {
    if (this.source.kind === 'http') {
      new HelmRepository(scope, 'Repository', {
        metadata: { name: REPOSITORY, namespace: this.namespace },
        spec: { url: this.source.location, interval: this.interval },
      });
    } else {
      const charts = new Map(plan.components.map(component => [this.ociName(component), component]));
      for (const component of charts.values()) this.emitOciRepository(scope, component);
    }
    for (const component of plan.components) this.emitRelease(scope, component);
    this.emitKustomizations(scope);
  }

  /** Defines a HelmRelease for a chart that is not of Istio, with a repository of its own. */
  public emitChart(scope: Construct, chart: ChartRelease): void {
    const { release, namespace } = chart;
    new HelmRepository(scope, `Repository-${release}`, {
      metadata: { name: release, namespace: this.namespace },
      spec: { url: chart.repository, interval: this.interval },
    });
    new HelmRelease(scope, `Release-${release}`, {
      metadata: { name: release, namespace: this.namespace },
      spec: {
        releaseName: release,
        targetNamespace: namespace,
        storageNamespace: namespace,
        interval: this.interval,
        timeout: TIMEOUT,
        install: { createNamespace: false, remediation: { retries: 3 } },
        upgrade: { remediation: { retries: 3 } },
        values: chart.values,
        chart: {
          spec: {
            chart: chart.chart,
            version: chart.version,
            sourceRef: { kind: 'HelmRepository', name: release },
          },
        },
      },
    });
  }

  public files(): readonly DeliveryFile[] {
    return [];
  }

  public outputs(plan: InstallPlan): DeliveryOutputs {
    return outputsOf(this.name, plan, {
      gateways: chartGateways(plan),
      readyChecks: [...plan.components.map(({ release }) => this.waitFor(release)), ...rolloutChecks(plan)],
      gate: 'depends-on',
    });
  }

  public steps(plan: InstallPlan, files: PhaseFiles): DeliverySteps {
    const releases = plan.components.map(({ release }) => release);
    const checks = this.outputs(plan).readyChecks;
    const sources = this.source.kind === 'http' ? 'helmrepository' : 'ocirepository';
    const reconcile = `kubectl -n ${this.namespace} annotate --overwrite ${sources} --all reconcile.fluxcd.io/requestedAt="$(date +%s)"`;
    return {
      deploy: [
        {
          text: `Commit and push the manifests (${[...files.install, ...files.mesh].join(', ') || 'all of them'}). The Kustomization of what needs Istio depends on that of the releases, which waits until they are ready.`,
          commands: [reconcile, ...checks],
        },
      ],
      upgrade: [
        {
          text: 'Set the new version, synthesize, commit and push: the version of every release changes, base first. Restart the workloads afterwards.',
          commands: ['istioctl x precheck', ...checks],
        },
      ],
      rollBack: [{ text: 'Revert the commit and push.', commands: checks }],
      uninstall: [
        {
          text: 'Remove the configuration of the mesh from git first and wait until it is gone. Then keep Flux from bringing the rest back.',
          commands: [`kubectl -n ${this.namespace} get kustomizations # flux suspend kustomization NAME`],
        },
        removeTags(plan),
        {
          text: 'Delete the releases in reverse order, then where they came from. CRDs stay.',
          commands: [
            ...[...releases]
              .reverse()
              .map(release => `kubectl -n ${this.namespace} delete helmrelease ${release} --wait`),
            ...this.sourceNames(plan).map(name => `kubectl -n ${this.namespace} delete ${name}`),
          ],
        },
        {
          text: 'Only if no Istio resource is to survive: delete the CRDs.',
          commands: [DELETE_CRDS],
        },
        removeNamespaces(plan),
      ],
    };
  }

  private sourceNames(plan: InstallPlan): readonly string[] {
    if (this.source.kind === 'http') return [`helmrepository/${REPOSITORY}`];
    return [...new Set(plan.components.map(component => `ocirepository/${this.ociName(component)}`))];
  }

  private waitFor(release: string): string {
    return `kubectl -n ${this.namespace} wait --for=condition=Ready helmrelease/${release} --timeout=${TIMEOUT}`;
  }

  private emitOciRepository(scope: Construct, component: PlanComponent): void {
    const name = this.ociName(component);
    new OCIRepository(scope, `Repository-${name}`, {
      metadata: { name, namespace: this.namespace },
      spec: {
        url: `${this.source.location}/${component.chart}`,
        ref: { tag: component.version },
        interval: this.interval,
        layerSelector: { mediaType: CHART_LAYER, operation: 'copy' },
      },
    });
  }

  /** Two control planes need two versions of one chart, and so two sources. */
  private ociName(component: PlanComponent): string {
    return `istio-${component.chart}-${component.version.replace(/[^a-z0-9]+/g, '-')}`;
  }

  private emitRelease(scope: Construct, component: PlanComponent): void {
    const { chart, release, namespace, version } = component;
    const shared: HelmReleaseSpecFields = {
      releaseName: release,
      targetNamespace: namespace,
      storageNamespace: namespace,
      interval: this.interval,
      timeout: TIMEOUT,
      ...(component.dependsOn.length === 0 ? {} : { dependsOn: component.dependsOn.map(name => ({ name })) }),
      install: { crds: 'CreateReplace', createNamespace: false, remediation: { retries: 3 } },
      upgrade: { crds: 'CreateReplace', remediation: { retries: 3, strategy: 'rollback' } },
      driftDetection: { mode: 'enabled' },
      values: component.values,
    };
    new HelmRelease(scope, `Release-${release}`, {
      metadata: { name: release, namespace: this.namespace },
      spec:
        this.source.kind === 'http'
          ? {
              ...shared,
              chart: { spec: { chart, version, sourceRef: { kind: 'HelmRepository', name: REPOSITORY } } },
            }
          : { ...shared, chartRef: { kind: 'OCIRepository', name: this.ociName(component) } },
    });
  }

  private emitKustomizations(scope: Construct): void {
    const { kustomizations } = this.options;
    if (kustomizations === undefined) return;
    const { source, path = './dist' } = kustomizations;
    const chart = new Chart(scope.node.root as Construct, PHASES_CHART, { disableResourceNameHashes: true });
    const shared = { interval: this.interval, prune: true, sourceRef: source, timeout: TIMEOUT, wait: true };
    new Kustomization(chart, 'istio-install', {
      metadata: { name: 'istio-install', namespace: this.namespace },
      spec: { ...shared, path: `${path}/${PHASE_FOLDERS.install}` },
    });
    new Kustomization(chart, 'istio-mesh', {
      metadata: { name: 'istio-mesh', namespace: this.namespace },
      spec: { ...shared, path: `${path}/${PHASE_FOLDERS.mesh}`, dependsOn: [{ name: 'istio-install' }] },
    });
  }
}
