import type { ObjectIssue } from '../../src/schema/object-issue';
import type { CheckedRequest } from './check-mesh';
import { Report } from './report';
import { ValidationReport } from './validation-report';

const request = { from: 'a/b', to: 'http://c/' };
const checked = (istio: CheckedRequest['istio'], result: CheckedRequest['result']): CheckedRequest => ({
  request,
  istio,
  result,
});
const difference = { kind: 'answer: denied instead of no-route', product: 'denied', istio: 'no-route', security: true };

describe('report of requests', () => {
  const report = new Report();
  report.addMesh(['jwt'], []);
  const answers = [
    checked({ outcome: 'no-route' }, { kind: 'agree' }),
    checked({ outcome: 'no-route' }, { kind: 'differ', differences: [difference] }),
    checked({ outcome: 'denied' }, { kind: 'unsupported', reason: 'Sidecar spec.x: not modelled' }),
    checked({ outcome: '', leftOut: 'nothing sends to port 80 of a/b' }, { kind: 'left-out' }),
  ];
  for (const [index, one] of answers.entries()) report.addRequest(['jwt'], { seed: 1, index, checked: one });
  const text = report.print(1);

  it('counts what is compared, and leaves the rest out', () => {
    expect(text).toContain(
      'oracle: 1 of 3 requests in 1 meshes agree (33.33%), 1 unsupported, 1 with another policy or mTLS answer',
    );
    expect(report.agrees).toBe(false);
    expect(text).toContain('nothing sends to port … of …');
  });

  it('counts by outcome and by feature, where undecided requests count for nobody', () => {
    expect(text).toMatch(/no-route +66\.67% of the requests; of +2 requests +50\.00% agree, 1 differ, 0 unsupported/);
    expect(text).toMatch(/jwt +100\.00% of the meshes; of +3 requests +50\.00% agree, 1 differ, 1 unsupported/);
  });

  it('shows examples of each kind of difference', () => {
    expect(text).toContain('     1  answer: denied instead of no-route');
    expect(text).toContain('seed 1 request 2: {"from":"a/b","to":"http://c/"}');
  });
});

describe('report of objects', () => {
  const object = { apiVersion: 'networking.istio.io/v1', kind: 'Sidecar', metadata: { name: 'x' } };
  const issue = (source: ObjectIssue['source'], severity: ObjectIssue['severity'] = 'error'): ObjectIssue => ({
    severity,
    source,
    path: 'spec.egress[0]',
    message: 'spec.egress[0]: wrong',
    rule: 'some-rule',
  });
  const lines = (...objects: Parameters<ValidationReport['add']>[]): readonly string[] => {
    const report = new ValidationReport();
    for (const one of objects) report.add(...one);
    return report.print(0).split('\n');
  };

  it('agrees where each check says the same', () => {
    const text = lines(
      [object, [], {}],
      [object, [issue('schema')], { crd: 'no' }],
      [object, [issue('webhook')], { webhook: 'no' }],
      [object, [issue('webhook', 'warning')], { warnings: ['look'] }],
    );
    expect(text).toEqual([
      'validation, definition: 4 of 4 objects agree (100.00%); Istio speaks of 1',
      'validation, webhook: 3 of 3 objects agree (100.00%); Istio speaks of 1',
      'validation, warnings: 2 of 2 objects agree (100.00%); Istio speaks of 1',
    ]);
  });

  it('keeps the checks apart', () => {
    expect(lines([object, [issue('webhook')], { crd: 'no "a"' }])[0]).toContain(
      'definition: only Istio speaks: Sidecar no "…"',
    );
    expect(lines([object, [issue('cel')], { webhook: 'no' }])[0]).toContain(
      'definition: only the product speaks: Sidecar some-rule spec.egress[]',
    );
    expect(lines([object, [], { warnings: ['virtualService rule #1 not used (x)'] }])).toHaveLength(3);
    expect(lines([object, 'it broke', {}])[0]).toContain('throws');
  });
});
