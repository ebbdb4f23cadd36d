/** An expression of the Common Expression Language, parsed. Operators are calls, named as they are written. */
export type CelSyntax =
  | { readonly is: 'literal'; readonly value: null | boolean | number | string }
  | { readonly is: 'identifier'; readonly name: string }
  | { readonly is: 'select'; readonly of: CelSyntax; readonly field: string }
  | { readonly is: 'list'; readonly items: readonly CelSyntax[] }
  | { readonly is: 'map'; readonly entries: readonly (readonly [CelSyntax, CelSyntax])[] }
  | {
      readonly is: 'call';
      readonly name: string;
      readonly target?: CelSyntax;
      readonly arguments: readonly CelSyntax[];
    };

/** Thrown if a text is not an expression, or uses what this library does not evaluate. */
export class CelSyntaxError extends Error {
  public override readonly name = 'CelSyntaxError';

  public constructor(
    expression: string,
    /** What is wrong, without the expression. */
    public readonly problem: string,
  ) {
    super(`Cannot compile CEL rule "${expression}": ${problem}`);
  }
}
