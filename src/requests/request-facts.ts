import { rangeCovers, rangesOverlap } from '../values/ip-range';
import type { Attribute, AttributeName, SenderAttribute, Term } from './attribute';
import { type Claims, claimTexts } from './claims';
import { withoutQuery } from './path-normalization';
import { chosen, type Test, type Value } from './test';
import { encodeToken, type Token } from './token';

/** A request as its sender writes it, its path already normalised. */
export interface SentRequest {
  readonly method: string;
  readonly scheme: string;
  /** The host as sent, with the port if written. */
  readonly authority: string;
  /** The path with its query. */
  readonly target: string;
  /** Headers by lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
  readonly tokens: readonly Token[];
}

/** What a proxy knows of the connection on which a request arrives, beside the request itself. */
export interface Connection {
  /** Identity of the peer, `TRUST_DOMAIN/ns/NAMESPACE/sa/ACCOUNT`; undefined without mutual TLS. */
  readonly principal?: string | undefined;
  /** Address of the direct peer; that of a pod where it is not known more closely. */
  readonly peerAddress?: string | typeof POD_ADDRESS | undefined;
  /** Address of the original client, where a trusted proxy before the peer tells it. @default - that of the peer */
  readonly remoteAddress?: string | typeof POD_ADDRESS | undefined;
  readonly destinationAddress?: string | typeof POD_ADDRESS | undefined;
  readonly destinationPort?: number | undefined;
  readonly serverName?: string | undefined;
  /** What of all this is up to whoever sends the request; the rest is the same for all who send it. */
  readonly varies?: ReadonlySet<SenderAttribute> | undefined;
  /** Dynamic metadata of Envoy filters by filter and key. */
  readonly metadata?: { readonly [filter: string]: { readonly [key: string]: unknown } } | undefined;
}

/** The address of a pod that the manifests do not tell: one of the blocks that are set aside for private networks. */
export const POD_ADDRESS = Symbol('the address of a pod');

/** The answer to a predicate; undefined where the request leaves it open. */
export type Answer = boolean | undefined;

/** Whatever answers predicates: a request, or what is known of some requests. */
export interface Questioned {
  ask(attribute: Attribute, test: Test): Answer;
}

/** What is known of all requests that have one value of an attribute in common: nothing else. */
export function knowing({ id }: Attribute, value: string | undefined): Questioned {
  return {
    ask(attribute, test) {
      return attribute.id === id ? test.fits(value) : undefined;
    },
  };
}

/** A predicate that a proxy has asked, and what the answer was. */
export interface AskedPredicate {
  readonly term: Term;
  readonly test: Test;
  readonly answer: Answer;
}

/** A table that has one answer for each value of an attribute. */
export interface Choice<T> {
  find(value: string | undefined): T | undefined;
  /** The hosts, with a leading star for all that end so, by which it tells values apart. */
  readonly patterns: readonly string[];
  /** Tells the answers apart. */
  nameOf(found: T): string;
}

/** A value that a proxy has put in the place of what was sent. */
interface Change {
  readonly value: string | undefined;
  readonly term: Term;
}

/** The claims of an accepted token, and which of them hold several texts separated by blanks. */
export interface Authenticated {
  readonly claims: Claims;
  readonly spaceDelimited: ReadonlySet<string>;
}

const NOTHING_DROPPED: readonly string[] = [];

const NOTHING_SENT: SentRequest = {
  method: '',
  scheme: '',
  authority: '',
  target: '',
  headers: new Map(),
  tokens: [],
};

/**
 * A request, or a connection, as a proxy sees it. Proxies look at it only by `ask`, so that every predicate that
 * mattered is known, with its answer: the same code that answers for one request then tells what all requests of its
 * kind have in common.
 *
 * The facts never change. What a proxy changes on the way makes new facts, which still tell what was sent.
 */
export class RequestFacts implements Questioned {
  #path: string | undefined;

  private constructor(
    private readonly sent: SentRequest,
    /** Whether the application speaks HTTP. */
    public readonly isHttp: boolean,
    private readonly connection: Connection,
    private readonly changes: ReadonlyMap<string, Change> | undefined,
    private readonly authenticated: Authenticated | undefined,
    private readonly asked: AskedPredicate[] | undefined,
    /** Lower-case names of headers whose tokens ended at a proxy on the way. */
    public readonly droppedHeaders: readonly string[] = NOTHING_DROPPED,
  ) {}

  /** The facts of a request; `asked` gets every predicate, in the order in which they are asked. */
  public static ofRequest(sent: SentRequest, asked?: AskedPredicate[]): RequestFacts {
    return new RequestFacts(sent, true, {}, undefined, undefined, asked);
  }

  /** The facts of a connection that carries no HTTP. */
  public static ofConnection(asked?: AskedPredicate[]): RequestFacts {
    return new RequestFacts(NOTHING_SENT, false, {}, undefined, undefined, asked);
  }

  /** Whether the attribute passes the test; undefined if the request does not tell. */
  public ask(attribute: Attribute, test: Test): Answer {
    const change = this.changes?.get(attribute.id);
    const value = change === undefined ? this.valueOf(attribute) : change.value;
    let answer: Answer;
    if (typeof value === 'string' || value === undefined) answer = test.fits(value);
    else if (value === UNKNOWN) answer = undefined;
    else if (value === POD_ADDRESS) answer = podAnswer(test);
    else answer = (value as readonly string[]).some(test.fits);
    this.asked?.push({ term: change?.term ?? this.#ownTerm(attribute), test, answer });
    return answer;
  }

  /** What a table has for the value of an attribute. */
  public choose<T>(attribute: Attribute, choice: Choice<T>): T | undefined {
    const change = this.changes?.get(attribute.id);
    const value = change === undefined ? this.valueOf(attribute) : change.value;
    const found = choice.find(typeof value === 'string' ? value : undefined);
    this.asked?.push({ term: change?.term ?? this.#ownTerm(attribute), test: chosen(choice, found), answer: true });
    return found;
  }

  /** The same facts, for explanations: what is asked of them is not recorded. */
  public get unrecorded(): RequestFacts {
    if (this.asked === undefined) return this;
    return new RequestFacts(
      this.sent,
      this.isHttp,
      this.connection,
      this.changes,
      this.authenticated,
      undefined,
      this.droppedHeaders,
    );
  }

  /** The text of an attribute, for answers and traces only: no decision may hang on it. */
  public show(attribute: Attribute): string | undefined {
    const value = this.changes?.get(attribute.id)?.value ?? this.valueOf(attribute);
    return typeof value === 'string' ? value : undefined;
  }

  /** Whether the address that an attribute stands for is only known to be that of a pod. */
  public isSomePod(attribute: Attribute): boolean {
    return this.valueOf(attribute) === POD_ADDRESS;
  }

  /** Lower-case names of the headers that were sent; whoever decides by one asks for it. */
  public get headerNames(): readonly string[] {
    return [...this.sent.headers.keys()];
  }

  /** The tokens that the request carries; whoever judges them records the judgement by `judge`. */
  public get tokens(): readonly Token[] {
    return this.sent.tokens;
  }

  /** Records what a rule made of the tokens. */
  public judge(attribute: Attribute, test: Test): void {
    this.asked?.push({ term: attribute, test, answer: true });
  }

  /** The request as it arrives on a connection. */
  public on(connection: Connection): RequestFacts {
    return new RequestFacts(
      this.sent,
      this.isHttp,
      connection,
      this.changes,
      this.authenticated,
      this.asked,
      this.droppedHeaders,
    );
  }

  /** The request as a proxy sees it that has accepted a token. */
  public authenticatedBy(authenticated: Authenticated): RequestFacts {
    return new RequestFacts(
      this.sent,
      this.isHttp,
      this.connection,
      this.changes,
      authenticated,
      this.asked,
      this.droppedHeaders,
    );
  }

  /** The request as it leaves a proxy: no longer authenticated, and without the tokens in headers that end there. */
  public leaving(dropped: readonly string[] = NOTHING_DROPPED): RequestFacts {
    if (this.authenticated === undefined && dropped.length === 0) return this;
    const { sent } = this;
    const all = dropped.length === 0 ? this.droppedHeaders : [...this.droppedHeaders, ...dropped].sort();
    const tokens = sent.tokens.filter(
      ({ in: place }) => !('header' in place && all.includes(place.header.toLowerCase())),
    );
    const left = tokens.length === sent.tokens.length ? sent : { ...sent, tokens };
    return new RequestFacts(left, this.isHttp, this.connection, this.changes, undefined, this.asked, all);
  }

  /** The request with other texts in the place of some attributes. */
  public changed(
    changes: Iterable<readonly [attribute: Attribute, value: string | undefined, term: Term]>,
  ): RequestFacts {
    const all = new Map(this.changes);
    for (const [{ id }, value, term] of changes) all.set(id, { value, term });
    return new RequestFacts(
      this.sent,
      this.isHttp,
      this.connection,
      all,
      this.authenticated,
      this.asked,
      this.droppedHeaders,
    );
  }

  /** What an attribute is made of after the changes so far. */
  public termOf(attribute: Attribute): Term {
    return this.changes?.get(attribute.id)?.term ?? attribute;
  }

  /** What is asked when an attribute is as it was sent: nothing about the request where it is the same for all. */
  #ownTerm(attribute: Attribute): Term {
    const { name } = attribute;
    if (!OF_CONNECTION.has(name)) return attribute;
    const { varies } = this.connection;
    if (varies?.has(name as SenderAttribute) !== true) return FIXED;
    // Nobody proves an identity, or names a server, on a connection without TLS.
    return this.valueOf(attribute) === undefined ? FIXED : attribute;
  }

  private valueOf({ name, key }: Attribute): Value | typeof UNKNOWN | typeof POD_ADDRESS {
    const { sent, connection } = this;
    switch (name) {
      case 'method':
        return sent.method;
      case 'scheme':
        return sent.scheme;
      case 'authority':
        return sent.authority;
      case 'target':
        return sent.target;
      case 'path':
        this.#path ??= withoutQuery(this.changes?.get('target')?.value ?? sent.target);
        return this.#path;
      case 'header':
        return sent.headers.get(key[0] ?? '') ?? this.tokenInHeader(key[0] ?? '');
      case 'parameter':
        return queryParameter(sent.target, key[0] ?? '');
      case 'claim':
        return this.claim(key);
      case 'token':
        return undefined;
      case 'principal':
        return connection.principal;
      case 'peer address':
        return connection.peerAddress ?? UNKNOWN;
      case 'remote address':
        return connection.remoteAddress ?? connection.peerAddress ?? UNKNOWN;
      case 'destination address':
        return connection.destinationAddress ?? UNKNOWN;
      case 'destination port':
        return connection.destinationPort === undefined ? undefined : String(connection.destinationPort);
      case 'server name':
        return connection.serverName;
      case 'metadata':
        return this.metadata(key);
    }
  }

  private claim(path: readonly string[]): readonly string[] {
    const { claims, spaceDelimited } = this.authenticated ?? {};
    const texts = claimTexts(claims, path);
    const [name = ''] = path;
    return path.length === 1 && spaceDelimited?.has(name) ? texts.flatMap(text => text.split(' ')) : texts;
  }

  private metadata([filter = '', key = '', form]: readonly string[]): Value | typeof UNKNOWN {
    const { metadata } = this.connection;
    if (metadata === undefined) return UNKNOWN;
    const value = metadata[filter]?.[key];
    if (form === 'list') return Array.isArray(value) ? value.map(String) : undefined;
    return typeof value === 'string' ? value : undefined;
  }

  /** A token is also seen as the header that carries it. */
  private tokenInHeader(name: string): string | undefined {
    for (const token of this.sent.tokens) {
      if (!('header' in token.in) || token.in.header.toLowerCase() !== name) continue;
      return `${token.in.prefix ?? ''}${encodeToken(token)}`;
    }
    return undefined;
  }
}

const UNKNOWN = Symbol('unknown');

const OF_CONNECTION: ReadonlySet<AttributeName> = new Set([
  'scheme',
  'principal',
  'peer address',
  'remote address',
  'destination address',
  'destination port',
  'server name',
  'metadata',
]);
const FIXED: Term = Object.freeze({ kind: 'constant', value: undefined });

/** Blocks of addresses for private networks, from which clusters take those of their pods. */
export const PRIVATE_BLOCKS = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'];
const PRIVATE_BLOCK_6 = 'fc00::/7';

/** Whether the address of a pod of which nothing else is known passes: yes or no if all of them do, or none. */
function podAnswer(test: Test): Answer {
  if (test.kind === 'any-of') {
    const answers = test.tests.map(podAnswer);
    return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
  }
  if (test.kind !== 'range') return undefined;
  const { range } = test;
  if (range.includes(':')) return rangesOverlap(range, PRIVATE_BLOCK_6) ? undefined : false;
  if (PRIVATE_BLOCKS.every(block => rangeCovers(range, block))) return true;
  return PRIVATE_BLOCKS.some(block => rangesOverlap(range, block)) ? undefined : false;
}

function queryParameter(target: string, name: string): string | undefined {
  const question = target.indexOf('?');
  if (question < 0) return undefined;
  for (const pair of target.slice(question + 1).split('&')) {
    const equals = pair.indexOf('=');
    const key = equals < 0 ? pair : pair.slice(0, equals);
    if (key === name) return equals < 0 ? '' : pair.slice(equals + 1);
  }
  return undefined;
}
