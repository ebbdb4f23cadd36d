import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');

test('the example of the documentation moves its app, and writes the stages', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'migration-'));
  try {
    const args = ['--tsconfig', join(ROOT, 'tsconfig.json'), join(ROOT, 'examples/ambient-migration.ts')];
    const told = execFileSync(join(ROOT, 'node_modules/.bin/tsx'), args, { cwd, encoding: 'utf8' });
    expect(told).toContain('Moves notes-app into the ambient mesh:');
    expect(readdirSync(join(cwd, 'migration/notes-app'))).toEqual([
      '00-prepare',
      '10-dual',
      '20-notes-app',
      '21-notes-app-2',
      '90-clean-up',
      'README.md',
    ]);
  } finally {
    rmSync(cwd, { recursive: true });
  }
}, 60_000);
