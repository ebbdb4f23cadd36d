import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SUPPORT } from '../../src/istio/support';
import { expandPattern } from '../../src/istio/unsupported-fields';
import { printSupport } from '../../src/simulation/print-support';

test('the page of the documentation is what the table prints', () => {
  const page = readFileSync(join(__dirname, '../../docs/simulator.md'), 'utf8');
  // Mend with: npx tsx src/cli/main.ts simulate --support > docs/simulator.md
  expect(page).toBe(printSupport());
});

test('no field is listed twice', () => {
  const all = SUPPORT.flatMap(({ kind, fields }) => fields.flatMap(expandPattern).map(field => `${kind} ${field}`));
  expect(all.filter((field, i) => all.indexOf(field) !== i)).toEqual([]);
});

test('whatever does not decide says why', () => {
  const silent = SUPPORT.filter(({ support, because }) => support !== 'modelled' && because === undefined);
  expect(silent).toEqual([]);
});

test('alternatives in a pattern are written out, also inside of each other', () => {
  expect(expandPattern('spec.{a,b.{c,d}[]}.e')).toEqual(['spec.a.e', 'spec.b.c[].e', 'spec.b.d[].e']);
});
