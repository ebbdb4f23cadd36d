import type { Attribute } from '../requests/attribute';
import type { Test } from '../requests/test';
import { attributeOf, type Literal } from '../requests/witness/literal';

/** What is said of one attribute: which values it has, and which it has not. */
interface Said {
  readonly attribute: Attribute;
  readonly is: Test[];
  readonly isNot: Test[];
  present: boolean | undefined;
}

/** The same in words: alternatives of which one has to fit for each, and values that do not fit. */
interface Worded {
  readonly attribute: Attribute;
  readonly is: readonly string[];
  readonly isNot: readonly string[];
  readonly present: boolean | undefined;
}

/**
 * A condition on requests as people write it, such as `GET|HEAD /api/** except /api/admin**, header x-canary = "true"`.
 *
 * What is said of the sender is left out: who sends is told apart.
 *
 * @returns an empty text for any request
 */
export function describeCondition(condition: readonly Literal[]): string {
  const about = new Map<string, Said>();
  const others: string[] = [];
  for (const literal of condition) {
    const attribute = attributeOf(literal.term);
    if (attribute === undefined) others.push('something that cannot be told');
    else if (literal.term.kind !== 'attribute') others.push(describeRewritten(attribute, literal));
    else note(about, attribute, literal);
  }
  const said = [...about.values()].map(worded);
  const method = said.find(({ attribute }) => attribute.name === 'method');
  const path = said.find(({ attribute }) => attribute.name === 'path');
  const first = [method === undefined ? '' : describeMethod(method), path === undefined ? '' : describePath(path)];
  const rest = said.filter(one => one !== method && one !== path).flatMap(describeSaid);
  return [first.filter(text => text !== '').join(' '), ...rest, ...others].filter(text => text !== '').join(', ');
}

function note(about: Map<string, Said>, attribute: Attribute, { test, answer }: Literal): void {
  const said = about.get(attribute.id) ?? { attribute, is: [], isNot: [], present: undefined };
  about.set(attribute.id, said);
  if (test.kind === 'present') said.present = answer;
  else (answer ? said.is : said.isNot).push(test);
}

/** Leaves out what follows from the rest. */
function worded({ attribute, is, isNot, present }: Said): Worded {
  const refused = isNot.flatMap(test => (test.kind === 'any-of' ? test.tests : [test]));
  const possible = is.map((test, i) =>
    without(
      test,
      one => refused.some(no => implies(one, no)) || is.some((other, j) => i !== j && excludes(other, one)),
    ),
  );
  const kept = possible.filter((test, i) => !isSaidBy(possible, test, i));
  const left = refused.filter(
    (test, i) => !kept.some(one => excludes(one, test)) && !refused.some((other, j) => isSaid(test, other, i, j)),
  );
  return {
    attribute,
    is: kept.map(test => valuesOf(test, attribute).join('|')),
    isNot: left.flatMap(test => valuesOf(test, attribute)),
    present,
  };
}

/** Whether a test follows from another one of the list; of two that mean the same the first is kept. */
function isSaidBy(tests: readonly Test[], test: Test, i: number): boolean {
  return tests.some((other, j) => isSaid(other, test, j, i));
}

function isSaid(one: Test, other: Test, i: number, j: number): boolean {
  return i !== j && implies(one, other) && !(i > j && implies(other, one));
}

/** The alternatives of a test but for some; the last one stays. */
function without(test: Test, isDropped: (one: Test) => boolean): Test {
  if (test.kind !== 'any-of') return test;
  const tests = test.tests.filter(one => !isDropped(one));
  const [only] = tests;
  if (tests.length === 0) return test;
  return tests.length === 1 && only !== undefined ? only : { ...test, tests };
}

/** Whether all that passes one test surely passes the other. */
function implies(one: Test, other: Test): boolean {
  if (one.kind === 'any-of') return one.tests.every(test => implies(test, other));
  if (one.kind === 'exact' && !one.ignoreCase) return other.fits(one.text);
  if (one.kind !== 'prefix' || other.kind !== 'prefix' || one.ignoreCase) return false;
  return other.ignoreCase
    ? one.text.toLowerCase().startsWith(other.text.toLowerCase())
    : one.text.startsWith(other.text);
}

/** Whether nothing that passes one test passes the other. */
function excludes(one: Test, other: Test): boolean {
  if (one.kind === 'any-of') return one.tests.every(test => excludes(test, other));
  if (one.kind === 'exact' && !one.ignoreCase) return !other.fits(one.text);
  if (one.kind !== 'prefix' || one.ignoreCase) return false;
  if (other.kind === 'exact' && !other.ignoreCase) return !one.fits(other.text);
  return (
    other.kind === 'prefix' && !other.ignoreCase && !one.text.startsWith(other.text) && !other.text.startsWith(one.text)
  );
}

/** The values that pass a test, in words. */
function valuesOf(test: Test, attribute: Attribute): readonly string[] {
  const isPath = attribute.name === 'path' || attribute.name === 'target';
  const star = isPath ? '**' : '*';
  switch (test.kind) {
    case 'exact':
      return [test.text];
    case 'prefix':
      return [`${test.text}${star}`];
    case 'suffix':
      return [`${star}${test.text}`];
    case 'regex':
      return [`regex ${test.expression}`];
    case 'template':
      return [test.template];
    case 'glob':
      return [test.pattern];
    case 'range':
      return [test.range];
    case 'or-empty':
      return valuesOf(test.test, attribute);
    case 'any-of':
      return test.tests.flatMap(one => valuesOf(one, attribute));
    case 'chosen':
      return [test.name ?? 'any other'];
    case 'token':
      return [test.state];
    case 'not-empty':
      return ['not empty'];
    case 'present':
      return ['present'];
  }
}

function describeMethod({ is, isNot }: Worded): string {
  if (is.length > 0) return is.join(' and ');
  return isNot.length === 0 ? '' : `not ${isNot.join('|')}`;
}

function describePath({ is, isNot }: Worded): string {
  const wanted = is.length === 0 ? '/**' : is.join(' and ');
  return isNot.length === 0 ? wanted : `${wanted} except ${isNot.join(', ')}`;
}

function describeSaid({ attribute, is, isNot, present }: Worded): readonly string[] {
  const [key = ''] = attribute.key;
  switch (attribute.name) {
    case 'principal':
      return [];
    case 'peer address':
    case 'remote address':
      return compared('address', is, isNot, undefined);
    case 'token':
      return is.includes('accepted')
        ? ['with a valid token']
        : is.includes('absent')
          ? ['without a token']
          : ['with a bad token'];
    case 'authority':
      return compared('host', is, isNot, present);
    case 'claim':
      return compared(`claim ${attribute.key.join('.')}`, is, isNot, present);
    case 'parameter':
      return compared(`parameter ${key}`, is, isNot, present);
    case 'header':
      return compared(`header ${key}`, is, isNot, present);
    default:
      return compared(attribute.name, is, isNot, present);
  }
}

function compared(
  what: string,
  is: readonly string[],
  isNot: readonly string[],
  present: boolean | undefined,
): readonly string[] {
  const quoted = (values: readonly string[], by: string) => values.map(value => `"${value}"`).join(by);
  if (is.length > 0)
    return [`${what} = ${quoted(is, ' and ')}${isNot.length === 0 ? '' : ` except ${quoted(isNot, ', ')}`}`];
  if (present === false) return [`without ${what}`];
  if (isNot.length > 0) return [`${what} not ${quoted(isNot, ' or ')}`];
  return present === true ? [`with ${what}`] : [];
}

function describeRewritten(attribute: Attribute, { test, answer }: Literal): string {
  const values = valuesOf(test, attribute).map(value => `"${value}"`);
  return `${attribute.name} after the rewrite ${answer ? 'is' : 'is not'} ${values.join(' or ')}`;
}
