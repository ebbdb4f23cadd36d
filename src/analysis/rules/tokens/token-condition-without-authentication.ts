import { fieldOfCondition } from '../../../istio/policies/policy-conditions';
import type { Resource } from '../../../model/resource';
import { enforcersOf } from '../../enforcers';
import type { Finding, Rule } from '../../rule';
import { isAboutToken, tokenConditionOf } from './token-not-required';

/** A policy asks for a checked token where nothing checks any: no request ever has one. */
export const tokenConditionWithoutAuthentication: Rule = {
  name: 'token-condition-without-authentication',
  severity: 'error',
  summary: 'A policy that asks for tokens needs a RequestAuthentication for the same pods.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    if (!mesh.policyConditions.all.some(isAboutToken)) return findings;
    const reported = new Set<Resource>();
    for (const { name, policies, resource } of enforcersOf(mesh)) {
      if (policies.authentications.some(({ spec }) => (spec.jwtRules ?? []).length > 0)) continue;
      for (const policy of policies.authorizations) {
        const { action = 'ALLOW' } = policy.spec;
        const condition = tokenConditionOf(policy, mesh);
        if (condition === undefined || reported.has(policy) || (action !== 'ALLOW' && action !== 'DENY')) continue;
        reported.add(policy);
        findings.push({
          resource: policy,
          field: fieldOfCondition(condition),
          problem: `it asks for a checked token, but no RequestAuthentication checks those of requests to "${name}", so that none has one`,
          fix: 'define a RequestAuthentication for the same pods, or ask for something else',
          related: [resource],
        });
      }
    }
    return findings;
  },
};
