import { verb } from '../../src/cli/matrix';
import { namespace, object, service } from '../simulation/mesh-of';
import { runVerb } from './run-verb';

const base = [namespace('shop'), service('shop/web'), service('shop/api')].join('---\n');
const only = (paths: string) =>
  object(
    'AuthorizationPolicy',
    'shop/api',
    `{ selector: { matchLabels: { app: api } }, rules: [{ from: [{ source: { principals: ["*/ns/shop/sa/web"] } }], to: [{ operation: { paths: ${paths} } }] }] }`,
  );
const files = { 'old.yaml': `${base}---\n${only('["/api"]')}`, 'new.yaml': `${base}---\n${only('["/api", "/b*"]')}` };
const run = (...args: readonly string[]) => runVerb(verb, files, args);

test('lists who may send what to whom', async () => {
  const { code, stdout } = await run('old.yaml');
  expect(code).toBe(0);
  expect(stdout).toContain('shop/web-v1 -> api.shop.svc.cluster.local:80: /api (mutual TLS)\n');
  expect(stdout).not.toContain('denied');
  expect((await run('old.yaml', '--denied')).stdout).toContain('denied (403)');
});

test('prints what differs from other manifests, and ends with 1 there', async () => {
  const { code, stdout } = await run('new.yaml', '--base', 'old.yaml');
  expect(code).toBe(1);
  expect(stdout.split('\n').filter(line => /^[-+] shop\/web-v1 -> api/.test(line))).toHaveLength(2);
  expect(await run('new.yaml', '--base', 'new.yaml')).toEqual({ code: 0, stdout: '', stderr: '' });
});

test('writes JSON, but not of a difference', async () => {
  const entries = JSON.parse((await run('old.yaml', '--json')).stdout);
  expect(entries).toContainEqual(expect.objectContaining({ from: ['shop/web-v1'], requests: ['/api'] }));
  await expect(run('new.yaml', '--base', 'old.yaml', '--json')).rejects.toThrow('wanted --base or --json');
});
