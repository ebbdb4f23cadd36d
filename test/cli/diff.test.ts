import { verb } from '../../src/cli/diff';
import { namespace, object, service } from '../simulation/mesh-of';
import { runVerb } from './run-verb';

const base = [namespace('shop'), service('shop/web'), service('shop/api')].join('---\n');
const denies = object('AuthorizationPolicy', 'shop/api', '{ selector: { matchLabels: { app: api } } }');
const files = { 'old.yaml': base, 'new.yaml': `${base}---\n${denies}` };
const run = (...args: readonly string[]) => runVerb(verb, files, args);

test('prints what behaves differently, and ends with 1', async () => {
  const { code, stdout, stderr } = await run('old.yaml', 'new.yaml');
  expect([code, stderr]).toEqual([1, '']);
  expect(stdout).toMatch(/newly denied\n {2}.* -> api\.shop\.svc\.cluster\.local:80/);
});

test('ends with 0 where nothing does, and where only kinds differ that are not named', async () => {
  expect(await run('old.yaml', 'old.yaml')).toMatchObject({ code: 0 });
  expect(await run('old.yaml', 'new.yaml', '--fail-on', 'newly-allowed')).toMatchObject({ code: 0 });
  expect(await run('old.yaml', 'new.yaml', '--fail-on', 'newly-denied,shares')).toMatchObject({ code: 1 });
});

test('writes JSON with the differences, empty where there are none', async () => {
  expect(JSON.parse((await run('old.yaml', 'old.yaml', '--json')).stdout)).toMatchObject({ differences: [] });
  const { differences } = JSON.parse((await run('old.yaml', 'new.yaml', '--format', 'json')).stdout);
  expect(differences[0]).toMatchObject({ kind: 'newly-denied', witness: { method: 'GET' } });
});

test('writes Markdown with the details folded', async () => {
  const { stdout } = await run('old.yaml', 'new.yaml', '--format', 'markdown');
  expect(stdout).toMatch(/^### Behaviour of the mesh\n/);
  expect(stdout).toContain('<details><summary>newly denied');
});

test('refuses kinds, formats and inputs that there are not', async () => {
  await expect(run('old.yaml', 'new.yaml', '--fail-on', 'newly')).rejects.toThrow('Cannot fail on "newly"');
  await expect(run('old.yaml', 'new.yaml', '--format', 'xml')).rejects.toThrow('Cannot take "xml" as --format');
  expect(await run('old.yaml', 'none.yaml')).toEqual({
    code: 2,
    stdout: '0 objects, 1 error\n',
    stderr: expect.stringContaining('none.yaml'),
  });
  await expect(run('old.yaml')).rejects.toThrow('wanted OLD NEW');
});
