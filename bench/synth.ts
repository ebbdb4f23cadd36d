/**
 * Compares the synthesis of our MeshApp with plain cdk8s, with objects of a stock `cdk8s import`, with `helm template`,
 * `kubectl kustomize` and the floor of JSON.stringify, for the same VirtualServices.
 *
 *     npx tsx bench/synth.ts [--crds FILE] [--sizes 100,1000] [--per-chart all,100,10,1] [--rounds N] [--limit SECONDS]
 *
 * helm and kubectl are taken from the PATH, else from a development dependency. Variants whose program or file is
 * missing are left out, and the output says so.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildSync, transformSync } from 'esbuild';
import { parseAllDocuments } from 'yaml';
import { helmProgram, kubectlProgram } from '../test/install/fixtures/helm-program';
import { interleave, table, type Variant } from './harness';
import { benchObject, virtualService } from './virtual-service';

const ROOT = join(__dirname, '..');
const { values: options } = parseArgs({
  options: {
    crds: { type: 'string' },
    sizes: { type: 'string', default: '100,1000,10000,50000' },
    'per-chart': { type: 'string', default: 'all,100,10,1' },
    rounds: { type: 'string' },
    limit: { type: 'string', default: '120' },
  },
});

/** kustomize takes the square of the number of objects. */
const MOST_KUSTOMIZED = 1_000;
/** Rounds by number of objects: what is short varies more. */
const ROUNDS: readonly (readonly [size: number, rounds: number])[] = [
  [1_000, 9],
  [10_000, 5],
  [Number.POSITIVE_INFINITY, 2],
];

/** Programs by name; missing where there is none for this machine. */
interface Tools {
  readonly helm: string | undefined;
  readonly kubectl: string | undefined;
}

const work = mkdtempSync(join(tmpdir(), 'bench-synth-'));
try {
  symlinkSync(join(ROOT, 'node_modules'), join(work, 'node_modules'));
  const program = compile();
  const stock = options.crds === undefined ? undefined : importStock(resolve(options.crds));
  const tools = {
    helm: onPath('helm', 'version') ?? helmProgram(),
    kubectl: onPath('kubectl', 'version', '--client') ?? kubectlProgram(),
  };
  if (stock === undefined) console.log('left out: objects of a stock import (no --crds)');
  for (const [tool, found] of Object.entries(tools))
    if (found === undefined) console.log(`left out: ${tool} (none for this machine)`);
  console.log(
    `Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model}, ${new Date().toISOString().slice(0, 10)}`,
  );

  for (const size of options.sizes.split(',').map(Number)) {
    for (const shape of options['per-chart'].split(',')) {
      const perChart = shape === 'all' ? size : Number(shape);
      if (shape !== 'all' && perChart >= size) continue;
      const variants = variantsFor(program, stock, tools, size, perChart);
      if (size <= 1_000) requireSameObjects(variants, size);
      const rounds = Number(options.rounds ?? ROUNDS.find(([most]) => size <= most)?.[1]);
      const results = interleave(variants, rounds, Number(options.limit) * 1000);
      console.log(`\n### ${size} objects, ${shape === 'all' ? 'one chart' : `${shape} per chart`}\n`);
      console.log(table(results, 'plain cdk8s'));
    }
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

function variantsFor(
  program: string,
  stock: string | undefined,
  tools: Tools,
  size: number,
  perChart: number,
): readonly Variant[] {
  const node = (name: string, variant: string): Variant => {
    const outdir = join(work, `out-${variant}`);
    return {
      name,
      command: process.execPath,
      args: [program, variant, String(size), String(perChart), outdir],
      env: { STOCK_IMPORT: stock ?? '' },
      prepare: () => rmSync(outdir, { recursive: true, force: true }),
    };
  };
  const oneChart = perChart === size;
  return [
    node('ours', 'ours'),
    node('ours, validated and analysed', 'ours-checked'),
    node('ours, typed objects', 'ours-l1'),
    node('plain cdk8s', 'plain'),
    ...(stock === undefined ? [] : [node('plain cdk8s, stock import', 'plain-import')]),
    ...(tools.helm !== undefined && oneChart ? [helm(tools.helm, size)] : []),
    ...(tools.kubectl !== undefined && oneChart && size <= MOST_KUSTOMIZED ? [kustomize(tools.kubectl, size)] : []),
    ...(oneChart ? [node('JSON.stringify', 'json')] : []),
  ];
}

function compile(): string {
  const outfile = join(work, 'synth-variant.js');
  buildSync({
    entryPoints: [join(ROOT, 'bench/synth-variant.ts')],
    bundle: true,
    platform: 'node',
    packages: 'external',
    outfile,
    logLevel: 'error',
  });
  return outfile;
}

/** Has `cdk8s import` make its classes of Istio's CRDs, and compiles them. */
function importStock(crds: string): string {
  const folder = join(work, 'stock');
  mkdirSync(folder);
  execFileSync(join(ROOT, 'node_modules/.bin/cdk8s'), ['import', crds, '--output', '.', '--language', 'typescript'], {
    cwd: folder,
    env: { ...process.env, CDK8S_CHECK_UPGRADE: 'false' },
    stdio: 'ignore',
  });
  const source = readFileSync(join(folder, 'networking.istio.io.ts'), 'utf8');
  const compiled = join(folder, 'networking.istio.io.js');
  writeFileSync(compiled, transformSync(source, { loader: 'ts', format: 'cjs', target: 'es2022' }).code);
  return compiled;
}

/** A chart whose one template ranges over the objects. */
function helm(command: string, size: number): Variant {
  const folder = join(work, `helm-${size}`);
  mkdirSync(join(folder, 'templates'), { recursive: true });
  writeFileSync(join(folder, 'Chart.yaml'), 'apiVersion: v2\nname: bench\nversion: 1.0.0\n');
  writeFileSync(join(folder, 'values.yaml'), `count: ${size}\n`);
  const marked = JSON.parse(JSON.stringify(virtualService(0)).replaceAll('svc-0', 'svc-{{ $i }}'));
  const text = blockYaml(marked)
    .replaceAll('ns-0', 'ns-{{ mod $i 50 }}')
    .replaceAll('team-0', 'team-{{ mod $i 7 }}')
    .replace('example.com/tier: "0"', 'example.com/tier: "{{ mod $i 3 }}"')
    .replace('/api/v0', '/api/v{{ mod $i 5 }}');
  const first = blockYaml(benchObject(0));
  const template = `${first}{{- range $i := untilStep 1 (int .Values.count) 1 }}\n---\n${text}{{- end }}\n`;
  writeFileSync(join(folder, 'templates/virtual-services.yaml'), template);
  return { name: 'helm template', command, args: ['template', folder] };
}

/** The objects as one resource file. */
function kustomize(command: string, size: number): Variant {
  const folder = join(work, `kustomize-${size}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'kustomization.yaml'), 'resources: [all.yaml]\n');
  const documents = Array.from({ length: size }, (_, i) => blockYaml(benchObject(i)));
  writeFileSync(join(folder, 'all.yaml'), documents.join('---\n'));
  return { name: 'kubectl kustomize', command, args: ['kustomize', folder] };
}

function blockYaml(value: unknown): string {
  const { Yaml } = require('cdk8s') as typeof import('cdk8s');
  return Yaml.stringify(value);
}

/** Runs every variant once and compares what it writes with the objects that it is to write. */
function requireSameObjects(variants: readonly Variant[], size: number): void {
  const sorted = (objects: readonly { metadata: { name: string } }[]) =>
    JSON.stringify([...objects].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1)).map(sortKeys));
  const expected = sorted(Array.from({ length: size }, (_, i) => benchObject(i)));
  for (const { name, command, args, env, prepare } of variants) {
    prepare?.();
    const { status, stdout, stderr } = spawnSync(command, args, {
      encoding: 'utf8',
      env: { ...process.env, ...env },
      maxBuffer: 1024 * 1024 * 1024,
    });
    if (status !== 0) throw new Error(`Cannot run "${name}": ${stderr}`);
    const outdir = args.at(-1) ?? '';
    const written =
      command === process.execPath
        ? readdirSync(outdir, { recursive: true, encoding: 'utf8' })
            .filter(path => /\.(yaml|json)$/.test(path))
            .map(path => readFileSync(join(outdir, path), 'utf8'))
        : [stdout];
    const text = written.join(name === 'JSON.stringify' ? '\n' : '---\n');
    const objects =
      name === 'JSON.stringify'
        ? text.split('\n').map(line => JSON.parse(line))
        : parseAllDocuments(text).flatMap(document => document.toJS() ?? []);
    if (sorted(objects) !== expected) throw new Error(`"${name}" does not write the objects of the benchmark`);
  }
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sortKeys(item)]),
  );
}

function onPath(command: string, ...args: readonly string[]): string | undefined {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0 ? command : undefined;
}
