// Bundles the library into a few files. A module runs when it is first used, as if it were a file of its own, but loading
// hundreds of small files would take longer than running them, and they would fill twice the package.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = resolve(import.meta.dirname, '..');
const SOURCE = join(ROOT, 'src');

/** The files, and the modules of `src/` in each: what is used together. */
const BUNDLES = {
  base: ['values', 'text', 'tree', 'routing'],
  constructs: ['mesh', 'traffic', 'gateway', 'security', 'observability', 'install', 'notes-app', 'synth'],
  meaning: ['schema', 'model', 'requests', 'istio', 'simulation', 'analysis', 'proof'],
  tools: ['plan', 'upgrade', 'migration', 'testing', 'adopt', 'explorer'],
};

/** The bundle that holds a file of `src/`; undefined for the files that are entries themselves. */
function bundleOf(file) {
  const [folder] = relative(SOURCE, file).split('/');
  return Object.keys(BUNDLES).find(name => BUNDLES[name].includes(folder));
}

/** How a module is called from outside of its bundle. */
function nameOf(file) {
  return relative(SOURCE, file).replace(/\.ts$/, '');
}

/**
 * Writes the bundles and the command line.
 *
 * @param folder What holds `src/` and `imports/` of the package; the entries in it are compiled already.
 * @param entries Compiled files of re-exports.
 * @param doors Sources of which a file stays, since files of `imports/` name it.
 */
export async function bundleLibrary(folder, entries, doors) {
  const wanted = Object.fromEntries(Object.keys(BUNDLES).map(name => [name, new Set()]));
  for (const entry of entries) openEntry(folder, entry, wanted);
  for (const door of doors) {
    wanted[bundleOf(door)].add(nameOf(door));
    writeFileSync(
      join(folder, 'src', `${nameOf(door)}.js`),
      `module.exports = require("../bundles/${bundleOf(door)}.js")("${nameOf(door)}");\n`,
    );
  }
  await bundle({ entryPoints: [join(SOURCE, 'cli/main.ts')], outfile: join(folder, 'src/cli/main.js') }, wanted);
  const cache = { contents: 'module.exports = require("./loading/compile-cache");', resolveDir: SOURCE };
  await bundle({ stdin: cache, outfile: join(folder, 'src/loading/compile-cache.js') }, wanted);
  // Which modules of a bundle are called from outside is known when all bundles are written that call them.
  const written = new Map();
  while (Object.entries(wanted).some(([name, modules]) => written.get(name) !== modules.size)) {
    for (const [name, modules] of Object.entries(wanted)) {
      if (written.get(name) === modules.size) continue;
      written.set(name, modules.size);
      await bundle({ stdin: access(modules), outfile: join(folder, 'src/bundles', `${name}.js`) }, wanted);
    }
  }
}

/** A function that gives a module of a bundle by its name: the same one each time, since making it takes a while. */
function access(modules) {
  const lines = [...modules].sort().map(name => `  ${JSON.stringify(name)}: () => require("./${name}"),\n`);
  const given = 'module.exports = name => (given[name] ??= modules[name]());\n';
  return {
    contents: `const modules = {\n${lines.join('')}};\nconst given = {};\n${given}`,
    resolveDir: SOURCE,
  };
}

function bundle(input, wanted) {
  const own = relative(SOURCE, input.outfile).includes('bundles/') ? /(\w+)\.js$/.exec(input.outfile)?.[1] : undefined;
  return build({
    ...input,
    bundle: true,
    platform: 'node',
    target: 'node20',
    packages: 'external',
    minifyWhitespace: true,
    minifySyntax: true,
    // Errors of what users call name the functions that they went through.
    minifyIdentifiers: own !== 'base' && own !== 'constructs',
    charset: 'utf8',
    legalComments: 'none',
    // So that the places of errors say something.
    lineLimit: 400,
    logLevel: 'warning',
    // Says which module system it is to tools that guess; a text of ours ends with the word "import".
    ...(input.stdin === undefined ? { footer: { js: 'module.exports = {};' } } : {}),
    plugins: [reader(), neighbours(own, wanted)],
  });
}

/**
 * The form of the reader that Node does not take by itself: it copies options 20 times as fast, for each document. Its state
 * begins with a field of its own, since for what begins with a copy Node 20 makes a shape per object, which takes the reader
 * three times as long.
 */
function reader() {
  const path = fileURLToPath(import.meta.resolve('js-yaml'));
  return {
    name: 'reader',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^js-yaml$/ }, () => ({ path, namespace: 'reader' }));
      onLoad({ filter: /.*/, namespace: 'reader' }, () => {
        const text = readFileSync(path, 'utf8');
        const contents = text.replace(/(?<=const state = \{)(?=\s*\.\.\.DEFAULT_PARSER_OPTIONS,)/, 'filename: "",');
        if (contents === text) throw new Error(`Cannot bundle "${path}": wanted a state that begins with its options`);
        return { contents };
      });
    },
  };
}

/**
 * Leaves other bundles, and `imports/`, outside. All files lie as deep below the package as their sources. The values that
 * a module exports are read once: each use of a name of a module of another bundle would run through three getters.
 */
function neighbours(own, wanted) {
  return {
    name: 'neighbours',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) => {
        const target = join(resolveDir, path);
        const inImports = relative(join(ROOT, 'imports'), target);
        if (!inImports.startsWith('..')) return { path: `../../imports/${inImports}`, external: true };
        const other = bundleOf(`${target}.ts`);
        if (other === undefined || other === own) return undefined;
        wanted[other].add(nameOf(target));
        return { path: nameOf(target), namespace: 'neighbour', pluginData: other };
      });
      onResolve({ filter: /^\.\.\/bundles\//, namespace: 'neighbour' }, ({ path }) => ({ path, external: true }));
      onLoad({ filter: /.*/, namespace: 'neighbour' }, async ({ path, pluginData: other }) => {
        const names = await exportsOf(path);
        const given = `require("../bundles/${other}.js")(${JSON.stringify(path)})`;
        return { contents: `const { ${names} } = ${given};\nexport { ${names} };` };
      });
    },
  };
}

/** The names of the values that a module of `src/` exports. */
async function exportsOf(name) {
  const options = { format: 'esm', metafile: true, write: false, outdir: ROOT, logLevel: 'error' };
  const { metafile } = await build({ entryPoints: [join(SOURCE, `${name}.ts`)], ...options });
  return Object.values(metafile.outputs)[0].exports.join(', ');
}

/**
 * Lets a file of re-exports take each module from its bundle when the first of its names is used. The getters stay as the
 * compiler wrote them, since by their form Node finds the names for `import` statements.
 */
function openEntry(folder, file, wanted) {
  const cache = relative(dirname(file), join(folder, 'src/loading/compile-cache.js'));
  const keep = `require("${cache.startsWith('.') ? cache : `./${cache}`}").keepCompiledForApps()`;
  const lazy = `const lazy = load => new Proxy({}, { get: (_, name) => (${keep}, load())[name] });\n`;
  const source = join(SOURCE, relative(join(folder, 'src'), dirname(file)));
  const text = readFileSync(file, 'utf8');
  const opened = text.replace(/^(var|const) (\w+) = require\("(\.[^"]+)"\);$/gm, (_, keyword, variable, path) => {
    const target = join(source, path);
    const name = nameOf(target);
    const other = bundleOf(`${target}.ts`);
    wanted[other].add(name);
    const bundles = relative(dirname(file), join(folder, 'src/bundles'));
    return `${keyword} ${variable} = lazy(() => require("${bundles.startsWith('.') ? bundles : `./${bundles}`}/${other}.js")("${name}"));`;
  });
  if (opened === text) throw new Error(`Cannot open "${file}": wanted re-exports as the compiler writes them`);
  writeFileSync(
    file,
    opened.replace('"use strict";\n', start => `${start}${lazy}`),
  );
}
