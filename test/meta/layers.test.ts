import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { globSync } from './glob';

const ROOT = resolve(__dirname, '../..');

/** Which modules a module of src/ may import. `imports` is the generated folder beside src/. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  values: [],
  loading: [],
  tree: ['values'],
  routing: ['values', 'text', 'imports'],
  mesh: ['routing', 'tree', 'values', 'text', 'imports'],
  traffic: ['mesh', 'routing', 'tree', 'values', 'text', 'imports'],
  gateway: ['mesh', 'routing', 'tree', 'values', 'text', 'imports'],
  security: ['mesh', 'routing', 'tree', 'values', 'text', 'imports'],
  observability: ['mesh', 'routing', 'tree', 'values', 'text', 'imports'],
  install: ['tree', 'values', 'text', 'imports'],
  'notes-app': [
    'install',
    'traffic',
    'gateway',
    'security',
    'observability',
    'mesh',
    'routing',
    'values',
    'text',
    'imports',
  ],
  text: ['values'],
  schema: ['values', 'text', 'imports'],
  model: ['values', 'text', 'imports'],
  requests: ['values', 'text'],
  istio: ['model', 'requests', 'values', 'text'],
  analysis: ['istio', 'simulation', 'requests', 'model', 'routing', 'schema', 'tree', 'values', 'text'],
  proof: ['simulation', 'istio', 'requests', 'model', 'tree', 'values'],
  simulation: ['istio', 'requests', 'model', 'values', 'text'],
  plan: ['analysis', 'proof', 'simulation', 'istio', 'requests', 'model', 'values'],
  synth: ['analysis', 'proof', 'simulation', 'istio', 'model', 'schema', 'tree', 'values', 'text'],
  testing: ['analysis', 'proof', 'simulation', 'istio', 'requests', 'model', 'synth', 'tree', 'values'],
  upgrade: ['analysis', 'proof', 'schema', 'model', 'values'],
  migration: [
    'synth',
    'mesh',
    'analysis',
    'plan',
    'proof',
    'simulation',
    'istio',
    'requests',
    'model',
    'routing',
    'values',
    'text',
    'imports',
  ],
  explorer: ['analysis', 'proof', 'simulation', 'istio', 'model', 'tree', 'values', 'text'],
  cli: [
    'loading',
    'synth',
    'adopt',
    'explorer',
    'migration',
    'analysis',
    'plan',
    'proof',
    'upgrade',
    'simulation',
    'schema',
    'model',
    'values',
    'text',
    'imports',
  ],
  codegen: ['explorer', 'values', 'text'],
  // What is adopted is run against the public API, which it loads by its name.
  adopt: ['analysis', 'testing', 'proof', 'istio', 'model', 'tree', 'values', 'text', 'imports'],
};

/**
 * Which modules a module may import types of, beside those above: what constructs check is judged by the synth, so that
 * declaring a mesh loads nothing of what judges it.
 */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  tree: ['istio'],
  mesh: ['istio', 'model'],
  traffic: ['istio', 'model'],
  gateway: ['istio', 'model'],
  security: ['istio', 'model'],
  observability: ['istio', 'model'],
  install: ['istio', 'model'],
};

function sources(folder: string): string[] {
  return globSync(ROOT, folder, '.ts');
}

interface Import {
  readonly path: string;
  readonly typesOnly: boolean;
}

function allImportsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const found = text.matchAll(/(?:^(?:import|export)\b( type\b)?[^;]*?|\b(?:import|require)\()'(\.[^']*)'/gm);
  return [...found].map(([, type, path = '']) => ({
    path: relative(ROOT, resolve(ROOT, dirname(file), path))
      .split(sep)
      .join('/'),
    typesOnly: type !== undefined,
  }));
}

function importsOf(file: string): string[] {
  return allImportsOf(file).map(({ path }) => path);
}

function moduleOf(path: string): string {
  const [top = '', second = ''] = path.split('/');
  return top === 'src' ? second.replace(/\.ts$/, '') : top;
}

test('every import between modules follows an arrow of the architecture', () => {
  const wrong: string[] = [];
  const known = new Set([...sources('src'), ...sources('imports')]);
  for (const file of sources('src')) {
    const module = moduleOf(file);
    if (module === 'index' || module === 'api' || module === 'main') continue;
    const allowed = ALLOWED[module];
    if (allowed === undefined) wrong.push(`${file}: no module "${module}" is known`);
    for (const { path: target, typesOnly } of allImportsOf(file)) {
      // The generator holds the import lines of what it generates as text; those point nowhere from where it stands.
      if (resolveFile(target, known) === undefined) continue;
      const other = moduleOf(target);
      if (other === module || allowed?.includes(other)) continue;
      if (!(typesOnly && TYPES[module]?.includes(other))) wrong.push(`${file} imports ${target}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('declaring a mesh loads nothing of what judges it', () => {
  const known = new Set([...sources('src'), ...sources('imports')]);
  const constructs = Object.keys(TYPES)
    .concat('notes-app')
    .flatMap(module => sources(`src/${module}`));
  const reached = new Set<string>(constructs);
  for (const file of reached) {
    for (const { path, typesOnly } of allImportsOf(file)) {
      const target = typesOnly ? undefined : resolveFile(path, known);
      if (target !== undefined) reached.add(target);
    }
  }
  const judging = ['istio', 'analysis', 'simulation', 'model', 'requests', 'schema', 'synth'];
  expect([...reached].filter(file => judging.includes(moduleOf(file)))).toEqual([]);
});

test('the generated code imports nothing of src but values and what the construct tree holds', () => {
  const wrong = sources('imports').flatMap(file =>
    importsOf(file)
      .filter(target => !['imports', 'tree', 'values'].includes(moduleOf(target)))
      .map(target => `${file} imports ${target}`),
  );
  expect(wrong).toEqual([]);
});

test('no file imports an index of its own package from inside', () => {
  const wrong = sources('src').flatMap(file =>
    importsOf(file)
      .filter(target => target === 'src/index' || target === 'src')
      .map(target => `${file} imports ${target}`),
  );
  expect(wrong.filter(line => !line.startsWith('src/main.ts'))).toEqual([]);
});

test('no two files import each other, for values or for types, in any number of steps', () => {
  expect(cyclesAmong(importsOf)).toEqual([]);
});

function cyclesAmong(edgesOf: (file: string) => readonly string[]): string[] {
  const files = [...sources('src'), ...sources('imports')];
  const known = new Set(files);
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, trail: readonly string[]): void => {
    if (trail.includes(file)) cycles.push([...trail.slice(trail.indexOf(file)), file].join(' -> '));
    if (done.has(file) || trail.includes(file)) return;
    for (const path of edgesOf(file)) {
      const next = resolveFile(path, known);
      if (next !== undefined) visit(next, [...trail, file]);
    }
    done.add(file);
  };
  for (const file of files) visit(file, []);
  return cycles;
}

function resolveFile(path: string, known: ReadonlySet<string>): string | undefined {
  return [`${path}.ts`, `${path}/index.ts`, `${path}.json`].find(candidate => known.has(candidate));
}
