import { type PolicyCondition, valuesWhere } from '../../../istio/policies/policy-conditions';
import { PRINCIPAL } from '../../../requests/attribute';
import { identitiesIn, KnownAccounts, type UnknownName } from '../../known-accounts';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

/** A policy speaks of an identity that no pod has: it allows or denies less than it says. */
export const unknownPrincipal: Rule = {
  name: 'unknown-principal',
  severity: 'warning',
  summary:
    'The identities of an AuthorizationPolicy must be service accounts of pods, in the trust domain of the mesh.',
  equivalents: ['KIA0106'],

  check(mesh) {
    const findings: Finding[] = [];
    const { meshConfig } = mesh.model;
    const accounts = mesh.once(KnownAccounts);
    const domains = new Set([meshConfig.trustDomain, 'cluster.local', ...meshConfig.trustDomainAliases]);
    const problemOf = (value: string, { condition, policy }: PolicyCondition) => {
      const identities = identitiesIn(condition.attribute, value, policy.namespace);
      const foreign = meshConfig.known ? accounts.foreignDomain(identities, domains) : undefined;
      if (foreign !== undefined) {
        return {
          problem: `trust domain "${foreign}" is not one of the mesh, which has ${quoted(domains)}`,
          fix: `write "${meshConfig.trustDomain}"`,
        };
      }
      const unknown = accounts.unknownIn(identities);
      return unknown !== undefined && isName(unknown) ? saying(unknown) : undefined;
    };
    for (const asked of mesh.policyConditions.all) {
      const { attribute, key } = asked.condition;
      // Namespaces by themselves are for another rule.
      if (attribute.about !== PRINCIPAL || /namespaces?$/i.test(key)) continue;
      for (const { value, field } of valuesWhere(asked, one => problemOf(one, asked) !== undefined)) {
        const found = problemOf(value, asked);
        if (found !== undefined) findings.push({ resource: asked.policy, field, ...found });
      }
    }
    return findings;
  },
};

/** What is no name at all is for another rule, unless one is meant. */
function isName({ what, name, similar }: UnknownName): boolean {
  // Namespaces are often managed elsewhere.
  if (similar !== undefined || what === 'namespace') return similar !== undefined;
  return /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/.test(name);
}

function saying({ what, name, known, namespace, similar }: UnknownName): Omit<Finding, 'resource' | 'field'> {
  if (what === 'account') {
    return {
      problem: `no pod of namespace "${namespace}" runs as service account "${name}"; there are ${quoted(known)}`,
      fix: similar === undefined ? 'name the service account of the caller' : `did you mean "${similar}"?`,
    };
  }
  return {
    problem: `namespace "${name}" is not among the manifests; there are ${quoted(known)}`,
    fix: `did you mean "${similar ?? ''}"?`,
  };
}
