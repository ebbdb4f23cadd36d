import type { Resource } from '../../model/resource';
import { addTo } from '../../values/multimap';
import { MESH } from '../gateway-reference';
import type { Rule } from '../rule';
import { gatewaysUseWaypoint } from '../waypoints';

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

  *check({ model }) {
    const full = (host: string, namespace: string) => (model.istioParity ? host : model.fullHost(host, namespace));
    const splitting = new Map<string, Resource<'VirtualService'>[]>();
    for (const resource of model.all('VirtualService')) {
      for (const host of splitHosts(resource, full)) addTo(splitting, host, resource);
    }
    for (const resource of model.all('VirtualService')) {
      const gateways = resource.spec.gateways ?? [];
      if (gateways.length === 0 || (!model.istioParity && gateways.every(name => name === MESH))) continue;
      for (const [i, { route = [] }] of (resource.spec.http ?? []).entries()) {
        for (const [j, { destination = {} }] of route.entries()) {
          const { host = '', subset = '' } = destination;
          if (subset !== '') continue;
          for (const other of splitting.get(full(host, resource.namespace)) ?? []) {
            if (other === resource && !model.istioParity) continue;
            const service = model.istioParity ? undefined : model.hosts.named(full(host, resource.namespace))[0];
            if (service !== undefined && gatewaysUseWaypoint(service, model)) continue;
            yield {
              resource,
              field: model.istioParity ? undefined : `spec.http[${i}].route[${j}].destination`,
              problem: `the subsets to which VirtualService "${other.fullName}" splits ${model.istioParity ? 'a host' : `"${host}"`} are not used for requests that come through the gateway`,
              fix: 'repeat the routes to the subsets here',
              related: [other],
            };
          }
        }
      }
    }
  },
};

/** The hosts of a VirtualService that it sends to subsets of themselves. */
function splitHosts(
  { spec, namespace }: Resource<'VirtualService'>,
  full: (host: string, namespace: string) => string,
): ReadonlySet<string> {
  const hosts = new Set((spec.hosts ?? []).map(host => full(host, namespace)));
  const split = new Set<string>();
  for (const { route = [] } of spec.http ?? []) {
    for (const { destination: { host = '', subset = '' } = {} } of route) {
      const name = full(host, namespace);
      if (subset !== '' && hosts.has(name)) split.add(name);
    }
  }
  return split;
}
