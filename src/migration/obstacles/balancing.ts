import { policyParts } from '../../istio/destinations/policy-parts';
import { isMapping } from '../../model/shape';
import { Clients } from './clients';
import { meshConfigPlace } from './install-place';
import { makersOf, podsText } from './move';
import type { ObstacleKind } from './obstacle';
import { PAGES } from './pages';

export const clientLocality: ObstacleKind = {
  name: 'client-locality',
  severity: 'loss',
  summary: 'Clients prefer pods by their own locality or labels; a waypoint uses its own locality, for all clients',
  instead: 'use trafficDistribution of the Service, which ztunnel supports, or run waypoints in each locality',
  url: PAGES.waypoints,

  *find(mesh, move) {
    const clients = mesh.once(Clients);
    if (move.services.length > 0 && prefers(mesh.model.meshConfig.localityLbSetting)) {
      yield {
        ...meshConfigPlace(mesh, 'localityLbSetting'),
        lost: `requests of ${podsText(move.workloads)} go where ztunnel or the waypoint has the shortest way`,
        related: makersOf(move.workloads),
      };
    }
    for (const resource of mesh.model.all('DestinationRule')) {
      const part = policyParts(resource).find(({ policy }) => prefers(policy.loadBalancer?.localityLbSetting));
      if (part === undefined) continue;
      for (const { host } of move.services) {
        const pods = move.workloads.filter(one => clients.ruleFor(one, host)?.from.includes(resource) === true);
        if (pods.length === 0) continue;
        yield {
          resource,
          field: `${part.field}.loadBalancer.localityLbSetting`,
          lost: `requests of ${podsText(pods)} to "${host}" go where the waypoint has the shortest way`,
          related: makersOf(pods),
        };
        break;
      }
    }
  },
};

/** Whether a setting says where clients of a place prefer to send. */
function prefers(setting: unknown): boolean {
  if (!isMapping(setting) || setting.enabled === false) return false;
  return ['distribute', 'failover', 'failoverPriority'].some(key => {
    const list = setting[key];
    return Array.isArray(list) && list.length > 0;
  });
}

export const plaintextToMesh: ObstacleKind = {
  name: 'plaintext-to-mesh',
  severity: 'loss',
  summary: 'A DestinationRule makes clients send plaintext to pods of the mesh; ambient pods always use mutual TLS',
  instead: 'remove the mode, unless something must read the plaintext',
  url: PAGES.connections,

  *find(mesh, move) {
    const clients = mesh.once(Clients);
    for (const { resource, field, mode, services } of mesh.clientTlsSettings) {
      if (mode !== 'DISABLE') continue;
      for (const { host } of services.filter(one => move.services.includes(one))) {
        const pods = move.workloads.filter(one => clients.ruleFor(one, host)?.from.includes(resource) === true);
        if (pods.length === 0) continue;
        yield {
          resource,
          field,
          lost: `what ${podsText(pods)} send to "${host}" is encrypted, whatever the rule says`,
          related: makersOf(pods),
        };
        break;
      }
    }
  },
};
