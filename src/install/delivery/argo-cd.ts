import type { Construct } from 'constructs';
import { Application, type ApplicationSpec } from '../../../imports/argoproj.io/application';
import { ApplicationSet } from '../../../imports/argoproj.io/application-set';
import type { ChartRelease } from '../../tree/chart-release';
import type { ArgoCdIgnoreDifference } from '../../values/gitops';
import { type NamespaceName, requireNamespace } from '../../values/namespace-name';
import type { InstallPlan, PlanComponent } from '../install-plan';
import { ChartSource } from '../registries';
import { yamlText } from '../yaml-text';
import { DELETE_CRDS } from './kubectl';
import { chartGateways, MESH_PHASE, outputsOf, rolloutChecks } from './outputs';
import { failurePolicyProblems, remoteSourceProblems } from './problems';
import { removeNamespaces, removeTags } from './removal';
import type { DeliveryFile, DeliveryOutputs, DeliverySteps, DeliveryStrategy, PhaseFiles } from './strategy';
import { SYNC_WAVE, syncAnnotations } from './sync-annotations';

/** Options of `Delivery.argoCd`. */
export interface ArgoCdDeliveryOptions {
  /**
   * Namespace of Argo CD, where its Applications live.
   *
   * @default argocd
   */
  readonly namespace?: NamespaceName | undefined;

  /** @default default */
  readonly project?: string | undefined;

  /**
   * API server of the cluster that gets Istio.
   *
   * @default - the cluster of Argo CD
   */
  readonly server?: string | undefined;

  /** @default ChartSource.http() */
  readonly source?: ChartSource | undefined;

  /**
   * Defines one ApplicationSet with a rolling sync instead of one Application per chart. Its steps wait for each other
   * whatever the health checks of Argo CD say, but progressive syncs must be switched on in its controller.
   *
   * @default false
   */
  readonly applicationSet?: boolean | undefined;

  /**
   * What else Argo CD must not correct, for clusters that change objects of the charts themselves: AKS, for example, the
   * namespace selectors of webhooks.
   *
   * @default - the certificates and failure policies that istiod writes
   */
  readonly ignoreDifferences?: readonly ArgoCdIgnoreDifference[] | undefined;

  /**
   * The folder of the mesh configuration in git: gets an Application of its own, after Istio.
   *
   * @default - none; give the objects the annotations of `outputs.phases.mesh`
   */
  readonly meshConfig?:
    | {
        readonly repoURL: string;
        readonly path: string;
        /** Branch, tag or commit. @default "HEAD" */
        readonly targetRevision?: string | undefined;
      }
    | undefined;
}

/** Waves in which Argo CD syncs, by what they bring. */
const WAVES = { namespaces: -3, base: -2, cni: -1, istiod: 0, ztunnel: 1, gateway: 2, mesh: 3 } as const;

const STEP_LABEL = 'cdk8s-istio/step';

/**
 * What istiod writes into the webhooks of its charts. The failure policy is the same on both sides unless somebody
 * changes it; ignoring it too keeps a foreign change from becoming a fight.
 */
const WRITTEN_BY_ISTIOD: readonly ArgoCdIgnoreDifference[] = [
  {
    group: 'admissionregistration.k8s.io',
    kind: 'ValidatingWebhookConfiguration',
    jqPathExpressions: ['.webhooks[].clientConfig.caBundle', '.webhooks[].failurePolicy'],
  },
  {
    group: 'admissionregistration.k8s.io',
    kind: 'MutatingWebhookConfiguration',
    jqPathExpressions: ['.webhooks[].clientConfig.caBundle'],
  },
];

const SYNC_OPTIONS = ['CreateNamespace=true', 'RespectIgnoreDifferences=true', 'ServerSideApply=true'];

/** Delivers each chart of the plan as an Application of Argo CD, ordered by sync waves. */
export class ArgoCdDelivery implements DeliveryStrategy {
  public readonly name = 'argo-cd';
  public readonly ownsTags = false;
  private readonly namespace: string;
  private readonly source: ChartSource;

  public constructor(private readonly options: ArgoCdDeliveryOptions) {
    this.namespace = requireNamespace(options.namespace ?? 'argocd', 'namespace of Argo CD', 'Delivery.argoCd').name;
    this.source = options.source ?? ChartSource.http();
  }

  public supports(plan: InstallPlan): readonly string[] {
    return [
      ...remoteSourceProblems(this.source, 'Argo CD'),
      ...failurePolicyProblems(plan, 'Argo CD would see the difference at every comparison and never be in sync'),
    ];
  }

  public emit(scope: Construct, plan: InstallPlan): void {
    if (this.options.applicationSet === true) this.emitSet(scope, plan);
    else for (const component of plan.components) this.emitApplication(scope, component);
    this.emitMeshConfig(scope);
  }

  /** Defines one Application for a chart that is not of Istio; it is synced with what needs Istio. */
  public emitChart(scope: Construct, chart: ChartRelease): void {
    new Application(scope, `Application-${chart.release}`, {
      metadata: {
        name: chart.release,
        namespace: this.namespace,
        annotations: { [SYNC_WAVE]: String(WAVES.mesh) },
      },
      spec: {
        project: this.options.project ?? 'default',
        destination: this.destination(chart.namespace),
        source: {
          repoURL: chart.repository,
          chart: chart.chart,
          targetRevision: chart.version,
          helm: { releaseName: chart.release, valuesObject: { ...chart.values } },
        },
        syncPolicy: syncPolicy(true),
      },
    });
  }

  public files(): readonly DeliveryFile[] {
    return [];
  }

  public outputs(plan: InstallPlan): DeliveryOutputs {
    const waves = [WAVES.namespaces, WAVES.istiod, WAVES.gateway, WAVES.mesh];
    return outputsOf(this.name, plan, {
      gateways: chartGateways(plan),
      readyChecks: rolloutChecks(plan),
      gate: 'sync-waves',
      annotations: order => syncAnnotations(String(waves[order]), order === MESH_PHASE),
    });
  }

  public steps(plan: InstallPlan, files: PhaseFiles): DeliverySteps {
    const names = this.applicationNames(plan);
    const wait = names.map(name => `argocd app wait ${name} --sync --health --timeout 600`);
    return {
      deploy: [
        {
          text: `Commit and push ${[...new Set([...files.install, ...files.mesh])].join(', ') || 'the manifests'}; Argo CD syncs the objects in waves. Between Applications the waves wait only if argocd-cm has a health check for them; without it, failed syncs are tried again.`,
          commands: [
            `kubectl -n ${this.namespace} get configmap argocd-cm -o jsonpath='{.data.resource\\.customizations\\.health\\.argoproj\\.io_Application}'`,
            ...wait,
          ],
        },
        { text: 'Check that Istio is ready.', commands: rolloutChecks(plan) },
      ],
      upgrade: [
        {
          text: 'Set the new version, synthesize, commit and push: targetRevision of every Application changes, base first. Restart the workloads afterwards.',
          commands: ['istioctl x precheck', ...wait],
        },
      ],
      rollBack: [{ text: 'Revert the commit and push.', commands: wait }],
      uninstall: [
        {
          text: 'Remove the configuration of the mesh from git, then stop whatever applies these manifests, or it brings the Applications back.',
          commands: [],
        },
        removeTags(plan),
        {
          text: 'Delete the Applications in reverse order of the waves, base last. CRDs stay.',
          commands: [
            ...(this.options.applicationSet === true
              ? [`kubectl -n ${this.namespace} delete applicationset istio --cascade=orphan`]
              : []),
            ...[...names].reverse().map(name => `argocd app delete ${name} --cascade --yes`),
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

  private applicationNames(plan: InstallPlan): readonly string[] {
    const charts = [...plan.components].sort((a, b) => WAVES[a.kind] - WAVES[b.kind]).map(({ release }) => release);
    return this.options.meshConfig === undefined ? charts : [...charts, MESH_CONFIG];
  }

  private emitApplication(scope: Construct, component: PlanComponent): void {
    new Application(scope, `Application-${component.release}`, {
      metadata: {
        name: component.release,
        namespace: this.namespace,
        annotations: { [SYNC_WAVE]: String(WAVES[component.kind]) },
      },
      spec: {
        ...this.shared(),
        destination: this.destination(component.namespace),
        source: {
          ...this.repository(),
          chart: component.chart,
          targetRevision: component.version,
          helm: { releaseName: component.release, valuesObject: { ...component.values } },
        },
        syncPolicy: syncPolicy(component.kind !== 'base'),
      },
    });
  }

  private emitSet(scope: Construct, plan: InstallPlan): void {
    const steps = [...new Set(plan.components.map(({ kind }) => kind))].sort((a, b) => WAVES[a] - WAVES[b]);
    new ApplicationSet(scope, 'ApplicationSet', {
      metadata: { name: 'istio', namespace: this.namespace, annotations: { [SYNC_WAVE]: String(WAVES.base) } },
      spec: {
        goTemplate: true,
        goTemplateOptions: ['missingkey=error'],
        generators: [
          {
            list: {
              elements: plan.components.map(({ kind, chart, release, namespace, version, values }) => ({
                chart,
                namespace,
                release,
                step: kind,
                values: yamlText(values),
                version,
              })),
            },
          },
        ],
        strategy: {
          type: 'RollingSync',
          rollingSync: {
            steps: steps.map(step => ({ matchExpressions: [{ key: STEP_LABEL, operator: 'In', values: [step] }] })),
          },
        },
        syncPolicy: { preserveResourcesOnDeletion: true },
        template: {
          metadata: { name: '{{ .release }}', labels: { [STEP_LABEL]: '{{ .step }}' } },
          spec: {
            ...this.shared(),
            destination: this.destination('{{ .namespace }}'),
            source: {
              ...this.repository(),
              chart: '{{ .chart }}',
              targetRevision: '{{ .version }}',
              helm: { releaseName: '{{ .release }}', values: '{{ .values }}' },
            },
            syncPolicy: { retry: RETRY, syncOptions: SYNC_OPTIONS },
          },
        },
      },
    });
  }

  private emitMeshConfig(scope: Construct): void {
    const { meshConfig } = this.options;
    if (meshConfig === undefined) return;
    new Application(scope, `Application-${MESH_CONFIG}`, {
      metadata: {
        name: MESH_CONFIG,
        namespace: this.namespace,
        annotations: { [SYNC_WAVE]: String(WAVES.mesh) },
      },
      spec: {
        project: this.options.project ?? 'default',
        destination: this.destination(undefined),
        source: {
          repoURL: meshConfig.repoURL,
          path: meshConfig.path,
          targetRevision: meshConfig.targetRevision ?? 'HEAD',
        },
        syncPolicy: syncPolicy(true),
      },
    });
  }

  private shared(): Pick<ApplicationSpec, 'project' | 'ignoreDifferences'> {
    return {
      project: this.options.project ?? 'default',
      ignoreDifferences: [...WRITTEN_BY_ISTIOD, ...(this.options.ignoreDifferences ?? [])],
    };
  }

  private destination(namespace: string | undefined): ApplicationSpec['destination'] {
    return {
      server: this.options.server ?? 'https://kubernetes.default.svc',
      namespace,
    };
  }

  /** Argo CD names an OCI registry without its scheme. */
  private repository(): { readonly repoURL: string } {
    return { repoURL: this.source.location.replace(/^oci:\/\//, '') };
  }
}

const MESH_CONFIG = 'istio-mesh-config';

/** Waves of other Applications are not waited for unless Argo CD is told how; so a sync is tried again. */
const RETRY = { limit: 10, backoff: { duration: '15s', factor: 2, maxDuration: '5m' } };

function syncPolicy(prune: boolean): NonNullable<ApplicationSpec['syncPolicy']> {
  return { automated: { prune, selfHeal: true }, retry: RETRY, syncOptions: SYNC_OPTIONS };
}
