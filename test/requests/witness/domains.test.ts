import fc from 'fast-check';
import { normalizePath } from '../../../src/requests/path-normalization';
import { isIn, pathDomain } from '../../../src/requests/witness/domains';
import { compileRe2 } from '../../../src/text/re2';
import type { PathNormalization } from '../../../src/values/path-normalization';

const NORMALIZATIONS: readonly PathNormalization[] = [
  'NONE',
  'BASE',
  'MERGE_SLASHES',
  'DECODE_AND_MERGE_SLASHES',
  'DEFAULT',
];

/** Texts out of what paths are made of, and of what they are not. */
const path = fc
  .array(
    fc.constantFrom(
      ...'abZ09/._~-!$&*+,;=:@|^[]"<>`{}\\'.split(''),
      '%41',
      '%2f',
      '%2F',
      '%5c',
      '%7e',
      '%20',
      '%3C',
      '%c3',
      '..',
      '//',
    ),
    { maxLength: 8 },
  )
  .map(parts => `/${parts.join('')}`);

test.each(NORMALIZATIONS)('paths in the domain of %s are those that proxies leave as they are', normalization => {
  const domain = pathDomain(normalization);
  const [inside, ...outside] = [domain.fits, ...domain.never].map(compileRe2);
  const isInRe2 = (text: string) => inside?.fullMatch(text) === true && outside.every(one => !one.fullMatch(text));
  fc.assert(
    fc.property(path, text => {
      const isNormal = normalizePath(text, normalization) === text;
      expect([text, isIn(domain, text), isInRe2(text)]).toEqual([text, isNormal, isNormal]);
    }),
    { numRuns: 500 },
  );
});
