import type { EffectiveMesh } from '../../../istio/effective-mesh';
import { RouteUse } from '../../../istio/routes/route-use';
import type { Workload } from '../../../model/workload';
import { CallerChecks } from '../../policies';
import type { Finding, Rule } from '../../rule';

/** A host is exposed through a gateway, and no policy of the service allows the gateway as a caller: clients get 403. */
export const gatewayNotAllowed: Rule = {
  name: 'gateway-not-allowed',
  severity: 'warning',
  summary: 'The policies of a service that is exposed through a gateway must allow the gateway as a caller.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    const { model } = mesh;
    if (model.all('AuthorizationPolicy').length === 0) return findings;
    const use = mesh.once(RouteUse);
    for (const resource of model.all('VirtualService')) {
      for (const { gateway } of use.gatewaysOf(resource)) {
        const callers = model.gatewayWorkloads(gateway);
        const [caller] = callers;
        if (caller === undefined) continue;
        let asked: string | undefined;
        let closed: Workload | undefined;
        for (const place of use.destinationsOf(resource)) {
          if (place.isMirror) continue;
          // Most places of a VirtualService are of one host.
          if (place.host !== asked) closed = closedPods(place.host, caller.namespace, callers, mesh);
          asked = place.host;
          if (closed === undefined) continue;
          findings.push({
            resource,
            field: `${place.field}.host`,
            problem: `no policy of "${closed.name}" allows calls from gateway "${caller.namespace}/${caller.name}", through which the host is exposed`,
            fix: `allow principal "${mesh.principalOf(caller)}" in an AuthorizationPolicy of namespace "${closed.namespace}"`,
            related: [
              gateway,
              ...mesh
                .policiesOf(closed)
                .ready.allow.slice(0, 3)
                .map(({ policy }) => policy),
            ],
          });
        }
      }
    }
    return findings;
  },
};

/** Pods behind a host that are closed to the pods of a gateway. */
function closedPods(
  host: string,
  namespace: string,
  callers: readonly Workload[],
  mesh: EffectiveMesh,
): Workload | undefined {
  const service = mesh.seen.from(namespace, host);
  // Pods behind a waypoint see that as the caller, and the waypoint has policies of its own.
  if (service === undefined || mesh.passesWaypoint('gateway', service.host)) return undefined;
  const checks = mesh.once(CallerChecks);
  return mesh.model.workloadsOf(service.service).find(workload => checks.refuses(workload, callers));
}
