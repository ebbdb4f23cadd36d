import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyze } from '../../src/analysis/analyze';
import { buildModel } from '../../src/model/mesh-model';
import { readManifests } from '../../src/model/read-manifests';
import { CASES } from './cases-folder';
import { failuresOf, type ReportCase } from './report-checks';

const FILE = join(CASES, 'reports/reports.json');
const SAMPLES = join(CASES, 'adopt');

/** The checks that do not hold yet. One that holds has to leave the list. */
const OPEN: readonly string[] = [];

if (!existsSync(FILE)) {
  console.warn(`No cases from practice at ${FILE}: nothing is compared with what is true of them`);
  test.skip('reports: the cases from practice are absent', () => undefined);
} else {
  const { istio, cases } = JSON.parse(readFileSync(FILE, 'utf8')) as { istio: string; cases: readonly ReportCase[] };
  const failures = new Map(cases.flatMap(one => [...failuresOf(one, istio)]));

  test('all checks of cases from practice hold but those that are known to be open', () => {
    const checks = cases.reduce((sum, one) => sum + one.checks.length, 0);
    process.stdout.write(`reports: ${checks - failures.size} of ${checks} checks hold\n`);
    const reasons = [...failures].filter(([name]) => !OPEN.includes(name));
    expect(reasons.map(([name, faults]) => `${name}: ${faults.join('; ')}`)).toEqual([]);
    expect(OPEN.filter(name => !failures.has(name))).toEqual([]);
  });
}

/** What is wrong with public sample applications: their subsets name versions that they do not deploy. */
const SAMPLE_FINDINGS: { readonly [sample: string]: readonly string[] } = {
  bookinfo: [
    'error subset-without-workload DestinationRule default/details spec.subsets[1].labels',
    'error subset-without-workload DestinationRule default/ratings spec.subsets[1].labels',
    'error subset-without-workload DestinationRule default/ratings spec.subsets[2].labels',
    'error subset-without-workload DestinationRule default/ratings spec.subsets[3].labels',
  ],
  'httpbin-gateway': [],
  'online-boutique': [],
};

if (!existsSync(SAMPLES)) {
  console.warn(`No sample applications at ${SAMPLES}: nothing is said of them`);
  test.skip('samples: the applications are absent', () => undefined);
} else {
  test.each(Object.entries(SAMPLE_FINDINGS))('the analysis says of %s only what is true', (sample, expected) => {
    const found = analyze(buildModel(readManifests([join(SAMPLES, sample)])));
    const shown = found.map(({ severity, rule, resource: { kind, namespace, name }, field }) => {
      return `${severity} ${rule} ${kind} ${namespace}/${name} ${field}`;
    });
    expect(shown.filter(line => !line.startsWith('info ')).sort()).toEqual(expected);
  });
}
