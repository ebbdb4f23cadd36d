import type { MeshModel } from '../../model/mesh-model';
import type { Resource } from '../../model/resource';
import type { Rule } from '../rule';

/**
 * A route or a Gateway refers to an object of another namespace, which does not permit it. Requests are answered with
 * 500, or the listener has no certificate.
 */
export const missingReferenceGrant: Rule = {
  name: 'missing-reference-grant',
  severity: 'error',
  summary: 'A reference of the Gateway API to another namespace needs a ReferenceGrant there.',
  equivalents: [],

  *check({ model }) {
    for (const reference of referencesOf(model)) {
      const { resource, field, namespace, kind, name } = reference;
      // Of a namespace whose objects are not in the set its grants are not either.
      if (!isInSet(kind, namespace, name, model) || isGranted(reference, model)) continue;
      yield {
        resource,
        field,
        problem: `${kind} "${name}" is in namespace "${namespace}", where no ReferenceGrant permits ${resource.kind}s of namespace "${resource.namespace}" to refer to it`,
        fix: `define a ReferenceGrant in namespace "${namespace}", from ${resource.kind} of "${resource.namespace}" to ${kind}`,
      };
    }
  },
};

interface Reference {
  readonly resource: Resource;
  readonly field: string;
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

const ROUTES = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute'] as const;

/** The references to another namespace. */
function* referencesOf(model: MeshModel): Iterable<Reference> {
  for (const route of ROUTES) {
    for (const resource of model.all(route)) {
      for (const [i, { backendRefs = [] }] of (resource.spec.rules ?? []).entries()) {
        for (const [j, { group = '', kind = 'Service', namespace, name = '' }] of backendRefs.entries()) {
          if (namespace === undefined || namespace === resource.namespace) continue;
          yield { resource, field: `spec.rules[${i}].backendRefs[${j}].namespace`, group, kind, namespace, name };
        }
      }
    }
  }
  for (const resource of model.all('KubernetesGateway')) {
    for (const [i, { tls = {} }] of (resource.spec.listeners ?? []).entries()) {
      for (const [j, reference] of (tls.certificateRefs ?? []).entries()) {
        const { group = '', kind = 'Secret', namespace, name = '' } = reference;
        if (namespace === undefined || namespace === resource.namespace) continue;
        yield {
          resource,
          field: `spec.listeners[${i}].tls.certificateRefs[${j}].namespace`,
          group,
          kind,
          namespace,
          name,
        };
      }
    }
  }
}

function isInSet(kind: string, namespace: string, name: string, model: MeshModel): boolean {
  if (kind === 'Secret') {
    const { credentials } = model;
    return credentials.secret(namespace, name) !== undefined || credentials.promised(namespace, name) !== undefined;
  }
  return kind === 'Service' && model.hosts.named(model.fullHost(name, namespace)).length > 0;
}

function isGranted({ resource, group, kind, namespace, name }: Reference, model: MeshModel): boolean {
  return model
    .inNamespace('ReferenceGrant', namespace)
    .some(
      ({ spec: { from = [], to = [] } }) =>
        from.some(
          source =>
            source.group === resource.group && source.kind === resource.kind && source.namespace === resource.namespace,
        ) &&
        to.some(
          target =>
            (target.group ?? '') === group &&
            target.kind === kind &&
            (target.name === undefined || target.name === name),
        ),
    );
}
