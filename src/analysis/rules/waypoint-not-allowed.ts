import type { Resource } from '../../model/resource';
import type { Workload } from '../../model/workload';
import { addTo } from '../../values/multimap';
import { hasTargets, httpFieldsOf, workloadsOfPolicy } from '../policies-in-force';
import type { Rule } from '../rule';
import { waypointOfService } from '../waypoints';
import { isAllowed, principalOf } from './gateway-not-allowed';

type Policy = Resource<'AuthorizationPolicy'>;

/**
 * Requests to a service go through its waypoint, which then calls the pods under its own identity. A policy that selects
 * the pods sees the waypoint as the caller, and refuses what it does not allow to the waypoint.
 */
export const waypointNotAllowed: Rule = {
  name: 'waypoint-not-allowed',
  severity: 'warning',
  summary: 'Policies for pods behind a waypoint must allow the waypoint as a caller.',
  equivalents: [],

  *check({ model }) {
    const allowing = new Map<Workload, Policy[]>();
    for (const policy of model.all('AuthorizationPolicy')) {
      if ((policy.spec.action ?? 'ALLOW') !== 'ALLOW' || hasTargets(policy.spec)) continue;
      for (const workload of workloadsOfPolicy(policy, model)) addTo(allowing, workload, policy);
    }
    if (allowing.size === 0) return;
    for (const service of model.hosts.services) {
      const enrolment = waypointOfService(service, model);
      if (enrolment === undefined) continue;
      const waypoints = model.workloads.selectedBy(
        { 'gateway.networking.k8s.io/gateway-name': enrolment.name },
        enrolment.namespace,
      );
      const [waypoint] = waypoints;
      if (waypoint === undefined) continue;
      const closed = model
        .workloadsOf(service)
        .find(other => other.dataPlane === 'ambient' && !isAllowed(waypoints, allowing.get(other), model));
      const [policy, ...others] = closed === undefined ? [] : (allowing.get(closed) ?? []);
      if (closed === undefined || policy === undefined) continue;
      // What ztunnel cannot check at all is for another rule to say.
      if ([policy, ...others].some(other => [...httpFieldsOf(other)].length > 0)) continue;
      yield {
        resource: policy,
        field: 'spec.rules',
        problem: `requests to "${service.host}" reach "${closed.name}" from waypoint "${enrolment.namespace}/${enrolment.name}", whom no policy of the pods allows`,
        fix: `allow principal "${principalOf(waypoint, model)}" here, and attach what is meant for callers to the waypoint by targetRefs`,
        related: [service.resource, ...others.slice(0, 2)],
      };
    }
  },
};
