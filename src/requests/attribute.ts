/**
 * One thing that proxies ask about a request: something that is sent (`path`, a header, a claim), or something of the
 * connection on which it arrives (`principal`, `destination port`).
 */
export interface Attribute {
  readonly kind: 'attribute';
  readonly name: AttributeName;
  /** Lower-case name of a header, name of a query parameter, keys of a claim, or filter and key of metadata. */
  readonly key: readonly string[];
  /** Tells attributes apart. */
  readonly id: string;
}

/** The kinds of attributes. `target` is the path with its query, `path` the normalised path without it. */
export type AttributeName =
  | 'method'
  | 'scheme'
  | 'authority'
  | 'path'
  | 'target'
  | 'header'
  | 'parameter'
  | 'claim'
  | 'token'
  | 'principal'
  | 'peer address'
  | 'remote address'
  | 'destination address'
  | 'destination port'
  | 'server name'
  | 'metadata';

/** What a predicate is asked of: an attribute of the request as it was sent, or what a proxy made of one. */
export type Term =
  | Attribute
  | { readonly kind: 'constant'; readonly value: string | undefined }
  | { readonly kind: 'appended'; readonly to: Term; readonly text: string }
  | { readonly kind: 'prefix-replaced'; readonly of: Term; readonly prefix: string; readonly by: string }
  | { readonly kind: 'regex-replaced'; readonly of: Term; readonly expression: string; readonly by: string }
  /** Something that is made of the request in a way that cannot be followed back. */
  | { readonly kind: 'opaque' };

/** The attributes of a connection that may be up to whoever sends the request. */
export type SenderAttribute = 'principal' | 'peer address' | 'remote address' | 'server name';

function attribute(name: AttributeName, ...key: readonly string[]): Attribute {
  return Object.freeze({ kind: 'attribute', name, key, id: [name, ...key].join(' ') });
}

export const METHOD = attribute('method');
export const SCHEME = attribute('scheme');
export const AUTHORITY = attribute('authority');
export const PATH = attribute('path');
export const TARGET = attribute('target');
export const PRINCIPAL = attribute('principal');
export const PEER_ADDRESS = attribute('peer address');
export const REMOTE_ADDRESS = attribute('remote address');
export const DESTINATION_ADDRESS = attribute('destination address');
export const DESTINATION_PORT = attribute('destination port');
export const SERVER_NAME = attribute('server name');

const PSEUDO_HEADERS: { readonly [name: string]: Attribute | undefined } = {
  ':method': METHOD,
  ':authority': AUTHORITY,
  host: AUTHORITY,
  ':path': TARGET,
  ':scheme': SCHEME,
};

/** A header in any case, or what a pseudo-header stands for. */
export function headerAttribute(name: string): Attribute {
  const lower = name.toLowerCase();
  return (Object.hasOwn(PSEUDO_HEADERS, lower) ? PSEUDO_HEADERS[lower] : undefined) ?? attribute('header', lower);
}

/** The first value of a query parameter, without decoding. */
export function parameterAttribute(name: string): Attribute {
  return attribute('parameter', name);
}

/** The texts of a claim of the accepted token. */
export function claimAttribute(path: readonly string[]): Attribute {
  return attribute('claim', ...path);
}

/** Dynamic metadata that a filter of Envoy writes: a text, or the items of a list. */
export function metadataAttribute(filter: string, key: string, form: 'text' | 'list'): Attribute {
  return attribute('metadata', filter, key, form);
}

/** What a rule of a RequestAuthentication makes of the tokens that are left when those in some headers are gone. */
export function tokenAttribute(rule: string, dropped: readonly string[] = []): Attribute {
  return attribute('token', rule, ...dropped);
}
