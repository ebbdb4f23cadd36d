import { gatewayNamed, isInternalGateway, MESH, secretNamed } from '../../istio/references';
import type { MeshModel } from '../../model/mesh-model';
import type { Resource } from '../../model/resource';
import type { Finding, Rule } from '../rule';
import { quotedNames } from '../wording';

/** A VirtualService is bound to a Gateway that does not exist: no listener ever uses its routes. */
export const missingGateway: Rule = {
  name: 'missing-gateway',
  severity: 'error',
  summary: 'Every Gateway that a VirtualService names must exist.',
  equivalents: ['IST0101', 'KIA1102'],
  istioAnalyzers: ['virtualservice.GatewayAnalyzer'],

  *check({ model }) {
    for (const resource of model.all('VirtualService')) {
      for (const [i, reference] of (resource.spec.gateways ?? []).entries()) {
        if (reference === MESH || isInternalGateway(reference)) continue;
        const finding = missing(resource, reference, model);
        if (finding !== undefined) yield { ...finding, field: `spec.gateways[${i}]` };
      }
    }
  },
};

function missing(resource: Resource<'VirtualService'>, reference: string, model: MeshModel): Finding | undefined {
  const { namespace, name } = model.istioParity
    ? secretNamed(reference, resource.namespace)
    : gatewayNamed(reference, resource.namespace);
  if (model.find('Gateway', namespace, name) !== undefined) return undefined;
  const there = model.inNamespace('Gateway', namespace);
  const elsewhere = model.named('Gateway', name)[0];
  // A Gateway of another namespace usually belongs to those who run the gateway, and to their repository.
  const isOthers = there.length === 0 && namespace !== resource.namespace && elsewhere === undefined;
  return {
    resource,
    severity: isOthers ? 'warning' : 'error',
    problem: `Gateway "${name}" does not exist in namespace "${namespace}"; there are ${quotedNames(there)}`,
    fix: elsewhere === undefined ? 'define the Gateway, or name one that exists' : `write "${elsewhere.fullName}"`,
    related: elsewhere === undefined ? [] : [elsewhere],
  };
}
