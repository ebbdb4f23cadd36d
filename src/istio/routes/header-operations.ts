import type { HttpRoute } from '../../model/shapes/traffic';
import { type Attribute, headerAttribute, type Term } from '../../requests/attribute';
import type { RequestFacts } from '../../requests/request-facts';
import { PRESENT } from '../../requests/test';

type Headers = NonNullable<HttpRoute['headers']>;
type Operations = NonNullable<Headers['request']>;

/** Headers that are removed, set and added on the way, in this order. */
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

export const NO_OPERATIONS: HeaderOperations = Object.freeze({ set: {}, add: {}, remove: [] });

/** Reads the header operations of an entry or a destination, without those on headers that belong to the proxy. */
export function headerChanges(headers: Headers | undefined): HeaderChanges {
  return {
    request: settable(headers?.request),
    response: settable(headers?.response),
    authority: authorityIn(headers?.request?.set) ?? authorityIn(headers?.request?.add),
  };
}

/** The operations of several steps as one: what a later one sets or adds comes behind what an earlier one does. */
export function joinOperations(first: HeaderOperations, second: HeaderOperations): HeaderOperations {
  const add: { [name: string]: string } = { ...first.add };
  for (const [name, value] of Object.entries(second.add)) {
    add[name] = add[name] === undefined ? value : `${add[name]},${value}`;
  }
  return { set: { ...first.set, ...second.set }, add, remove: [...first.remove, ...second.remove] };
}

/**
 * The request after the operations of a proxy. Envoy removes what any step removes before the first one sets or adds.
 *
 * @param steps The operations in the order in which the proxy makes them.
 */
export function applyOperations(facts: RequestFacts, steps: readonly HeaderOperations[]): RequestFacts {
  const changes = new Map<string, readonly [Attribute, string | undefined, Term]>();
  const put = (name: string, value: string | undefined, term: Term = { kind: 'constant', value }) => {
    const attribute = headerAttribute(name);
    changes.set(attribute.id, [attribute, value, term]);
  };
  for (const { remove } of steps) for (const name of remove) put(name, undefined);
  for (const { set, add } of steps) {
    for (const [name, value] of Object.entries(set)) put(name, value);
    for (const [name, value] of Object.entries(add)) {
      const attribute = headerAttribute(name);
      const changed = changes.get(attribute.id);
      const held = changed === undefined ? facts.show(attribute) : changed[1];
      if (changed === undefined) facts.ask(attribute, PRESENT);
      if (held === undefined) put(name, value);
      else
        put(name, `${held},${value}`, {
          kind: 'appended',
          to: changed?.[2] ?? facts.termOf(attribute),
          text: `,${value}`,
        });
    }
  }
  return changes.size === 0 ? facts : facts.changed(changes.values());
}

function settable(operations: Operations = {}): HeaderOperations {
  const { set, add, remove = [] } = operations;
  if (set === undefined && add === undefined && remove.length === 0) return NO_OPERATIONS;
  return { set: withoutInternal(set), add: withoutInternal(add), remove: remove.filter(name => !isInternal(name)) };
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
