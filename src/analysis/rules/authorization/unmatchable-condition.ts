import type { EffectiveMesh } from '../../../istio/effective-mesh';
import type { PolicyAttribute } from '../../../istio/policies/authorization-attribute';
import { type PolicyCondition, valuesWhere } from '../../../istio/policies/policy-conditions';
import { RuleDemands } from '../../../istio/policies/rule-demands';
import { fieldOf, type WrittenCondition } from '../../../istio/policies/written-conditions';
import type { Resource } from '../../../model/resource';
import { claimAttribute, METHOD, PRINCIPAL } from '../../../requests/attribute';
import { isCidr, isIpAddress } from '../../../values/ip-range';
import { addTo } from '../../../values/multimap';
import { KnownAccounts } from '../../known-accounts';
import type { Finding, Rule } from '../../rule';
import { isTakenLiterally } from './literal-wildcard';
import { problemOfMethod } from './unknown-http-method';
import { namesakeOf } from './unknown-source-namespace';

type Policy = Resource<'AuthorizationPolicy'>;

/** A policy asks for what no request is, or can be together with the other conditions: it allows or denies less than it says. */
export const unmatchableCondition: Rule = {
  name: 'unmatchable-condition',
  severity: 'warning',
  summary: 'The conditions of a rule of an AuthorizationPolicy must be able to match some request.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    const { policyConditions } = mesh;
    const dead = new Set<WrittenCondition>();
    for (const asked of policyConditions.all) {
      const { policy, condition } = asked;
      const { attribute } = condition;
      for (const { value, field, isWanted } of valuesWhere(asked, one => isDead(asked, one, mesh))) {
        dead.add(condition);
        findings.push({
          resource: policy,
          field,
          problem: `${reasonOf(attribute, value, mesh)}: ${isWanted ? 'the value never matches' : 'the value excludes nothing'}`,
          fix: fixOf(attribute, value, policy.namespace, mesh),
        });
      }
    }
    for (const { policy, condition, rule } of policyConditions.all) {
      const name = /^request\.headers\[(.*)\]$/.exec(condition.key)?.[1];
      if (name === undefined || name === '' || HEADER.test(name)) continue;
      findings.push({
        resource: policy,
        field: `spec.rules[${rule}].${condition.field.replace(/\.values$/, '.key')}`,
        problem: `no request has a header "${name}": the condition never holds`,
        fix: 'write the name of a header, such as request.headers[user-agent]',
      });
    }
    for (const resource of mesh.model.all('AuthorizationPolicy')) {
      const rules = policyConditions.rulesOf(resource);
      for (let i = 0; i < rules.length; i++) {
        const { from = [], to = [], when = [] } = rules[i] ?? {};
        for (const parts of from.length + to.length === 0 ? [[NOTHING_MORE]] : [from, to]) {
          for (const part of parts) {
            const all = when.length === 0 ? part : [...part, ...when];
            if (!isAskedTwice(all) || all.some(one => dead.has(one))) continue;
            findings.push(...contradictions(resource, i, all, parts.length > 1, mesh));
          }
        }
      }
    }
    return findings;
  },
};

/** Names of headers, and those of HTTP/2 that requests have. */
const HEADER = /^(?::(?:authority|method|path|protocol|scheme)|[!#$%&'*+.^_`|~0-9A-Za-z-]+)$/;

const NOTHING_MORE: readonly WrittenCondition[] = [];

/** Whether no request has a value. That the webhook refuses it, or that its star stands for itself, is for other rules. */
function isDead({ policy, condition }: PolicyCondition, value: string, mesh: EffectiveMesh): boolean {
  const { attribute } = condition;
  if (attribute.usable?.(value) === false || isTakenLiterally(condition, value)) return false;
  if (attribute.about === METHOD && problemOfMethod(value) !== undefined) return false;
  if (mesh.once(RuleDemands).ofValue(condition, value, policy.namespace) !== 'none') return false;
  return !isRefused(condition, value) && !isSlipOfName(policy, condition, value, mesh);
}

/** Whether the webhook refuses a value as what it is to be. */
function isRefused({ attribute, key }: WrittenCondition, value: string): boolean {
  if (value === '') return true;
  if (attribute.needs !== undefined && /ip/i.test(attribute.needs)) return !isCidr(value) && !isIpAddress(value);
  return /serviceAccount/.test(key) && (value.includes('*') || value.split('/').length > 2);
}

/** Whether other rules say which namespace or service account is meant. */
function isSlipOfName(policy: Policy, condition: WrittenCondition, value: string, mesh: EffectiveMesh): boolean {
  if (condition.attribute.about !== PRINCIPAL) return false;
  if (/namespaces?$/i.test(condition.key)) return namesakeOf(value, mesh.model) !== undefined;
  return mesh.once(KnownAccounts).slipIn(condition.attribute, value, policy.namespace) !== undefined;
}

/** Whether several conditions ask for one attribute, so that they may exclude each other. */
function isAskedTwice(conditions: readonly WrittenCondition[]): boolean {
  return conditions.some(
    ({ attribute, unwanted }, i) =>
      unwanted.length > 0 || conditions.findIndex(one => subjectOf(one.attribute) === subjectOf(attribute)) < i,
  );
}

/** What conditions must be about to exclude each other. */
function subjectOf({ about }: PolicyAttribute): string {
  return about.id === SUBJECT.id ? ISSUER.id : about.id;
}

const ISSUER = claimAttribute(['iss']);
const SUBJECT = claimAttribute(['sub']);

function contradictions(
  resource: Policy,
  rule: number,
  conditions: readonly WrittenCondition[],
  isOneOfSeveral: boolean,
  mesh: EffectiveMesh,
): readonly Finding[] {
  const findings: Finding[] = [];
  const demands = mesh.once(RuleDemands);
  const isDeadTogether = (all: readonly WrittenCondition[]) => demands.ofAll(all, resource.namespace) === 'none';
  const bySubject = new Map<string, WrittenCondition[]>();
  for (const one of conditions) addTo(bySubject, subjectOf(one.attribute), one);
  for (const asked of bySubject.values()) {
    const count = asked.reduce((sum, { wanted, unwanted }) => sum + Number(wanted.length > 0) + unwanted.length, 0);
    if (count < 2 || !isDeadTogether(asked)) continue;
    const own = asked.reduce(
      (left, one) => {
        const others = left.filter(other => other !== one);
        return others.length > 0 && isDeadTogether(others) ? others : left;
      },
      asked as readonly WrittenCondition[],
    );
    const fields = own.flatMap(({ field, wanted, notField, unwanted }) => [
      ...(wanted.length > 0 ? [field] : []),
      ...(unwanted.length > 0 ? [notField] : []),
    ]);
    const [first] = own;
    if (first === undefined) continue;
    const part = own.find(({ isKeyed }) => !isKeyed)?.field.replace(/\..*$/, '');
    const dead = part === undefined || !isOneOfSeveral ? '' : `.${part}`;
    findings.push({
      resource,
      field: `spec.rules[${rule}].${fieldOf(first)}`,
      problem: `no request meets ${[...new Set(fields)].join(' and ')} together: rules[${rule}]${dead} never applies`,
      fix: 'leave out what excludes the rest',
    });
  }
  return findings;
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
