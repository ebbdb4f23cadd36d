import fc from 'fast-check';
import { hostCovers, hostsOverlap, isWildcard, sampleHost } from '../../src/values/host-pattern';

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
  expect(hostCovers(pattern, host)).toBe(expected);
});

test('a pattern covers just the hosts below its domain', () => {
  const domain = fc.stringMatching(/^[a-c]{1,3}\.[a-c]{1,3}$/);
  fc.assert(
    fc.property(domain, domain, (pattern, host) => {
      expect(hostCovers(`*.${pattern}`, `x.${host}`)).toBe(pattern === host);
    }),
  );
});

describe('hosts overlap', () => {
  test.each([
    ['a.example.com', 'a.example.com', true],
    ['*.example.com', 'a.example.com', true],
    ['*.example.com', 'a.b.example.com', true],
    ['*.example.com', 'example.com', false],
    ['*.example.com', 'xexample.com', false],
    ['*', 'a', true],
    ['*.a.example.com', '*.example.com', true],
    ['*.example.com', '*.example.org', false],
    ['a.example.com', 'b.example.com', false],
  ])('%s and %s: %s', (a, b, expected) => {
    expect(hostsOverlap(a, b)).toBe(expected);
    expect(hostsOverlap(b, a)).toBe(expected);
  });

  const label = fc.stringMatching(/^[a-z]{1,3}$/);
  const host = fc
    .tuple(fc.boolean(), fc.array(label, { minLength: 1, maxLength: 3 }))
    .map(([wild, labels]) => `${wild ? '*.' : ''}${labels.join('.')}`);

  test('whenever one covers the other, and only a wildcard covers another host', () => {
    fc.assert(
      fc.property(host, host, (a, b) => {
        if (hostCovers(a, b)) expect(hostsOverlap(a, b)).toBe(true);
        if (hostCovers(a, b) && a !== b) expect(a.startsWith('*')).toBe(true);
        if (hostsOverlap(a, b)) expect(hostCovers(a, b) || hostCovers(b, a)).toBe(true);
      }),
    );
  });
});

test('a host of a pattern is one that it covers', () => {
  for (const pattern of ['*', '*.example.com', 'a.example.com']) {
    expect(hostCovers(pattern, sampleHost(pattern))).toBe(true);
    expect(isWildcard(sampleHost(pattern))).toBe(false);
  }
});
