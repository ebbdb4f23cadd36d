import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { globSync } from '../meta/glob';

const ROOT = resolve(__dirname, '../..');

jest.setTimeout(120_000);

const SHOP = `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ port: 80, name: http }] }
---
apiVersion: v1
kind: Secret
metadata: { name: tls, namespace: shop }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: shop }
spec: { hosts: [web], http: [{ timeout: 3s, route: [{ destination: { host: web } }] }] }
`;

/** The package as it is installed, in as little time as bundling takes. */
describe('cdk8s-istio adopt', () => {
  let folder: string;
  let out: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'adopt-'));
    const root = join(folder, 'package');
    mkdirSync(root);
    writeFileSync(join(root, 'package.json'), readFileSync(join(ROOT, 'package.json')));
    symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'), 'dir');
    buildSync({
      absWorkingDir: ROOT,
      entryPoints: [
        'src/index.ts',
        'src/cli/main.ts',
        'src/testing/index.ts',
        ...globSync(ROOT, 'imports', 'index.ts'),
      ],
      bundle: true,
      platform: 'node',
      packages: 'external',
      outbase: '.',
      outdir: join(root, 'lib'),
      logLevel: 'error',
    });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  beforeEach(() => {
    out = mkdtempSync(join(folder, 'out-'));
  });

  const run = (yaml: string, ...options: string[]) => {
    const input = join(folder, 'mesh.yaml');
    writeFileSync(input, yaml);
    const main = join(folder, 'package/lib/src/cli/main.js');
    return spawnSync(process.execPath, [main, 'adopt', input, '--out', out, ...options], {
      cwd: ROOT,
      encoding: 'utf8',
    });
  };
  const text = (file: string): string => readFileSync(join(out, file), 'utf8');

  test('writes a program, its output, a test and a report, and says what was left out', () => {
    const { status, stdout, stderr } = run(SHOP);
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: `${out}: 3 objects, 1 of 1 of Istio and the Gateway API by constructs; no request behaves differently\n`,
    });
    expect(stderr).toBe('cdk8s-istio: left out Secret shop/tls: Secrets do not belong into source code\n');
    expect(readdirSync(join(out, 'dist'))).toEqual([
      '00-namespaces.k8s.yaml',
      '30-workloads.k8s.yaml',
      '50-routes.k8s.yaml',
    ]);
    expect(text('ADOPTION.md')).toContain('which is what was compared');
    expect(text('ADOPTION.md')).toContain('| VirtualService shop/web | Timeout |');
    expect(text('src/main.ts')).toContain("new Timeout(mesh, 'web-timeout', { service: web, request: '3s' });");
  });

  test('the test that it writes passes, and fails when the behaviour changes', () => {
    run(SHOP);
    mkdirSync(join(out, 'node_modules'));
    for (const [name, target] of [
      ['cdk8s-istio', join(folder, 'package')],
      ['cdk8s', join(ROOT, 'node_modules/cdk8s')],
      ['constructs', join(ROOT, 'node_modules/constructs')],
    ] as const) {
      symlinkSync(target, join(out, 'node_modules', name), 'dir');
    }
    const tsx = join(ROOT, 'node_modules/tsx/dist/loader.mjs');
    const test = () =>
      spawnSync(process.execPath, ['--import', tsx, '--test', 'mesh.test.ts'], { cwd: out, encoding: 'utf8' });
    const before = test();
    expect({ status: before.status, output: before.status === 0 ? '' : before.stdout }).toEqual({
      status: 0,
      output: '',
    });
    const changed = text('src/main.ts').replace('app.synth();', "new MutualTls(mesh, 'strict');\napp.synth();");
    writeFileSync(join(out, 'src/main.ts'), changed.replace('import { Mesh,', 'import { Mesh, MutualTls,'));
    expect(test().status).not.toBe(0);
  });

  test('compares the program with what it accepts, which it writes into the objects', () => {
    const faulty = SHOP.replace('{ host: web }', '{ host: web, subset: none }');
    const { status, stdout } = run(faulty);
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: expect.stringContaining('no request behaves differently'),
    });
    expect(text('src/main.ts')).toContain("accept(virtualServiceShopWeb, 'dangling-subset'");
    expect(text('dist/50-routes.k8s.yaml')).toContain('cdk8s-istio/accept: ');
    expect(text('ADOPTION.md')).toContain('which is what was compared');
    expect(text('ADOPTION.md')).toMatch(/## Annotated\n\n.*\n\n- VirtualService shop\/web\n/);
  });

  test('tells what cannot be read by file and line, goes on with the rest and ends with 1', () => {
    const { status, stdout, stderr } = run(`${SHOP}---\na: [\n---\nhello: world\n`);
    expect(status).toBe(1);
    expect(stdout).toContain('3 objects');
    expect(stderr).toMatch(/cannot read .*mesh\.yaml:2\d: is not valid YAML/);
    expect(stderr).toMatch(/cannot read .*mesh\.yaml:2\d: is not a Kubernetes object/);
    expect(text('ADOPTION.md')).toContain('## Not read');
  });

  test('writes nothing into a folder that holds something, and nothing of nothing', () => {
    writeFileSync(join(out, 'mine.txt'), '');
    expect(run(SHOP)).toMatchObject({ status: 2, stderr: expect.stringContaining('wanted a new or an empty folder') });
    out = join(out, 'mine.txt');
    expect(run(SHOP)).toMatchObject({ status: 2, stderr: expect.stringContaining('empty folder, got a file') });
    out = join(folder, 'none');
    expect(run('hello: world\n')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('wanted Kubernetes objects, got none'),
    });
    expect(existsSync(out)).toBe(false);
  });
});
