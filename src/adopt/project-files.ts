import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './library';
import type { ProgramFile } from './program';

/** The files that make a folder a project of its own: what it depends on, and how it is compiled. */
export function projectFiles(name: string): readonly ProgramFile[] {
  const { version, devDependencies } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as {
    readonly version: string;
    readonly devDependencies?: { readonly [name: string]: string };
  };
  const manifest = {
    name,
    private: true,
    type: 'module',
    scripts: { synth: 'node src/main.ts', test: 'node --test', typecheck: 'tsc --noEmit' },
    engines: { node: '>=22.18' },
    dependencies: {
      cdk8s: devDependencies?.cdk8s ?? '^2.68.11',
      'cdk8s-istio': `^${version}`,
      constructs: devDependencies?.constructs ?? '^10.3.0',
    },
    devDependencies: { '@types/node': '^22.18.0', typescript: '^5.9.0' },
  };
  const compiler = {
    compilerOptions: {
      target: 'ES2022',
      lib: ['ES2023'],
      module: 'NodeNext',
      moduleResolution: 'NodeNext',
      types: ['node'],
      strict: true,
      noUncheckedIndexedAccess: true,
      allowImportingTsExtensions: true,
      erasableSyntaxOnly: true,
      verbatimModuleSyntax: true,
      skipLibCheck: true,
      noEmit: true,
    },
    include: ['src', '*.ts'],
  };
  return [
    { path: 'package.json', text: `${JSON.stringify(manifest, undefined, 2)}\n` },
    { path: 'tsconfig.json', text: `${JSON.stringify(compiler, undefined, 2)}\n` },
    { path: '.gitignore', text: 'node_modules/\n' },
  ];
}
