import type { StringMatch } from '../../imports/networking.istio.io';
import { re2Problem } from '../text/re2';
import { ConfigError } from '../values/config-error';
import type { TextTest } from '../values/text-test';

/**
 * How a header, query parameter, method or authority is compared. Comparison is case-sensitive.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#StringMatch
 *
 * @example
 * const jason = TextMatch.exact('jason');
 */
export class TextMatch {
  private constructor(
    /** The comparison as data. */
    public readonly value: TextTest,
  ) {}

  /** The whole value equals `text`. */
  public static exact(text: string): TextMatch {
    return new TextMatch({ exact: text });
  }

  /** The value begins with `text`, which must not be empty. */
  public static prefix(text: string): TextMatch {
    if (text === '') throw new ConfigError('Cannot match by prefix "": wanted at least one character');
    return new TextMatch({ prefix: text });
  }

  /** The whole value fits the RE2 expression, which must not be empty. */
  public static regex(expression: string): TextMatch {
    requireRe2(expression, 'match');
    return new TextMatch({ regex: expression });
  }
}

/**
 * How the path of a request is compared.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest
 *
 * @example
 * const api = PathMatch.prefix('/api');
 */
export class PathMatch {
  private constructor(
    /** The comparison as data. */
    public readonly value: TextTest,
  ) {}

  /** The path equals `path`, which begins with `/`. */
  public static exact(path: string): PathMatch {
    return new PathMatch({ exact: PathMatch.rooted(path) });
  }

  /** The path begins with `path`, which begins with `/`. `/api` covers `/api/notes` and also `/apis`. */
  public static prefix(path: string): PathMatch {
    return new PathMatch({ prefix: PathMatch.rooted(path) });
  }

  /**
   * The path is `path`, or goes on behind it with a slash: `/api` covers `/api` and `/api/notes`, but not `/apis`. The
   * prefix that the Gateway API knows; Istio's own routes say it by an expression.
   *
   * @throws ConfigError if `path` is `/` or ends with a slash
   */
  public static segments(path: string): PathMatch {
    if (PathMatch.rooted(path).endsWith('/')) {
      throw new ConfigError(`Cannot match path "${path}" by segments: wanted one that does not end with "/"`);
    }
    return new PathMatch({ regex: expressionOfSegments(path) });
  }

  /** The whole path fits the RE2 expression. */
  public static regex(expression: string): PathMatch {
    requireRe2(expression, 'match paths');
    return new PathMatch({ regex: expression });
  }

  private static rooted(path: string): string {
    if (!path.startsWith('/')) throw new ConfigError(`Cannot match path "${path}": wanted a path that begins with "/"`);
    return path;
  }
}

/** A comparison as Istio writes it. */
export function stringMatchOf({ value }: TextMatch | PathMatch): StringMatch {
  return value as StringMatch;
}

/** What may follow whole segments. */
const BELOW = '(/.*)?';

/** An expression that fits `path` and everything below it. */
export function expressionOfSegments(path: string): string {
  return `${literally(path)}${BELOW}`;
}

/** The path whose segments an expression of `PathMatch.segments` is about; undefined for any other expression. */
export function segmentsOf(regex: string): string | undefined {
  if (!regex.endsWith(BELOW)) return undefined;
  const quoted = regex.slice(0, -BELOW.length);
  const path = quoted.replace(/\\(.)/g, '$1');
  return literally(path) === quoted ? path : undefined;
}

/** An expression that fits `text` alone. */
export function literally(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
}

/** Fails unless RE2 reads the expression, which must not be empty. */
export function requireRe2(expression: string, action: string): void {
  if (expression === '') {
    throw new ConfigError(`Cannot ${action} by regular expression "": wanted at least one character`);
  }
  const problem = re2Problem(expression);
  if (problem !== undefined) {
    throw new ConfigError(
      `Cannot ${action} by regular expression "${expression}": wanted one that RE2 reads, got: ${problem}`,
    );
  }
}
