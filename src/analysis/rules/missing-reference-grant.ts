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
  reads: [
    'HTTPRoute',
    'GRPCRoute',
    'TLSRoute',
    'TCPRoute',
    'KubernetesGateway',
    'ReferenceGrant',
    'Service',
    'ServiceEntry',
    'Credential',
  ],
  equivalents: [],

  *check(mesh) {
    for (const reference of referencesOf(mesh)) {
      const { resource, field, namespace, kind, name } = reference;
      // Of a namespace whose objects are not in the set its grants are not either.
      if (!isInSet(kind, namespace, name, mesh) || isGranted(reference, mesh)) continue;
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
function* referencesOf(mesh: MeshModel): Iterable<Reference> {
  for (const route of ROUTES) {
    for (const resource of mesh.all(route)) {
      for (const [i, { backendRefs = [] }] of (resource.spec.rules ?? []).entries()) {
        for (const [j, { group = '', kind = 'Service', namespace, name = '' }] of backendRefs.entries()) {
          if (namespace === undefined || namespace === resource.namespace) continue;
          yield { resource, field: `spec.rules[${i}].backendRefs[${j}].namespace`, group, kind, namespace, name };
        }
      }
    }
  }
  for (const resource of mesh.all('KubernetesGateway')) {
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

function isInSet(kind: string, namespace: string, name: string, mesh: MeshModel): boolean {
  if (kind === 'Secret') {
    const { credentials } = mesh;
    return credentials.secret(namespace, name) !== undefined || credentials.promised(namespace, name) !== undefined;
  }
  return kind === 'Service' && mesh.hosts.named(mesh.fullHost(name, namespace)).length > 0;
}

function isGranted({ resource, group, kind, namespace, name }: Reference, mesh: MeshModel): boolean {
  return mesh
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
