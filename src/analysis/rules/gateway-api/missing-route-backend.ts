import { weightOf } from '../../../istio/gateway-api/backends';
import { type ReadRoute, refusalsOf } from '../../../istio/gateway-api/route-status';
import type { BackendReference, RouteFilter } from '../../../model/shapes/gateway-api';
import type { Finding, Rule } from '../../rule';
import { listed, QuotedNames } from '../../wording';

/**
 * A route of the Gateway API leads to a Service, or a port of it, that does not exist: requests are answered with 500.
 * Copies of requests that are to go there are not made.
 */
export const missingRouteBackend: Rule = {
  name: 'missing-route-backend',
  severity: 'error',
  summary: 'Every backend Service and port of a route of the Gateway API must exist.',
  equivalents: ['KIA1402'],

  check(mesh) {
    const findings: Finding[] = [];
    const { model } = mesh;
    for (const read of mesh.gatewayApi.routes) {
      const { route } = read;
      for (const { reason, field, target, message } of refusalsOf(read)) {
        if (reason === 'InvalidKind')
          findings.push({ resource: route, field, problem: message, fix: 'name a Service' });
        if (reason !== 'BackendNotFound' || target === undefined) continue;
        const { kind, namespace, name } = target;
        const there = kind === 'Service' ? model.inNamespace('Service', namespace) : [];
        // The Services of a namespace may come from another repository.
        if (kind === 'Service' && there.length === 0) continue;
        findings.push({
          resource: route,
          field: `${field}.name`,
          problem:
            kind === 'Service'
              ? `Service "${name}" does not exist in namespace "${namespace}"; there are ${mesh.once(QuotedNames).of(there)}`
              : message,
          fix: `name a ${kind} that exists`,
        });
      }
      for (const [i, { backendRefs = [] }] of (route.spec.rules ?? []).entries()) {
        if (backendRefs.length === 0 || weightOf(backendRefs) > 0) continue;
        findings.push({
          resource: route,
          field: `spec.rules[${i}].backendRefs`,
          severity: 'warning',
          problem: `no backend has a weight above 0, so that ${route.kind.startsWith('T') ? 'connections are refused' : 'every request is answered with 500'}`,
          fix: 'give one of them a weight, or remove the rule',
        });
      }
      for (const { field, reference } of backendsOf(read)) {
        const { group = '', kind = 'Service', name = '', namespace = route.namespace, port } = reference;
        const service =
          group === '' && kind === 'Service' ? model.hosts.named(model.fullHost(name, namespace))[0] : undefined;
        if (service === undefined || port === undefined || service.ports.some(({ number }) => number === port))
          continue;
        findings.push({
          resource: route,
          field: `${field}.port`,
          problem: `Service "${service.resource.fullName}" has no port ${port}; it has ${listed(service.ports.map(({ number }) => number))}`,
          fix: 'name a port of the Service, not that of its pods',
          related: [service.resource],
        });
      }
    }
    return findings;
  },
};

/** The references of a route to backends, those for copies of requests included. */
function* backendsOf({ route }: ReadRoute): Iterable<{ readonly field: string; readonly reference: BackendReference }> {
  for (const [i, rule] of (route.spec.rules ?? []).entries()) {
    for (const [j, reference] of (rule.backendRefs ?? []).entries()) {
      yield { field: `spec.rules[${i}].backendRefs[${j}]`, reference };
    }
    for (const [j, { requestMirror }] of filtersOf(rule).entries()) {
      const reference = requestMirror?.backendRef;
      if (reference !== undefined)
        yield { field: `spec.rules[${i}].filters[${j}].requestMirror.backendRef`, reference };
    }
  }
}

function filtersOf(rule: NonNullable<ReadRoute['route']['spec']['rules']>[number]): readonly RouteFilter[] {
  return ('filters' in rule ? rule.filters : undefined) ?? [];
}
