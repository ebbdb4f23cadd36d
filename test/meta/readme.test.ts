import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { globSync } from './glob';

const ROOT = resolve(__dirname, '../..');
const PAGES = ['README.md', 'CONTRIBUTING.md', ...globSync(ROOT, 'docs', '.md')];

test('snippets that name their file are that file', () => {
  let found = 0;
  for (const page of PAGES) {
    const text = readFileSync(join(ROOT, page), 'utf8');
    for (const [, file = '', code] of text.matchAll(/<!-- (examples\/\S+) -->\n```ts\n([\s\S]*?)```/g)) {
      expect({ page, file, code }).toEqual({ page, file, code: readFileSync(join(ROOT, file), 'utf8') });
      found += 1;
    }
  }
  expect(found).toBeGreaterThan(0);
});

test('links between pages lead somewhere', () => {
  const broken = PAGES.flatMap(page =>
    [...readFileSync(join(ROOT, page), 'utf8').matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)[^)]*\)/g)]
      .map(([, target = '']) => join(dirname(page), target))
      .filter(target => !existsSync(join(ROOT, target)))
      .map(target => `${page} -> ${target}`),
  );
  expect(broken).toEqual([]);
});

test('every dependency says why it is there', () => {
  const { dependencies, devDependencies, peerDependencies } = JSON.parse(
    readFileSync(join(ROOT, 'package.json'), 'utf8'),
  ) as Record<string, Record<string, string>>;
  const page = readFileSync(join(ROOT, 'docs/dependencies.md'), 'utf8');
  const silent = Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies }).filter(
    name => !page.includes(`\`${name}\``),
  );
  expect(silent).toEqual([]);
});
