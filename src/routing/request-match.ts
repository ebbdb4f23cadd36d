import type { HTTPMatchRequest, StringMatch } from '../../imports/networking.istio.io';
import { ConfigError, failing } from '../values/config-error';
import { type NamespaceName, nameOfNamespace } from '../values/namespace-name';
import { type ClaimMatch, claimHeader, gatewayOf } from './claim-match';
import type { SourceRef } from './refs';
import { type PathMatch, stringMatchOf, type TextMatch } from './string-match';

/**
 * Conditions on one request; all that are given must hold. Alternatives are a list of these.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest
 */
export interface RequestMatch {
  /** The path, without its query. @default - any */
  readonly path?: PathMatch | undefined;
  /** Whether the case of letters in an exact path or prefix does not matter. @default false */
  readonly ignorePathCase?: boolean | undefined;
  /** Headers by name, in lower case. @default - any */
  readonly headers?: { readonly [name: string]: TextMatch } | undefined;
  /** Headers that must be absent, or not have the value. @default - none */
  readonly withoutHeaders?: { readonly [name: string]: TextMatch } | undefined;
  /** Query parameters by name. @default - any */
  readonly queryParams?: { readonly [name: string]: TextMatch } | undefined;
  /** The method, in capitals. @default - any */
  readonly method?: TextMatch | undefined;
  /** The Host (`:authority`) of the request. @default - any */
  readonly authority?: TextMatch | undefined;
  /** `http` or `https`. @default - any */
  readonly scheme?: TextMatch | undefined;
  /** The service whose pods call; only for callers inside the mesh. @default - anybody */
  readonly source?: SourceRef | undefined;
  /** Labels of the calling workload; only for callers inside the mesh. @default - any */
  readonly sourceLabels?: { readonly [key: string]: string } | undefined;
  /** Namespace of the calling workload; only for callers inside the mesh. @default - any */
  readonly sourceNamespace?: NamespaceName | undefined;
  /**
   * Claims of the token that a gateway has checked; only for requests from that gateway. `Jwt.claim` makes them.
   *
   * @default - none
   */
  readonly claims?: readonly ClaimMatch[] | undefined;
}

/** A match as Istio writes it. */
export type ManifestMatch = Omit<HTTPMatchRequest, 'name' | 'statPrefix'>;

/** Writes `match` as Istio does; throws at `where` when it holds no condition or a header name that never matches. */
export function toManifestMatch(match: RequestMatch, where: string): ManifestMatch {
  const { path, source, claims = [] } = match;
  const fail = failing('Cannot match requests', where);
  if (match.ignorePathCase === true && (path === undefined || path.value.regex !== undefined)) {
    const got = path === undefined ? 'no path' : `the expression "${path.value.regex}"`;
    fail(`wanted an exact path or a prefix with ignorePathCase, got ${got}`);
  }
  if (source !== undefined && (match.sourceLabels ?? match.sourceNamespace) !== undefined) {
    fail('wanted either source or sourceLabels and sourceNamespace, got both');
  }
  const headers = { ...headerValues(match.headers, where), ...valuesOf(claims) };
  const written = present({
    uri: path && stringMatchOf(path),
    ignoreUriCase: match.ignorePathCase === true ? true : undefined,
    headers: match.headers === undefined && claims.length === 0 ? undefined : headers,
    withoutHeaders: match.withoutHeaders && headerValues(match.withoutHeaders, where),
    queryParams: match.queryParams && values(match.queryParams),
    method: match.method && stringMatchOf(match.method),
    authority: match.authority && stringMatchOf(match.authority),
    scheme: match.scheme && stringMatchOf(match.scheme),
    sourceLabels: source?.selector ?? match.sourceLabels,
    sourceNamespace: source?.namespace.name ?? (match.sourceNamespace && nameOfNamespace(match.sourceNamespace)),
    gateways: claims.length === 0 ? undefined : [gatewayOf(claims, where)],
  });
  if (Object.keys(written).length === 0) fail('wanted at least one condition, got none');
  return written;
}

/** The fields that are set. */
function present(match: ManifestMatch): ManifestMatch {
  return Object.fromEntries(Object.entries(match).filter(([, value]) => value !== undefined));
}

function valuesOf(claims: readonly ClaimMatch[]): { readonly [name: string]: StringMatch } {
  return Object.fromEntries(claims.map(({ path, value }) => [claimHeader(path), stringMatchOf(value)]));
}

function headerValues(headers: RequestMatch['headers'] = {}, where: string): { readonly [name: string]: StringMatch } {
  for (const name of Object.keys(headers)) {
    if (!/^[a-z0-9!#$%&'*+.^_`|~-]+$/.test(name)) {
      throw new ConfigError(`Cannot match header "${name}" at ${where}: wanted a header name in lower case`);
    }
  }
  return values(headers);
}

function values(matches: { readonly [name: string]: TextMatch }): { readonly [name: string]: StringMatch } {
  return Object.fromEntries(Object.entries(matches).map(([name, match]) => [name, stringMatchOf(match)]));
}
