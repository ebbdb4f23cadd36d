import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { EmittedFile } from './emit-types';

/** Writes files below a folder and deletes whatever else the given sub-folders hold; yields the paths that changed. */
export function writeFiles(folder: string, files: readonly EmittedFile[], owned: readonly string[]): string[] {
  const changed: string[] = [];
  for (const { path, text } of files) {
    const target = join(folder, path);
    if (textOf(target) === text) continue;
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
    changed.push(path);
  }
  const known = new Set(files.map(({ path }) => path));
  for (const path of owned.flatMap(sub => listFiles(folder, sub))) {
    if (known.has(path)) continue;
    rmSync(join(folder, path));
    changed.push(path);
  }
  return changed.sort();
}

/** Paths of the files below a sub-folder, relative to the folder; none if it does not exist. */
export function listFiles(folder: string, sub: string): string[] {
  let entries: ReturnType<typeof readEntries>;
  try {
    entries = readEntries(join(folder, sub));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return entries
    .flatMap(entry => (entry.isDirectory() ? listFiles(folder, join(sub, entry.name)) : [join(sub, entry.name)]))
    .sort();
}

function readEntries(path: string) {
  return readdirSync(path, { withFileTypes: true });
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
