import type { EffectiveMesh } from '../../../istio/effective-mesh';
import type { PolicyAttribute } from '../../../istio/policies/authorization-attribute';
import { RuleDemands } from '../../../istio/policies/rule-demands';
import type { WrittenCondition } from '../../../istio/policies/written-conditions';
import type { Resource } from '../../../model/resource';
import { METHOD } from '../../../requests/attribute';
import { fieldOf, writtenRulesOf } from '../../policies';
import type { Finding, Rule } from '../../rule';
import { isTakenLiterally } from './literal-wildcard';
import { problemOfMethod } from './unknown-http-method';

type Policy = Resource<'AuthorizationPolicy'>;

/** A policy asks for what no request is, or can be together with the other conditions: it allows or denies less than it says. */
export const unmatchableCondition: Rule = {
  name: 'unmatchable-condition',
  severity: 'warning',
  summary: 'The conditions of a rule of an AuthorizationPolicy must be able to match some request.',
  equivalents: [],

  *check(mesh) {
    for (const resource of mesh.model.all('AuthorizationPolicy')) {
      for (const [i, { from, to, when }] of writtenRulesOf(resource, mesh).entries()) {
        const dead = new Set<WrittenCondition>();
        for (const part of [...from, ...to, when]) {
          for (const condition of part) {
            const findings = deadValues(resource, condition, i, mesh);
            if (findings.length > 0) dead.add(condition);
            yield* findings;
          }
        }
        for (const part of from.length + to.length === 0 ? [NOTHING_MORE] : [...from, ...to]) {
          const all = when.length === 0 ? part : [...part, ...when];
          if (isAskedTwice(all) && !all.some(one => dead.has(one))) yield* contradictions(resource, i, all, mesh);
        }
      }
    }
  },
};

const NOTHING_MORE: readonly WrittenCondition[] = [];

function deadValues(
  resource: Policy,
  condition: WrittenCondition,
  rule: number,
  mesh: EffectiveMesh,
): readonly Finding[] {
  const { attribute, field, wanted, notField, unwanted } = condition;
  const demands = mesh.once(RuleDemands);
  const found: Finding[] = [];
  const look = (values: readonly string[], at: string, result: string) => {
    for (let i = 0; i < values.length; i++) {
      const value = values[i] ?? '';
      // That the webhook refuses a value, or that its star stands for itself, is for other rules.
      if (attribute.usable?.(value) === false || isTakenLiterally(condition, value)) continue;
      if (attribute.about === METHOD && problemOfMethod(value) !== undefined) continue;
      if (demands.ofValue(condition, value, resource.namespace) !== 'none') continue;
      found.push({
        resource,
        field: `spec.rules[${rule}].${at}[${i}]`,
        problem: `${reasonOf(attribute, value, mesh)}: ${result}`,
        fix: fixOf(attribute, value, resource.namespace, mesh),
      });
    }
  };
  look(wanted, field, 'the value never matches');
  look(unwanted, notField, 'the value excludes nothing');
  return found;
}

/** Whether several conditions ask for one attribute, so that they may exclude each other. */
function isAskedTwice(conditions: readonly WrittenCondition[]): boolean {
  return conditions.some(
    ({ attribute, unwanted }, i) =>
      unwanted.length > 0 || conditions.findIndex(one => one.attribute.about.id === attribute.about.id) < i,
  );
}

function* contradictions(
  resource: Policy,
  rule: number,
  conditions: readonly WrittenCondition[],
  mesh: EffectiveMesh,
): Iterable<Finding> {
  const byAttribute = new Map<string, WrittenCondition[]>();
  for (const one of conditions) {
    const { id } = one.attribute.about;
    byAttribute.set(id, [...(byAttribute.get(id) ?? []), one]);
  }
  for (const own of byAttribute.values()) {
    const asked = own.reduce((sum, { wanted, unwanted }) => sum + Number(wanted.length > 0) + unwanted.length, 0);
    if (asked < 2 || mesh.once(RuleDemands).ofAll(own, resource.namespace) !== 'none') continue;
    const fields = own.flatMap(({ field, wanted, notField, unwanted }) => [
      ...(wanted.length > 0 ? [field] : []),
      ...(unwanted.length > 0 ? [notField] : []),
    ]);
    const [first] = own;
    if (first === undefined) continue;
    yield {
      resource,
      field: fieldOf({ condition: first, rule, ports: [] }),
      problem: `no request meets ${[...new Set(fields)].join(' and ')} together: rules[${rule}] never applies`,
      fix: 'leave out what excludes the rest',
    };
  }
}

function reasonOf({ about, aliases }: PolicyAttribute, value: string, { settings }: EffectiveMesh): string {
  switch (about.name) {
    case 'principal':
      if (aliases !== 'principal') return `no namespace or service account has the name "${value}"`;
      return value.startsWith('spiffe://')
        ? `principals are compared without "spiffe://", got "${value}"`
        : `no identity is "${value}": identities are "<trust domain>/ns/<namespace>/sa/<service account>"`;
    case 'path':
      return value.startsWith('/') || value.startsWith('*')
        ? `no request has path "${value}" after normalisation ${settings.pathNormalization}, and without its query`
        : `no request has path "${value}": paths begin with "/"`;
    case 'authority':
      return `no request has host "${value}": hosts have neither scheme nor path`;
    default:
      return `no request has ${about.id} "${value}"`;
  }
}

function fixOf(
  { about, aliases }: PolicyAttribute,
  value: string,
  namespace: string,
  { settings }: EffectiveMesh,
): string {
  if (aliases === 'principal') {
    if (value.startsWith('spiffe://')) return `write "${value.slice('spiffe://'.length)}"`;
    const [at = namespace, account = value] = value.includes('/') ? value.split('/') : [namespace, value];
    return `write "${settings.trustDomain}/ns/${at}/sa/${account}", or use "serviceAccounts"`;
  }
  if (about.name === 'path' && !value.startsWith('/')) return `write "/${value}"`;
  if (about.name === 'authority') return `write "${value.replace(/^[a-z]+:\/\//, '').replace(/\/.*$/, '')}"`;
  return 'write it as requests have it';
}
