// Builds the package into lib/: node build/build.mjs [FOLDER]
//
// 1. compiles, with declarations from which what is marked @internal is gone;
// 2. bundles the library into a few files, and lets the entries take what they export from there when it is used;
// 3. leaves out what nobody reads: comments in the code, and declarations that no entry leads to;
// 4. bundles what runs in the browser on the page that `explore` writes.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { transformSync } from 'esbuild';
import { bundleLibrary } from './bundle.mjs';

const ROOT = resolve(import.meta.dirname, '..');

const folder = resolve(process.argv[2] ?? join(ROOT, 'lib'));
for (const part of ['src', 'imports']) rmSync(join(folder, part), { recursive: true, force: true });
compile();
const doors = sourcesThatImportsName();
for (const file of filesWith('src', '.js')) if (!entries().includes(file)) rmSync(file);
await bundleLibrary(folder, entries(), doors);
dropComments();
dropDeclarations();
bundlePage();

function compile() {
  run('typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', folder);
}

function run(program, ...args) {
  const path = join(ROOT, 'node_modules', program);
  const { status } = spawnSync(process.execPath, [path, ...args], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

/** The compiled files that `package.json` names, but for those of `imports/`. */
function entries() {
  const { exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  return Object.values(exports).flatMap(target =>
    typeof target === 'string' || target.default.includes('*')
      ? []
      : [resolve(folder, relative('lib', target.default))],
  );
}

/** The files of `src/` that the code of `imports/` needs. */
function sourcesThatImportsName() {
  const named = filesWith('imports', '.js').flatMap(file =>
    [...readFileSync(file, 'utf8').matchAll(/require\("((?:\.\.\/)+src\/[^"]+)"\)/g)].map(([, path = '']) =>
      join(ROOT, `${relative(folder, resolve(dirname(file), path))}.ts`),
    ),
  );
  return [...new Set(named)];
}

function filesWith(part, extension) {
  return readdirSync(join(folder, part), { recursive: true })
    .filter(file => file.endsWith(extension))
    .map(file => join(folder, part, file));
}

/**
 * The declarations keep theirs, which editors show. Names are looked for in the indexes of imports, where shorter forms
 * than these hide them.
 */
function dropComments() {
  for (const file of filesWith('imports', '.js')) {
    const how = file.endsWith('index.js') ? { minifyWhitespace: true } : { minify: true };
    const options = { loader: 'js', legalComments: 'none', charset: 'utf8', lineLimit: 400, ...how };
    writeFileSync(file, transformSync(readFileSync(file, 'utf8'), options).code);
  }
}

/** Removes the declarations that neither an entry nor a declaration that it leads to imports. */
function dropDeclarations() {
  const all = [...filesWith('src', '.d.ts'), ...filesWith('imports', '.d.ts')];
  const starts = [
    ...entries().map(file => file.replace(/js$/, 'd.ts')),
    ...all.filter(file => file.startsWith(join(folder, 'imports')) && file.endsWith('index.d.ts')),
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
  for (const file of all) if (!reached.has(file)) rmSync(file);
}

function bundlePage() {
  run('tsx/dist/cli.mjs', 'src/codegen/bundle-page.ts', join(folder, 'src/explorer'));
}
