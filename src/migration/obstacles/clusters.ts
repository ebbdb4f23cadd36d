import { podsOf } from '../../istio/gateways/gateway-pods';
import { scopedHost } from '../../istio/references';
import { hostsOverlap } from '../../values/host-pattern';
import { byText } from '../../values/order';
import { installedValues } from './install-place';
import type { ObstacleKind } from './obstacle';
import { PAGES } from './pages';

/** Values of an installation whose control plane is in another cluster, with what they are then. */
const REMOTE: readonly (readonly [path: string, isRemote: (value: unknown) => boolean])[] = [
  ['global.remotePilotAddress', value => typeof value === 'string' && value !== ''],
  ['global.externalIstiod', value => value === true],
  ['istiodRemote.enabled', value => value === true],
  ['profile', value => value === 'remote'],
];

export const remoteControlPlane: ObstacleKind = {
  name: 'remote-control-plane',
  severity: 'blocker',
  summary: 'The control plane of the cluster is in another cluster; ambient mode needs one in each cluster',
  instead: 'install a control plane in the cluster',
  url: PAGES.clusters,

  *find(mesh, move) {
    if (move.workloads.length === 0) return;
    for (const { resource, spec } of mesh.model.operators) {
      if (spec.profile === 'remote' || spec.profile === 'external') {
        yield { resource, field: 'spec.profile', lost: LOST };
      }
    }
    for (const [path, isRemote] of REMOTE) {
      for (const { value, ...place } of installedValues(mesh, ['istiod', 'istiod-remote', 'base'], path)) {
        if (isRemote(value)) yield { ...place, lost: LOST };
      }
    }
  },
};

const LOST = 'ztunnel and waypoints of this cluster do not work with a control plane of another one';

export const clustersOfOneNetwork: ObstacleKind = {
  name: 'clusters-of-one-network',
  severity: 'loss',
  summary: 'Clusters of one mesh share one network; Istio does not test that for ambient mode',
  instead: 'name a network for each cluster, and connect them by gateways between networks',
  url: PAGES.clusters,

  *find(mesh, move) {
    const { model, settings } = mesh;
    if (move.workloads.length === 0) return;
    const [secret] = model
      .all('Secret')
      .filter(({ labels }) => labels['istio/multiCluster'] === 'true')
      .sort(byText(({ fullName }) => fullName));
    const root = model.namespaces.get(settings.rootNamespace)?.labels ?? {};
    const named = installedValues(mesh, ['istiod'], 'global.network').some(({ value }) => value !== '');
    if (secret === undefined || named || root['topology.istio.io/network'] !== undefined) return;
    if (Object.keys(model.meshNetworks).length > 0) return;
    yield {
      resource: secret,
      field: 'metadata.labels["istio/multiCluster"]',
      lost: 'pods that move may not reach those of the other cluster, nor be reached from there',
    };
  },
};

export const crossNetworkGateway: ObstacleKind = {
  name: 'cross-network-gateway',
  severity: 'blocker',
  summary:
    'A Gateway with AUTO_PASSTHROUGH accepts mutual TLS of sidecars from other networks; ambient pods need a gateway of another class, for tunnels',
  instead: 'add a Gateway of the class istio-east-west, and move the services of all clusters together',
  url: PAGES.clusters,

  *find(mesh, move) {
    for (const config of mesh.gatewayConfigs) {
      const { resource, servers } = config;
      for (const [i, { server }] of servers.entries()) {
        if (server.tls?.mode !== 'AUTO_PASSTHROUGH' || podsOf(mesh, config).length === 0) continue;
        const hosts = (server.hosts ?? []).map(host => scopedHost(host, resource.namespace));
        const services = move.services.filter(({ host, namespace, service }) => {
          const isMeant = hosts.some(
            one => (one.namespace === '*' || one.namespace === namespace) && hostsOverlap(one.host, host),
          );
          return isMeant && service.source === 'Service';
        });
        const [first] = services;
        if (first === undefined) continue;
        yield {
          resource,
          field: `spec.servers[${i}].tls.mode`,
          lost: `clients of other networks do not reach the pods of "${first.host}"${services.length > 1 ? ` and ${services.length - 1} more services` : ''} by it`,
          related: services.slice(0, 3).map(one => one.resource),
        };
        break;
      }
    }
  },
};
