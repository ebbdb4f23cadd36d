import type { RequestMatch } from '../routing/request-match';
import { literally, TextMatch } from '../routing/string-match';
import { ConfigError } from '../values/config-error';
import { type Duration, durationMilliseconds } from '../values/duration';
import { isHeaderName } from '../values/names';

/** A header with one value. */
export interface HeaderValue {
  /** Name of the header, in lower case. */
  readonly name: string;
  /** The value it must have. */
  readonly value: string;
}

/** A cookie that the proxy gives to a user who has none yet. */
export interface CookieOptions {
  /** Name of the cookie. */
  readonly name: string;

  /**
   * How long browsers keep it; at least a second. A share that grows reaches users only when their cookie has ended.
   *
   * @default "1h"
   */
  readonly maxAge?: Duration | undefined;

  /**
   * Keeps it off plain HTTP, where browsers then drop it.
   *
   * @default false
   */
  readonly secure?: boolean | undefined;
}

/** The requests that carry a header with this value. */
export function withHeader({ name, value }: HeaderValue): RequestMatch {
  return { headers: { [name]: TextMatch.exact(value) } };
}

/** The requests that carry a cookie with this value, wherever it stands among the others. */
export function withCookie(name: string, value: string): RequestMatch {
  const pair = `${literally(name)}=${literally(value)}`;
  return { headers: { cookie: TextMatch.regex(`^(.*;[ ]*)?${pair}([ ]*;.*)?$`) } };
}

/** The value of the header by which the proxy gives out a cookie. */
export function setCookie({ name, maxAge = '1h', secure = false }: CookieOptions, value: string): string {
  const seconds = Math.floor((durationMilliseconds(maxAge) ?? 0) / 1000);
  return `${name}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
}

/** Throws at `where` unless the cookie can be given out. */
export function checkCookie({ name, maxAge = '1h' }: CookieOptions, where: string): void {
  if (!isHeaderName(name)) {
    throw new ConfigError(
      `Cannot use cookie "${name}" at ${where}: wanted letters, digits and "-" or "_" without spaces`,
    );
  }
  const milliseconds = durationMilliseconds(maxAge);
  if (milliseconds === undefined || milliseconds < 1000) {
    throw new ConfigError(`Cannot keep cookie "${name}" at ${where}: wanted maxAge of at least "1s", got "${maxAge}"`);
  }
}
