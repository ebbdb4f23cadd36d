import fc from 'fast-check';
import { areEqual, byPrecedence } from '../../../src/istio/gateway-api/route-precedence';
import type { HttpEntry } from '../../../src/istio/routes/virtual-services';
import type { HttpMatch } from '../../../src/model/shapes/traffic';
import { gatewayApi } from '../../simulation/gateway-api/case-group';
import { meshOf } from '../../simulation/mesh-of';

const [resource] = meshOf(gatewayApi('HTTPRoute', 'shop/route', '{}')).all('HTTPRoute');
if (resource === undefined) throw new Error('The model holds no route');
const holder = resource;

const entryOf = (match: HttpMatch | undefined): HttpEntry => ({
  spec: match === undefined ? {} : { match: [match] },
  resource: holder,
  field: '',
  places: undefined,
  refused: undefined,
});

const paths = fc.constantFrom('/', '/a', '/b', '/a/b', '/a/b/c');
const values = fc.dictionary(fc.constantFrom('x', 'y', 'z'), fc.constant({ exact: '1' }), { maxKeys: 3 });
const match: fc.Arbitrary<HttpMatch> = fc.record(
  {
    uri: fc.oneof(
      paths.map(exact => ({ exact })),
      paths.map(prefix => ({ prefix })),
      paths.map(regex => ({ regex })),
    ),
    method: fc.constantFrom({ exact: 'GET' }, { exact: 'POST' }),
    headers: values,
    queryParams: values,
  },
  { requiredKeys: ['uri'] },
);

/** How the specification compares two matches, part by part. */
function rank({ uri, method, headers, queryParams }: HttpMatch): readonly number[] {
  const kind = uri?.exact !== undefined ? 0 : uri?.prefix !== undefined ? 1 : 2;
  const path = uri?.exact ?? uri?.prefix ?? uri?.regex ?? '';
  const count = (map: object | undefined) => -Object.keys(map ?? {}).length;
  return [kind, -path.length, method === undefined ? 1 : 0, count(headers), count(queryParams)];
}

function before(a: readonly number[], b: readonly number[]): boolean {
  const i = a.findIndex((part, at) => part !== b[at]);
  return i >= 0 && (a[i] ?? 0) < (b[i] ?? 0);
}

test('rules are in the order of the specification', () => {
  fc.assert(
    fc.property(fc.array(match, { maxLength: 8 }), matches => {
      const sorted = byPrecedence(matches.map(entryOf)).map(({ spec }) => spec.match?.[0] ?? {});
      for (const [i, one] of sorted.entries()) {
        for (const later of sorted.slice(i + 1)) expect(before(rank(later), rank(one))).toBe(false);
      }
    }),
  );
});

test('rules that are equal stay in their order', () => {
  fc.assert(
    fc.property(fc.array(match, { maxLength: 8 }), matches => {
      const entries = matches.map(entryOf);
      const sorted = byPrecedence(entries);
      for (const [i, one] of sorted.entries()) {
        for (const later of sorted.slice(i + 1)) {
          if (!areEqual(one.spec.match?.[0], later.spec.match?.[0])) continue;
          expect(entries.indexOf(one)).toBeLessThan(entries.indexOf(later));
        }
      }
    }),
  );
});

test('a rule without matches is the last one', () => {
  const entries = [entryOf(undefined), entryOf({ uri: { regex: '.*' } }), entryOf({ uri: { prefix: '/' } })];
  expect(byPrecedence(entries).map(({ spec }) => spec.match?.[0]?.uri)).toEqual([
    { prefix: '/' },
    { regex: '.*' },
    undefined,
  ]);
});
