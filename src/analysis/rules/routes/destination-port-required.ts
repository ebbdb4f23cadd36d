import { MESH } from '../../../istio/references';
import { RouteUse } from '../../../istio/routes/route-use';
import { requiredPorts } from '../../istioctl/destinations';
import type { Finding, Rule } from '../../rule';
import { listed } from '../../wording';

/**
 * A route leads to a service with several ports and names none. Istio then takes the port on which the request came in,
 * which at a gateway is the gateway's.
 */
export const destinationPortRequired: Rule = {
  name: 'destination-port-required',
  severity: 'error',
  summary: 'A route to a service with several ports must name the port.',
  equivalents: ['IST0112'],
  istioAnalyzers: ['virtualservice.DestinationHostAnalyzer'],
  asIstioctl: requiredPorts,

  check(mesh) {
    const findings: Finding[] = [];
    const use = mesh.once(RouteUse);
    for (const resource of mesh.model.all('VirtualService')) {
      const onlyMesh = use.rootsOf(resource).every(({ gateways }) => gateways.size === 1 && gateways.has(MESH));
      for (const place of use.destinationsOf(resource)) {
        const { destination, host } = place;
        if (destination.port !== undefined) continue;
        const service = mesh.seen.fromAny(use.clientsOf(resource, place), host);
        if (service === undefined || service.ports.length <= 1) continue;
        const ports = listed(service.ports.map(port => port.number));
        findings.push({
          resource,
          field: `${place.field}.host`,
          // A sidecar keeps the port that the client called, which is right as long as both services have it.
          severity: onlyMesh ? 'info' : 'error',
          problem: `"${service.host}" has the ports ${ports}, and the route names none of them`,
          fix: `add port.number with one of ${ports}`,
          related: [service.resource],
        });
      }
    }
    return findings;
  },
};
