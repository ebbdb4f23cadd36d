import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { ChartRelease } from '../../tree/chart-release';
import { ConfigError } from '../../values/config-error';
import type { InstallPlan, PlanComponent } from '../install-plan';
import { ChartSource } from '../registries';
import { yamlText } from '../yaml-text';
import { applyFiles, applyMesh, DELETE_CRDS, deleteFiles } from './kubectl';
import { outputsOf, rolloutChecks } from './outputs';
import { gatewayProblems, remoteSourceProblems } from './problems';
import { removeNamespaces, removeTags } from './removal';
import type { DeliveryFile, DeliveryOutputs, DeliverySteps, DeliveryStrategy, PhaseFiles } from './strategy';

/** Options of `Delivery.k3s`. */
export interface K3sDeliveryOptions {
  /** @default ChartSource.http() */
  readonly source?: ChartSource | undefined;

  /**
   * What the controller does when an upgrade fails: try again, or leave it. Its own default would uninstall istiod.
   *
   * @default retry
   */
  readonly failurePolicy?: 'retry' | 'abort' | undefined;
}

/** The namespace in which the controller of k3s looks for charts. */
const CONTROLLER_NAMESPACE = 'kube-system';

/** Delivers each chart of the plan as a HelmChart of k3s or RKE2. The controller knows no order, and needs none here. */
export class K3sDelivery implements DeliveryStrategy {
  public readonly name = 'k3s';
  public readonly ownsTags = false;
  private readonly source: ChartSource;
  private readonly failurePolicy: 'retry' | 'abort';

  public constructor(options: K3sDeliveryOptions) {
    this.source = options.source ?? ChartSource.http();
    this.failurePolicy = options.failurePolicy ?? 'retry';
    if (!['retry', 'abort'].includes(this.failurePolicy)) {
      throw new ConfigError(
        `Cannot use failure policy "${this.failurePolicy}" at Delivery.k3s: wanted "retry" or "abort", any other uninstalls istiod when an upgrade fails`,
      );
    }
  }

  public supports(plan: InstallPlan): readonly string[] {
    return [
      ...remoteSourceProblems(this.source, 'k3s'),
      ...gatewayProblems(
        plan,
        'the controller of k3s keeps no order, and a gateway that starts before the webhook of istiod never gets its image',
      ),
    ];
  }

  public emit(scope: Construct, plan: InstallPlan): void {
    for (const component of plan.components) {
      new ApiObject(scope, `Chart-${component.release}`, {
        apiVersion: 'helm.cattle.io/v1',
        kind: 'HelmChart',
        metadata: { name: component.release, namespace: CONTROLLER_NAMESPACE },
        spec: {
          ...this.chart(component),
          version: component.version,
          targetNamespace: component.namespace,
          createNamespace: false,
          failurePolicy: this.failurePolicy,
          valuesContent: yamlText(component.values),
        },
      });
    }
  }

  /** Defines a HelmChart for a chart that is not of Istio. */
  public emitChart(scope: Construct, chart: ChartRelease): void {
    new ApiObject(scope, `Chart-${chart.release}`, {
      apiVersion: 'helm.cattle.io/v1',
      kind: 'HelmChart',
      metadata: { name: chart.release, namespace: CONTROLLER_NAMESPACE },
      spec: {
        chart: chart.chart,
        repo: chart.repository,
        version: chart.version,
        targetNamespace: chart.namespace,
        createNamespace: false,
        failurePolicy: this.failurePolicy,
        valuesContent: yamlText(chart.values),
      },
    });
  }

  public files(): readonly DeliveryFile[] {
    return [];
  }

  public outputs(plan: InstallPlan): DeliveryOutputs {
    return outputsOf(this.name, plan, { gateways: [], readyChecks: [...this.jobChecks(plan), ...rolloutChecks(plan)] });
  }

  public steps(plan: InstallPlan, files: PhaseFiles): DeliverySteps {
    const checks = this.outputs(plan).readyChecks;
    return {
      deploy: [
        { text: 'Install Istio. The controller of k3s runs one Job per chart.', commands: applyFiles(files.install) },
        { text: 'Wait until Istio is ready.', commands: checks },
        ...applyMesh(files),
      ],
      upgrade: [
        {
          text: 'Set the new version (one minor at a time), synthesize and deploy again. Restart the workloads afterwards.',
          commands: ['istioctl x precheck', ...applyFiles(files.install), ...checks],
        },
      ],
      rollBack: [
        { text: 'Check out the previous commit and deploy it.', commands: [...applyFiles(files.install), ...checks] },
      ],
      uninstall: [
        removeTags(plan),
        {
          text: 'Remove the configuration of the mesh, then the charts in reverse order. CRDs stay.',
          commands: [
            ...deleteFiles(files.meshAlone),
            ...[...plan.components]
              .reverse()
              .map(({ release }) => `kubectl -n ${CONTROLLER_NAMESPACE} delete helmchart ${release} --wait`),
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

  private jobChecks(plan: InstallPlan): readonly string[] {
    return plan.components.map(
      ({ release }) =>
        `kubectl -n ${CONTROLLER_NAMESPACE} wait --for=condition=complete job/helm-install-${release} --timeout=10m`,
    );
  }

  private chart({ chart }: PlanComponent): { readonly repo?: string; readonly chart: string } {
    return this.source.kind === 'oci'
      ? { chart: `${this.source.location}/${chart}` }
      : { repo: this.source.location, chart };
  }
}
