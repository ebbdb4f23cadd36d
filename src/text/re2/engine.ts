import { RE2JS } from 're2js';
import { type Re2, Re2SyntaxError } from './syntax';

/** An expression that the parser has found well-formed, compiled for re2js. */
export function engineOf(pattern: string): Re2 {
  const engine = RE2JS.compile(pattern);
  return {
    fullMatch: text => engine.testExact(text),
    find: text => engine.test(text),
    replaceAll: (text, replacement) => replaceAll(engine, text, replacement),
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
