import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import Ajv from 'ajv';
import { buildSync } from 'esbuild';

const ROOT = resolve(__dirname, '../..');
const FOLDER = join(__dirname, 'fixtures/formats');
const SARIF = '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json';

const EXTENSIONS: { readonly [format: string]: string } = {
  text: 'txt',
  json: 'json',
  sarif: 'sarif',
  github: 'github.txt',
  junit: 'xml',
  markdown: 'md',
};

const VERBS: readonly (readonly [name: string, args: readonly string[]])[] = [
  ['validate', ['new']],
  ['analyze', ['new']],
  ['plan', ['old', 'new']],
  ['diff', ['old', 'new']],
];

/** The command line as it is published, which starts faster than its source. */
const BUNDLE = join(ROOT, 'lib/cli-formats');
const MAIN = join(BUNDLE, 'main.js');

function run(...args: readonly string[]) {
  return spawnSync(process.execPath, [MAIN, ...args], {
    cwd: FOLDER,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
}

beforeAll(() => {
  buildSync({
    entryPoints: [join(ROOT, 'src/cli/main.ts')],
    outfile: MAIN,
    bundle: true,
    platform: 'node',
    packages: 'external',
  });
});
afterAll(() => rmSync(BUNDLE, { recursive: true, force: true }));

jest.setTimeout(60_000);

// The outputs are checked in. Set UPDATE_FORMATS=1 to write them anew, and review them.
describe.each(VERBS)('cdk8s-istio %s', (verb, args) => {
  test.each(Object.keys(EXTENSIONS))('writes %s as it is checked in', format => {
    const { stdout, status } = run(verb, ...args, '--format', format);
    expect(status).toBe(1);
    const file = join(FOLDER, 'expected', `${verb}.${EXTENSIONS[format]}`);
    if (process.env.UPDATE_FORMATS === '1') writeFileSync(file, stdout);
    expect(stdout).toBe(readFileSync(file, 'utf8'));
  });

  test('writes SARIF that its schema accepts, with rules, places and fingerprints', () => {
    const log = JSON.parse(readFileSync(join(FOLDER, 'expected', `${verb}.sarif`), 'utf8'));
    // The schema names an older draft, of which it uses nothing that has changed.
    const { $schema: _, id, ...schema } = JSON.parse(readFileSync(require.resolve(SARIF), 'utf8'));
    const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false, allErrors: true }).compile({
      $id: id,
      ...schema,
    });
    expect([validate(log), validate.errors]).toEqual([true, null]);
    const [{ tool, results }] = log.runs;
    expect(tool.driver.semanticVersion).toMatch(/^\d+\.\d+\.\d+/);
    expect(tool.driver.version).toBe(tool.driver.semanticVersion);
    for (const { helpUri } of tool.driver.rules) {
      const page = /^pkg:npm\/cdk8s-istio@[\d.]+#(docs\/.*\.md)$/.exec(helpUri)?.[1];
      if (page === undefined)
        expect(helpUri).toMatch(/^https:\/\/(?:istio\.io|kiali\.io|gateway-api\.sigs\.k8s\.io)\//);
      else expect([page, existsSync(join(ROOT, page))]).toEqual([page, true]);
    }
    expect(results.length).toBeGreaterThan(0);
    for (const result of results) {
      expect(tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
      expect(result.partialFingerprints['finding/v1']).toMatch(/^[0-9a-f]{32}:\d+$/);
    }
  });

  test('writes JSON of one shape', () => {
    const report = JSON.parse(readFileSync(join(FOLDER, 'expected', `${verb}.json`), 'utf8'));
    expect(report.summary).toEqual({
      objects: 7,
      errors: expect.any(Number),
      warnings: expect.any(Number),
      infos: expect.any(Number),
      unchecked: expect.objectContaining({ Widget: 1 }),
    });
    for (const one of report.diagnostics) {
      expect(one).toEqual(expect.objectContaining({ rule: expect.any(String), message: expect.any(String) }));
      expect(one.resource).toEqual(expect.objectContaining({ kind: expect.any(String), name: expect.any(String) }));
    }
  });
});

describe('the command line', () => {
  test('ends quietly when nobody reads on', () => {
    const command = `"${process.execPath}" "${MAIN}" rules | head -n 1`;
    const { stdout, stderr, status } = spawnSync('bash', ['-c', `set -o pipefail; ${command}`], { encoding: 'utf8' });
    expect([stdout.split('\n').length, stderr, status]).toEqual([2, '', 0]);
  });

  test('answers with the same exit code when nobody reads on', () => {
    const command = `"${process.execPath}" "${MAIN}" analyze new | true; exit "\${PIPESTATUS[0]}"`;
    const { stderr, status } = spawnSync('bash', ['-c', command], { cwd: FOLDER, encoding: 'utf8' });
    expect([stderr, status]).toEqual(['', 1]);
  });

  // Such a device is of Linux.
  (existsSync('/dev/full') ? test : test.skip)('says that it cannot write its output', () => {
    const command = `"${process.execPath}" "${MAIN}" rules >/dev/full`;
    const { stderr, status } = spawnSync('bash', ['-c', command], { encoding: 'utf8' });
    expect([stderr, status]).toEqual([expect.stringMatching(/^cdk8s-istio: Cannot write the output: .*\n$/), 2]);
  });

  test('suggests the nearest verb', () => {
    expect(run('analyse', 'new')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('did you mean "analyze"?'),
    });
  });

  test('colours nothing in pipes, and everything where that is asked for', () => {
    const colored = spawnSync(process.execPath, [MAIN, 'analyze', 'new'], {
      cwd: FOLDER,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '', FORCE_COLOR: '1' },
    });
    expect(colored.stdout).toContain('\u001b[31merror dangling-subset');
    expect(run('analyze', 'new').stdout).not.toContain('\u001b');
  });

  test('lists the rules and explains one, by name or code', () => {
    const rules = run('rules').stdout;
    expect(rules).toMatch(/^dangling-subset +error +Every subset .*\[IST0101, KIA1107\]$/m);
    expect(run('explain', 'dangling-subset').stdout).toBe(
      readFileSync(join(ROOT, 'docs/rules/dangling-subset.md'), 'utf8'),
    );
    expect(run('explain', 'KIA1107').stdout).toContain('# dangling-subset');
    expect(run('rules', '--format', 'json').stdout).toBe(run('rules', '--json').stdout);
    expect(JSON.parse(run('rules', '--json').stdout).rules).toContainEqual(
      expect.objectContaining({ name: 'dangling-subset', codes: ['IST0101', 'KIA1107'] }),
    );
    expect(run('explain', 'service-port').stderr).toContain('did you mean "service-port-name"?');
    expect(run('explain', 'dangling-subst')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('did you mean'),
    });
  });

  test('passes over what is no manifest only if asked to, and says what', () => {
    const strange = run('analyze', 'new', '../../../../package.json');
    expect(strange).toMatchObject({ status: 2, stderr: expect.stringContaining('is not a Kubernetes object') });
    const { status, stderr } = run('analyze', 'new', '../../../../package.json', '--ignore-unknown');
    expect(status).toBe(1);
    expect(stderr).toContain('passed over "../../../../package.json:1": is not a Kubernetes object');
  });

  test('passes over templates and texts that are no manifests only if asked to, but no manifest with a typo', () => {
    const folder = mkdtempSync(join(tmpdir(), 'foreign-'));
    const file = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    try {
      const template = file('a.yaml', 'apiVersion: v1\nkind: Service\n{{- if .x }}\nspec: {}\n{{- end }}\n');
      const settings = file('b.json', '{ // a comment\n  "compilerOptions": {} }\n');
      const typo = file('c.yaml', 'apiVersion: v1\nkind: Service\nmetadata: [name: a\n');
      for (const path of [template, settings, typo]) expect(run('validate', path).status).toBe(2);
      const passed = run('validate', '--ignore-unknown', template, settings);
      expect(passed).toMatchObject({ status: 0, stdout: '0 objects, no findings\n' });
      expect(passed.stderr).toMatch(/passed over ".*a\.yaml:\d": is not valid YAML.*template/);
      expect(run('validate', '--ignore-unknown', typo).status).toBe(2);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test.each(VERBS)('%s reports what cannot be read in forms that machines read', (verb, args) => {
    const folder = mkdtempSync(join(tmpdir(), 'broken-'));
    try {
      const broken = join(folder, 'a.yaml');
      writeFileSync(broken, 'apiVersion: v1\nkind: Service\nkind: Service\n');
      const input = [broken, ...args.slice(1)];
      const json = run(verb, ...input, '--json');
      expect([json.status, JSON.parse(json.stdout).diagnostics]).toEqual([
        2,
        [
          expect.objectContaining({
            rule: 'unreadable-manifest',
            severity: 'error',
            resource: { kind: 'File', namespace: '', name: broken, origin: { file: broken, line: 3 } },
          }),
        ],
      ]);
      expect(json.stderr).toContain(`a.yaml:3: is not valid YAML: the key "kind" is written twice`);
      expect(run(verb, ...input, '--format', 'github').stdout).toContain('line=3,title=unreadable-manifest::');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('helps with a verb, and tells its version', () => {
    expect(run('help', 'plan').stdout).toBe(run('plan', '--help').stdout);
    expect(run('help')).toMatchObject({ status: 0, stdout: expect.stringContaining('usage: cdk8s-istio <command>') });
    expect(run('--versoin')).toMatchObject({ status: 2, stderr: expect.stringContaining('did you mean "--version"?') });
    for (const version of ['version', '-v', '-V']) expect(run(version).stdout).toBe(run('--version').stdout);
  });

  test('matches patterns that the shell has left', () => {
    expect(run('validate', '{old,new}/*.yaml').stdout).toContain('12 objects');
    expect(run('validate', 'none/*.yaml')).toMatchObject({ status: 2, stderr: expect.stringContaining('got none') });
  });

  test('passes over the input of other tools, also where a pattern matches it, and says so', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tools-'));
    try {
      const service = 'apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { ports: [{ port: 80 }] }\n';
      for (const path of ['a.yaml', 'base/b.yaml', 'base/deep/c.yaml']) {
        mkdirSync(join(folder, path, '..'), { recursive: true });
        writeFileSync(join(folder, path), service);
      }
      writeFileSync(join(folder, 'base/kustomization.yaml'), 'resources: [b.yaml]\n');
      writeFileSync(join(folder, 'values-prod.yaml'), 'replicas: 3\n');
      for (const path of [folder, `${folder}/**/*.yaml`]) {
        const { status, stdout, stderr } = run('validate', path);
        expect([status, /^\d+ objects?/.exec(stdout)?.[0]]).toEqual([0, '1 object']);
        expect(stderr.split('\n').filter(Boolean).sort()).toEqual([
          `cdk8s-istio: passed over "${folder}/base": it is the input of Kustomize; pipe "kustomize build" to "-"`,
          `cdk8s-istio: passed over "${folder}/values-prod.yaml": by its name it holds values of a Helm chart; name the file to read it`,
        ]);
      }
      expect(run('validate', `${folder}/base/*.yaml`)).toMatchObject({ status: 0, stderr: '' });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('says the summary once beside each form', () => {
    for (const format of ['text', 'github', 'markdown', 'json', 'sarif', 'junit']) {
      const { stdout, stderr } = run('analyze', 'new', '--format', format);
      expect([format, `${stdout}${stderr}`.match(/^\d+ objects, /gm)?.length]).toEqual([format, 1]);
    }
  });

  test('lists what a file accepts no longer, and reports what it accepts in vain', () => {
    const accepted = run('analyze', 'new', '--accept', 'accept.yaml', '--json');
    const { diagnostics } = JSON.parse(accepted.stdout);
    expect(diagnostics.map(({ rule }: { rule: string }) => rule)).not.toContain('dangling-subset');
    expect(diagnostics).toContainEqual(
      expect.objectContaining({
        rule: 'unmatched-acceptance',
        message: '"double-tls" is accepted for DestinationRule shop/*, but finds nothing there',
      }),
    );
  });

  test('writes the schema of a kind, which takes what is right and refuses what is not', () => {
    const schema = JSON.parse(run('schema', 'virtualservice').stdout);
    const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);
    const object = (spec: unknown) => ({
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'a' },
      spec,
    });
    const route = [{ destination: { host: 'a' } }];
    expect(validate(object({ hosts: ['a'], http: [{ route, match: [{ uri: { prefix: '/' } }] }] }))).toBe(true);
    expect(validate(object({ hosts: ['a'], http: [{ rout: route }] }))).toBe(false);
    expect(validate(object({ http: [{ match: [{ uri: { prefix: '/', exact: '/' } }], route }] }))).toBe(false);
    expect(run('schema', 'Gateway')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('"Gateway.gateway.networking.k8s.io" or "Gateway.networking.istio.io"'),
    });
  });
});
