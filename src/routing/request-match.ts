import { ConfigError } from '../values/config-error';
import { type ClaimMatch, claimHeader, gatewayOf } from './claim-match';
import type { SourceRef } from './refs';
import type { PathMatch, StringMatchValue, TextMatch } from './string-match';

/**
 * Conditions on one request; all that are given must hold. Alternatives are a list of these.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest
 */
export interface RequestMatch {
  /** The path, without its query. */
  readonly path?: PathMatch | undefined;
  /** Whether the case of letters in an exact path or prefix does not matter. */
  readonly ignorePathCase?: boolean | undefined;
  /** Headers by name, in lower case. */
  readonly headers?: { readonly [name: string]: TextMatch } | undefined;
  /** Headers that must be absent, or not have the value. */
  readonly withoutHeaders?: { readonly [name: string]: TextMatch } | undefined;
  /** Query parameters by name. */
  readonly queryParams?: { readonly [name: string]: TextMatch } | undefined;
  /** The method, in capitals. */
  readonly method?: TextMatch | undefined;
  /** The Host (`:authority`) of the request. */
  readonly authority?: TextMatch | undefined;
  /** `http` or `https`. */
  readonly scheme?: TextMatch | undefined;
  /** The service whose pods call; only for callers inside the mesh. */
  readonly source?: SourceRef | undefined;
  /** Labels of the calling workload; only for callers inside the mesh. */
  readonly sourceLabels?: { readonly [key: string]: string } | undefined;
  /** Namespace of the calling workload; only for callers inside the mesh. */
  readonly sourceNamespace?: string | undefined;
  /** Claims of the token that a gateway has checked; only for requests from that gateway. `Jwt.claim` makes them. */
  readonly claims?: readonly ClaimMatch[] | undefined;
}

/** A match as Istio writes it. */
export interface ManifestMatch {
  uri?: StringMatchValue;
  ignoreUriCase?: boolean;
  headers?: Record<string, StringMatchValue>;
  withoutHeaders?: Record<string, StringMatchValue>;
  queryParams?: Record<string, StringMatchValue>;
  method?: StringMatchValue;
  authority?: StringMatchValue;
  scheme?: StringMatchValue;
  sourceLabels?: Record<string, string>;
  sourceNamespace?: string;
  port?: number;
  gateways?: string[];
}

/** Writes `match` as Istio does; throws at `where` when it holds no condition or a header name that never matches. */
export function toManifestMatch(match: RequestMatch, where: string): ManifestMatch {
  const written: ManifestMatch = {};
  if (match.path !== undefined) written.uri = match.path.value;
  if (match.ignorePathCase === true) {
    if (match.path === undefined || 'regex' in match.path.value) {
      throw new ConfigError(
        `Cannot match requests at ${where}: wanted an exact path or a prefix with ignorePathCase, got ${match.path === undefined ? 'no path' : `the expression "${'regex' in match.path.value ? match.path.value.regex : ''}"`}`,
      );
    }
    written.ignoreUriCase = true;
  }
  if (match.headers !== undefined) written.headers = headerValues(match.headers, where);
  if (match.withoutHeaders !== undefined) written.withoutHeaders = headerValues(match.withoutHeaders, where);
  if (match.queryParams !== undefined) written.queryParams = values(match.queryParams);
  if (match.method !== undefined) written.method = match.method.value;
  if (match.authority !== undefined) written.authority = match.authority.value;
  if (match.scheme !== undefined) written.scheme = match.scheme.value;
  if (match.source !== undefined) {
    if (match.sourceLabels !== undefined || match.sourceNamespace !== undefined) {
      throw new ConfigError(
        `Cannot match requests at ${where}: wanted either source or sourceLabels and sourceNamespace, got both`,
      );
    }
    written.sourceLabels = { ...match.source.selector };
    written.sourceNamespace = match.source.namespace.name;
  }
  if (match.sourceLabels !== undefined) written.sourceLabels = { ...match.sourceLabels };
  if (match.sourceNamespace !== undefined) written.sourceNamespace = match.sourceNamespace;
  if (match.claims !== undefined && match.claims.length > 0) {
    const headers = match.claims.map(({ path, value }) => [claimHeader(path), value.value] as const);
    written.headers = { ...written.headers, ...Object.fromEntries(headers) };
    written.gateways = [gatewayOf(match.claims, where)];
  }
  if (Object.keys(written).length === 0) {
    throw new ConfigError(`Cannot match requests at ${where}: wanted at least one condition, got none`);
  }
  return written;
}

function headerValues(
  headers: { readonly [name: string]: TextMatch },
  where: string,
): Record<string, StringMatchValue> {
  for (const name of Object.keys(headers)) {
    if (!/^[a-z0-9!#$%&'*+.^_`|~-]+$/.test(name)) {
      throw new ConfigError(`Cannot match header "${name}" at ${where}: wanted a header name in lower case`);
    }
  }
  return values(headers);
}

function values(matches: { readonly [name: string]: TextMatch }): Record<string, StringMatchValue> {
  return Object.fromEntries(Object.entries(matches).map(([name, match]) => [name, match.value]));
}
