/**
 * Compares the generated types of Istio with those of `cdk8s import` for the same file: bytes, time to check the types of
 * an app of one file, time to start and synthesize one object.
 *
 *     npx tsx bench/imports.ts CRD-FILE [ROUNDS]
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { transformSync } from 'esbuild';
import { SOURCES } from '../src/codegen/sources';

const ROOT = join(__dirname, '..');
const [file, rounds = '9'] = process.argv.slice(2);
if (file === undefined) throw new Error('Cannot compare: wanted the path of the CRD file of Istio');

const APP = (kind: string, from: string): string => `import { App, Chart } from 'cdk8s';
import { ${kind} } from '${from}';
const app = new App({ outdir: process.argv[2] ?? 'dist' });
const chart = new Chart(app, 'chart');
new ${kind}(chart, 'route', {
  spec: { hosts: ['a'], http: [{ match: [{ uri: { prefix: '/' } }], route: [{ destination: { host: 'a' } }], timeout: '5s' }] },
});
app.synth();
`;

const BARE = `import { ApiObject, App, Chart } from 'cdk8s';
const app = new App({ outdir: process.argv[2] ?? 'dist' });
const chart = new Chart(app, 'chart');
new ApiObject(chart, 'route', { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', spec: { hosts: ['a'] } });
app.synth();
`;

const work = mkdtempSync(join(tmpdir(), 'bench-imports-'));
try {
  symlinkSync(join(ROOT, 'node_modules'), join(work, 'node_modules'));
  const variants = { bare: makeBare(), stock: makeStock(resolve(file)), ours: makeOurs() };
  print('bytes of TypeScript', 'bytes', name => bytesOf(join(variants[name], 'imports')));

  const times = new Map<string, number[]>();
  const note = (key: string, value: number): void => void times.set(key, [...(times.get(key) ?? []), value]);
  for (let round = 0; round < Number(rounds); round++) {
    for (const [name, folder] of Object.entries(variants)) {
      const { total, check } = typeCheck(folder);
      note(`${name} total`, total);
      note(`${name} check`, check);
      note(`${name} start`, start(folder));
    }
  }
  const least = (key: string): number => Math.min(...(times.get(key) ?? []));
  for (const what of ['check', 'total', 'start']) {
    const title =
      { check: 'tsc --noEmit, check time', total: 'tsc --noEmit, total time', start: 'start and synth of one object' }[
        what
      ] ?? what;
    print(title, 'ms', name => Math.round(least(`${name} ${what}`) * 10) / 10);
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

type Name = 'bare' | 'stock' | 'ours';

function print(what: string, unit: string, value: (name: Name) => number): void {
  const [bare, stock, ours] = [value('bare'), value('stock'), value('ours')];
  const share = (((ours - bare) / (stock - bare)) * 100).toFixed(1);
  console.log(`${what}: bare ${bare}, stock ${stock}, ours ${ours} ${unit}; ours adds ${share} % of what stock adds`);
}

function makeBare(): string {
  const folder = join(work, 'bare');
  write(join(folder, 'app.ts'), BARE);
  return prepare(folder);
}

function makeStock(crds: string): string {
  const folder = join(work, 'stock');
  mkdirSync(folder);
  execFileSync(
    join(ROOT, 'node_modules/.bin/cdk8s'),
    ['import', crds, '--output', 'imports', '--language', 'typescript'],
    {
      cwd: folder,
      env: { ...process.env, CDK8S_CHECK_UPGRADE: 'false' },
      stdio: 'ignore',
    },
  );
  write(join(folder, 'app.ts'), APP('VirtualService', './imports/networking.istio.io'));
  return prepare(folder);
}

function makeOurs(): string {
  const folder = join(work, 'ours');
  const groups = SOURCES.find(({ name }) => name === 'istio')?.groups ?? [];
  for (const group of groups) cpSync(join(ROOT, 'imports', group), join(folder, 'imports', group), { recursive: true });
  for (const module of ['values', 'tree']) {
    cpSync(join(ROOT, 'src', module), join(folder, 'src', module), { recursive: true });
  }
  write(join(folder, 'app.ts'), APP('VirtualService', './imports/networking.istio.io'));
  return prepare(folder);
}

/** Adds the compiler settings of a user and the compiled JavaScript. */
function prepare(folder: string): string {
  const compilerOptions = {
    target: 'ES2022',
    module: 'Node16',
    moduleResolution: 'Node16',
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node'],
  };
  write(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['app.ts'] }));
  for (const path of filesBelow(folder)) {
    if (!path.endsWith('.ts')) continue;
    const { code } = transformSync(readFileSync(path, 'utf8'), { loader: 'ts', format: 'cjs', target: 'es2022' });
    write(join(folder, 'js', path.slice(folder.length).replace(/\.ts$/, '.js')), code);
  }
  return folder;
}

function typeCheck(folder: string): { total: number; check: number } {
  const { stdout, status } = spawnSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', folder, '--extendedDiagnostics'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`Cannot check "${folder}": ${stdout}`);
  const read = (label: string): number => Number(new RegExp(`${label} time:\\s+([\\d.]+)s`).exec(stdout)?.[1]) * 1000;
  return { total: read('Total'), check: read('Check') };
}

function start(folder: string): number {
  const begin = process.hrtime.bigint();
  execFileSync(process.execPath, [join(folder, 'js/app.js'), join(folder, 'dist')]);
  return Number(process.hrtime.bigint() - begin) / 1e6;
}

function bytesOf(folder: string): number {
  return filesBelow(folder).reduce((sum, path) => sum + statSync(path).size, 0);
}

function filesBelow(folder: string): string[] {
  let entries: string[];
  try {
    entries = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch {
    return [];
  }
  return entries
    .map(entry => join(folder, entry))
    .filter(path => !path.startsWith(join(folder, 'js/')) && statSync(path).isFile());
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
