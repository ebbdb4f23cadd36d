import { PathMatch, TextMatch } from '../../src/routing/string-match';

test('a comparison is kept as Istio writes it', () => {
  expect(TextMatch.exact('jason').value).toEqual({ exact: 'jason' });
  expect(TextMatch.prefix('ja').value).toEqual({ prefix: 'ja' });
  expect(TextMatch.regex('(?i)j.*').value).toEqual({ regex: '(?i)j.*' });
  expect(PathMatch.exact('/a').value).toEqual({ exact: '/a' });
  expect(PathMatch.prefix('/').value).toEqual({ prefix: '/' });
  expect(PathMatch.regex('/v[12]/.*').value).toEqual({ regex: '/v[12]/.*' });
});

test.each([
  [() => TextMatch.prefix(''), 'Cannot match by prefix "": wanted at least one character'],
  [() => TextMatch.regex(''), 'Cannot match by regular expression "": wanted at least one character'],
  [() => TextMatch.regex('('), 'Cannot match by regular expression "(": wanted one that RE2 reads, got: '],
  [() => TextMatch.regex('(?=a)b'), 'Cannot match by regular expression "(?=a)b": wanted one that RE2 reads, got: '],
  [
    () => PathMatch.regex('[z-a]'),
    'Cannot match paths by regular expression "[z-a]": wanted one that RE2 reads, got: ',
  ],
  [() => PathMatch.regex(''), 'Cannot match paths by regular expression "": wanted at least one character'],
  [() => PathMatch.exact('a'), 'Cannot match path "a": wanted a path that begins with "/"'],
  [() => PathMatch.prefix(''), 'Cannot match path "": wanted a path that begins with "/"'],
])('what can never match is refused where it is written (%#)', (make, message) => {
  expect(make).toThrow(message);
});
