import type { StringMatch } from '../model/shapes/traffic';
import { compileRe2 } from '../text/re2';

/** A comparison of one text, compiled once, or the reason why it cannot be made. */
export type TextTest = { readonly test: (value: string) => boolean } | { readonly problem: string };

const memo = new Map<string, TextTest>();

/** Compiles an RE2 expression that must match a whole value, the way Envoy applies it. */
function compileFullMatch(expression: string): TextTest {
  let compiled = memo.get(expression);
  if (compiled === undefined) {
    compiled = fullMatch(expression);
    memo.set(expression, compiled);
  }
  return compiled;
}

function fullMatch(expression: string): TextTest {
  try {
    return { test: compileRe2(expression).fullMatch };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

/** Whether a header or query match only asks for presence: null, `{}`, or the regex `*`. */
export function asksForPresence(match: StringMatch | undefined): boolean {
  if (match === undefined) return true;
  if (match.exact !== undefined || match.prefix !== undefined) return false;
  return match.regex === undefined || match.regex === '*';
}

/** Compiles a StringMatch. Case is ignored only where asked for, and never by a regular expression. */
export function compileStringMatch({ exact, prefix, regex }: StringMatch, ignoreCase = false): TextTest {
  if (exact !== undefined) {
    const wanted = ignoreCase ? exact.toLowerCase() : exact;
    return { test: ignoreCase ? value => value.toLowerCase() === wanted : value => value === wanted };
  }
  if (prefix !== undefined) {
    const wanted = ignoreCase ? prefix.toLowerCase() : prefix;
    return { test: ignoreCase ? value => value.toLowerCase().startsWith(wanted) : value => value.startsWith(wanted) };
  }
  return regex === undefined ? { test: () => true } : compileFullMatch(regex);
}

/** A StringMatch in words, such as `prefix "/api"`. */
export function describeStringMatch(match: StringMatch | undefined): string {
  if (match?.exact !== undefined) return `exact "${match.exact}"`;
  if (match?.prefix !== undefined) return `prefix "${match.prefix}"`;
  if (match?.regex !== undefined && match.regex !== '*') return `regex "${match.regex}"`;
  return 'presence';
}
