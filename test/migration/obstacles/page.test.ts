import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { OBSTACLE_KINDS } from '../../../src/migration/obstacles/kinds';

const PAGE = readFileSync(join(resolve(__dirname, '../../..'), 'docs/ambient-obstacles.md'), 'utf8');

test('the page lists every kind with its severity, what is lost, what to do and the page of Istio', () => {
  const rows = OBSTACLE_KINDS.map(
    ({ name, severity, summary, instead, url }) => `| [${name}](${url}) | ${severity} | ${summary} | ${instead} |`,
  );
  expect(PAGE.split('\n').filter(line => line.startsWith('| ['))).toEqual(rows);
});
