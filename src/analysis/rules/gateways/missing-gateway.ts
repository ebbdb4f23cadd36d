import type { EffectiveMesh } from '../../../istio/effective-mesh';
import { gatewayNamed, isInternalGateway, MESH, secretNamed } from '../../../istio/references';
import type { Resource } from '../../../model/resource';
import type { Finding, Rule } from '../../rule';
import { QuotedNames } from '../../wording';

/** A VirtualService is bound to a Gateway that does not exist: no listener ever uses its routes. */
export const missingGateway: Rule = {
  name: 'missing-gateway',
  severity: 'error',
  summary: 'Every Gateway that a VirtualService names must exist.',
  equivalents: ['IST0101', 'KIA1102'],
  istioAnalyzers: ['virtualservice.GatewayAnalyzer'],

  check(mesh) {
    const findings: Finding[] = [];
    for (const resource of mesh.model.all('VirtualService')) {
      for (const [i, reference] of (resource.spec.gateways ?? []).entries()) {
        if (reference === MESH || isInternalGateway(reference)) continue;
        const finding = missing(resource, reference, mesh);
        if (finding !== undefined) findings.push({ ...finding, field: `spec.gateways[${i}]` });
      }
    }
    return findings;
  },
};

function missing(resource: Resource<'VirtualService'>, reference: string, mesh: EffectiveMesh): Finding | undefined {
  const { model } = mesh;
  const { namespace, name } = model.istioParity
    ? secretNamed(reference, resource.namespace)
    : gatewayNamed(reference, resource.namespace);
  if (model.find('Gateway', namespace, name) !== undefined) return undefined;
  // Istioctl takes it for found since 1.32, although such a Gateway serves routes of the Gateway API alone.
  const isKubernetesGateway = model.find('KubernetesGateway', namespace, name) !== undefined;
  if (isKubernetesGateway && model.istioParity && mesh.release.isAtLeast('1.32')) return undefined;
  const there = model.inNamespace('Gateway', namespace);
  const elsewhere = model.named('Gateway', name)[0];
  // A Gateway of another namespace usually belongs to those who run the gateway, and to their repository.
  const isOthers = there.length === 0 && namespace !== resource.namespace && elsewhere === undefined;
  return {
    resource,
    severity: isOthers ? 'warning' : 'error',
    problem: isKubernetesGateway
      ? `"${name}" of namespace "${namespace}" is a Gateway of the Gateway API, which serves no VirtualServices; Gateways of Istio there are ${mesh.once(QuotedNames).of(there)}`
      : `Gateway "${name}" does not exist in namespace "${namespace}"; there are ${mesh.once(QuotedNames).of(there)}`,
    fix: isKubernetesGateway
      ? 'write an HTTPRoute instead, or name a Gateway of Istio'
      : elsewhere === undefined
        ? 'define the Gateway, or name one that exists'
        : `write "${elsewhere.fullName}"`,
    related: elsewhere === undefined ? [] : [elsewhere],
  };
}
