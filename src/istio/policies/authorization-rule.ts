import type { AuthorizationRule } from '../../model/shapes/policy';
import {
  type Attribute,
  type AuthorizationRequest,
  conditionAttribute,
  OPERATION_ATTRIBUTES,
  SOURCE_ATTRIBUTES,
} from './authorization-attribute';
import { aliasedPrincipals, aliasedTrustDomains } from './trust-domain';

/** What a rule needs to know besides the request. */
export interface RuleContext {
  readonly action: 'ALLOW' | 'DENY' | 'CUSTOM' | 'AUDIT';
  readonly policyNamespace: string;
  /** The trust domain of the mesh and its aliases. */
  readonly trustDomains: readonly string[];
}

/** Whether a rule matches, or why it does not: the field that fails. `unknown` when too little is known to tell. */
export type RuleResult =
  | { readonly matches: true }
  | { readonly matches: false | 'unknown'; readonly field: string; readonly reason: string };

/** A rule made ready for many requests. */
export interface CompiledRule {
  readonly policyNamespace: string;
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
interface Condition {
  readonly attribute: Attribute;
  readonly field: string;
  readonly wanted: readonly string[];
  readonly notField: string;
  readonly unwanted: readonly string[];
}

type FieldValues = { readonly [field: string]: readonly string[] | undefined };

const MATCHES: RuleResult = { matches: true };

/**
 * Whether a rule of an AuthorizationPolicy matches: any of its sources, any of its operations, and all conditions.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule
 */
export function matchRule(rule: CompiledRule, request: AuthorizationRequest): RuleResult {
  if (rule.dropped !== undefined) return rule.dropped;
  if (request.http === undefined && rule.droppedOutsideHttp !== undefined) return rule.droppedOutsideHttp;
  let doubt: RuleResult | undefined;
  for (const result of [
    any(rule.from, 'from', request, rule),
    any(rule.to, 'to', request, rule),
    all(rule.when, request, rule),
  ]) {
    if (result.matches === false) return result;
    if (result.matches === 'unknown') doubt ??= result;
  }
  return doubt ?? MATCHES;
}

/** Makes a rule ready for requests. */
export function compileRule(rule: AuthorizationRule, context: RuleContext): CompiledRule {
  const { action, policyNamespace } = context;
  const { from = [], to = [], when = [] } = rule;
  const unknown = when.findIndex(({ key = '' }) => conditionAttribute(key) === undefined);
  const parts = [
    ...from.map(({ source = {} }, i) => conditionsOf(source, SOURCE_ATTRIBUTES, `from[${i}].source`, context)),
    ...to.map(({ operation = {} }, i) => conditionsOf(operation, OPERATION_ATTRIBUTES, `to[${i}].operation`, context)),
  ];
  const conditions = when.flatMap(({ key = '', values = [], notValues = [] }, i) => {
    const attribute = conditionAttribute(key);
    if (attribute === undefined) return [];
    return [condition(attribute, `when[${i}].values`, values, `when[${i}].notValues`, notValues, context)];
  });
  const allConditions = [...parts.flat(), ...conditions].filter(
    ({ wanted, unwanted }) => wanted.length + unwanted.length > 0,
  );
  const http = allConditions.find(({ attribute }) => attribute.http);
  const useless = action === 'ALLOW' ? allConditions.map(uselessValue).find(one => one !== undefined) : undefined;
  return {
    policyNamespace,
    from: parts.slice(0, from.length).map(withoutUseless),
    to: parts.slice(from.length).map(withoutUseless),
    when: withoutUseless(conditions),
    dropped:
      unknown >= 0
        ? no(`when[${unknown}].key`, `"${when[unknown]?.key ?? ''}" is no key, so the rule does not count`)
        : useless,
    droppedOutsideHttp:
      http === undefined || action !== 'ALLOW'
        ? undefined
        : no(
            http.wanted.length > 0 ? http.field : http.notField,
            'is HTTP only, so the rule does not count for other connections',
          ),
  };
}

/** Any of the alternatives, or anything if there are none. */
function any(
  alternatives: readonly (readonly Condition[])[],
  field: string,
  request: AuthorizationRequest,
  rule: CompiledRule,
): RuleResult {
  if (alternatives.length === 0) return MATCHES;
  let last: RuleResult = MATCHES;
  let doubt: RuleResult | undefined;
  for (const alternative of alternatives) {
    last = all(alternative, request, rule);
    if (last.matches === true) return last;
    if (last.matches === 'unknown') doubt ??= last;
  }
  return doubt ?? (alternatives.length > 1 ? no(field, 'none of them fits') : last);
}

/** All of the conditions: the first that fails, else the first of which too little is known. */
function all(conditions: readonly Condition[], request: AuthorizationRequest, rule: CompiledRule): RuleResult {
  let doubt: RuleResult | undefined;
  for (const one of conditions) {
    const result = check(one, request, rule);
    if (result.matches === false) return result;
    if (result.matches === 'unknown') doubt ??= result;
  }
  return doubt ?? MATCHES;
}

function check(
  { attribute, field, wanted, notField, unwanted }: Condition,
  request: AuthorizationRequest,
  { policyNamespace }: CompiledRule,
): RuleResult {
  // Outside ALLOW, what the connection does not have is skipped.
  if (attribute.http && request.http === undefined) return MATCHES;
  if (attribute.needs !== undefined && request.unknown?.has(attribute.needs) && wanted.length + unwanted.length > 0) {
    const reason = `the request does not say its "${attribute.needs}"`;
    return { matches: 'unknown', field: wanted.length > 0 ? field : notField, reason };
  }
  if (wanted.length > 0 && !wanted.some(value => attribute.test(request, value, policyNamespace))) {
    return no(field, 'has none of the values');
  }
  const hit = unwanted.find(value => attribute.test(request, value, policyNamespace));
  return hit === undefined ? MATCHES : no(notField, `has "${hit}"`);
}

function conditionsOf(
  part: object,
  attributes: { readonly [field: string]: Attribute },
  at: string,
  context: RuleContext,
): readonly Condition[] {
  const values = part as FieldValues;
  return Object.entries(attributes).flatMap(([name, attribute]) => {
    const notName = `not${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    const { [name]: wanted, [notName]: unwanted } = values;
    if (wanted === undefined && unwanted === undefined) return [];
    return [condition(attribute, `${at}.${name}`, wanted ?? [], `${at}.${notName}`, unwanted ?? [], context)];
  });
}

function condition(
  attribute: Attribute,
  field: string,
  wanted: readonly string[],
  notField: string,
  unwanted: readonly string[],
  { trustDomains }: RuleContext,
): Condition {
  const aliased = (values: readonly string[]) =>
    attribute.aliases === undefined
      ? values
      : values.flatMap(value =>
          attribute.aliases === 'principal'
            ? aliasedPrincipals(value, trustDomains)
            : aliasedTrustDomains(value, trustDomains),
        );
  return { attribute, field, wanted: aliased(wanted), notField, unwanted: aliased(unwanted) };
}

function uselessValue({ attribute: { usable }, field, wanted, unwanted }: Condition): RuleResult | undefined {
  const value = usable === undefined ? undefined : [...wanted, ...unwanted].find(one => !usable(one));
  return value === undefined ? undefined : no(field, `"${value}" has no meaning there, so the rule does not count`);
}

/** Outside ALLOW, values without meaning are skipped. */
function withoutUseless(conditions: readonly Condition[]): readonly Condition[] {
  return conditions.map(one => {
    const { usable } = one.attribute;
    if (usable === undefined) return one;
    return { ...one, wanted: one.wanted.filter(usable), unwanted: one.unwanted.filter(usable) };
  });
}

function no(field: string, reason: string): RuleResult {
  return { matches: false, field, reason };
}
