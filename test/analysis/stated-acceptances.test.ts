import { Chart } from 'cdk8s';
import { VirtualService } from '../../imports/networking.istio.io';
import { analyze } from '../../src/analysis/analyze';
import type { AcceptedFinding } from '../../src/analysis/stated-acceptances';
import { buildModel } from '../../src/model/mesh-model';
import { parseManifests } from '../../src/model/read-manifests';
import { MeshApp } from '../../src/synth/mesh-app';
import { accept, acceptedIn, acceptText } from '../../src/tree/accept';

const service = (annotations = '{}') => `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop, annotations: ${annotations} }
spec: { ports: [{ name: web, port: 80 }] }
`;

const findings = (yaml: string, accepted: readonly AcceptedFinding[] = []): string[] =>
  analyze(buildModel(parseManifests(yaml, 'mesh.yaml')), { accepted }).map(
    ({ rule, severity, message }) => `${severity} ${rule}: ${message}`,
  );

const FOUND = expect.stringContaining('service-port-name');
const listed = (rule: string, resource?: string): AcceptedFinding => ({ rule, resource, reason: 'x', file: 'a.yaml' });

describe('the annotation', () => {
  test('accepts findings about its object by rule, with a reason', () => {
    expect(findings(service())).toEqual([FOUND]);
    expect(findings(service('{ cdk8s-istio/accept: "service-port-name: a foreign chart" }'))).toEqual([]);
    expect(findings(service('{ cdk8s-istio/accept: "double-tls: a; service-port-name: b" }'))).toEqual([
      'info unmatched-acceptance: "double-tls" is accepted, but finds nothing here',
    ]);
  });

  test('does not count without a reason, and says so', () => {
    expect(findings(service('{ cdk8s-istio/accept: service-port-name }'))).toEqual([
      'warning unmatched-acceptance: "service-port-name" is accepted without a reason, which does not count',
      FOUND,
    ]);
  });

  test('comes back from its text', () => {
    const reasons = new Map([
      ['b', 'two; lines\n of text'],
      ['a', 'one: more'],
    ]);
    expect(acceptText(reasons)).toBe('a: one: more; b: two, lines of text');
    expect([...acceptedIn(acceptText(reasons))]).toEqual([
      ['a', 'one: more'],
      ['b', 'two, lines of text'],
    ]);
  });
});

describe('a file', () => {
  test.each([undefined, 'Service shop/web', 'Service shop/*', '* shop/web'])('accepts for %s', resource => {
    expect(findings(service(), [listed('service-port-name', resource)])).toEqual([]);
  });

  test.each(['Service bank/web', 'Service shop/we', 'VirtualService *'])('does not accept for %s', resource => {
    expect(findings(service(), [listed('service-port-name', resource)])).toEqual([
      expect.stringContaining(`is accepted for ${resource}, but finds nothing there`),
      FOUND,
    ]);
  });

  test('is told of a rule that there is not', () => {
    expect(findings(service(), [listed('service-port-nam')])).toContain(
      'warning unmatched-acceptance: "service-port-nam" is accepted, but there is no rule of this name',
    );
  });
});

test('what constructs accept is written into the objects, so that the files are judged as the app was', () => {
  const app = new MeshApp({ outdir: 'unused' });
  const chart = new Chart(app, 'shop');
  const route = new VirtualService(chart, 'web', {
    metadata: { name: 'web', namespace: 'shop' },
    spec: { hosts: ['web.example.com'], http: [{ route: [{ destination: { host: 'gone.shop.svc.cluster.local' } }] }] },
  });
  accept(route, 'unknown-destination-host', 'defined by; another team');
  accept(route, 'no-such-rule', 'nothing', () => false);
  const yaml = app.synthYaml();
  expect(yaml).toContain('cdk8s-istio/accept: "unknown-destination-host: defined by, another team"');
  expect(findings(yaml).filter(finding => finding.includes('unknown-destination-host'))).toEqual([]);
  expect(findings(yaml.replace(/ *annotations:\n.*\n/, '')).join()).toContain('unknown-destination-host');
});
