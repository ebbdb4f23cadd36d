import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pack } from './pack';

const ROOT = resolve(__dirname, '../..');
const PAGE = readFileSync(join(ROOT, 'docs/start.md'), 'utf8');
const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

jest.setTimeout(600_000);

/** A file of the start page. */
function onPage(section: 'start' | 'start7', file: string): string {
  const found = new RegExp(
    `( *)<!-- ${section}: ${file.replaceAll('.', '\\.')} -->\\n *\`\`\`\\w+\\n([\\s\\S]*?)\\n *\`\`\``,
  ).exec(PAGE);
  if (found === null) throw new Error(`the start page has no ${file} for ${section}`);
  const [, indent = '', text = ''] = found;
  return `${text.replace(new RegExp(`^${indent}`, 'gm'), '')}\n`;
}

describe('the start page', () => {
  let folder: string;
  let packed: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'start-'));
    packed = join(folder, pack(folder).filename);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function check(project: string, files: readonly (readonly ['start' | 'start7', string])[]): void {
    const run = (command: string, ...args: readonly string[]) =>
      execFileSync(command, args, {
        cwd: project,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, CDK8S_CHECK_UPGRADE: 'false', NODE_ENV: 'test' },
      });
    run('npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', packed);
    for (const [section, file] of files) writeFileSync(join(project, file), onPage(section, file));
    run('npx', 'tsc', '--noEmit');
    run('npx', 'cdk8s', 'synth');
    expect(readdirSync(join(project, 'dist')).sort()).toEqual(
      expect.arrayContaining(['00-namespaces.k8s.yaml', '30-workloads.k8s.yaml', '60-policies.k8s.yaml']),
    );
    run('npx', 'jest', '--ci');
  }

  test('leads a project of the template of cdk8s to a green test', () => {
    const template = join(dirname(require.resolve('cdk8s-cli/package.json')), 'templates/typescript-app');
    const project = join(folder, 'template');
    cpSync(template, project, { recursive: true, filter: source => !/__snapshots__|\.hooks/.test(source) });
    const versions: { readonly [name: string]: string } = {
      $base: 'template',
      cdk8s_core_version: devDependencies.cdk8s.replace('^', ''),
      cdk8s_plus_version: '2.5.57',
      constructs_version: devDependencies.constructs.replace('^', ''),
      cdk8s_cli_spec: devDependencies['cdk8s-cli'],
    };
    const manifest = join(project, 'package.json');
    writeFileSync(
      manifest,
      readFileSync(manifest, 'utf8').replace(/\{\{ (\S+) \}\}/g, (_, name) => versions[name] ?? ''),
    );
    check(project, [
      ['start', 'cdk8s.yaml'],
      ['start', 'main.ts'],
      ['start', 'main.test.ts'],
    ]);
  });

  test('leads a project with TypeScript 7 to a green test', () => {
    const project = join(folder, 'seven');
    mkdirSync(project);
    const wanted = [
      'cdk8s-cli',
      'esbuild',
      'typescript',
      'jest',
      '@types/jest',
      '@types/node',
      '@swc/core',
      '@swc/jest',
    ];
    const development = Object.fromEntries(wanted.map(name => [name, devDependencies[name]]));
    const { cdk8s, constructs } = devDependencies;
    const manifest = {
      name: 'seven',
      private: true,
      dependencies: { cdk8s, constructs },
      devDependencies: development,
    };
    writeFileSync(join(project, 'package.json'), JSON.stringify(manifest));
    check(project, [
      ['start7', 'cdk8s.yaml'],
      ['start7', 'jest.config.json'],
      ['start7', 'tsconfig.json'],
      ['start', 'main.ts'],
      ['start', 'main.test.ts'],
    ]);
  });
});
