/**
 * What the validation of single objects costs: the first object of each kind, and 10,000 VirtualServices against the
 * time in which plain cdk8s constructs and renders them.
 *
 * Run with: npx tsx bench/validate.ts
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import type { Manifest } from '../src/values/manifest';
import { benchObject } from './virtual-service';

const ROOT = join(__dirname, '..');
const OBJECTS = 10_000;
const ROUNDS = 7;
const FIRST_USE_LIMIT = 20;
const SHARE_LIMIT = 0.5;

const KINDS: { readonly [kind: string]: string } = {
  AuthorizationPolicy: 'security.istio.io/v1',
  DestinationRule: 'networking.istio.io/v1',
  EnvoyFilter: 'networking.istio.io/v1alpha3',
  Gateway: 'networking.istio.io/v1',
  PeerAuthentication: 'security.istio.io/v1',
  ServiceEntry: 'networking.istio.io/v1',
  Sidecar: 'networking.istio.io/v1',
  Telemetry: 'telemetry.istio.io/v1',
  VirtualService: 'networking.istio.io/v1',
};

/** The least processor time in milliseconds of a run and what it yields; noise only ever adds. */
function cpu<T>(run: () => T): { readonly time: number; readonly value: T } {
  const before = process.cpuUsage();
  const value = run();
  const { user, system } = process.cpuUsage(before);
  return { time: (user + system) / 1000, value };
}

/** Defines the objects with plain cdk8s and renders them. */
function render(objects: readonly ReturnType<typeof benchObject>[]): Manifest[] {
  const chart = new Chart(new App(), 'chart');
  return objects.map((object, i) => new ApiObject(chart, `object-${i}`, object).toJson());
}

/** The library as it is published. */
function compile(outDir: string): void {
  symlinkSync(join(ROOT, 'node_modules'), join(outDir, 'node_modules'));
  spawnSync(
    process.execPath,
    [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json', '--outDir', outDir],
    { cwd: ROOT },
  );
}

/** How long the first validation in a fresh process takes, with everything it loads. */
function firstUse(folder: string, kind: string): number {
  const code = `
    require('cdk8s');
    const before = process.cpuUsage();
    const { validateObject } = require('./src/schema/validate-object');
    validateObject({ apiVersion: '${KINDS[kind]}', kind: '${kind}', metadata: { name: 'a' }, spec: {} });
    const { user, system } = process.cpuUsage(before);
    console.log((user + system) / 1000);
  `;
  return Number(spawnSync(process.execPath, ['--eval', code], { cwd: folder, encoding: 'utf8' }).stdout);
}

function main(folder: string): void {
  compile(folder);
  const { createValidator }: typeof import('../src/schema/validate-object.js') = createRequire(join(folder, 'x.js'))(
    './src/schema/validate-object',
  );
  const validate = createValidator();
  const objects = Array.from({ length: OBJECTS }, (_, i) => benchObject(i + 1));
  let plain = Number.POSITIVE_INFINITY;
  let checked = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const rendered = cpu(() => render(objects));
    const validated = cpu(() => rendered.value.reduce((sum, manifest) => sum + validate(manifest).length, 0));
    if (validated.value > 0) throw new Error(`the objects of the benchmark are not valid: ${validated.value} issues`);
    plain = Math.min(plain, rendered.time);
    checked = Math.min(checked, validated.time);
  }
  const share = checked / plain;
  console.log(`${OBJECTS} VirtualServices, best of ${ROUNDS} rounds, processor time`);
  console.log(`  construct and render with cdk8s  ${plain.toFixed(0)} ms`);
  console.log(
    `  validate                         ${checked.toFixed(0)} ms, ${((checked / OBJECTS) * 1000).toFixed(1)} us each, ${(share * 100).toFixed(0)} % more (limit ${SHARE_LIMIT * 100} %)`,
  );
  console.log(`first object of a kind in a fresh process (limit ${FIRST_USE_LIMIT} ms)`);
  let slowest = 0;
  for (const kind of Object.keys(KINDS)) {
    const best = Math.min(...Array.from({ length: 5 }, () => firstUse(folder, kind)));
    slowest = Math.max(slowest, best);
    console.log(`  ${kind.padEnd(20)} ${best.toFixed(1)} ms`);
  }
  if (share > SHARE_LIMIT || slowest > FIRST_USE_LIMIT) process.exitCode = 1;
}

const folder = mkdtempSync(join(tmpdir(), 'bench-validate-'));
try {
  main(folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
