import type { Condition } from '../../imports/security.istio.io';
import { ConfigError } from '../values/config-error';

/**
 * A further condition on requests. All conditions of a rule must hold; of the values of one, any.
 *
 * Values may begin or end with `*`. A negated condition also holds where the attribute is missing.
 *
 * @see https://istio.io/latest/docs/reference/config/security/conditions/
 *
 * @example
 * const internal = RequestCondition.header('x-internal', ['true']);
 */
export class RequestCondition {
  /** A request header has one of these values. */
  public static header(name: string, values: readonly string[]): RequestCondition {
    return new RequestCondition(`request.headers[${headerName(name)}]`, values, false);
  }

  /** A request header has none of these values, or is missing. */
  public static notHeader(name: string, values: readonly string[]): RequestCondition {
    return new RequestCondition(`request.headers[${headerName(name)}]`, values, true);
  }

  /** A claim of the token has, or contains, one of these values; nested claims as a list (`['realm', 'roles']`). */
  public static claim(path: string | readonly string[], values: readonly string[]): RequestCondition {
    return new RequestCondition(claimKey(path), values, false);
  }

  /** A claim of the token has none of these values, or is missing. */
  public static notClaim(path: string | readonly string[], values: readonly string[]): RequestCondition {
    return new RequestCondition(claimKey(path), values, true);
  }

  /** The server name that the client asked for in its TLS handshake. */
  public static serverName(values: readonly string[]): RequestCondition {
    return new RequestCondition('connection.sni', values, false);
  }

  /** An attribute by its name in Istio, such as `destination.ip`. */
  public static attribute(key: string, values: readonly string[]): RequestCondition {
    if (!KEYS.some(known => (known.endsWith('[') ? key.startsWith(known) && key.endsWith(']') : key === known))) {
      throw new ConfigError(
        `Cannot tell requests apart by "${key}": wanted an attribute that Istio knows, one of ${KEYS.map(known => (known.endsWith('[') ? `${known}NAME]` : known)).join(', ')}`,
      );
    }
    return new RequestCondition(key, values, false);
  }

  /**
   * The condition as Istio writes it.
   *
   * @internal
   */
  public readonly value: Condition;

  private constructor(
    private readonly key: string,
    values: readonly string[],
    negated: boolean,
  ) {
    if (values.length === 0 || values.includes('')) {
      throw new ConfigError(`Cannot tell requests apart by ${key}: wanted at least one value, none empty`);
    }
    this.value = negated ? { key, notValues: [...values] } : { key, values: [...values] };
  }

  /** Whether it can only hold for requests over HTTP. */
  public get isHttp(): boolean {
    return this.key.startsWith('request.');
  }
}

/** Unknown attributes make Istio drop the rule, or the condition, without an error. */
const KEYS: readonly string[] = [
  'request.headers[',
  'request.auth.claims[',
  'request.auth.principal',
  'request.auth.audiences',
  'request.auth.presenter',
  'source.ip',
  'remote.ip',
  'source.namespace',
  'source.principal',
  'source.serviceAccount',
  'source.trustDomain',
  'destination.ip',
  'destination.port',
  'connection.sni',
];

function headerName(name: string): string {
  if (!/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(name)) {
    throw new ConfigError(`Cannot tell requests apart by header "${name}": wanted the name of a header`);
  }
  return name;
}

function claimKey(path: string | readonly string[]): string {
  const parts = typeof path === 'string' ? [path] : path;
  if (parts.length === 0 || parts.some(part => part === '' || /[[\]]/.test(part))) {
    throw new ConfigError(`Cannot tell requests apart by claim "${parts.join('.')}": wanted the name of a claim`);
  }
  return `request.auth.claims${parts.map(part => `[${part}]`).join('')}`;
}
