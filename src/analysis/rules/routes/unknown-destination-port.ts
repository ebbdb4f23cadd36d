import { RouteUse } from '../../../istio/routes/route-use';
import { unknownPorts } from '../../istioctl/destinations';
import type { Finding, Rule } from '../../rule';
import { listed } from '../../wording';

/** A route leads to a port that the service does not have. Envoy has no cluster for it and answers 503. */
export const unknownDestinationPort: Rule = {
  name: 'unknown-destination-port',
  severity: 'error',
  summary: 'Every destination port of a route must be a port of that Service or ServiceEntry.',
  equivalents: ['IST0101'],
  istioAnalyzers: ['virtualservice.DestinationHostAnalyzer'],
  asIstioctl: unknownPorts,

  check(mesh) {
    const findings: Finding[] = [];
    const use = mesh.once(RouteUse);
    for (const resource of mesh.model.all('VirtualService')) {
      for (const place of use.destinationsOf(resource)) {
        const { destination, host } = place;
        if (destination.port === undefined) continue;
        const service = mesh.seen.fromAny(use.clientsOf(resource, place), host);
        const number = destination.port.number ?? 0;
        if (service === undefined || service.ports.some(port => port.number === number)) continue;
        // The ports of a name outside the cluster are not Istio's to check.
        if (service.aliasOf !== undefined) continue;
        const ports = listed(service.ports.map(port => port.number));
        findings.push({
          resource,
          field: `${place.field}.port.number`,
          problem: `"${service.host}" has no port ${number}; it has ${ports}`,
          fix: service.ports.some(({ targetPort }) => targetPort === number)
            ? `name the port of the Service, not that of its pods: one of ${ports}`
            : `route to one of ${ports}, or add the port to the ${service.resource.kind}`,
          related: [service.resource],
        });
      }
    }
    return findings;
  },
};
