import type { IConstruct } from 'constructs';
import { schemeOf } from '../mesh/declared-calls';
import type { MeshServiceRef } from '../mesh/references';
import { declaredVersionOf } from '../mesh/version-service';
import type { ServicePort } from '../routing/refs';
import type { DeclaredAccess, DeclaredWay } from '../tree/declared-access';
import { hostCovers, sampleHost } from '../values/host-pattern';
import type { GatewayServers } from './gateway-servers';
import type { HostExposures } from './host-exposures';

/** A host of a gateway and what is exposed under it. */
export interface ExposedHost {
  readonly by: IConstruct;
  /** How findings name the gateway. */
  readonly gateway: string;
  readonly host: string;
  readonly servers: GatewayServers;
}

/** What exposures declare: that requests from outside get to the service, on each way that its routes offer. */
export function* accessOfExposures(
  { by, gateway, host, servers }: ExposedHost,
  exposures: HostExposures,
  before: DeclaredAccess['except'] = [],
): Iterable<DeclaredAccess> {
  const ports = servers.all.filter(
    ({ kind, tls, hosts }) =>
      kind === 'requests' && tls?.httpsRedirect !== true && hosts.some(pattern => hostCovers(pattern, host)),
  );
  for (const { service, version, paths, except } of exposures.declared()) {
    // What a controller writes is not among the manifests.
    if (service.routing.handedTo !== undefined) continue;
    const ways: readonly DeclaredWay[] =
      version === undefined
        ? service.declaredWays(true)
        : [{ reaches: [{ host: service.host, version: declaredVersionOf(version) }] }];
    for (const { constructPath = by.node.path, name, ...way } of ways) {
      const what = `${gateway} exposes ${service.label} under ${host}${name === undefined ? '' : ` (${name})`}`;
      const all = [...before, ...except, ...(way.except ?? [])];
      for (const { protocol, port } of ports) {
        const scheme = protocol === 'HTTPS' ? 'https' : protocol === 'GRPC' ? 'grpc' : 'http';
        yield {
          ...way,
          constructPath,
          what,
          from: 'internet',
          scheme,
          host: sampleHost(host),
          port,
          paths,
          except: all,
        };
      }
    }
  }
}

/** What a server of connections declares: that those for a host get to the service. */
export function* accessOfConnections(
  { by, gateway, host, servers }: ExposedHost,
  outer: number,
  service: MeshServiceRef,
  { protocol }: ServicePort,
): Iterable<DeclaredAccess> {
  const server = servers.all.find(({ port, kind }) => port === outer && kind !== 'requests');
  if (server === undefined) return;
  const places = [service.host, ...service.routedHosts].map(place => ({ host: place }));
  yield {
    constructPath: by.node.path,
    what: `${gateway} exposes ${service.label} on port ${outer}`,
    from: 'internet',
    scheme: server.protocol === 'TCP' ? schemeOf(protocol) : 'tls',
    host: sampleHost(host),
    port: outer,
    reaches: places,
  };
}
