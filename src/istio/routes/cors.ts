import { isMapping } from '../../model/shape';
import type { StringMatch } from '../../model/shapes/traffic';
import { headerAttribute } from '../../requests/attribute';
import { anyOf, exact, regex, stringMatch, type Test } from '../../requests/test';
import { Re2SyntaxError } from '../../text/re2/syntax';
import type { EffectiveMesh } from '../effective-mesh';
import { RuleDemands } from '../policies/rule-demands';

/** What a proxy does with the requests that a browser sends ahead to ask what it may do. */
export interface CorsPolicy {
  /** The origins that may call. */
  readonly origins: Test;
  /** Whether the requests of other origins go on to the destination. */
  readonly forwardsOthers: boolean;
}

/** Reads the CORS policy of a route. An origin that is written as a star stands for all. */
export function corsPolicyOf(written: unknown): CorsPolicy | undefined {
  if (!isMapping(written)) return undefined;
  const { allowOrigins, allowOrigin, unmatchedPreflights } = written;
  const matches: Test[] = [];
  if (Array.isArray(allowOrigins)) {
    for (const one of allowOrigins) {
      const test = isMapping(one) ? stringMatch(one as StringMatch) : undefined;
      if (test !== undefined) matches.push(test);
    }
  } else if (Array.isArray(allowOrigin)) {
    for (const one of allowOrigin) if (typeof one === 'string') matches.push(exact(one));
  }
  return { origins: originTest(matches), forwardsOthers: unmatchedPreflights !== 'IGNORE' };
}

/** Origins as browsers write them, in small letters and without a port that the scheme has by itself. */
const ORIGIN = regex('null|[a-z][a-z0-9+-]*://(?:[a-z0-9_.-]*|\\[[0-9a-f:.]+\\])(?::[1-9][0-9]*)?');
const WITH_OWN_PORT = regex('http://.*:80|https://.*:443');
const ORIGIN_HEADER = headerAttribute('origin');

/** The origins that a CORS policy allows, each as it is written. */
export function allowedOrigins(written: unknown): readonly StringMatch[] {
  if (!isMapping(written) || !Array.isArray(written.allowOrigins)) return [];
  return written.allowOrigins.map(one => (isMapping(one) ? (one as StringMatch) : {}));
}

/** Whether no browser sends an origin that a match of a CORS policy allows. */
export function allowsNoOrigin(match: StringMatch, mesh: EffectiveMesh): boolean {
  let test: Test | undefined;
  try {
    test = stringMatch(match);
  } catch (error) {
    if (error instanceof Re2SyntaxError) return false;
    throw error;
  }
  if (test === undefined || test.fits('*')) return false;
  const found = mesh.once(RuleDemands).ofLiterals([
    { term: ORIGIN_HEADER, test, answer: true },
    { term: ORIGIN_HEADER, test: ORIGIN, answer: true },
    { term: ORIGIN_HEADER, test: WITH_OWN_PORT, answer: false },
  ]);
  return found === 'none';
}

/** Envoy allows every origin where a star passes for one. */
function originTest(tests: readonly Test[]): Test {
  const all = anyOf(tests);
  return all.fits('*') ? anyOf([stringMatch({ prefix: '' }) ?? all]) : all;
}
