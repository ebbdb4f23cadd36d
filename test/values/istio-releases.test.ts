import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { endOfSupport, RELEASES, RELEASES_AS_OF, withPatch } from '../../src/values/istio-releases';
import {
  DEFAULT_ISTIO_VERSION,
  isAtLeast,
  NEWEST_MINOR,
  OLDEST_MINOR,
  parseIstioVersion,
  SCHEMA_VERSION,
} from '../../src/values/istio-version';

test('every minor that can be targeted is listed, and no other', () => {
  const minors = Object.keys(RELEASES);
  const [, oldest] = parseIstioVersion(OLDEST_MINOR);
  const [, newest] = parseIstioVersion(NEWEST_MINOR);
  expect(minors).toEqual(Array.from({ length: newest - oldest + 1 }, (_, i) => `1.${oldest + i}`));
  for (const [minor, { newest: patch }] of Object.entries(RELEASES)) expect(patch.startsWith(`${minor}.`)).toBe(true);
});

test('support ends in the order of the releases', () => {
  const days = Object.values(RELEASES).flatMap(({ supportEnds }) => supportEnds ?? []);
  expect([...days].sort()).toEqual(days);
  for (const day of days) expect(day).toMatch(/^20\d\d-[01]\d-[0-3]\d$/);
});

test('the default and the schemas are of releases that upstream mends', () => {
  for (const version of [DEFAULT_ISTIO_VERSION, SCHEMA_VERSION]) {
    expect(endOfSupport(version)).toBeUndefined();
    expect(withPatch(parseIstioVersion(version).join('.'))).toBe(version);
  }
  expect(endOfSupport('1.28.3')).toBe('2026-05-31');
});

test('the documentation has the same table', () => {
  const text = readFileSync(join(__dirname, '../../docs/install.md'), 'utf8');
  const rows = [...text.matchAll(/^\| (1\.\d+) \| ([\d.]+) \| ([\d-]*) ?\|$/gm)];
  expect(rows.map(([, minor, newest, supportEnds]) => [minor, newest, supportEnds])).toEqual(
    Object.entries(RELEASES).map(([minor, { newest, supportEnds = '' }]) => [minor, newest, supportEnds]),
  );
  expect(text).toContain(RELEASES_AS_OF);
});

test.each([
  ['1.31.4', '1.31', true],
  ['1.31.0', '1.31.1', false],
  ['1.31', '1.31.1', true],
  ['1.30.8', '1.31', false],
  ['1.32.0', '1.31.4', true],
  ['1.9', '1.10', false],
  ['1.31.0-rc.0', '1.31', true],
])('Istio %s has what came with %s: %s', (version, release, has) => {
  expect(isAtLeast(version, release)).toBe(has);
});
