/**
 * How long the command line takes, against `istioctl analyze` of the same files, and how long the library takes to start.
 *
 * Run with: npx tsx bench/cli.ts [--istioctl PROGRAM] [--rounds N]
 *
 * The program is that of Istio 1.31.0:
 * go install istio.io/istio/istioctl/cmd/istioctl@v0.0.0-20260827124520-eed52ebb66ad
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { emitDocument } from '../src/text/emit-yaml';
import { interleave, table, type Variant } from './harness';
import { meshOf } from './large-mesh';

const ROOT = join(__dirname, '..');
const SIZES = [1_000, 10_000];
const LIMIT = 120_000;

const { values } = parseArgs({
  options: { istioctl: { type: 'string', default: 'istioctl' }, rounds: { type: 'string', default: '5' } },
});
const rounds = Number(values.rounds);

/** The library as it is published, and the Notes App beside it. */
function compile(folder: string): void {
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  symlinkSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
  run('build/build.mjs', join(folder, 'lib'));
  const app = join(folder, 'lib/src/notes-app.js');
  const bundle = ['--bundle', '--platform=node', '--external:./index', `--outfile=${app}`];
  const { status } = spawnSync(join(ROOT, 'node_modules/.bin/esbuild'), ['src/main.ts', ...bundle], { cwd: ROOT });
  if (status !== 0) throw new Error('Cannot bundle the Notes App');
}

function run(...args: readonly string[]): void {
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new Error(`Cannot run "${args.join(' ')}": ${stderr}`);
}

function node(name: string, ...args: readonly string[]): Variant {
  return { name, command: process.execPath, args };
}

function main(folder: string): void {
  compile(folder);
  const cli = join(folder, 'lib/src/cli/main.js');
  for (const size of SIZES) {
    const file = join(folder, `mesh-${size}.yaml`);
    writeFileSync(
      file,
      meshOf(size)
        .map(({ manifest }) => emitDocument(manifest))
        .join('---\n'),
    );
    const variants = [
      { name: 'istioctl', command: values.istioctl, args: ['analyze', '--use-kube=false', file] },
      node('analyze', cli, 'analyze', file),
      node('validate', cli, 'validate', file),
    ];
    console.log(`\n### ${size} documents\n\n${table(interleave(variants, rounds, LIMIT), 'istioctl')}`);
  }
  const app = node('Notes App, started directly', join(folder, 'lib/src/notes-app.js'));
  const env = { CDK8S_OUTDIR: join(folder, 'dist'), NODE_COMPILE_CACHE: join(folder, 'compiled') };
  const library = JSON.stringify(join(folder, 'lib/src/index.js'));
  const start = [
    node('an empty Node process', '--eval', '0'),
    node('cdk8s-istio --help', cli, '--help'),
    node("require('cdk8s')", '--eval', `require(${JSON.stringify(join(ROOT, 'node_modules/cdk8s'))})`),
    node("require('cdk8s-istio')", '--eval', `require(${library})`),
    { ...app, env },
    { ...app, name: `${app.name}, nothing kept compiled`, env: { ...env, NODE_DISABLE_COMPILE_CACHE: '1' } },
  ];
  console.log(`\n### Start\n\n${table(interleave(start, rounds * 2, LIMIT), 'an empty Node process')}`);
}

const folder = mkdtempSync(join(tmpdir(), 'bench-cli-'));
try {
  main(folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
