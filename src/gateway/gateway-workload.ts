import type { IConstruct } from 'constructs';
import type { Mesh } from '../mesh/mesh';
import { assumeObjects } from '../tree/assumed-object';
import { ConfigError } from '../values/config-error';
import { GATEWAY_PORTS, type GatewayWorkloadPort, gatewaySelector } from '../values/gateway-pods';
import type { Manifest } from '../values/manifest';
import { requireDnsLabel } from '../values/names';
import { type NamespaceName, requireNamespace } from '../values/namespace-name';

/** What is known of gateway pods that somebody else deploys. */
export interface ExistingGatewayOptions {
  /** Name of their Service. */
  readonly name: string;

  readonly namespace: NamespaceName;

  /**
   * Labels that select the pods.
   *
   * @default - what the `gateway` chart gives a release of this name: `app` is the name, `istio` the name without `istio-`
   */
  readonly selector?: { readonly [key: string]: string } | undefined;

  /**
   * Ports of the Service.
   *
   * @default - those of the `gateway` chart: 15021, 80 and 443, each the same on the pods
   */
  readonly ports?: readonly GatewayWorkloadPort[] | undefined;

  /**
   * The account that the pods run as.
   *
   * @default - the name, as the `gateway` chart does
   */
  readonly serviceAccountName?: string | undefined;
}

/**
 * The pods behind a Gateway: how they are selected, where they listen, who they are.
 *
 * A `GatewayDeployment` is one; so is every gateway in the outputs of an `IstioInstall`. Any object of this shape is.
 */
export class GatewayWorkload {
  /**
   * Declares gateway pods that are deployed elsewhere: nothing is defined for them.
   *
   * The defaults are those of the `gateway` chart. Gateways of istioctl differ: label `istio: ingressgateway`, ports
   * 8080 and 8443 of the pods, account `istio-ingressgateway-service-account`.
   *
   * @throws ConfigError if a name is no DNS label, a port is out of range, or no label selects the pods
   * @example
   * const workload = GatewayWorkload.existing({ name: 'istio-ingress', namespace: 'istio-ingress' });
   */
  public static existing(props: ExistingGatewayOptions): GatewayWorkload {
    const where = 'GatewayWorkload.existing';
    const name = requireDnsLabel(props.name, 'name of a gateway', where);
    const namespace = requireNamespace(props.namespace, 'namespace of a gateway', where);
    const selector = props.selector ?? gatewaySelector(name);
    if (Object.keys(selector).length === 0) {
      throw new ConfigError(
        `Cannot use gateway "${namespace.name}/${name}" at ${where}: wanted labels that select its pods, got none`,
      );
    }
    const ports = props.ports ?? GATEWAY_PORTS;
    for (const { port, targetPort } of ports) {
      requirePort(port, `gateway "${name}"`, where);
      requirePort(targetPort, `gateway "${name}"`, where);
    }
    return new GatewayWorkload(name, namespace, { ...selector }, ports, props.serviceAccountName ?? name);
  }

  /**
   * The pods that Istio deploys by itself for a Gateway of the Gateway API: they are called `<gateway>-istio`, and take
   * what the Gateway listens for. Only for an `IngressGateway` with api `gateway-api`.
   *
   * @param gateway Name of the Gateway.
   * @param ports The ports on which it listens.
   * @throws ConfigError if a name is no DNS label, or a port is out of range
   * @see https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/#automated-deployment
   * @example
   * const workload = GatewayWorkload.deployedByIstio('public', { namespace: 'shop', ports: [80] });
   */
  public static deployedByIstio(
    gateway: string,
    {
      namespace,
      ports = [80, 443],
    }: {
      readonly namespace: NamespaceName;
      /** The ports on which the Gateway listens. @default [80, 443] */
      readonly ports?: readonly number[] | undefined;
    },
  ): GatewayWorkload {
    const where = 'GatewayWorkload.deployedByIstio';
    const name = `${requireDnsLabel(gateway, 'name of a gateway', where)}-istio`;
    for (const port of ports) requirePort(port, `gateway "${gateway}"`, where);
    const offered = ports.map(port => ({ name: `port-${port}`, port, targetPort: port }));
    const selector = { 'gateway.networking.k8s.io/gateway-name': gateway };
    return new GatewayWorkload(
      name,
      requireNamespace(namespace, 'namespace of a gateway', where),
      selector,
      offered,
      name,
      true,
    );
  }

  private constructor(
    public readonly name: string,
    public readonly namespace: { readonly name: string },
    public readonly selector: { readonly [key: string]: string },
    public readonly ports: readonly GatewayWorkloadPort[],
    public readonly serviceAccountName: string,
    /** Whether Istio deploys the pods for the Gateway. @default false */
    public readonly isDeployedByIstio?: boolean,
  ) {}
}

/** Returns `port` when it is a port number, else throws. */
export function requirePort(port: number, of: string, where: string): number {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new ConfigError(`Cannot use port ${port} of ${of} at ${where}: wanted a whole number from 1 to 65535`);
  }
  return port;
}

/** Takes the pods of `gateway` and their namespace for granted where they were declared to be deployed elsewhere. */
export function assumeWorkloadElsewhere(
  gateway: IConstruct & { readonly mesh: Mesh },
  workload: GatewayWorkload,
  isSelected = true,
): void {
  // Only `GatewayWorkload.existing` makes instances; gateways of the app have the shape alone.
  if (!(workload instanceof GatewayWorkload)) return;
  gateway.mesh.expectNamespace(workload.namespace.name);
  if (isSelected) assumeObjects(gateway, () => existingGatewayObjects(workload));
}

function existingGatewayObjects({ name, namespace, selector, ports, serviceAccountName }: GatewayWorkload): Manifest[] {
  const proxy = {
    name: 'istio-proxy',
    args: ['proxy', 'router'],
    ports: ports.map(({ name: port, targetPort }) => ({ name: port, containerPort: targetPort })),
  };
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace: namespace.name },
      spec: { type: 'LoadBalancer', selector, ports: ports.map(port => ({ ...port, protocol: 'TCP' })) },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace: namespace.name },
      spec: {
        selector: { matchLabels: selector },
        template: { metadata: { labels: selector }, spec: { serviceAccountName, containers: [proxy] } },
      },
    },
  ];
}
