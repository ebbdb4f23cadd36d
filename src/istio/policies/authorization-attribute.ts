import {
  type Attribute,
  AUTHORITY,
  claimAttribute,
  DESTINATION_ADDRESS,
  DESTINATION_PORT,
  headerAttribute,
  METHOD,
  metadataAttribute,
  PATH,
  PEER_ADDRESS,
  PRINCIPAL,
  REMOTE_ADDRESS,
  SERVER_NAME,
} from '../../requests/attribute';
import {
  anyOf,
  exact,
  glob,
  isPathTemplate,
  NOT_EMPTY,
  PRESENT,
  policyValue,
  range,
  type Test,
  template,
} from '../../requests/test';

/** A value of a policy as predicates, all of which must hold. */
export type ValuePredicates = readonly { readonly attribute: Attribute; readonly test: Test }[];

/** Something of a request that policies compare with their values. */
export interface PolicyAttribute {
  /** What it asks for; of a request principal the issuer. */
  readonly about: Attribute;
  /** Whether only HTTP has it. */
  readonly http: boolean;
  /** What a value stands for, in a policy of the given namespace. */
  readonly predicatesOf: (value: string, policyNamespace: string) => ValuePredicates;
  /** Whether a value can be used at all. */
  readonly usable?: (value: string) => boolean;
  /** Whether its values are principals or trust domains, which have aliases. */
  readonly aliases?: 'principal' | 'trust-domain';
  /** What has to be known to compare it. */
  readonly needs?: string;
  /** Whether its values are about several attributes each. */
  readonly isCompound?: true;
}

type One = (value: string, policyNamespace: string) => Test;

function of(attribute: Attribute, http: boolean, test: One, more: Partial<PolicyAttribute> = {}): PolicyAttribute {
  return {
    about: attribute,
    http,
    predicatesOf: (value, namespace) => [{ attribute, test: test(value, namespace) }],
    ...more,
  };
}

const principals = of(PRINCIPAL, false, value => policyValue(value), { aliases: 'principal' });

const namespaces = of(PRINCIPAL, false, value => glob(`*/ns/${value}/*`, false));

/** `NAMESPACE/ACCOUNT`, or an account of the policy's namespace. */
const serviceAccounts = of(PRINCIPAL, false, (value, own) => {
  const [namespace = '', account = ''] = value.includes('/') ? value.split('/', 2) : [own, value];
  return glob(`*/ns/${namespace}/sa/${account}`, false);
});

/** A star in a trust domain stands for anything but a slash. */
const trustDomains = of(PRINCIPAL, false, value => glob(`${value}/*/*/*/*`, true), { aliases: 'trust-domain' });

const ipBlocks = of(PEER_ADDRESS, false, range, { needs: 'ip' });

const remoteIpBlocks = of(REMOTE_ADDRESS, false, range, { needs: 'remoteIp' });

const destinationIp = of(DESTINATION_ADDRESS, false, range, { needs: 'destinationIp' });

const ISSUER = claimAttribute(['iss']);

const requestPrincipals: PolicyAttribute = {
  about: ISSUER,
  http: true,
  predicatesOf: requestPrincipal,
  isCompound: true,
};

const hosts = of(AUTHORITY, true, value => (value === '*' ? PRESENT : policyValue(value, true)));

const methods = of(METHOD, true, value => policyValue(value));

const paths = of(PATH, true, value => (isPathTemplate(value) ? template(value) : policyValue(value)));

const ports = of(DESTINATION_PORT, false, value => exact(String(Number(value))), {
  usable: value => /^\d{1,5}$/.test(value) && Number(value) <= 65535,
});

const serverName = of(SERVER_NAME, false, value => policyValue(value));

/** The fields of a source by name. */
export const SOURCE_ATTRIBUTES: { readonly [field: string]: PolicyAttribute } = {
  principals,
  requestPrincipals,
  namespaces,
  serviceAccounts,
  trustDomains,
  ipBlocks,
  remoteIpBlocks,
};

/** The fields of an operation by name. */
export const OPERATION_ATTRIBUTES: { readonly [field: string]: PolicyAttribute } = { hosts, ports, methods, paths };

/** The keys of conditions that name no header, claim or metadata. */
const CONDITION_ATTRIBUTES: { readonly [key: string]: PolicyAttribute } = {
  'source.ip': ipBlocks,
  'remote.ip': remoteIpBlocks,
  'source.namespace': namespaces,
  'source.principal': principals,
  'source.serviceAccount': serviceAccounts,
  'source.trustDomain': trustDomains,
  'request.auth.principal': requestPrincipals,
  'request.auth.audiences': claim(['aud']),
  'request.auth.presenter': claim(['azp']),
  'destination.ip': destinationIp,
  'destination.port': ports,
  'connection.sni': serverName,
};

/** The attribute that the key of a condition names; undefined for an unknown key. */
export function conditionAttribute(key: string): PolicyAttribute | undefined {
  if (Object.hasOwn(CONDITION_ATTRIBUTES, key)) return CONDITION_ATTRIBUTES[key];
  const headers = bracketed(key, 'request.headers');
  if (headers?.length === 1) return header(headers[0] ?? '');
  const path = bracketed(key, 'request.auth.claims');
  if (path !== undefined) return claim(path);
  const filter = /^experimental\.(envoy\.filters\.[^[]+)\[(.+)\]$/.exec(key);
  return filter === null ? undefined : filterMetadata(filter[1] ?? '', filter[2] ?? '');
}

function header(name: string): PolicyAttribute {
  return of(headerAttribute(name), true, value => (value === '*' ? PRESENT : policyValue(value)));
}

function claim(path: readonly string[]): PolicyAttribute {
  return of(claimAttribute(path), true, value => policyValue(value));
}

/** A value in brackets is one item of a list. */
function filterMetadata(filter: string, key: string): PolicyAttribute {
  return {
    about: metadataAttribute(filter, key, 'text'),
    http: false,
    needs: 'metadata',
    predicatesOf: value => {
      const isItem = value.length > 2 && value.startsWith('[') && value.endsWith(']');
      const attribute = metadataAttribute(filter, key, isItem ? 'list' : 'text');
      return [{ attribute, test: policyValue(isItem ? value.slice(1, -1) : value) }];
    },
  };
}

/**
 * `ISSUER/SUBJECT` of an accepted token; the issuer may hold slashes. With a star at the start the issuer is compared by
 * its end and the subject as a whole, with one at the end it is the other way round.
 */
function requestPrincipal(value: string): ValuePredicates {
  const slash = value.lastIndexOf('/');
  const issuer = slash < 0 ? value : value.slice(0, slash);
  const subject = slash < 0 ? '' : value.slice(slash + 1);
  const both = (ofIssuer: Test, ofSubject: Test): ValuePredicates => [
    { attribute: ISSUER, test: ofIssuer },
    { attribute: claimAttribute(['sub']), test: ofSubject },
  ];
  if (value === '*') return both(NOT_EMPTY, NOT_EMPTY);
  if (value.startsWith('*')) {
    return slash < 0 ? both(NOT_EMPTY, policyValue(value)) : both(policyValue(issuer), exact(subject));
  }
  if (value.endsWith('*')) {
    return slash < 0 ? both(policyValue(value), NOT_EMPTY) : both(exact(issuer), policyValue(subject));
  }
  return both(exact(issuer), exact(subject));
}

/** The parts in brackets of a key such as `request.auth.claims[a][b]`, or undefined for another key. */
function bracketed(key: string, prefix: string): readonly string[] | undefined {
  if (!key.startsWith(`${prefix}[`) || !key.endsWith(']')) return undefined;
  return key.slice(prefix.length + 1, -1).split('][');
}

/** Any of several values that each are one predicate on the same attribute, as one test. */
export function joined(predicates: readonly ValuePredicates[]): ValuePredicates | undefined {
  const [alone] = predicates;
  if (predicates.length === 1 && alone?.length === 1) return alone;
  const single = predicates.flatMap(all => (all.length === 1 && all[0] !== undefined ? [all[0]] : []));
  const [first] = single;
  if (first === undefined || single.length !== predicates.length) return undefined;
  if (single.some(({ attribute }) => attribute.id !== first.attribute.id)) return undefined;
  return [{ attribute: first.attribute, test: anyOf(single.map(({ test }) => test)) }];
}
