import type { EffectiveMesh } from '../../../istio/effective-mesh';
import { MESH } from '../../../istio/references';
import { RouteUse } from '../../../istio/routes/route-use';
import type { RegisteredService } from '../../../istio/services/registered-service';
import { gatewaysUseWaypoint, waypointOfService } from '../../../istio/waypoints';
import type { Resource } from '../../../model/resource';
import { addTo } from '../../../values/multimap';
import { ignoredSubsets } from '../../istioctl/destinations';
import type { Finding, Rule } from '../../rule';

/**
 * Requests from a gateway go to the host as a whole while those from within the mesh are split between its subsets: the
 * rules of the second VirtualService are not applied to what the first one routes. A waypoint that gateways use as well
 * does apply them.
 */
export const subsetIgnoredAtGateway: Rule = {
  name: 'subset-ignored-at-gateway',
  severity: 'warning',
  summary: 'A gateway route to a host whose mesh routes choose subsets must choose subsets itself.',
  equivalents: ['IST0140'],
  istioAnalyzers: ['virtualservice.DestinationHostAnalyzer'],
  asIstioctl: ignoredSubsets,

  check(mesh) {
    const findings: Finding[] = [];
    const use = mesh.once(RouteUse);
    const splitting = new Map<string, Resource<'VirtualService'>[]>();
    for (const { resource, hosts, http } of mesh.virtualServices) {
      const split: string[] = [];
      for (const { spec } of http) {
        for (const { destination: { host = '', subset = '' } = {} } of spec.route ?? []) {
          if (subset !== '' && !split.includes(host) && hosts.includes(host)) split.push(host);
        }
      }
      for (const host of split) addTo(splitting, host, resource);
    }
    for (const resource of mesh.model.all('VirtualService')) {
      if (use.rootsOf(resource).every(({ gateways }) => gateways.size === 1 && gateways.has(MESH))) continue;
      for (const place of use.destinationsOf(resource)) {
        const { destination, host, protocol, isMirror } = place;
        if ((destination.subset ?? '') !== '' || protocol !== 'http' || isMirror) continue;
        for (const other of splitting.get(host) ?? []) {
          const service = mesh.kubernetesService(host);
          if (other === resource || (service !== undefined && passesWaypoint(service, mesh))) continue;
          findings.push({
            resource,
            field: place.field,
            problem: `the subsets to which VirtualService "${other.fullName}" splits "${host}" are not used for requests that come through the gateway`,
            fix: 'repeat the routes to the subsets here',
            related: [other],
          });
        }
      }
    }
    return findings;
  },
};

/** Whether gateways send requests to a service through its waypoint, as far as the set tells. */
function passesWaypoint(service: RegisteredService, mesh: EffectiveMesh): boolean {
  const { state } = waypointOfService(mesh, service);
  return gatewaysUseWaypoint(mesh, service) && (state === 'used' || state === 'unknown');
}
