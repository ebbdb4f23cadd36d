import { assumedWorkload } from '../istio/assumed-workload';
import type { EffectiveMesh } from '../istio/effective-mesh';
import { podsOf } from '../istio/gateways/gateway-pods';
import { servicesBefore } from '../istio/gateways/gateway-servers';
import type { MeshProxy } from '../istio/mesh-proxy';
import { portOf, type RegisteredService, targetPortOf } from '../istio/services/registered-service';
import type { Trace } from '../istio/trace';
import { isDeployedByIstio } from '../model/gateway-classes';
import type { Workload } from '../model/workload';
import { ConfigError } from '../values/config-error';
import { hostCovers } from '../values/host-pattern';
import { workloadsNamed } from './caller';
import type { Sender } from './hop';
import type { Target } from './request';

/** The pods that take a request from outside, and the port on which they listen for it. */
export interface Entrance {
  readonly gateway: Sender;
  readonly port: number;
}

/**
 * The gateway pods that take a request from the internet: those that are named, else those that serve the host.
 *
 * @param named `namespace/name`
 */
export function entranceOf(
  mesh: EffectiveMesh,
  target: Target,
  named: string | undefined,
  trace: Trace,
): Entrance | undefined {
  const entrances = mesh.once(Entrances);
  if (named !== undefined) return entrances.named(named, target.port);
  const options = entrances.all.map(gateway => ({ gateway, port: entrances.listenerPort(gateway, target.port) }));
  const fitting = options.filter(({ gateway, port }) => serves(mesh, gateway.proxy, port, target));
  const [chosen = options[0], ...others] = fitting;
  if (chosen === undefined || fitting.length === 0) noteOtherGateways(mesh, trace);
  if (chosen === undefined) return undefined;
  if (chosen.gateway.workload.generated) noteAssumedPod(mesh, chosen.gateway.workload, trace);
  noteOthers(chosen, others, trace);
  return chosen;
}

/** The ways into a mesh, found once. */
export class Entrances {
  public readonly all: readonly Sender[];
  readonly #before = new Map<MeshProxy, readonly RegisteredService[]>();

  public constructor(private readonly mesh: EffectiveMesh) {
    const pods = new Map<Workload, Sender>();
    const assumed = new Map<string, Sender>();
    for (const config of mesh.gatewayConfigs) {
      const { resource, pods: of } = config;
      const workloads = podsOf(mesh, config);
      for (const workload of workloads) pods.set(workload, { workload, proxy: mesh.proxyOf(workload) });
      if (workloads.length > 0 || of.by === 'services' || mesh.showsItsGateways) continue;
      const { namespace } = resource;
      const selector = of.selector ?? {};
      const key = JSON.stringify([namespace, Object.entries(selector).sort()]);
      if (assumed.has(key)) continue;
      // The pods of a Gateway whose deployment is not among the manifests have the labels of its selector.
      const name = selector.istio ?? selector.app ?? 'gateway';
      const workload = assumedWorkload({ resource, name, namespace, labels: selector });
      assumed.set(key, { workload, proxy: { ...mesh.proxyOf(workload), type: 'gateway' } });
    }
    this.all = [...pods.values(), ...assumed.values()];
  }

  public named(name: string, port: number): Entrance {
    const [workload] = workloadsNamed(this.mesh, name);
    if (workload === undefined) {
      throw new ConfigError(
        `Cannot simulate a request through the gateway "${name}": wanted a workload or service of the manifests`,
      );
    }
    const own = this.mesh.proxyOf(workload);
    const gateway: Sender = { workload, proxy: own.type === 'gateway' ? own : { ...own, type: 'gateway' } };
    return { gateway, port: this.listenerPort(gateway, port) };
  }

  /** The pod's port behind the port of the gateway's Service; the same number where no Service stands before it. */
  public listenerPort({ proxy, workload: { pod } }: Sender, port: number): number {
    for (const service of this.#servicesBefore(proxy)) {
      const found = portOf(service, port);
      if (found !== undefined) return targetPortOf(service, found, { ips: proxy.ips, pod }) || port;
    }
    return port;
  }

  /** The port of the gateway's Service that leads to a port of its pods. */
  public outerPort({ proxy, workload: { pod } }: Sender, listener: number): number {
    for (const service of this.#servicesBefore(proxy)) {
      const found = service.ports.find(port => targetPortOf(service, port, { ips: proxy.ips, pod }) === listener);
      if (found !== undefined) return found.number;
    }
    return listener;
  }

  #servicesBefore(proxy: MeshProxy): readonly RegisteredService[] {
    let before = this.#before.get(proxy);
    if (before === undefined) {
      before = servicesBefore(this.mesh, proxy);
      this.#before.set(proxy, before);
    }
    return before;
  }
}

function serves(mesh: EffectiveMesh, proxy: MeshProxy, port: number, target: Target): boolean {
  return (mesh.viewOf(proxy).gatewayPorts.get(port)?.servers ?? []).some(({ hosts }) =>
    hosts.some(({ host }) => hostCovers(host, target.host)),
  );
}

/** Says which gateway takes the request where several serve the host. */
function noteOthers(chosen: Entrance, others: readonly Entrance[], trace: Trace): void {
  const nameOf = ({ gateway: { workload } }: Entrance) => `${workload.namespace}/${workload.name}`;
  const names = [...new Set(others.map(nameOf))].filter(name => name !== nameOf(chosen));
  if (names.length === 0) return;
  const serve = names.length === 1 ? 'serves' : 'serve';
  trace.assume(`the request arrives at ${nameOf(chosen)}; ${names.join(', ')} ${serve} the host as well`);
}

function noteAssumedPod(mesh: EffectiveMesh, workload: Workload, trace: Trace): void {
  if (mesh.model.workloads.all.includes(workload)) return;
  trace.assume(
    `the pods of the gateway are not among the manifests: they are taken to run in ${workload.namespace} with the labels of the selector and the service account "default"`,
  );
}

/** Notes ways into the cluster that are not modelled and might serve what no Gateway of Istio does. */
function noteOtherGateways(mesh: EffectiveMesh, trace: Trace): void {
  for (const gateway of mesh.model.all('KubernetesGateway')) {
    if (mesh.gatewayApi.controllerOf(gateway) === undefined) {
      const reason = `gateways of the class "${gateway.spec.gatewayClassName ?? ''}" are not those of Istio`;
      trace.unsupported(gateway, 'spec.gatewayClassName', reason);
      continue;
    }
    const services = mesh.gatewayApi.servicesOf(gateway);
    if (isDeployedByIstio(gateway) || services.some(host => mesh.servicesNamed(host).length > 0)) continue;
    trace.unsupported(gateway, 'spec.addresses', `the Service ${services.join(', ')} is not among the manifests`);
  }
  for (const resource of mesh.model.resources) {
    if (resource.kind !== 'Ingress' || resource.group !== 'networking.k8s.io') continue;
    trace.unsupported(resource, 'spec.rules', 'Ingress is not modelled');
  }
}
