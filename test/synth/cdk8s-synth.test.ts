import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { parse } from 'yaml';

const REPOSITORY = join(__dirname, '../..');
const CDK8S = join(REPOSITORY, 'node_modules/.bin/cdk8s');

let project: string;
let program: string;
beforeAll(() => {
  program = join(mkdtempSync(join(tmpdir(), 'failing-app-')), 'app.js');
  buildSync({
    entryPoints: [join(__dirname, 'fixtures/failing-app.ts')],
    bundle: true,
    platform: 'node',
    outfile: program,
  });
});
afterAll(() => rmSync(program, { force: true }));

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'cdk8s-synth-'));
  cpSync(program, join(project, 'app.js'));
  symlinkSync(join(REPOSITORY, 'node_modules'), join(project, 'node_modules'));
  // The output folder of this repository, so that this is about what its users run.
  const { output } = parse(readFileSync(join(REPOSITORY, 'cdk8s.yaml'), 'utf8'));
  writeFileSync(join(project, 'cdk8s.yaml'), `app: node app.js\noutput: ${output}\n`);
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

interface Run {
  readonly goesWrongAt?: string;
  readonly round?: string;
  readonly args?: readonly string[];
}

function environment({ goesWrongAt = 'never', round = '1' }: Run): NodeJS.ProcessEnv {
  const { CDK8S_OUTDIR: _, ...rest } = process.env;
  return { ...rest, CDK8S_CHECK_UPGRADE: 'false', GOES_WRONG_AT: goesWrongAt, ROUND: round };
}

const runApp = (run: Run = {}) =>
  spawnSync(process.execPath, ['app.js'], { cwd: project, encoding: 'utf8', env: environment(run) });

const runCommand = (run: Run = {}) =>
  spawnSync(CDK8S, ['synth', ...(run.args ?? [])], { cwd: project, encoding: 'utf8', env: environment(run) });

function filesIn(folder: string): Record<string, string> {
  const full = join(project, folder);
  if (!existsSync(full)) return {};
  return Object.fromEntries(
    readdirSync(full)
      .sort()
      .map(name => [name, readFileSync(join(full, name), 'utf8')]),
  );
}

describe('an app that fails', () => {
  test.each([
    'a constructor',
    'a lazy value',
    'a patch',
    'a validation',
    'an invalid object',
    'a missing gateway',
    'a text file',
    'the second file',
    'the first rename',
    'the second rename',
    'killed at a constructor',
    'killed at a lazy value',
    'killed at a text file',
    'killed at the second file',
    'killed at the first rename',
  ])('at %s leaves dist/ as it was', goesWrongAt => {
    expect(runApp().status).toBe(0);
    const old = filesIn('dist');
    expect(Object.keys(old)).toEqual(['NOTES.md', 'first.k8s.yaml', 'second.k8s.yaml']);
    const failed = runApp({ goesWrongAt, round: '2' });
    expect(failed.status).not.toBe(0);
    expect(filesIn('dist')).toEqual(old);
    expect(runApp({ round: '2' }).status).toBe(0);
    expect(filesIn('dist')['first.k8s.yaml']).toContain('round: "2"');
    expect(readdirSync(project).filter(name => name.startsWith('.dist'))).toEqual([]);
  });

  test('killed between its two renames has its old files put back by the next app, even by one that fails', () => {
    expect(runApp().status).toBe(0);
    const old = filesIn('dist');
    expect(runApp({ goesWrongAt: 'killed at the second rename', round: '2' }).signal).toBe('SIGKILL');
    expect(existsSync(join(project, 'dist'))).toBe(false);
    expect(runApp({ goesWrongAt: 'a constructor', round: '2' }).status).toBe(1);
    expect(filesIn('dist')).toEqual(old);
  });
});

describe('cdk8s synth', () => {
  test('replaces dist/, lists the files, and leaves git nothing else to see', () => {
    spawnSync('git', ['init', '-q'], { cwd: project });
    writeFileSync(join(project, '.gitignore'), 'node_modules\napp.js\ncdk8s.yaml\n.gitignore\n');
    const { status, stdout, stderr } = runCommand();
    expect(status).toBe(0);
    expect(stdout).toContain('/first.k8s.yaml\n');
    expect(stderr).toContain('dist: 2 objects in 2 manifest files, 3 added\n');
    expect(Object.keys(filesIn('dist'))).toEqual(['NOTES.md', 'first.k8s.yaml', 'second.k8s.yaml']);
    const seen = spawnSync('git', ['status', '--porcelain'], { cwd: project, encoding: 'utf8' });
    expect(seen.stdout).toBe('?? dist/\n');
    expect(runCommand().stderr).toContain('nothing changed');
  });

  test.each(['a constructor', 'an invalid object', 'killed at the second file'])(
    'that fails at %s leaves dist/ as it was',
    goesWrongAt => {
      expect(runCommand().status).toBe(0);
      const old = filesIn('dist');
      const failed = runCommand({ goesWrongAt, round: '2' });
      expect(failed.status).toBe(1);
      expect(filesIn('dist')).toEqual(old);
    },
  );

  test('shows the finding, its construct and its field on standard error', () => {
    const { stderr } = runCommand({ goesWrongAt: 'an invalid object' });
    expect(stderr).toContain('at ConfigMap default/Not_A_Name metadata.name\n  defined by third/x');
  });

  test.each([
    ['another output folder', ['-o', 'elsewhere'], 'elsewhere'],
    ['standard output', ['--stdout'], undefined],
  ])('to %s leaves dist/ as it was', (_what, args, folder) => {
    expect(runCommand().status).toBe(0);
    const old = filesIn('dist');
    const { status, stdout } = runCommand({ round: '2', args });
    expect(status).toBe(0);
    expect(filesIn('dist')).toEqual(old);
    const text = folder === undefined ? stdout : filesIn(folder)['first.k8s.yaml'];
    expect(text).toContain('round: "2"');
  });
});
