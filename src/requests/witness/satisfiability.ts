import type { PathNormalization } from '../../values/path-normalization';
import type { Attribute } from '../attribute';
import { domainOf, pathDomain } from './domains';
import { attributeOf, Keys, type Literal } from './literal';
import { solveAddress } from './solve-address';
import { type Found, TextSolver } from './solve-text';

/** Whether there are requests on which predicates have given answers; `unknown` where nobody can tell. */
export type Satisfiable = 'some' | 'none' | 'unknown';

/** Tells whether anything that can be sent at all fulfils conditions. What was found once is known from then on. */
export class Satisfiability {
  readonly #texts = new TextSolver(new Keys());

  public constructor(private readonly normalization: PathNormalization) {}

  /** Whether some request, from anybody and on any connection, has all these answers. */
  public of(literals: readonly Literal[]): Satisfiable {
    const [only] = literals;
    if (only !== undefined && literals.length === 1) {
      const attribute = attributeOf(only.term);
      return attribute === undefined ? 'unknown' : this.#ofAttribute(attribute, literals);
    }
    const byAttribute = new Map<string, { readonly attribute: Attribute; readonly own: Literal[] }>();
    for (const literal of literals) {
      const attribute = attributeOf(literal.term);
      if (attribute === undefined) return 'unknown';
      const group = byAttribute.get(attribute.id) ?? { attribute, own: [] };
      byAttribute.set(attribute.id, group);
      group.own.push(literal);
    }
    let doubt = false;
    for (const { attribute, own } of byAttribute.values()) {
      const found = this.#ofAttribute(attribute, own);
      if (found === 'none') return 'none';
      doubt ||= found === 'unknown';
    }
    return doubt ? 'unknown' : 'some';
  }

  #ofAttribute(attribute: Attribute, literals: readonly Literal[]): Satisfiable {
    switch (attribute.name) {
      case 'peer address':
      case 'remote address':
      case 'destination address':
        return answerOf(solveAddress(literals, undefined));
      case 'metadata':
      case 'token':
        return 'unknown';
      case 'claim': {
        if (SINGLE_CLAIMS.has(attribute.key.join('.'))) return this.#text(attribute, literals);
        // A claim may hold several texts: each that is wanted by itself, and none that is unwanted.
        const unwanted = literals.filter(({ answer }) => !answer);
        const wanted = literals.filter(({ answer }) => answer);
        const answers = wanted.map(one => this.#text(attribute, [one, ...unwanted]));
        return answers.find(one => one === 'none') ?? answers.find(one => one === 'unknown') ?? 'some';
      }
      default:
        return this.#text(attribute, literals);
    }
  }

  #text(attribute: Attribute, literals: readonly Literal[]): Satisfiable {
    const domain = attribute.name === 'path' ? pathDomain(this.normalization) : domainOf(attribute);
    const found = answerOf(this.#texts.solve(domain, literals));
    // The path as it is sent has the query behind it, which is found apart: what can be by itself may yet not be.
    return attribute.name === 'target' && found === 'some' ? 'unknown' : found;
  }
}

/** Claims that are one text in every token that is accepted. */
const SINGLE_CLAIMS: ReadonlySet<string> = new Set(['iss', 'sub']);

function answerOf(found: Found<unknown>): Satisfiable {
  return typeof found === 'object' ? 'some' : found;
}
