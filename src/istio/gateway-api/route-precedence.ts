import type { HttpMatch } from '../../model/shapes/traffic';
import type { HttpEntry } from '../routes/virtual-services';

/**
 * The entries of routes for one host in the order of the specification: by the path (exact, then prefixes, then regular
 * expressions, the longest first), then those with a method, then by the number of headers and of query parameters. What
 * is equal stays in the order of age.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule
 */
export function byPrecedence(entries: readonly HttpEntry[]): readonly HttpEntry[] {
  return [...entries].sort((a, b) => compare(a.spec.match?.[0], b.spec.match?.[0]));
}

/** Whether only age and name decide which of two matches comes first. */
export function areEqual(a: HttpMatch | undefined, b: HttpMatch | undefined): boolean {
  return compare(a, b) === 0;
}

function compare(a: HttpMatch | undefined, b: HttpMatch | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return (
    rankOf(b) - rankOf(a) ||
    pathOf(b).length - pathOf(a).length ||
    Number(b.method !== undefined) - Number(a.method !== undefined) ||
    sizeOf(b.headers) - sizeOf(a.headers) ||
    sizeOf(b.queryParams) - sizeOf(a.queryParams)
  );
}

function rankOf({ uri }: HttpMatch): number {
  if (uri?.exact !== undefined) return 3;
  if (uri?.prefix !== undefined) return 2;
  return uri?.regex === undefined ? -1 : 1;
}

function pathOf({ uri }: HttpMatch): string {
  return uri?.exact ?? uri?.prefix ?? uri?.regex ?? '';
}

function sizeOf(map: { readonly [name: string]: unknown } | undefined): number {
  return Object.keys(map ?? {}).length;
}
