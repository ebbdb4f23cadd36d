import { Construct } from 'constructs';
import { assumeObjects } from '../tree/assumed-object';
import { addCheck } from '../tree/check';
import { takeExtensionProviders } from '../tree/extension-provider';
import { meshDefaultsOf } from '../tree/mesh-defaults';
import { addOutputFile } from '../tree/output-file';
import { onlyTargetVersion } from '../tree/target-version';
import { ConfigError } from '../values/config-error';
import { withPatch } from '../values/istio-releases';
import type { Manifest } from '../values/manifest';
import { defineClusterObject } from './cluster-object';
import { Delivery } from './delivery/delivery';
import type { DeliveryOutputs, DeliveryStrategy } from './delivery/strategy';
import type { InstallModel } from './install-model';
import { type InstallPlan, planInstall } from './install-plan';
import { renderKustomization } from './kustomization';
import { annotatePhases } from './phase-annotations';
import { phaseProblems, placePhases } from './phase-folders';
import { newerControlPlanes, olderControlPlanes, unsupportedControlPlanes } from './release-checks';
import { RevisionTag } from './revision-tag';
import { renderRunBook } from './run-book/run-book';
import { unstableObjects } from './stable-profile';

/** Properties of `IstioInstall`. */
export interface IstioInstallProps extends InstallModel {
  /**
   * How the installation reaches the cluster.
   *
   * @default Delivery.job()
   */
  readonly delivery?: DeliveryStrategy | undefined;

  /**
   * The chart or construct that the namespaces are defined under, for apps that keep them in a file of their own.
   *
   * @default - this construct
   */
  readonly namespaceScope?: Construct | undefined;

  /**
   * Revisions and tags that other installations of the cluster serve, so that namespaces may name them.
   *
   * @default - none
   */
  readonly otherRevisions?: readonly string[] | undefined;
}

/** Options of `IstioInstall.addRunBook`. */
export interface RunBookOptions {
  /**
   * Path of the run book in the output folder.
   *
   * @default RUNBOOK.md
   */
  readonly path?: string | undefined;

  /**
   * The output folder as the commands of the run book name it. It is not that of the app, which changes with where
   * somebody synthesizes.
   *
   * @default dist
   */
  readonly folder?: string | undefined;
}

/**
 * Installs Istio: control plane, and what the profile adds to it.
 *
 * Without a version it installs the release that the mesh declared before it is written for, at its newest known patch.
 *
 * Defines the namespaces that it needs, the objects of the chosen delivery, and one webhook and Service per revision
 * tag. Gateways are not part of it unless listed: a `GatewayDeployment` is the same for every delivery.
 *
 * Istio resources cannot be applied before it is ready; `outputs.readyChecks` are the commands that wait for it.
 *
 * @see https://istio.io/latest/docs/setup/install/
 *
 * @example
 * const install = new IstioInstall(chart, 'istio', {
 *   pilot: { autoscaling: { minReplicas: 2, maxReplicas: 5 } },
 *   meshConfig: { accessLogFile: '/dev/stdout' },
 * });
 */
export class IstioInstall extends Construct {
  /** What is installed, for printing and testing. */
  public readonly plan: InstallPlan;
  public readonly delivery: DeliveryStrategy;
  /** What the rest of the app takes from the installation. */
  public readonly outputs: DeliveryOutputs;

  public constructor(scope: Construct, id: string, props: IstioInstallProps = {}) {
    super(scope, id);
    const { delivery, namespaceScope, otherRevisions = [], ...model } = props;
    const target = model.version === undefined ? onlyTargetVersion(this) : undefined;
    const followed = target === undefined ? model : { ...model, version: withPatch(target) };
    this.plan = planInstall(this.withDeclaredProviders(this.withNormalization(followed)), this.node.path);
    this.delivery = delivery ?? Delivery.job();
    const [reason] = this.delivery.supports(this.plan);
    if (reason !== undefined) {
      throw new ConfigError(`Cannot deliver Istio by "${this.delivery.name}" at ${this.node.path}: ${reason}`);
    }
    this.outputs = this.delivery.outputs(this.plan);
    this.defineNamespaces(namespaceScope ?? this);
    this.delivery.emit(this, this.plan);
    if (!this.delivery.ownsTags) this.defineTags();
    for (const file of this.delivery.files(this.plan)) addOutputFile(this, file.path, () => file.text);
    const { gate, phases } = this.outputs;
    const inFolders = gate === 'depends-on';
    this.node.root.node.addMetadata(INSTALLATION, this.node.path);
    annotatePhases(this, phases, () => this.isOnly);
    if (inFolders) placePhases(this, () => this.isOnly);
    this.node.addValidation({
      validate: () => [...this.fileProblems(), ...(inFolders && this.isOnly ? phaseProblems(this) : [])],
    });
    assumeObjects(this, () => this.objectsElsewhere(otherRevisions));
    const { root } = this.node;
    addCheck(this, {
      name: 'older-control-plane',
      severity: 'error',
      check: () => (this.isOnly ? olderControlPlanes(root, this.plan) : []),
    });
    addCheck(this, {
      name: 'refused-by-stable-profile',
      severity: 'error',
      check: mesh => unstableObjects(this.plan, mesh),
    });
    addCheck(this, {
      name: 'unsupported-release',
      severity: 'warning',
      check: () => unsupportedControlPlanes(root, this.plan),
    });
    addCheck(this, {
      name: 'unchecked-release',
      severity: 'warning',
      check: () => newerControlPlanes(root, this.plan),
    });
  }

  /** With several installations the app holds several clusters, and nothing says which object goes where. */
  private get isOnly(): boolean {
    return this.node.root.node.metadata.filter(({ type }) => type === INSTALLATION).length === 1;
  }

  /**
   * Writes a run book beside the manifests: how to deploy, verify, upgrade, roll back and uninstall, with the names that
   * are in the manifests.
   *
   * @throws ConfigError if another construct writes the same file
   */
  public addRunBook(options: RunBookOptions = {}): void {
    addOutputFile(this, options.path ?? 'RUNBOOK.md', output =>
      renderRunBook({
        plan: this.plan,
        delivery: this.delivery,
        output,
        installPath: this.node.path,
        root: options.folder,
      }),
    );
  }

  /**
   * Writes `Kustomization`, by which `kubectl apply -k` and GitOps controllers apply the folder, and which `kubectl apply -f`
   * passes over. Where commands install Istio, it leaves the installation out: what applies the folder again does not restore
   * the right to install.
   *
   * @throws ConfigError if another construct writes the same file
   */
  public addKustomization(): void {
    addOutputFile(this, 'Kustomization', output => renderKustomization(output, this.node.path, this.outputs));
  }

  /** What is in the cluster without being an object of the app: what istioctl is told by a file, and what others serve. */
  private objectsElsewhere(otherRevisions: readonly string[]): readonly Manifest[] {
    const operators = this.delivery.name === 'istioctl' ? this.plan.operators : [];
    const tags = otherRevisions.map(revision => ({
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'MutatingWebhookConfiguration',
      metadata: { name: `istio-sidecar-injector-${revision}`, labels: { 'istio.io/tag': revision } },
    }));
    return [...operators.map(operator => ({ ...operator })), ...tags];
  }

  private defineTags(): void {
    const { annotations } = this.outputs.phases.controlPlane;
    for (const { tag, revision } of this.plan.tags) {
      new RevisionTag(this, `RevisionTag-${tag}`, { tag, revision, namespace: this.plan.namespace, annotations });
    }
  }

  /** A plain App writes manifests only, and would drop what the delivery consists of. */
  private fileProblems(): readonly string[] {
    if ('addFile' in this.node.root) return [];
    return this.delivery
      .files(this.plan)
      .map(
        ({ path }) =>
          `Cannot write "${path}" at ${this.node.path}: wanted a MeshApp, which writes text files beside the manifests, got another App`,
      );
  }

  /** Providers that constructs of the app declare belong into the mesh configuration that is installed. */
  private withDeclaredProviders(model: InstallModel): InstallModel {
    const declared = takeExtensionProviders(this);
    if (declared.length === 0) return model;
    const extensionProviders = [...(model.meshConfig?.extensionProviders ?? []), ...declared];
    return { ...model, meshConfig: { ...model.meshConfig, extensionProviders } } as InstallModel;
  }

  /** What the mesh declared before says of paths is written into the configuration that makes it so. */
  private withNormalization(model: InstallModel): InstallModel {
    const declared = meshDefaultsOf(this)?.pathNormalization;
    if (declared === undefined) return model;
    const written = model.meshConfig?.pathNormalization?.normalization;
    if (written !== undefined && written !== declared) {
      throw new ConfigError(
        `Cannot install Istio at ${this.node.path}: wanted pathNormalization "${declared}" of the mesh, got "${written}" in meshConfig`,
      );
    }
    return {
      ...model,
      meshConfig: { ...model.meshConfig, pathNormalization: { normalization: declared } },
    } as InstallModel;
  }

  private defineNamespaces(scope: Construct): void {
    const { plan } = this;
    const { annotations } = this.outputs.phases.namespaces;
    for (const name of plan.namespaces) {
      if (SYSTEM_NAMESPACES.includes(name)) continue;
      const labels = name === plan.namespace ? plan.namespaceLabels : {};
      defineClusterObject(scope, `Namespace-${name}`, {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: {
          name,
          ...(Object.keys(labels).length === 0 ? {} : { labels: { ...labels } }),
          ...(Object.keys(annotations).length === 0 ? {} : { annotations: { ...annotations } }),
        },
      });
    }
  }
}

const INSTALLATION = 'cdk8s-istio:installation';

/** Namespaces that every cluster has; defining them would claim them. */
const SYSTEM_NAMESPACES: readonly string[] = ['default', 'kube-system'];
