import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');

/** What the package is not made of, or what is made anew. */
const LEFT_OUT: ReadonlySet<string> = new Set(['.git', 'node_modules', 'lib', 'test', 'dist', 'coverage']);

export interface PackReport {
  readonly filename: string;
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

/** Packs the package into a folder. It is built in a copy, so that tests can do so side by side. */
export function pack(into: string): PackReport {
  const copy = mkdtempSync(join(tmpdir(), 'pack-'));
  try {
    for (const name of readdirSync(ROOT)) {
      if (!LEFT_OUT.has(name)) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
    }
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    mkdirSync(join(copy, 'lib/src'), { recursive: true });
    writeFileSync(join(copy, 'lib/src/compiled-long-ago.js'), '');
    const told = execFileSync('npm', ['pack', '--json', '--pack-destination', into], {
      cwd: copy,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [report] = JSON.parse(told.replace(/^[^[{]*/, '')) as PackReport[];
    if (report === undefined) throw new Error(`npm pack tells of no package: ${told}`);
    return report;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
