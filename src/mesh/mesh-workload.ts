import { createHash } from 'node:crypto';
import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { assumeObjects } from '../tree/assumed-object';
import { declareBy } from '../tree/declared-by';
import type { AutoscalingProps } from '../values/autoscaling';
import { failing } from '../values/config-error';
import { requireDnsLabel } from '../values/names';
import { canonicalJson } from '../values/plain-data';
import { requireGiven } from '../values/require-given';
import { type AdoptedWorkload, accountOfAdopted, adoptWorkload } from './adopted-workload';
import type { ExternalService } from './external-service';
import { Mesh } from './mesh';
import type { MeshService } from './mesh-service';
import { type PodProps, toPodTemplate } from './pod-template';
import type { CallOptions, NamespaceRef, PodCaller } from './references';
import { type DisruptionBudget, defineWorkload } from './workload';

/** How a workload that nobody calls runs. */
export type RunningProps =
  | {
      /**
       * Pods that run all the time.
       *
       * @default "Deployment"
       */
      readonly kind?: 'Deployment' | undefined;
      /** @default 2 */
      readonly replicas?: number | undefined;
      /** @default - the number is fixed */
      readonly autoscaling?: AutoscalingProps | undefined;
      /** @default - all may be evicted at once */
      readonly disruptionBudget?: DisruptionBudget | undefined;
      readonly schedule?: never;
      readonly backoffLimit?: never;
    }
  | {
      /** One pod on every node. */
      readonly kind: 'DaemonSet';
      readonly schedule?: never;
      readonly backoffLimit?: never;
    }
  | {
      /**
       * Pods that end when their work is done. The Job has a name of its own for each content, since nobody may change one:
       * what is applied again does nothing, and what has changed runs.
       */
      readonly kind: 'Job';
      /**
       * How often it is tried again.
       *
       * @default - that of Kubernetes, 6
       */
      readonly backoffLimit?: number | undefined;
      readonly schedule?: never;
    }
  | {
      /** Pods that are started by the clock, one after the other. */
      readonly kind: 'CronJob';
      /** When it is started, in the form of cron: `0 3 * * *` is every night at three. */
      readonly schedule: string;
      /**
       * How often it is tried again.
       *
       * @default - that of Kubernetes, 6
       */
      readonly backoffLimit?: number | undefined;
    };

/** What every workload without ports has. */
export interface CommonWorkloadProps {
  /** The namespace that it runs in. */
  readonly namespace: NamespaceRef;

  /**
   * Its name: a DNS label, different from those of services.
   *
   * @default - the id of the construct
   */
  readonly name?: string | undefined;

  /**
   * Name of a service account that exists.
   *
   * @default - that of an adopted workload; without one, a ServiceAccount with the name of the workload is defined
   */
  readonly serviceAccount?: string | undefined;
}

/** A workload without ports that the library runs, or a Deployment, Job or the like of the app that it takes over. */
export type MeshWorkloadProps = CommonWorkloadProps &
  (
    | (PodProps & RunningProps & { readonly workload?: never })
    | { readonly workload: AdoptedWorkload; readonly image?: never }
  );

/** Properties of a workload that somebody else runs. */
export interface ExistingWorkloadProps extends CommonWorkloadProps {
  /**
   * The labels that select its pods.
   *
   * @default - `app` with its name
   */
  readonly selector?: { readonly [key: string]: string } | undefined;
}

/**
 * Declares a workload that calls services and that nobody calls: a worker, a job, a load generator.
 *
 * Defines a Deployment, DaemonSet, Job or CronJob and a ServiceAccount, but no Service. Its declared calls count like
 * those of a `MeshService`: for authorization, sidecars, network policies and the page about the mesh.
 *
 * With a sidecar, the pods of a Job end only where the sidecar is a native one, as on Kubernetes 1.29 and newer.
 *
 * @see https://istio.io/latest/docs/ops/deployment/application-requirements/
 *
 * @example
 * const report = new MeshWorkload(mesh, 'nightly-report', {
 *   namespace: shop,
 *   kind: 'CronJob',
 *   schedule: '0 3 * * *',
 *   image: 'registry.example.com/shop/report:1.0.0',
 * }).calls(backend, { methods: ['GET'] });
 */
export class MeshWorkload extends Construct implements PodCaller {
  /**
   * Declares a workload that somebody else runs: nothing is defined for it, but what it calls is let through.
   *
   * @example
   * const crawler = MeshWorkload.existing(mesh, 'crawler', { namespace: shop, serviceAccount: 'crawler' });
   */
  public static existing(scope: Construct, id: string, props: ExistingWorkloadProps): MeshWorkload {
    const { serviceAccount = 'default', selector, ...common } = props;
    return new MeshWorkload(scope, id, { ...common, serviceAccount, image: '' }, { selector });
  }

  public readonly mesh: Mesh;
  public readonly namespace: NamespaceRef;
  public readonly name: string;
  /** Labels that select all its pods. */
  public readonly selector: { readonly [key: string]: string };
  public readonly serviceAccountName: string;
  public readonly isExisting: boolean;
  /** The object that runs the pods, unless it is somebody else's. */
  public readonly apiObject: ApiObject | undefined;

  public constructor(
    scope: Construct,
    id: string,
    props: MeshWorkloadProps,
    existing?: Pick<ExistingWorkloadProps, 'selector'>,
  ) {
    super(scope, id);
    const where = this.node.path;
    this.isExisting = existing !== undefined;
    this.mesh = Mesh.of(this);
    this.namespace = requireGiven(props.namespace, 'namespace', where);
    this.name = requireDnsLabel(props.name ?? id, 'name of a workload', where);
    this.selector = existing?.selector ?? { app: this.name };
    const account =
      props.serviceAccount ?? (props.workload === undefined ? undefined : accountOfAdopted(props.workload));
    this.serviceAccountName = requireDnsLabel(account ?? this.name, 'name of a service account', where);
    this.mesh.addWorkload(this);
    if (existing !== undefined) {
      this.apiObject = undefined;
      assumeObjects(this, () => [this.assumedPods()]);
      return;
    }
    if (account === undefined) {
      this.mesh.defineObject(this, 'workloads', {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name: this.serviceAccountName, namespace: this.namespace.name, labels: this.describedBy },
      });
    }
    this.apiObject = props.workload === undefined ? this.define(props) : this.adopt(props.workload);
  }

  /** How findings name it: `<namespace>/<name>`. */
  public get label(): string {
    return `${this.namespace.name}/${this.name}`;
  }

  /** The identity of its pods. */
  public get principal(): string {
    return `${this.mesh.trustDomain}/ns/${this.namespace.name}/sa/${this.serviceAccountName}`;
  }

  /** Declares that its pods call `callee`. Authorization is derived from such calls. */
  public calls(callee: MeshService | ExternalService, options: CallOptions = {}): this {
    requireGiven(callee, 'callee', this.node.path).allowCaller(this, this, options);
    return this;
  }

  private get describedBy(): { readonly [key: string]: string } {
    return { 'app.kubernetes.io/name': this.name, ...this.selector };
  }

  private adopt(workload: AdoptedWorkload): ApiObject {
    return adoptWorkload(workload, {
      labels: this.selector,
      annotations: endsByItself(ApiObject.isApiObject(workload) ? workload : ApiObject.of(workload))
        ? {}
        : this.namespace.podAnnotations,
      serviceAccountName: this.serviceAccountName,
      where: this.node.path,
    });
  }

  private define(props: PodProps & RunningProps): ApiObject {
    const chart = this.mesh.chartFor(this, 'workloads');
    const context = {
      by: this,
      name: this.name,
      namespace: this.namespace.name,
      serviceName: this.name,
      serviceAccountName: this.serviceAccountName,
      labels: this.selector,
      describedBy: this.describedBy,
      podAnnotations: this.namespace.podAnnotations,
      ports: [],
    };
    if (props.kind === undefined || props.kind === 'Deployment') return defineWorkload(chart, props, context);
    const template = toPodTemplate(props, {
      ...context,
      containerName: this.name,
      annotations: endsByItself(props) ? {} : context.podAnnotations,
      where: this.node.path,
    });
    const spec = this.specOf(props, template);
    const name = props.kind === 'Job' ? nameOfContent(this.name, spec) : this.name;
    const object = new ApiObject(chart, `${props.kind}-${context.namespace}-${this.name}`, {
      apiVersion: props.kind === 'DaemonSet' ? 'apps/v1' : 'batch/v1',
      kind: props.kind,
      metadata: { name, namespace: context.namespace, labels: this.describedBy },
      spec,
    });
    declareBy(object, this);
    return object;
  }

  private specOf(props: RunningProps, template: { readonly metadata: object; readonly spec: object }): object {
    if (props.kind !== 'Job' && props.kind !== 'CronJob') {
      return { selector: { matchLabels: { ...this.selector } }, template };
    }
    const job = {
      backoffLimit: props.backoffLimit,
      template: { ...template, spec: { restartPolicy: 'Never', ...template.spec } },
    };
    if (props.kind === 'Job') return job;
    const schedule = this.checkSchedule(props.schedule);
    return { schedule, concurrencyPolicy: 'Forbid', jobTemplate: { spec: job } };
  }

  private checkSchedule(schedule: string): string {
    if (!/^(@(yearly|annually|monthly|weekly|daily|midnight|hourly)|(\S+\s+){4}\S+)$/.test(schedule)) {
      failing(
        `Cannot start "${this.label}" by the clock`,
        this.node.path,
      )(`wanted a schedule of five fields such as "0 3 * * *", got "${schedule}"`);
    }
    return schedule;
  }

  private assumedPods() {
    const labels = { ...this.selector };
    return {
      apiVersion: 'apps/v1',
      // Of the pods of a DaemonSet nobody expects to know the number.
      kind: 'DaemonSet',
      metadata: { name: this.name, namespace: this.namespace.name },
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { serviceAccountName: this.serviceAccountName, containers: [{ name: this.name }] },
        },
      },
    };
  }
}

/** Whether its pods end when their work is done: those that run keep their proxy, and the next ones get the new one. */
function endsByItself({ kind }: { readonly kind?: string | undefined }): boolean {
  return kind === 'Job' || kind === 'CronJob';
}

/** A name of at most 63 characters that changes with the content. */
function nameOfContent(name: string, content: object): string {
  const hash = createHash('sha256').update(canonicalJson(content)).digest('hex').slice(0, 8);
  return `${name.slice(0, 54).replace(/-+$/, '')}-${hash}`;
}
