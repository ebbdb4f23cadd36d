import { DestinationRuleUse } from '../../../istio/destinations/destination-rule-use';
import type { EffectiveMesh } from '../../../istio/effective-mesh';
import { MESH } from '../../../istio/references';
import { RouteUse } from '../../../istio/routes/route-use';
import type { Finding, Rule } from '../../rule';
import { isInAmbientMesh, withoutWaypoint } from './ambient-route-without-waypoint';

/** A DestinationRule is about a service of the ambient mesh without a waypoint. Ztunnel knows no traffic policies. */
export const ambientTrafficPolicyWithoutWaypoint: Rule = {
  name: 'ambient-traffic-policy-without-waypoint',
  severity: 'warning',
  summary: 'In the ambient mesh the traffic policy and the subsets of a service need a waypoint.',
  equivalents: ['KIA0210', 'KIA0211', 'KIA0212'],

  check(mesh) {
    const findings: Finding[] = [];
    const { model } = mesh;
    // Sidecars and gateways use the policy for what they send to the service.
    if (
      model.workloads.all.some(
        one => one.dataPlane === 'sidecar' && !one.generated && mesh.proxyOf(one).type === 'sidecar',
      )
    )
      return findings;
    const exposed = exposedHosts(mesh);
    for (const resource of model.all('DestinationRule')) {
      const [service] = mesh.seen.named(mesh.once(DestinationRuleUse).hostOf(resource));
      if (service === undefined || exposed.has(service.host) || !isInAmbientMesh(service, mesh)) continue;
      const without = withoutWaypoint(service, mesh);
      if (without === undefined) continue;
      findings.push({
        resource,
        field: 'spec.host',
        problem: `"${service.host}" is in the ambient mesh and ${without}, so that ambient callers bypass this policy`,
        fix: 'define a waypoint, and label the Service or its namespace "istio.io/use-waypoint: <waypoint>"',
        related: [service.resource],
      });
    }
    return findings;
  },
};

/** The hosts to which gateways send requests. */
function exposedHosts(mesh: EffectiveMesh): ReadonlySet<string> {
  const { model } = mesh;
  const use = mesh.once(RouteUse);
  const hosts = new Set<string>();
  for (const route of model.all('VirtualService')) {
    if (use.rootsOf(route).every(({ gateways }) => gateways.size === 1 && gateways.has(MESH))) continue;
    for (const { host } of use.destinationsOf(route)) hosts.add(host);
  }
  for (const route of [...model.all('HTTPRoute'), ...model.all('GRPCRoute')]) {
    for (const { name = '', namespace = route.namespace } of (route.spec.rules ?? []).flatMap(
      r => r.backendRefs ?? [],
    )) {
      hosts.add(model.fullHost(name, namespace));
    }
  }
  return hosts;
}
