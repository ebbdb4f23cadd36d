import type { EffectiveMesh } from '../../../istio/effective-mesh';
import { targetRefsOf } from '../../../istio/policies/policy-attachment';
import { fieldOfCondition, type PolicyCondition } from '../../../istio/policies/policy-conditions';
import { mayBeHttp, type PortProtocol } from '../../../model/protocol';
import type { Resource } from '../../../model/resource';
import { httpFieldsOf, workloadsOfPolicy } from '../../policies';
import type { Finding, Rule } from '../../rule';
import { listed, quoted } from '../../wording';

/**
 * A policy looks at requests on a port where Istio sees connections only. An ALLOW rule never matches there, and a DENY
 * rule always does.
 */
export const httpPolicyOnTcpPort: Rule = {
  name: 'http-policy-on-tcp-port',
  severity: 'error',
  summary: 'A policy for a TCP port must not use methods, paths, hosts, headers or tokens.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    const namespaces = namespacesWithTcp(mesh);
    const { rootNamespace } = mesh.model.meshConfig;
    for (const resource of mesh.model.all('AuthorizationPolicy')) {
      const { namespace } = resource;
      if (namespaces?.has(namespace) === false && namespace !== rootNamespace) continue;
      const { action = 'ALLOW', selector } = resource.spec;
      if ((action !== 'ALLOW' && action !== 'DENY') || targetRefsOf(resource.spec).length > 0) continue;
      // A policy for many workloads allows those that speak HTTP; one that denies closes the others.
      if (action === 'ALLOW' && Object.keys(selector?.matchLabels ?? {}).length === 0) continue;
      const judged = new Set<number>();
      for (const condition of httpFieldsOf(resource, mesh)) {
        if (judged.has(condition.rule)) continue;
        judged.add(condition.rule);
        const finding = judge(resource, action, condition, mesh);
        if (finding !== undefined) findings.push(finding);
      }
    }
    return findings;
  },
};

/** The namespaces whose pods may have ports of connections alone; undefined where those of any may. */
function namespacesWithTcp({ services, sidecars, model }: EffectiveMesh): ReadonlySet<string> | undefined {
  const found = new Set<string>();
  for (const { namespace, ports, endpoints } of services) {
    if (!ports.some(({ protocol }) => isTcpOnly(protocol))) continue;
    // An address may be that of any pod.
    if (endpoints.length > 0) return undefined;
    found.add(namespace);
  }
  for (const { namespace, spec } of sidecars.all) {
    if ((spec.ingress ?? []).length === 0) continue;
    if (namespace === model.meshConfig.rootNamespace) return undefined;
    found.add(namespace);
  }
  return found;
}

function isTcpOnly(protocol: PortProtocol): boolean {
  return protocol !== 'udp' && !mayBeHttp(protocol);
}

function judge(
  resource: Resource<'AuthorizationPolicy'>,
  action: 'ALLOW' | 'DENY',
  condition: PolicyCondition,
  mesh: EffectiveMesh,
): Finding | undefined {
  const named = condition.ports.map(Number);
  for (const workload of workloadsOfPolicy(resource, mesh)) {
    // In the ambient mesh no port has requests without a waypoint, which is for another rule to say.
    if (workload.dataPlane === 'ambient') continue;
    // Where a gateway sees requests is for its servers to say, which end the TLS of a port that its Service calls https.
    if (mesh.proxyOf(workload).type === 'gateway') continue;
    const declared = mesh.declaredPortsOf(workload);
    const isTcp = (port: number) => {
      const protocol = declared.get(port)?.protocol;
      return protocol !== undefined && isTcpOnly(protocol);
    };
    const tcp = (named.length > 0 ? named : [...declared.keys()]).filter(isTcp);
    // Without a port a rule that allows is about the ports that speak HTTP, if there is any.
    const isLost = tcp.length > 0 && (named.length > 0 || action === 'DENY' || tcp.length === declared.size);
    if (!isLost) continue;
    const spoken = quoted(tcp.flatMap(port => declared.get(port)?.protocol ?? []));
    return {
      resource,
      field: fieldOfCondition(condition),
      problem: `port ${listed(tcp)} of "${workload.name}" speaks ${spoken}, where Istio sees no requests: the rule ${action === 'ALLOW' ? 'never allows anything' : 'denies every connection'}`,
      fix: 'match ports and sources only, or declare the port as HTTP if it is',
      related: [workload.resource, ...mesh.model.servicesOf(workload).map(service => service.resource)],
    };
  }
  return undefined;
}
