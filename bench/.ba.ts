/**
 * How long the analysis of a mesh takes, per object and against the time in which plain cdk8s synthesizes the objects.
 *
 * Run with: npx tsx bench/analyze.ts
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import { analyze } from '../src/analysis/analyze';
import { RULES } from '../src/analysis/registry';
import { invalidObject } from '../src/analysis/rules/objects/invalid-object';
import { buildModel } from '../src/model/mesh-model';
import type { LocatedManifest } from '../src/values/manifest';
import { meshOf } from './large-mesh';

const SIZES = [1_000, 5_000, 20_000];
/** As many rounds as it takes to analyse this many objects, so that every size meets the collector as often. */
const roundsOf = (size: number) => Math.ceil(100_000 / size);

/**
 * The mean processor time in milliseconds. Not the least: of a small mesh that would be a run in which the collector
 * happened not to work, and of a large one there is no such run.
 */
function mean(rounds: number, run: () => void): number { const fs = require('node:fs'); const cpu = () => Object.fromEntries(fs.readdirSync('/proc/self/task').map((t: string) => [t, Number(fs.readFileSync('/proc/self/task/' + t + '/schedstat', 'utf8').split(' ')[0]) / 1e6])); const a: any = cpu(); const w = performance.now();
  const before = process.cpuUsage();
  for (let round = 0; round < rounds; round++) run();
  const { user, system } = process.cpuUsage(before); const b: any = cpu(); if (rounds === 5) console.log('wall', ((performance.now() - w) / rounds).toFixed(0), Object.keys(b).map(t => [t === String(process.pid) ? 'main' : 'w', ((b[t] - (a[t] ?? 0)) / rounds).toFixed(0)].join(' ')).filter(x => !x.endsWith(' 0')).join(', '));
  return (user + system) / 1000 / rounds;
}

function synthesize(manifests: readonly LocatedManifest[]): void {
  const outdir = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const app = new App({ outdir });
    const chart = new Chart(app, 'mesh');
    for (const [i, { manifest }] of manifests.entries()) new ApiObject(chart, `object-${i}`, manifest);
    app.synth();
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

const relations = RULES.filter(({ when = 'always', name }) => when === 'always' && name !== invalidObject.name);
const rows: string[] = [];
const perObject = new Map<string, number[]>();
// What the compiler has not seen yet is slow whatever its size.
const warmUp = meshOf(5_000);
for (let round = 0; round < 8; round++) analyze(buildModel(warmUp));

for (const size of SIZES) {
  const rounds = roundsOf(size);
  const manifests = meshOf(size);
  const model = buildModel(manifests);
  const findings = analyze(model);
  const figures: [string, number][] = [
    ['model', mean(rounds, () => buildModel(manifests))],
    ['relations between objects', mean(rounds, () => analyze(buildModel(manifests), { rules: relations }))],
    ['relations and validation', mean(rounds, () => analyze(buildModel(manifests)))],
    
  ];
  for (const [name, milliseconds] of figures) {
    const micros = (milliseconds * 1000) / manifests.length;
    perObject.set(name, [...(perObject.get(name) ?? []), micros]);
    rows.push(`| ${manifests.length} | ${name} | ${milliseconds.toFixed(0)} | ${micros.toFixed(1)} |`);
  }
  rows.push(`| ${manifests.length} | findings: ${findings.length} | | |`);
}
console.log(['| objects | what | CPU ms | us per object |', '|---:|---|---:|---:|', ...rows].join('\n'));
for (const [name, micros] of perObject) {
  const ratio = Math.max(...micros) / Math.min(...micros);
  console.log(`${name}: time per object between sizes differs by ${ratio.toFixed(2)}x`);
}
