import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, Chart } from 'cdk8s';
import { MeshApp } from '../../src/synth/mesh-app';
import { outputFolder } from '../../src/synth/output-folder';

test.each<[named: string | undefined, commanded: string | undefined, folder: string, staging: string | undefined]>([
  [undefined, undefined, 'dist', undefined],
  [undefined, '.dist', 'dist', '.dist'],
  [undefined, 'elsewhere', 'elsewhere', undefined],
  ['dist/production', undefined, 'dist/production', undefined],
  ['dist/production', '.dist', 'dist/production', '.dist'],
  ['dist/production', '/elsewhere/stdout', 'dist/production', '/elsewhere/stdout'],
  ['dist/production', 'dist/production', 'dist/production', undefined],
])(
  'an app that names %p under a command that names %p replaces %p and lays copies into %p',
  (named, commanded, folder, staging) => {
    expect(outputFolder(named, commanded)).toEqual({ folder, staging });
  },
);

describe('several apps of one program', () => {
  let project: string;
  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), 'environments-'));
    process.env.CDK8S_OUTDIR = join(project, 'staging');
    jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  });
  afterEach(() => {
    delete process.env.CDK8S_OUTDIR;
    rmSync(project, { recursive: true, force: true });
    jest.restoreAllMocks();
  });

  function write(outdir: string, value: string): void {
    const app = new MeshApp({ outdir: join(project, outdir) });
    const chart = new Chart(app, 'settings');
    new ApiObject(chart, 'map', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'map' }, data: { value } });
    app.synth();
  }

  const valueIn = (folder: string) =>
    /value: (.*)/.exec(readFileSync(join(project, folder, 'settings.k8s.yaml'), 'utf8'))?.[1];

  test('write folders of their own, and the command finds the copies of all', () => {
    write('dist/staging', 'a');
    write('dist/production', 'b');
    expect([valueIn('dist/staging'), valueIn('dist/production')]).toEqual(['a', 'b']);
    expect([valueIn('staging'), valueIn('staging/production')]).toEqual(['a', 'b']);
    write('dist/dev', 'c');
    expect(readdirSync(join(project, 'dist')).sort()).toEqual(['dev', 'production', 'staging']);
  });

  test.each(['dist', 'dist/inside', '.'])('are refused where the second would write into %p beside "dist"', folder => {
    write('dist', 'a');
    expect(() => write(folder, 'b')).toThrow('wanted a folder of its own for each MeshApp of a program');
    expect(valueIn('dist')).toBe('a');
    expect(existsSync(join(project, 'dist/inside'))).toBe(false);
  });

  test('may write into the folder of an earlier program', async () => {
    write('dist', 'a');
    await new Promise(resolve => setImmediate(resolve));
    write('dist', 'b');
    expect(valueIn('dist')).toBe('b');
  });
});
