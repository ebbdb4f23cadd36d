const PREFIX = '@request.auth.claims';

/** Claims of an accepted token: text, lists of text, or nested objects. */
export type Claims = { readonly [name: string]: unknown };

/**
 * The path to a claim that a header name of a route match addresses (`@request.auth.claims.a.b` or
 * `@request.auth.claims[a][b]`), or undefined when the name is that of an ordinary header.
 */
export function claimPathOf(header: string): readonly string[] | undefined {
  if (header.slice(0, PREFIX.length).toLowerCase() !== PREFIX) return undefined;
  const rest = header.slice(PREFIX.length);
  if (rest.startsWith('.')) return rest.length > 1 ? rest.slice(1).split('.') : undefined;
  if (rest.length > 2 && rest.startsWith('[') && rest.endsWith(']')) return rest.slice(1, -1).split('][');
  return undefined;
}

/** The texts of the claim at `path`: its value, or the elements of its list. */
export function claimTexts(claims: Claims | undefined, path: readonly string[]): readonly string[] {
  let value: unknown = claims;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return [];
    value = (value as { readonly [key: string]: unknown })[key];
  }
  if (Array.isArray(value)) return value.filter(element => typeof element === 'string');
  return typeof value === 'string' ? [value] : [];
}
