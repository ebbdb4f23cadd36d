import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { analyze } from '../../src/analysis/analyze';
import { buildModel } from '../../src/model/mesh-model';
import { parseManifests } from '../../src/model/read-manifests';
import { type Acceptance, accept, acceptancesOf } from '../../src/tree/accept';

const service = (annotations = '{}') => `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop, annotations: ${annotations} }
spec: { ports: [{ name: web, port: 80 }] }
`;

function findings(yaml: string, acceptances: readonly Acceptance[] = [], constructPath = 'shop/web/service'): string[] {
  const located = parseManifests(yaml, 'mesh.yaml').map(({ manifest }) => ({ manifest, origin: { constructPath } }));
  return analyze(buildModel(located), { acceptances }).map(
    ({ rule, severity, message }) => `${severity} ${rule}: ${message}`,
  );
}

const FOUND = [expect.stringContaining('service-port-name')];
const acceptance = (constructPath: string, rule = 'service-port-name'): Acceptance => ({
  constructPath,
  rule,
  reason: 'x',
});

describe('an acceptance on a construct', () => {
  test('is read from the tree with its path', () => {
    const chart = new Chart(new App(), 'shop');
    const web = new Construct(chart, 'web');
    accept(web, 'service-port-name', 'a foreign chart');
    expect(acceptancesOf(chart.node.root)).toEqual([
      { rule: 'service-port-name', reason: 'a foreign chart', constructPath: 'shop/web' },
    ]);
  });

  test('counts only while it applies', () => {
    const chart = new Chart(new App(), 'shop');
    let applies = false;
    accept(chart, 'service-port-name', 'a foreign chart', () => applies);
    expect(acceptancesOf(chart)).toEqual([]);
    applies = true;
    expect(acceptancesOf(chart)).toHaveLength(1);
  });

  test('needs a reason', () => {
    const web = new Construct(new Chart(new App(), 'shop'), 'web');
    expect(() => accept(web, 'service-port-name', ' ')).toThrow(
      'Cannot accept "service-port-name" at shop/web: wanted a reason, got an empty text',
    );
  });

  test.each(['shop/web/service', 'shop/web', 'shop', ''])('covers the objects of "%s" and below', path => {
    expect(findings(service(), [acceptance(path)])).toEqual([]);
  });

  test.each(['shop/we', 'shop/web/service/x', 'bank'])('does not cover the objects beside "%s"', path => {
    expect(findings(service(), [acceptance(path)])).toEqual([
      'warning unmatched-acceptance: "service-port-name" is accepted, but finds nothing here',
      ...FOUND,
    ]);
  });

  test('that matches nothing is itself found, and so is one for a rule that does not exist', () => {
    const clean = service().replace('name: web, port', 'name: http, port');
    expect(findings(clean, [acceptance('shop'), acceptance('shop', 'port-name')])).toEqual([
      'warning unmatched-acceptance: "port-name" is accepted, but there is no rule of this name',
      'warning unmatched-acceptance: "service-port-name" is accepted, but finds nothing here',
    ]);
  });
});

describe('the annotation of istioctl', () => {
  test.each(['IST0118', 'service-port-name', '*', 'IST0101,IST0118'])('suppresses by "%s"', value => {
    const found = findings(service(`{ galley.istio.io/analyze-suppress: "${value}" }`));
    expect(found.filter(text => text.includes('port-name:'))).toEqual([]);
  });

  test('that suppresses nothing is itself found, unless its code is not one of ours', () => {
    expect(findings(service('{ galley.istio.io/analyze-suppress: "IST0118,IST0109,IST9999" }'))).toEqual([
      'info unmatched-acceptance: "IST0109" is suppressed, but finds nothing here',
    ]);
  });

  test('does not suppress other codes or other objects', () => {
    expect(findings(service('{ galley.istio.io/analyze-suppress: IST9999 }'))).toEqual(FOUND);
    const other = service().replace('name: web, namespace', 'name: other, namespace');
    expect(findings(`${service('{ galley.istio.io/analyze-suppress: IST0118 }')}---\n${other}`)).toEqual(FOUND);
  });
});
