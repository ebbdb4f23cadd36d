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

test('ends with 0 where two rewrites differ in how they are written alone, and says what it cannot tell', async () => {
  const routed = (rewrite: string) =>
    `${base}---\n${object('VirtualService', 'shop/api', `{ hosts: [api], http: [{ match: [{ uri: { prefix: /v1/ } }], rewrite: ${rewrite}, route: [{ destination: { host: api } }] }] }`)}`;
  const byExpression = (match: string) => routed(`{ uriRegexRewrite: { match: '${match}', rewrite: /v2/ } }`);
  const rewrites = {
    'prefix.yaml': routed('{ uri: /v2/ }'),
    'expression.yaml': byExpression('^/v1/'),
    'inner.yaml': byExpression('/x/y$'),
    'other.yaml': byExpression('/x/[y]$'),
  };
  const same = await runVerb(verb, rewrites, ['prefix.yaml', 'expression.yaml']);
  expect(same).toMatchObject({ code: 0 });
  expect(same.stdout).toMatch(/^no request behaves differently; 1 object differs/);
  const { stdout } = await runVerb(verb, rewrites, ['inner.yaml', 'other.yaml']);
  expect(stdout).toMatch(/^no request behaves differently; \d questions? (?:is|are) open/);
  expect(stdout).toContain('it cannot be decided whether two rewrites make the same of all their paths');
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
