import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const GOOD =
  'apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: { name: a, namespace: ns }\nspec: { host: a }\n';
const BAD = GOOD.replace('host: a', 'hots: a');
const NEW = GOOD.replace('host: a', 'host: a, trafficPolicy: { retryBudget: { percent: 10 } }');
const WARNED = GOOD.replace('host: a', 'host: a, trafficPolicy: { outlierDetection: { consecutiveErrors: 5 } }');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'validate-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): string {
  const file = join(folder, name);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
  return file;
}

function validate(args: readonly string[], input = ''): { code: number | null; out: string; error: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'src/cli/main.ts', 'validate', ...args],
    {
      cwd: ROOT,
      input,
      encoding: 'utf8',
    },
  );
  return { code: status, out: stdout, error: stderr };
}

describe('cdk8s-istio validate', () => {
  it('says what it looked at and exits with 0 where nothing is wrong', () => {
    expect(validate([write('a.yaml', GOOD)])).toMatchObject({
      code: 0,
      out: '1 object, no findings\n',
      error: '',
    });
  });

  it('says where there is nothing to look at', () => {
    expect(validate([folder])).toMatchObject({ code: 0, error: `cdk8s-istio: no Kubernetes objects in "${folder}"\n` });
  });

  it('shows that an object has no name', () => {
    const { out } = validate([write('a.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n')]);
    expect(out).toContain('  at ConfigMap (without a name)');
  });

  it('shows findings with object, place and fix, and exits with 1', () => {
    const file = write('a.yaml', `${GOOD}---\n${BAD}`);
    const { code, out } = validate([file]);
    expect(code).toBe(1);
    expect(out).toContain('error unknown-field: spec.hots: unknown field "spec.hots", did you mean "host"?');
    expect(out).toContain(`  at DestinationRule ns/a spec.hots\n  defined in ${file}:9\n`);
    expect(out).toContain('  fix: rename it to "host"');
    expect(out.trimEnd().split('\n').at(-1)).toBe('2 objects, 2 errors');
  });

  it('reads folders, lists, JSON and standard input, and writes JSON', () => {
    write('sub/list.yaml', `apiVersion: v1\nkind: List\nitems:\n- ${BAD.trimEnd().replaceAll('\n', '\n  ')}\n`);
    write('a.json', JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'ns' } }));
    const { code, out } = validate([folder, '-', '--json'], WARNED);
    const { diagnostics, summary } = JSON.parse(out);
    expect(code).toBe(1);
    expect(summary).toEqual({ objects: 3, errors: 2, warnings: 1, infos: 0, unchecked: {} });
    expect(diagnostics[0]).toEqual({
      rule: 'unknown-field',
      severity: 'error',
      resource: {
        kind: 'DestinationRule',
        namespace: 'ns',
        name: 'a',
        origin: { file: join(folder, 'sub/list.yaml'), document: 0, line: 7 },
      },
      field: 'spec.hots',
      message: 'spec.hots: unknown field "spec.hots", did you mean "host"?',
      fix: 'rename it to "host"',
      related: [],
    });
    expect(diagnostics.map(({ field }: { field: string }) => field)).toEqual([
      'spec.hots',
      'spec.host',
      'spec.trafficPolicy.outlierDetection.consecutiveErrors',
    ]);
    expect(diagnostics[2].resource.origin.file).toBe('stdin');
  });

  it('checks for the release that is asked for', () => {
    const file = write('a.yaml', NEW);
    expect(validate([file, '--istio-version', '1.30']).code).toBe(0);
    const older = validate([file, '--istio-version', '1.26', '--json']);
    expect(older.code).toBe(1);
    expect(JSON.parse(older.out).diagnostics).toEqual([
      expect.objectContaining({ severity: 'error', field: 'spec.trafficPolicy.retryBudget' }),
    ]);
    expect(validate([file, '--istio-version', 'new'])).toMatchObject({ code: 2, out: '' });
  });

  it('fails on warnings where that is asked for', () => {
    const file = write('a.yaml', WARNED);
    expect(validate([file]).code).toBe(0);
    expect(validate([file, '--fail-on', 'warning']).code).toBe(1);
    expect(validate([file, '--fail-on', 'taste']).code).toBe(2);
  });

  it('exits with 2 and says where, if something cannot be read', () => {
    const broken = validate([write('broken.yaml', `${GOOD}---\na: [1\n`), write('bad.yaml', BAD)]);
    expect(broken).toMatchObject({ code: 2, out: expect.stringContaining('2 objects, 3 errors\n') });
    expect(broken.out).toContain('error unknown-field: spec.hots');
    expect(broken.error).toContain(`broken.yaml:`);
    const foreign = validate([write('foreign.yaml', `${GOOD}---\nfoo: bar\n`)]);
    expect(foreign.code).toBe(2);
    expect(foreign.error).toContain('foreign.yaml:6: is not a Kubernetes object');
    expect(validate([join(folder, 'none.yaml')]).code).toBe(2);
    expect(validate([]).code).toBe(2);
  });

  it('explains itself', () => {
    const out = execFileSync(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', 'validate', '--help'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    expect(out).toContain('usage: cdk8s-istio validate');
  });
});
