// Builds the package into lib/: node build/build.mjs [FOLDER]
//
// 1. compiles, with declarations from which what is marked @internal is gone;
// 2. lets the entries load what they export only when it is used, so that an app starts with what it needs;
// 3. bundles the command line, which would spend a third of its time on loading 300 small files;
// 4. leaves out what nobody reads: comments in the code, and declarations that no entry leads to;
// 5. bundles what runs in the browser on the page that `explore` writes.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transformSync } from 'esbuild';

const ROOT = resolve(import.meta.dirname, '..');

const folder = resolve(process.argv[2] ?? join(ROOT, 'lib'));
for (const part of ['src', 'imports']) rmSync(join(folder, part), { recursive: true, force: true });
compile();
for (const entry of entries()) makeLazy(entry);
dropComments();
dropDeclarations();
await bundleCommand();
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

async function bundleCommand() {
  await build({
    entryPoints: [join(ROOT, 'src/cli/main.ts')],
    outfile: join(folder, 'src/cli/main.js'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    packages: 'external',
    plugins: [
      {
        // The form of the reader that Node does not take by itself: it copies options 20 times as fast, for each document.
        name: 'yaml',
        setup: ({ onResolve }) =>
          onResolve({ filter: /^js-yaml$/ }, () => ({ path: fileURLToPath(import.meta.resolve('js-yaml')) })),
      },
      {
        // What few verbs need stays files of its own, instead of twice in the package. The bundle lies as deep as the
        // files that import these.
        name: 'shared',
        setup: ({ onResolve }) =>
          onResolve({ filter: /^\.\.\/(?:(?:\.\.\/)+imports\/schemas$|adopt\/|plan\/)/ }, ({ path, importer }) => {
            if (path.endsWith('/imports/schemas')) return { path: '../../imports/schemas', external: true };
            return importer.startsWith(join(ROOT, 'src/cli')) ? { path, external: true } : undefined;
          }),
      },
    ],
    minify: true,
    // Says which module system it is to tools that guess; a text of ours ends with the word "import".
    footer: { js: 'module.exports = {};' },
    logLevel: 'warning',
  });
}

function filesWith(extension) {
  return ['src', 'imports'].flatMap(part =>
    readdirSync(join(folder, part), { recursive: true })
      .filter(file => file.endsWith(extension))
      .map(file => join(folder, part, file)),
  );
}

/**
 * The declarations keep theirs, which editors show. Lines stay rather short, so that the places of errors say something; the
 * entries stay as they are, for Node looks for names in them.
 */
function dropComments() {
  const kept = new Set([...entries(), ...['index', 'jest'].map(name => join(folder, `src/testing/${name}.js`))]);
  for (const file of filesWith('.js')) {
    if (kept.has(file)) continue;
    // Names are looked for in the indexes of imports too, where shorter forms than these hide them.
    const how = file.endsWith('index.js') ? { minifyWhitespace: true } : { minify: true };
    const options = { loader: 'js', legalComments: 'none', charset: 'utf8', lineLimit: 400, ...how };
    writeFileSync(file, transformSync(readFileSync(file, 'utf8'), options).code);
  }
}

/** Removes the declarations that neither an entry nor a declaration that it leads to imports. */
function dropDeclarations() {
  const starts = [
    ...entries().map(file => file.replace(/js$/, 'd.ts')),
    ...['index', 'jest'].map(name => join(folder, `src/testing/${name}.d.ts`)),
    ...filesWith('index.d.ts').filter(file => file.startsWith(join(folder, 'imports'))),
  ];
  const reached = new Set(starts);
  for (const file of reached) {
    for (const [, path] of readFileSync(file, 'utf8').matchAll(/(?:from|import\(|import) ?['"](\.[^'"]*)['"]/g)) {
      const target = resolve(dirname(file), path);
      const found = [`${target}.d.ts`, join(target, 'index.d.ts')].find(existsSync);
      if (found === undefined) throw new Error(`Cannot find the declarations of "${path}" that "${file}" imports`);
      reached.add(found);
    }
  }
  for (const file of filesWith('.d.ts')) if (!reached.has(file)) rmSync(file);
}

function bundlePage() {
  run('tsx/dist/cli.mjs', 'src/codegen/bundle-page.ts', join(folder, 'src/explorer'));
}
