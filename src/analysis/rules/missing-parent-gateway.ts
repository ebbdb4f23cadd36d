import type { KindName } from '../../model/kinds';
import type { Resource } from '../../model/resource';
import type { Rule } from '../rule';
import { quotedNames } from '../wording';

const ROUTES = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute'] as const satisfies readonly KindName[];

/** A route is attached to a Gateway, or to a listener of it, that does not exist: nobody serves it. */
export const missingParentGateway: Rule = {
  name: 'missing-parent-gateway',
  severity: 'error',
  summary: 'Every Gateway and listener to which a route is attached must exist.',
  equivalents: ['KIA1401'],

  *check({ model }) {
    for (const kind of ROUTES) {
      for (const resource of model.all(kind)) {
        for (const [i, parent] of (resource.spec.parentRefs ?? []).entries()) {
          // Routes of the mesh are attached to Services.
          if ((parent.kind ?? 'Gateway') !== 'Gateway') continue;
          const { name = '', namespace = resource.namespace, sectionName } = parent;
          const gateway = model.find('KubernetesGateway', namespace, name);
          const there = model.inNamespace('KubernetesGateway', namespace);
          const listeners = gateway?.spec.listeners ?? [];
          if (
            gateway !== undefined &&
            (sectionName === undefined || listeners.some(listener => listener.name === sectionName))
          )
            continue;
          const isOthers = gateway === undefined && namespace !== resource.namespace && there.length === 0;
          yield {
            resource: resource as Resource,
            field: `spec.parentRefs[${i}]${gateway === undefined ? '' : '.sectionName'}`,
            // A Gateway of another namespace usually belongs to those who run the gateway.
            severity: isOthers ? 'warning' : 'error',
            problem:
              gateway === undefined
                ? `Gateway "${name}" does not exist in namespace "${namespace}"; there are ${quotedNames(there)}`
                : `Gateway "${gateway.fullName}" has no listener "${sectionName}"`,
            fix:
              gateway === undefined
                ? 'name a Gateway that exists, and its namespace'
                : 'name a listener of the Gateway',
            related: gateway === undefined ? [] : [gateway],
          };
        }
      }
    }
  },
};
