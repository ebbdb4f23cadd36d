import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';
import { recoverFolder, replaceFolder } from '../../src/synth/replace-folder';

let around: string;
let folder: string;
beforeEach(() => {
  around = mkdtempSync(join(tmpdir(), 'replace-folder-'));
  folder = join(around, 'dist');
});
afterEach(() => rmSync(around, { recursive: true, force: true }));

const OLD = { 'a.yaml': 'old a', 'gone/z.yaml': 'old z' };
const NEW = { 'a.yaml': 'new a.yaml', 'stage/b.yaml': 'new stage/b.yaml', 'stage/c.yaml': 'new stage/c.yaml' };

function put(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

function content(at = folder): Record<string, string> {
  if (!existsSync(at)) return {};
  const files = readdirSync(at, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  return Object.fromEntries(
    files
      .map(entry => join(entry.parentPath, entry.name))
      .sort()
      .map(path => [path.slice(at.length + 1), readFileSync(path, 'utf8')]),
  );
}

const contents = (files: Readonly<Record<string, string>>) =>
  Object.entries(files).map(([path, text]) => ({ path, chunks: [Buffer.from(text)] }));

describe('replaceFolder', () => {
  test('makes the folder hold exactly the given files, and counts what changed', () => {
    put(OLD);
    expect(replaceFolder(folder, contents(NEW))).toEqual({ added: 2, changed: 1, removed: 1 });
    expect(content()).toEqual(NEW);
    expect(readdirSync(around)).toEqual(['dist']);
  });

  test('creates the folder, and the folders around it', () => {
    folder = join(around, 'deep', 'er', 'dist');
    expect(replaceFolder(folder, contents(NEW))).toEqual({ added: 3, changed: 0, removed: 0 });
    expect(content()).toEqual(NEW);
  });

  test('leaves a folder alone that has the right content', () => {
    put(NEW);
    const before = statSync(folder).ino;
    expect(replaceFolder(folder, contents(NEW))).toEqual({ added: 0, changed: 0, removed: 0 });
    expect(statSync(folder).ino).toBe(before);
  });

  test('replaces what a link points to, not the link', () => {
    put(OLD);
    renameSync(folder, join(around, 'real'));
    symlinkSync('real', folder);
    replaceFolder(folder, contents(NEW));
    expect(content(join(around, 'real'))).toEqual(NEW);
    expect(content()).toEqual(NEW);
  });

  test('leaves the old files when a file cannot be written', () => {
    put(OLD);
    const files = [...contents(NEW), { path: 'a.yaml/below-a-file.yaml', chunks: [] }];
    expect(() => replaceFolder(folder, files)).toThrow();
    expect(content()).toEqual(OLD);
    expect(readdirSync(around)).toEqual(['dist']);
  });

  test.each(['.git', 'package.json', 'node_modules'])('refuses a folder with %s in it', name => {
    mkdirSync(join(folder, name), { recursive: true });
    expect(() => replaceFolder(folder, contents(NEW))).toThrow(`got one with "${name}"`);
    expect(existsSync(join(folder, name))).toBe(true);
  });

  test.each(['.', '..', '/'])('refuses the folder "%s" around the working directory', path => {
    expect(() => replaceFolder(path, contents(NEW))).toThrow('around the working directory');
  });

  test('refuses a file', () => {
    writeFileSync(folder, 'a file');
    expect(() => replaceFolder(folder, contents(NEW))).toThrow('wanted a folder, got a file');
  });
});

describe('replaceFolder, killed', () => {
  const program = join(mkdtempSync(join(tmpdir(), 'killed-replacement-')), 'program.js');
  beforeAll(() => {
    buildSync({
      entryPoints: [join(__dirname, 'fixtures', 'killed-replacement.ts')],
      bundle: true,
      platform: 'node',
      outfile: program,
    });
  });
  afterAll(() => rmSync(dirname(program), { recursive: true, force: true }));
  const run = (killBefore: number) =>
    spawnSync(process.execPath, [program, folder, String(killBefore)], { encoding: 'utf8' });

  test('before any of its steps leaves all old files or all new ones, and nothing behind', () => {
    put(OLD);
    const steps = Number(run(0).stdout);
    expect(steps).toBeGreaterThan(15);
    const outcomes = new Set<string>();
    for (let step = 1; step <= steps; step++) {
      rmSync(around, { recursive: true });
      put(OLD);
      expect(run(step).signal).toBe('SIGKILL');
      if (!existsSync(folder)) outcomes.add('between the renames');
      recoverFolder(folder);
      const left = content();
      expect([OLD, NEW]).toContainEqual(left);
      outcomes.add(left['a.yaml'] ?? '');
      expect(readdirSync(around)).toEqual(['dist']);
      replaceFolder(folder, contents(NEW));
      expect(content()).toEqual(NEW);
    }
    expect([...outcomes].sort()).toEqual(['between the renames', 'new a.yaml', 'old a']);
  }, 60_000);

  test('is cleared away by the next replacement', () => {
    put(OLD);
    const steps = Number(run(0).stdout);
    for (let step = 1; step <= steps; step += 3) {
      rmSync(around, { recursive: true });
      put(OLD);
      run(step);
      replaceFolder(folder, contents(OLD));
      expect(content()).toEqual(OLD);
      expect(readdirSync(around)).toEqual(['dist']);
    }
  }, 60_000);

  test('while it removed the old files has none of them put back', () => {
    const removed = join(around, '.dist.swap', '999999999-0-0.old.removed');
    mkdirSync(removed, { recursive: true });
    writeFileSync(join(removed, 'left.yaml'), 'left');
    recoverFolder(folder);
    expect(readdirSync(around)).toEqual([]);
  });

  test('hides its traces from git until the next run', () => {
    put(OLD);
    spawnSync('git', ['init', '-q'], { cwd: around });
    spawnSync('git', ['add', '-A'], { cwd: around });
    expect(run(6).signal).toBe('SIGKILL');
    expect(readdirSync(around)).toContain('.dist.swap');
    const status = spawnSync('git', ['status', '--porcelain', '-uall'], { cwd: around, encoding: 'utf8' });
    expect(status.stdout.split('\n').filter(line => line.startsWith('??'))).toEqual([]);
  });

  test('leaves the work of another running process alone', () => {
    put(OLD);
    const other = join(around, '.dist.swap', `${process.ppid}-0-0.new`);
    mkdirSync(other, { recursive: true });
    replaceFolder(folder, contents(NEW));
    expect(existsSync(other)).toBe(true);
  });
});

describe('replaceFolder, run by many processes at once', () => {
  test('ends with the files of one of them', async () => {
    put(OLD);
    const program = join(around, 'program.js');
    buildSync({
      entryPoints: [join(__dirname, 'fixtures', 'killed-replacement.ts')],
      bundle: true,
      platform: 'node',
      outfile: program,
    });
    const { spawn } = await import('node:child_process');
    const exits = await Promise.all(
      Array.from(
        { length: 6 },
        () => new Promise(done => spawn(process.execPath, [program, folder], { stdio: 'ignore' }).on('exit', done)),
      ),
    );
    expect(exits).toEqual([0, 0, 0, 0, 0, 0]);
    expect(content()).toEqual(NEW);
  }, 30_000);
});
