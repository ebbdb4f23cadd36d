import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';

const SOURCE = resolve(__dirname, '../../src/loading');

jest.setTimeout(60_000);

/** A program that keeps what V8 compiled of its bundle. */
const PROGRAM = `
import { keepCompiled, keepCompiledForApps } from './compile-cache';
const [, , use, ...bundles] = process.argv;
if (use === 'app') keepCompiledForApps();
else keepCompiled(use);
if (use === 'twice') {
  const { _extensions } = require('node:module');
  const load = _extensions['.js'];
  keepCompiled(use);
  console.log(load === _extensions['.js'] ? 'once' : 'twice');
}
const pathOf = name => '../bundles/' + name + '.js';
for (const name of ['base', ...bundles]) require(pathOf(name));
`;

describe('the cache of compiled code', () => {
  let folder: string;
  let cache: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'compile-cache-'));
    cache = join(folder, 'cache');
    mkdirSync(join(folder, 'bundles'));
    buildSync({
      stdin: { contents: PROGRAM, resolveDir: SOURCE },
      outfile: join(folder, 'cli/main.js'),
      bundle: true,
      platform: 'node',
    });
    writeBundle('one');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** All texts make bundles of the same length. */
  function writeBundle(text: 'one' | 'two'): void {
    const program = `const say = () => console.log('${text}', module.exports === exports, require('node:path').basename(__filename));`;
    writeFileSync(join(folder, 'bundles/base.js'), `${program}\nsay();\n`);
  }

  function run(use: string, env: NodeJS.ProcessEnv = {}, bundles: readonly string[] = []): string {
    return execFileSync(process.execPath, [join(folder, 'cli/main.js'), use, ...bundles], {
      encoding: 'utf8',
      env: { ...process.env, NODE_DISABLE_COMPILE_CACHE: '', NODE_COMPILE_CACHE: cache, ...env },
    });
  }

  /** The files of the cache. */
  function kept(): readonly string[] {
    return readdirSync(cache, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath, entry.name));
  }

  function theKept(): string {
    const [file = '', ...others] = kept();
    expect(others).toEqual([]);
    return file;
  }

  test('is written once and then read', () => {
    expect(run('analyze')).toBe('one true base.js\n');
    const { ino } = statSync(theKept());
    expect(run('analyze')).toBe('one true base.js\n');
    expect(statSync(theKept()).ino).toBe(ino);
  });

  test('is of one verb, since each compiles functions of its own', () => {
    run('analyze');
    run('validate');
    expect(kept()).toHaveLength(2);
  });

  test.each([
    ['is cut off', (content: Buffer) => content.subarray(0, content.length - 100)],
    ['is empty', () => Buffer.alloc(0)],
    ['has a wrong byte', (content: Buffer) => content.fill(content.at(-1) === 1 ? 2 : 1, content.length - 1)],
  ])('is replaced where it %s', (_, spoil) => {
    run('analyze');
    const whole = readFileSync(theKept());
    const spoiled = spoil(Buffer.from(whole));
    expect(spoiled.equals(whole)).toBe(false);
    writeFileSync(theKept(), spoiled);
    expect(run('analyze')).toBe('one true base.js\n');
    expect(readFileSync(theKept()).equals(spoiled)).toBe(false);
  });

  test('never stands for another source of the same length', () => {
    run('analyze');
    writeBundle('two');
    expect(run('analyze')).toBe('two true base.js\n');
    expect(run('analyze')).toBe('two true base.js\n');
  });

  test('is not read where others may write to it', () => {
    run('analyze');
    const spoiled = Buffer.from('spoiled');
    writeFileSync(theKept(), spoiled);
    chmodSync(join(theKept(), '..'), 0o777);
    expect(run('analyze')).toBe('one true base.js\n');
    expect(readFileSync(theKept())).toEqual(spoiled);
  });

  test('is written for programs that check a mesh, and read by all of them', () => {
    writeFileSync(join(folder, 'bundles/meaning.js'), 'console.log("checks");\n');
    expect(run('app')).toBe('one true base.js\n');
    expect(kept()).toEqual([]);
    expect(run('app', {}, ['meaning'])).toBe('one true base.js\nchecks\n');
    const written = kept();
    expect(written).toHaveLength(2);
    expect(run('app')).toBe('one true base.js\n');
    expect(kept()).toEqual(written);
  });

  test('changes how files are loaded once only, however often the module is loaded', () => {
    expect(run('twice')).toBe('once\none true base.js\n');
  });

  test('is not needed: its place may be no folder', () => {
    writeFileSync(cache, '');
    expect(run('analyze')).toBe('one true base.js\n');
  });

  test('is not written where Node is told to keep nothing', () => {
    mkdirSync(cache);
    expect(run('analyze', { NODE_DISABLE_COMPILE_CACHE: '1' })).toBe('one true base.js\n');
    expect(kept()).toEqual([]);
  });
});
