import { isMapping } from '../../model/shape';
import type { StringMatch } from '../../model/shapes/traffic';
import { anyOf, exact, stringMatch, type Test } from '../../requests/test';

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

/** Envoy allows every origin where a star passes for one. */
function originTest(tests: readonly Test[]): Test {
  const all = anyOf(tests);
  return all.fits('*') ? anyOf([stringMatch({ prefix: '' }) ?? all]) : all;
}
