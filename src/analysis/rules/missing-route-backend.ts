import type { KindName } from '../../model/kinds';
import type { Resource } from '../../model/resource';
import type { Rule } from '../rule';
import { listed, quotedNames } from '../wording';

const ROUTES = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute'] as const satisfies readonly KindName[];

/** A route of the Gateway API leads to a Service, or a port of it, that does not exist: requests are answered with 500. */
export const missingRouteBackend: Rule = {
  name: 'missing-route-backend',
  severity: 'error',
  summary: 'Every Service and port to which a route of the Gateway API leads must exist.',
  equivalents: ['KIA1402'],

  *check({ model }) {
    for (const kind of ROUTES) {
      for (const resource of model.all(kind)) {
        for (const [i, { backendRefs = [] }] of (resource.spec.rules ?? []).entries()) {
          for (const [
            j,
            { group = '', kind: backend = 'Service', name = '', namespace = resource.namespace, port },
          ] of backendRefs.entries()) {
            if (group !== '' || backend !== 'Service' || name === '') continue;
            const service = model.hosts.named(model.fullHost(name, namespace))[0];
            const there = model.inNamespace('Service', namespace);
            // The Services of another namespace may come from another repository.
            if (service === undefined && there.length === 0) continue;
            if (service !== undefined && (port === undefined || service.ports.some(({ number }) => number === port)))
              continue;
            const field = `spec.rules[${i}].backendRefs[${j}]`;
            yield {
              resource: resource as Resource,
              field: service === undefined ? `${field}.name` : `${field}.port`,
              problem:
                service === undefined
                  ? `Service "${name}" does not exist in namespace "${namespace}"; there are ${quotedNames(there)}`
                  : `Service "${service.resource.fullName}" has no port ${port}; it has ${listed(service.ports.map(({ number }) => number))}`,
              fix:
                service === undefined
                  ? 'name a Service that exists'
                  : 'name a port of the Service, not that of its pods',
              related: service === undefined ? [] : [service.resource],
            };
          }
        }
      }
    }
  },
};
