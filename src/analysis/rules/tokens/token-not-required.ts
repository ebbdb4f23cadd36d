import type { EffectiveMesh } from '../../../istio/effective-mesh';
import type { PolicyCondition } from '../../../istio/policies/policy-conditions';
import { PolicyScopes } from '../../../istio/policies/policy-scope';
import type { PolicySet } from '../../../istio/policies/policy-set';
import type { Resource } from '../../../model/resource';
import type { Finding, Rule } from '../../rule';

/** A RequestAuthentication refuses bad tokens only. Requests without any token pass, unless a policy asks for one. */
export const tokenNotRequired: Rule = {
  name: 'token-not-required',
  severity: 'warning',
  summary: 'Where tokens are validated, an AuthorizationPolicy must say which requests need one.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    const scopes = mesh.once(PolicyScopes);
    const { model } = mesh;
    for (const resource of model.all('RequestAuthentication')) {
      const { jwtRules = [] } = resource.spec;
      if (jwtRules.length === 0) continue;
      if (mesh.release.has('tokenPresence') && jwtRules.some(({ presence }) => presence === 'REQUIRED')) continue;
      const { workloads, services, unmet } = scopes.of(resource);
      // That nothing carries the policy out at all is the greater harm, and for another rule to say.
      if (unmet.length > 0 && workloads.length + services.length === 0) continue;
      // Ztunnel sees no tokens, which is for another rule to say.
      const guarded = workloads.filter(({ dataPlane }) => dataPlane !== 'none' && dataPlane !== 'ambient');
      const open = [
        ...guarded
          .filter(workload => !asksForToken(mesh.policiesOf(workload), mesh))
          .map(({ name, resource: by }) => ({ name, by })),
        ...services
          .filter(one => !asksForToken(mesh.policiesOfWaypoint(scopes.targetOf(one)), mesh))
          .map(({ service }) => ({ name: service.resource.name, by: service.resource })),
      ];
      const [first] = open;
      const isEmpty = guarded.length + services.length === 0;
      // Of a namespace whose pods are not in the set there are only the policies to look at.
      const isOpen =
        isEmpty && model.workloads.inNamespace(resource.namespace).length === 0 && !isAskedFor(resource, mesh);
      if (first === undefined && !isOpen) continue;
      findings.push({
        resource,
        field: 'spec.jwtRules',
        problem:
          first === undefined
            ? 'requests without a token pass: no AuthorizationPolicy of the namespace asks for one'
            : `requests without a token reach "${first.name}": no AuthorizationPolicy there asks for one`,
        fix: `define an AuthorizationPolicy with requestPrincipals: ["*"] in the source of its rules${
          mesh.release.has('tokenPresence') ? ', or set presence: REQUIRED' : ''
        }`,
        related: first === undefined ? [] : [first.by],
      });
    }
    return findings;
  },
};

/** Whether a policy of the namespace, or of the whole mesh, asks for a token. */
function isAskedFor({ namespace }: Resource, mesh: EffectiveMesh): boolean {
  return [namespace, mesh.settings.rootNamespace].some(at =>
    mesh.model.inNamespace('AuthorizationPolicy', at).some(policy => needsToken(policy, mesh)),
  );
}

function asksForToken({ authorizations }: PolicySet, mesh: EffectiveMesh): boolean {
  return authorizations.some(policy => needsToken(policy, mesh));
}

/** Whether a policy looks at the checked token of a request. */
export function needsToken(policy: Resource<'AuthorizationPolicy'>, mesh: EffectiveMesh): boolean {
  return tokenConditionOf(policy, mesh) !== undefined;
}

/** The first condition of a policy that looks at the checked token of a request. */
export function tokenConditionOf(
  policy: Resource<'AuthorizationPolicy'>,
  mesh: EffectiveMesh,
): PolicyCondition | undefined {
  return mesh.policyConditions.of(policy).find(isAboutToken);
}

/** Whether a condition looks at the checked token of a request. */
export function isAboutToken({ condition }: PolicyCondition): boolean {
  return condition.attribute.about.name === 'claim';
}
