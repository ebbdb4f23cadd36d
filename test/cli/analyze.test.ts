import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verb } from '../../src/cli/analyze';
import { runVerb } from './run-verb';

const ROOT = join(__dirname, '../..');

const SERVICE =
  'apiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop }\nspec: { ports: [{ name: http, port: 80 }] }\n';
const route = (host: string) =>
  `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: { name: web, namespace: shop }\nspec: { hosts: [web], http: [{ route: [{ destination: { host: ${host} } }] }] }\n`;
const UNNAMED = SERVICE.replace('name: http', 'name: web');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'analyze-'));
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, ...documents: readonly string[]): string {
  const file = join(folder, name);
  writeFileSync(file, documents.join('---\n'));
  return file;
}

async function analyze(...args: string[]): Promise<{ readonly code: number; readonly out: string }> {
  let out = '';
  jest.spyOn(process.stdout, 'write').mockImplementation(text => {
    out += String(text);
    return true;
  });
  const code = await verb(args);
  return { code, out };
}

describe('cdk8s-istio analyze', () => {
  test('says what it looked at and exits with 0 where nothing is wrong', async () => {
    expect(await analyze(write('a.yaml', SERVICE, route('web')))).toEqual({
      code: 0,
      out: '2 objects, no findings\n',
    });
  });

  test('shows findings with object, file, line and fix, and exits with 1', async () => {
    const file = write('a.yaml', SERVICE, route('webb'));
    expect(await analyze(file)).toEqual({
      code: 1,
      out: [
        'error unknown-destination-host [IST0101]: host "webb", that is "webb.shop.svc.cluster.local", is not a Service; namespace "shop" has "web"',
        '  at VirtualService shop/web spec.http[0].route[0].destination.host',
        `  defined in ${file}:9`,
        '  fix: define the Service, or route to one that exists',
        '',
        '2 objects, 1 error',
        '',
      ].join('\n'),
    });
  });

  test('exits with 1 for warnings only if asked to', async () => {
    const file = write('a.yaml', UNNAMED);
    expect((await analyze(file)).code).toBe(0);
    expect((await analyze(file, '--fail-on', 'warning')).code).toBe(1);
    expect((await analyze(write('b.yaml', SERVICE), '--fail-on', 'info')).code).toBe(0);
  });

  test('writes JSON, with the namespace of every resource', async () => {
    const file = write('a.yaml', SERVICE, route('webb'));
    const { code, out } = await analyze(file, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual({
      diagnostics: [
        {
          rule: 'unknown-destination-host',
          code: 'IST0101',
          severity: 'error',
          resource: {
            kind: 'VirtualService',
            namespace: 'shop',
            name: 'web',
            origin: { file, document: 1, line: 9 },
          },
          field: 'spec.http[0].route[0].destination.host',
          message: expect.stringContaining('"webb"'),
          fix: expect.any(String),
          related: [],
        },
      ],
      summary: { objects: 2, errors: 1, warnings: 0, infos: 0, unchecked: {} },
    });
    expect(JSON.parse((await analyze(write('b.yaml', SERVICE), '--json')).out)).toMatchObject({ diagnostics: [] });
  });

  test('writes SARIF with rules, levels and places', async () => {
    const file = write('a.yaml', UNNAMED);
    const { out } = await analyze(file, '--sarif');
    const { version, runs } = JSON.parse(out);
    expect(version).toBe('2.1.0');
    expect(runs[0].tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(['service-port-name']);
    expect(runs[0].results).toEqual([
      expect.objectContaining({
        ruleId: 'service-port-name',
        level: 'warning',
        locations: [
          expect.objectContaining({
            physicalLocation: { artifactLocation: { uri: file }, region: { startLine: 4 } },
          }),
        ],
      }),
    ]);
  });

  test('takes the services of the cluster for granted if asked to', async () => {
    const file = write('a.yaml', route('kubernetes.default.svc.cluster.local'), SERVICE);
    expect((await analyze(file)).out).toContain('unknown-destination-host');
    expect(await analyze(file, '--assume-cluster', 'defaults')).toMatchObject({
      code: 0,
      out: expect.stringContaining('no findings'),
    });
  });

  test('does not report what it assumes, nor replaces what the manifests say', async () => {
    const gateway = SERVICE.replace('name: web, namespace: shop', 'name: kubernetes, namespace: default');
    const { out } = await analyze(
      write('a.yaml', gateway.replace('name: http', 'name: x')),
      '--assume-cluster',
      'defaults',
    );
    expect(out).toContain('Service default/kubernetes');
    expect(out).not.toContain('duplicate-object');
  });

  test('reports what istioctl reports in parity: its severities, and no more', async () => {
    const file = write('a.yaml', UNNAMED);
    const { out } = await analyze(file, '--istio-parity', '--json');
    expect(JSON.parse(out).diagnostics).toMatchObject([{ code: 'IST0118', severity: 'info' }]);
  });

  test('runs only the rules that are named, by name or code', async () => {
    const file = write('a.yaml', UNNAMED, route('webb'));
    expect((await analyze(file, '--rule', 'IST0118')).out).not.toContain('unknown-destination-host');
    expect((await analyze(file, '--rule', 'unknown-destination-host')).out).not.toContain('service-port-name');
    expect(() => verb([file, '--rule', 'dangling-subst'])).toThrow('did you mean "dangling-subset"?');
  });

  test('reads mesh configuration from a file of its own', async () => {
    const telemetry =
      'apiVersion: telemetry.istio.io/v1\nkind: Telemetry\nmetadata: { name: t, namespace: istio-system }\nspec: { tracing: [{ providers: [{ name: traces }] }] }\n';
    const config = write(
      'mesh.txt',
      'extensionProviders: [{ name: traces, opentelemetry: { service: a.b.svc.cluster.local, port: 1 } }]\n',
    );
    const file = write('a.yaml', telemetry);
    expect((await analyze(file)).out).toContain('unknown-telemetry-provider');
    expect((await analyze(file, '--mesh-config', config)).out).toContain('no findings');
  });

  test.each([
    [[], 'wanted FILE|DIR|GLOB|- ..., got nothing'],
    [['-', '-'], 'wanted "-" once'],
    [['-', '--jsn'], 'got "--jsn"; did you mean "--json"?'],
    [['-', '--format', 'jason'], 'did you mean "json"?'],
    [['-', '--fail-on', 'never'], 'Cannot take "never" as --fail-on: wanted error, warning, info'],
    [['-', '--assume-cluster', 'eks'], 'Cannot take "eks" as --assume-cluster: wanted defaults'],
    [['-', '--json', '--sarif'], 'wanted one of --json and --sarif'],
  ])('refuses the arguments %j', (args, message) => {
    expect(() => verb(args)).toThrow(message);
  });

  test('reads standard input, and exits with 2 where manifests cannot be read', () => {
    const run = (input: string) =>
      spawnSync(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', 'analyze', '-'], {
        cwd: ROOT,
        input,
        encoding: 'utf8',
      });
    expect(run(`${SERVICE}---\n${route('webb')}`)).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('stdin:9'),
    });
    expect(run('a: [')).toMatchObject({
      status: 2,
      stdout: '0 objects, 1 error\n',
      stderr: expect.stringContaining('Cannot read manifests of "stdin" at stdin:1: is not valid YAML'),
    });
  });
});

describe('files that options name', () => {
  test.each([
    ['--accept', 'accepted findings', ''],
    ['--mesh-config', 'mesh configuration', ''],
    ['--accept', 'accepted findings', 'a: ['],
    ['--mesh-config', 'mesh configuration', 'a: ['],
    ['--mesh-config', 'mesh configuration', '- a'],
  ])('%s says why %s cannot be read: %j', async (option, what, text) => {
    const files = {
      'a.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n',
      ...(text && { 'b.yaml': text }),
    };
    const problem = { '': 'no such file', 'a: [': 'line 1 is not valid YAML', '- a': 'wanted a YAML mapping' }[text];
    await expect(runVerb(verb, files, ['a.yaml', option, 'b.yaml'])).rejects.toThrow(
      new RegExp(`^Cannot read ${what} of ".*b\\.yaml": ${problem}`),
    );
  });

  test('are no folders', async () => {
    const run = runVerb(verb, { 'a.yaml': '' }, ['a.yaml', '--accept', __dirname]);
    await expect(run).rejects.toThrow('wanted a file, got a folder');
  });
});

describe('a file of accepted findings', () => {
  const OBJECTS = `${SERVICE}---\n${route('webb')}`;
  const accepting = (entries: string, ...args: readonly string[]) =>
    runVerb(verb, { 'a.yaml': OBJECTS, 'b.yaml': `accept: ${entries}\n` }, ['a.yaml', '--accept', 'b.yaml', ...args]);

  test.each<[entries: string, got: string]>([
    [
      '[{ rule: dangling-subset, reason: x, resourc: Service shop/a }]',
      'got entry 1 with "resourc", did you mean "resource"?',
    ],
    ['[{ rule: a, reason: x }, { rule: b, reason: " " }]', 'got entry 2: {"rule":"b","reason":" "}'],
    ['[{ rule: a, reason: x, resource: [a] }]', 'got entry 1: {'],
    ['{}', 'got no such list'],
  ])('%s is refused', async (entries, got) => {
    await expect(accepting(entries)).rejects.toThrow(got);
  });

  test('may name rules that do not run', async () => {
    const entries = '[{ rule: dangling-subset, reason: x }, { rule: no-such-rule, reason: x }]';
    const { stdout } = await accepting(entries, '--rule', 'service-port-name');
    expect(stdout).toContain('"no-such-rule" is accepted, but there is no rule of this name');
    expect(stdout).not.toContain('dangling-subset');
  });
});
