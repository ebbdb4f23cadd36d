import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { ServicePort } from '../routing/refs';
import { declareBy } from '../tree/declared-by';
import { ConfigError } from '../values/config-error';

/** How many pods an autoscaler runs. */
export interface AutoscalingProps {
  /** The least number of pods, 1 or more. */
  readonly minReplicas: number;
  /** The greatest number of pods. */
  readonly maxReplicas: number;
  /**
   * The use of the requested CPU that it aims at, in percent.
   *
   * @default 80
   */
  readonly cpuPercent?: number | undefined;
}

/** A workload that the library defines from plain properties. */
export interface WorkloadProps {
  /** The container image, with its tag or digest. */
  readonly image: string;

  /**
   * `Deployment`, or `StatefulSet` for pods with names and volumes of their own.
   *
   * @default "Deployment"
   */
  readonly kind?: 'Deployment' | 'StatefulSet' | undefined;

  /**
   * Number of pods, 0 or more.
   *
   * @default 2 for a Deployment, 1 for a StatefulSet
   */
  readonly replicas?: number | undefined;

  /**
   * Lets an autoscaler set the number of pods instead; checks count on its minimum. Needs `resources.requests.cpu`.
   *
   * @default - the number is fixed
   */
  readonly autoscaling?: AutoscalingProps | undefined;

  /** Environment variables of the container. */
  readonly env?: { readonly [name: string]: string } | undefined;

  /** Replaces the entry point of the image. */
  readonly command?: readonly string[] | undefined;

  /** Replaces the arguments of the image. */
  readonly args?: readonly string[] | undefined;

  /**
   * HTTP path on the first port that answers 2xx when the container is well: readiness and liveness probe ask it.
   *
   * @default - no probes
   */
  readonly health?: string | undefined;

  /** Requests and limits of the container, as Kubernetes writes them. */
  readonly resources?:
    | {
        readonly requests?: { readonly [resource: string]: string } | undefined;
        readonly limits?: { readonly [resource: string]: string } | undefined;
      }
    | undefined;

  /** Further labels of the pods. */
  readonly podLabels?: { readonly [key: string]: string } | undefined;

  /** Further annotations of the pods. */
  readonly podAnnotations?: { readonly [key: string]: string } | undefined;

  /** Further fields of the pod's spec, merged last. */
  readonly podSpec?: { readonly [field: string]: unknown } | undefined;
}

/** What a workload gets from the service it belongs to. */
export interface WorkloadContext {
  readonly by: Construct;
  readonly name: string;
  readonly namespace: string;
  readonly serviceName: string;
  readonly serviceAccountName: string;
  /** Labels that select the workload's pods. */
  readonly labels: { readonly [key: string]: string };
  readonly podAnnotations: { readonly [key: string]: string };
  readonly ports: readonly ServicePort[];
}

/** How many pods the workload surely has. */
export function replicasOf(props: WorkloadProps): number {
  if (props.autoscaling !== undefined) return props.autoscaling.minReplicas;
  return props.replicas ?? (props.kind === 'StatefulSet' ? 1 : 2);
}

/** Defines the Deployment or StatefulSet. */
export function defineWorkload(chart: Construct, props: WorkloadProps, context: WorkloadContext): ApiObject {
  const where = context.by.node.path;
  const replicas = replicasOf(props);
  if (!Number.isInteger(replicas) || replicas < 0) {
    throw new ConfigError(
      `Cannot run "${context.name}" at ${where}: wanted a whole number of replicas, got ${replicas}`,
    );
  }
  if (typeof props.image !== 'string' || props.image === '') {
    throw new ConfigError(
      `Cannot run "${context.name}" at ${where}: wanted an image, got ${JSON.stringify(props.image)}`,
    );
  }
  if (props.health !== undefined && !props.health.startsWith('/')) {
    throw new ConfigError(
      `Cannot probe "${context.name}" at ${where}: wanted a health path that begins with "/", got "${props.health}"`,
    );
  }
  const kind = props.kind ?? 'Deployment';
  const [firstPort] = context.ports;
  const probe =
    props.health === undefined || firstPort === undefined
      ? undefined
      : { httpGet: { path: props.health, port: firstPort.name } };
  const annotations = { ...context.podAnnotations, ...props.podAnnotations };
  const object = new ApiObject(chart, `${kind}-${context.namespace}-${context.name}`, {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name: context.name, namespace: context.namespace, labels: { ...context.labels } },
    spec: {
      replicas: props.autoscaling === undefined ? replicas : undefined,
      serviceName: kind === 'StatefulSet' ? context.serviceName : undefined,
      selector: { matchLabels: { ...context.labels } },
      template: {
        metadata: {
          labels: { ...props.podLabels, ...context.labels },
          annotations: Object.keys(annotations).length === 0 ? undefined : annotations,
        },
        spec: {
          serviceAccountName: context.serviceAccountName,
          containers: [
            {
              name: context.serviceName,
              image: props.image,
              command: props.command,
              args: props.args,
              env: props.env && variables(props.env),
              ports: context.ports.map(port => ({
                name: port.name,
                containerPort: port.targetPort,
                protocol: port.protocol === 'udp' ? 'UDP' : 'TCP',
              })),
              readinessProbe: probe,
              livenessProbe: probe,
              resources: props.resources,
            },
          ],
          ...props.podSpec,
        },
      },
    },
  });
  declareBy(object, context.by);
  if (props.autoscaling !== undefined) defineAutoscaler(chart, kind, props, context);
  return object;
}

function variables(env: { readonly [name: string]: string }): { name: string; value: string }[] {
  const sorted = Object.entries(env).sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([name, value]) => ({ name, value }));
}

function defineAutoscaler(chart: Construct, kind: string, props: WorkloadProps, context: WorkloadContext): void {
  const { minReplicas = 0, maxReplicas = 0, cpuPercent = 80 } = props.autoscaling ?? {};
  const fail = (wanted: string): never => {
    throw new ConfigError(`Cannot scale "${context.name}" at ${context.by.node.path}: ${wanted}`);
  };
  if (props.replicas !== undefined) fail('wanted either replicas or autoscaling, got both');
  if (!Number.isInteger(minReplicas) || minReplicas < 1 || !(maxReplicas >= minReplicas)) {
    fail(`wanted minReplicas of at least 1 and maxReplicas of at least that, got ${minReplicas} and ${maxReplicas}`);
  }
  if (props.resources?.requests?.cpu === undefined) {
    fail('wanted resources.requests.cpu, of which the autoscaler measures the use, got none');
  }
  const scaler = new ApiObject(chart, `HorizontalPodAutoscaler-${context.namespace}-${context.name}`, {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: context.name, namespace: context.namespace, labels: { ...context.labels } },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind, name: context.name },
      minReplicas,
      maxReplicas,
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: cpuPercent } },
        },
      ],
    },
  });
  declareBy(scaler, context.by);
}
