import { analyze } from '../../src/analysis/analyze';
import { renderDiagnostic, renderDiagnostics, summarize } from '../../src/analysis/render';
import type { Finding, Rule } from '../../src/analysis/rule';
import { buildModel } from '../../src/model/mesh-model';
import { parseManifests } from '../../src/model/read-manifests';
import type { Diagnostic } from '../../src/values/diagnostic';

const MESH = buildModel(parseManifests('apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n', 'mesh.yaml'));

function rule(name: string, findings: readonly Partial<Finding>[], more: Partial<Rule> = {}): Rule {
  return {
    name,
    severity: 'warning',
    summary: '',
    equivalents: [],
    *check() {
      for (const finding of findings) yield { resource: { kind: 'Service', name: 'a' }, problem: 'p', ...finding };
    },
    ...more,
  };
}

const run = (...rules: Rule[]) => analyze(MESH, { rules });

describe('analyze', () => {
  test('sorts the worst first, then by namespace, kind, name and field in the order of numbers', () => {
    const service = (namespace: string, name: string) => ({ kind: 'Service', namespace, name });
    const found = run(
      rule('b', [
        { resource: service('b', 'a') },
        { resource: service('a', 'b'), field: 'spec.ports[10]' },
        { resource: service('a', 'b'), field: 'spec.ports[9]' },
        { resource: { kind: 'Pod', namespace: 'a', name: 'z' } },
        { resource: service('a', 'a') },
      ]),
      rule('a', [
        { resource: service('z', 'z'), severity: 'error' },
        { resource: service('a', 'a'), severity: 'info' },
      ]),
    );
    expect(
      found.map(({ severity, resource, field }) => [severity, resource.kind, resource.namespace, resource.name, field]),
    ).toEqual([
      ['error', 'Service', 'z', 'z', undefined],
      ['warning', 'Pod', 'a', 'z', undefined],
      ['warning', 'Service', 'a', 'a', undefined],
      ['warning', 'Service', 'a', 'b', 'spec.ports[9]'],
      ['warning', 'Service', 'a', 'b', 'spec.ports[10]'],
      ['warning', 'Service', 'b', 'a', undefined],
      ['info', 'Service', 'a', 'a', undefined],
    ]);
  });

  test('reports what is said twice once', () => {
    expect(run(rule('a', [{}, {}, { field: 'spec' }]))).toHaveLength(2);
  });

  test('takes severity and code of the finding before those of the rule', () => {
    const own = { severity: 'error', code: 'IST0002' } as const;
    const found = run(rule('a', [{ ...own }, { problem: 'q' }], { equivalents: ['IST0001', 'KIA0001'] }));
    expect(found.map(({ severity, code }) => [severity, code])).toEqual([
      ['error', 'IST0002'],
      ['warning', 'IST0001'],
    ]);
  });

  test('says nothing about namespaces of the cluster itself', () => {
    const chart = `
apiVersion: helm.cattle.io/v1
kind: HelmChart
metadata: { name: istiod, namespace: kube-system }
spec: { chart: istio/istiod, valuesContent: "pilot: { replicas: 2 }" }`;
    // What k3s is told there is of the user.
    expect(analyze(buildModel(parseManifests(chart, 'chart.yaml'))).map(one => one.rule)).toEqual([
      'unread-helm-value',
    ]);
    const system = { kind: 'Service', namespace: 'kube-system', name: 'kube-dns' };
    expect(run(rule('a', [{ resource: system }, { resource: { kind: 'Namespace', name: 'kube-system' } }]))).toEqual(
      [],
    );
  });

  test('leaves rules out that are for parity or on request only', () => {
    const pod =
      'apiVersion: v1\nkind: Pod\nmetadata: { name: a, namespace: shop, annotations: { sidecar.istio.io/logLevel: debug } }\n---\napiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { istio-injection: enabled } }\n';
    const codes = (istioParity: boolean) =>
      analyze(buildModel(parseManifests(pod, 'a'), { istioParity })).map(({ code }) => code);
    expect(codes(false)).toEqual([]);
    expect(codes(true)).toEqual(['IST0103']);
  });
});

describe('the text of a finding', () => {
  const diagnostic: Diagnostic = {
    rule: 'dangling-subset',
    code: 'IST0101',
    severity: 'error',
    resource: { kind: 'VirtualService', namespace: 'shop', name: 'web', origin: { constructPath: 'shop/route' } },
    field: 'spec.http[0]',
    message: 'subset "v3" is not defined',
    fix: 'add it',
    related: [{ kind: 'DestinationRule', namespace: 'shop', name: 'web', origin: { file: 'a.yaml', line: 7 } }],
  };

  test('has a line for the problem, the place, the origin, what else is involved, and the fix', () => {
    expect(renderDiagnostic(diagnostic).split('\n')).toEqual([
      'error dangling-subset [IST0101]: subset "v3" is not defined',
      '  at VirtualService shop/web spec.http[0]',
      '  defined by shop/route',
      '  see DestinationRule shop/web, defined in a.yaml:7',
      '  fix: add it',
    ]);
  });

  test('leaves out the lines that there is nothing to say on', () => {
    const { rule: name, severity, message } = diagnostic;
    const short: Diagnostic = { rule: name, severity, message, resource: { kind: 'Namespace', name: 'shop' } };
    expect(renderDiagnostics([short, short])).toBe(
      'error dangling-subset: subset "v3" is not defined\n  at Namespace shop\n\nerror dangling-subset: subset "v3" is not defined\n  at Namespace shop',
    );
  });

  test('of several is summed up by severity', () => {
    const of = (severity: Diagnostic['severity']): Diagnostic => ({ ...diagnostic, severity });
    expect(summarize([of('warning'), of('error'), of('error'), of('info')])).toBe('2 errors, 1 warning, 1 info');
    expect(summarize([])).toBe('no findings');
  });
});
