import type { GatewaySpec } from '../../../imports/networking.istio.io';
import type { Resource } from '../../model/resource';
import type { Workload } from '../../model/workload';
import { type CodeLike, call, literal } from '../code';
import type { Scene } from '../scene';

/** The pods behind a Gateway, as code. */
export interface WorkloadCode {
  readonly code: CodeLike;
  readonly namespace: string;
  /** What a reader has to know of it. */
  readonly comment?: readonly string[];
}

/** The pods behind a Gateway: those of the manifests, or what is known of the gateways that Istio delivers. */
export function gatewayWorkload(scene: Scene, resource: Resource<'Gateway'>): WorkloadCode {
  const { selector = {}, servers = [] } = resource.manifest.spec as GatewaySpec;
  const [pods] = scene.model.gatewayWorkloads(resource);
  const named = servers.map(({ port }) => port.number);
  if (pods !== undefined) return { code: podsAsCode(scene, pods, selector, named), namespace: pods.namespace };
  const isStock = selector.istio === 'ingressgateway';
  const name = isStock ? 'istio-ingressgateway' : (selector.app ?? selector.istio ?? resource.name);
  const namespace = isStock ? scene.rootNamespace : resource.namespace;
  const stock: { readonly [port: number]: number | undefined } = isStock ? { 80: 8080, 443: 8443 } : {};
  const numbers = new Set([80, 443, ...named]);
  const ports = [...numbers].map(port => ({
    name: port === 80 ? 'http2' : port === 443 ? 'https' : `port-${port}`,
    port,
    targetPort: stock[port] ?? port,
  }));
  const account = isStock ? 'istio-ingressgateway-service-account' : undefined;
  const props = { name, namespace, selector: literal(selector), ports: literal(ports), serviceAccountName: account };
  return {
    code: call('GatewayWorkload', 'existing', props),
    namespace,
    comment: [
      `The pods of gateway ${resource.fullName} are not among the manifests: their name, ports and account are assumed.`,
    ],
  };
}

/**
 * Pods that are among the manifests, as the workload of a gateway.
 *
 * @param numbers ports that its servers name
 */
export function podsAsCode(
  scene: Scene,
  pods: Workload,
  selector: { readonly [key: string]: string },
  numbers: readonly number[],
): CodeLike {
  const { name, namespace, serviceAccount } = pods;
  const ports = portsOf(scene, pods, numbers);
  const selected = { selector: literal(selector), ports, serviceAccountName: serviceAccount };
  return { name, namespace: { name: namespace }, ...selected };
}

function portsOf({ model }: Scene, pods: Workload, numbers: readonly number[]): CodeLike {
  const ports = model.servicesOf(pods).flatMap(service => service.ports);
  const byNumber = new Map(
    ports.map(({ name, number, targetPort }, i) => {
      const target = typeof targetPort === 'number' ? targetPort : (containerPort(pods, targetPort) ?? number);
      return [number, { name: name === '' ? `port-${i + 1}` : name, port: number, targetPort: target }] as const;
    }),
  );
  // A server may also name the port on which the pods listen.
  for (const port of numbers) {
    if (!byNumber.has(port)) byNumber.set(port, { name: `port-${port}`, port, targetPort: port });
  }
  return literal([...byNumber.values()]);
}

function containerPort({ pod }: Workload, name: string): number | undefined {
  return (pod.containers ?? []).flatMap(({ ports = [] }) => ports).find(port => port.name === name)?.containerPort;
}
