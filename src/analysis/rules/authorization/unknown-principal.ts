import { type PolicyCondition, valuesWhere } from '../../../istio/policies/policy-conditions';
import { PRINCIPAL } from '../../../requests/attribute';
import type { Test } from '../../../requests/test';
import { nearest } from '../../../values/nearest';
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
    const { model } = mesh;
    const accounts = new Map<string, Set<string>>();
    const add = (namespace: string, name: string) =>
      accounts.set(namespace, (accounts.get(namespace) ?? new Set()).add(name));
    for (const { namespace, name } of model.all('ServiceAccount')) add(namespace, name);
    for (const { namespace, serviceAccount } of model.workloads.all) add(namespace, serviceAccount);
    const domains = new Set([model.meshConfig.trustDomain, 'cluster.local', ...model.meshConfig.trustDomainAliases]);

    const problemOf = ({ domain, namespace, account }: NamedIdentity): Pick<Finding, 'problem' | 'fix'> | undefined => {
      if (domain !== undefined && !domains.has(domain) && model.meshConfig.known) {
        return {
          problem: `trust domain "${domain}" is not one of the mesh, which has ${quoted(domains)}`,
          fix: `write "${model.meshConfig.trustDomain}"`,
        };
      }
      const there = namespace === undefined ? undefined : accounts.get(namespace);
      // Of a namespace whose pods are not in the set nothing is known.
      if (there === undefined || account === undefined || there.has(account)) return undefined;
      const similar = nearest(account, [...there]);
      return {
        problem: `no pod of namespace "${namespace}" runs as service account "${account}"; there are ${quoted(there)}`,
        fix: similar === undefined ? 'name the service account of the caller' : `did you mean "${similar}"?`,
      };
    };
    const problemsOf = (value: string, { condition, policy }: PolicyCondition) =>
      condition.attribute.predicatesOf(value, policy.namespace).flatMap(({ test }) => {
        const identity = identityIn(test);
        return (identity && problemOf(identity)) ?? [];
      });
    for (const asked of mesh.policyConditions.all) {
      if (asked.condition.attribute.about !== PRINCIPAL) continue;
      for (const { value, field } of valuesWhere(asked, one => problemsOf(one, asked).length > 0)) {
        for (const found of problemsOf(value, asked)) yield { resource: asked.policy, field, ...found };
      }
    }
  },
};

/** The parts of an identity that a value names without a wildcard. */
interface NamedIdentity {
  readonly domain: string | undefined;
  readonly namespace: string | undefined;
  readonly account: string | undefined;
}

/** What a predicate on identities names in full: of a star with `/ns/shop/sa/web` namespace and account. */
function identityIn(test: Test): NamedIdentity | undefined {
  const text =
    test.kind === 'exact'
      ? test.text
      : test.kind === 'glob'
        ? test.pattern
        : test.kind === 'suffix'
          ? `*${test.text}`
          : undefined;
  if (text === undefined) return undefined;
  if (test.kind === 'glob' && test.withinSegment) {
    const [domain = ''] = text.split('/');
    return domain.includes('*') ? undefined : { domain, namespace: undefined, account: undefined };
  }
  const [, domain = '', namespace = '', account = ''] = /^([^/]+)\/ns\/([^/*]+)\/sa\/([^/*]+)$/.exec(text) ?? [];
  if (namespace === '') return undefined;
  return { domain: domain.includes('*') ? undefined : domain, namespace, account };
}
