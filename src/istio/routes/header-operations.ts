import type { HttpRoute } from '../../model/shapes/traffic';

type Headers = NonNullable<HttpRoute['headers']>;
type Operations = NonNullable<Headers['request']>;

/** Headers that are set, added and removed on the way. */
export interface HeaderOperations {
  readonly set: { readonly [name: string]: string };
  readonly add: { readonly [name: string]: string };
  readonly remove: readonly string[];
}

/** What happens to the headers of requests and responses, and the authority that replaces the one sent. */
export interface HeaderChanges {
  readonly request: HeaderOperations;
  readonly response: HeaderOperations;
  readonly authority: string | undefined;
}

/** Reads the header operations of an entry or a destination, without those on headers that belong to the proxy. */
export function headerChanges(headers: Headers | undefined): HeaderChanges {
  return {
    request: settable(headers?.request),
    response: settable(headers?.response),
    authority: authorityIn(headers?.request?.set) ?? authorityIn(headers?.request?.add),
  };
}

/** Lays the operations of a destination after those of its entry; the entry's authority wins. */
export function joinChanges(entry: HeaderChanges, destination: HeaderChanges): HeaderChanges {
  return {
    request: joinOperations(entry.request, destination.request),
    response: joinOperations(entry.response, destination.response),
    authority: entry.authority ?? destination.authority,
  };
}

function joinOperations(first: HeaderOperations, second: HeaderOperations): HeaderOperations {
  return {
    set: { ...first.set, ...second.set },
    add: { ...first.add, ...second.add },
    remove: [...first.remove, ...second.remove],
  };
}

function settable(operations: Operations = {}): HeaderOperations {
  return {
    set: withoutInternal(operations.set),
    add: withoutInternal(operations.add),
    remove: (operations.remove ?? []).filter(name => !isInternal(name)),
  };
}

function withoutInternal(headers: { readonly [name: string]: string } = {}): { readonly [name: string]: string } {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !isInternal(name)));
}

function authorityIn(headers: { readonly [name: string]: string } = {}): string | undefined {
  return Object.entries(headers).find(([name]) => /^(?::authority|host)$/i.test(name))?.[1];
}

function isInternal(name: string): boolean {
  return name.startsWith(':') || name.toLowerCase() === 'host';
}
