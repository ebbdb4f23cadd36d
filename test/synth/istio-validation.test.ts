import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { IstioValidation } from '../../src/synth/istio-validation';

const REPOSITORY = join(__dirname, '../..');

let project: string;
beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'istio-validation-'));
  symlinkSync(join(REPOSITORY, 'node_modules'), join(project, 'node_modules'));
  buildSync({
    entryPoints: {
      app: join(__dirname, 'fixtures/failing-app.ts'),
      'plugin/index': join(REPOSITORY, 'src/synth/istio-validation.ts'),
    },
    bundle: true,
    platform: 'node',
    packages: 'external',
    outdir: project,
  });
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

interface Report {
  readonly violations: readonly {
    readonly ruleName: string;
    readonly recommendation: string;
    readonly violatingConstructs: readonly {
      readonly resourceName: string;
      readonly constructPath?: string;
      readonly locations: readonly string[];
      readonly manifestPath: string;
    }[];
  }[];
  readonly summary: { readonly status: string; readonly metadata: Readonly<Record<string, string>> };
}

/** Runs the command with the plugin on an app that writes unchecked objects. */
function run(goesWrongAt: string, properties: string): { status: number | null; report: Report; stdout: string } {
  const reports = join(project, 'reports.json');
  rmSync(reports, { force: true });
  writeFileSync(
    join(project, 'cdk8s.yaml'),
    `app: node app.js
output: .dist
validations:
  - package: ./plugin
    version: 0.1.0
    class: IstioValidation
    properties: ${properties}
`,
  );
  const { status, stdout, stderr } = spawnSync(
    join(REPOSITORY, 'node_modules/.bin/cdk8s'),
    ['synth', '--validation-reports-output-file', 'reports.json'],
    {
      cwd: project,
      encoding: 'utf8',
      env: { ...process.env, CDK8S_CHECK_UPGRADE: 'false', GOES_WRONG_AT: goesWrongAt, UNCHECKED: 'true' },
    },
  );
  try {
    return { status, stdout, report: JSON.parse(readFileSync(reports, 'utf8')).reports[0] };
  } catch (error) {
    throw new Error(`the command wrote no report (${error}): ${stdout}${stderr}`);
  }
}

describe('IstioValidation under cdk8s synth', () => {
  test('passes manifests without findings', () => {
    const { status, report, stdout } = run('never', '{}');
    expect(report.violations).toEqual([]);
    expect(report.summary).toMatchObject({ status: 'success', metadata: { objects: '2', errors: '0' } });
    expect(stdout).toContain('Validations ended succesfully');
    expect(status).toBe(0);
  });

  test('fails on errors, and names file, field and construct', () => {
    const { status, report } = run('a missing gateway', '{}');
    expect(status).toBe(2);
    expect(report.summary.status).toBe('failure');
    const violation = report.violations.find(({ ruleName }) => ruleName === 'missing-gateway');
    expect(violation?.recommendation).toMatch(/^error: /);
    expect(violation?.violatingConstructs[0]).toMatchObject({
      resourceName: 'VirtualService/shop/x',
      constructPath: 'third/x',
      locations: ['spec.gateways[0]'],
    });
    expect(violation?.violatingConstructs[0]?.manifestPath).toMatch(/third\.k8s\.yaml$/);
  });

  test('keeps what it needs out of dist/', () => {
    run('never', '{}');
    const listed = spawnSync('ls', ['dist', '.dist'], { cwd: project, encoding: 'utf8' }).stdout;
    expect(listed.match(/construct-metadata\.json/g)).toHaveLength(1);
  });
});

describe('IstioValidation', () => {
  test.each([
    [{ istioVersion: 1.3 }, 'wanted a string, got 1.3'],
    [{ istioVersion: '0.8' }, 'Cannot target Istio "0.8"'],
    [{ strict: 'yes' }, 'wanted a boolean, got "yes"'],
    [{ strickt: true }, 'property "strickt": wanted one of "istioVersion" and "strict"'],
  ])('refuses the properties %j', (properties, message) => {
    expect(() => new IstioValidation(properties as object)).toThrow(message);
  });

  test('lets warnings fail the report if it is strict', async () => {
    const file = join(project, 'warned.yaml');
    writeFileSync(
      file,
      `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: x, namespace: shop }
spec: { hosts: [b], http: [{ route: [{ destination: { host: b } }] }] }
`,
    );
    const statusOf = async (strict: boolean) => {
      const submitted: string[] = [];
      const report = { addViolation: () => {}, submit: (status: string) => void submitted.push(status) };
      await new IstioValidation({ strict }).validate({ manifests: [file], metadata: {}, report });
      return submitted;
    };
    expect(await statusOf(false)).toEqual(['success']);
    expect(await statusOf(true)).toEqual(['failure']);
  });
});
