import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { ServicePort } from '../routing/refs';
import { declareBy } from '../tree/declared-by';
import type { AutoscalingProps } from '../values/autoscaling';
import { ConfigError, failing } from '../values/config-error';
import { claimTemplatesOf, type PodProps, toPodTemplate } from './pod-template';

/** How many pods must stay while nodes are drained: a number, or a share such as `50%`. */
export type DisruptionBudget =
  | { readonly minAvailable: number | `${number}%`; readonly maxUnavailable?: never }
  | { readonly maxUnavailable: number | `${number}%`; readonly minAvailable?: never };

/** A workload that the library defines from plain properties. */
export interface WorkloadProps extends PodProps {
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

  /**
   * Keeps pods while nodes are drained.
   *
   * @default - all may be evicted at once
   */
  readonly disruptionBudget?: DisruptionBudget | undefined;
}

/** What a workload gets from what it belongs to. */
export interface WorkloadContext {
  readonly by: Construct;
  readonly name: string;
  readonly namespace: string;
  /** Name of the container, and of the Service that gives the pods of a StatefulSet their names. */
  readonly serviceName: string;
  readonly serviceAccountName: string;
  /** Labels that select the workload's pods. */
  readonly labels: { readonly [key: string]: string };
  /** Labels that tell of them, and select nothing. */
  readonly describedBy: { readonly [key: string]: string };
  readonly podAnnotations: { readonly [key: string]: string };
  readonly ports: readonly ServicePort[];
}

/** How many pods the workload surely has. */
export function replicasOf(props: WorkloadProps): number {
  if (props.autoscaling !== undefined) return props.autoscaling.minReplicas;
  return props.replicas ?? (props.kind === 'StatefulSet' ? 1 : 2);
}

/** Defines the Deployment or StatefulSet, with its autoscaler and disruption budget. */
export function defineWorkload(chart: Construct, props: WorkloadProps, context: WorkloadContext): ApiObject {
  const { name, namespace, labels, describedBy, by } = context;
  const where = by.node.path;
  const replicas = replicasOf(props);
  if (!Number.isInteger(replicas) || replicas < 0) {
    throw new ConfigError(`Cannot run "${name}" at ${where}: wanted a whole number of replicas, got ${replicas}`);
  }
  const kind = props.kind ?? 'Deployment';
  const claims = claimTemplatesOf(props);
  if (claims !== undefined && kind !== 'StatefulSet') {
    throw new ConfigError(
      `Cannot run "${name}" at ${where}: wanted a StatefulSet for Volume.claimTemplate, since its pods have volumes of their own, got a ${kind}`,
    );
  }
  const template = toPodTemplate(props, {
    containerName: context.serviceName,
    serviceAccountName: context.serviceAccountName,
    labels,
    describedBy,
    annotations: context.podAnnotations,
    ports: context.ports,
    where,
  });
  const define = (type: string, apiVersion: string, spec: object): ApiObject => {
    const metadata = { name, namespace, labels: { ...describedBy, ...labels } };
    const object = new ApiObject(chart, `${type}-${namespace}-${name}`, { apiVersion, kind: type, metadata, spec });
    declareBy(object, by);
    return object;
  };
  const object = define(kind, 'apps/v1', {
    replicas: props.autoscaling === undefined ? replicas : undefined,
    serviceName: kind === 'StatefulSet' ? context.serviceName : undefined,
    selector: { matchLabels: { ...labels } },
    template,
    volumeClaimTemplates: claims,
  });
  if (props.autoscaling !== undefined) {
    define('HorizontalPodAutoscaler', 'autoscaling/v2', autoscalerSpec(kind, props, context));
  }
  if (props.disruptionBudget !== undefined) {
    define('PodDisruptionBudget', 'policy/v1', { ...props.disruptionBudget, selector: { matchLabels: { ...labels } } });
  }
  return object;
}

function autoscalerSpec(kind: string, props: WorkloadProps, context: WorkloadContext): object {
  const { minReplicas = 0, maxReplicas = 0, cpuPercent = 80 } = props.autoscaling ?? {};
  const fail = failing(`Cannot scale "${context.name}"`, context.by.node.path);
  if (props.replicas !== undefined) fail('wanted either replicas or autoscaling, got both');
  if (!Number.isInteger(minReplicas) || minReplicas < 1 || !(maxReplicas >= minReplicas)) {
    fail(`wanted minReplicas of at least 1 and maxReplicas of at least that, got ${minReplicas} and ${maxReplicas}`);
  }
  if (props.resources?.requests?.cpu === undefined) {
    fail('wanted resources.requests.cpu, of which the autoscaler measures the use, got none');
  }
  return {
    scaleTargetRef: { apiVersion: 'apps/v1', kind, name: context.name },
    minReplicas,
    maxReplicas,
    metrics: [
      { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: cpuPercent } } },
    ],
  };
}
