import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
const MOST_NAMES = 260;

/** The entries of the package, and the file in which the names of each were reviewed. */
const ENTRIES: { readonly [entry: string]: string } = {
  'cdk8s-istio': 'src/index.d.ts',
  'cdk8s-istio/analysis': 'src/api/analysis.d.ts',
  'cdk8s-istio/simulation': 'src/api/simulation.d.ts',
  'cdk8s-istio/proof': 'src/api/proof.d.ts',
  'cdk8s-istio/install': 'src/api/install.d.ts',
  'cdk8s-istio/adopt': 'src/api/adopt.d.ts',
  'cdk8s-istio/migration': 'src/api/migration.d.ts',
  'cdk8s-istio/testing': 'src/testing/index.d.ts',
  'cdk8s-istio/testing/jest': 'src/testing/jest.d.ts',
};

/** Where raw settings of another program are asked for, in its own words, because there are too many to say them anew. */
const RAW: readonly string[] = [
  // Values of the charts, and the mesh configuration: what an installation sets and no property of ours does.
  'ExtraValues',
  'InstalledMeshConfig',
  'NewerMeshConfig',
  // Webhooks, alerts and metrics of Flagger.
  'FlaggerOptions',
];

/** Modules whose data is that of manifests, where a namespace is a text. */
const DATA = /^src\/(adopt|analysis|istio|migration|model|plan|proof|schema|simulation|testing|values)\//;

/** Data of constructs that goes to files and to other programs, or tells what manifests say. */
const TOLD: readonly string[] = [
  'ChartRelease',
  'DeliveryOutputs',
  'InstallPlan',
  'IstioOperatorDocument',
  'MeshOffer',
  'PlaintextCaller',
  'PlanComponent',
  'ResolvedModel',
];

/** What `public-types.mjs` tells. */
interface PublicTypes {
  readonly names: readonly {
    readonly entry: string;
    readonly name: string;
    readonly file: string;
    readonly declaredAs: string;
  }[];
  readonly optional: readonly {
    readonly owner: string;
    readonly name: string;
    readonly file: string;
    readonly type: string;
    readonly doc: string;
  }[];
  readonly namespaces: readonly { readonly owner: string; readonly file: string; readonly type: string }[];
  readonly uses: readonly {
    readonly by: string;
    readonly file: string;
    readonly type: string;
    readonly of: string;
    readonly isExported: boolean;
  }[];
}

jest.setTimeout(60_000);

describe('the public interface', () => {
  let folder: string;
  let types: PublicTypes;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'declarations-'));
    const args = ['-p', 'tsconfig.build.json', '--outDir', folder, '--emitDeclarationOnly'];
    execFileSync(join(ROOT, 'node_modules/.bin/tsc'), args, { cwd: ROOT });
    const program = join(__dirname, 'public-types.mjs');
    const told = execFileSync(process.execPath, [program, folder, ...Object.values(ENTRIES)], {
      encoding: 'utf8',
      maxBuffer: 100_000_000,
    });
    types = JSON.parse(told);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const namesOf = (path: string) => types.names.filter(({ entry }) => entry === path).map(({ name }) => name);

  test('has the entries that package.json says', () => {
    const { exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      exports: Record<string, string | { readonly types: string }>;
    };
    const paths = Object.entries(exports).flatMap(([path, target]) =>
      typeof target === 'string' || path.includes('*')
        ? []
        : [[path.replace('.', 'cdk8s-istio'), target.types.replace('./lib/', '')]],
    );
    expect(Object.fromEntries(paths)).toEqual(ENTRIES);
  });

  // What is exported is promised. Set UPDATE_API=1 to write the lists anew, and review them.
  test.each(Object.entries(ENTRIES))('%s exports what its list says', (entry, path) => {
    const names = namesOf(path).sort();
    const file = join(__dirname, 'public-api', `${entry.replaceAll('/', '-')}.txt`);
    if (process.env.UPDATE_API === '1') writeFileSync(file, names.map(name => `${name}\n`).join(''));
    expect(names).toEqual(readFileSync(file, 'utf8').split('\n').filter(Boolean));
  });

  test(`cdk8s-istio itself exports ${MOST_NAMES} names at most`, () => {
    expect(namesOf('src/index.d.ts').length).toBeGreaterThan(100);
    expect(namesOf('src/index.d.ts').length).toBeLessThanOrEqual(MOST_NAMES);
  });

  test('a name means one thing, in whichever entry, and a thing has one name', () => {
    const meanings = new Map<string, Set<string>>();
    const add = (key: string, value: string) => meanings.set(key, (meanings.get(key) ?? new Set()).add(value));
    for (const { name, file, declaredAs } of types.names) {
      add(name, `${declaredAs} of ${file}`);
      add(`${declaredAs} of ${file}`, name);
    }
    expect([...meanings].filter(([, all]) => all.size > 1).map(([key, all]) => [key, ...all])).toEqual([]);
  });

  test('every optional property says what holds without it', () => {
    const given = types.optional.filter(({ type }) => !/^(never|undefined)$/.test(type));
    expect(given.length).toBeGreaterThan(500);
    const silent = given.filter(({ doc }) => !/@default \S/.test(doc));
    expect(silent.map(({ owner, name, file }) => `${owner}.${name} of ${file}`)).toEqual([]);
  });

  test('only raw settings are asked for in the types of `imports/`', () => {
    const generated = types.uses.filter(({ of }) => of.includes('imports/'));
    expect([...new Set(generated.map(({ by }) => by))].sort()).toEqual([...RAW].sort());
  });

  test('constructs take a namespace as `NamespaceRef` or `NamespaceName`, and tell it as an object with a name', () => {
    const spoken = types.namespaces.filter(({ owner, file }) => !DATA.test(file) && !TOLD.includes(owner));
    expect(spoken.length).toBeGreaterThan(30);
    const known = /^(NamespaceRef|NamespaceName|MeshNamespace|\{\s*readonly name: string;\s*\})( \| undefined)?$/;
    const wrong = spoken.filter(({ type }) => !known.test(type));
    expect(wrong.map(({ owner, file, type }) => `${owner} of ${file}: ${type}`)).toEqual([]);
  });

  test('every type in the signature of what is exported is exported too', () => {
    // Of how Istio interprets a mesh, the first step is named; what lies behind is reached through it.
    const isDeep = ({ by, file }: PublicTypes['uses'][number]) =>
      /^src\/(istio|model|requests)\//.test(file) && by !== 'EffectiveMesh' && by !== 'MeshModel';
    expect(types.uses.length).toBeGreaterThan(1000);
    const missing = types.uses.filter(use => !use.isExported && !use.of.startsWith('imports/') && !isDeep(use));
    expect(missing.map(({ by, type, of }) => `${by} uses ${type} of ${of}`)).toEqual([]);
  });
});
