import type { MeshModel } from '../../model/mesh-model';
import { isHttp, type PortProtocol } from '../../model/protocol';
import type { Resource } from '../../model/resource';
import { podProtocols } from '../pod-ports';
import { hasTargets, httpFieldsOf, workloadsOfPolicy } from '../policies-in-force';
import type { Finding, Rule } from '../rule';
import { listed, quoted } from '../wording';

/**
 * A policy looks at requests on a port where Istio sees connections only. An ALLOW rule never matches there, and a DENY
 * rule always does.
 */
export const httpPolicyOnTcpPort: Rule = {
  name: 'http-policy-on-tcp-port',
  severity: 'error',
  summary: 'A policy for a TCP port must not speak of methods, paths, hosts, headers or tokens.',
  equivalents: [],

  *check({ model }) {
    for (const resource of model.all('AuthorizationPolicy')) {
      const { action = 'ALLOW', selector } = resource.spec;
      if ((action !== 'ALLOW' && action !== 'DENY') || hasTargets(resource.spec)) continue;
      // A policy for many workloads is written for those that speak HTTP.
      if (Object.keys(selector?.matchLabels ?? {}).length === 0) continue;
      const judged = new Set<number>();
      for (const { field, rule, ports } of httpFieldsOf(resource)) {
        if (judged.has(rule)) continue;
        judged.add(rule);
        const finding = judge(resource, action, field, ports.map(Number), model);
        if (finding !== undefined) yield finding;
      }
    }
  },
};

function judge(
  resource: Resource<'AuthorizationPolicy'>,
  action: 'ALLOW' | 'DENY',
  field: string,
  named: readonly number[],
  model: MeshModel,
): Finding | undefined {
  for (const workload of workloadsOfPolicy(resource, model)) {
    // In the ambient mesh no port has requests without a waypoint, which is for another rule to say.
    if (workload.dataPlane === 'ambient') continue;
    // Where a gateway sees requests is for its servers to say, which end the TLS of a port that its Service calls https.
    if (workload.generated || workload.annotations['inject.istio.io/templates'] === 'gateway') continue;
    const protocols = podProtocols(workload, model);
    const tcp = (named.length > 0 ? named : [...protocols.keys()]).filter(port => isTcp(protocols.get(port)));
    // Without a port the rule is about the ports that speak HTTP, if there is any.
    const isLost = named.length > 0 ? tcp.length > 0 : tcp.length > 0 && tcp.length === protocols.size;
    if (!isLost) continue;
    const spoken = quoted(tcp.flatMap(port => [...(protocols.get(port) ?? [])]));
    return {
      resource,
      field,
      problem: `port ${listed(tcp)} of "${workload.name}" speaks ${spoken}, where Istio sees no requests: the rule ${action === 'ALLOW' ? 'never allows anything' : 'denies every connection'}`,
      fix: 'match ports and sources only, or declare the port as HTTP if it is',
      related: [workload.resource, ...model.servicesOf(workload).map(service => service.resource)],
    };
  }
  return undefined;
}

function isTcp(protocols: ReadonlySet<PortProtocol> | undefined): boolean {
  return protocols !== undefined && [...protocols].every(protocol => protocol !== 'auto' && !isHttp(protocol));
}
