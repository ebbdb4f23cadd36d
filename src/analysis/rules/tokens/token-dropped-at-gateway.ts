import type { EffectiveMesh } from '../../../istio/effective-mesh';
import { RouteUse } from '../../../istio/routes/route-use';
import { isKind, type Resource } from '../../../model/resource';
import type { JwtRule } from '../../../model/shapes/policy';
import type { Workload } from '../../../model/workload';
import type { TokenPlace } from '../../../requests/token';
import { tokenRuleOf } from '../../../simulation/request-authentication';
import type { Finding, Rule } from '../../rule';
import { needsToken } from './token-not-required';

/** A gateway checks a token and takes it away, and a service behind it wants to check it again: it finds none. */
export const tokenDroppedAtGateway: Rule = {
  name: 'token-dropped-at-gateway',
  severity: 'warning',
  summary: 'A gateway must pass on the tokens that a service behind it checks again.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    if (mesh.model.all('RequestAuthentication').length === 0) return findings;
    for (const gateway of mesh.model.all('Gateway')) {
      for (const workload of mesh.model.gatewayWorkloads(gateway)) {
        for (const resource of mesh.policiesOf(workload).authentications) {
          for (const [i, rule] of (resource.spec.jwtRules ?? []).entries()) {
            const { issuer = '', forwardOriginalToken } = rule;
            const again =
              forwardOriginalToken === true ? undefined : checkedAgain(rule, gateway, workload, resource, mesh);
            if (again === undefined) continue;
            findings.push({
              resource,
              field: `spec.jwtRules[${i}].forwardOriginalToken`,
              severity: again.isRequired ? 'error' : 'warning',
              problem: `the gateway "${workload.namespace}/${workload.name}" removes the token of issuer "${issuer}" which "${again.server.name}" behind it checks again${again.isRequired ? ' and requires: requests are refused' : ''}`,
              fix: `set forwardOriginalToken: true for "${issuer}"`,
              related: [again.authentication, again.server.resource],
            });
          }
        }
      }
    }
    return findings;
  },
};

/** Pods behind a gateway that check tokens of an issuer by another object. */
function checkedAgain(
  dropped: JwtRule,
  gateway: Resource<'Gateway'>,
  workload: Workload,
  own: Resource<'RequestAuthentication'>,
  mesh: EffectiveMesh,
) {
  for (const { resource } of mesh.virtualServicesAt(gateway.fullName, workload.namespace)) {
    if (!isKind(resource, 'VirtualService')) continue;
    for (const { host, isMirror } of mesh.once(RouteUse).destinationsOf(resource)) {
      const service = mesh.kubernetesService(host);
      if (isMirror || service === undefined) continue;
      for (const server of mesh.model.workloadsOf(service.service)) {
        const { authentications, authorizations } = mesh.policiesOf(server);
        const authentication = authentications.find(
          other =>
            other !== own &&
            (other.spec.jwtRules ?? []).some(rule => rule.issuer === dropped.issuer && haveCommonPlace(rule, dropped)),
        );
        if (authentication === undefined) continue;
        return { server, authentication, isRequired: authorizations.some(policy => needsToken(policy, mesh)) };
      }
    }
  }
  return undefined;
}

/** Whether two rules look for tokens in one place: what one of them takes away there, the other does not find. */
function haveCommonPlace(one: JwtRule, other: JwtRule): boolean {
  const places = tokenRuleOf(one).places.map(nameOf);
  return tokenRuleOf(other).places.some(place => places.includes(nameOf(place)));
}

function nameOf(place: TokenPlace): string {
  if ('header' in place) return `header ${place.header.toLowerCase()}`;
  return 'param' in place ? `param ${place.param}` : `cookie ${place.cookie}`;
}
