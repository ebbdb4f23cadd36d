import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verb } from '../../src/cli/migrate';
import { OWN_RETRIES, SHOP } from '../migration/meshes';
import { object } from '../simulation/mesh-of';
import { runVerb } from './run-verb';

const FILES = { 'shop.yaml': [...SHOP, OWN_RETRIES].join('---\n') };
const LOST = 'default-retries:shop';

describe('migrate', () => {
  let folder: string;
  let out: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'migrate-'));
    out = join(folder, 'stages');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('writes the stages, and answers 1 as long as something is neither kept nor accepted', async () => {
    const { code, stdout } = await runVerb(verb, FILES, ['ambient', 'shop.yaml', '--out', out]);
    expect(code).toBe(1);
    expect(stdout).toContain('Moves shop into the ambient mesh:');
    expect(stdout).toContain(`  ${LOST}\n`);
    expect(stdout).toMatch(/such as shop\/\S+ -> GET http:\/\//);
    expect(existsSync(join(out, '20-shop/manifests.yaml'))).toBe(true);
  });

  test('answers 0 once all is accepted by its name', async () => {
    const { code, stdout } = await runVerb(verb, FILES, ['ambient', 'shop.yaml', '--out', out, '--accept', LOST]);
    expect(code).toBe(0);
    expect(stdout).toContain(`${LOST} (accepted)`);
  });

  test('answers 0 where only defaults of sidecars are lost, which nobody has asked for', async () => {
    const files = { 'shop.yaml': SHOP.join('---\n') };
    const { code, stdout } = await runVerb(verb, files, ['ambient', 'shop.yaml', '--out', out]);
    expect(code).toBe(0);
    expect(stdout).toContain(`${LOST} (need not be accepted)`);
  });

  test('writes its decisions as data', async () => {
    const { stdout } = await runVerb(verb, FILES, ['ambient', 'shop.yaml', '--out', out, '--json']);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({
      namespaces: ['shop'],
      decisions: [{ id: LOST, isDemanded: true, isAccepted: false }],
    });
    expect(report.stages.map(({ name }: { name: string }) => name)).toContain('20-shop');
  });

  test('reports what cannot be read, and writes nothing', async () => {
    const run = await runVerb(verb, { 'a.yaml': 'a: [' }, ['ambient', 'a.yaml', '--out', out, '--json']);
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('Cannot read manifests of') });
    expect(JSON.parse(run.stdout).diagnostics).toMatchObject([{ rule: 'unreadable-manifest' }]);
    expect(existsSync(out)).toBe(false);
  });

  test('names the line of an obstacle', async () => {
    const fault =
      '{ hosts: [backend], http: [{ fault: { abort: { httpStatus: 503, percentage: { value: 5 } } }, route: [{ destination: { host: backend } }] }] }';
    const files = { 'shop.yaml': [...SHOP, object('VirtualService', 'shop/backend', fault)].join('---\n') };
    const { stdout } = await runVerb(verb, files, ['ambient', 'shop.yaml', '--out', out, '--format', 'github']);
    expect(stdout).toMatch(/^::error file=.*shop\.yaml,line=\d+.*virtual-service-at-waypoint/m);
  });

  test.each([
    [['sidecar', 'shop.yaml'], 'Cannot migrate to "sidecar": wanted "ambient"'],
    [['ambiant', 'shop.yaml'], 'did you mean "ambient"?'],
    [['ambient', 'shop.yaml', '--accept', 'default-retries:shpo'], `did you mean "${LOST}"?`],
    [['ambient', 'shop.yaml', '--only', 'shp'], 'did you mean "shop"?'],
  ])('refuses %j', async (args, message) => {
    await expect(runVerb(verb, FILES, [...args, '--out', out])).rejects.toThrow(message);
    expect(existsSync(out)).toBe(false);
  });

  test('needs a folder to write to', async () => {
    await expect(runVerb(verb, FILES, ['ambient', 'shop.yaml'])).rejects.toThrow('wanted --out DIR');
  });
});
