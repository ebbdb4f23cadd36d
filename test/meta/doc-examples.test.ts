import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { globSync } from './glob';

const ROOT = resolve(__dirname, '../..');
const FOLDER = join(ROOT, 'node_modules/.cache/doc-examples');

/** What examples may speak of without declaring it. */
const SCENE: Readonly<Record<string, string>> = {
  app: 'MeshApp',
  chart: 'Chart',
  scope: 'Construct',
  mesh: 'Mesh',
  shop: 'MeshNamespace',
  books: 'MeshNamespace',
  notes: 'MeshNamespace',
  frontend: 'MeshService',
  backend: 'MeshService',
  legacy: 'MeshService',
  mysql: 'MeshService',
  gateway: 'IngressGateway',
};

interface Example {
  readonly file: string;
  readonly line: number;
  readonly code: string;
}

function examplesOf(file: string): Example[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [...text.matchAll(/\/\*\*[\s\S]*?\*\//g)].flatMap(comment => {
    const lines = comment[0].split('\n').map(line => line.replace(/^\s*\/?\*+\/?( |$)/, '').replace(/\s*\*\/$/, ''));
    const starts = lines.flatMap((line, i) => (line.trim() === '@example' ? [i] : []));
    const first = text.slice(0, comment.index).split('\n').length;
    return starts.map(start => {
      const length = lines.slice(start + 1).findIndex(line => line.startsWith('@'));
      const body = lines.slice(start + 1, length < 0 ? undefined : start + 1 + length);
      return {
        file,
        line: first + start,
        code: body
          .filter(line => !line.startsWith('```'))
          .join('\n')
          .trim(),
      };
    });
  });
}

/** Where each exported name of src can be imported from; the public list wins, then the example's own file. */
function exportsOf(files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const file of files) {
    const text = readFileSync(join(ROOT, file), 'utf8');
    for (const [, name = ''] of text.matchAll(
      /^export (?:declare |abstract |async )*(?:class|function\*?|const|interface|type|enum) (\w+)/gm,
    )) {
      found.set(name, [...(found.get(name) ?? []), file]);
    }
  }
  return found;
}

function program(example: Example, names: ReadonlyMap<string, readonly string[]>): string {
  const declared = new Set(
    [...example.code.matchAll(/\b(?:const|let|function|class)\s+([\w\s{}[\],]+?)\s*(?::|=|\(|extends)/g)].flatMap(
      ([, list = '']) => list.match(/\w+/g),
    ),
  );
  const isDeclared = (name: string): boolean => declared.has(name);
  const scene = Object.keys(SCENE).filter(name => new RegExp(`\\b${name}\\b`).test(example.code) && !isDeclared(name));
  const words = new Set(`${example.code} ${scene.map(name => SCENE[name]).join(' ')}`.match(/[A-Za-z_]\w*/g));
  const imported = new Set(
    [...example.code.matchAll(/import \{([^}]*)\}/g)].flatMap(([, list = '']) => list.match(/\w+/g)),
  );
  const imports = [...words]
    .filter(word => names.has(word) && !imported.has(word) && !isDeclared(word))
    .map(word => {
      const files = names.get(word) ?? [];
      const file = files.includes(example.file) ? example.file : files[0];
      return `import { ${word} } from '../../../${file?.replace(/\.ts$/, '')}';`;
    });
  if (words.has('App') && !imported.has('App')) imports.push("import { App } from 'cdk8s';");
  if (words.has('Chart') && !imported.has('Chart')) imports.push("import { Chart } from 'cdk8s';");
  if (words.has('Construct') && !imported.has('Construct')) imports.push("import { Construct } from 'constructs';");
  const declarations = scene.map(name => `declare const ${name}: ${SCENE[name]};`);
  const own = example.code.match(/^import .*$/gm) ?? [];
  const code = example.code.replace(/^import .*$/gm, '');
  return `// ${example.file}:${example.line}\n${[...imports, ...own, ...declarations].join('\n')}\n\nexport async function example() {\n${code}\n}\n`;
}

test('every example in a docstring compiles', () => {
  const files = globSync(ROOT, 'src', '.ts').filter(file => file !== 'src/main.ts' && !file.startsWith('src/codegen/'));
  const names = exportsOf(files);
  const examples = files.flatMap(examplesOf);
  expect(examples.length).toBeGreaterThan(20);

  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  examples.forEach((example, i) => {
    writeFileSync(join(FOLDER, `example-${i}.ts`), program(example, names));
  });
  writeFileSync(
    join(FOLDER, 'tsconfig.json'),
    JSON.stringify({
      extends: '../../../tsconfig.json',
      compilerOptions: { noUnusedLocals: false, noUnusedParameters: false },
      include: ['*.ts'],
    }),
  );
  const { stdout } = spawnSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', FOLDER, '--pretty', 'false'], {
    cwd: FOLDER,
    encoding: 'utf8',
  });
  const problems = stdout
    .split('\n')
    .filter(line => /^example-\d+\.ts/.test(line))
    .map(line => {
      const example = examples[Number(/^example-(\d+)/.exec(line)?.[1])];
      return `${example?.file}:${example?.line} ${line}`;
    });
  expect(problems).toEqual([]);
}, 60_000);
