import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ConfigError } from '../values/config-error';
import {
  EAST_WEST_PORTS,
  GATEWAY_PORTS,
  type GatewayRole,
  type GatewayWorkloadPort,
  gatewaySelector,
  STATUS_PORT,
} from '../values/gateway-pods';
import { requireDnsLabel, requireLabelValue } from '../values/names';
import { requireNamespace } from '../values/namespace-name';
import { isQuantity } from '../values/quantity';
import type { GatewayDeploymentProps } from './gateway-deployment-props';
import { DEFAULT_AUTOSCALING, gatewayObjects } from './gateway-objects';
import { type GatewayWorkload, requirePort } from './gateway-workload';
import { LoadBalancer } from './load-balancer';

/**
 * Deploys the pods of a gateway: a proxy without a program beside it, whose image istiod fills in.
 *
 * Defines a ServiceAccount, a Role and RoleBinding to read certificates, a Service, a Deployment, a
 * HorizontalPodAutoscaler and, where two pods run at least, a PodDisruptionBudget. It is the same for every delivery of
 * Istio, and has its own life: neither an upgrade of the control plane nor its removal takes it along.
 *
 * Apply it after istiod is ready: a pod that is created before the injection webhook keeps the image `auto` forever.
 *
 * @see https://istio.io/latest/docs/setup/additional-setup/gateway/
 *
 * @example
 * const ingress = new GatewayDeployment(chart, 'istio-ingress', {
 *   namespace: 'istio-ingress',
 *   loadBalancer: LoadBalancer.awsNlb(),
 *   autoscaling: { minReplicas: 2, maxReplicas: 4 },
 * });
 */
export class GatewayDeployment extends Construct implements GatewayWorkload {
  public readonly name: string;
  public readonly namespace: { readonly name: string };
  public readonly role: GatewayRole;
  public readonly selector: { readonly [key: string]: string };
  public readonly ports: readonly GatewayWorkloadPort[];
  public readonly serviceAccountName: string;
  /** Its identity in the mesh: `<trust domain>/ns/<namespace>/sa/<service account>`. */
  public readonly principal: string;
  public readonly loadBalancer: LoadBalancer;
  /** Fewest pods that run. */
  public readonly minReplicas: number;

  public constructor(scope: Construct, id: string, props: GatewayDeploymentProps) {
    super(scope, id);
    const where = this.node.path;
    this.name = requireDnsLabel(props.name ?? id, 'name of a gateway', where);
    this.namespace = requireNamespace(props.namespace, 'namespace of a gateway', where);
    this.role = props.role ?? 'ingress';
    this.selector = { ...(props.selector ?? gatewaySelector(this.name)) };
    this.ports = this.choosePorts(props.ports);
    this.serviceAccountName = this.name;
    this.principal = `${props.trustDomain ?? 'cluster.local'}/ns/${this.namespace.name}/sa/${this.serviceAccountName}`;
    this.loadBalancer = props.loadBalancer ?? (this.role === 'egress' ? LoadBalancer.none() : LoadBalancer.plain());
    this.minReplicas = props.replicas ?? props.autoscaling?.minReplicas ?? DEFAULT_AUTOSCALING.minReplicas;
    this.check(props);
    for (const [objectId, object] of gatewayObjects(this, props)) new ApiObject(this, objectId, object);
  }

  private choosePorts(given: readonly GatewayWorkloadPort[] | undefined): readonly GatewayWorkloadPort[] {
    const ports = given ?? (this.role === 'east-west' ? EAST_WEST_PORTS : GATEWAY_PORTS);
    return ports.some(({ port }) => port === STATUS_PORT.port) ? ports : [STATUS_PORT, ...ports];
  }

  private check(props: GatewayDeploymentProps): void {
    if (Object.keys(this.selector).length === 0) this.fail('wanted labels to select its pods by, got none');
    for (const [key, value] of Object.entries(this.selector)) requireLabelValue(value, `label ${key}`, this.node.path);
    if ((this.role === 'east-west') !== (props.network !== undefined)) {
      this.fail(
        `wanted a network exactly for the role east-west, got role ${this.role}${props.network === undefined ? ' and none' : ` and network "${props.network}"`}`,
      );
    }
    this.checkPorts();
    this.checkReplicas(props);
    this.checkPods(props);
    if (props.revision !== undefined) requireDnsLabel(props.revision, 'revision of a gateway', this.node.path);
    if (this.loadBalancer.settings.ingress !== undefined && !this.ports.some(({ port }) => port === 80)) {
      this.fail(`wanted port 80 for a load balancer of kind ${this.loadBalancer.kind}, got ${this.portNumbers()}`);
    }
  }

  private checkPorts(): void {
    const names = new Set<string>();
    const numbers = new Set<number>();
    for (const { name, port, targetPort } of this.ports) {
      requirePort(port, `gateway "${this.name}"`, this.node.path);
      requirePort(targetPort, `gateway "${this.name}"`, this.node.path);
      requireDnsLabel(name, 'name of a port', this.node.path);
      if (names.has(name) || numbers.has(port)) {
        this.fail(`wanted every port once by name and by number, got ${name} (${port}) twice`);
      }
      names.add(name);
      numbers.add(port);
    }
    if (this.ports.length === 1) this.fail('wanted at least one port beside 15021 of the health checks, got none');
  }

  private portNumbers(): string {
    return this.ports.map(({ port }) => port).join(', ');
  }

  private checkReplicas({ replicas, autoscaling, minAvailable }: GatewayDeploymentProps): void {
    if (replicas !== undefined && autoscaling !== undefined) {
      this.fail('wanted either replicas or autoscaling, got both');
    }
    const { minReplicas: min, maxReplicas: max } = autoscaling ?? {
      minReplicas: this.minReplicas,
      maxReplicas: Math.max(this.minReplicas, 1),
    };
    if (!Number.isInteger(min) || !Number.isInteger(max) || min < 1 || max < min) {
      this.fail(
        replicas === undefined
          ? `wanted whole numbers in autoscaling with 1 <= minReplicas <= maxReplicas, got ${min} and ${max}`
          : `wanted replicas to be a whole number from 1, got ${replicas}`,
      );
    }
    if (autoscaling?.cpuPercent !== undefined && !(autoscaling.cpuPercent > 0)) {
      this.fail(`wanted autoscaling.cpuPercent above 0, got ${autoscaling.cpuPercent}`);
    }
    if (minAvailable === undefined) return;
    if (!Number.isInteger(minAvailable) || minAvailable < 1 || minAvailable >= min) {
      this.fail(
        `wanted minAvailable from 1 to one less than the ${min} ${min === 1 ? 'pod that runs' : 'pods that run'} at least, so that a node can be drained, got ${minAvailable}`,
      );
    }
  }

  private checkPods({ resources, drainSeconds }: GatewayDeploymentProps): void {
    for (const part of ['requests', 'limits'] as const) {
      for (const [name, amount] of Object.entries(resources?.[part] ?? {})) {
        if (!isQuantity(amount)) {
          this.fail(`wanted a quantity such as "100m" or "128Mi" as resources.${part}.${name}, got "${amount}"`);
        }
      }
    }
    if (drainSeconds !== undefined && !(Number.isInteger(drainSeconds) && drainSeconds >= 1)) {
      this.fail(`wanted drainSeconds to be a whole number from 1, got ${drainSeconds}`);
    }
  }

  private fail(wanted: string): never {
    throw new ConfigError(
      `Cannot deploy gateway "${this.namespace.name}/${this.name}" at ${this.node.path}: ${wanted}`,
    );
  }
}
