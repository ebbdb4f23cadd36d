import { type CelSyntax, CelSyntaxError } from './syntax';
import { type CelToken, celTokens } from './tokens';

/** Binary operators by how tightly they bind, loosest first; `? :` binds looser than all of them. */
const LEVELS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['<', '<=', '>', '>=', '==', '!=', 'in'],
  ['+', '-'],
  ['*', '/', '%'],
];

/** Parses an expression of the Common Expression Language. */
export function parseCel(source: string): CelSyntax {
  return new Parser(source).parse();
}

class Parser {
  private readonly tokens: readonly CelToken[];
  private at = 0;

  public constructor(private readonly source: string) {
    this.tokens = celTokens(source);
  }

  public parse(): CelSyntax {
    const result = this.expression();
    if (this.peek().kind !== 'end') throw this.unexpected();
    return result;
  }

  private expression(): CelSyntax {
    const condition = this.binary(0);
    if (!this.accept('?')) return condition;
    const yes = this.binary(0);
    this.expect(':');
    return { is: 'call', name: '?:', arguments: [condition, yes, this.expression()] };
  }

  private binary(level: number): CelSyntax {
    const operators = LEVELS[level];
    if (operators === undefined) return this.unary();
    let left = this.binary(level + 1);
    for (;;) {
      const token = this.peek();
      if (
        !operators.includes(token.text) ||
        (token.kind !== 'sign' && token.kind !== 'word') ||
        (token.kind === 'word') !== (token.text === 'in')
      ) {
        return left;
      }
      this.at++;
      left = { is: 'call', name: token.text, arguments: [left, this.binary(level + 1)] };
    }
  }

  private unary(): CelSyntax {
    if (this.accept('!')) return { is: 'call', name: '!', arguments: [this.unary()] };
    if (this.accept('-')) {
      const operand = this.unary();
      if (operand.is === 'literal' && typeof operand.value === 'number')
        return { is: 'literal', value: -operand.value };
      return { is: 'call', name: 'negate', arguments: [operand] };
    }
    return this.member();
  }

  private member(): CelSyntax {
    let value = this.primary();
    for (;;) {
      if (this.accept('.')) {
        const name = this.word();
        value = this.accept('(')
          ? { is: 'call', name, target: value, arguments: this.list(')') }
          : { is: 'select', of: value, field: name };
      } else if (this.accept('[')) {
        const index = this.expression();
        this.expect(']');
        value = { is: 'call', name: '[]', arguments: [value, index] };
      } else {
        return value;
      }
    }
  }

  private primary(): CelSyntax {
    const token = this.peek();
    if (this.accept('(')) {
      const inner = this.expression();
      this.expect(')');
      return inner;
    }
    if (this.accept('[')) return { is: 'list', items: this.list(']') };
    if (this.accept('{')) return { is: 'map', entries: this.entries() };
    this.at++;
    if (token.kind === 'string') return { is: 'literal', value: token.text };
    if (token.kind === 'number') return { is: 'literal', value: Number(token.text.replace(/u$/, '')) };
    if (token.kind !== 'word') {
      this.at--;
      throw this.unexpected();
    }
    if (token.text === 'true' || token.text === 'false') return { is: 'literal', value: token.text === 'true' };
    if (token.text === 'null') return { is: 'literal', value: null };
    if (this.accept('(')) return { is: 'call', name: token.text, arguments: this.list(')') };
    return { is: 'identifier', name: token.text };
  }

  private list(closing: string): CelSyntax[] {
    const items: CelSyntax[] = [];
    while (!this.accept(closing)) {
      if (items.length > 0) {
        this.expect(',');
        if (this.accept(closing)) break;
      }
      items.push(this.expression());
    }
    return items;
  }

  private entries(): [CelSyntax, CelSyntax][] {
    const entries: [CelSyntax, CelSyntax][] = [];
    while (!this.accept('}')) {
      if (entries.length > 0) {
        this.expect(',');
        if (this.accept('}')) break;
      }
      const key = this.expression();
      this.expect(':');
      entries.push([key, this.expression()]);
    }
    return entries;
  }

  private word(): string {
    const token = this.peek();
    if (token.kind !== 'word') throw this.unexpected();
    this.at++;
    return token.text;
  }

  private accept(sign: string): boolean {
    const token = this.peek();
    if (token.kind !== 'sign' || token.text !== sign) return false;
    this.at++;
    return true;
  }

  private expect(sign: string): void {
    if (!this.accept(sign)) throw this.unexpected(sign);
  }

  private peek(): CelToken {
    return this.tokens[this.at] ?? { kind: 'end', text: '' };
  }

  private unexpected(wanted?: string): CelSyntaxError {
    const token = this.peek();
    const got = token.kind === 'end' ? 'the end' : `"${token.text}"`;
    return new CelSyntaxError(
      this.source,
      wanted === undefined ? `unexpected ${got}` : `wanted "${wanted}", got ${got}`,
    );
  }
}
