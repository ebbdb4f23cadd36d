import { byText, compareText } from '../values/order';
import { type Code, LIBRARY, partsOf, type Statement, variable } from './code';
import { Names } from './names';
import { printStatements } from './print-code';

/** A file of the program. */
export interface ProgramFile {
  readonly path: string;
  readonly text: string;
}

/** Statements of a unit, in the order of the program. */
export interface Section {
  /** The namespace whose file may take the statements, where they need nothing but the mesh. */
  readonly namespace?: string | undefined;
  /** Whether it is there for other statements alone. */
  readonly isAuxiliary?: boolean | undefined;
  readonly statements: readonly Statement[];
}

/** Objects of a namespace above this number of lines get a file of their own. */
const LARGE = 100;

/** The app as source files: `src/main.ts`, and one file for each namespace with many objects. */
export function printProgram(
  opening: readonly Statement[],
  sections: readonly Section[],
  closing: readonly Statement[],
): readonly ProgramFile[] {
  const byNamespace = new Map<string, Statement[]>();
  for (const { namespace, statements } of sections) {
    if (namespace === undefined) continue;
    byNamespace.set(namespace, [...(byNamespace.get(namespace) ?? []), ...statements]);
  }
  const names = new Names(['main']);
  const declared = [...opening, ...sections.flatMap(({ statements }) => statements)].map(({ variable }) => variable);
  const functions = new Names(declared.filter(name => name !== undefined));
  const large = new Map<string, { readonly path: string; readonly name: string; readonly text: string }>();
  for (const [namespace, statements] of byNamespace) {
    const body = printStatements(statements, 1);
    if (body.split('\n').length < LARGE) continue;
    const file = names.first(namespace === '' ? 'cluster' : namespace, `namespace-${namespace}`);
    const capitalized = file.replace(/(^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, __, letter: string) =>
      letter.toUpperCase(),
    );
    const name = functions.first(`add${capitalized}`, `add${capitalized}Objects`);
    const text = [
      importsOf(statements, ['Mesh']),
      '',
      `/** Adds the objects of ${namespace === '' ? 'the cluster' : `namespace "${namespace}"`} that are taken over as they are. */`,
      `export function ${name}(mesh: Mesh): void {`,
      `${body}}`,
      '',
    ].join('\n');
    large.set(namespace, { path: `src/${file}.ts`, name, text });
  }
  const inMain = sections.filter(({ namespace }) => namespace === undefined || !large.has(namespace));
  const statements = inMain.flatMap(section => section.statements);
  const calls: Statement[] = [...large.values()].map(({ name }) => ({
    code: { code: 'call', target: variable(name), args: [variable('mesh')] },
  }));
  const [first = [], ...groups] = blocksOf([...calls, ...statements]);
  const blocks = [
    printStatements(opening),
    ...[first, ...groups].map(block => printStatements(block)),
    printStatements(closing),
  ];
  const imports = importsOf([...opening, ...statements, ...closing], []);
  const own = [...large.values()].map(({ path, name }) => `import { ${name} } from './${path.slice('src/'.length)}';`);
  const main = [[imports, ...own.sort()].join('\n'), ...blocks.filter(block => block !== '')].join('\n\n');
  return [
    { path: 'src/main.ts', text: `${main.replace(/\n\n\n+/g, '\n\n')}` },
    ...[...large.values()].map(({ path, text }) => ({ path, text })),
  ];
}

/** Statements in blocks: one for each kind of construct. */
function blocksOf(statements: readonly Statement[]): readonly (readonly Statement[])[] {
  const blocks: Statement[][] = [];
  let last = '';
  for (const statement of statements) {
    const kind = kindOf(statement.code);
    const block = blocks.at(-1);
    if (block !== undefined && kind === last && statement.comment === undefined) block.push(statement);
    else blocks.push([statement]);
    last = kind;
  }
  return blocks;
}

function kindOf(code: Code): string {
  for (const part of partsOf(code)) if (part.code === 'import') return part.name;
  return code.code === 'call' ? 'call' : code.code;
}

/** The import lines of statements, sorted: modules of Node first, as the formatter wants them. */
function importsOf(statements: readonly Statement[], types: readonly string[]): string {
  const byModule = new Map<string, Set<string>>();
  const add = (module: string, text: string) =>
    byModule.set(module, (byModule.get(module) ?? new Set<string>()).add(text));
  for (const type of types) add(LIBRARY, `type ${type}`);
  for (const { code } of statements) {
    for (const part of partsOf(code)) {
      if (part.code === 'import') add(part.from, part.name === part.as ? part.name : `${part.name} as ${part.as}`);
    }
  }
  return [...byModule]
    .sort(byText(([module]) => `${module.startsWith('node:') ? 0 : 1}${module}`))
    .map(([module, names]) => importLine(module, [...names].sort(byName)))
    .join('\n');
}

function importLine(module: string, names: readonly string[]): string {
  const isType = names.every(name => name.startsWith('type '));
  const listed = isType ? names.map(name => name.slice('type '.length)) : names;
  const lead = isType ? 'import type' : 'import';
  const line = `${lead} { ${listed.join(', ')} } from '${module}';`;
  if (line.length <= 120) return line;
  return `${lead} {\n${listed.map(name => `  ${name},\n`).join('')}} from '${module}';`;
}

/** The order of the formatter: letter by letter, a capital before the small letter that it belongs to. */
function byName(a: string, b: string): number {
  const key = (name: string) =>
    [...name.replace(/^type /, '').replace(/^\w+ as /, '')]
      .map(letter => `${letter.toLowerCase()}${letter === letter.toLowerCase() ? 1 : 0}`)
      .join('');
  return compareText(key(a), key(b));
}
