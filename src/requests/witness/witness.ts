import type { PathNormalization } from '../../values/path-normalization';
import type { Attribute } from '../attribute';
import { PRIVATE_BLOCKS } from '../request-facts';
import type { Token } from '../token';
import { domainOf, pathDomain } from './domains';
import type { KnownSenders } from './known-senders';
import { attributeOf, type Keys, type Literal } from './literal';
import { solveAddress } from './solve-address';
import { type Found, holdAll, TextSolver } from './solve-text';
import { solveTokens } from './solve-token';

/** One request out of many, that anybody can send. */
export interface Witness {
  readonly method: string;
  /** As proxies see it after normalisation, without the query. */
  readonly path: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly headers: ReadonlyMap<string, string>;
  readonly tokens: readonly Token[];
  /** The `Host` header; undefined for that of the URL. */
  readonly authority: string | undefined;
  /** The server name in TLS; undefined for the host of the URL. */
  readonly serverName: string | undefined;
  /** Address of the client, where it is not given by the sender. */
  readonly address: string | undefined;
  /** Which of several senders sends it. */
  readonly sender: number;
}

/** Which requests there are, as far as they are not free. */
export interface RequestSpace {
  readonly normalization: PathNormalization;
  /** Who may send them, of whom nothing but identity and address differs; undefined for anybody at any address. */
  readonly senders: KnownSenders | undefined;
  /** Whether the `Host` header, and the server name, may be other than the host of the URL. */
  readonly freeAuthority: boolean;
  readonly freeServerName: boolean;
  /** Whether they may carry any tokens, or those of the first one only. */
  readonly freeTokens: boolean;
  /** What holds on all requests. @default - nothing */
  readonly assumed?: readonly Literal[];
}

/** The parts of a request that are found independently of each other. */
type Part = 'method' | 'target' | 'authority' | 'server name' | 'sender' | 'token' | `header ${string}` | 'none';

/** Finds requests on which predicates have given answers. */
export class Solver {
  readonly #texts: TextSolver;

  public constructor(
    private readonly space: RequestSpace,
    keys: Keys,
    texts?: TextSolver,
  ) {
    this.#texts = texts ?? new TextSolver(keys);
  }

  /**
   * Requests like `near` on which all literals have the wanted answers, of which the last one is new.
   *
   * @param near A request on which all literals but the last one hold.
   * @returns requests to try in this order; `none` where there is none, `unknown` where nobody can tell
   */
  public *solve(near: Witness, literals: readonly Literal[]): Iterable<Found<Witness>> {
    const last = literals.at(-1);
    const attribute = last && attributeOf(last.term);
    const part = attribute === undefined ? 'none' : this.#partOf(attribute);
    const own = [...(this.space.assumed ?? []), ...literals].filter(({ term }) => {
      const of = attributeOf(term);
      return of !== undefined && this.#partOf(of) === part;
    });
    if (last?.term.kind === 'opaque') yield 'unknown';
    else yield* this.#solvePart(part, near, own);
  }

  /**
   * A request on which all literals hold, as close to another one as it may be.
   *
   * @returns `none` where there is none, `unknown` where nobody can tell
   */
  public solveAll(near: Witness, literals: readonly Literal[]): Found<Witness> {
    if (literals.some(({ term }) => term.kind === 'opaque')) return 'unknown';
    const parts = new Map<Part, Literal[]>();
    for (const literal of [...(this.space.assumed ?? []), ...literals]) {
      const attribute = attributeOf(literal.term);
      const part = attribute === undefined ? 'none' : this.#partOf(attribute);
      parts.set(part, [...(parts.get(part) ?? []), literal]);
    }
    // What cannot be chosen has been answered already.
    parts.delete('none');
    let found: Witness = near;
    for (const [part, own] of parts) {
      let answer: Found<Witness> = 'none';
      for (const one of this.#solvePart(part, found, own)) {
        answer = one;
        if (typeof one === 'object') break;
      }
      if (typeof answer !== 'object') return answer;
      found = answer.value;
    }
    return { value: found };
  }

  /** Whether there are requests that differ in an attribute. */
  public isFree(attribute: Attribute): boolean {
    return this.#partOf(attribute) !== 'none';
  }

  #partOf({ name, key }: Attribute): Part {
    switch (name) {
      case 'method':
        return 'method';
      case 'path':
      case 'target':
      case 'parameter':
        return 'target';
      case 'authority':
        return this.space.freeAuthority ? 'authority' : 'none';
      case 'server name':
        return this.space.freeServerName ? 'server name' : 'none';
      case 'principal':
        return this.space.senders?.all.length === 1 ? 'none' : 'sender';
      case 'peer address':
      case 'remote address':
        return this.#isAddressGiven() ? 'none' : 'sender';
      case 'claim':
      case 'token':
        return this.space.freeTokens ? 'token' : 'none';
      case 'header':
        return `header ${key[0] ?? ''}`;
      default:
        return 'none';
    }
  }

  #isAddressGiven(): boolean {
    const [first, ...others] = this.space.senders?.all ?? [];
    return first?.address !== undefined && others.length === 0;
  }

  *#solvePart(part: Part, near: Witness, literals: readonly Literal[]): Iterable<Found<Witness>> {
    switch (part) {
      case 'none':
        yield 'none';
        break;
      case 'method':
        yield with_(near, this.#text(literals, near.method), method => ({ method: method ?? 'GET' }));
        break;
      case 'target':
        yield this.#target(near, literals);
        break;
      case 'authority':
        yield with_(near, this.#text(literals, near.authority), authority => ({ authority }));
        break;
      case 'server name':
        yield with_(near, this.#text(literals, near.serverName), serverName => ({ serverName }));
        break;
      case 'sender':
        yield this.#sender(near, literals);
        break;
      case 'token':
        for (const tokens of solveTokens(literals, this.#texts))
          yield with_(near, tokens, value => ({ tokens: value }));
        break;
      default: {
        const name = part.slice('header '.length);
        const found = this.#text(literals, near.headers.get(name));
        yield with_(near, found, value => ({ headers: replaced(near.headers, name, value) }));
      }
    }
  }

  #text(literals: readonly Literal[], preferred: string | undefined): Found<string | undefined> {
    const attribute = literals[0] && attributeOf(literals[0].term);
    return attribute === undefined ? 'none' : this.#texts.solve(domainOf(attribute), literals, preferred);
  }

  #target(near: Witness, literals: readonly Literal[]): Found<Witness> {
    const ofPath: Literal[] = [];
    const ofParameters = new Map<string, Literal[]>();
    for (const literal of literals) {
      const attribute = attributeOf(literal.term);
      const [name = ''] = attribute?.key ?? [];
      if (attribute?.name === 'parameter') ofParameters.set(name, [...(ofParameters.get(name) ?? []), literal]);
      else ofPath.push(literal);
    }
    let { path, parameters } = near;
    // The target is the path with the query, which are found apart.
    if (ofParameters.size > 0 && ofPath.some(({ term }) => attributeOf(term)?.name === 'target')) return 'unknown';
    if (ofPath.length > 0) {
      const found = this.#texts.solve(pathDomain(this.space.normalization), ofPath, path);
      if (typeof found !== 'object') return found;
      path = found.value ?? '/';
    }
    for (const [name, own] of ofParameters) {
      const found = this.#text(own, parameters.get(name));
      if (typeof found !== 'object') return found;
      parameters = replaced(parameters, name, found.value);
    }
    return { value: { ...near, path, parameters } };
  }

  #sender(near: Witness, literals: readonly Literal[]): Found<Witness> {
    const { senders } = this.space;
    if (senders === undefined) {
      return with_(near, solveAddress(literals, near.address), address => ({ address }));
    }
    const ofIdentity: Literal[] = [];
    const ofAddress: Literal[] = [];
    for (const literal of literals) {
      (attributeOf(literal.term)?.name === 'principal' ? ofIdentity : ofAddress).push(literal);
    }
    // An address that pods may have: the same for all senders of which none is known.
    let chosen: Found<string> | undefined;
    for (const index of senders.withIdentity(ofIdentity, near.sender)) {
      const address = senders.all[index]?.address;
      if (address !== undefined) {
        if (holdAll(ofAddress, address)) return { value: { ...near, sender: index } };
        continue;
      }
      chosen ??= solveAddress(ofAddress, near.address, PRIVATE_BLOCKS);
      if (typeof chosen === 'object') return { value: { ...near, sender: index, address: chosen.value } };
    }
    return chosen === 'unknown' ? 'unknown' : 'none';
  }
}

function with_<T>(near: Witness, found: Found<T>, change: (value: T) => Partial<Witness>): Found<Witness> {
  return typeof found === 'object' ? { value: { ...near, ...change(found.value) } } : found;
}

function replaced(
  map: ReadonlyMap<string, string>,
  key: string,
  value: string | undefined,
): ReadonlyMap<string, string> {
  const changed = new Map(map);
  if (value === undefined) changed.delete(key);
  else changed.set(key, value);
  return changed;
}
