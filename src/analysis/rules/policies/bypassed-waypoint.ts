import type { EffectiveMesh } from '../../../istio/effective-mesh';
import { Exposures } from '../../../istio/gateways/exposures';
import { type GuardedService, PolicyScopes } from '../../../istio/policies/policy-scope';
import { gatewaysUseWaypoint } from '../../../istio/waypoints';
import type { Resource } from '../../../model/resource';
import type { Workload } from '../../../model/workload';
import { callsOf } from '../../../model/workload-calls';
import { addTo } from '../../../values/multimap';
import { requestThatPasses } from '../../passing-request';
import type { Finding, Rule } from '../../rule';

type Policy = Resource<'AuthorizationPolicy'> | Resource<'RequestAuthentication'>;

/**
 * A waypoint carries out policies for those who go through it: callers in the ambient mesh. Sidecars send past it, and so
 * do gateways unless the Service or its namespace says otherwise: they reach the pods, and the policy is not asked.
 */
export const bypassedWaypoint: Rule = {
  name: 'bypassed-waypoint',
  severity: 'error',
  summary: 'Callers of a service with policies at its waypoint must go through the waypoint.',
  equivalents: [],
  isAboutOpenings: true,

  check(mesh) {
    const findings: Finding[] = [];
    const { model } = mesh;
    const scopes = mesh.once(PolicyScopes);
    for (const resource of [...model.all('AuthorizationPolicy'), ...model.all('RequestAuthentication')]) {
      const reported = new Set<Resource>();
      for (const guarded of scopes.of(resource).services) {
        if (reported.has(guarded.service.resource)) continue;
        const found = byGateway(resource, guarded, mesh) ?? bySidecar(resource, guarded, mesh);
        if (found === undefined) continue;
        reported.add(guarded.service.resource);
        findings.push(found);
      }
    }
    return findings;
  },
};

function byGateway(resource: Policy, { service, field }: GuardedService, mesh: EffectiveMesh): Finding | undefined {
  if (gatewaysUseWaypoint(mesh, service)) return undefined;
  for (const exposure of mesh.once(Exposures).of(service.host)) {
    const request = requestThatPasses(mesh, resource, service, exposure);
    if (request === undefined) continue;
    return {
      resource,
      field,
      problem: `Gateway "${exposure.config.resource.fullName}" sends requests for "${service.host}" past its waypoint: ${request} reaches the pods, and the policy is not enforced`,
      fix: `label the Service or its namespace "istio.io/ingress-use-waypoint: true"`,
      related: [exposure.config.resource, exposure.virtualService.resource, service.resource],
    };
  }
  return undefined;
}

function bySidecar(resource: Policy, { service, field }: GuardedService, mesh: EffectiveMesh): Finding | undefined {
  const { some, calling } = mesh.once(SidecarCallers);
  const shown = calling.get(service.host) ?? [];
  // Of sidecars that are not shown to call the service one stands for all.
  for (const workload of [...shown.slice(0, MOST_CALLERS), ...some]) {
    const request = requestThatPasses(mesh, resource, service, workload);
    if (request === undefined) continue;
    return {
      resource,
      field,
      severity: shown.includes(workload) ? 'error' : 'warning',
      problem: `the sidecar of "${workload.namespace}/${workload.name}" sends past the waypoint of "${service.host}": ${request} reaches the pods, and the policy is not enforced`,
      fix: 'take the callers into the ambient mesh, or allow the pods by an AuthorizationPolicy with a selector to be called by the waypoint only',
      related: [workload.resource, service.resource],
    };
  }
  return undefined;
}

/** How many callers of one service are tried. */
const MOST_CALLERS = 5;

/** The pods with sidecars: some of them, and those that are told to call each host. */
class SidecarCallers {
  public readonly some: readonly Workload[];
  public readonly calling: ReadonlyMap<string, readonly Workload[]>;

  public constructor(mesh: EffectiveMesh) {
    const { model } = mesh;
    const all = model.workloads.all.filter(
      one => one.dataPlane === 'sidecar' && !one.generated && mesh.proxyOf(one).type === 'sidecar',
    );
    const calling = new Map<string, Workload[]>();
    for (const workload of all) for (const { host } of callsOf(workload, model)) addTo(calling, host, workload);
    this.some = all.slice(0, 1);
    this.calling = calling;
  }
}
