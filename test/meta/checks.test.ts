import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { RULES } from '../../src/analysis/registry';
import { globSync } from './glob';

const ROOT = resolve(__dirname, '../..');

/** The names and severities of all checks that constructs register, as they are written. */
function written(): string[] {
  const found = globSync(ROOT, 'src', '.ts').flatMap(file => {
    const text = readFileSync(join(ROOT, file), 'utf8');
    if (!text.includes('tree/check')) return [];
    return [...text.matchAll(/name: '([a-z0-9-]+)',\s+severity: [^,]*'(error|warning|info)'/g)].map(
      ([, name, severity]) => `${name} ${severity}`,
    );
  });
  return [...new Set(found)].sort();
}

test('the page lists every check with its severity', () => {
  const page = readFileSync(join(ROOT, 'docs/checks.md'), 'utf8');
  const listed = [...page.matchAll(/^\| `([a-z0-9-]+)` \| (error|warning|info) \|/gm)].map(
    ([, name, severity]) => `${name} ${severity}`,
  );
  expect(listed).toEqual(written());
});

test('a check has a name of its own unless it finds what a rule finds', () => {
  const rules = new Set(RULES.map(({ name }) => name));
  const shared = written().filter(entry => rules.has(entry.split(' ')[0] ?? ''));
  expect(shared).toEqual(['plaintext-caller error']);
});
