/**
 * Compares the wall time of a cold `npx cdk8s synth` of the Notes App with that of a project of the TypeScript
 * template of cdk8s that writes the same objects, and the start of our app with that of an empty Node process.
 *
 *     npx tsx bench/cold-synth.ts --crds FILE [--rounds N]
 *
 * The stock project is the template of `cdk8s init typescript-app`: ts-node, TypeScript 5.9, cdk8s-plus-33 for the kinds
 * of Kubernetes, the classes that `cdk8s import` generates from Istio's CRDs. Its types are cast away (`as any`), which makes
 * its type check faster. Needs the npm registry.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parse, parseAllDocuments } from 'yaml';
import { interleave, table, type Variant } from './harness';

const ROOT = join(__dirname, '..');
const { values: options } = parseArgs({
  options: { crds: { type: 'string' }, rounds: { type: 'string', default: '7' } },
});
if (options.crds === undefined) throw new Error('Cannot compare: wanted the CRD file of Istio in --crds');

const PACKAGE = {
  name: 'stock',
  private: true,
  dependencies: { cdk8s: '2.70.106', 'cdk8s-plus-33': '2.5.57', constructs: '10.8.1' },
  devDependencies: { 'cdk8s-cli': '2.207.60', 'ts-node': '10.9.2', typescript: '5.9.3', '@types/node': '^14' },
};
const TEMPLATE = join(ROOT, 'node_modules/cdk8s-cli/templates/typescript-app');

/** Fields whose names the stock import changes. */
const STOCK_SPELLING: Readonly<Record<string, string>> = {
  clusterIP: 'clusterIp',
  consecutive5xxErrors: 'consecutive5XxErrors',
  setHostnameAsFQDN: 'setHostnameAsFqdn',
};

interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

interface PlusClass {
  readonly GVK?: { readonly apiVersion: string; readonly kind: string };
}

const work = mkdtempSync(join(tmpdir(), 'bench-cold-'));
try {
  makeStock(resolve(options.crds));
  const { app } = parse(readFileSync(join(ROOT, 'cdk8s.yaml'), 'utf8')) as { app: string };
  const noCheck = { CDK8S_CHECK_UPGRADE: 'false' };
  const command = (name: string, cwd: string, program: string, args: readonly string[], env = {}): Variant => ({
    name,
    cwd,
    command: program,
    args,
    env,
  });
  const outdir = { CDK8S_OUTDIR: join(work, 'direct') };
  const results = interleave(
    [
      command('stock, npx cdk8s synth', work, 'npx', ['cdk8s', 'synth'], noCheck),
      command('ours, npx cdk8s synth', ROOT, 'npx', ['cdk8s', 'synth'], noCheck),
      command('stock, npx cdk8s synth with upgrade check', work, 'npx', ['cdk8s', 'synth']),
      command('ours, npx cdk8s synth with upgrade check', ROOT, 'npx', ['cdk8s', 'synth']),
      command('stock, the app alone', work, 'npx', ['ts-node', 'main.ts'], outdir),
      command('ours, the app alone', ROOT, 'sh', ['-c', app], outdir),
      command('cdk8s --version', ROOT, join(ROOT, 'node_modules/.bin/cdk8s'), ['--version'], noCheck),
      command('an empty Node process', ROOT, process.execPath, ['-e', '0']),
    ],
    Number(options.rounds),
    60_000,
  );
  requireSameObjects();
  console.log(table(results, 'stock, npx cdk8s synth'));
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** A project of the stock template whose charts and objects are those of our dist/. */
function makeStock(crds: string): void {
  writeFileSync(join(work, 'package.json'), JSON.stringify(PACKAGE));
  for (const file of ['tsconfig.json', 'cdk8s.yaml']) cpSync(join(TEMPLATE, file), join(work, file));
  execFileSync('npm', ['install', '--no-audit', '--no-fund'], { cwd: work, stdio: 'ignore' });
  mkdirSync(join(work, 'imports'));
  execFileSync('npx', ['cdk8s', 'import', crds, '--language', 'typescript'], {
    cwd: work,
    env: { ...process.env, CDK8S_CHECK_UPGRADE: 'false' },
    stdio: 'ignore',
  });

  const { k8s } = createRequire(join(work, 'main.js'))('cdk8s-plus-33') as { k8s: Record<string, PlusClass> };
  const plusClasses = new Map(
    Object.entries(k8s).flatMap(([name, { GVK }]) => (GVK ? [[`${GVK.apiVersion} ${GVK.kind}`, name] as const] : [])),
  );
  const imported = new Map<string, Set<string>>();
  const charts = Object.entries(chartsOf(join(ROOT, 'dist'))).map(([file, objects]) => {
    const lines = objects.map((object, i) => {
      const { apiVersion, kind, ...props } = object;
      const group = apiVersion.split('/')[0] ?? '';
      const plusClass = plusClasses.get(`${apiVersion} ${kind}`);
      if (plusClass !== undefined) return `new k8s.${plusClass}(chart, 'o${i}', ${literal(props)} as any);`;
      const className = stockClass(group, kind, apiVersion);
      if (className === undefined) return `new ApiObject(chart, 'o${i}', ${literal(object)} as any);`;
      imported.set(group, (imported.get(group) ?? new Set()).add(className));
      return `new ${className}(chart, 'o${i}', ${literal(props)} as any);`;
    });
    return `{\nconst chart = new Chart(app, '${file.replace('.k8s.yaml', '')}');\n${lines.join('\n')}\n}`;
  });
  const imports = [...imported].map(
    ([group, names]) => `import { ${[...names].join(', ')} } from './imports/${group}';`,
  );
  const head = `import { ApiObject, App, Chart } from 'cdk8s';\nimport { k8s } from 'cdk8s-plus-33';\n${imports.join('\n')}\nconst app = new App();\n`;
  writeFileSync(join(work, 'main.ts'), `${head}${charts.join('\n')}\napp.synth();\n`);
}

/** Plain data as TypeScript, with the wrappers and the spelling that the stock classes ask for. */
function literal(value: unknown, key = '', parent = ''): string {
  const isPort = key === 'targetPort' || (key === 'port' && /^(httpGet|tcpSocket)$/.test(parent));
  if (isPort || /^(maxUnavailable|minAvailable|maxSurge)$/.test(key)) {
    return `k8s.IntOrString.from${typeof value === 'number' ? 'Number' : 'String'}(${JSON.stringify(value)})`;
  }
  if (/^(limits|requests)$/.test(parent)) return `k8s.Quantity.fromString(${JSON.stringify(String(value))})`;
  if (Array.isArray(value)) return `[${value.map(item => literal(item)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(([name, item]) => {
    return `${JSON.stringify(STOCK_SPELLING[name] ?? name)}: ${literal(item, name, key)}`;
  });
  return `{ ${fields.join(', ')} }`;
}

/** The class that the stock import made for a version of a kind, if it imported the group. */
function stockClass(group: string, kind: string, apiVersion: string): string | undefined {
  const file = join(work, 'imports', `${group}.ts`);
  if (!existsSync(file)) return undefined;
  const source = readFileSync(file, 'utf8');
  const versioned = `${kind}${apiVersion.split('/')[1]?.replace(/^v/, 'V')}`;
  return [versioned, kind].find(name => {
    const start = source.indexOf(`export class ${name} extends ApiObject`);
    return start >= 0 && source.slice(start, start + 600).includes(`apiVersion: '${apiVersion}'`);
  });
}

function chartsOf(folder: string): Record<string, readonly KubernetesObject[]> {
  return Object.fromEntries(
    readdirSync(folder)
      .filter(file => file.endsWith('.k8s.yaml'))
      .sort()
      .map(file => [
        file,
        parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map(
          document => document.toJS() as KubernetesObject,
        ),
      ]),
  );
}

function requireSameObjects(): void {
  const textsOf = (folder: string) =>
    Object.values(chartsOf(folder))
      .flat()
      .map(object => JSON.stringify(sortKeys(object)));
  const stock = new Set(textsOf(join(work, 'dist')));
  const missing = textsOf(join(ROOT, 'dist')).find(text => !stock.delete(text));
  if (missing === undefined && stock.size === 0) return;
  throw new Error(`Cannot compare: the stock project does not write ${missing}, but ${[...stock][0]}`);
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => [key, sortKeys(item)]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
