import type { AuthorizationRule } from '../../model/shapes/policy';
import type { Questioned } from '../../requests/request-facts';
import { conditionAttribute, joined, type PolicyAttribute, type ValuePredicates } from './authorization-attribute';
import { aliasedPrincipals, aliasedTrustDomains } from './trust-domain';
import { fieldOf, type WrittenCondition, type WrittenConditions } from './written-conditions';
import { ruleOfZtunnel } from './ztunnel-rule';

/** What a rule needs to know besides the request. */
export interface RuleContext {
  readonly action: 'ALLOW' | 'DENY' | 'CUSTOM' | 'AUDIT';
  readonly policyNamespace: string;
  /** The trust domain of the mesh and its aliases. */
  readonly trustDomains: readonly string[];
  readonly enforcer: Enforcer;
}

/** What enforces policies before a pod: Envoy, or ztunnel, which sees no requests. */
export type Enforcer = 'envoy' | 'ztunnel';

/** Whether a rule matches, or why it does not: the field that fails. `unknown` when too little is known to tell. */
export type RuleResult =
  | { readonly matches: true }
  | { readonly matches: false | 'unknown'; readonly field: string; readonly reason: string };

/** A rule made ready for many requests. */
export interface CompiledRule {
  /** Alternatives, each with all of its conditions; empty when any source will do. */
  readonly from: readonly (readonly Condition[])[];
  readonly to: readonly (readonly Condition[])[];
  readonly when: readonly Condition[];
  /** Why the rule never counts. */
  readonly dropped: RuleResult | undefined;
  /** Why an ALLOW rule does not count for connections whose requests are not seen. */
  readonly droppedOutsideHttp: RuleResult | undefined;
}

/** One attribute with the values that it may have and those that it may not. */
class Condition {
  // What is answered is built once, not anew for every request.
  #missed: RuleResult | undefined;
  #hits: readonly RuleResult[] | undefined;
  #open: RuleResult | undefined;

  public constructor(
    private readonly written: WrittenCondition,
    public readonly wanted: readonly ValuePredicates[] | undefined,
    public readonly unwanted: readonly ValuePredicates[],
    private readonly unwantedValues: readonly string[],
  ) {}

  public get http(): boolean {
    return this.written.attribute.http;
  }

  public get missed(): RuleResult {
    this.#missed ??= no(this.written.field, 'has none of the values');
    return this.#missed;
  }

  public get hits(): readonly RuleResult[] {
    this.#hits ??= this.unwantedValues.map(value => no(this.written.notField, `has "${value}"`));
    return this.#hits;
  }

  public get open(): RuleResult {
    const { attribute, field, notField } = this.written;
    this.#open ??= {
      matches: 'unknown',
      field: this.wanted === undefined ? notField : field,
      reason: `the request does not say its "${attribute.needs ?? ''}"`,
    };
    return this.#open;
  }
}

const MATCHES: RuleResult = { matches: true };

/**
 * Whether a rule of an AuthorizationPolicy matches: any of its sources, any of its operations, and all conditions.
 *
 * @param http Whether the proxy sees single requests.
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule
 */
export function matchRule(rule: CompiledRule, facts: Questioned, http: boolean): RuleResult {
  if (rule.dropped !== undefined) return rule.dropped;
  if (!http && rule.droppedOutsideHttp !== undefined) return rule.droppedOutsideHttp;
  const from = any(rule.from, NO_SOURCE, facts, http);
  if (from.matches === false) return from;
  const to = any(rule.to, NO_OPERATION, facts, http);
  if (to.matches === false) return to;
  const when = all(rule.when, facts, http);
  if (when.matches === false) return when;
  return from.matches === 'unknown' ? from : to.matches === 'unknown' ? to : when;
}

/** Makes a rule ready for requests. */
export function compileRule(
  { when = NO_KEYS }: AuthorizationRule,
  whole: WrittenConditions,
  context: RuleContext,
): CompiledRule {
  const { action, enforcer } = context;
  const unknown = when.findIndex(({ key = '' }) => conditionAttribute(key) === undefined);
  const left = enforcer === 'ztunnel' ? ruleOfZtunnel(whole, action === 'ALLOW') : whole;
  const written = 'lost' in left ? whole : left;
  const dropped =
    unknown >= 0
      ? no(`when[${unknown}].key`, `"${when[unknown]?.key ?? ''}" is no key, so the rule does not count`)
      : 'lost' in left
        ? no(fieldOf(left.lost), 'is nothing that ztunnel can see, so the rule matches nothing')
        : action === 'ALLOW'
          ? first(written, uselessValue)
          : undefined;
  return new LazyRule(written, context, dropped);
}

const NO_KEYS: NonNullable<AuthorizationRule['when']> = [];

/** What the first condition of a rule says of which something is to be said. */
function first<T>(
  { from, to, when }: WrittenConditions,
  say: (condition: WrittenCondition) => T | undefined,
): T | undefined {
  let said: T | undefined;
  for (const part of from) for (const one of part) if (said === undefined) said = say(one);
  for (const part of to) for (const one of part) if (said === undefined) said = say(one);
  for (const one of when) if (said === undefined) said = say(one);
  return said;
}

/** A rule whose conditions are made ready when the first request asks for them. */
class LazyRule implements CompiledRule {
  #from: readonly (readonly Condition[])[] | undefined;
  #to: readonly (readonly Condition[])[] | undefined;
  #when: readonly Condition[] | undefined;
  #droppedOutsideHttp: RuleResult | 'no' | undefined;

  public constructor(
    private readonly written: WrittenConditions,
    private readonly context: RuleContext,
    public readonly dropped: RuleResult | undefined,
  ) {}

  public get droppedOutsideHttp(): RuleResult | undefined {
    const isLost = this.context.action === 'ALLOW';
    this.#droppedOutsideHttp ??= (isLost ? first(this.written, lostOutsideHttp) : undefined) ?? 'no';
    return this.#droppedOutsideHttp === 'no' ? undefined : this.#droppedOutsideHttp;
  }

  public get from(): readonly (readonly Condition[])[] {
    this.#from ??= this.written.from.map(all => this.#compile(all));
    return this.#from;
  }

  public get to(): readonly (readonly Condition[])[] {
    this.#to ??= this.written.to.map(all => this.#compile(all));
    return this.#to;
  }

  public get when(): readonly Condition[] {
    this.#when ??= this.#compile(this.written.when);
    return this.#when;
  }

  #compile(all: readonly WrittenCondition[]): readonly Condition[] {
    return all.map(one => compileCondition(one, this.context));
  }
}

const NO_SOURCE = no('from', 'none of them fits');
const NO_OPERATION = no('to', 'none of them fits');

/** Any of the alternatives, or anything if there are none. */
function any(
  alternatives: readonly (readonly Condition[])[],
  none: RuleResult,
  facts: Questioned,
  http: boolean,
): RuleResult {
  let last: RuleResult = MATCHES;
  let doubt: RuleResult | undefined;
  for (const alternative of alternatives) {
    last = all(alternative, facts, http);
    if (last.matches === true) return last;
    if (last.matches === 'unknown') doubt ??= last;
  }
  return doubt ?? (alternatives.length > 1 ? none : last);
}

/** All of the conditions: the first that fails, else the first of which too little is known. */
function all(conditions: readonly Condition[], facts: Questioned, http: boolean): RuleResult {
  let doubt: RuleResult | undefined;
  for (const one of conditions) {
    const result = check(one, facts, http);
    if (result.matches === false) return result;
    if (result.matches === 'unknown') doubt ??= result;
  }
  return doubt ?? MATCHES;
}

function check(condition: Condition, facts: Questioned, http: boolean): RuleResult {
  // Outside ALLOW, what the connection does not have is skipped.
  if (condition.http && !http) return MATCHES;
  const { wanted, unwanted } = condition;
  if (wanted !== undefined) {
    const answer = anyHolds(wanted, facts);
    if (answer !== true) return answer === undefined ? condition.open : condition.missed;
  }
  let open = false;
  for (let i = 0; i < unwanted.length; i++) {
    const answer = holds(unwanted[i] ?? [], facts);
    if (answer === true) return condition.hits[i] ?? MATCHES;
    if (answer === undefined) open = true;
  }
  return open ? condition.open : MATCHES;
}

function anyHolds(values: readonly ValuePredicates[], facts: Questioned): boolean | undefined {
  let open = false;
  for (const value of values) {
    const answer = holds(value, facts);
    if (answer === true) return true;
    if (answer === undefined) open = true;
  }
  return open ? undefined : false;
}

function holds(predicates: ValuePredicates, facts: Questioned): boolean | undefined {
  let open = false;
  for (const { attribute, test } of predicates) {
    const answer = facts.ask(attribute, test);
    if (answer === false) return false;
    if (answer === undefined) open = true;
  }
  return open ? undefined : true;
}

function compileCondition(condition: WrittenCondition, context: RuleContext): Condition {
  const { attribute } = condition;
  const { policyNamespace } = context;
  const wanted = valuesMeant(condition.wanted, attribute, context).map(one =>
    attribute.predicatesOf(one, policyNamespace),
  );
  const unwanted = valuesMeant(condition.unwanted, attribute, context);
  const one = joined(wanted);
  const all = wanted.length === 0 ? undefined : one === undefined ? wanted : [one];
  const excluded = unwanted.map(value => attribute.predicatesOf(value, policyNamespace));
  return new Condition(condition, all, excluded, unwanted);
}

/** What values of a condition stand for, in all trust domains of the mesh. */
function valuesMeant(
  values: readonly string[],
  { usable, aliases }: PolicyAttribute,
  { trustDomains, enforcer }: RuleContext,
): readonly string[] {
  if (values.length === 0) return values;
  // Outside ALLOW, values without meaning are skipped.
  const used = usable === undefined || values.every(usable) ? values : values.filter(usable);
  // Ztunnel compares identities as they are.
  if (aliases === undefined || enforcer === 'ztunnel') return used;
  const aliasesOf = aliases === 'principal' ? aliasedPrincipals : aliasedTrustDomains;
  const meant: string[] = [];
  for (const value of used) meant.push(...aliasesOf(value, trustDomains));
  return meant;
}

function lostOutsideHttp(condition: WrittenCondition): RuleResult | undefined {
  return condition.attribute.http
    ? no(fieldOf(condition), 'is HTTP only, so the rule does not count for other connections')
    : undefined;
}

function uselessValue(condition: WrittenCondition): RuleResult | undefined {
  const { usable } = condition.attribute;
  if (usable === undefined) return undefined;
  const value = condition.wanted.find(one => !usable(one)) ?? condition.unwanted.find(one => !usable(one));
  return value === undefined
    ? undefined
    : no(condition.field, `"${value}" has no meaning there, so the rule does not count`);
}

function no(field: string, reason: string): RuleResult {
  return { matches: false, field, reason };
}
