import { policyParts } from '../../istio/destinations/policy-parts';
import { Clients } from './clients';
import { makersOf, podsText } from './move';
import type { ObstacleKind } from './obstacle';
import { PAGES } from './pages';

export const clientLocality: ObstacleKind = {
  name: 'client-locality',
  severity: 'loss',
  summary:
    'Clients prefer pods by their own locality or labels; a waypoint balances by the place where it runs itself, for all clients',
  instead: 'use trafficDistribution of the Service, which ztunnel follows, or run waypoints in each place',
  url: PAGES.waypoints,

  *find(mesh, move) {
    const clients = mesh.once(Clients);
    for (const resource of mesh.model.all('DestinationRule')) {
      const part = [...policyParts(resource)].find(({ policy }) => {
        const {
          distribute = [],
          failover = [],
          failoverPriority = [],
          enabled,
        } = policy.loadBalancer?.localityLbSetting ?? {};
        return enabled !== false && distribute.length + failover.length + failoverPriority.length > 0;
      });
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

export const plaintextToMesh: ObstacleKind = {
  name: 'plaintext-to-mesh',
  severity: 'loss',
  summary:
    'A DestinationRule lets clients send plaintext to pods of the mesh; between ambient pods it is always mutual TLS',
  instead: 'remove the mode, unless somebody has to read what is sent',
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
