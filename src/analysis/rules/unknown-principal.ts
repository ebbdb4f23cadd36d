import type { Resource } from '../../model/resource';
import { nearest } from '../../values/nearest';
import type { Rule } from '../rule';
import { quoted } from '../wording';

/** A policy speaks of an identity that no pod has: it allows or denies less than it says. */
export const unknownPrincipal: Rule = {
  name: 'unknown-principal',
  severity: 'warning',
  summary:
    'The principals of an AuthorizationPolicy must be service accounts of pods, in the trust domain of the mesh.',
  equivalents: ['KIA0106'],

  *check({ model }) {
    const accounts = new Map<string, Set<string>>();
    const add = (namespace: string, name: string) =>
      accounts.set(namespace, (accounts.get(namespace) ?? new Set()).add(name));
    for (const { namespace, name } of model.all('ServiceAccount')) add(namespace, name);
    for (const { namespace, serviceAccount } of model.workloads.all) add(namespace, serviceAccount);
    const domains = new Set([model.meshConfig.trustDomain, 'cluster.local', ...model.meshConfig.trustDomainAliases]);

    for (const resource of model.all('AuthorizationPolicy')) {
      for (const { principal, field } of principalsOf(resource)) {
        const parts = /^(?:spiffe:\/\/)?([^/*]+)\/ns\/([^/*]+)\/sa\/([^/*]+)$/.exec(principal);
        if (parts === null) continue;
        const [, domain = '', namespace = '', account = ''] = parts;
        if (!domains.has(domain) && model.meshConfig.known) {
          yield {
            resource,
            field,
            problem: `principal "${principal}" is of trust domain "${domain}"; the mesh has ${quoted(domains)}`,
            fix: `write "${model.meshConfig.trustDomain}/ns/${namespace}/sa/${account}"`,
          };
          continue;
        }
        const there = accounts.get(namespace);
        // Of a namespace whose pods are not in the set nothing is known.
        if (there === undefined || there.has(account)) continue;
        const similar = nearest(account, [...there]);
        yield {
          resource,
          field,
          problem: `no pod of namespace "${namespace}" runs as service account "${account}"; there are ${quoted(there)}`,
          fix: similar === undefined ? 'name the service account of the caller' : `did you mean "${similar}"?`,
        };
      }
    }
  },
};

function* principalsOf({
  spec,
}: Resource<'AuthorizationPolicy'>): Iterable<{ readonly principal: string; readonly field: string }> {
  for (const [i, { from = [] }] of (spec.rules ?? []).entries()) {
    for (const [j, { source = {} }] of from.entries()) {
      for (const key of ['principals', 'notPrincipals'] as const) {
        for (const [k, principal] of (source[key] ?? []).entries()) {
          yield { principal, field: `spec.rules[${i}].from[${j}].source.${key}[${k}]` };
        }
      }
    }
  }
}
