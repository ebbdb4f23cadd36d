import { matchesLabels } from '../../model/labels';
import type { Resource } from '../../model/resource';
import type { Workload } from '../../model/workload';
import type { MeshFacts } from '../mesh-facts';
import type { MeshProxy } from '../mesh-proxy';
import { type ScopedHost, scopedHost } from '../references';
import { portOf, type RegisteredService, selectsProxy, targetPortOf } from '../services/registered-service';
import type { GatewayConfig, Server, WrittenServer } from './gateway-config';
import { boundServices, gatewaysAt } from './gateway-pods';

/** What a server does with the connections it accepts. */
export type ServerKind = 'http' | 'https-terminate' | 'tls-passthrough' | 'tls-terminate' | 'tcp' | 'auto-passthrough';

/** One server of a Gateway on the port where the pod listens. */
export interface GatewayServer {
  /** The Gateway of either API, or the ListenerSet, that holds it. */
  readonly gateway: Resource;
  /** `namespace/name` of the Gateway, as VirtualServices name it. */
  readonly gatewayName: string;
  /** Where it is written, such as `spec.servers[0]`. */
  readonly field: string;
  readonly server: Server;
  readonly kind: ServerKind;
  /** Number of the port as written in the Gateway. */
  readonly number: number;
  readonly hosts: readonly ServerHost[];
  /** Secrets that are not in the set and taken to be in the cluster. */
  readonly assumedSecrets: readonly string[];
}

/** A host of a server and the namespace to whose VirtualServices it is open; `*` stands for all. */
export interface ServerHost extends ScopedHost {
  /** The host as istiod keeps it: with the namespace where one is named. */
  readonly written: string;
}

/** The servers of one listener port of a gateway pod. */
export interface GatewayPort {
  readonly servers: readonly GatewayServer[];
  readonly leftOut: readonly LeftOut[];
}

/** A server that a gateway leaves out, and why. */
export interface LeftOut {
  readonly server: GatewayServer;
  readonly reason: string;
  /** Whether another server is there because it is older. */
  readonly isYounger: boolean;
}

const OPT_OUT = 'experimental.istio.io/disable-gateway-port-translation';

/** The servers of a gateway pod by the port on which the pod listens. */
export function gatewayPorts(mesh: MeshFacts, proxy: MeshProxy): ReadonlyMap<number, GatewayPort> {
  const pod = mesh.model.workloads
    .inNamespace(proxy.namespace)
    .find(workload => matchesLabels(proxy.labels, workload.labels))?.pod;
  const targets = targetPorts(servicesBefore(mesh, proxy), proxy, pod);
  const drafts = new Map<number, PortDraft>();
  const add = (config: GatewayConfig, reason?: string) => {
    for (const written of config.servers) {
      const entry = serverFrom(config, written);
      const { number } = entry;
      const listeners =
        config.pods.by === 'labels'
          ? (targets.get(number) ?? [number])
          : boundPorts(boundServices(mesh, config.pods), number, proxy, pod);
      for (const listener of listeners) {
        const draft = drafts.get(listener) ?? new PortDraft(listener);
        drafts.set(listener, draft);
        if (reason === undefined) draft.add(entry);
        else draft.leaveOut(entry, reason);
      }
    }
  };
  const { served, leftOut } = gatewaysAt(mesh, proxy);
  for (const config of served) add(config);
  for (const config of leftOut) add(config, FOREIGN);
  return drafts;
}

const FOREIGN = 'is of another namespace than the Gateway of the Gateway API for which istiod deploys the pods';

function serverFrom(
  { resource, name }: GatewayConfig,
  { server, field, assumedSecrets }: WrittenServer,
): GatewayServer {
  return {
    assumedSecrets,
    gateway: resource,
    gatewayName: `${resource.namespace}/${name}`,
    field,
    server,
    kind: kindOf(server),
    number: server.port?.number ?? 0,
    hosts: serverHosts(server.hosts ?? [], resource.namespace),
  };
}

/** The listener ports of the pod for each port of the services before it. */
function targetPorts(
  services: readonly RegisteredService[],
  proxy: MeshProxy,
  pod: Workload['pod'] | undefined,
): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, readonly number[]>();
  for (const service of services) {
    if (service.resource.labels[OPT_OUT] === 'true') continue;
    for (const port of service.ports) {
      const target = targetPortOf(service, port, { ips: proxy.ips, ...(pod === undefined ? {} : { pod }) });
      if (target !== 0 && !found.has(port.number)) found.set(port.number, [target]);
    }
  }
  return found;
}

/** The listener ports of the pod for a port of the Services that a Gateway names; none where they do not have the port. */
function boundPorts(
  services: readonly RegisteredService[],
  number: number,
  proxy: MeshProxy,
  pod: Workload['pod'] | undefined,
): Iterable<number> {
  const found = new Set<number>();
  for (const service of services) {
    const port = portOf(service, number);
    if (port === undefined || !selectsProxy(service, proxy)) continue;
    const target = targetPortOf(service, port, { ips: proxy.ips, ...(pod === undefined ? {} : { pod }) });
    if (target !== 0) found.add(target);
  }
  return found;
}

/** The services that send to a gateway pod. */
export function servicesBefore(mesh: MeshFacts, proxy: MeshProxy): readonly RegisteredService[] {
  return mesh.servicesBefore(proxy);
}

/** The servers of a listener while they are merged. */
class PortDraft implements GatewayPort {
  public readonly servers: GatewayServer[] = [];
  public readonly leftOut: LeftOut[] = [];
  readonly #hosts = new Map<string, GatewayServer>();
  #plain: GatewayServer | undefined;

  public constructor(private readonly listener: number) {}

  /** Takes a server, or leaves it out with the reason. Hosts of a server that is left out later are taken all the same. */
  public add(entry: GatewayServer): void {
    const reason = this.#hostConflict(entry) ?? this.#protocolConflict(entry);
    if (reason === undefined) {
      this.servers.push(entry);
      if (isPlain(entry)) this.#plain ??= entry;
    } else this.leftOut.push({ server: entry, reason, isYounger: true });
  }

  public leaveOut(entry: GatewayServer, reason: string): void {
    this.leftOut.push({ server: entry, reason, isYounger: false });
  }

  /** Istiod compares the hosts of servers with TLS settings as they are written. */
  #hostConflict(entry: GatewayServer): string | undefined {
    if (entry.server.tls === undefined) return undefined;
    const keys = entry.hosts.map(({ written }) => `${entry.server.bind ?? ''} ${written}`);
    const earlier = keys.map(key => this.#hosts.get(key)).find(server => server !== undefined);
    if (earlier !== undefined) {
      return `${earlier.gateway} ${earlier.field} already has one of its hosts on port ${this.listener}`;
    }
    for (const key of keys) this.#hosts.set(key, entry);
    return undefined;
  }

  #protocolConflict(entry: GatewayServer): string | undefined {
    const held = this.#plain;
    // Only plaintext HTTP is merged; a second TCP server is not, even for the same hosts.
    if (held === undefined || (held.kind === 'http' && entry.kind === 'http')) return undefined;
    return `port ${this.listener} already serves ${held.server.port?.protocol} for ${held.gateway}`;
  }
}

/** Whether a server takes connections without TLS. */
export function isPlain({ kind, server }: GatewayServer): boolean {
  return kind === 'http' || (kind === 'tcp' && server.tls?.mode === undefined);
}

/** What a server does with connections, by its protocol and TLS mode. */
export function kindOf({ port, tls }: Server): ServerKind {
  const mode = tls?.mode ?? 'PASSTHROUGH';
  switch (port?.protocol?.toUpperCase()) {
    case 'HTTP':
    case 'HTTP2':
    case 'GRPC':
    case 'GRPC-WEB':
      return 'http';
    case 'HTTPS':
      if (mode === 'AUTO_PASSTHROUGH') return 'auto-passthrough';
      return mode === 'PASSTHROUGH' ? 'tls-passthrough' : 'https-terminate';
    case 'TLS':
      if (mode === 'AUTO_PASSTHROUGH') return 'auto-passthrough';
      return mode === 'PASSTHROUGH' ? 'tls-passthrough' : 'tls-terminate';
    default:
      return tls?.mode === undefined ? 'tcp' : 'tls-terminate';
  }
}

/** A star for every host of every namespace stands for all the others. */
function serverHosts(entries: readonly string[], own: string): readonly ServerHost[] {
  if (entries.includes('*/*')) return [{ namespace: '*', host: '*', written: '*' }];
  return entries.map(entry => {
    const { namespace, host } = scopedHost(entry, own);
    return { namespace, host, written: namespace === '*' ? host : `${namespace}/${host}` };
  });
}
