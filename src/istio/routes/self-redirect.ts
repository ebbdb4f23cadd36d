import type { HttpMatch } from '../../model/shapes/traffic';
import { AUTHORITY, METHOD, PATH, SCHEME } from '../../requests/attribute';
import { withoutQuery } from '../../requests/path-normalization';
import { type Condition, conditionsOfMatch } from './route-list';
import type { RouteScope, RouteScopes } from './route-scopes';
import type { HttpEntry, VirtualService } from './virtual-services';

/** What a redirect makes of a request; undefined for what it leaves. */
interface Target {
  readonly path: string | undefined;
  readonly authority: string | undefined;
  readonly scheme: string | undefined;
  /** Whether clients repeat the request with its method. */
  readonly keepsMethod: boolean;
}

/**
 * Whether the answer of a rule leads back to the rule, so that clients are redirected for ever.
 *
 * @param position The position of the rule among those of the VirtualService.
 */
export function redirectsToItself(virtualService: VirtualService, position: number, scopes: RouteScopes): boolean {
  const { api, http, hosts } = virtualService;
  const entry = http[position];
  const redirect = entry?.spec.redirect;
  if (entry === undefined || redirect === undefined || api !== 'istio') return false;
  const { uri, authority, scheme, port, derivePort, prefixRewrite = '', redirectCode } = redirect;
  if (port !== undefined || derivePort !== undefined || prefixRewrite !== '') return false;
  if (authority !== undefined && !hosts.includes(authority)) return false;
  const target = {
    path: uri === undefined ? undefined : withoutQuery(uri),
    authority,
    scheme,
    keepsMethod: redirectCode === 307 || redirectCode === 308,
  };
  const places = placesOf(virtualService, scheme, scopes);
  const matches = entry.spec.match ?? [];
  const returns = (matches.length === 0 ? [undefined] : matches).some(
    (match, i) =>
      places.some(place => scopes.isUsedAt(virtualService, 'http', match ?? {}, place)) &&
      conditionsOf(entry, match, i).every(one => staysOrFits(one, target)),
  );
  return returns && !http.slice(0, position).some(earlier => mayTake(earlier, target));
}

/** Where requests with the scheme of a redirect come to the VirtualService. */
function placesOf(
  virtualService: VirtualService,
  scheme: string | undefined,
  scopes: RouteScopes,
): readonly RouteScope[] {
  const { scopes: all } = scopes.of(virtualService);
  const http = all.filter(({ kinds, scheme: seen }) => kinds.has('http') && seen !== 'redirect');
  if (scheme === undefined) return http;
  return http.filter(place => (place.scheme ?? 'http') === scheme && place.port === (scheme === 'https' ? 443 : 80));
}

function conditionsOf(entry: HttpEntry, match: HttpMatch | undefined, i: number): readonly Condition[] {
  return match === undefined ? [] : conditionsOfMatch(entry, match, i, 'istio');
}

/** Whether a condition that held for the request holds for the next one, too. */
function staysOrFits({ attribute, test, holds }: Condition, { path, authority, scheme, keepsMethod }: Target): boolean {
  if (attribute === METHOD) return keepsMethod || test.fits('GET') === holds;
  const value =
    attribute === PATH ? path : attribute === AUTHORITY ? authority : attribute === SCHEME ? scheme : undefined;
  return value === undefined || test.fits(value) === holds;
}

/** Whether a rule that did not take the request may take the next one. */
function mayTake(entry: HttpEntry, { path, authority, scheme, keepsMethod }: Target): boolean {
  const { match = [] } = entry.spec;
  return match.some((one, i) => {
    const conditions = conditionsOf(entry, one, i);
    const changes = conditions.some(
      ({ attribute }) =>
        (attribute === PATH && path !== undefined) ||
        (attribute === AUTHORITY && authority !== undefined) ||
        (attribute === SCHEME && scheme !== undefined) ||
        (attribute === METHOD && !keepsMethod),
    );
    return changes && conditions.every(condition => staysOrFits(condition, { path, authority, scheme, keepsMethod }));
  });
}
