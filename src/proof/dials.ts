import type { EffectiveMesh } from '../istio/effective-mesh';
import type { MeshPort } from '../model/mesh-host';
import { mayBeHttp } from '../model/protocol';
import type { Literal } from '../requests/witness/literal';
import { type Entrance, Entrances } from '../simulation/ingress';
import { sampleHost } from '../values/host-pattern';
import { compareText } from '../values/order';
import { hostRegions } from './host-regions';
import type { Space } from './space';

/** A port under a name that pods may dial. */
export interface Dial {
  readonly host: string;
  readonly port: number;
  readonly scheme: Space['scheme'];
}

/** The ports of all services, each under its full name and with what it is said to speak. */
export function dialsOf(mesh: EffectiveMesh): readonly Dial[] {
  const dials = new Map<string, Dial>();
  for (const { host, ports, aliasOf } of mesh.services) {
    // A further name leads where the service itself does.
    if (aliasOf !== undefined && mesh.kubernetesService(aliasOf) !== undefined) continue;
    if (host === '*') continue;
    const name = sampleHost(host);
    for (const port of ports) {
      if (port.protocol === 'udp') continue;
      const key = `${name}:${port.number}`;
      if (!dials.has(key)) dials.set(key, { host: name, port: port.number, scheme: schemeOf(port) });
    }
  }
  return [...dials.values()].sort((a, b) => compareText(a.host, b.host) || a.port - b.port);
}

/** How clients speak to a port. */
export function schemeOf({ protocol }: Pick<MeshPort, 'protocol'>): Space['scheme'] {
  if (mayBeHttp(protocol)) return 'http';
  return protocol === 'tls' || protocol === 'https' ? 'tls' : 'tcp';
}

/** A way into the mesh: a port of gateway pods, and whether it is spoken to in TLS. */
export interface Door {
  /** `namespace/name` of the pods. */
  readonly gateway: string;
  /** The number under which clients reach it. */
  readonly port: number;
  readonly scheme: Space['scheme'];
  /** Whether the client shows a certificate that the gateway accepts. */
  readonly certificate: boolean;
}

/** The ways into the mesh from outside: all ports of all gateway pods. */
export function doorsOf(mesh: EffectiveMesh): readonly Door[] {
  const entrances = mesh.once(Entrances);
  const doors: Door[] = [];
  for (const sender of entrances.all) {
    const { namespace, name } = sender.workload;
    for (const [listener, { servers }] of mesh.viewOf(sender.proxy).gatewayPorts) {
      const port = entrances.outerPort(sender, listener);
      const encrypted = servers.some(({ kind }) => kind !== 'http' && kind !== 'tcp');
      const plain = servers.some(({ kind }) => kind === 'http');
      const schemes: Space['scheme'][] = encrypted ? ['https', 'tls'] : plain ? ['http'] : ['tcp'];
      const asks = servers.some(({ server }) => /MUTUAL$/.test(server.tls?.mode ?? ''));
      for (const scheme of schemes) {
        for (const certificate of asks ? [false, true] : [false]) {
          doors.push({ gateway: `${namespace}/${name}`, port, scheme, certificate });
        }
      }
    }
  }
  return doors.sort((a, b) => compareText(a.gateway, b.gateway) || a.port - b.port || compareText(a.scheme, b.scheme));
}

/** The pods and port behind a way into the mesh; undefined where the mesh has no such gateway. */
export function entranceAt(mesh: EffectiveMesh, { gateway, port }: Door): Entrance | undefined {
  const entrances = mesh.once(Entrances);
  const sender = entrances.all.find(({ workload }) => `${workload.namespace}/${workload.name}` === gateway);
  return sender && { gateway: sender, port: entrances.listenerPort(sender, port) };
}

/** A part of the requests that come in at one place: by their server name, and by their host. */
export interface EntranceRegion {
  /** One of the server names, and one of the hosts. */
  readonly serverName: string;
  readonly authority: string;
  /** What the hosts are called. */
  readonly hosts: string;
  readonly assumed: readonly Literal[];
}

/** Cuts the requests that come in at one place into parts that the routes of the gateways tell apart. */
export function entranceRegions(
  places: readonly (readonly [EffectiveMesh, Entrance])[],
  scheme: Space['scheme'],
): readonly EntranceRegion[] {
  const encrypted = scheme === 'https' || scheme === 'tls';
  const listeners = places.map(([mesh, { gateway, port }]) => mesh.viewOf(gateway.proxy).gatewayListener(port));
  const choices = listeners.map(listener => (encrypted ? listener.encrypted : listener.plaintext));
  const names = encrypted
    ? hostRegions(
        choices.flatMap(({ patterns }) => patterns),
        'server name',
      )
    : [];
  const anyName = { sample: SOME_HOST, literal: undefined };
  return (encrypted ? names : [anyName]).flatMap(({ sample: serverName, literal: named }) => {
    const tables = choices.map(choice => choice.find(serverName)?.table);
    const hosts = hostRegions([...new Set(tables.flatMap(table => table?.patterns ?? []))], 'authority');
    return hosts.map(({ name, sample: authority, literal }) => {
      const assumed = named === undefined ? [literal] : [named, literal];
      return { serverName, authority, hosts: name, assumed };
    });
  });
}

const SOME_HOST = 'any.example';
