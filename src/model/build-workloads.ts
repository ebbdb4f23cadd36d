import type { InjectionModel } from './injection';
import type { KindName } from './kinds';
import type { Labels } from './labels';
import type { NamespaceIndex } from './namespaces';
import { isKind, type Resource } from './resource';
import type { ControllerSpec } from './shapes/kubernetes';
import { type Replicas, type Workload, type WorkloadSource, workloadOf } from './workload';

/** The kinds whose template is a pod template at `spec.template`. */
const CONTROLLERS = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'Rollout'] as const;

/** The kinds from which workloads are made. */
export const WORKLOAD_KINDS = [
  'Pod',
  ...CONTROLLERS,
  'CronJob',
  'WorkloadEntry',
  'WorkloadGroup',
] as const satisfies readonly KindName[];

/** What surrounds the pods. */
export interface WorkloadContext {
  readonly namespaces: NamespaceIndex;
  readonly injection: InjectionModel;
  /** Whether only Pod objects count as pods. */
  readonly podsOnly: boolean;
}

/** The pods that the objects of a set make, in the order of the input. */
export function buildWorkloads(
  resources: readonly Resource[],
  generated: readonly WorkloadSource[],
  { namespaces, injection, podsOnly }: WorkloadContext,
): Workload[] {
  const autoscalers = autoscalersOf(resources);
  const sources: WorkloadSource[] = [];
  for (const resource of resources) {
    if (isKind(resource, 'Pod')) {
      sources.push({
        resource,
        labels: resource.labels,
        annotations: resource.annotations,
        pod: resource.spec,
        replicas: ONE,
      });
    } else if (!podsOnly) {
      const source = sourceOf(resource, autoscalers);
      if (source !== undefined) sources.push(source);
    }
  }
  return [...sources, ...generated].map(source => workloadOf(source, namespaces, injection));
}

const ONE: Replicas = { min: 1, max: 1 };

function sourceOf(resource: Resource, autoscalers: ReadonlyMap<string, Replicas>): WorkloadSource | undefined {
  for (const kind of CONTROLLERS) {
    if (isKind(resource, kind)) {
      const scaled =
        kind === 'DaemonSet' ? undefined : (autoscalers.get(keyOf(resource)) ?? fixed(kind, resource.spec));
      return templateOf(resource, resource.spec, 'spec.template', scaled, kind === 'Job');
    }
  }
  if (isKind(resource, 'CronJob')) {
    const spec = resource.spec.jobTemplate?.spec ?? {};
    return templateOf(resource, spec, 'spec.jobTemplate.spec.template', fixed('Job', spec), true);
  }
  if (isKind(resource, 'WorkloadEntry')) {
    const { labels = {}, serviceAccount, ports = {} } = resource.spec;
    const hasProxy = isTakenForProxy(labels, serviceAccount);
    return {
      resource,
      labels,
      replicas: ONE,
      ...machine(serviceAccount, ports),
      dataPlane: hasProxy ? 'sidecar' : 'none',
    };
  }
  if (isKind(resource, 'WorkloadGroup')) {
    const { metadata, template } = resource.spec;
    const labels = { ...metadata?.labels, ...template?.labels };
    return { resource, labels, annotations: metadata?.annotations ?? {}, ...machine(template?.serviceAccount) };
  }
  return undefined;
}

const TLS_MODE = 'security.istio.io/tlsMode';

/** Whether istiod takes a virtual machine to have a proxy: by its label, else because it has an account of the mesh. */
function isTakenForProxy({ [TLS_MODE]: mode }: Labels, serviceAccount = ''): boolean {
  return mode === undefined ? serviceAccount !== '' : mode === 'istio';
}

/** A virtual machine runs its proxy itself, whatever the labels of the namespace say. */
function machine(
  serviceAccount: string | undefined,
  ports: { readonly [name: string]: number } = {},
): Partial<WorkloadSource> {
  const named = Object.entries(ports).map(([name, containerPort]) => ({ name, containerPort }));
  const pod = { containers: [{ name: 'istio-proxy', image: 'machine', ports: named }] };
  return serviceAccount === undefined ? { pod } : { pod, serviceAccount };
}

function templateOf(
  resource: Resource,
  { template }: ControllerSpec,
  podPath: string,
  replicas: Replicas | undefined,
  endsByItself: boolean,
): WorkloadSource | undefined {
  // A Rollout that points to a Deployment has no template: that Deployment is the workload.
  if (template === undefined) return undefined;
  return {
    resource,
    labels: template.metadata?.labels ?? {},
    annotations: template.metadata?.annotations ?? {},
    pod: template.spec ?? {},
    podPath,
    replicas,
    endsByItself,
  };
}

function fixed(kind: string, spec: ControllerSpec): Replicas {
  const count = (kind === 'Job' ? spec.parallelism : spec.replicas) ?? 1;
  return { min: count, max: count };
}

function autoscalersOf(resources: readonly Resource[]): ReadonlyMap<string, Replicas> {
  const found = new Map<string, Replicas>();
  for (const resource of resources) {
    if (isKind(resource, 'HorizontalPodAutoscaler')) {
      const { scaleTargetRef: target, minReplicas: min = 1, maxReplicas: max = min } = resource.spec;
      found.set(`${target?.kind} ${resource.namespace}/${target?.name}`, { min, max });
    } else if (isKind(resource, 'ScaledObject')) {
      const { scaleTargetRef: target, minReplicaCount: min = 0, maxReplicaCount: max = 100 } = resource.spec;
      found.set(`${target?.kind ?? 'Deployment'} ${resource.namespace}/${target?.name}`, { min, max });
    }
  }
  return found;
}

function keyOf({ kind, namespace, name }: Resource): string {
  return `${kind} ${namespace}/${name}`;
}
