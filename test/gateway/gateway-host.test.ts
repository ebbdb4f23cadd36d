import fc from 'fast-check';
import { covers, requireHost } from '../../src/gateway/gateway-host';

test.each([
  ['notes.example.com', 'notes.example.com', true],
  ['*', 'notes.example.com', true],
  ['*.example.com', 'notes.example.com', true],
  ['*.example.com', '*.eu.example.com', true],
  ['*.example.com', 'example.com', false],
  ['*.example.com', 'notes.example.org', false],
  ['*.example.com', 'notesexample.com', false],
  ['notes.example.com', '*.example.com', false],
  ['notes.example.com', 'other.example.com', false],
  ['*.eu.example.com', '*.example.com', false],
])('%s covers %s: %s', (pattern, host, expected) => {
  expect(covers(pattern, host)).toBe(expected);
});

test('a pattern covers just the hosts below its domain', () => {
  const domain = fc.stringMatching(/^[a-c]{1,3}\.[a-c]{1,3}$/);
  fc.assert(
    fc.property(domain, domain, (pattern, host) => {
      expect(covers(`*.${pattern}`, `x.${host}`)).toBe(pattern === host);
    }),
  );
});

test.each([
  '',
  'Notes.example.com',
  'a..b',
  '*a.example.com',
  'a.*.com',
  '-a.com',
  'a_b.com',
  `${'a'.repeat(64)}.`.repeat(4),
])('host %j is refused', host => {
  expect(() => requireHost(host, 'mesh/public')).toThrow(
    `Cannot answer for host "${host}" at mesh/public: wanted a DNS name in lower case`,
  );
});
