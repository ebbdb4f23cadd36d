// Builds the package into lib/: node build/build.mjs [FOLDER]
//
// 1. compiles, with declarations from which what is marked @internal is gone;
// 2. lets the entries load what they export only when it is used, so that an app starts with what it needs;
// 3. bundles the command line, which would spend a third of its time on loading 300 small files;
// 4. bundles what runs in the browser on the page that `explore` writes.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';

const ROOT = resolve(import.meta.dirname, '..');

const folder = resolve(process.argv[2] ?? join(ROOT, 'lib'));
for (const part of ['src', 'imports']) rmSync(join(folder, part), { recursive: true, force: true });
compile();
for (const entry of entries()) makeLazy(entry);
bundleCommand();
bundlePage();

function compile() {
  run('typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', folder);
}

function run(program, ...args) {
  const path = join(ROOT, 'node_modules', program);
  const { status } = spawnSync(process.execPath, [path, ...args], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

function entries() {
  const api = join(folder, 'src/api');
  const subpaths = readdirSync(api).filter(file => file.endsWith('.js'));
  return [join(folder, 'src/index.js'), ...subpaths.map(file => join(api, file))];
}

/**
 * Lets a file of re-exports load each module when the first of its names is used. The getters stay as the compiler wrote
 * them, since by their form Node finds the names for `import` statements.
 */
function makeLazy(file) {
  const text = readFileSync(file, 'utf8');
  const load = 'const lazy = load => new Proxy({}, { get: (_, name) => load()[name] });\n';
  const lazy = text.replace(/^var (\w+) = (require\("[^"]+"\));$/gm, 'var $1 = lazy(() => $2);');
  if (lazy === text) throw new Error(`Cannot make "${file}" lazy: wanted re-exports as the compiler writes them`);
  writeFileSync(
    file,
    lazy.replace('"use strict";\n', start => `${start}${load}`),
  );
}

function bundleCommand() {
  buildSync({
    entryPoints: [join(ROOT, 'src/cli/main.ts')],
    outfile: join(folder, 'src/cli/main.js'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    packages: 'external',
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: 'warning',
  });
}

function bundlePage() {
  run('tsx/dist/cli.mjs', 'src/codegen/bundle-page.ts', join(folder, 'src/explorer'));
}
