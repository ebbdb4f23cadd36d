import { hostRegions } from '../../../src/proof/host-regions';
import type { NamedChoice } from '../../../src/requests/test';
import { HostTable, hostWays } from '../../../src/requests/witness/host-table';

/** A table that gives each of its patterns as the name of the hosts that it covers. */
function tableOf(...patterns: readonly string[]): HostTable {
  const [region] = hostRegions(patterns, 'authority');
  if (region?.literal.test.kind !== 'chosen') throw new Error('a region is what a table chooses');
  return new HostTable(region.literal.test.from as NamedChoice);
}

/** The ways in which the first table gives a name, and the second one none of what fits a sample of it. */
const ways = (own: HostTable, name: string, other: HostTable, fits: (sample: string) => boolean) => [
  ...hostWays([
    { table: own, fits: () => true, name },
    { table: other, fits, name: undefined },
  ]),
];

test('a pattern that has to hold does not fail', () => {
  const isNotShop = (sample: string) => sample !== 'shop.example.com';
  expect(
    ways(tableOf('shop.example.com'), 'shop.example.com', tableOf('shop.example.com'), isNotShop),
  ).not.toContainEqual(expect.objectContaining({ holding: ['shop.example.com'] }));
});

test('a pattern holds where more specific ones of another table fail', () => {
  const isNotShop = (sample: string) => sample !== 'shop.example.com';
  const other = tableOf('shop.example.com', '*.example.com');
  expect(ways(tableOf('*.example.com'), '*.example.com', other, isNotShop)).toContainEqual({
    holding: ['*.example.com', '*.example.com'],
    failing: ['shop.example.com'],
  });
});
