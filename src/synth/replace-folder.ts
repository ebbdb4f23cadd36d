import {
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { threadId } from 'node:worker_threads';
import { ConfigError } from '../values/config-error';

/** A file to write: its path in the folder, with `/`, and its bytes in pieces. */
export interface FileContent {
  readonly path: string;
  readonly chunks: readonly Uint8Array[];
}

/** What a replacement did, as counts of files. */
export interface Replacement {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

/** Files that no generated folder holds; a folder with one of them is somebody's work. */
const NEVER_GENERATED = ['.git', 'package.json', 'node_modules'];

/** How old an unfinished replacement must be before another process clears it away. */
const ABANDONED_AFTER_MS = 10 * 60 * 1000;
const SWAP_ATTEMPTS = 10;

let replacements = 0;

/**
 * Replaces a folder by exactly the given files in one step: whoever looks sees all of the old files or all of the new.
 *
 * The files are written to a sibling folder, which then takes the place of the old one by a rename. A process that is
 * killed before the rename leaves the old folder untouched; the two renames that make the step lie a few microseconds
 * apart, and `recoverFolder` puts the old folder back after a process that was killed between them. A folder that has
 * the right content already is left alone.
 *
 * @throws ConfigError if the folder holds the working directory or looks like a project
 */
export function replaceFolder(folder: string, files: readonly FileContent[]): Replacement {
  const target = existsSync(folder) ? realpathSync(folder) : resolve(folder);
  requireReplaceable(folder, target);
  recoverFolder(target);
  const difference = compareFolder(target, files);
  if (difference.added + difference.changed + difference.removed === 0 && existsSync(target)) return difference;

  const work = workFolderOf(target);
  const token = `${process.pid}-${threadId}-${replacements++}`;
  const [fresh, old] = [join(work, `${token}.new`), join(work, `${token}.old`)];
  mkdirSync(fresh, { recursive: true });
  // Whatever a killed process leaves behind must not show up as a change of the repository.
  writeFileSync(join(work, '.gitignore'), '*\n');
  try {
    writeFiles(fresh, files);
    swap(target, fresh, old);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
    // A half-removed folder must not be taken for one that can be put back.
    if (tryRename(old, `${old}.removed`)) rmSync(`${old}.removed`, { recursive: true, force: true });
    removeIfUnused(work);
  }
  return difference;
}

/** Puts the old folder back if a replacement was cut off between its two renames, and clears what others left. */
export function recoverFolder(folder: string): void {
  const target = resolve(folder);
  const work = workFolderOf(target);
  if (!existsSync(work)) return;
  const olds = () => entriesOf(work).filter(name => name.endsWith('.old'));
  if (!existsSync(target) && olds().length > 0) {
    // A living process finishes its step within this time.
    sleep(50);
    const [last] = olds().sort((a, b) => modifiedAt(join(work, b)) - modifiedAt(join(work, a)));
    if (last !== undefined && !existsSync(target)) tryRename(join(work, last), target);
  }
  for (const name of entriesOf(work)) {
    if (name === '.gitignore' || isOngoing(join(work, name), name)) continue;
    rmSync(join(work, name), { recursive: true, force: true });
  }
  removeIfUnused(work);
}

function workFolderOf(target: string): string {
  return join(dirname(target), `.${basename(target)}.swap`);
}

function requireReplaceable(folder: string, target: string): void {
  const away = relative(target, process.cwd());
  if (away === '' || !(isAbsolute(away) || away === '..' || away.startsWith(`..${sep}`))) {
    throw new ConfigError(
      `Cannot replace output folder "${folder}": wanted a folder of its own, got one around the working directory`,
    );
  }
  if (!existsSync(target)) return;
  if (!statSync(target).isDirectory()) {
    throw new ConfigError(`Cannot replace output folder "${folder}": wanted a folder, got a file`);
  }
  const precious = NEVER_GENERATED.find(name => existsSync(join(target, name)));
  if (precious === undefined) return;
  throw new ConfigError(
    `Cannot replace output folder "${folder}": wanted a folder of generated files only, got one with "${precious}"`,
  );
}

function writeFiles(folder: string, files: readonly FileContent[]): void {
  const made = new Set<string>();
  for (const { path, chunks } of files) {
    const full = join(folder, path);
    const parent = dirname(full);
    if (!made.has(parent)) {
      mkdirSync(parent, { recursive: true });
      made.add(parent);
    }
    const file = openSync(full, 'wx');
    try {
      for (const chunk of chunks) {
        for (let written = 0; written < chunk.length; ) written += writeSync(file, chunk, written);
      }
    } finally {
      closeSync(file);
    }
  }
}

function swap(target: string, fresh: string, old: string): void {
  for (let attempt = 1; ; attempt++) {
    const hadOld = tryRename(target, old);
    try {
      renameSync(fresh, target);
      return;
    } catch (error) {
      // Another synth of the same folder came between; what it wrote is replaced in turn.
      const raced = codeOf(error) === 'ENOTEMPTY' || codeOf(error) === 'EEXIST';
      if (hadOld && !raced) renameSync(old, target);
      if (!raced || attempt === SWAP_ATTEMPTS) throw error;
      rmSync(old, { recursive: true, force: true });
    }
  }
}

function tryRename(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    if (codeOf(error) === 'EBUSY' || codeOf(error) === 'EXDEV') {
      throw new ConfigError(
        `Cannot replace output folder "${from}": wanted a folder that can be renamed, got a mount point; write to a folder below it`,
      );
    }
    throw error;
  }
}

function compareFolder(target: string, files: readonly FileContent[]): Replacement {
  const present = new Set(existsSync(target) ? filesBelow(target, '') : []);
  let [added, changed] = [0, 0];
  for (const file of files) {
    if (!present.delete(file.path)) added++;
    else if (!hasContent(join(target, file.path), file.chunks)) changed++;
  }
  return { added, changed, removed: present.size };
}

function filesBelow(folder: string, prefix: string): readonly string[] {
  return readdirSync(join(folder, prefix), { withFileTypes: true }).flatMap(entry => {
    const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(folder, path) : [path];
  });
}

function hasContent(file: string, chunks: readonly Uint8Array[]): boolean {
  const stat = lstatSync(file);
  if (!stat.isFile() || stat.size !== chunks.reduce((size, chunk) => size + chunk.length, 0)) return false;
  const content = readFileSync(file);
  let at = 0;
  for (const chunk of chunks) {
    if (content.compare(chunk, 0, chunk.length, at, at + chunk.length) !== 0) return false;
    at += chunk.length;
  }
  return true;
}

function isOngoing(path: string, name: string): boolean {
  const pid = Number.parseInt(name, 10);
  if (pid === process.pid || Date.now() - modifiedAt(path) > ABANDONED_AFTER_MS) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function removeIfUnused(work: string): void {
  if (entriesOf(work).some(name => name !== '.gitignore')) return;
  rmSync(join(work, '.gitignore'), { force: true });
  try {
    rmdirSync(work);
  } catch (error) {
    // Another process has begun a replacement of its own, or ended one.
    if (codeOf(error) !== 'ENOTEMPTY' && codeOf(error) !== 'ENOENT') throw error;
  }
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

function modifiedAt(path: string): number {
  return lstatSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

function codeOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
}
