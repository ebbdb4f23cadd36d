import { isIpv6 } from '../values/ip-range';

/** The parts of a URL that Go's net/url package finds. */
export interface GoUrl {
  readonly scheme: string;
  /** Host and port as written; empty without an authority. */
  readonly host: string;
  readonly hostname: string;
  readonly port: string;
  readonly path: string;
  readonly query: string;
}

/** Thrown where Go's net/url package refuses a text, in its words. */
export class GoUrlError extends Error {
  public override readonly name = 'GoUrlError';
}

/**
 * Parses a URL as Go does, which is what the API server and Istio's webhook do: more lenient than the WHATWG rules of
 * JavaScript's `URL` in some places (`foo:bar`, `file:///x`) and stricter in others (`%zz`, control characters).
 *
 * @param inRequest As in a request line: absolute, or a path that begins with a slash, without a fragment.
 * @throws GoUrlError if Go would refuse it
 */
export function parseGoUrl(text: string, inRequest: boolean): GoUrl {
  const [whole, fragment] = inRequest ? [text, undefined] : cut(text, '#');
  const fail = (problem: string): GoUrlError => new GoUrlError(`parse ${JSON.stringify(text)}: ${problem}`);
  try {
    if (fragment !== undefined) refuseBadEscape(fragment);
    return parse(whole, inRequest);
  } catch (error) {
    throw error instanceof GoUrlError ? fail(error.message) : error;
  }
}

/** Whether Go's net/url package accepts a text as the URL of a request. */
export function isRequestUrl(text: string): boolean {
  try {
    parseGoUrl(text, true);
    return true;
  } catch {
    return false;
  }
}

function parse(text: string, inRequest: boolean): GoUrl {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\x00-\x1f\x7f]/.test(text)) throw new GoUrlError('net/url: invalid control character in URL');
  if (text === '' && inRequest) throw new GoUrlError('empty url');
  const none = { scheme: '', host: '', hostname: '', port: '', query: '' };
  if (text === '*') return { ...none, path: '*' };

  const { scheme, rest: afterScheme } = splitScheme(text);
  const [beforeQuery, query = ''] = cut(afterScheme, '?');
  let path = beforeQuery;
  let authority = '';
  if (!path.startsWith('/')) {
    if (scheme !== '') return { ...none, scheme, query, path: '' };
    if (inRequest) throw new GoUrlError('invalid URI for request');
    if ((cut(path, '/')[0] ?? '').includes(':')) throw new GoUrlError('first path segment in URL cannot contain colon');
  }
  if ((scheme !== '' || (!inRequest && !path.startsWith('///'))) && path.startsWith('//')) {
    const end = path.indexOf('/', 2);
    authority = end < 0 ? path.slice(2) : path.slice(2, end);
    path = end < 0 ? '' : path.slice(end);
  }
  const host = hostOf(scheme, authority);
  refuseBadEscape(path);
  return { scheme, host, ...splitPort(host), path, query };
}

function splitScheme(text: string): { scheme: string; rest: string } {
  const match = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text);
  if (match?.[1] !== undefined) return { scheme: match[1].toLowerCase(), rest: text.slice(match[0].length) };
  if (text.startsWith(':')) throw new GoUrlError('missing protocol scheme');
  return { scheme: '', rest: text };
}

function hostOf(scheme: string, authority: string): string {
  const at = authority.lastIndexOf('@');
  if (at >= 0) {
    const user = authority.slice(0, at);
    if (!/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(user)) throw new GoUrlError('net/url: invalid userinfo');
    refuseBadEscape(user);
  }
  const host = authority.slice(at + 1);
  const bracket = host.lastIndexOf('[');
  if (bracket > 0) throw new GoUrlError('invalid IP-literal');
  const end = bracket < 0 ? -1 : host.lastIndexOf(']');
  if (bracket === 0 && end < 0) throw new GoUrlError("missing ']' in host");
  // A list of hosts with ports is let through for databases, but not for HTTP.
  const colon = scheme === 'http' || scheme === 'https' ? host.indexOf(':') : host.lastIndexOf(':');
  const port = bracket === 0 ? host.slice(end + 1) : colon < 0 ? '' : host.slice(colon);
  if (!/^(:[0-9]*)?$/.test(port)) throw new GoUrlError(`invalid port ${JSON.stringify(port)} after host`);
  if (bracket === 0) {
    const [address = ''] = host.slice(1, end).split('%25');
    if (!isIpv6(address))
      throw new GoUrlError(`invalid host: ParseAddr(${JSON.stringify(address)}): unable to parse IP`);
  }
  for (const [, character, escaped] of host.matchAll(/([^%])|%(.{0,2})/gsu)) {
    if (character !== undefined && character < '\x80' && !/[A-Za-z0-9\-_.~!$&'()*+,;=:[\]<>"]/.test(character)) {
      throw new GoUrlError(`invalid character ${JSON.stringify(character)} in host name`);
    }
    // Only bytes beyond ASCII, and the percent sign of a zone, may be escaped in a host.
    if (escaped !== undefined && !/^([89A-Fa-f][0-9A-Fa-f]|25)$/.test(escaped)) {
      throw new GoUrlError(`invalid URL escape ${JSON.stringify(`%${escaped}`)}`);
    }
  }
  return host;
}

function splitPort(host: string): { hostname: string; port: string } {
  const end = host.startsWith('[') ? host.lastIndexOf(']') : -1;
  const colon = end < 0 ? host.lastIndexOf(':') : host.indexOf(':', end + 1);
  const hostname = colon < 0 ? host : host.slice(0, colon);
  return { hostname: end < 0 ? hostname : host.slice(1, end), port: colon < 0 ? '' : host.slice(colon + 1) };
}

function refuseBadEscape(text: string): void {
  const bad = /%(?![0-9A-Fa-f]{2}).{0,2}/su.exec(text);
  if (bad !== null) throw new GoUrlError(`invalid URL escape ${JSON.stringify(bad[0])}`);
}

function cut(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}
