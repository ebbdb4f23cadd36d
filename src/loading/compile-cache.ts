import { isAscii } from 'node:buffer';
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { Script } from 'node:vm';

/** What loads files by their extension; types of Node leave it out, and test runners have none. */
const { _extensions: extensions } = nodeModule as unknown as {
  readonly _extensions?: { '.js': (module: NodeJS.Module, file: string) => void };
};

const DIGEST_BYTES = 32;

/** The bundle without which little of the others runs. */
const CHECKS = 'meaning.js';

/** Marks that files are loaded so already: test runners load this module for each test, with one way to load files for all. */
const KEEPS = Symbol.for('cdk8s-istio keeps compiled code');

/**
 * As `keepCompiled`, for a program of the user: what any program compiled that checks a mesh serves all of them, since what
 * they compile differs little.
 */
export function keepCompiledForApps(): void {
  keepCompiled('app', files => files.includes(CHECKS));
}

/**
 * Keeps what V8 compiled of the bundles of the package between runs, in the folder for temporary files. A small mesh takes a
 * fifth less time; what Node itself keeps from 22.1 on lacks the functions that are compiled when they are first called.
 * Without a cache, a run only takes longer.
 *
 * @param use Runs that compile the same functions, such as the name of a verb.
 * @param isWorthIt Whether what a run compiled of these bundles is to be kept.
 */
export function keepCompiled(use: string, isWorthIt: (bundles: readonly string[]) => boolean = () => true): void {
  if (process.env.NODE_DISABLE_COMPILE_CACHE || extensions?.['.js'] === undefined || KEEPS in extensions) return;
  const folder = ownFolder();
  if (folder === undefined) return;
  const bundles = join(__dirname, '../bundles');
  Object.defineProperty(extensions, KEEPS, { value: true });
  const load = extensions['.js'];
  const loaded: string[] = [];
  extensions['.js'] = (module, file) => {
    if (dirname(file) !== bundles) {
      load(module, file);
      return;
    }
    loaded.push(basename(file));
    const content = readFileSync(file);
    // Plain ASCII is many times faster to decode as what it is.
    const code = content.toString(isAscii(content) ? 'latin1' : 'utf8');
    const source = `(function (exports, require, module, __filename, __dirname) {${code}\n})`;
    const kept = join(folder, `${use}-${basename(file, '.js')}-${digestOf(file).toString('hex')}`);
    const cachedData = read(kept, content);
    const script = new Script(source, { filename: file, ...(cachedData === undefined ? {} : { cachedData }) });
    // By then, V8 has compiled the functions that are used.
    if (script.cachedDataRejected !== false) {
      process.once('exit', () => {
        if (isWorthIt(loaded)) write(kept, content, script.createCachedData());
      });
    }
    script
      .runInThisContext()
      .call(module.exports, module.exports, nodeModule.createRequire(file), module, file, bundles);
  };
}

/** The folder of the user for this build of V8; nothing if others may write to it, since what it holds is run. */
function ownFolder(): string | undefined {
  const user = process.getuid?.();
  const build = [process.version, process.arch, cachedDataVersionTag().toString(16), user].join('-');
  const folder = join(process.env.NODE_COMPILE_CACHE || tmpdir(), `cdk8s-istio-${build}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { uid, mode } = lstatSync(folder);
    return user === undefined || (uid === user && (mode & 0o022) === 0) ? folder : undefined;
  } catch {
    return undefined;
  }
}

/** What was written for this source; V8 itself compares only lengths. */
function read(kept: string, source: Buffer): Buffer | undefined {
  try {
    const written = readFileSync(kept);
    const data = written.subarray(DIGEST_BYTES);
    return digestOf(source, data).equals(written.subarray(0, DIGEST_BYTES)) ? data : undefined;
  } catch {
    return undefined;
  }
}

function write(kept: string, source: Buffer, data: Buffer): void {
  try {
    const started = `${kept}.${process.pid}`;
    writeFileSync(started, Buffer.concat([digestOf(source, data), data]));
    renameSync(started, kept);
  } catch {
    // The next run may be luckier.
  }
}

function digestOf(...parts: readonly (string | Buffer)[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}
