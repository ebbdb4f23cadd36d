import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const ROOT = resolve(__dirname, '../..');

/** A piece of TypeScript in a docstring or a page. */
export interface Example {
  readonly file: string;
  readonly line: number;
  readonly code: string;
}

/** What examples may use without declaring it. */
const SCENE: Readonly<Record<string, string>> = {
  app: 'MeshApp',
  chart: 'Chart',
  scope: 'Construct',
  mesh: 'Mesh',
  shop: 'MeshNamespace',
  books: 'MeshNamespace',
  notes: 'MeshNamespace',
  bank: 'MeshNamespace',
  frontend: 'MeshService',
  backend: 'MeshService',
  web: 'MeshService',
  legacy: 'MeshService',
  mysql: 'MeshService',
  gateway: 'IngressGateway',
};

/** Names of other packages. */
const OTHERS: Readonly<Record<string, string>> = { App: 'cdk8s', Chart: 'cdk8s', Construct: 'constructs' };

/** Where the names come from that an example uses without importing them: a module for each name. */
export type Modules = (name: string, example: Example) => string | undefined;

/**
 * The compiler's complaints about examples, each with the file and line of its example.
 *
 * @param folder - the name of the folder below node_modules/.cache that the programs are written to
 * @param declarations - what the examples of a file use besides `SCENE`
 */
export function complaintsOf(
  examples: readonly Example[],
  folder: string,
  modules: Modules,
  declarations: { readonly [file: string]: string } = {},
): string[] {
  const path = join(ROOT, 'node_modules/.cache', folder);
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { recursive: true });
  examples.forEach((example, i) => {
    writeFileSync(join(path, `example-${i}.ts`), program(example, modules, declarations[example.file] ?? ''));
  });
  writeFileSync(
    join(path, 'other-packages.d.ts'),
    "declare module '@example/*' { const offer: import('cdk8s-istio').MeshOffer; export default offer; }\n",
  );
  writeFileSync(
    join(path, 'tsconfig.json'),
    JSON.stringify({
      extends: '../../../tsconfig.json',
      compilerOptions: { noUnusedLocals: false, noUnusedParameters: false },
      include: ['*.ts'],
    }),
  );
  const { stdout } = spawnSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', path, '--pretty', 'false'], {
    cwd: path,
    encoding: 'utf8',
  });
  return stdout
    .split('\n')
    .filter(line => /^example-\d+\.ts/.test(line))
    .map(line => {
      const example = examples[Number(/^example-(\d+)/.exec(line)?.[1])];
      return `${example?.file}:${example?.line} ${line}`;
    });
}

function program(example: Example, modules: Modules, given: string): string {
  const own = example.code.match(/^import [^;]*;$/gm) ?? [];
  const code = example.code.replace(/^import [^;]*;$/gm, '');
  const known = new Set([
    ...own.flatMap(line => line.replace(/ from .*/, '').match(/\w+/g) ?? []),
    ...[
      ...`${given}\n${code}`.matchAll(/\b(?:const|let|function|class)\s+([\w\s{}[\],]+?)\s*(?::|=|\(|extends)/g),
    ].flatMap(([, list = '']) => list.match(/\w+/g) ?? []),
  ]);
  const scene = Object.keys(SCENE).filter(name => new RegExp(`\\b${name}\\b`).test(code) && !known.has(name));
  const words = new Set(`${code} ${given} ${scene.map(name => SCENE[name]).join(' ')}`.match(/[A-Za-z_]\w*/g));
  const imports = [...words].flatMap(word => {
    const from = known.has(word) ? undefined : (modules(word, example) ?? OTHERS[word]);
    return from === undefined ? [] : [`import { ${word} } from '${from}';`];
  });
  const declarations = scene.map(name => `declare const ${name}: ${SCENE[name]};`);
  return `// ${example.file}:${example.line}\n${[...imports, ...own, ...declarations].join('\n')}\n\n${given}\n\nexport async function example() {\n${code}\n}\n`;
}
