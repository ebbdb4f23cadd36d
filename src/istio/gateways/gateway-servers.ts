import { matchesLabels } from '../../model/labels';
import type { Resource } from '../../model/resource';
import type { GatewaySpec } from '../../model/shapes/traffic';
import type { EffectiveMesh } from '../effective-mesh';
import type { MeshProxy } from '../mesh-proxy';
import { type RegisteredService, selectsProxy, targetPortOf } from '../services/services';

export type Server = NonNullable<GatewaySpec['servers']>[number];

/** What a server does with the connections it accepts. */
export type ServerKind = 'http' | 'https-terminate' | 'tls-passthrough' | 'tls-terminate' | 'tcp' | 'auto-passthrough';

/** One server of a Gateway on the port where the pod listens. */
export interface GatewayServer {
  readonly gateway: Resource<'Gateway'>;
  /** Where it is written, such as `spec.servers[0]`. */
  readonly field: string;
  readonly server: Server;
  readonly kind: ServerKind;
  /** Number of the port as written in the Gateway. */
  readonly number: number;
  readonly hosts: readonly ServerHost[];
}

/** A host of a server and the namespace to whose VirtualServices it is open; `*` stands for all. */
export interface ServerHost {
  readonly namespace: string;
  readonly host: string;
}

/** The servers of one listener port of a gateway pod. */
export interface GatewayPort {
  readonly servers: readonly GatewayServer[];
  /** Servers that the gateway leaves out, and why. */
  readonly leftOut: readonly { readonly server: GatewayServer; readonly reason: string }[];
}

const OPT_OUT = 'experimental.istio.io/disable-gateway-port-translation';

/** The Gateways whose selector fits the pod, the oldest first. No selector fits every gateway. */
export function gatewaysOf(mesh: EffectiveMesh, proxy: MeshProxy): readonly Resource<'Gateway'>[] {
  return mesh.gateways.filter(({ spec }) => matchesLabels(spec.selector, proxy.labels));
}

/** The servers of a gateway pod by the port on which the pod listens. */
export function gatewayPorts(mesh: EffectiveMesh, proxy: MeshProxy): ReadonlyMap<number, GatewayPort> {
  const targets = targetPorts(mesh, proxy);
  const ports = new Map<number, { servers: GatewayServer[]; leftOut: { server: GatewayServer; reason: string }[] }>();
  const taken = new Map<string, GatewayServer>();
  for (const gateway of gatewaysOf(mesh, proxy)) {
    for (const [i, server] of (gateway.spec.servers ?? []).entries()) {
      const number = server.port?.number ?? 0;
      const entry: GatewayServer = {
        gateway,
        field: `spec.servers[${i}]`,
        server,
        kind: kindOf(server),
        number,
        hosts: (server.hosts ?? []).map(host => serverHost(host, gateway.namespace)),
      };
      for (const listener of targets.get(number) ?? [number]) {
        const port = ports.get(listener) ?? { servers: [], leftOut: [] };
        ports.set(listener, port);
        const reason = conflict(entry, port.servers, listener, taken);
        if (reason === undefined) port.servers.push(entry);
        else port.leftOut.push({ server: entry, reason });
      }
    }
  }
  return ports;
}

/** The listener ports of the pod for each port of the services before it. */
function targetPorts(mesh: EffectiveMesh, proxy: MeshProxy): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, readonly number[]>();
  const pod = mesh.model.workloads
    .inNamespace(proxy.namespace)
    .find(workload => matchesLabels(proxy.labels, workload.labels))?.pod;
  for (const service of servicesBefore(mesh, proxy)) {
    if (service.service.resource.labels[OPT_OUT] === 'true') continue;
    for (const port of service.service.ports) {
      const target = targetPortOf(service, port, { ips: proxy.ips, ...(pod === undefined ? {} : { pod }) });
      if (target !== 0 && !found.has(port.number)) found.set(port.number, [target]);
    }
  }
  return found;
}

/** The services that send to a gateway pod. */
export function servicesBefore(mesh: EffectiveMesh, proxy: MeshProxy): readonly RegisteredService[] {
  return mesh.services.filter(service => selectsProxy(service, proxy));
}

/** Why a gateway leaves a server out; notes the hosts of those with TLS settings, redirects among them. */
function conflict(
  entry: GatewayServer,
  held: readonly GatewayServer[],
  listener: number,
  taken: Map<string, GatewayServer>,
): string | undefined {
  if (entry.server.tls !== undefined) {
    const keys = entry.hosts.map(
      ({ namespace, host }) => `${listener} ${entry.server.bind ?? ''} ${namespace}/${host}`,
    );
    const earlier = keys.map(key => taken.get(key)).find(server => server !== undefined);
    if (earlier !== undefined) {
      return `${earlier.gateway} ${earlier.field} already has one of its hosts on port ${listener}`;
    }
    for (const key of keys) taken.set(key, entry);
  }
  const [first] = held;
  if (first === undefined) return undefined;
  if (isPlain(first)) {
    // Only plaintext HTTP is merged; a second TCP server is not, even for the same hosts.
    const merged = first.kind === 'http' && entry.kind === 'http';
    return merged ? undefined : `port ${listener} already serves ${first.server.port?.protocol} for ${first.gateway}`;
  }
  return isPlain(entry) ? `port ${listener} already serves TLS for ${first.gateway}` : undefined;
}

/** Whether a server takes connections without TLS. */
export function isPlain({ kind, server }: GatewayServer): boolean {
  return kind === 'http' || (kind === 'tcp' && server.tls?.mode === undefined);
}

function kindOf({ port, tls }: Server): ServerKind {
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

function serverHost(entry: string, own: string): ServerHost {
  const slash = entry.indexOf('/');
  if (slash < 0) return { namespace: '*', host: entry };
  const namespace = entry.slice(0, slash);
  return { namespace: namespace === '.' ? own : namespace, host: entry.slice(slash + 1) };
}
