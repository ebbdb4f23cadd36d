import Ajv from 'ajv';
import { kubernetesKinds, schemaGroups, schemaKinds } from '../../imports/schemas';
import { verb } from '../../src/cli/schema';
import { runVerb } from './run-verb';

async function schemaOf(kind: string): Promise<object> {
  const { code, stdout } = await runVerb(verb, {}, [kind]);
  expect(code).toBe(0);
  return JSON.parse(stdout);
}

test('lists the kinds of all groups, those of Kubernetes included', async () => {
  const listed = (await runVerb(verb, {}, ['--list'])).stdout.trimEnd().split('\n');
  expect(listed).toEqual(expect.arrayContaining(['Gateway.networking.istio.io', 'Deployment.apps', 'Service']));
  expect(listed).toHaveLength(schemaGroups.flatMap(schemaKinds).length + kubernetesKinds().length);
});

test('writes schemas that a validator takes, of every kind that is listed', async () => {
  const listed = (await runVerb(verb, {}, ['--list'])).stdout.trimEnd().split('\n');
  for (const kind of listed) {
    const schema = await schemaOf(kind);
    expect([kind, typeof new Ajv({ allowUnionTypes: true, logger: false }).compile(schema)]).toEqual([
      kind,
      'function',
    ]);
  }
});

const metadata = { name: 'a' };
const pod = (container: object) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata,
  spec: {
    selector: { matchLabels: { app: 'a' } },
    template: { metadata: { labels: { app: 'a' } }, spec: { nodeSelector: null, containers: [container] } },
  },
});
const rule = (spec: object) => ({ apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', metadata, spec });

test.each<[kind: string, object: object, isValid: boolean]>([
  ['Deployment', pod({ name: 'a', resources: { limits: { cpu: 0.5, memory: '1Gi' } } }), true],
  ['Deployment', pod({ name: 'a', livenessProbe: { httpGet: { port: 'http' } } }), true],
  ['Deployment', pod({ image: 'a' }), false],
  ['Deployment', pod({ name: 'a', imagePullPolicy: 'always' }), false],
  ['Deployment', pod({ name: 'a', resources: { limits: { cpu: true } } }), false],
  ['service', { apiVersion: 'v1', kind: 'Service', metadata, spec: { ports: [{ port: 80 }] } }, true],
  ['service', { apiVersion: 'v1', kind: 'Service', metadata, spec: { ports: [{ prt: 80 }] } }, false],
  ['DestinationRule', rule({ host: 'a' }), true],
  ['DestinationRule', rule({ hots: 'a' }), false],
])('the schema of %s judges %j: %s', async (kind, object, isValid) => {
  const validate = new Ajv({ allowUnionTypes: true, logger: false }).compile(await schemaOf(kind));
  expect(validate(object)).toBe(isValid);
});

test('holds what the kind refers to, and nothing else', async () => {
  const text = JSON.stringify(await schemaOf('ConfigMap'));
  expect(text.length).toBeLessThan(2_000);
  const named = [...text.matchAll(/#\/definitions\/(node\d+)"/g)].map(([, name]) => name);
  expect(Object.keys(JSON.parse(text).definitions).sort()).toEqual([...new Set(named)].sort());
});

test.each([
  ['Deploymnt', 'did you mean "Deployment"?'],
  ['Gateway', 'wanted "Gateway.gateway.networking.k8s.io" or "Gateway.networking.istio.io"'],
])('does not know %s', async (kind, problem) => {
  await expect(async () => await verb([kind])).rejects.toThrow(problem);
});
