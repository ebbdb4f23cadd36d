import type { EffectiveMesh } from '../../../istio/effective-mesh';
import type { Refusal } from '../../../istio/gateway-api/facts';
import { refusalsOf } from '../../../istio/gateway-api/route-status';
import type { MeshModel } from '../../../model/mesh-model';
import type { Resource } from '../../../model/resource';
import type { Finding, Rule } from '../../rule';

/**
 * A route or a Gateway refers to an object of another namespace, which does not permit it. Requests are answered with
 * 500, or the listener has no certificate. Routes whose parents are services need no grant.
 */
export const missingReferenceGrant: Rule = {
  name: 'missing-reference-grant',
  severity: 'error',
  summary: 'A reference of the Gateway API to another namespace needs a ReferenceGrant there.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    for (const { resource, refusal } of refusals(mesh)) {
      const { target } = refusal;
      // Of a namespace whose objects are not in the set its grants are not either.
      if (refusal.reason !== 'RefNotPermitted' || target === undefined || !isInSet(target, mesh.model)) continue;
      const { kind, namespace, name } = target;
      findings.push({
        resource,
        field: `${refusal.field}.namespace`,
        problem: `${kind} "${name}" is in namespace "${namespace}", where no ReferenceGrant permits ${resource.kind}s of namespace "${resource.namespace}" to refer to it`,
        fix: `define a ReferenceGrant in namespace "${namespace}", from ${resource.kind} of "${resource.namespace}" to ${kind}`,
      });
    }
    return findings;
  },
};

function* refusals({
  gatewayApi,
}: EffectiveMesh): Iterable<{ readonly resource: Resource; readonly refusal: Refusal }> {
  for (const read of gatewayApi.routes) {
    for (const refusal of refusalsOf(read)) yield { resource: read.route, refusal };
  }
  for (const { owner, refusals: own } of gatewayApi.listeners) {
    for (const refusal of own) yield { resource: owner, refusal };
  }
}

function isInSet({ kind, namespace, name }: NonNullable<Refusal['target']>, model: MeshModel): boolean {
  if (kind === 'Secret') {
    const { credentials } = model;
    return credentials.secret(namespace, name) !== undefined || credentials.promised(namespace, name) !== undefined;
  }
  return kind === 'Service' && model.hosts.named(model.fullHost(name, namespace)).length > 0;
}
