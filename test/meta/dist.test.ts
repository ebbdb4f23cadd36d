import { execSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { globSync } from './glob';

const ROOT = resolve(__dirname, '../..');

function tree(folder: string): Record<string, string> {
  return Object.fromEntries(globSync(folder, '.', '').map(file => [file, readFileSync(join(folder, file), 'utf8')]));
}

test('the committed dist/ is what src/main.ts synthesizes, byte for byte', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'dist-'));
  try {
    const { app } = parse(readFileSync(join(ROOT, 'cdk8s.yaml'), 'utf8')) as { app: string };
    execSync(app, { cwd: ROOT, env: { ...process.env, CDK8S_OUTDIR: outdir }, stdio: ['ignore', 'ignore', 'pipe'] });
    expect(tree(outdir)).toEqual(tree(join(ROOT, 'dist')));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
});
