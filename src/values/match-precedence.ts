/** The parts of a match by which the Gateway API puts rules in order. */
export interface RankedMatch {
  readonly uri?:
    | { readonly exact?: string | undefined; readonly prefix?: string | undefined; readonly regex?: string | undefined }
    | undefined;
  readonly method?: unknown;
  readonly headers?: { readonly [name: string]: unknown } | undefined;
  readonly queryParams?: { readonly [name: string]: unknown } | undefined;
}

/**
 * Negative where the Gateway API tries `a` before `b`, whichever is written first: by the path (exact, then prefixes, then
 * regular expressions, the longest first), then with a method, then by the number of headers and of query parameters. A
 * rule without a match comes last. 0 where only age, name and place decide.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule
 */
export function comparePrecedence(a: RankedMatch | undefined, b: RankedMatch | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return (
    rankOf(b) - rankOf(a) ||
    pathOf(b).length - pathOf(a).length ||
    Number(b.method !== undefined) - Number(a.method !== undefined) ||
    sizeOf(b.headers) - sizeOf(a.headers) ||
    sizeOf(b.queryParams) - sizeOf(a.queryParams)
  );
}

function rankOf({ uri }: RankedMatch): number {
  if (uri?.exact !== undefined) return 3;
  if (uri?.prefix !== undefined) return 2;
  return uri?.regex === undefined ? -1 : 1;
}

function pathOf({ uri }: RankedMatch): string {
  return uri?.exact ?? uri?.prefix ?? uri?.regex ?? '';
}

function sizeOf(map: { readonly [name: string]: unknown } | undefined): number {
  return Object.keys(map ?? {}).length;
}
