import type { EffectiveMesh } from '../../../istio/effective-mesh';
import type { PolicyCondition } from '../../../istio/policies/policy-conditions';
import type { PolicySet } from '../../../istio/policies/policy-set';
import type { Resource } from '../../../model/resource';
import { claimAttribute } from '../../../requests/attribute';
import { enforcersOf } from '../../enforcers';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

const ISSUER = claimAttribute(['iss']).id;
const AUDIENCE = claimAttribute(['aud']).id;

/** A policy asks for tokens of an issuer, or for an audience, that no RequestAuthentication of the same proxy accepts. */
export const unacceptedToken: Rule = {
  name: 'unaccepted-token',
  severity: 'error',
  summary: 'A RequestAuthentication must accept the issuers and audiences in a policy.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    const open = new Map<string, Finding>();
    const met = new Set<string>();
    for (const { policies, resource: by, name } of enforcersOf(mesh)) {
      if (policies.authentications.every(({ spec }) => (spec.jwtRules ?? []).length === 0)) continue;
      for (const policy of policies.authorizations) {
        for (const found of unmet(policy, policies, mesh)) {
          const key = `${policy.fullName} ${found.field}`;
          if (found.accepted === undefined) met.add(key);
          else if (!open.has(key)) {
            open.set(key, {
              resource: policy,
              field: found.field,
              problem: `no token that is accepted for "${name}" has ${found.wanted}; accepted are ${found.accepted}`,
              fix: 'correct the value, or accept such tokens in a RequestAuthentication for the same pods',
              related: [by, ...policies.authentications],
            });
          }
        }
      }
    }
    for (const [key, finding] of open) if (!met.has(key)) findings.push(finding);
    return findings;
  },
};

/** What a policy asks of tokens, with what is accepted instead; undefined where one that is accepted may have it. */
function* unmet(
  policy: Resource<'AuthorizationPolicy'>,
  { authentications }: PolicySet,
  mesh: EffectiveMesh,
): Iterable<{ readonly field: string; readonly wanted: string; readonly accepted: string | undefined }> {
  const rules = authentications.flatMap(({ spec }) => spec.jwtRules ?? []);
  const issuers = rules.map(({ issuer = '' }) => issuer);
  const audiences = rules.some(({ audiences: some = [] }) => some.length === 0)
    ? undefined
    : rules.flatMap(({ audiences: some = [] }) => some);
  for (const place of mesh.policyConditions.of(policy)) {
    const { condition, rule } = place;
    const { attribute, field, wanted } = condition;
    const { id } = attribute.about;
    const accepted = id === ISSUER ? issuers : id === AUDIENCE ? audiences : undefined;
    if (accepted === undefined || wanted.length === 0) continue;
    const fits = wanted.some(value => isMet(place, value, policy.namespace, id, accepted));
    const at = `spec.rules[${rule}].${field}${wanted.length === 1 ? '[0]' : ''}`;
    const what = `${id === ISSUER ? 'the issuer of' : 'audience'} ${quoted(wanted)}`;
    yield { field: at, wanted: what, accepted: fits ? undefined : quoted(accepted) };
  }
}

function isMet(
  { condition: { attribute } }: PolicyCondition,
  value: string,
  namespace: string,
  id: string,
  accepted: readonly string[],
): boolean {
  const asked = attribute.predicatesOf(value, namespace).filter(one => one.attribute.id === id);
  return accepted.some(text => asked.every(({ test }) => test.fits(text)));
}
