import { App } from 'cdk8s';
import { Construct } from 'constructs';
import { checkNotices } from '../../src/synth/check-notices';
import { accept } from '../../src/tree/accept';
import { addNotices } from '../../src/tree/notice';

const NOTICE = { rule: 'timeout-exceeds-caller', severity: 'warning', message: 'found', fix: 'change it' } as const;

function noticing() {
  const app = new App();
  const parent = new Construct(app, 'parent');
  const child = new Construct(parent, 'child');
  addNotices(child, () => [NOTICE]);
  return { app, parent, child };
}

test('what constructs notice becomes a finding about them', () => {
  const { app } = noticing();
  expect(checkNotices(app)).toEqual({
    diagnostics: [
      {
        rule: 'timeout-exceeds-caller',
        severity: 'warning',
        resource: { kind: 'Construct', name: 'parent/child', origin: { constructPath: 'parent/child' } },
        message: 'found',
        fix: 'change it',
      },
    ],
    acceptances: [],
  });
});

test('what is accepted above is silent, and the acceptance is used up', () => {
  const { app, parent, child } = noticing();
  accept(parent, NOTICE.rule, 'the test is about the fault itself');
  accept(child, 'another-rule', 'stays');
  const { diagnostics, acceptances } = checkNotices(app);
  expect(diagnostics).toEqual([]);
  expect(acceptances.map(({ rule }) => rule)).toEqual(['another-rule']);
});

test('an acceptance beside it does not cover it', () => {
  const { app } = noticing();
  accept(new Construct(app, 'pare'), NOTICE.rule, 'elsewhere');
  expect(checkNotices(app).diagnostics).toHaveLength(1);
});
