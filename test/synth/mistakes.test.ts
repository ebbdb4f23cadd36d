import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BETWEEN_DECLARATIONS } from './mistakes/between-declarations';
import { IN_A_DECLARATION } from './mistakes/in-a-declaration';
import { caught, type Stage } from './mistakes/mistake';

const MISTAKES = [...IN_A_DECLARATION, ...BETWEEN_DECLARATIONS];

test.each(MISTAKES.filter(([, stage]) => stage !== 'compiler'))(
  '%s is caught by the %s (%s)',
  (_, stage, said, make) => {
    const found = caught(make).filter(([, text]) => text.includes(said));
    expect(found.map(([by]) => by)).toContain(stage);
  },
);

test('a mesh without a mistake is said nothing of', () => {
  expect(caught(({ web, cart }) => web.calls(cart))).toEqual([]);
});

test('the table of the documentation lists them all', () => {
  const page = readFileSync(join(__dirname, '../../docs/mistakes.md'), 'utf8');
  const rows = MISTAKES.map(([what, stage, said], i) => `| ${i + 1} | ${what} | ${STAGES[stage]} | \`${said}\` |`);
  expect(page).toContain(`${rows.join('\n')}\n`);
  expect(rows.length).toBeGreaterThanOrEqual(50);
});

const STAGES: { readonly [stage in Stage]: string } = {
  compiler: 'the compiler',
  construct: 'an error in that line',
  synth: 'an error of the synth',
  warning: 'a warning of the synth',
  test: 'a unit test',
};
