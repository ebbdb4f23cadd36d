import type { EffectiveMesh } from '../../../istio/effective-mesh';
import { annotationKeeping } from '../../../istio/plaintext-clients';
import { PodPorts } from '../../../istio/policies/pod-ports';
import { valuesWhere } from '../../../istio/policies/policy-conditions';
import { PolicyScopes } from '../../../istio/policies/policy-scope';
import type { Resource } from '../../../model/resource';
import type { Workload } from '../../../model/workload';
import { DESTINATION_PORT } from '../../../requests/attribute';
import type { Finding, Rule } from '../../rule';
import { listed } from '../../wording';

/**
 * The ports of a policy are those of the pods, and not those of their Service; a waypoint compares those of the Service.
 * A condition on a port that nobody has never holds.
 */
export const unknownPolicyPort: Rule = {
  name: 'unknown-policy-port',
  severity: 'error',
  summary: 'The ports of an AuthorizationPolicy must be ports of its pods, or at a waypoint of its services.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    for (const asked of mesh.policyConditions.all) {
      const { policy, condition } = asked;
      const { attribute } = condition;
      if (attribute.about !== DESTINATION_PORT) continue;
      for (const { value, field } of valuesWhere(asked, one => attribute.usable?.(one) !== false)) {
        const found = judge(policy, Number(value), mesh);
        if (found !== undefined) findings.push({ resource: policy, field, ...found });
      }
    }
    return findings;
  },
};

function judge(
  resource: Resource<'AuthorizationPolicy'>,
  port: number,
  mesh: EffectiveMesh,
): Omit<Finding, 'resource' | 'field'> | undefined {
  const { workloads, services } = mesh.once(PolicyScopes).of(resource);
  const pods = workloads.filter(one => one.dataPlane !== 'none' && mesh.proxyOf(one).type === 'sidecar');
  // Gateways listen on the ports of their servers.
  if (workloads.some(one => one.dataPlane !== 'none' && mesh.proxyOf(one).type === 'gateway')) return undefined;
  if (services.length > 0) {
    if (services.some(({ service }) => service.ports.some(({ number }) => number === port))) return undefined;
    const [first] = services;
    if (first === undefined || pods.length > 0) return undefined;
    return {
      severity: 'warning',
      problem: `"${first.service.host}" has no port ${port}: a waypoint compares the ports of the Service, which are ${listed(first.service.ports.map(({ number }) => number))}`,
      fix: 'name a port of the Service',
      related: [first.service.resource],
    };
  }
  const ports = mesh.once(PodPorts);
  const missing = ports.missing(pods, port);
  if (missing === undefined) return keptFromProxy(pods, port, mesh);
  const { service, target, workload } = missing;
  if (service === undefined) {
    return {
      severity: 'warning',
      problem: `no pod of "${workload.name}" declares port ${port}; declared are ${listed(ports.of(workload))}`,
      fix: 'name a port of the pods, or declare it in a container',
      related: [workload.resource],
    };
  }
  return {
    problem: `port ${port} is that of Service "${service.resource.name}", which sends it to port ${target} of the pods; ports of policies are those of the pods`,
    fix: `write "${target}"`,
    related: [workload.resource, service.resource],
  };
}

/** An annotation of the pods leads connections to the port past the proxy, which then enforces nothing. */
function keptFromProxy(
  pods: readonly Workload[],
  port: number,
  mesh: EffectiveMesh,
): Omit<Finding, 'resource' | 'field'> | undefined {
  const ports = mesh.once(PodPorts);
  const having = pods.filter(one => one.dataPlane === 'sidecar' && ports.of(one).has(port));
  const [first] = having;
  const annotation = first && annotationKeeping(first, port);
  if (first === undefined || annotation === undefined) return undefined;
  if (having.some(one => annotationKeeping(one, port) === undefined)) return undefined;
  return {
    problem: `connections to port ${port} of "${first.name}" pass the proxy by, so that nobody enforces the policy there: annotation ${annotation} says so`,
    fix: 'let the proxy take the port, or leave it out of the policy',
    related: having.map(({ resource }) => resource),
  };
}
