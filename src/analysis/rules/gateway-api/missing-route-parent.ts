import type { EffectiveMesh } from '../../../istio/effective-mesh';
import type { GatewayListener } from '../../../istio/gateway-api/listeners';
import { parentStatuses } from '../../../istio/gateway-api/route-status';
import type { Resource } from '../../../model/resource';
import type { ParentReference } from '../../../model/shapes/gateway-api';
import type { Finding, Rule } from '../../rule';
import { QuotedNames, quoted } from '../../wording';

/** A route is attached to a parent, or to a listener of it, that does not exist: nobody serves it. */
export const missingRouteParent: Rule = {
  name: 'missing-route-parent',
  severity: 'error',
  summary: 'Every Gateway, listener and service to which a route is attached must exist.',
  equivalents: ['KIA1401'],

  check(mesh) {
    const findings: Finding[] = [];
    for (const read of mesh.gatewayApi.routes) {
      const { route } = read;
      for (const { reference, field, parents } of parentStatuses(read)) {
        const listeners = parents.flatMap(parent => (parent.kind === 'listener' ? parent.listener : []));
        const [first] = parents;
        if (first?.kind === 'mesh' ? first.service === undefined : first === undefined) {
          const isMissing =
            first !== undefined || mesh.gatewayApi.whyUnread(route.namespace, reference).cause === 'missing';
          if (isMissing) findings.push(missingObject(mesh, route, reference, field));
        } else if (lacksSection(reference, listeners))
          findings.push(missingSection(route, reference, field, listeners));
      }
    }
    return findings;
  },
};

const LISTED = {
  Gateway: 'KubernetesGateway',
  ListenerSet: 'ListenerSet',
  Service: 'Service',
  ServiceEntry: 'ServiceEntry',
} as const;

function missingObject(mesh: EffectiveMesh, route: Resource, reference: ParentReference, field: string): Finding {
  const { kind = 'Gateway', name = '', namespace = route.namespace } = reference;
  const there = mesh.model.inNamespace(LISTED[kind as keyof typeof LISTED], namespace);
  return {
    resource: route,
    field,
    // A Gateway of another namespace usually belongs to those who run the gateway.
    severity: namespace !== route.namespace && there.length === 0 ? 'warning' : 'error',
    problem: `${kind} "${name}" does not exist in namespace "${namespace}"; there are ${mesh.once(QuotedNames).of(there)}`,
    fix: `name a ${kind} that exists, and its namespace`,
  };
}

function lacksSection({ sectionName = '' }: ParentReference, listeners: readonly GatewayListener[]): boolean {
  return sectionName !== '' && listeners.length > 0 && !listeners.some(({ name }) => name === sectionName);
}

function missingSection(
  route: Resource,
  { sectionName }: ParentReference,
  field: string,
  listeners: readonly GatewayListener[],
): Finding {
  const owner = listeners[0]?.owner;
  return {
    resource: route,
    field: `${field}.sectionName`,
    problem: `${owner?.kind} "${owner?.fullName}" has no listener "${sectionName}"; it has ${quoted(listeners.map(({ name }) => name))}`,
    fix: 'name one of its listeners',
    related: owner === undefined ? [] : [owner],
  };
}
