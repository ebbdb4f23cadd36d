import type { Claims } from '../../src/requests/claims';
import { RequestFacts } from '../../src/requests/request-facts';
import type { Token } from '../../src/requests/token';

/** A request in short; what is left out is that of `GET http://web/`. */
export interface ShortRequest {
  readonly method?: string;
  readonly scheme?: string;
  readonly authority?: string;
  readonly path?: string;
  readonly headers?: { readonly [name: string]: string };
  readonly tokens?: readonly Token[];
  /** Claims of a token that a proxy has accepted. */
  readonly claims?: Claims;
}

/** What a proxy sees of a request. */
export function factsOf({ method, scheme, authority, path, headers = {}, tokens, claims }: ShortRequest): RequestFacts {
  const byName = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const facts = RequestFacts.ofRequest({
    method: method ?? byName.get(':method') ?? 'GET',
    scheme: scheme ?? 'http',
    authority: authority ?? 'web',
    target: path ?? '/',
    headers: byName,
    tokens: tokens ?? [],
  });
  return claims === undefined ? facts : withClaims(facts, claims);
}

/** The facts of a request whose token a proxy has accepted. */
export function withClaims(facts: RequestFacts, claims: Claims): RequestFacts {
  return facts.authenticatedBy({ claims, spaceDelimited: new Set(['scope', 'permission']) });
}
