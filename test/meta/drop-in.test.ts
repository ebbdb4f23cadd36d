import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { parse } from 'yaml';

const ROOT = resolve(__dirname, '../..');
// Below the package, since the command asks for its own package.json.
const BUNDLE = join(ROOT, 'lib/drop-in');
const MAIN = join(BUNDLE, 'main.js');

const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { istio-injection: enabled } }\n';
const pods = (name: string) => `apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { selector: { app: ${name} }, ports: [{ name: http, port: 80 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: app, image: app:1, ports: [{ containerPort: 80 }] }] }
`;
const mesh = [namespace, pods('web'), pods('api')].join('---\n');
const route = (host: string) => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: api, namespace: shop }
spec: { hosts: [api], http: [{ route: [{ destination: { host: ${host} } }] }] }
`;

jest.setTimeout(120_000);

describe('in a git repository', () => {
  let repository: string;
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: repository, encoding: 'utf8' }).trim();
  const write = (file: string, text: string) => {
    mkdirSync(join(repository, file, '..'), { recursive: true });
    writeFileSync(join(repository, file), text);
  };
  const commit = () => {
    git('add', '-A');
    git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '-qm', 'x');
    return git('rev-parse', 'HEAD');
  };

  beforeAll(() => {
    buildSync({
      entryPoints: [join(ROOT, 'src/cli/main.ts')],
      outfile: MAIN,
      bundle: true,
      platform: 'node',
      packages: 'external',
    });
    repository = mkdtempSync(join(tmpdir(), 'repository-'));
    git('init', '-q');
  });
  afterAll(() => {
    rmSync(repository, { recursive: true, force: true });
    rmSync(BUNDLE, { recursive: true, force: true });
  });

  test('the Action annotates findings, writes SARIF, and tells what the change does to requests', () => {
    write('k8s/mesh.yaml', mesh);
    // As in the output of an app.
    write('k8s/Kustomization', 'resources: [mesh.yaml]\n');
    const base = commit();
    write('k8s/route.yaml', route('gone'));
    commit();
    const { runs } = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8'));
    const step = runs.steps.find(({ id }: { id?: string }) => id === 'check');
    const { status, stdout, stderr } = spawnSync('bash', ['-c', step.run], {
      cwd: repository,
      encoding: 'utf8',
      env: {
        ...process.env,
        GITHUB_ACTION_PATH: ROOT,
        MANIFESTS: 'k8s',
        BASE: base,
        ISTIO_VERSION: '1.30',
        FAIL_ON: 'error',
        OUTPUT: 'out',
        CLI: `${process.execPath} ${MAIN}`,
      },
    });
    expect([status, stderr]).toEqual([1, expect.any(String)]);
    expect(stdout).toContain('::error file=k8s/route.yaml,line=4,title=unknown-destination-host::');
    const [{ results }] = JSON.parse(readFileSync(join(repository, 'out/analyze.sarif'), 'utf8')).runs;
    expect(results.map(({ ruleId }: { ruleId: string }) => ruleId)).toContain('unknown-destination-host');
    const comment = readFileSync(join(repository, 'out/diff.md'), 'utf8');
    expect(comment).toMatch(/^### Behaviour of the mesh/);
    expect(comment).toContain('newly denied');
    expect(git('worktree', 'list').split('\n')).toHaveLength(1);
  });

  test('the Action passes where nothing is wrong, and names each input that it reads', () => {
    write('k8s/route.yaml', route('api'));
    const { status, stdout } = spawnSync('bash', [join(ROOT, 'action/run.sh')], {
      cwd: repository,
      encoding: 'utf8',
      env: {
        ...process.env,
        MANIFESTS: 'k8s/mesh.yaml k8s/route.yaml',
        OUTPUT: 'out',
        CLI: `${process.execPath} ${MAIN}`,
      },
    });
    expect([status, stdout.match(/^\d+ objects.*no findings/gm)?.length]).toEqual([0, 2]);
    const action = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8'));
    const used = [...JSON.stringify(action.runs).matchAll(/inputs\.([\w-]+)/g)].map(([, name]) => name);
    expect([...new Set(used)].sort()).toEqual(Object.keys(action.inputs).sort());
  });

  test('the hooks check the files that are handed to them', () => {
    const hooks = parse(readFileSync(join(ROOT, '.pre-commit-hooks.yaml'), 'utf8')) as {
      id: string;
      entry: string;
      files: string;
      pass_filenames?: boolean;
    }[];
    const { bin } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    write('k8s/route.yaml', route('gone'));
    write('values.yaml', 'replicas: 3\n');
    const run = (entry: string, ...files: readonly string[]) => {
      const [command = '', ...args] = entry.split(' ');
      expect(Object.keys(bin)).toContain(command);
      return spawnSync(process.execPath, [MAIN, ...args, ...files], { cwd: repository, encoding: 'utf8' });
    };
    const [validate, analyze] = hooks;
    expect(run(validate?.entry ?? '', 'k8s/route.yaml', 'values.yaml')).toMatchObject({
      status: 0,
      stderr: expect.stringContaining('passed over "values.yaml:1"'),
    });
    expect(analyze?.pass_filenames).toBe(false);
    expect(run(analyze?.entry ?? '', 'k8s')).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('error unknown-destination-host'),
    });
    expect(hooks.every(({ files }) => new RegExp(files).test('k8s/a.yaml'))).toBe(true);
  });
});
