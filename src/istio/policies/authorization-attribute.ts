import { type HttpRequest, headerOf } from '../../requests/http-request';
import type { Claims } from '../../requests/jwt-claim';
import { isPathTemplate, matchesPathTemplate } from '../../requests/path-template';
import { isInRange } from '../../values/ip-range';
import {
  claimValues,
  fitsNamespace,
  fitsRequestPrincipal,
  fitsServiceAccount,
  fitsTrustDomain,
  fitsValue,
} from './authorization-value';

/** What policies see of a request or connection. */
export interface AuthorizationRequest {
  /** Identity of the peer, `TRUST_DOMAIN/ns/NAMESPACE/sa/ACCOUNT`; undefined without mutual TLS. */
  readonly principal?: string | undefined;
  /** Address of the direct peer. */
  readonly ip?: string | undefined;
  /** Address of the original client, where a proxy before the peer tells it. */
  readonly remoteIp?: string | undefined;
  /** Port of the pod. */
  readonly port: number;
  readonly destinationIp?: string | undefined;
  readonly serverName?: string | undefined;
  /** Undefined for a connection whose requests the proxy does not see. */
  readonly http?: HttpRequest | undefined;
  /** Claims of an accepted token. */
  readonly claims?: Claims | undefined;
  /** Claims whose texts are lists separated by blanks, besides `scope` and `permission`. */
  readonly spaceDelimitedClaims?: readonly string[] | undefined;
  /** Dynamic metadata of Envoy filters by filter and key. */
  readonly metadata?: { readonly [filter: string]: { readonly [key: string]: unknown } } | undefined;
  /** What the caller of the simulation did not tell, so that a condition on it can go either way. */
  readonly unknown?: ReadonlySet<UnknownFact> | undefined;
}

/** Facts about a request that its sender may leave open. */
export type UnknownFact = 'ip' | 'remoteIp' | 'destinationIp' | 'metadata';

/** Something of a request that policies compare with their values. */
export interface Attribute {
  /** Whether only HTTP has it. */
  readonly http: boolean;
  /** Whether the request fits a value, in a policy of the given namespace. */
  readonly test: (request: AuthorizationRequest, value: string, policyNamespace: string) => boolean;
  /** Whether a value can be used at all. */
  readonly usable?: (value: string) => boolean;
  /** What has to be known to compare it. */
  readonly needs?: UnknownFact;
  /** Whether its values are principals or trust domains, which have aliases. */
  readonly aliases?: 'principal' | 'trust-domain';
}

const principals: Attribute = {
  http: false,
  aliases: 'principal',
  test: ({ principal }, value) => principal !== undefined && fitsValue(principal, value),
};

const namespaces: Attribute = {
  http: false,
  test: ({ principal }, value) => principal !== undefined && fitsNamespace(principal, value),
};

const serviceAccounts: Attribute = {
  http: false,
  test: ({ principal }, value, namespace) => principal !== undefined && fitsServiceAccount(principal, value, namespace),
};

const trustDomains: Attribute = {
  http: false,
  aliases: 'trust-domain',
  test: ({ principal }, value) => principal !== undefined && fitsTrustDomain(principal, value),
};

const ipBlocks: Attribute = {
  http: false,
  needs: 'ip',
  test: ({ ip }, value) => ip !== undefined && isInRange(ip, value),
};

const remoteIpBlocks: Attribute = {
  http: false,
  needs: 'remoteIp',
  test: ({ ip, remoteIp = ip }, value) => remoteIp !== undefined && isInRange(remoteIp, value),
};

const destinationIp: Attribute = {
  http: false,
  needs: 'destinationIp',
  test: ({ destinationIp: address }, value) => address !== undefined && isInRange(address, value),
};

const requestPrincipals: Attribute = { http: true, test: ({ claims }, value) => fitsRequestPrincipal(claims, value) };

const hosts: Attribute = {
  http: true,
  test: ({ http }, value) =>
    http !== undefined && (value === '*' || fitsValue(http.authority.toLowerCase(), value.toLowerCase())),
};

const methods: Attribute = {
  http: true,
  test: ({ http }, value) => http !== undefined && fitsValue(http.method, value),
};

const paths: Attribute = {
  http: true,
  test: ({ http }, value) =>
    http !== undefined &&
    (isPathTemplate(value) ? matchesPathTemplate(http.pathname, value) : fitsValue(http.pathname, value)),
};

const ports: Attribute = {
  http: false,
  usable: value => /^\d{1,5}$/.test(value) && Number(value) <= 65535,
  test: ({ port }, value) => Number(value) === port,
};

const serverName: Attribute = {
  http: false,
  test: ({ serverName: name }, value) => name !== undefined && fitsValue(name, value),
};

/** The fields of a source and of an operation by name. */
export const SOURCE_ATTRIBUTES: { readonly [field: string]: Attribute } = {
  principals,
  requestPrincipals,
  namespaces,
  serviceAccounts,
  trustDomains,
  ipBlocks,
  remoteIpBlocks,
};

export const OPERATION_ATTRIBUTES: { readonly [field: string]: Attribute } = { hosts, ports, methods, paths };

/** The keys of conditions that name no header, claim or metadata. */
const CONDITION_ATTRIBUTES: { readonly [key: string]: Attribute } = {
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
export function conditionAttribute(key: string): Attribute | undefined {
  if (Object.hasOwn(CONDITION_ATTRIBUTES, key)) return CONDITION_ATTRIBUTES[key];
  const headers = bracketed(key, 'request.headers');
  if (headers?.length === 1) return header(headers[0] ?? '');
  const path = bracketed(key, 'request.auth.claims');
  if (path !== undefined) return claim(path);
  const filter = /^experimental\.(envoy\.filters\.[^[]+)\[(.+)\]$/.exec(key);
  return filter === null ? undefined : filterMetadata(filter[1] ?? '', filter[2] ?? '');
}

function header(name: string): Attribute {
  const lower = name.toLowerCase();
  return {
    http: true,
    test: ({ http }, wanted) => {
      const value = http === undefined ? undefined : headerOf(http, lower);
      return value !== undefined && (wanted === '*' || fitsValue(value, wanted));
    },
  };
}

function claim(path: readonly string[]): Attribute {
  return {
    http: true,
    test: ({ claims, spaceDelimitedClaims = [] }, wanted) => {
      const delimited = new Set(['scope', 'permission', ...spaceDelimitedClaims]);
      return claimValues(claims, path, delimited).some(value => fitsValue(value, wanted));
    },
  };
}

function filterMetadata(filter: string, key: string): Attribute {
  return {
    http: false,
    needs: 'metadata',
    test: ({ metadata }, wanted) => {
      const value = metadata?.[filter]?.[key];
      const inList = wanted.length > 2 && wanted.startsWith('[') && wanted.endsWith(']');
      if (inList) return Array.isArray(value) && value.some(one => fitsValue(String(one), wanted.slice(1, -1)));
      return typeof value === 'string' && fitsValue(value, wanted);
    },
  };
}

/** The parts in brackets of a key such as `request.auth.claims[a][b]`, or undefined for another key. */
function bracketed(key: string, prefix: string): readonly string[] | undefined {
  if (!key.startsWith(`${prefix}[`) || !key.endsWith(']')) return undefined;
  return key.slice(prefix.length + 1, -1).split('][');
}
