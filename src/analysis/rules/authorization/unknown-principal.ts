import { valuesWhere } from '../../../istio/policies/policy-conditions';
import { PRINCIPAL } from '../../../requests/attribute';
import { KnownAccounts, type UnknownName } from '../../known-accounts';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

/** A policy speaks of an identity that no pod has: it allows or denies less than it says. */
export const unknownPrincipal: Rule = {
  name: 'unknown-principal',
  severity: 'warning',
  summary:
    'The identities of an AuthorizationPolicy must be service accounts of pods, in the trust domain of the mesh.',
  equivalents: ['KIA0106'],

  *check(mesh) {
    const { meshConfig } = mesh.model;
    const accounts = mesh.once(KnownAccounts);
    const domains = new Set([meshConfig.trustDomain, 'cluster.local', ...meshConfig.trustDomainAliases]);
    for (const asked of mesh.policyConditions.all) {
      const { attribute, key } = asked.condition;
      if (attribute.about !== PRINCIPAL) continue;
      const resource = asked.policy;
      // Namespaces by themselves are for another rule.
      const isNamespace = /namespaces?$/i.test(key);
      for (const { value, field } of valuesWhere(asked, () => !isNamespace)) {
        const foreign = accounts.domainsIn(attribute, value, resource.namespace).find(one => !domains.has(one));
        if (foreign !== undefined && meshConfig.known) {
          yield {
            resource,
            field,
            problem: `trust domain "${foreign}" is not one of the mesh, which has ${quoted(domains)}`,
            fix: `write "${meshConfig.trustDomain}"`,
          };
          continue;
        }
        const unknown = accounts.unknownIn(attribute, value, resource.namespace);
        if (unknown !== undefined && isName(unknown)) yield { resource, field, ...saying(unknown) };
      }
    }
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
