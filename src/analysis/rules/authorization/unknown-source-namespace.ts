import { valuesWhere } from '../../../istio/policies/policy-conditions';
import type { MeshModel } from '../../../model/mesh-model';
import type { Resource } from '../../../model/resource';
import { addTo } from '../../../values/multimap';
import { nearest } from '../../../values/nearest';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

/** A policy speaks of a namespace that does not exist: it allows or denies less than it says. */
export const unknownSourceNamespace: Rule = {
  name: 'unknown-source-namespace',
  severity: 'error',
  summary: 'The source namespaces of an AuthorizationPolicy must exist.',
  equivalents: ['IST0101', 'KIA0101'],
  istioAnalyzers: ['authz.AuthorizationPoliciesAnalyzer'],

  check({ model, policyConditions }) {
    const findings: Finding[] = [];
    const defined = model.all('Namespace').map(({ name }) => name);
    for (const asked of policyConditions.all) {
      const { key, isKeyed } = asked.condition;
      // Istioctl does not look at conditions.
      if (isKeyed ? key !== 'source.namespace' || model.istioParity : key !== 'namespaces') continue;
      for (const { value, field } of valuesWhere(asked, one => !isKnown(one, defined, model))) {
        // What is no name of a namespace at all is for another rule, unless one is meant.
        if (model.istioParity || mayBeNamespace(value) || namesakeOf(value, model) !== undefined) {
          findings.push(finding(asked.policy, value, field, defined));
        }
      }
    }
    return findings;
  },
};

function finding(resource: Resource, entry: string, field: string, defined: readonly string[]): Finding {
  const namesake = defined.find(name => simple(name) === simple(entry));
  const similar = namesake ?? nearest(entry, defined);
  return {
    resource,
    field,
    // Namespaces are often managed elsewhere; one that differs in a dash only is a slip.
    severity: namesake !== undefined ? 'error' : similar !== undefined ? 'warning' : 'info',
    problem: `namespace "${entry}" is not among the manifests; there are ${quoted(defined)}`,
    fix: similar === undefined ? 'correct the name, or define the Namespace' : `write "${similar}"`,
  };
}

/** The Namespace of the set that has the name but for capital letters, dashes and underscores. */
export function namesakeOf(entry: string, model: MeshModel): string | undefined {
  return model
    .once(bySimpleName)
    .get(simple(entry))
    ?.find(name => name !== entry);
}

function bySimpleName(model: MeshModel): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { name } of model.all('Namespace')) addTo(found, simple(name), name);
  return found;
}

function simple(name: string): string {
  return name.toLowerCase().replaceAll(/[-_]/g, '');
}

function mayBeNamespace(entry: string): boolean {
  return /^[a-z0-9*](?:[a-z0-9*-]*[a-z0-9*])?$/.test(entry);
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
