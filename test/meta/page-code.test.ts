import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Verb } from '../../src/cli/verb';
import { complaintsOf, ROOT } from './example-programs';
import { globSync } from './glob';

/** What the pages show must be right: programs, manifests, commands and names. */

const PAGES = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'bench/README.md', ...globSync(ROOT, 'docs', '.md')];
const textOf = (page: string): string => readFileSync(join(ROOT, page), 'utf8');

interface Block {
  readonly file: string;
  readonly line: number;
  readonly language: string;
  readonly code: string;
  /** Whether a comment before it names the file that it is, which has tests of its own. */
  readonly named: boolean;
}

function blocksOf(file: string): Block[] {
  const text = textOf(file);
  return [...text.matchAll(/^(?:( *)<!-- (.*) -->\n)?( *)```(\w*)\n([\s\S]*?)\n *```$/gm)].map(found => {
    const [, , comment, indent = '', language = '', code = ''] = found;
    const line = text.slice(0, found.index).split('\n').length;
    return { file, line, language, code: code.replaceAll(`\n${indent}`, '\n').trim(), named: comment !== undefined };
  });
}

const BLOCKS = PAGES.flatMap(blocksOf);

/** The entry of the package that exports a name. */
const ENTRIES = new Map(
  globSync(ROOT, 'test/meta/public-api', '.txt')
    .map(
      file =>
        [
          file,
          basename(file, '.txt')
            .replace(/^cdk8s-istio-?/, 'cdk8s-istio/')
            .replace(/\/$/, ''),
        ] as const,
    )
    .filter(([, entry]) => !entry.endsWith('jest'))
    .sort(([, one], [, other]) => other.length - one.length)
    .flatMap(([file, entry]) => (textOf(file).match(/\w+/g) ?? []).map(name => [name, entry] as const)),
);

/** What programs on a page use that the text around them declares. */
const GIVEN = {
  'docs/adopt.md': `declare const bookinfoGateway: IngressGateway;
declare const [productpage, reviews, ratings, details]: [MeshService, MeshService, MeshService, MeshService];
declare const [cart, cartV1, cartV2]: [MeshService, MeshService, MeshService];`,
  'docs/ambient-migration.md': `declare function notesApp(dataPlane: import('cdk8s-istio').DataPlane): MeshApp;`,
  'docs/environments.md': `declare const ENVIRONMENTS: Record<string, { host: string; replicas: number; stage: string }>;`,
  'docs/synth.md': `declare function declarePayments(mesh: Mesh): MeshService;
declare function declareShop(mesh: Mesh, payments: MeshService): void;`,
  'docs/validation.md': `declare const manifest: Parameters<typeof validateObject>[0];`,
};

test('every program on a page compiles', () => {
  const programs = BLOCKS.filter(({ language, named }) => language === 'ts' && !named);
  expect(programs.length).toBeGreaterThan(15);
  expect(complaintsOf(programs, 'page-examples', name => ENTRIES.get(name), GIVEN)).toEqual([]);
}, 60_000);

test('every YAML on a page is YAML', () => {
  const broken = BLOCKS.filter(({ language }) => language === 'yaml').flatMap(({ file, line, code }) =>
    parseAllDocuments(code).flatMap(document => document.errors.map(({ message }) => `${file}:${line} ${message}`)),
  );
  expect(broken).toEqual([]);
});

test('every JSON on a page is JSON', () => {
  for (const { code } of BLOCKS.filter(({ language }) => language === 'json')) JSON.parse(code);
});

describe('commands', () => {
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
  const spans = PAGES.flatMap(page =>
    [...textOf(page).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => ({ page, code })),
  );
  const lines = [
    ...spans,
    ...BLOCKS.flatMap(({ file, code }) => code.split('\n').map(line => ({ page: file, code: line }))),
  ].map(({ page, code }) => ({ page, code: code.replace(/ # .*| [|&>].*$/, '') }));

  test('the command line has the verbs and options that pages use', () => {
    const verbs = [...textOf('src/cli/main.ts').matchAll(/require\('\.\/(\w+)'\) as/g)].map(([, name = '']) => name);
    expect(verbs).toContain('simulate');
    const options = new Map(verbs.map(name => [name, optionsOf(name)]));
    const used = lines.flatMap(({ page, code }) => {
      const [, verb, rest = ''] = /^(?:.*\bcdk8s-istio )?([a-z]+)(?: (.*))?$/.exec(code.replace(/^\$ /, '')) ?? [];
      if (verb === undefined || (!code.includes('cdk8s-istio ') && !options.has(verb))) return [];
      return [{ page, code, verb, flags: [...rest.matchAll(/(?<=^| )--([a-z-]+)/g)].map(([, flag = '']) => flag) }];
    });
    expect(used.length).toBeGreaterThan(40);
    const wrong = used.filter(({ verb, flags }) => !flags.every(flag => options.get(verb)?.has(flag)));
    expect(wrong).toEqual([]);
  });

  test('npm has the scripts that pages run, and tsx the programs', () => {
    const missing = lines.flatMap(({ page, code }) => {
      const script = /\bnpm run ([\w:]+)/.exec(code)?.[1];
      const program = /\bnpx tsx (\S+\.ts)/.exec(code)?.[1];
      return [
        ...(script === undefined || script in scripts ? [] : [`${page}: npm run ${script}`]),
        ...(program === undefined || existsSync(join(ROOT, program)) ? [] : [`${page}: ${program}`]),
      ];
    });
    expect(missing).toEqual([]);
  });
});

test('the index names what the package exports', () => {
  const named = [...textOf('docs/index.md').matchAll(/^\|[^|]*\|([^|]*)\|/gm)]
    .flatMap(([, cell = '']) => [...cell.matchAll(/`([A-Z][a-z]\w+|[a-z]+[A-Z]\w+)/g)])
    .map(([, name = '']) => name);
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter(name => !ENTRIES.has(name))).toEqual([]);
});

test('links to a section lead to a heading', () => {
  const slug = (heading: string): string =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-');
  const broken = PAGES.flatMap(page =>
    [...textOf(page).matchAll(/\]\(([\w./-]*)#([\w-]+)\)/g)].flatMap(([, target = '', section = '']) => {
      const file = target === '' ? page : join(page, '..', target);
      const headings = [...textOf(file).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => slug(heading));
      return headings.includes(section) ? [] : [`${page} -> ${target}#${section}`];
    }),
  );
  expect(broken).toEqual([]);
});

/** The options of a verb, as its help lists them. */
function optionsOf(name: string): ReadonlySet<string> {
  const { verb } = require(`../../src/cli/${name}`) as { verb: Verb };
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  void verb(['--help']);
  const help = write.mock.calls.map(([text]) => text).join('');
  write.mockRestore();
  return new Set([...help.matchAll(/--([a-z-]+)/g)].map(([, option = '']) => option));
}
