import fc from 'fast-check';
import {
  isDnsLabel,
  requireDnsLabel,
  requireDnsSubdomain,
  requireLabelValue,
  subsetNameOf,
} from '../../src/values/names';

test('a DNS label has 1 to 63 of a-z, 0-9 and "-", alphanumeric at both ends', () => {
  for (const good of ['a', 'v1', 'notes-app', 'a'.repeat(63), '0a']) expect(isDnsLabel(good)).toBe(true);
  for (const bad of ['', '-a', 'a-', 'A', 'a.b', 'a_b', 'a'.repeat(64), 'ä']) expect(isDnsLabel(bad)).toBe(false);
});

test('a refused name says what it was meant for, where, and what is wanted', () => {
  expect(() => requireDnsLabel('Notes_App', 'name of a service', 'app/notes')).toThrow(
    'Cannot use "Notes_App" as name of a service at app/notes: wanted a DNS label',
  );
  expect(() => requireDnsSubdomain('a..b', 'trust domain', 'app/mesh')).toThrow('Cannot use "a..b" as trust domain');
  expect(() => requireLabelValue('v 1', 'version', 'app/mesh')).toThrow('Cannot use "v 1" as version at app/mesh');
});

test('a version becomes a subset name that keeps what a DNS label may hold', () => {
  expect(subsetNameOf('v2.0')).toBe('v2-0');
  expect(subsetNameOf('2026_11_RC1')).toBe('2026-11-rc1');
});

test('every version with an alphanumeric makes a DNS label', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,60}[A-Za-z0-9]$/), version => {
      expect(isDnsLabel(subsetNameOf(version))).toBe(true);
    }),
  );
});
