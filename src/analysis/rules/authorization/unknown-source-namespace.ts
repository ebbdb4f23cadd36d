import { valuesWhere } from '../../../istio/policies/policy-conditions';
import type { MeshModel } from '../../../model/mesh-model';
import type { Resource } from '../../../model/resource';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

/** A policy speaks of a namespace that does not exist: it allows or denies less than it says. */
export const unknownSourceNamespace: Rule = {
  name: 'unknown-source-namespace',
  severity: 'error',
  summary: 'The source namespaces of an AuthorizationPolicy must exist.',
  equivalents: ['IST0101', 'KIA0101'],
  istioAnalyzers: ['authz.AuthorizationPoliciesAnalyzer'],

  *check({ model, policyConditions }) {
    const defined = model.all('Namespace').map(({ name }) => name);
    for (const asked of policyConditions.all) {
      const { key, isKeyed } = asked.condition;
      // Istioctl does not look at conditions.
      if (isKeyed ? key !== 'source.namespace' || model.istioParity : key !== 'namespaces') continue;
      for (const { value, field } of valuesWhere(asked, one => !isKnown(one, defined, model))) {
        yield finding(asked.policy, value, field, defined);
      }
    }
  },
};

function finding(resource: Resource, entry: string, field: string, defined: readonly string[]): Finding {
  const similar = defined.find(
    name => name.toLowerCase().replaceAll(/[-_]/g, '') === entry.toLowerCase().replaceAll(/[-_]/g, ''),
  );
  return {
    resource,
    field,
    // Namespaces are often managed elsewhere; one that differs in a dash only is a slip.
    severity: similar === undefined ? 'info' : 'error',
    problem: `namespace "${entry}" is not among the manifests; there are ${quoted(defined)}`,
    fix: similar === undefined ? 'correct the name, or define the Namespace' : `write "${similar}"`,
  };
}

function isKnown(entry: string, defined: readonly string[], model: MeshModel): boolean {
  if (model.istioParity) return defined.some(name => fits(name, entry));
  // Without any Namespace object in the set there is nothing to compare with, and one that is used exists.
  return (
    defined.length === 0 ||
    entry === '' ||
    entry === '*' ||
    model.namespaces.get(entry) !== undefined ||
    isWildcard(entry) ||
    [model.meshConfig.rootNamespace, 'istio-system', 'default'].includes(entry)
  );
}

function isWildcard(entry: string): boolean {
  return entry.startsWith('*') || entry.endsWith('*');
}

function fits(name: string, entry: string): boolean {
  if (entry === '*') return true;
  if (entry.startsWith('*')) return name.endsWith(entry.slice(1));
  if (entry.endsWith('*')) return name.startsWith(entry.slice(0, -1));
  return name.toLowerCase() === entry.toLowerCase();
}
