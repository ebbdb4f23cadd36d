import type { AuthorizationOperation, AuthorizationRule, AuthorizationSource } from '../../model/shapes/policy';
import { type HttpRequest, headerOf } from '../route/http-request';
import type { Claims } from '../route/jwt-claim';
import {
  claimValues,
  fitsNamespace,
  fitsRequestPrincipal,
  fitsServiceAccount,
  fitsTrustDomain,
  fitsValue,
} from './authorization-value';
import { isInRange } from './ip-range';
import { isPathTemplate, matchesPathTemplate } from './path-template';
import { aliasedPrincipals, aliasedTrustDomains } from './trust-domain';

/** What policies see of a request or connection. */
export interface AuthorizationRequest {
  /** Identity of the peer, `TRUST_DOMAIN/ns/NAMESPACE/sa/ACCOUNT`; undefined without mutual TLS. */
  readonly principal?: string;
  /** Address of the direct peer. */
  readonly ip?: string;
  /** Address of the original client, where a proxy before the peer tells it. */
  readonly remoteIp?: string;
  /** Port of the pod. */
  readonly port: number;
  readonly destinationIp?: string;
  readonly serverName?: string;
  /** Undefined for a connection whose requests the proxy does not see. */
  readonly http?: HttpRequest;
  /** Claims of an accepted token. */
  readonly claims?: Claims;
  /** Claims whose texts are lists separated by blanks, besides `scope` and `permission`. */
  readonly spaceDelimitedClaims?: readonly string[];
  /** Dynamic metadata of Envoy filters by filter and key. */
  readonly metadata?: { readonly [filter: string]: { readonly [key: string]: unknown } };
  /** What the caller of the simulation did not tell, so that a condition on it can go either way. */
  readonly unknown?: ReadonlySet<'ip' | 'remoteIp' | 'destinationIp' | 'metadata'>;
}

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

type Test = (value: string) => boolean;

/** The attribute that a field of a policy compares; `undefined` results mean that the value cannot be used. */
interface Attribute {
  /** Whether only HTTP has it. */
  readonly http: boolean;
  readonly test: Test;
  /** Whether a value can be used at all. */
  readonly usable?: Test;
  /** What would have to be known to compare it. */
  readonly unknown?: string;
}

const MATCHES: RuleResult = { matches: true };

/**
 * Whether a rule of an AuthorizationPolicy matches: any of its sources, any of its operations, and all conditions.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule
 */
export function matchRule(rule: AuthorizationRule, request: AuthorizationRequest, context: RuleContext): RuleResult {
  const matcher = new RuleMatcher(request, context);
  const dropped = matcher.whyDropped(rule);
  if (dropped !== undefined) return dropped;
  const { from = [], to = [], when = [] } = rule;
  return all([
    any('from', from, (one, at) => matcher.source(one.source ?? {}, `${at}.source`)),
    any('to', to, (one, at) => matcher.operation(one.operation ?? {}, `${at}.operation`)),
    ...when.map(({ key = '', values, notValues }, i) => {
      const attribute = matcher.condition(key);
      if (attribute === undefined) return no(`when[${i}].key`, `"${key}" is no key`);
      return matcher.field(attribute, values, notValues, `when[${i}]`, 'values', 'notValues');
    }),
  ]);
}

/** All of them: the first that fails, else the first of which too little is known. */
function all(results: readonly RuleResult[]): RuleResult {
  const failed = results.find(({ matches }) => matches === false);
  return failed ?? results.find(({ matches }) => matches === 'unknown') ?? MATCHES;
}

/** Any of them, or all if there are none. */
function any<T>(field: string, items: readonly T[], match: (item: T, at: string) => RuleResult): RuleResult {
  if (items.length === 0) return MATCHES;
  const results = items.map((item, i) => match(item, `${field}[${i}]`));
  const fitting =
    results.find(({ matches }) => matches === true) ?? results.find(({ matches }) => matches === 'unknown');
  return fitting ?? (results.length > 1 ? no(field, 'none of them fits') : (results[0] ?? MATCHES));
}

function no(field: string, reason: string): RuleResult {
  return { matches: false, field, reason };
}

/** Compares the fields of one rule with one request. */
class RuleMatcher {
  readonly #attributes: { readonly [field: string]: Attribute };

  public constructor(
    private readonly request: AuthorizationRequest,
    private readonly context: RuleContext,
  ) {
    this.#attributes = this.attributesOf(request);
  }

  public source(source: AuthorizationSource, at: string): RuleResult {
    return this.fields(SOURCE_FIELDS, source as FieldValues, at);
  }

  public operation(operation: AuthorizationOperation, at: string): RuleResult {
    return this.fields(OPERATION_FIELDS, operation as FieldValues, at);
  }

  /** Why an ALLOW rule does not count at all: it uses what the connection does not have, or a value without meaning. */
  public whyDropped({ from = [], to = [], when = [] }: AuthorizationRule): RuleResult | undefined {
    const unknown = when.find(({ key = '' }) => this.condition(key) === undefined);
    if (unknown !== undefined) return no('when', `"${unknown.key ?? ''}" is no key, so the rule does not count`);
    if (this.context.action !== 'ALLOW') return undefined;
    const parts: readonly (readonly [Attribute | undefined, string, readonly string[]])[] = [
      ...from.flatMap(({ source }) => this.used(SOURCE_FIELDS, (source ?? {}) as FieldValues)),
      ...to.flatMap(({ operation }) => this.used(OPERATION_FIELDS, (operation ?? {}) as FieldValues)),
      ...when.map(
        ({ key = '', values = [], notValues = [] }) => [this.condition(key), key, [...values, ...notValues]] as const,
      ),
    ];
    for (const [attribute, name, values] of parts) {
      if (attribute?.http === true && this.request.http === undefined) {
        return no(name, 'is HTTP only, so the rule does not count for other connections');
      }
      const useless = values.find(value => attribute?.usable?.(value) === false);
      if (useless !== undefined) return no(name, `"${useless}" has no meaning there, so the rule does not count`);
    }
    return undefined;
  }

  /** One attribute with the values that it may have and those that it may not. */
  public field(
    attribute: Attribute,
    values: readonly string[] | undefined,
    notValues: readonly string[] | undefined,
    at: string,
    name: string,
    notName: string,
  ): RuleResult {
    // Outside ALLOW, what the connection does not have and what has no meaning is skipped.
    if (attribute.http && this.request.http === undefined) return MATCHES;
    const wanted = usable(attribute, values);
    const unwanted = usable(attribute, notValues);
    if (attribute.unknown !== undefined && wanted.length + unwanted.length > 0) {
      return { matches: 'unknown', field: `${at}.${wanted.length > 0 ? name : notName}`, reason: attribute.unknown };
    }
    if (wanted.length > 0 && !wanted.some(attribute.test)) return no(`${at}.${name}`, `is none of ${quoted(wanted)}`);
    const hit = unwanted.find(attribute.test);
    return hit === undefined ? MATCHES : no(`${at}.${notName}`, `is "${hit}"`);
  }

  /** The attribute that a condition's key names. */
  public condition(key: string): Attribute | undefined {
    const alias = CONDITION_FIELDS[key];
    if (alias !== undefined) return this.#attributes[alias];
    const header = bracketed(key, 'request.headers');
    if (header?.length === 1) return this.header(header[0] ?? '');
    const claim = bracketed(key, 'request.auth.claims');
    if (claim !== undefined) return this.claim(claim);
    const filter = /^experimental\.(envoy\.filters\.[^[]+)\[(.+)\]$/.exec(key);
    return filter === null ? undefined : this.metadata(filter[1] ?? '', filter[2] ?? '');
  }

  private fields(fields: readonly string[], values: FieldValues, at: string): RuleResult {
    const results: RuleResult[] = [];
    for (const name of fields) {
      const notName = negated(name);
      const attribute = this.#attributes[name];
      if (attribute === undefined || (values[name] === undefined && values[notName] === undefined)) continue;
      results.push(this.field(attribute, values[name], values[notName], at, name, notName));
    }
    return all(results);
  }

  private used(
    fields: readonly string[],
    values: FieldValues,
  ): readonly (readonly [Attribute | undefined, string, readonly string[]])[] {
    return fields
      .map(name => [this.#attributes[name], name, [...(values[name] ?? []), ...(values[negated(name)] ?? [])]] as const)
      .filter(([, , used]) => used.length > 0);
  }

  private attributesOf(request: AuthorizationRequest): { readonly [field: string]: Attribute } {
    const { principal, ip, remoteIp = ip, http, claims, destinationIp, serverName } = request;
    const { trustDomains, policyNamespace } = this.context;
    const peer = (test: (id: string, value: string) => boolean): Attribute => ({
      http: false,
      test: value => principal !== undefined && test(principal, value),
    });
    const range = (address: string | undefined, what: 'ip' | 'remoteIp' | 'destinationIp'): Attribute => ({
      http: false,
      test: value => address !== undefined && isInRange(address, value),
      ...(request.unknown?.has(what) ? { unknown: `the request does not say its "${what}"` } : {}),
    });
    const text = (value: string | undefined, onlyHttp: boolean): Attribute => ({
      http: onlyHttp,
      test: wanted => value !== undefined && fitsValue(value, wanted),
    });
    return {
      principals: peer((id, value) => aliasedPrincipals(value, trustDomains).some(one => fitsValue(id, one))),
      namespaces: peer(fitsNamespace),
      serviceAccounts: peer((id, value) => fitsServiceAccount(id, value, policyNamespace)),
      trustDomains: peer((id, value) => aliasedTrustDomains(value, trustDomains).some(one => fitsTrustDomain(id, one))),
      ipBlocks: range(ip, 'ip'),
      remoteIpBlocks: range(remoteIp, 'remoteIp'),
      destinationIp: range(destinationIp, 'destinationIp'),
      requestPrincipals: { http: true, test: value => fitsRequestPrincipal(claims, value) },
      audiences: this.claim(['aud']),
      presenter: this.claim(['azp']),
      hosts: {
        http: true,
        test: value =>
          http !== undefined && (value === '*' || fitsValue(http.authority.toLowerCase(), value.toLowerCase())),
      },
      methods: text(http?.method, true),
      paths: {
        http: true,
        test: value =>
          http !== undefined &&
          (isPathTemplate(value) ? matchesPathTemplate(http.pathname, value) : fitsValue(http.pathname, value)),
      },
      ports: { http: false, test: value => Number(value) === request.port, usable: isPort },
      sni: text(serverName, false),
    };
  }

  private header(name: string): Attribute {
    const { http } = this.request;
    const value = http === undefined ? undefined : headerOf(http, name.toLowerCase());
    return { http: true, test: wanted => value !== undefined && (wanted === '*' || fitsValue(value, wanted)) };
  }

  private claim(path: readonly string[]): Attribute {
    const { claims, spaceDelimitedClaims = [] } = this.request;
    const delimited = new Set(['scope', 'permission', ...spaceDelimitedClaims]);
    const values = claimValues(claims, path, delimited);
    return { http: true, test: wanted => values.some(value => fitsValue(value, wanted)) };
  }

  private metadata(filter: string, key: string): Attribute {
    const value = this.request.metadata?.[filter]?.[key];
    return {
      http: false,
      ...(this.request.unknown?.has('metadata') ? { unknown: 'metadata of Envoy filters is not modelled' } : {}),
      test: wanted => {
        const inList = wanted.length > 2 && wanted.startsWith('[') && wanted.endsWith(']');
        if (inList) return Array.isArray(value) && value.some(one => fitsValue(String(one), wanted.slice(1, -1)));
        return typeof value === 'string' && fitsValue(value, wanted);
      },
    };
  }
}

type FieldValues = { readonly [field: string]: readonly string[] | undefined };

const SOURCE_FIELDS = [
  'principals',
  'requestPrincipals',
  'namespaces',
  'serviceAccounts',
  'trustDomains',
  'ipBlocks',
  'remoteIpBlocks',
] as const;

const OPERATION_FIELDS = ['hosts', 'ports', 'methods', 'paths'] as const;

/** The keys of conditions that name the same attribute as a field of a source or operation. */
const CONDITION_FIELDS: { readonly [key: string]: string } = {
  'source.ip': 'ipBlocks',
  'remote.ip': 'remoteIpBlocks',
  'source.namespace': 'namespaces',
  'source.principal': 'principals',
  'source.serviceAccount': 'serviceAccounts',
  'source.trustDomain': 'trustDomains',
  'request.auth.principal': 'requestPrincipals',
  'request.auth.audiences': 'audiences',
  'request.auth.presenter': 'presenter',
  'destination.ip': 'destinationIp',
  'destination.port': 'ports',
  'connection.sni': 'sni',
};

function negated(field: string): string {
  return `not${field.charAt(0).toUpperCase()}${field.slice(1)}`;
}

function usable({ usable: test }: Attribute, values: readonly string[] = []): readonly string[] {
  return test === undefined ? values : values.filter(test);
}

function isPort(value: string): boolean {
  return /^\d{1,5}$/.test(value) && Number(value) <= 65535;
}

/** The parts in brackets of a key such as `request.auth.claims[a][b]`, or undefined for another key. */
function bracketed(key: string, prefix: string): readonly string[] | undefined {
  if (!key.startsWith(`${prefix}[`) || !key.endsWith(']')) return undefined;
  return key.slice(prefix.length + 1, -1).split('][');
}

function quoted(values: readonly string[]): string {
  return values.map(value => `"${value}"`).join(', ');
}
