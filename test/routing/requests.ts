import fc from 'fast-check';
import type { StringMatch } from '../../imports/networking.istio.io';
import type { ManifestMatch } from '../../src/routing/request-match';

/** A request, as far as matches look at it. */
export interface Request {
  readonly path: string;
  readonly method: string;
  readonly headers: { readonly [name: string]: string };
  readonly query: { readonly [name: string]: string };
  readonly port: number;
}

type Wanted = StringMatch;

const text = fc.constantFrom('a', 'ab', 'abc', 'b', 'AB');
const regex = fc.constantFrom('a.*', 'ab?', 'a|b', '.*', 'ab+', '[ab]c');
const value = fc.oneof(
  text.map((exact): Wanted => ({ exact })),
  text.map((prefix): Wanted => ({ prefix })),
  regex.map((expression): Wanted => ({ regex: expression })),
);
const anyValue = fc.oneof({ weight: 4, arbitrary: value }, { weight: 1, arbitrary: fc.constant<Wanted>({}) });
const uri = fc.oneof(
  text.map((exact): Wanted => ({ exact: `/${exact}` })),
  fc.constantFrom('/', '/a', '/ab', '/A').map((prefix): Wanted => ({ prefix })),
  fc.constantFrom('.*', '/a.*', '/ab?', '/(a|b)', '/ab').map((expression): Wanted => ({ regex: expression })),
);
const named = (values: fc.Arbitrary<Wanted>) =>
  fc.dictionary(fc.constantFrom('x', 'y'), values, { maxKeys: 2, minKeys: 1 });

/** Matches that often have to do with each other. */
export const match = fc
  .record(
    {
      uri,
      ignoreUriCase: fc.boolean(),
      headers: named(anyValue),
      withoutHeaders: named(anyValue),
      queryParams: named(anyValue),
      method: value,
      port: fc.constantFrom(80, 81),
    },
    { requiredKeys: [] },
  )
  .map(({ ignoreUriCase, ...others }) =>
    ignoreUriCase === true ? { ...others, ignoreUriCase } : others,
  ) as fc.Arbitrary<ManifestMatch>;

/** Two matches, of which the second often adds conditions to the first, or narrows them. */
export const related = fc
  .tuple(match, match, fc.boolean(), fc.boolean())
  .map(([a, b, adds, replaces]) => [a, adds ? (replaces ? { ...a, ...b } : { ...b, ...a }) : b] as const);

const texts = fc.dictionary(fc.constantFrom('x', 'y'), text, { maxKeys: 2 });

export const request: fc.Arbitrary<Request> = fc.record({
  path: text.map(name => `/${name}`),
  method: text,
  headers: texts,
  query: texts,
  port: fc.constantFrom(80, 81),
});

/** Whether a request meets a match, computed apart from the code under test. */
export function meets(given: Request, wanted: ManifestMatch): boolean {
  const all = (values: { readonly [name: string]: string }, wants: { readonly [name: string]: Wanted } = {}) =>
    Object.entries(wants).every(([name, want]) => fits(values[name], want));
  const none = Object.entries(wanted.withoutHeaders ?? {}).every(([name, want]) => !fits(given.headers[name], want));
  return (
    (wanted.uri === undefined || fits(given.path, wanted.uri, wanted.ignoreUriCase === true)) &&
    (wanted.method === undefined || fits(given.method, wanted.method)) &&
    (wanted.port === undefined || wanted.port === given.port) &&
    all(given.headers, wanted.headers) &&
    all(given.query, wanted.queryParams) &&
    none
  );
}

function fits(got: string | undefined, { exact, prefix, regex: expression }: Wanted, ignoreCase = false): boolean {
  if (got === undefined) return false;
  if (expression !== undefined) return new RegExp(`^(?:${expression})$`).test(got);
  const [have, want] = ignoreCase
    ? [got.toLowerCase(), (exact ?? prefix ?? '').toLowerCase()]
    : [got, exact ?? prefix ?? ''];
  return exact === undefined ? have.startsWith(want) : have === want;
}
