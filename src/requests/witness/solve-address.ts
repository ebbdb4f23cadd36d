import { isInRange, rangeEdges } from '../../values/ip-range';
import type { Test } from '../test';
import type { Literal } from './literal';
import { type Found, holdAll } from './solve-text';

/** Addresses of pods, and those that are set aside for examples, and the first of all. */
const USUAL = ['10.244.0.7', '203.0.113.7', '198.51.100.7', '2001:db8::7', '0.0.0.0', '::'];

/**
 * An address for which all literals hold.
 *
 * Between two edges of ranges the answers do not change, so that it is enough to try the edges.
 *
 * @param within Ranges of which one has to hold the address. @default - all addresses
 */
export function solveAddress(
  literals: readonly Literal[],
  preferred: string | undefined,
  within?: readonly string[],
): Found<string> {
  if (literals.some(({ term, test }) => term.kind !== 'attribute' || !isOnRanges(test))) return 'unknown';
  const fits = (value: string) =>
    (within === undefined || within.some(range => isInRange(value, range))) && holdAll(literals, value);
  if (preferred !== undefined && fits(preferred)) return { value: preferred };
  const usual = USUAL.find(fits);
  if (usual !== undefined) return { value: usual };
  const ranges = [...literals.flatMap(({ test }) => rangesOf(test)), ...(within ?? [])];
  const edge = ranges.flatMap(rangeEdges).find(fits);
  return edge === undefined ? 'none' : { value: edge };
}

function isOnRanges(test: Test): boolean {
  return test.kind === 'any-of' ? test.tests.every(isOnRanges) : test.kind === 'range';
}

function rangesOf(test: Test): readonly string[] {
  if (test.kind === 'any-of') return test.tests.flatMap(rangesOf);
  return test.kind === 'range' ? [test.range] : [];
}
