import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '../..');
const PAGES = execFileSync('git', ['ls-files', '*.md'], { cwd: ROOT, encoding: 'utf8' }).trim().split('\n');

test.each(PAGES)('%s leads to files that exist', page => {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const links = [...text.matchAll(/\]\((?!https?:)([^)#\s]+)/g)].map(([, link = '']) => join(dirname(page), link));
  const mentioned = [...text.matchAll(/`((?:src|test|docs|examples|bench)\/[\w./-]+\.\w+)`/g)].map(
    ([, path = '']) => path,
  );
  expect([...links, ...mentioned].filter(path => !existsSync(join(ROOT, path)))).toEqual([]);
});
