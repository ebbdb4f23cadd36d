import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verb } from '../../src/cli/simulate';
import { namespace, object, service } from '../simulation/mesh-of';

const ROOT = join(__dirname, '../..');
const YAML = [
  namespace('shop'),
  service('shop/web'),
  service('shop/backend'),
  object('RequestAuthentication', 'shop/jwt', '{ jwtRules: [{ issuer: https://idp }] }'),
  object(
    'AuthorizationPolicy',
    'shop/backend',
    '{ selector: { matchLabels: { app: backend } }, rules: [{ to: [{ operation: { methods: [GET] } }], when: [{ key: "request.headers[x-team]", values: [a, b] }] }, { from: [{ source: { requestPrincipals: ["https://idp/*"] } }] }] }',
  ),
];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simulate-'));
  writeFileSync(join(folder, 'mesh.yaml'), YAML.join('---'));
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

async function simulate(...args: string[]): Promise<{ readonly code: number; readonly out: string }> {
  let out = '';
  jest.spyOn(process.stdout, 'write').mockImplementation(text => {
    out += String(text);
    return true;
  });
  return { code: await verb([folder, '--from', 'shop/web', '--to', 'http://backend/notes', ...args]), out };
}

test('prints the verdict, the decisive object and the trace', async () => {
  const { code, out } = await simulate('--header', 'x-team=a');
  expect(code).toBe(0);
  expect(out).toMatch(/^GET http:\/\/backend\/notes from shop\/web \(Istio 1\.\d+\.\d+\)\nrouted: /);
  expect(out).toContain('by AuthorizationPolicy shop/backend spec.rules[0]');
  expect(out).toContain('\ntrace\n');
});

test('exits with 1 when the request is refused, and says why each rule does not fit', async () => {
  const { code, out } = await simulate('--header', 'x-team=a', '--method', 'DELETE');
  expect(code).toBe(1);
  expect(out).toContain('denied (403)');
  expect(out).toContain(
    'not AuthorizationPolicy shop/backend spec.rules[0].to[0].operation.methods: has none of the values',
  );
});

test('sends a token with the given claims', async () => {
  expect((await simulate('--jwt-claims', '{"iss":"https://idp","sub":"jane"}')).code).toBe(0);
  expect((await simulate('--jwt-claims', '{"iss":"https://other","sub":"jane"}')).out).toContain(
    'unauthenticated (401)',
  );
  await expect(simulate('--jwt-claims', 'jane')).rejects.toThrow('wanted a JSON object');
});

test('writes the verdict as JSON', async () => {
  const { out } = await simulate('--header', 'x-team: b', '--json');
  expect(JSON.parse(out)).toMatchObject({ outcome: 'routed', destinations: [{ percent: 100 }], unsupported: [] });
});

test.each([
  [['--ip', '999.1'], 'Cannot simulate a request from the address "999.1": wanted an IP address'],
  [['--client-ip', 'jane'], 'Cannot simulate a request from the address "jane": wanted an IP address'],
  [['--namespace', 'My Shop'], 'Cannot take "My Shop" as --namespace: wanted the name of a namespace'],
])('refuses %j', async (args, problem) => {
  await expect(simulate(...args)).rejects.toThrow(problem);
});

test('refuses a header and a command line that it cannot read', async () => {
  await expect(simulate('--header', 'nonsense')).rejects.toThrow(
    'Cannot send the header "nonsense": wanted NAME=VALUE',
  );
  await expect(async () => verb([folder, '--from', 'shop/web'])).rejects.toThrow('--from and --to');
});

test('reads standard input, and reports what it cannot simulate with exit code 2', () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', 'simulate', '-', ...args], {
      cwd: ROOT,
      input: YAML.join('---'),
      encoding: 'utf8',
    });
  expect(run('--from', 'shop/web', '--to', 'http://web/').stdout).toContain('routed');
  const { status, stderr } = run('--from', 'shop/nobody', '--to', 'http://web/');
  expect([status, stderr]).toEqual([2, expect.stringContaining('Cannot simulate a request from "shop/nobody"')]);
});
