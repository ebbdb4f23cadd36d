import type { MeshModel } from '../../model/mesh-model';
import type { Resource } from '../../model/resource';
import { Memo } from '../memo';
import { fieldOf, type WrittenCondition, type WrittenConditions, writtenConditions } from './written-conditions';

type Policy = Resource<'AuthorizationPolicy'>;

/** A condition of a policy, and the rule that it stands in. */
export interface PolicyCondition {
  readonly policy: Policy;
  readonly condition: WrittenCondition;
  readonly rule: number;
  /** The ports to which its operation, or all operations of its rule, are limited; empty for all. */
  readonly ports: readonly string[];
}

/** The conditions of the AuthorizationPolicies of a mesh, read once for all who ask. */
export class PolicyConditions {
  readonly #rules = new Memo(({ spec }: Policy): readonly WrittenConditions[] =>
    (spec.rules ?? []).map(writtenConditions),
  );
  readonly #of = new Memo((policy: Policy) => readConditions(policy, this.rulesOf(policy)));
  #all: readonly PolicyCondition[] | undefined;

  public constructor(private readonly model: MeshModel) {}

  /** The rules of a policy, each with its conditions that have values. */
  public rulesOf(policy: Policy): readonly WrittenConditions[] {
    return this.#rules.get(policy);
  }

  /** All conditions of a policy that have values. */
  public of(policy: Policy): readonly PolicyCondition[] {
    return this.#of.get(policy);
  }

  /** All conditions of all policies, in the order of the policies. */
  public get all(): readonly PolicyCondition[] {
    this.#all ??= this.model.all('AuthorizationPolicy').flatMap(policy => this.of(policy));
    return this.#all;
  }
}

function readConditions(policy: Policy, rules: readonly WrittenConditions[]): readonly PolicyCondition[] {
  const found: PolicyCondition[] = [];
  rules.forEach(({ from, to, when }, rule) => {
    const limits = (policy.spec.rules?.[rule]?.to ?? []).map(({ operation }) => operation?.ports ?? NO_PORTS);
    const common = limits.length > 0 && limits.every(list => list.length > 0) ? limits.flat() : NO_PORTS;
    for (const conditions of from)
      for (const condition of conditions) found.push({ policy, condition, rule, ports: common });
    to.forEach((conditions, i) => {
      for (const condition of conditions) found.push({ policy, condition, rule, ports: limits[i] ?? NO_PORTS });
    });
    for (const condition of when) found.push({ policy, condition, rule, ports: common });
  });
  return found;
}

const NO_PORTS: readonly string[] = [];

/** The path of the field of a condition in which values stand, such as `spec.rules[0].from[0].source.principals`. */
export function fieldOfCondition({ condition, rule }: PolicyCondition): string {
  return `spec.rules[${rule}].${fieldOf(condition)}`;
}

/** A value of a condition, with the path of its field. */
export interface PolicyValue {
  readonly value: string;
  readonly field: string;
  /** Whether it is one that requests must have, and not one that they must not have. */
  readonly isWanted: boolean;
}

/** The values of a condition that a check picks out, those that are wanted first, each with the path of its field. */
export function valuesWhere(
  { condition, rule }: PolicyCondition,
  isMeant: (value: string) => boolean,
): readonly PolicyValue[] {
  const { wanted, unwanted } = condition;
  let found: PolicyValue[] | undefined;
  for (let i = 0; i < wanted.length + unwanted.length; i++) {
    const isWanted = i < wanted.length;
    const position = isWanted ? i : i - wanted.length;
    const value = (isWanted ? wanted : unwanted)[position] ?? '';
    if (!isMeant(value)) continue;
    const at = isWanted ? condition.field : condition.notField;
    found ??= [];
    found.push({ value, field: `spec.rules[${rule}].${at}[${position}]`, isWanted });
  }
  return found ?? NO_POLICY_VALUES;
}

const NO_POLICY_VALUES: readonly PolicyValue[] = [];
