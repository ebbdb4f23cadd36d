import { verb } from '../../src/cli/upgrade';
import { namespace, service } from '../simulation/mesh-of';
import { RELEASE_CASES } from '../simulation/release-cases';
import { runVerb } from './run-verb';

const files = {
  'same.yaml': [namespace('shop'), service('shop/web')].join('---\n'),
  'other.yaml': RELEASE_CASES.strictGatewayMerging.mesh.join('---\n'),
};
const run = (...args: readonly string[]) => runVerb(verb, files, args);

test('ends with 0 where the release changes nothing, with 1 where requests behave differently', async () => {
  expect(await run('same.yaml', '--from', '1.30', '--to', '1.32')).toMatchObject({ code: 0, stderr: '' });
  const { code, stdout } = await run('other.yaml', '--from', '1.30', '--to', '1.31');
  expect(code).toBe(1);
  expect(stdout).toContain('such as internet -> GET http://strict.example.com/');
});

test('writes JSON and Markdown', async () => {
  const { stdout } = await run('other.yaml', '--from', '1.30', '--to', '1.31', '--json');
  expect(JSON.parse(stdout)).toMatchObject({
    from: '1.30',
    to: '1.31',
    requests: { differences: [{ kind: 'newly-denied' }] },
  });
  const markdown = await run('other.yaml', '--from', '1.30', '--to', '1.31', '--format', 'markdown');
  expect(markdown.stdout).toMatch(/^## From Istio 1\.30 to 1\.31\n/);
});

test('wants both releases, and such that there are', async () => {
  await expect(run('same.yaml', '--from', '1.30')).rejects.toThrow('wanted --from and --to');
  await expect(run('same.yaml', '--from', '1.3', '--to', '1.32')).rejects.toThrow(/1\.3/);
});
