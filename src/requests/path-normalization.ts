import { mergesSlashes, type PathNormalization } from '../values/path-normalization';

/** From the one that changes the fewest paths to the one that changes the most. */
const BY_STRICTNESS: readonly PathNormalization[] = [
  'NONE',
  'DEFAULT',
  'BASE',
  'MERGE_SLASHES',
  'DECODE_AND_MERGE_SLASHES',
];

/** The stricter one of two: what it leaves as it is, the other one does too. */
export function stricterOf(one: PathNormalization, other: PathNormalization): PathNormalization {
  return BY_STRICTNESS.indexOf(one) < BY_STRICTNESS.indexOf(other) ? other : one;
}

const UNRESERVED = /^[A-Za-z0-9._~-]$/;

/**
 * The path, with its query, as routes and policies see it; undefined when the proxy answers 400 because of an encoded
 * NUL. The fragment is always cut.
 */
export function normalizePath(path: string, normalization: PathNormalization): string | undefined {
  const hash = path.indexOf('#');
  const whole = hash < 0 ? path : path.slice(0, hash);
  if (normalization === 'NONE') return whole;
  const question = whole.indexOf('?');
  const bare = question < 0 ? whole : whole.slice(0, question);
  const query = question < 0 ? '' : whole.slice(question);
  if (isPlain(bare) || !bare.startsWith('/')) return whole;
  if (/%00/.test(bare)) return undefined;
  let result = bare;
  if (normalization === 'DECODE_AND_MERGE_SLASHES') result = result.replace(/%2f/gi, '/').replace(/%5c/gi, '\\');
  result = removeDotSegments(decodeUnreserved(result).replaceAll('\\', '/'));
  if (mergesSlashes(normalization)) result = result.replace(/\/{2,}/g, '/');
  return result + query;
}

/** The part of a path before the query. */
export function withoutQuery(path: string): string {
  const question = path.indexOf('?');
  return question < 0 ? path : path.slice(0, question);
}

function isPlain(path: string): boolean {
  return /^(?:\/[A-Za-z0-9_~;:@!$&'()*+,=-]+(?:\.[A-Za-z0-9_~;:@!$&'()*+,=-]+)*)*\/?$/.test(path);
}

function decodeUnreserved(path: string): string {
  return path
    .replace(/%([0-9a-fA-F]{2})/g, (encoded, hex: string) => {
      const char = String.fromCharCode(Number.parseInt(hex, 16));
      return UNRESERVED.test(char) ? char : encoded;
    })
    .replace(/[^!#-;=?-_a-z|~]/gu, char => encodeURIComponent(char));
}

function removeDotSegments(path: string): string {
  const segments = path.split('/').slice(1);
  const kept: string[] = [];
  for (const [i, segment] of segments.entries()) {
    const last = i === segments.length - 1;
    if (segment === '..') kept.pop();
    else if (segment !== '.') kept.push(segment);
    if (last && (segment === '.' || segment === '..')) kept.push('');
  }
  return `/${kept.join('/')}`;
}
