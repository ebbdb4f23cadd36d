import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CASES } from './cases-folder';
import type { ConformanceCase } from './conformance-case';
import { type Check, checkCase } from './simulation-checks';

const FOLDER = join(CASES, 'simulation');

if (!existsSync(FOLDER)) {
  console.warn(`No conformance cases of the simulator at ${FOLDER}: nothing is compared with Istio`);
  test.skip('simulation: the conformance cases are absent', () => undefined);
} else {
  const files = readdirSync(FOLDER).filter(name => name.endsWith('.json'));
  const cases = files.flatMap(
    name => (JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as { cases: ConformanceCase[] }).cases,
  );
  const checks = cases.flatMap(checkCase);
  const topics = [...new Set(checks.map(({ topic }) => topic))];

  afterAll(() => {
    const line = (name: string, some: readonly Check[]) => {
      const asked = some.filter(({ skipped }) => skipped === undefined);
      const passed = asked.filter(({ problems }) => problems.length === 0).length;
      const skipped = some.length - asked.length;
      return `simulation: ${passed} of ${asked.length} checks${skipped > 0 ? ` (${skipped} skipped)` : ''}: ${name}`;
    };
    const lines = topics.map(topic =>
      line(
        topic,
        checks.filter(check => check.topic === topic),
      ),
    );
    process.stdout.write(`${[...lines, line('all topics', checks)].join('\n')}\n`);
  });

  describe.each(topics)('%s', topic => {
    const own = checks.filter(check => check.topic === topic);

    test('has checks', () => {
      expect(own.length).toBeGreaterThan(0);
    });

    test('agrees with Istio on every check', () => {
      const failed = own.filter(check => check.skipped === undefined && check.problems.length > 0);
      expect(failed.map(({ name, problems }) => `${name}: ${problems.join('; ')}`)).toEqual([]);
    });
  });
}
