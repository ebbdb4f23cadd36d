import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { WrittenObject } from '../mesh/declare';

const ROOT = resolve(__dirname, '../..');

jest.setTimeout(60_000);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'example-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs an example in an empty folder and returns what it says on standard error. */
function run(example: string, environment: Record<string, string> = {}): string {
  const tsx = join(ROOT, 'node_modules/.bin/tsx');
  const arguments_ = ['--tsconfig', join(ROOT, 'tsconfig.json'), join(ROOT, 'examples', example)];
  const { status, stderr } = spawnSync(tsx, arguments_, {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', ...environment },
    encoding: 'utf8',
  });
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  return stderr;
}

const objectsIn = (file: string): WrittenObject[] =>
  parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map(document => document.toJS());

const one = (file: string, kind: string): WrittenObject => {
  const found = objectsIn(file).find(object => object.kind === kind);
  if (found === undefined) throw new Error(`no ${kind} in ${file}`);
  return found;
};

describe('canary.ts', () => {
  const source = readFileSync(join(ROOT, 'examples/canary.ts'), 'utf8');

  test('is short', () => {
    expect(source.trimEnd().split('\n').length).toBeLessThan(25);
  });

  test('splits by weight, cookie and header, retries, breaks, and injects nothing unless told to', () => {
    run('canary.ts');
    expect(existsSync(join(folder, 'dist/90-faults.k8s.yaml'))).toBe(false);
    const { http } = one('dist/50-routes.k8s.yaml', 'VirtualService').spec;
    expect(http.map((route: { name: string }) => route.name)).toEqual([
      'canary-override-repeatable',
      'canary-override',
      'sticky-canary-repeatable',
      'sticky-canary',
      'sticky-stable-repeatable',
      'sticky-stable',
      'repeatable',
      'default',
    ]);
    expect(http.at(-1).route.map((to: { weight: number }) => to.weight)).toEqual([90, 10]);
    expect(
      one('dist/40-destination-rules.k8s.yaml', 'DestinationRule').spec.trafficPolicy.outlierDetection,
    ).toBeDefined();
  });

  test('moves to another stage, and injects faults into a file of their own, by the environment', () => {
    const said = run('canary.ts', { CANARY_STAGE: 'percent-50', CHAOS: 'true' });
    expect(said).toContain('fault-disables-retries');
    const { http } = one('dist/90-faults.k8s.yaml', 'VirtualService').spec;
    expect(http.at(-1).route.map((to: { weight: number }) => to.weight)).toEqual([50, 50]);
    for (const { fault } of http) expect(fault.abort.percentage.value).toBe(1);
    expect(existsSync(join(folder, 'dist/50-routes.k8s.yaml'))).toBe(false);
  });
});

test('canary-stages.ts writes one complete folder per stage, and what each changes', () => {
  run('canary-stages.ts');
  expect(readdirSync(join(folder, 'stages')).sort()).toEqual(['all', 'dark', 'half', 'ten']);
  const weights = ['dark', 'ten', 'half', 'all'].map(stage =>
    one(`stages/${stage}/50-routes.k8s.yaml`, 'VirtualService').spec.http[0].route.map(
      (to: { weight: number }) => to.weight,
    ),
  );
  expect(weights).toEqual([
    [100, 0],
    [90, 10],
    [50, 50],
    [0, 100],
  ]);
  expect(readFileSync(join(folder, 'stages/half/CHANGES.txt'), 'utf8')).toBe(
    'VirtualService shop/backend spec.http[default].route[v1].weight: 90 -> 50\n' +
      'VirtualService shop/backend spec.http[default].route[v2].weight: 10 -> 50\n',
  );
  for (const stage of ['dark', 'ten', 'half', 'all']) {
    expect(objectsIn(`stages/${stage}/30-workloads.k8s.yaml`).map(object => object.kind)).toContain('Deployment');
  }
});

test('routing.ts writes rules and an object in the words of Istio, and has nothing to complain of', () => {
  expect(run('routing.ts').replace(/^dist: .*\n/gm, '')).toBe('');
  const [backend, catalog] = objectsIn('dist/50-routes.k8s.yaml').map(({ spec }) => spec.http);
  expect(backend.map((route: { name: string }) => route.name)).toEqual(['old', 'tea', 'api', 'default']);
  expect(backend[2]).toMatchObject({ rewrite: { uri: '/' }, headers: { request: { remove: ['x-debug'] } } });
  expect(catalog).toEqual([expect.objectContaining({ retries: { attempts: 20, retryOn: 'connect-failure' } })]);
});

test('edge-and-egress.ts takes requests in and leads one call out, and has nothing to complain of', () => {
  expect(run('edge-and-egress.ts').replace(/^dist: .*\n/gm, '')).toBe('');
  expect(objectsIn('dist/20-gateways.k8s.yaml').filter(({ kind }) => kind === 'Gateway')).toHaveLength(2);
  const policy = one('dist/60-policies.k8s.yaml', 'AuthorizationPolicy');
  expect(policy.spec.rules[0].from[0].source.principals).toEqual(['cluster.local/ns/shop/sa/payments']);
});

test('environments.ts writes each environment into a folder of its own, which differ in its data alone', () => {
  const said = run('environments.ts');
  expect(said).not.toMatch(/^error/m);
  expect(readdirSync(join(folder, 'dist')).sort()).toEqual(['dev', 'production', 'staging']);
  const linesOf = (environment: string) =>
    readFileSync(join(folder, 'dist', environment, '50-routes.k8s.yaml'), 'utf8').split('\n');
  const staging = linesOf('staging');
  const differing = linesOf('production').filter((line, i) => line !== staging[i]);
  expect([...new Set(differing.map(line => line.trim()))].sort()).toEqual([
    '- shop.example.com',
    'environment: production',
    'name: public-shop-example-com',
    'weight: 10',
    'weight: 90',
  ]);
});

describe('gateway-api.ts', () => {
  test('writes every route in the Gateway API, for the gateway and for the waypoint, and nothing is wrong with it', () => {
    const said = run('gateway-api.ts');
    expect(said).not.toMatch(/^(error|warning)/m);
    const files = readdirSync(join(folder, 'dist')).filter(file => file.endsWith('.yaml'));
    const objects = files.flatMap(file => objectsIn(join('dist', file)));
    const namesOf = (kind: string) =>
      objects.filter(object => object?.kind === kind).map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
    expect(namesOf('VirtualService')).toEqual([]);
    expect(namesOf('HTTPRoute').sort()).toEqual([
      'istio-edge/public-https-redirect',
      'istio-edge/public-shop-example-com',
      'shop/cart',
    ]);
    expect(namesOf('Gateway').sort()).toEqual(['istio-edge/public', 'shop/waypoint']);
  });
});
