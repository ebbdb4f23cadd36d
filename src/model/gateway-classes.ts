import type { Resource } from './resource';

/**
 * Who looks after the Gateways of a class: `gateway` and `waypoint` have pods that istiod deploys and configures,
 * `east-west` joins networks, `remote` stands for a gateway of another cluster.
 */
export type GatewayController = 'gateway' | 'waypoint' | 'east-west' | 'remote';

const CONTROLLERS: ReadonlyMap<string, GatewayController> = new Map([
  ['istio.io/gateway-controller', 'gateway'],
  ['istio.io/mesh-controller', 'waypoint'],
  ['istio.io/eastwest-controller', 'east-west'],
  ['istio.io/unmanaged-gateway', 'remote'],
]);

/** The classes that istiod knows whether or not there are objects for them. */
const BUILT_IN: ReadonlyMap<string, GatewayController> = new Map([
  ['istio', 'gateway'],
  ['istio-waypoint', 'waypoint'],
  ['istio-east-west', 'east-west'],
  ['istio-remote', 'remote'],
]);

/** Which part of Istio looks after Gateways of a class; undefined for a class of somebody else. */
export function gatewayController(
  className: string | undefined,
  classNamed: (name: string) => Resource<'GatewayClass'> | undefined,
): GatewayController | undefined {
  const name = className ?? '';
  const written = classNamed(name)?.spec.controllerName;
  // A class that names somebody else's controller leaves a built-in name as it is.
  return (written === undefined ? undefined : CONTROLLERS.get(written)) ?? BUILT_IN.get(name);
}

/**
 * Whether istiod deploys the pods of a Gateway. An address that names a Service, or several addresses, mean that somebody
 * else has deployed them.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/#deployment-methods
 */
export function isDeployedByIstio({ spec: { addresses = [] } }: Resource<'KubernetesGateway'>): boolean {
  const [only, ...others] = addresses;
  return only === undefined || (others.length === 0 && (only.type ?? 'IPAddress') === 'IPAddress');
}

/** The name that the pods and the Service of a Gateway have which istiod deploys. */
export function deployedName(
  { name, annotations, spec }: Resource<'KubernetesGateway'>,
  controller: GatewayController,
): string {
  const byDefault = controller === 'gateway' ? `${name}-${spec.gatewayClassName ?? ''}` : name;
  return nonEmpty(annotations['gateway.istio.io/name-override']) ?? byDefault;
}

/** The service account of the pods of a Gateway that istiod deploys. */
export function deployedAccount(gateway: Resource<'KubernetesGateway'>, controller: GatewayController): string {
  const { name, annotations, spec } = gateway;
  const byDefault = controller === 'gateway' ? `${name}-${spec.gatewayClassName ?? ''}` : name;
  return nonEmpty(annotations['gateway.istio.io/service-account']) ?? byDefault;
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}

/** The port of a listener of a ListenerSet that names none; undefined where its protocol has none of its own. */
export function defaultListenerPort(protocol: string): number | undefined {
  return protocol === 'HTTP' ? 80 : protocol === 'HTTPS' ? 443 : undefined;
}
