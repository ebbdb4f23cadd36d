import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pack } from './pack';

const ROOT = resolve(__dirname, '../..');

jest.setTimeout(120_000);

describe('the packed package, installed in an empty folder', () => {
  let folder: string;
  let packed: readonly string[];
  let size: number;

  const run = (command: string, ...args: string[]): string =>
    execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const installed = (path: string): string => join(folder, 'node_modules/cdk8s-istio', path);
  const outputs = (outdir: string): string[] => readdirSync(join(folder, outdir)).sort();

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'packed-'));
    const report = pack(folder);
    size = report.size;
    packed = report.files.map(file => file.path);
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'empty', private: true }));
    const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const peers = ['cdk8s', 'constructs'].map(name => `${name}@${devDependencies[name]}`);
    run('npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', `./${report.filename}`, ...peers);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('holds the compiled library, its licence and its notice, and nothing of the workshop', () => {
    expect(packed).toEqual(
      expect.arrayContaining(['LICENSE', 'NOTICE', 'README.md', 'package.json', 'lib/src/index.js']),
    );
    const strange = packed.filter(
      path => !/^((lib\/(src|imports)|docs|examples)\/|(LICENSE|NOTICE|package\.json)$|[A-Z]+\.md$)/.test(path),
    );
    expect(strange).toEqual([]);
    expect(packed.filter(path => /^lib.*(codegen|\.test\.|src\/main\.)/.test(path))).toEqual([]);
  });

  test('is smaller than 1.5 MB, and its documents link to nothing but pictures that it does not hold', () => {
    expect(size).toBeLessThan(1_500_000);
    const held = new Set(packed);
    const broken = packed
      .filter(path => path.endsWith('.md'))
      .flatMap(path =>
        [...readFileSync(join(ROOT, path), 'utf8').matchAll(/\]\(([^)#\s]+)/g)]
          .filter(([, target = '']) => !/^[a-z]+:|\.png$/.test(target) && !holds(held, join(path, '..', target)))
          .map(([, target]) => `${path} -> ${target}`),
      );
    expect(broken).toEqual([]);
  });

  test('holds no code twice: the library in bundles, and beside them the entries and what imports need', () => {
    const code = packed.filter(path => path.startsWith('lib/src/') && path.endsWith('.js'));
    const { exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      exports: Record<string, string | { default: string }>;
    };
    const entries = Object.values(exports).flatMap(target =>
      typeof target === 'string' || target.default.includes('*') ? [] : [target.default.replace('./', '')],
    );
    const doors = code.filter(path =>
      readFileSync(installed(path), 'utf8').startsWith('module.exports = require("../bundles/'),
    );
    const bundles = ['base', 'constructs', 'meaning', 'tools'].map(name => `lib/src/bundles/${name}.js`);
    expect(doors.every(path => existsSync(join(ROOT, path.replace(/^lib\/(.*)\.js$/, '$1.ts'))))).toBe(true);
    const own = [...bundles, 'lib/src/cli/main.js', 'lib/src/loading/compile-cache.js'];
    expect(code.sort()).toEqual([...new Set([...entries, ...doors, ...own])].sort());
  });

  test('gives every name that its entries promise', () => {
    const { exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { exports: object };
    const entries = Object.keys(exports).filter(path => !/\*|json$|jest$/.test(path));
    const program = `
const missing = process.argv.slice(1).flatMap(entry => {
  const all = require(entry);
  return Object.keys(all).filter(name => all[name] === undefined).map(name => entry + ' ' + name);
});
console.log(JSON.stringify(missing));`;
    const names = entries.map(path => path.replace('.', 'cdk8s-istio'));
    expect(names).toContain('cdk8s-istio/analysis');
    expect(JSON.parse(run(process.execPath, '--eval', program, ...names))).toEqual([]);
  });

  test('tells compilers that do not read exports, such as that of the cdk8s template, where the types are', () => {
    const { exports, typesVersions } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      exports: Record<string, string | { types: string }>;
      typesVersions: { '*': Record<string, string[]> };
    };
    const bySubpath = Object.entries(exports).flatMap(([path, target]) =>
      path === '.' || typeof target === 'string' ? [] : [[path.replace('./', ''), [target.types]]],
    );
    expect(typesVersions['*']).toEqual(Object.fromEntries(bySubpath));
  });

  test('says its version', () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(run('npx', 'cdk8s-istio', '--version')).toBe(`${version}\n`);
  });

  test('writes a page in which a mesh can be looked at', () => {
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { ports: [{ port: 80 }] } };
    writeFileSync(join(folder, 'service.json'), JSON.stringify(service));
    run('npx', 'cdk8s-istio', 'explore', 'service.json', '--out', 'service.html');
    const html = readFileSync(join(folder, 'service.html'), 'utf8');
    expect(html).toMatch(/^<!doctype html>/);
    expect(html).toMatch(/<script type="text\/plain" id="engine">[A-Za-z0-9+/=]{100000,}</);
  });

  test('depends on no more than it says', () => {
    const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(Object.keys(dependencies)).toEqual(['@dagrejs/dagre', 'js-yaml', 're2js', 'tinyglobby']);
    const said = [...Object.keys({ ...dependencies, ...peerDependencies }), 'cdk8s-istio'];
    const named = packed
      .filter(path => path.startsWith('lib/') && path.endsWith('.js'))
      .flatMap(path => [...readFileSync(installed(path), 'utf8').matchAll(/\brequire\("((?![./])[^"]+)"\)/g)])
      .map(([, name = '']) => /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name);
    expect(named).toContain('cdk8s');
    expect([...new Set(named)].filter(name => !said.includes(name) && !isBuiltin(name))).toEqual([]);
  });

  test('turns manifests into a project', () => {
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { ports: [{ port: 80 }] } };
    writeFileSync(join(folder, 'web.json'), JSON.stringify(service));
    expect(run('npx', 'cdk8s-istio', 'adopt', 'web.json', '--out', 'adopted')).toContain('1 object');
    expect(readFileSync(join(folder, 'adopted/ADOPTION.md'), 'utf8')).toContain('of TypeScript for');
  });

  const body = `
const app = new MeshApp({ outdir: process.argv[2] });
const mesh = new Mesh(app, 'mesh');
const shop = new MeshNamespace(mesh, 'shop');
const ports = [{ port: 8080, protocol: PROTOCOL }];
const web = new MeshService(mesh, 'web', { namespace: shop, ports, versions: { v1: { image: 'web:1' } } });
const api = new MeshService(mesh, 'api', { namespace: shop, ports, versions: { v1: { image: 'api:1' }, v2: { image: 'api:2' } } });
web.calls(api);
new Canary(mesh, 'canary', { stable: api.version('v1'), canary: api.version('v2'), weight: 20 });
new VirtualService(new Chart(app, 'raw'), 'raw', { metadata: { name: 'raw', namespace: 'shop' }, spec: { hosts: ['raw.example.com'], http: [{ directResponse: { status: 200 } }] } });
app.synth();
`;
  const written = [
    '00-namespaces.k8s.yaml',
    '30-workloads.k8s.yaml',
    '40-destination-rules.k8s.yaml',
    '50-routes.k8s.yaml',
    'raw.k8s.yaml',
  ];

  test('synthesizes a small app in plain JavaScript', () => {
    writeFileSync(
      join(folder, 'app.js'),
      `const { Chart } = require('cdk8s');
const { Canary, Mesh, MeshApp, MeshNamespace, MeshService } = require('cdk8s-istio');
const { VirtualService } = require('cdk8s-istio/imports/networking.istio.io');
${body.replace('PROTOCOL', "'http'")}`,
    );
    run(process.execPath, 'app.js', 'dist-js');
    expect(outputs('dist-js')).toEqual(written);
  });

  test('synthesizes the same app in TypeScript, with strict types', () => {
    writeFileSync(
      join(folder, 'app.ts'),
      `import { Chart } from 'cdk8s';
import { Canary, Mesh, MeshApp, MeshNamespace, MeshService } from 'cdk8s-istio';
import { VirtualService } from 'cdk8s-istio/imports/networking.istio.io';
declare const process: { argv: string[] };
${body.replace('PROTOCOL', "'http' as const").replace('process.argv[2]', "process.argv[2] ?? 'dist'")}`,
    );
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          strict: true,
          skipLibCheck: false,
          module: 'Node16',
          target: 'ES2022',
          types: [],
          outDir: 'built',
        },
        files: ['app.ts'],
      }),
    );
    run(join(ROOT, 'node_modules/.bin/tsc'), '-p', '.');
    run(process.execPath, 'built/app.js', 'dist-ts');
    expect(outputs('dist-ts')).toEqual(written);
    for (const file of written) {
      expect(readFileSync(join(folder, 'dist-ts', file), 'utf8')).toBe(
        readFileSync(join(folder, 'dist-js', file), 'utf8'),
      );
    }
  });

  test('lets another package add a construct with a check, and a rule with its tests', () => {
    const fixtures = join(__dirname, 'fixtures/third-party');
    const files = readdirSync(fixtures);
    for (const file of files) copyFileSync(join(fixtures, file), join(folder, file));
    const compilerOptions = { strict: true, module: 'Node16', target: 'ES2022', types: ['node'], outDir: 'theirs' };
    const typeRoots = [join(ROOT, 'node_modules/@types')];
    writeFileSync(
      join(folder, 'tsconfig.theirs.json'),
      JSON.stringify({ compilerOptions: { ...compilerOptions, typeRoots, skipLibCheck: true }, files }),
    );
    run(join(ROOT, 'node_modules/.bin/tsc'), '-p', 'tsconfig.theirs.json');
    run(process.execPath, 'theirs/app.js', 'dist-theirs');
    const policies = readFileSync(join(folder, 'dist-theirs/60-policies.k8s.yaml'), 'utf8');
    expect(policies).toContain('notPrincipals:\n              - cluster.local/ns/shop/sa/operator\n');
    expect(() => run(process.execPath, 'theirs/app.js', 'dist-theirs', 'none')).toThrow(/maintenance-without-proxy/);
    expect(run(process.execPath, 'theirs/no-wildcard-hosts.js').split('\n')).toEqual([
      'accepts a host with a name',
      'reports a host for all',
      'VirtualService shop/web spec.hosts[0]: the host "*" takes the requests of all',
      'no-wildcard-hosts',
      '',
    ]);
  });

  test('composes the Notes App without any cdk8s-plus', () => {
    writeFileSync(
      join(folder, 'without.js'),
      `const { App } = require('cdk8s');
const { NotesAppMesh } = require('cdk8s-istio');
console.log(new NotesAppMesh(new App(), 'notes', { host: 'notes.example.com' }).mysql.host);`,
    );
    expect(run(process.execPath, 'without.js')).toBe('mysql.notes-app.svc.cluster.local\n');
  });
});

/** Whether a file, or a folder with files, is among the packed. */
function holds(packed: ReadonlySet<string>, path: string): boolean {
  return packed.has(path) || [...packed].some(file => file.startsWith(`${path.replace(/\/$/, '')}/`));
}
