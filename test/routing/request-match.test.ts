import { toManifestMatch } from '../../src/routing/request-match';
import { PathMatch, TextMatch } from '../../src/routing/string-match';
import { declareMesh } from '../mesh/declare';

test('all conditions of a match are written together', () => {
  const match = {
    path: PathMatch.prefix('/notes'),
    headers: { 'end-user': TextMatch.exact('jason') },
    method: TextMatch.exact('GET'),
  };
  expect(toManifestMatch(match, 'app/x')).toEqual({
    uri: { prefix: '/notes' },
    headers: { 'end-user': { exact: 'jason' } },
    method: { exact: 'GET' },
  });
});

test('a match without conditions and a header in capitals are refused where they were written', () => {
  expect(() => toManifestMatch({}, 'app/x')).toThrow('Cannot match requests at app/x: wanted at least one condition');
  expect(() => toManifestMatch({ headers: { 'X-Canary': TextMatch.exact('1') } }, 'app/x')).toThrow(
    'Cannot match header "X-Canary" at app/x: wanted a header name in lower case',
  );
});

test('the service that calls is matched by the labels and namespace of its pods', () => {
  const { service } = declareMesh();
  expect(toManifestMatch({ source: service('frontend') }, 'app/x')).toEqual({
    sourceLabels: { app: 'frontend' },
    sourceNamespace: 'shop',
  });
  expect(() => toManifestMatch({ source: service('other'), sourceNamespace: 'shop' }, 'app/x')).toThrow(
    'Cannot match requests at app/x: wanted either source or sourceLabels and sourceNamespace, got both',
  );
});

test('the case of a path can be ignored, but not that of an expression', () => {
  expect(toManifestMatch({ path: PathMatch.prefix('/Api'), ignorePathCase: true }, 'app/x')).toEqual({
    uri: { prefix: '/Api' },
    ignoreUriCase: true,
  });
  const regex = { path: PathMatch.regex('/a.*'), ignorePathCase: true };
  expect(() => toManifestMatch(regex, 'app/x')).toThrow('wanted an exact path or a prefix with ignorePathCase');
});
