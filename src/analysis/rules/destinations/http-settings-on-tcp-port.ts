import { DestinationRuleUse } from '../../../istio/destinations/destination-rule-use';
import { policyParts } from '../../../istio/destinations/policy-parts';
import { requestSettingsOf } from '../../../istio/destinations/request-settings';
import type { EffectiveMesh } from '../../../istio/effective-mesh';
import { mayBeHttp } from '../../../model/protocol';
import type { Finding, Rule } from '../../rule';

/**
 * On a port of TCP proxies see no requests, so that they count none, and no headers, cookies or parameters by which to choose a
 * pod: connections go to any of them.
 */
export const httpSettingsOnTcpPort: Rule = {
  name: 'http-settings-on-tcp-port',
  severity: 'warning',
  summary: 'Settings of a DestinationRule about requests must be for ports that speak HTTP.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    let routed: ReadonlySet<string> | undefined;
    for (const resource of mesh.model.all('DestinationRule')) {
      for (const { policy, field, port: only } of policyParts(resource)) {
        const settings = requestSettingsOf(policy);
        const service = settings && mesh.once(DestinationRuleUse).serviceOf(resource);
        if (settings === undefined || service === undefined) continue;
        // Several objects may define the host, each for some clients.
        const ports = mesh
          .servicesNamed(service.host)
          .flatMap(one => one.ports)
          .filter(({ number, protocol }) => protocol !== 'udp' && (only === undefined || number === only));
        if (ports.length === 0 || ports.some(({ protocol }) => mayBeHttp(protocol))) continue;
        routed ??= hostsOfRequests(mesh);
        if (routed.has(service.host)) continue;
        const spoken = [...new Set(ports.map(({ number, protocol }) => `${number} (${protocol})`))].join(', ');
        const seen = `proxies see no requests on port ${spoken} of "${service.host}"`;
        const { hash, pool } = settings;
        const related = [service.resource];
        if (hash !== undefined) {
          findings.push({
            resource,
            field: `${field}.loadBalancer.consistentHash.${hash}`,
            problem: `${seen}, so that connections go to any pod`,
            fix: 'use useSourceIp, or declare the port as HTTP if it speaks HTTP',
            related,
          });
        }
        if (pool.length === 0) continue;
        findings.push({
          resource,
          field: `${field}.connectionPool.http`,
          problem: `${seen}, so that ${pool.join(', ')} ${pool.length === 1 ? 'has' : 'have'} no effect`,
          fix: 'limit connections by connectionPool.tcp, or declare the port as HTTP if it speaks HTTP',
          related,
        });
      }
    }
    return findings;
  },
};

/** The hosts to which routes send single requests: a gateway may do so on any port. */
function hostsOfRequests({ virtualServices }: EffectiveMesh): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { http } of virtualServices) {
    for (const { spec } of http) {
      for (const { destination } of spec.route ?? []) found.add(destination?.host ?? '');
      for (const { destination } of spec.mirrors ?? []) found.add(destination?.host ?? '');
      found.add(spec.mirror?.host ?? '');
    }
  }
  return found;
}
