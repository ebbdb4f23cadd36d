import { simulate } from '../../../src/simulation/simulate';
import { meshOf } from '../mesh-of';
import { requestOf, summaryOf } from './case-group';
import { CASE_GROUPS } from './case-groups';

describe.each(CASE_GROUPS)('$name', group => {
  const model = meshOf(group.mesh, { istioVersion: group.release ?? '1.31' });

  test.each(group.cases)('$title', one => {
    const verdict = simulate(model, requestOf(group, one));
    expect(summaryOf(verdict)).toBe(one.expect);
    expect(verdict).toMatchObject(one.also ?? {});
  });
});

test('the table is as long as it should be, and every case is told apart by its title', () => {
  const titles = CASE_GROUPS.flatMap(({ name, cases }) => cases.map(({ title }) => `${name}: ${title}`));
  expect(titles.length).toBeGreaterThanOrEqual(120);
  expect(new Set(titles).size).toBe(titles.length);
});
