import type { HttpMatch } from '../../model/shapes/traffic';
import { comparePrecedence } from '../../values/match-precedence';
import type { HttpEntry } from '../routes/virtual-services';

/** The entries of routes for one host in the order of the specification. What is equal stays in the order of age. */
export function byPrecedence(entries: readonly HttpEntry[]): readonly HttpEntry[] {
  return [...entries].sort((a, b) => comparePrecedence(a.spec.match?.[0], b.spec.match?.[0]));
}

/** Whether only age and name decide which of two matches comes first. */
export function areEqual(a: HttpMatch | undefined, b: HttpMatch | undefined): boolean {
  return comparePrecedence(a, b) === 0;
}
