import fc from 'fast-check';
import type { HTTPRouteMatch, HTTPRouteRule } from '../../imports/gateway.networking.k8s.io';
import { inMeantOrder } from '../../src/routing/kubernetes-order';
import { compileRe2 } from '../../src/text/re2';
import { comparePrecedence } from '../../src/values/match-precedence';

interface Request {
  readonly path: string;
  readonly method: string;
  readonly headers: { readonly [name: string]: string };
  readonly query: { readonly [name: string]: string };
}

const PATHS = ['/', '/a', '/a/b', '/a/b/c', '/ab', '/x', '/x/1'];
const REQUESTS: readonly Request[] = PATHS.flatMap(path =>
  ['GET', 'POST'].flatMap(method =>
    [{}, { h: '1' }, { h: '2' }, { g: '1' }, { h: '1', g: '1' }].flatMap(headers =>
      [{}, { q: '1' }].map(query => ({ path, method, headers, query })),
    ),
  ),
);

/** Whether a request meets a match, as the specification says. */
function meets({ path, method, headers = [], queryParams = [] }: HTTPRouteMatch, request: Request): boolean {
  const { type = 'PathPrefix', value = '/' } = path ?? {};
  const below = value === '/' || request.path === value || request.path.startsWith(`${value}/`);
  const isPath =
    type === 'Exact'
      ? request.path === value
      : type === 'PathPrefix'
        ? below
        : compileRe2(value).fullMatch(request.path);
  const fits = (actual: string | undefined, kind: string | undefined, wanted: string) =>
    actual !== undefined && (kind === 'RegularExpression' ? compileRe2(wanted).fullMatch(actual) : actual === wanted);
  return (
    isPath &&
    (method === undefined || method === request.method) &&
    headers.every(one => fits(request.headers[one.name], one.type, one.value)) &&
    queryParams.every(one => fits(request.query[one.name], one.type, one.value))
  );
}

const nameOf = (rule: HTTPRouteRule | undefined) => rule?.backendRefs?.[0]?.name;

/** The rule that is meant to get a request: the first that it meets. */
const meant = (rules: readonly HTTPRouteRule[], request: Request) =>
  nameOf(rules.find(({ matches }) => (matches ?? [{}]).some(match => meets(match, request))));

/** The rule that gets it by the precedence of the specification. */
function taken(rules: readonly HTTPRouteRule[], request: Request): string | undefined {
  const entries = rules.flatMap(rule => (rule.matches ?? [{}]).map(match => ({ rule, match })));
  const ranked = ({ path, method, headers = [], queryParams = [] }: HTTPRouteMatch) => {
    const { type = 'PathPrefix', value = '/' } = path ?? {};
    const kind = type === 'Exact' ? 'exact' : type === 'PathPrefix' ? 'prefix' : 'regex';
    const named = (list: readonly { readonly name: string }[]) => Object.fromEntries(list.map(({ name }) => [name, 1]));
    return { uri: { [kind]: value }, method, headers: named(headers), queryParams: named(queryParams) };
  };
  const sorted = [...entries].sort((a, b) => comparePrecedence(ranked(a.match), ranked(b.match)));
  return nameOf(sorted.find(({ match }) => meets(match, request))?.rule);
}

const path = fc.oneof(
  fc.constantFrom('/a', '/a/b', '/x').map(value => ({ type: 'Exact' as const, value })),
  fc.constantFrom('/', '/a', '/a/b', '/x').map(value => ({ type: 'PathPrefix' as const, value })),
  fc.constantFrom('/a.*', '/x/[0-9]+', '/.*').map(value => ({ type: 'RegularExpression' as const, value })),
);
const match = fc.record(
  {
    path,
    method: fc.constantFrom('GET' as const, 'POST' as const),
    headers: fc.constantFrom<NonNullable<HTTPRouteMatch['headers']>>(
      [{ name: 'h', value: '1' }],
      [{ name: 'h', value: '2' }],
      [
        { name: 'g', value: '1' },
        { name: 'h', value: '1' },
      ],
      [{ name: 'h', type: 'RegularExpression', value: '[0-9]' }],
    ),
    queryParams: fc.constant([{ name: 'q', value: '1' }]),
  },
  { requiredKeys: [] },
);
const rules = fc
  .array(fc.option(fc.array(match, { minLength: 1, maxLength: 2 }), { nil: undefined }), { minLength: 1, maxLength: 5 })
  .map(all => all.map((matches, i): HTTPRouteRule => ({ matches, backendRefs: [{ name: `to-${i}` }] })));

class Refused extends Error {}
const refuse = (what: string): never => {
  throw new Refused(what);
};

test('every request goes to the rule that is meant to get it, or the rules are refused', () => {
  let kept = 0;
  fc.assert(
    fc.property(rules, all => {
      let ordered: readonly HTTPRouteRule[];
      try {
        ordered = inMeantOrder(all, refuse);
      } catch (error) {
        if (error instanceof Refused) return;
        throw error;
      }
      kept++;
      expect(REQUESTS.filter(request => taken(ordered, request) !== meant(all, request))).toEqual([]);
    }),
    { numRuns: 300, seed: 15 },
  );
  // Most rules can be said, or the test would show little.
  expect(kept).toBeGreaterThan(150);
});

test('rules whose order is kept anyway stay as they are', () => {
  const all: readonly HTTPRouteRule[] = [
    { matches: [{ path: { type: 'Exact', value: '/a' } }], backendRefs: [{ name: 'a' }] },
    { backendRefs: [{ name: 'b' }] },
  ];
  expect(inMeantOrder(all, refuse)).toBe(all);
});

test('what two rules have in common becomes a match of the first', () => {
  const header = [{ name: 'h', value: '1' }];
  const all: readonly HTTPRouteRule[] = [
    { matches: [{ headers: header }], backendRefs: [{ name: 'testers' }] },
    { matches: [{ path: { type: 'PathPrefix', value: '/a' } }], backendRefs: [{ name: 'a' }] },
  ];
  expect(inMeantOrder(all, refuse)[0]?.matches).toEqual([
    { path: { type: 'PathPrefix', value: '/a' }, headers: header },
    { headers: header },
  ]);
});

test('two expressions in an order that no match can keep are refused', () => {
  const expression = (value: string, name: string): HTTPRouteRule => ({
    matches: [{ path: { type: 'RegularExpression', value } }],
    backendRefs: [{ name }],
  });
  expect(() => inMeantOrder([expression('/a.*', 'a'), expression('/.*[0-9]+', 'b')], refuse)).toThrow(
    'rules in an order that it does not keep',
  );
});
