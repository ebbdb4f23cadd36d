import type { HTTPRewrite, StringMatch } from '../../imports/networking.istio.io';
import { ConfigError } from '../values/config-error';
import type { ManifestMatch } from './request-match';
import { expressionOfSegments, literally, segmentsOf } from './string-match';

/** A path under which a service is exposed and which it does not see: `/api` in front of its `/notes`. */
export interface StrippedPath {
  /** Begins with `/` and does not end with one. */
  readonly prefix: string;
}

/** The requests under the path: the path itself, and what lies below it, but not `/apis` for `/api`. */
export function strippedAlternatives({ prefix }: StrippedPath): readonly ManifestMatch[] {
  return [{ uri: { exact: prefix } }, { uri: { prefix: `${prefix}/` } }];
}

/** Takes the path away. A plain rewrite of the prefix would leave `//notes` or drop the slash. */
export function strippedRewrite({ prefix }: StrippedPath): HTTPRewrite {
  return { uriRegexRewrite: { match: `^${literally(prefix)}/?`, rewrite: '/' } };
}

/** A match on paths as the service sees them, for paths as the gateway sees them. */
export function toGatewayMatch(match: ManifestMatch, under: StrippedPath, where: string): readonly ManifestMatch[] {
  const { uri, ...others } = match;
  if (uri === undefined) return [match];
  return gatewayPaths(uri, under, where).map(path => ({ uri: path, ...others }));
}

function gatewayPaths(uri: StringMatch, under: StrippedPath, where: string): readonly StringMatch[] {
  const { prefix } = under;
  const segments = segmentsOf(uri.regex ?? '');
  if (segments !== undefined) return [{ regex: expressionOfSegments(`${prefix}${segments}`) }];
  if (uri.regex !== undefined) {
    throw new ConfigError(
      `Cannot strip "${prefix}" from paths at ${where}: wanted rules with exact paths or prefixes, got the expression "${uri.regex}"`,
    );
  }
  if (uri.exact !== undefined) {
    const below = { exact: `${prefix}${uri.exact}` };
    return uri.exact === '/' ? [{ exact: prefix }, below] : [below];
  }
  const { prefix: inner = '/' } = uri;
  return inner === '/' ? [{ exact: prefix }, { prefix: `${prefix}/` }] : [{ prefix: `${prefix}${inner}` }];
}
