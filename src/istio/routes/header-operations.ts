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

/** Whether there is nothing to do. */
export function isEmpty({ set, add, remove }: HeaderOperations): boolean {
  return remove.length === 0 && isBare(set) && isBare(add);
}

function isBare(headers: { readonly [name: string]: string }): boolean {
  for (const _ in headers) return false;
  return true;
}

/** The operations of several steps as one: what a later one sets or adds comes behind what an earlier one does. */
export function joinOperations(first: HeaderOperations, second: HeaderOperations): HeaderOperations {
  const add: { [name: string]: string } = { ...first.add };
  for (const [name, value] of Object.entries(second.add)) {
    add[name] = add[name] === undefined ? value : `${add[name]},${value}`;
  }
  return { set: { ...first.set, ...second.set }, add, remove: [...first.remove, ...second.remove] };
}

/** What becomes of a header: values behind those that were sent, or in their place; gone where there are none. */
export interface HeaderEffect {
  readonly keeps: boolean;
  readonly values: readonly string[];
}

/**
 * What operations make of the headers that they name, by name in small letters. Envoy removes what any step removes before
 * the first one sets or adds.
 *
 * @param steps The operations in the order in which the proxy makes them.
 */
export function headerEffects(steps: readonly HeaderOperations[]): ReadonlyMap<string, HeaderEffect> {
  const effects = new Map<string, HeaderEffect>();
  for (const { remove } of steps) {
    for (const name of remove) effects.set(name.toLowerCase(), { keeps: false, values: [] });
  }
  for (const { set, add } of steps) {
    for (const [name, value] of Object.entries(set)) effects.set(name.toLowerCase(), { keeps: false, values: [value] });
    for (const [name, value] of Object.entries(add)) {
      const { keeps, values } = effects.get(name.toLowerCase()) ?? { keeps: true, values: [] };
      effects.set(name.toLowerCase(), { keeps, values: [...values, value] });
    }
  }
  return effects;
}

/** The request after the operations of a proxy. */
export function applyOperations(facts: RequestFacts, steps: readonly HeaderOperations[]): RequestFacts {
  const changes: [Attribute, string | undefined, Term][] = [];
  for (const [name, { keeps, values }] of headerEffects(steps)) {
    const attribute = headerAttribute(name);
    if (keeps) facts.ask(attribute, PRESENT);
    const held = keeps ? facts.show(attribute) : undefined;
    const written = values.length === 0 ? undefined : values.join();
    if (held === undefined) changes.push([attribute, written, { kind: 'constant', value: written }]);
    else {
      const term: Term = { kind: 'appended', to: facts.termOf(attribute), text: `,${written}` };
      changes.push([attribute, `${held},${written}`, term]);
    }
  }
  return changes.length === 0 ? facts : facts.changed(changes);
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
