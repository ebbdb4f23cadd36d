import type { EffectiveMesh } from '../../istio/effective-mesh';
import { egressHosts } from '../../istio/sidecar-scope';
import type { Resource } from '../../model/resource';
import type { SidecarSpec } from '../../model/shapes/traffic';
import type { Workload } from '../../model/workload';
import { addTo } from '../../values/multimap';
import { NetworkRules } from '../network-rules';
import { meshConfigPlace } from './install-place';
import { type Move, makersOf, podsText } from './move';
import type { ObstacleKind } from './obstacle';
import { PAGES } from './pages';

/** The Sidecar objects that apply to pods that move, with these pods. */
function sidecarsOfMovers(mesh: EffectiveMesh, move: Move): ReadonlyMap<Resource<'Sidecar'>, readonly Workload[]> {
  const found = new Map<Resource<'Sidecar'>, Workload[]>();
  for (const workload of move.workloads) {
    const { sidecar } = mesh.viewOf(mesh.proxyOf(workload)).scope;
    if (sidecar !== undefined) addTo(found, sidecar, workload);
  }
  return found;
}

export const sidecarEgressScope: ObstacleKind = {
  name: 'sidecar-egress-scope',
  severity: 'loss',
  summary: 'A Sidecar limits the hosts that pods know; with ztunnel they can reach every service of the mesh',
  instead: 'limit who may call by AuthorizationPolicies of the services, or where pods may send by NetworkPolicies',
  url: PAGES.sidecars,

  *find(mesh, move) {
    const network = mesh.once(NetworkRules);
    for (const [resource, all] of sidecarsOfMovers(mesh, move)) {
      const { egress = [] } = resource.spec;
      // What NetworkPolicies keep from pods they do not reach, whatever they know.
      const pods = all.filter(pod => network.reachesEverybody(pod));
      if (pods.length === 0 || egress.length === 0 || egress.some(one => importsAll(one, resource.namespace, mesh)))
        continue;
      const hosts = [...new Set(egress.flatMap(({ hosts: own = [] }) => own))];
      yield {
        resource,
        field: 'spec.egress',
        lost: `${podsText(pods)} know ${hosts.map(host => `"${host}"`).join(', ')} only, and in the ambient mesh all hosts`,
        related: makersOf(pods),
      };
    }
  },
};

type EgressListener = NonNullable<SidecarSpec['egress']>[number];

function importsAll({ port, hosts = [] }: EgressListener, namespace: string, { release }: EffectiveMesh): boolean {
  const { imports, exclusions } = egressHosts(hosts, namespace, release);
  return (
    port === undefined && exclusions.length === 0 && imports.some(one => one.namespace === '*' && one.host === '*')
  );
}

export const sidecarListener: ObstacleKind = {
  name: 'sidecar-listener',
  severity: 'blocker',
  summary:
    'A Sidecar defines listeners for the application or for services that it calls; without sidecars these listeners do not exist',
  instead: 'let the application listen on the port of the pods, and call the services by their names',
  url: PAGES.sidecars,

  *find(mesh, move) {
    for (const [resource, pods] of sidecarsOfMovers(mesh, move)) {
      const { ingress = [], egress = [] } = resource.spec;
      const listeners = [
        ...ingress.flatMap((one, i) => (isPassedThrough(one) ? [] : [{ list: 'ingress', i, port: one.port?.number }])),
        ...egress.flatMap(({ bind, captureMode, port }, i) =>
          bind === undefined && captureMode !== 'NONE' ? [] : [{ list: 'egress', i, port: port?.number }],
        ),
      ];
      for (const { list, i, port = 0 } of listeners) {
        const what = list === 'ingress' ? 'what comes to' : 'what they send to their own';
        yield {
          resource,
          field: `spec.${list}[${i}]`,
          part: `${list}-${port}`,
          lost: `the sidecars of ${podsText(pods)} take ${what} port ${port}, and in the ambient mesh nobody does`,
          related: makersOf(pods),
        };
      }
    }
  },
};

type IngressListener = NonNullable<SidecarSpec['ingress']>[number];

/** Whether connections reach the pods the same way without the listener. */
function isPassedThrough({ port, defaultEndpoint, tls, bind }: IngressListener): boolean {
  const number = port?.number ?? 0;
  const isSame = defaultEndpoint === undefined || defaultEndpoint === `0.0.0.0:${number}`;
  return isSame && tls === undefined && bind === undefined;
}

export const inboundConnectionLimit: ObstacleKind = {
  name: 'inbound-connection-limit',
  severity: 'loss',
  summary: 'A Sidecar limits the connections and requests that pods accept; ztunnel and waypoints have no such limit',
  instead: 'limit them by a DestinationRule of the service, which the waypoint applies',
  url: PAGES.sidecars,

  *find(mesh, move) {
    for (const [resource, pods] of sidecarsOfMovers(mesh, move)) {
      const { ingress = [], inboundConnectionPool } = resource.spec;
      const listener = ingress.findIndex(({ connectionPool }) => connectionPool !== undefined);
      if (inboundConnectionPool === undefined && listener < 0) continue;
      yield {
        resource,
        field:
          inboundConnectionPool === undefined
            ? `spec.ingress[${listener}].connectionPool`
            : 'spec.inboundConnectionPool',
        lost: `${podsText(pods)} take all that comes, without the limits of the Sidecar`,
        related: makersOf(pods),
      };
    }
  },
};

export const outboundRegistryOnly: ObstacleKind = {
  name: 'outbound-registry-only',
  severity: 'loss',
  summary: 'Sidecars block requests to unknown hosts (REGISTRY_ONLY); ztunnel allows them',
  instead: 'block them by NetworkPolicies, or allow egress only for a waypoint',
  url: PAGES.egress,

  *find(mesh, move) {
    const network = mesh.once(NetworkRules);
    const own = new Map<Resource<'Sidecar'> | undefined, Workload[]>();
    for (const workload of move.workloads) {
      const { sidecar, outboundTrafficPolicy } = mesh.viewOf(mesh.proxyOf(workload)).scope;
      if (outboundTrafficPolicy !== 'REGISTRY_ONLY' || !network.reachesOutside(workload)) continue;
      const says = sidecar?.spec.outboundTrafficPolicy !== undefined;
      addTo(own, says ? sidecar : undefined, workload);
    }
    for (const [sidecar, pods] of own) {
      const place =
        sidecar === undefined
          ? meshConfigPlace(mesh, 'outboundTrafficPolicy.mode')
          : { resource: sidecar, field: 'spec.outboundTrafficPolicy' };
      yield {
        ...place,
        lost: `${podsText(pods)} reach every host outside of the mesh`,
        related: makersOf(pods),
      };
    }
  },
};

export const outboundProxy: ObstacleKind = {
  name: 'outbound-proxy',
  severity: 'blocker',
  summary: 'A Sidecar sends requests for unknown hosts to a proxy; ztunnel sends them directly to the host',
  instead: 'list the hosts in ServiceEntries that are bound to a waypoint, or let the application use the proxy',
  url: PAGES.egress,

  *find(mesh, move) {
    for (const [resource, pods] of sidecarsOfMovers(mesh, move)) {
      const host = resource.spec.outboundTrafficPolicy?.egressProxy?.host;
      if (host === undefined) continue;
      yield {
        resource,
        field: 'spec.outboundTrafficPolicy.egressProxy',
        lost: `what ${podsText(pods)} send to unknown hosts goes past "${host}"`,
        related: makersOf(pods),
      };
    }
  },
};

export const inboundToLocalhost: ObstacleKind = {
  name: 'inbound-to-localhost',
  severity: 'blocker',
  summary:
    'The mesh forwards connections to applications at 127.0.0.1 (inboundTrafficPolicy LOCALHOST); ztunnel forwards them to the address of the pod',
  instead: 'let the applications listen on the address of their pods',
  url: PAGES.redirection,

  *find(mesh, move) {
    if (mesh.settings.inboundTrafficPolicy !== 'LOCALHOST' || move.workloads.length === 0) return;
    yield {
      ...meshConfigPlace(mesh, 'inboundTrafficPolicy.mode'),
      lost: `connections to ${podsText(move.workloads)} that listen on 127.0.0.1 only are refused`,
      related: makersOf(move.workloads),
    };
  },
};
