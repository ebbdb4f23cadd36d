import type { RE2JS } from 're2js';
import { parseRe2 } from './parse';
import { Re2SyntaxError } from './syntax';

/** An expression in RE2's syntax that is ready to match. All methods take time in proportion to the text. */
export interface Re2 {
  /** Whether the whole text fits, the way Envoy applies expressions. */
  fullMatch(text: string): boolean;
  /** Whether some part of the text fits, as in CEL and in the patterns of schemas. */
  find(text: string): boolean;
  /**
   * The text with each part that fits replaced. `\1` to `\9` in the replacement stand for groups, `\0` for the part,
   * `\\` for a backslash.
   *
   * @throws Re2SyntaxError if the replacement names a group that is not there, or has another backslash
   */
  replaceAll(text: string, replacement: string): string;
}

/**
 * Compiles an expression in RE2's syntax, the one of Istio, Envoy, CEL and the API server. The engine is loaded when
 * the first text is matched: most manifests hold no expression, or one that is only checked.
 *
 * @throws Re2SyntaxError if RE2 would refuse it
 * @example
 * compileRe2('(?i)v[0-9]+').fullMatch('V12'); // true
 */
export function compileRe2(pattern: string): Re2 {
  let expression = expressions.get(pattern);
  if (expression === undefined) {
    parseRe2(pattern);
    expression = expressionOf(pattern);
    if (expressions.size >= MOST_KEPT) expressions.clear();
    expressions.set(pattern, expression);
  }
  return expression;
}

/** The same expressions come again and again, and are dear to compile. */
const expressions = new Map<string, Re2>();
const MOST_KEPT = 1000;

function expressionOf(pattern: string): Re2 {
  let compiled: RE2JS | undefined;
  const engine = (): RE2JS => {
    compiled ??= (require('re2js') as typeof import('re2js')).RE2JS.compile(pattern);
    return compiled;
  };
  return {
    fullMatch: text => engine().testExact(text),
    find: text => engine().test(text),
    replaceAll: (text, replacement) => replaceAll(engine(), text, replacement),
  };
}

function replaceAll(engine: RE2JS, text: string, replacement: string): string {
  checkReplacement(replacement, engine.groupCount());
  let result = '';
  let end = -1;
  for (const found of engine.matchAll(text)) {
    const { 0: part, index = 0 } = found;
    // Nothing at all right after a part that was replaced is no part of its own.
    if (part === '' && index === end) continue;
    result += text.slice(Math.max(end, 0), index);
    result += replacement.replace(/\\(.)/gs, (_, which: string) =>
      which === '\\' ? which : (found[Number(which)] ?? ''),
    );
    end = index + part.length;
  }
  return result + text.slice(Math.max(end, 0));
}

function checkReplacement(replacement: string, groups: number): void {
  for (const [reference, which] of replacement.matchAll(/\\([\s\S]?)/g)) {
    if (which === '\\') continue;
    if (which === undefined || !/^[0-9]$/.test(which)) {
      throw new Re2SyntaxError('invalid reference in replacement', reference);
    }
    if (Number(which) > groups) throw new Re2SyntaxError(`replacement of ${groups} groups refers to`, reference);
  }
}
