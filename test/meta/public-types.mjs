// Prints, as JSON, what the declaration files of the package make public: node public-types.mjs FOLDER ENTRY...
//
// A process of its own, since the programming interface of TypeScript 7 is an ES module, which Jest does not load.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { SyntaxKind } from 'typescript/unstable/ast';
import { API, SymbolFlags } from 'typescript/unstable/sync';

const [folder, ...entries] = process.argv.slice(2);
const config = join(folder, 'tsconfig.json');
const require = createRequire(import.meta.url);
const packageOf = name => dirname(require.resolve(`${name}/package.json`));
const compilerOptions = {
  module: 'Node16',
  target: 'ES2022',
  strict: true,
  types: [],
  paths: Object.fromEntries(['cdk8s', 'constructs'].map(name => [name, [packageOf(name)]])),
};
writeFileSync(config, JSON.stringify({ compilerOptions, files: entries }));

const api = new API();
const [project] = api.updateSnapshot({ openProjects: [config] }).getProjects();
const { checker, program } = project;

/** What a name stands for, behind imports and re-exports. */
function target(symbol) {
  return symbol.flags & SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

function declarationsOf(symbol) {
  return symbol.declarations.map(handle => handle.resolve(project));
}

function fileOf(node) {
  return relative(folder, node.getSourceFile().fileName);
}

function isHidden(node) {
  const keywords = [SyntaxKind.PrivateKeyword, SyntaxKind.ProtectedKeyword];
  return (
    node.modifiers?.some(({ kind }) => keywords.includes(kind)) || node.name?.kind === SyntaxKind.PrivateIdentifier
  );
}

/** Calls `visit` for a declaration and all in it that users can reach. */
function walk(node, visit) {
  if (isHidden(node)) return;
  visit(node);
  node.forEachChild(child => {
    walk(child, visit);
  });
}

function isOptionalProperty(node) {
  const kinds = [SyntaxKind.PropertySignature, SyntaxKind.PropertyDeclaration];
  return kinds.includes(node.kind) && node.postfixToken?.kind === SyntaxKind.QuestionToken;
}

/** What a property, accessor or parameter called `namespace` is; undefined for other nodes. */
function namespaceTyped(node) {
  const kinds = [
    SyntaxKind.PropertySignature,
    SyntaxKind.PropertyDeclaration,
    SyntaxKind.GetAccessor,
    SyntaxKind.Parameter,
  ];
  const name = kinds.includes(node.kind) ? node.name.getText() : '';
  return /^(pod)?namespace$/i.test(name) ? (node.type?.getText() ?? '') : undefined;
}

const USES = [SyntaxKind.TypeReference, SyntaxKind.ExpressionWithTypeArguments, SyntaxKind.TypeQuery];

/** The type of the package that a name in a declaration means; undefined where it means something else. */
function typeNamed(node) {
  if (node.kind !== SyntaxKind.Identifier || !USES.includes(node.parent.kind)) return undefined;
  const symbol = checker.getSymbolAtLocation(node);
  if (symbol === undefined) return undefined;
  const used = target(symbol);
  const [declaration] = declarationsOf(used);
  if (declaration === undefined || declaration.kind === SyntaxKind.TypeParameter) return undefined;
  const file = fileOf(declaration);
  return file.startsWith('..') ? undefined : { id: used.id, name: used.name, file };
}

const exported = new Map();
const names = entries.flatMap(entry => {
  const module = checker.getSymbolAtLocation(program.getSourceFile(join(folder, entry)));
  return (module === undefined ? [] : checker.getExportsOfModule(module)).map(symbol => {
    const declared = target(symbol);
    const [first] = declarationsOf(declared);
    const one = { entry, name: symbol.name, file: fileOf(first), declaredAs: declared.name };
    exported.set(declared.id, { ...one, declared });
    return one;
  });
});

const optional = [];
const uses = [];
const namespaces = [];
for (const { name, declared, file } of exported.values()) {
  for (const declaration of declarationsOf(declared)) {
    walk(declaration, node => {
      if (isOptionalProperty(node)) {
        const doc = node.jsDoc?.map(each => each.getText()).join('\n') ?? '';
        optional.push({ owner: name, name: node.name.getText(), file, type: node.type?.getText() ?? '', doc });
      }
      const namespace = namespaceTyped(node);
      if (namespace !== undefined) namespaces.push({ owner: name, file, type: namespace });
      // A type that is written in place, where nobody sees what it is.
      if (node.kind === SyntaxKind.ImportType) {
        uses.push({ by: name, file, type: node.getText(), of: node.getText(), isExported: false });
      }
      const type = typeNamed(node);
      if (type !== undefined) {
        uses.push({ by: name, file, type: type.name, of: type.file, isExported: exported.has(type.id) });
      }
    });
  }
}
api.close();
process.stdout.write(JSON.stringify({ names, optional, uses, namespaces }));
