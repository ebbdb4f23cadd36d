import { createHash } from 'node:crypto';
import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { ConfigError } from '../../values/config-error';
import { type NamespaceName, requireNamespace } from '../../values/namespace-name';
import type { ValueTree } from '../../values/value-tree';
import { defineClusterObject } from '../cluster-object';
import type { InstallPlan } from '../install-plan';
import { yamlText } from '../yaml-text';
import { installerRules } from './installer-rules';
import { istioctlProblems } from './istioctl-problems';
import { applyFiles, applyMesh, deleteFiles } from './kubectl';
import { istioctlGateways, MESH_PHASE, outputsOf, rolloutChecks } from './outputs';
import { removeNamespaces, removeTags, removeUnpurged } from './removal';
import type {
  DeliveryFile,
  DeliveryOutputs,
  DeliverySteps,
  DeliveryStrategy,
  PhaseFiles,
  RunBookStep,
} from './strategy';
import { SYNC_WAVE, syncAnnotations } from './sync-annotations';

/** Options of `Delivery.job`. */
export interface JobDeliveryOptions {
  /**
   * Namespace of the installer, which holds the right to administer the cluster: nothing else belongs there.
   *
   * @default istio-installer
   */
  readonly namespace?: NamespaceName | undefined;

  /**
   * What the installer may do. `scoped` lists what istioctl needs, but that includes the right to grant any right: it
   * guards against accidents, not against whoever holds the account.
   *
   * @default cluster-admin
   */
  readonly grant?: 'cluster-admin' | 'scoped' | undefined;

  /**
   * The controller that applies the manifests, if one does: it must replace a finished Job instead of fighting over it.
   *
   * @default - kubectl
   */
  readonly appliedBy?: 'kubectl' | 'argo-cd' | 'flux' | undefined;

  /**
   * How long istioctl waits for each component, in minutes: 1 or more.
   *
   * @default 10
   */
  readonly readinessMinutes?: number | undefined;
}

/** Hex digits of the content hash: enough for the installs that one cluster ever sees. */
const HASH_LENGTH = 10;

const OPERATOR_FILE = 'istio-operator.yaml';

/**
 * Installs Istio with kubectl alone: a Job runs the istioctl image against the cluster it runs in.
 *
 * Job and ConfigMap are immutable and named after their content, so that a changed installation is a new Job and an
 * unchanged one does nothing.
 */
export class JobDelivery implements DeliveryStrategy {
  public readonly name = 'job';
  public readonly ownsTags = false;
  private readonly namespace: string;
  private readonly grant: 'cluster-admin' | 'scoped';
  private readonly appliedBy: 'kubectl' | 'argo-cd' | 'flux';
  private readonly readinessMinutes: number;

  public constructor(options: JobDeliveryOptions) {
    this.namespace = requireNamespace(
      options.namespace ?? 'istio-installer',
      'namespace of the installer',
      'Delivery.job',
    ).name;
    this.grant = options.grant ?? 'cluster-admin';
    this.appliedBy = options.appliedBy ?? 'kubectl';
    this.readinessMinutes = options.readinessMinutes ?? 10;
    if (!Number.isInteger(this.readinessMinutes) || this.readinessMinutes < 1) {
      throw new ConfigError(
        `Cannot wait ${this.readinessMinutes} minutes at Delivery.job: wanted readinessMinutes to be a whole number from 1`,
      );
    }
  }

  public supports(plan: InstallPlan): readonly string[] {
    const problems = istioctlProblems(plan);
    if (this.namespace !== plan.namespace) return problems;
    return [
      ...problems,
      `the installer administers the cluster and wants a namespace of its own, not "${plan.namespace}" of the control plane; choose another with Delivery.job({ namespace })`,
    ];
  }

  public emit(scope: Construct, plan: InstallPlan): void {
    const { namespace } = this;
    defineClusterObject(scope, 'InstallerNamespace', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: namespace,
        labels: { 'pod-security.kubernetes.io/enforce': 'restricted', 'pod-security.kubernetes.io/warn': 'restricted' },
      },
    });
    new ApiObject(scope, 'InstallerAccount', {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: INSTALLER, namespace },
    });
    if (this.grant === 'scoped') {
      defineClusterObject(scope, 'InstallerRole', {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRole',
        metadata: { name: INSTALLER },
        rules: installerRules(),
      });
    }
    defineClusterObject(scope, 'InstallerGrant', {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: INSTALLER },
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: 'ClusterRole',
        name: this.grant === 'scoped' ? INSTALLER : 'cluster-admin',
      },
      subjects: [{ kind: 'ServiceAccount', name: INSTALLER, namespace }],
    });
    const run = this.installRun(plan);
    new ApiObject(scope, 'Config', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: run.name, namespace, ...this.configMetadata() },
      immutable: true,
      data: run.files,
    });
    new ApiObject(scope, 'Job', {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: run.name, namespace, labels: LABELS, ...this.runMetadata() },
      spec: run.spec,
    });
  }

  public files(): readonly DeliveryFile[] {
    return [];
  }

  public outputs(plan: InstallPlan): DeliveryOutputs {
    return outputsOf(this.name, plan, {
      gateways: istioctlGateways(plan),
      readyChecks: [
        this.waitFor(this.installRun(plan).name, this.timeoutMinutes * plan.operators.length),
        ...rolloutChecks(plan),
      ],
      gate: this.appliedBy === 'argo-cd' ? 'sync-waves' : this.appliedBy === 'flux' ? 'depends-on' : 'commands',
      ...(this.appliedBy === 'argo-cd'
        ? { annotations: order => syncAnnotations(String(order * WAVE_STEP), order === MESH_PHASE) }
        : {}),
    });
  }

  public steps(plan: InstallPlan, files: PhaseFiles): DeliverySteps {
    return {
      deploy: this.deploySteps(this.outputs(plan).readyChecks, files),
      upgrade: [
        {
          text: 'Set the new version (at most one minor ahead in place, two with a canary revision), check the cluster, synthesize, and follow the new run book: the changed installation is a Job with another name.',
          commands: ['istioctl x precheck'],
        },
      ],
      rollBack: [
        {
          text: 'Check out the previous commit and follow its run book. Its Job has its old name, so delete old Jobs first; otherwise it does not run again.',
          commands: [`kubectl -n ${this.namespace} delete jobs --selector app.kubernetes.io/name=${INSTALLER}`],
        },
      ],
      uninstall: [
        ...(files.meshAlone.length === 0
          ? []
          : [
              {
                text: 'Remove the configuration of the mesh. (Deleting only the manifests of the installation would leave Istio running.)',
                commands: deleteFiles(files.meshAlone),
              },
            ]),
        removeTags(plan),
        {
          text: 'Remove Istio with its CRDs, and with them every Istio resource of the cluster. The installer needs its rights for that.',
          commands: [this.grantAgain(), ...this.uninstall(plan), ...removeUnpurged(plan)],
        },
        {
          text: 'Remove the installer.',
          commands: [
            `kubectl delete clusterrolebinding,clusterrole ${INSTALLER} --ignore-not-found`,
            `kubectl delete namespace ${this.namespace}`,
          ],
        },
        removeNamespaces(plan),
      ],
    };
  }

  private deploySteps(checks: readonly string[], files: PhaseFiles): readonly RunBookStep[] {
    const logs = `If a Job fails, its log says why: kubectl -n ${this.namespace} logs job/NAME.`;
    if (this.appliedBy !== 'kubectl') {
      const written = [...new Set([...files.install, ...files.mesh])].join(', ') || 'the manifests';
      return [
        {
          text: `Commit and push ${written}, and wait until Istio is ready. The Job runs istioctl inside the cluster. ${logs}`,
          commands: checks,
        },
      ];
    }
    return [
      { text: 'Install Istio. The Job runs istioctl inside the cluster.', commands: applyFiles(files.install) },
      { text: `Wait until Istio is ready. ${logs}`, commands: checks },
      ...applyMesh(files),
      {
        text: 'Remove the cluster-admin rights of the installer. Applying the manifests of the installation again restores them.',
        commands: [`kubectl delete clusterrolebinding ${INSTALLER}`],
      },
    ];
  }

  /** The account and its grant as they are in the manifests, without the Job, which would install Istio again. */
  private grantAgain(): string {
    const role = this.grant === 'scoped' ? INSTALLER : 'cluster-admin';
    return `kubectl create clusterrolebinding ${INSTALLER} --clusterrole=${role} --serviceaccount=${this.namespace}:${INSTALLER} --dry-run=client -o yaml | kubectl apply -f -`;
  }

  /** A Job in the run book, not in a file: whoever applies the whole folder must not remove the mesh by it. */
  private uninstall(plan: InstallPlan): readonly string[] {
    const name = 'istio-uninstall';
    const job = {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name, namespace: this.namespace, labels: LABELS },
      spec: jobSpec(
        [
          {
            name: 'istioctl',
            image: `${plan.hub}/istioctl:${plan.model.newestVersion}`,
            args: ['uninstall', '--purge', '-y'],
          },
        ],
        undefined,
      ),
    };
    return [`kubectl apply -f - <<'EOF'\n${yamlText(job)}EOF`, this.waitFor(name, this.timeoutMinutes)];
  }

  private get timeoutMinutes(): number {
    return this.readinessMinutes + 5;
  }

  private waitFor(job: string, minutes: number): string {
    return `kubectl -n ${this.namespace} wait --for=condition=complete job/${job} --timeout=${minutes}m`;
  }

  /**
   * One run of istioctl per control plane, the newest first: it brings what a cluster has once, and takes it over before
   * istioctl of the older one looks for what it has to remove.
   */
  private installRun(plan: InstallPlan): {
    readonly name: string;
    readonly files: { readonly [file: string]: string };
    readonly spec: ValueTree;
  } {
    const runs = plan.operators
      .map((operator, index) => ({
        plane: plan.controlPlanes[index] ?? plan.controlPlanes[0],
        text: yamlText(operator),
        file: plan.operators.length === 1 ? OPERATOR_FILE : `${operator.metadata.name}.yaml`,
      }))
      .reverse();
    const steps = runs.map(({ plane, file }) => ({
      name: runs.length === 1 ? 'istioctl' : `istioctl-${plane.revision ?? 'default'}`,
      image: `${plan.hub}/istioctl:${plane.version}`,
      args: ['install', '-y', '-f', `/etc/istio-installer/${file}`, '--readiness-timeout', `${this.readinessMinutes}m`],
    }));
    const hash = contentHash([...runs.map(({ text }) => text), jobSpec(steps, '')]);
    const { revision } = plan.controlPlanes[0];
    const name = [INSTALL_PREFIX, ...(runs.length > 1 || revision === undefined ? [] : [revision]), hash].join('-');
    return {
      name,
      files: Object.fromEntries(runs.map(({ file, text }) => [file, text])),
      spec: jobSpec(steps, name),
    };
  }

  private configMetadata(): ValueTree {
    return this.appliedBy === 'argo-cd' ? { annotations: { [SYNC_WAVE]: String(WAVE_STEP) } } : {};
  }

  private runMetadata(): ValueTree {
    switch (this.appliedBy) {
      case 'kubectl':
        return {};
      case 'argo-cd':
        return {
          annotations: {
            'argocd.argoproj.io/hook': 'Sync',
            'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
            [SYNC_WAVE]: String(WAVE_STEP + 1),
          },
        };
      case 'flux':
        return { annotations: { 'kustomize.toolkit.fluxcd.io/force': 'enabled' } };
    }
  }
}

const INSTALLER = 'istio-installer';

/** Waves between two steps of the rollout: room for one Job per control plane. */
const WAVE_STEP = 10;

const INSTALL_PREFIX = 'istio-install';
const LABELS = { 'app.kubernetes.io/name': INSTALLER };

interface InstallerStep {
  readonly name: string;
  readonly image: string;
  readonly args: readonly string[];
}

/** A Job whose steps run one after the other. */
function jobSpec(steps: readonly InstallerStep[], config: string | undefined): ValueTree {
  const scratch = { name: 'scratch', mountPath: '/tmp' };
  const containers = steps.map(({ name, image, args }) => ({
    name,
    image,
    args: [...args],
    env: [{ name: 'HOME', value: '/tmp' }],
    resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '1Gi' } },
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
    },
    volumeMounts:
      config === undefined
        ? [scratch]
        : [scratch, { name: 'config', mountPath: '/etc/istio-installer', readOnly: true }],
  }));
  return {
    backoffLimit: 3,
    template: {
      metadata: { labels: { ...LABELS, 'sidecar.istio.io/inject': 'false' } },
      spec: {
        serviceAccountName: INSTALLER,
        restartPolicy: 'Never',
        securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
        ...(containers.length > 1 ? { initContainers: containers.slice(0, -1) } : {}),
        containers: containers.slice(-1),
        volumes: [
          { name: 'scratch', emptyDir: {} },
          ...(config === undefined ? [] : [{ name: 'config', configMap: { name: config } }]),
        ],
      },
    },
  };
}

function contentHash(content: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, HASH_LENGTH);
}
