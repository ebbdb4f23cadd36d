import { parseManifests } from '../../src/model/read-manifests';
import { compareReleases } from '../../src/upgrade/compare-releases';
import { renderComparisonMarkdown, renderComparisonText } from '../../src/upgrade/render-comparison';
import { namespace, object, service } from '../simulation/mesh-of';
import { RELEASE_CASES } from '../simulation/release-cases';

const compare = (objects: readonly string[], from: string, to: string) =>
  compareReleases(parseManifests(objects.join('---\n'), 'mesh.yaml'), from, to);

test('nothing changes where no release treats the manifests otherwise', () => {
  const found = compare([namespace('shop'), service('shop/web'), service('shop/api')], '1.30', '1.32');
  expect(found.requests.differences).toEqual([]);
  expect(found.findings).toEqual({ new: [], gone: [] });
  expect(found.fields).toEqual({ begin: [], end: [] });
  expect(renderComparisonText(found)).toContain('From Istio 1.30 to 1.32, with the same manifests:\n0 differences');
});

test('requests that a release takes otherwise are named, with one of them', () => {
  const { mesh, to } = RELEASE_CASES.strictGatewayMerging;
  const { requests } = compare(mesh, '1.30', '1.31');
  expect(requests.differences).toContainEqual(
    expect.objectContaining({
      kind: 'newly-denied',
      from: ['internet'],
      witness: expect.objectContaining({ to }),
    }),
  );
  expect(compare(mesh, '1.31', '1.32').requests.differences).toEqual([]);
});

test('fields that begin to work are listed, and not as findings that are gone', () => {
  const rule = object(
    'DestinationRule',
    'shop/api',
    `{ host: api.shop.svc.cluster.local, trafficPolicy: { outlierDetection: { outlierDetectionHttpErrorCodes: { codes: ["503"] } } } }`,
  );
  const base = [namespace('shop'), service('shop/api')];
  const found = compare([...base, rule], '1.31', '1.32');
  expect(found.fields.begin.map(({ resource, field }) => `${resource.name} ${field}`)).toEqual([
    expect.stringMatching(/^api spec\.trafficPolicy\.outlierDetection\.outlierDetectionHttpErrorCodes/),
  ]);
  expect(found.findings.gone).toEqual([]);
  expect(compare([...base, rule], '1.32', '1.31').fields.end).toHaveLength(found.fields.begin.length);
});

test('objects that a release begins to refuse are new findings, and the reverse are gone', () => {
  const sidecar = object(
    'Sidecar',
    'shop/narrow',
    '{ egress: [{ hosts: ["./*", "~bank/secret.bank.svc.cluster.local"] }] }',
  );
  const base = [namespace('shop'), service('shop/api')];
  const forward = compare([...base, sidecar], '1.30', '1.32');
  const back = compare([...base, sidecar], '1.32', '1.30');
  const errors = ({ findings }: typeof forward, side: 'new' | 'gone') =>
    findings[side].filter(({ severity }) => severity === 'error').map(({ resource }) => resource.name);
  expect(errors(forward, 'gone')).toContain('narrow');
  expect(errors(back, 'new')).toContain('narrow');
});

test('text of manifests does not end a block of the Markdown', () => {
  const rule = object('DestinationRule', 'shop/api', '{ host: "```</details>" }');
  const found = compare([namespace('shop'), service('shop/api'), rule], '1.19', '1.32');
  const markdown = renderComparisonMarkdown({ ...found, findings: { new: [finding('```</details>')], gone: [] } });
  expect(markdown.match(/```/g)).toHaveLength(2);
  expect(markdown).toContain('<details><summary>new findings (1)</summary>');
});

function finding(message: string) {
  return { rule: 'some-rule', severity: 'error', resource: { kind: 'DestinationRule', name: 'api' }, message } as const;
}

test('refuses a release that there is not', () => {
  expect(() => compare([namespace('shop')], '1.30', '2.0')).toThrow(/2\.0/);
});
