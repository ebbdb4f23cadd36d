import { RouteUse } from '../../../istio/routes/route-use';
import { matchesLabels } from '../../../model/labels';
import type { MeshModel } from '../../../model/mesh-model';
import type { Resource } from '../../../model/resource';
import type { Workload } from '../../../model/workload';
import type { Finding, Rule } from '../../rule';

const CLAIM = /^@request\.auth\.claims(?:\..|\[[^\]]+\])/i;

/** A route matches on a claim that nothing has validated, so that the match never succeeds. */
export const jwtClaimRouteWithoutAuthentication: Rule = {
  name: 'jwt-claim-route-without-authentication',
  severity: 'error',
  summary: 'A route that matches on JWT claims needs a RequestAuthentication for the pods of its gateway.',
  equivalents: ['IST0149'],
  istioAnalyzers: ['virtualservice.JWTClaimRouteAnalyzer'],

  check(mesh) {
    const findings: Finding[] = [];
    const { model } = mesh;
    for (const resource of model.all('VirtualService')) {
      const claim = claimOf(resource);
      if (claim === undefined) continue;
      for (const { gateway } of mesh.once(RouteUse).gatewaysOf(resource)) {
        for (const workload of model.gatewayWorkloads(gateway)) {
          if (
            model.istioParity ? isSeenByIstioctl(workload, model) : mesh.policiesOf(workload).authentications.length > 0
          )
            continue;
          findings.push({
            resource,
            field: model.istioParity ? undefined : claim.field,
            problem: `"${claim.key}" never matches: no RequestAuthentication validates tokens at the pods of "${workload.namespace}/${workload.name}", which serve Gateway "${gateway.fullName}"`,
            fix: `define a RequestAuthentication in namespace "${workload.namespace}" that selects those pods`,
            related: [gateway],
          });
        }
      }
    }
    return findings;
  },
};

function claimOf({ spec }: Resource<'VirtualService'>): { readonly key: string; readonly field: string } | undefined {
  for (const [i, { match = [] }] of (spec.http ?? []).entries()) {
    for (const [j, { headers, withoutHeaders }] of match.entries()) {
      if (headers === undefined && withoutHeaders === undefined) continue;
      for (const [name, map] of Object.entries({ headers, withoutHeaders })) {
        const key = Object.keys(map ?? {}).find(header => CLAIM.test(header));
        if (key !== undefined) return { key, field: `spec.http[${i}].match[${j}].${name}["${key}"]` };
      }
    }
  }
  return undefined;
}

/** Istioctl looks into one root namespace, whatever the mesh configuration names, and does not know targetRefs. */
function isSeenByIstioctl(workload: Workload, model: MeshModel): boolean {
  return ['istio-system', workload.namespace]
    .flatMap(namespace => model.inNamespace('RequestAuthentication', namespace))
    .some(({ spec }) => matchesLabels(spec.selector?.matchLabels, workload.labels));
}
