import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A way to do the job of a benchmark: a command. */
export interface Variant {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Runs before each measurement, outside of it. */
  readonly prepare?: () => void;
}

/** The best of all rounds of a variant; `undefined` if it was given up. */
export interface Result {
  readonly name: string;
  readonly best: Usage | undefined;
}

/** What a command took. */
export interface Usage {
  /** Milliseconds of the clock. */
  readonly wall: number;
  /** Milliseconds of processor time, of all its processes. */
  readonly cpu: number;
  /** Most memory that one of its processes held, in MiB. */
  readonly memory: number;
}

/**
 * Measures variants by turns, one run of each per round, so that what else the machine does hits all of them alike.
 *
 * Reported is the least of each figure: noise only ever adds. A variant that once takes longer than `limit` is not run
 * again.
 *
 * @param limit milliseconds
 */
export function interleave(variants: readonly Variant[], rounds: number, limit: number): readonly Result[] {
  const best = new Map<string, Usage>();
  const slow = new Set<string>();
  for (let round = 0; round < rounds; round++) {
    for (const variant of variants) {
      if (slow.has(variant.name)) continue;
      const usage = measure(variant, limit);
      if (usage === undefined || usage.wall > limit) slow.add(variant.name);
      if (usage === undefined) continue;
      const known = best.get(variant.name);
      best.set(variant.name, {
        wall: Math.min(usage.wall, known?.wall ?? usage.wall),
        cpu: Math.min(usage.cpu, known?.cpu ?? usage.cpu),
        memory: Math.min(usage.memory, known?.memory ?? usage.memory),
      });
    }
  }
  return variants.map(({ name }) => ({ name, best: best.get(name) }));
}

/** Runs a command once; `undefined` if it did not end in time. */
export function measure({ command, args, cwd, env, prepare }: Variant, limit: number): Usage | undefined {
  prepare?.();
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const usage = join(folder, 'usage');
    const begun = process.hrtime.bigint();
    const { status, signal, stderr } = spawnSync('time', ['-o', usage, '-f', '%U %S %M', command, ...args], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
      timeout: limit * 3,
      killSignal: 'SIGKILL',
    });
    const wall = Number(process.hrtime.bigint() - begun) / 1e6;
    if (signal !== null) return undefined;
    if (status !== 0) throw new Error(`Cannot measure "${command} ${args.join(' ')}": exit code ${status}\n${stderr}`);
    const [user = 0, system = 0, memory = 0] = readFileSync(usage, 'utf8').split(/\s+/).map(Number);
    return { wall, cpu: (user + system) * 1000, memory: memory / 1024 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A Markdown table of results; ratios are to the variant named `base`. */
export function table(results: readonly Result[], base: string): string {
  const reference = results.find(({ name }) => name === base)?.best;
  const ratio = (value: number, of: number | undefined) => (of === undefined ? '' : (value / of).toFixed(2));
  const rows = results.map(({ name, best }) =>
    best === undefined
      ? [name, 'given up', '', '', '', '']
      : [
          name,
          best.wall.toFixed(0),
          ratio(best.wall, reference?.wall),
          best.cpu.toFixed(0),
          ratio(best.cpu, reference?.cpu),
          best.memory.toFixed(0),
        ],
  );
  return [
    `| variant | wall ms | to ${base} | CPU ms | to ${base} | MiB |`,
    '|---|---:|---:|---:|---:|---:|',
    ...rows.map(row => `| ${row.join(' | ')} |`),
  ].join('\n');
}
