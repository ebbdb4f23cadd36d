import type { Re2 } from './re2/syntax';

/**
 * Compiles an expression in RE2's syntax, the one of Istio, Envoy, CEL and the API server. The parser is loaded
 * with the first expression and the engine with the first text: most manifests hold none, or one that is only checked.
 *
 * @throws Re2SyntaxError if RE2 would refuse it
 * @example
 * compileRe2('(?i)v[0-9]+').fullMatch('V12'); // true
 */
export function compileRe2(pattern: string): Re2 {
  let expression = expressions.get(pattern);
  if (expression === undefined) {
    (require('./re2/parse') as typeof import('./re2/parse')).parseRe2(pattern);
    let compiled: Re2 | undefined;
    const engine = (): Re2 => {
      compiled ??= (require('./re2/engine') as typeof import('./re2/engine')).engineOf(pattern);
      return compiled;
    };
    expression = {
      fullMatch: text => engine().fullMatch(text),
      find: text => engine().find(text),
      replaceAll: (text, replacement) => engine().replaceAll(text, replacement),
    };
    if (expressions.size >= MOST_KEPT) expressions.clear();
    expressions.set(pattern, expression);
  }
  return expression;
}

/** Why RE2 refuses an expression, in the words of Go's regexp package; `undefined` if it does not. */
export function re2Problem(pattern: string): string | undefined {
  try {
    compileRe2(pattern);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The same expressions come again and again, and are dear to compile. */
const expressions = new Map<string, Re2>();
const MOST_KEPT = 1000;
