import { DestinationRuleUse } from '../../../istio/destinations/destination-rule-use';
import { effectivePolicy } from '../../../istio/destinations/traffic-policy';
import type { EffectiveMesh } from '../../../istio/effective-mesh';
import { RouteUse } from '../../../istio/routes/route-use';
import type { Finding, Rule } from '../../rule';

/** The application sends TLS already, and the proxy wraps it into TLS once more: the server sees garbage. */
export const doubleTls: Rule = {
  name: 'double-tls',
  severity: 'warning',
  summary: 'The proxy must not originate TLS on a port on which clients send TLS themselves.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    let plain: ReadonlySet<string> | undefined;
    for (const resource of mesh.model.all('DestinationRule')) {
      const service = mesh.once(DestinationRuleUse).serviceOf(resource);
      if (service === undefined) continue;
      const { trafficPolicy, subsets = [] } = resource.spec;
      for (const port of service.ports) {
        if (port.protocol !== 'https' && port.protocol !== 'tls') continue;
        plain ??= plainHttpDestinations(mesh);
        if (plain.has(`${service.host} ${port.number}`)) continue;
        const { tls, tlsField = '' } = effectivePolicy({ trafficPolicy, subsets }, port.number, '');
        const mode = tls?.mode;
        // A port that leads to another one of the server is meant for it: plain HTTP in, TLS out.
        if ((mode !== 'SIMPLE' && mode !== 'MUTUAL') || port.targetPort !== port.number) continue;
        findings.push({
          resource,
          field: tlsField,
          problem: `port ${port.number} of "${service.host}" is declared as ${port.protocol}, so that clients send TLS, and mode ${mode} wraps it into TLS again`,
          fix: 'declare the port as HTTP and let clients send plain HTTP, or leave TLS to the clients',
          related: [service.resource],
        });
      }
    }
    return findings;
  },
};

/** The hosts and ports to which routes send plain HTTP, as they do to let the proxy originate TLS. */
function plainHttpDestinations(mesh: EffectiveMesh): ReadonlySet<string> {
  const found = new Set<string>();
  for (const resource of mesh.model.all('VirtualService')) {
    for (const { destination, host, protocol } of mesh.once(RouteUse).destinationsOf(resource)) {
      if (protocol === 'http') found.add(`${host} ${destination.port?.number ?? 0}`);
    }
  }
  return found;
}
