import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { Declarations, type Declared } from './declarations';

const ROOT = resolve(__dirname, '../..');
const MOST_NAMES = 265;

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

jest.setTimeout(60_000);

describe('the public interface', () => {
  let folder: string;
  let declarations: Declarations;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'declarations-'));
    const args = ['-p', 'tsconfig.build.json', '--outDir', folder, '--emitDeclarationOnly'];
    execFileSync(join(ROOT, 'node_modules/.bin/tsc'), args, { cwd: ROOT });
    declarations = new Declarations(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('has the entries that package.json says', () => {
    const { exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      exports: Record<string, string | { readonly types: string }>;
    };
    const types = Object.entries(exports).flatMap(([path, target]) =>
      typeof target === 'string' || path.includes('*')
        ? []
        : [[path.replace('.', 'cdk8s-istio'), target.types.replace('./lib/', '')]],
    );
    expect(Object.fromEntries(types)).toEqual(ENTRIES);
  });

  // What is exported is promised. Set UPDATE_API=1 to write the lists anew, and review them.
  test.each(Object.entries(ENTRIES))('%s exports what its list says', (entry, path) => {
    const names = [...declarations.exportsOf(path).keys()].sort();
    const file = join(__dirname, 'public-api', `${entry.replaceAll('/', '-')}.txt`);
    if (process.env.UPDATE_API === '1') writeFileSync(file, names.map(name => `${name}\n`).join(''));
    expect(names).toEqual(readFileSync(file, 'utf8').split('\n').filter(Boolean));
  });

  test(`cdk8s-istio itself exports ${MOST_NAMES} names at most`, () => {
    expect(declarations.exportsOf('src/index.d.ts').size).toBeLessThanOrEqual(MOST_NAMES);
  });

  test('every type in the signature of what is exported is exported too', () => {
    const exported = new Map<string, Declared>();
    for (const path of Object.values(ENTRIES)) {
      for (const one of declarations.exportsOf(path).values()) exported.set(keyOf(one), one);
    }
    const missing: string[] = [];
    for (const one of exported.values()) {
      // Of what Istio makes of a mesh, the first step is named; what lies behind is reached through it.
      if (isDeep(one)) continue;
      for (const used of declarations.usedBy(one)) {
        if (!exported.has(keyOf(used))) missing.push(`${one.name} uses ${used.name} of ${relative(folder, used.file)}`);
      }
    }
    expect(missing).toEqual([]);
  });

  function isDeep({ file, name }: Declared): boolean {
    return (
      /^src\/(istio|model|requests)\//.test(relative(folder, file)) && name !== 'EffectiveMesh' && name !== 'MeshModel'
    );
  }
});

function keyOf({ file, name }: Declared): string {
  return `${file} ${name}`;
}
