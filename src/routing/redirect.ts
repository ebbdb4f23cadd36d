import type { HTTPRedirect } from '../../imports/networking.istio.io';

/**
 * Where a client is sent instead of getting an answer.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRedirect
 */
export interface Redirect {
  /** The host that it is sent to. @default - that of the request */
  readonly host?: string | undefined;
  /** @default - that of the request */
  readonly scheme?: 'http' | 'https' | undefined;
  /**
   * The port that it is sent to: a number from 1 to 65535, or the one on which the request arrived (`of-request`).
   *
   * @default - the one that the client named; where the scheme changes, the usual one of that
   */
  readonly port?: number | 'of-request' | undefined;
  /** The whole path that takes the place of that of the request. Not together with `prefix`. @default - the path stays */
  readonly path?: string | undefined;
  /**
   * What takes the place of the prefix that the rule matches, which must match paths by prefix. For Istio 1.31 and newer;
   * not together with `path`.
   *
   * @default - the path stays
   */
  readonly prefix?: string | undefined;
  /** @default 301 */
  readonly status?: 301 | 302 | 303 | 307 | 308 | undefined;
}

/** A redirect as Istio writes it; fails unless it changes something, and to what is possible. */
export function writeRedirect(redirect: Redirect, fail: (wanted: string) => never): HTTPRedirect {
  const { host, scheme, port, path, prefix, status } = redirect;
  if ([host, scheme, port, path, prefix].every(value => value === undefined)) {
    fail('wanted the redirect to change the host, scheme, port or path, got none of them');
  }
  if (status !== undefined && ![301, 302, 303, 307, 308].includes(status)) {
    fail(`wanted the status of the redirect to be 301, 302, 303, 307 or 308, got ${status}`);
  }
  if (path !== undefined && prefix !== undefined) fail('wanted either path or prefix in the redirect, got both');
  for (const [name, value] of Object.entries({ path, prefix })) {
    if (value?.startsWith('/') === false) fail(`wanted ${name} of the redirect to begin with "/", got "${value}"`);
  }
  const isNumber = port !== undefined && port !== 'of-request';
  if (isNumber && !(Number.isInteger(port) && port >= 1 && port <= 65_535)) {
    fail(`wanted the port of the redirect to be from 1 to 65535, or "of-request", got ${port}`);
  }
  return {
    uri: path,
    prefixRewrite: prefix,
    authority: host,
    scheme,
    redirectCode: status,
    port: isNumber ? port : undefined,
    derivePort: port === 'of-request' ? 'FROM_REQUEST_PORT' : undefined,
  } as HTTPRedirect;
}
