import { headerAttribute, METHOD, PATH } from '../requests/attribute';
import { anyOf, exact, PRESENT, stringMatch, type Test } from '../requests/test';
import type { Literal } from '../requests/witness/literal';
import type { TextTest } from '../values/text-test';

/** How a text is compared: `PathMatch` and `TextMatch` of the constructs are such comparisons. */
export interface TextComparison {
  readonly value: TextTest;
}

/** Which HTTP requests are meant. */
export interface RequestFilter {
  /** @default - any method */
  readonly methods?: readonly string[] | undefined;
  /** The paths without the query, of which one has to fit. @default - any path */
  readonly paths?: readonly TextComparison[] | undefined;
  /** Headers that they carry, with their value. @default - any headers */
  readonly headers?: { readonly [name: string]: string | TextComparison } | undefined;
}

/** What holds on all requests that are meant. */
export function literalsOf({ methods = [], paths = [], headers = {} }: RequestFilter): readonly Literal[] {
  const literals: Literal[] = [];
  const want = (term: Literal['term'], test: Test) => literals.push({ term, test, answer: true });
  if (methods.length > 0) want(METHOD, anyOf(methods.map(method => exact(method))));
  if (paths.length > 0) want(PATH, anyOf(paths.map(({ value }) => stringMatch(value) ?? PRESENT)));
  for (const [name, value] of Object.entries(headers)) {
    const test = typeof value === 'string' ? exact(value) : (stringMatch(value.value) ?? PRESENT);
    want(headerAttribute(name), test);
  }
  return literals;
}
