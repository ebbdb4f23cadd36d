import { DestinationRuleUse } from '../../../istio/destinations/destination-rule-use';
import { policyParts } from '../../../istio/destinations/policy-parts';
import type { EffectiveMesh } from '../../../istio/effective-mesh';
import { isHttp } from '../../../model/protocol';
import type { Finding, Rule } from '../../rule';

/** What of a request pods can be chosen by. */
const BY_REQUEST = ['httpHeaderName', 'httpCookie', 'httpQueryParameterName'] as const;

/**
 * On a port of TCP proxies see no headers, cookies or parameters, so that there is nothing to choose a pod by: connections go
 * to any of them.
 */
export const httpHashOnTcpPort: Rule = {
  name: 'http-hash-on-tcp-port',
  severity: 'warning',
  summary: 'Pods may be chosen by a header, cookie or parameter only on ports that speak HTTP.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    let routed: ReadonlySet<string> | undefined;
    for (const resource of mesh.model.all('DestinationRule')) {
      for (const { policy, field, port: only } of policyParts(resource)) {
        const { consistentHash } = policy.loadBalancer ?? {};
        const by = BY_REQUEST.find(name => consistentHash?.[name] !== undefined);
        const service = by === undefined ? undefined : mesh.once(DestinationRuleUse).serviceOf(resource);
        if (by === undefined || service === undefined) continue;
        // Several objects may define the host, each for some clients.
        const ports = mesh
          .servicesNamed(service.host)
          .flatMap(one => one.ports)
          .filter(({ number, protocol }) => protocol !== 'udp' && (only === undefined || number === only));
        if (ports.length === 0 || ports.some(({ protocol }) => protocol === 'auto' || isHttp(protocol))) continue;
        routed ??= hostsOfRequests(mesh);
        if (routed.has(service.host)) continue;
        const spoken = [...new Set(ports.map(({ number, protocol }) => `${number} (${protocol})`))].join(', ');
        findings.push({
          resource,
          field: `${field}.loadBalancer.consistentHash.${by}`,
          problem: `proxies see no requests on port ${spoken} of "${service.host}", so that connections go to any pod`,
          fix: 'use useSourceIp, or declare the port as HTTP if it speaks HTTP',
          related: [service.resource],
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
    for (const { spec } of http) for (const { destination } of spec.route ?? []) found.add(destination?.host ?? '');
  }
  return found;
}
