import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Canary, DataPlane, Mesh, MeshApp, MeshNamespace, MeshService, MutualTls } from '../../src';
import { SynthError } from '../../src/synth/synth-error';
import { meshOf } from '../../src/testing';
import { runProgram } from './fixtures/run-program';

jest.setTimeout(60_000);

const ports = [{ port: 8080, protocol: 'http' as const }];
const v1 = { image: 'shop/app:1' };

/** An app whose proxies refuse plaintext, and two services of it. */
function shop() {
  const app = new MeshApp();
  const mesh = new Mesh(app, 'mesh');
  const namespace = new MeshNamespace(mesh, 'shop');
  const service = (id: string) => new MeshService(mesh, id, { namespace, ports, versions: { v1, v2: v1 } });
  const [one, other] = [service('one'), service('other')];
  new MutualTls(mesh, 'mutual-tls');
  return { app, mesh, namespace, one, other };
}

function failureOf(app: MeshApp): SynthError {
  try {
    app.synthYaml();
  } catch (error) {
    if (error instanceof SynthError) return error;
    throw error;
  }
  throw new Error('the synth did not fail');
}

function twoCanaries({ mesh, one }: ReturnType<typeof shop>): void {
  for (const weight of [10, 20]) {
    new Canary(mesh, `canary-${weight}`, { stable: one.version('v1'), canary: one.version('v2'), weight });
  }
}

describe('a synth', () => {
  test('tells of contradictions, refused calls and invalid objects at once', () => {
    const all = shop();
    twoCanaries(all);
    const outside = MeshNamespace.existing(all.mesh, 'legacy', { dataPlane: DataPlane.none() });
    const legacy = MeshService.existing(all.mesh, 'old', { namespace: outside, ports, versions: { v1: {} } });
    legacy.calls(all.other);
    new ApiObject(new Chart(all.app, 'extra'), 'policy', {
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: { name: 'wrong', namespace: 'shop' },
      spec: { action: 'REFUSE' },
    });
    const { errors, diagnostics } = failureOf(all.app);
    expect(errors.map(({ message }) => message)).toEqual([
      expect.stringContaining(
        'wanted one split, got v1 80, v2 20 at mesh/canary-20 and v1 90, v2 10 at mesh/canary-10',
      ),
    ]);
    expect(diagnostics.filter(({ severity }) => severity === 'error').map(({ rule }) => rule)).toContain(
      'invalid-object',
    );
  });

  test('a name that the API server refuses is told beside what the analysis finds', () => {
    const { app, mesh, other } = shop();
    new ApiObject(new Chart(app, 'extra'), 'x', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a.b' } });
    const outside = MeshNamespace.existing(mesh, 'legacy', { dataPlane: DataPlane.none() });
    MeshService.existing(mesh, 'old', { namespace: outside, ports, versions: { v1: {} } }).calls(other);
    const rules = failureOf(app)
      .diagnostics.filter(({ severity }) => severity === 'error')
      .map(({ rule }) => rule);
    expect(rules).toEqual(['invalid-object', 'declared-call-refused']);
  });

  test('leaves out findings about constructs that contradict each other', () => {
    const app = new MeshApp();
    const chart = new Chart(app, 'chart');
    for (const id of ['one', 'two', 'three']) {
      new ApiObject(new Construct(chart, id), 'x', {
        apiVersion: 'security.istio.io/v1',
        kind: 'AuthorizationPolicy',
        metadata: { name: id, namespace: 'shop' },
        spec: { action: 'REFUSE' },
      });
    }
    const one = chart.node.findChild('one');
    one.node.addValidation({
      validate: () => ['wanted one value, got "a" at chart/two/x and "b" at chart/three/x-other'],
    });
    const { errors, diagnostics } = failureOf(app);
    expect(errors.map(({ message }) => message)).toEqual([expect.stringMatching(/^\[chart\/one] wanted one value/)]);
    expect(diagnostics.map(({ rule, resource }) => `${rule} ${resource.name}`)).toEqual(['invalid-object three']);
  });

  test('tells of every object that cannot be rendered, and judges those that can be by themselves', () => {
    const app = new MeshApp();
    const chart = new Chart(app, 'chart');
    const object = (id: string, rest: object, apiVersion = 'v1') =>
      new ApiObject(chart, id, { apiVersion, kind: 'ConfigMap', metadata: { name: id }, ...rest });
    object('b', { data: { a: 1n } });
    object('a', { data: { a: Symbol('a') } });
    object('Upper', {});
    const { errors, diagnostics } = failureOf(app);
    expect(errors.map(({ message }) => message)).toEqual([
      'Cannot render ConfigMap "a" at chart/a: data.a must be plain data, got a symbol',
      'Cannot render ConfigMap "b" at chart/b: data.a must be plain data, got a bigint',
    ]);
    expect(diagnostics).toMatchObject([{ rule: 'invalid-object', resource: { name: 'Upper' } }]);
  });

  test('does not tell of an object that cannot be rendered because its construct is wrong', () => {
    const app = new MeshApp();
    const wrong = new Construct(new Chart(app, 'chart'), 'wrong');
    wrong.node.addValidation({ validate: () => ['is wrong', 'is wrong'] });
    new ApiObject(wrong, 'a', { apiVersion: 'v1', kind: 'ConfigMap', data: { a: 1n } } as never);
    expect(failureOf(app).errors.map(({ message }) => message)).toEqual(['[chart/wrong] is wrong']);
  });
});

describe('parts of a program', () => {
  const PROGRAM = `
    import { Canary, DataPlane, Mesh, MeshApp, MeshNamespace, MeshService, Timeout } from 'cdk8s-istio';
    const app = new MeshApp();
    const mesh = new Mesh(app, 'mesh');
    const namespace = new MeshNamespace(mesh, 'shop');
    const ports = [{ port: 8080, protocol: 'http' as const }];
    const api = app.part(() => new MeshService(mesh, 'api', { namespace, ports, versions: { v1: { image: 'a:1' } } }));
    const web = app.part(() => new MeshService(mesh, 'Web', { namespace, ports, versions: { v1: { image: 'a:1' } } }));
    app.part(() => web().calls(api(), { methods: ['get'] }));
    app.part(() => new Canary(mesh, 'canary', { stable: api().version('v1'), canary: api().version('v3'), weight: 10 }));
    app.part(() => new Timeout(mesh, 'timeout', { service: api(), request: '0s' }));
    app.synth();
  `;

  test('three mistakes are told at once, sorted, once each, without what follows from them', () => {
    const { status, stderr, old } = runProgram(PROGRAM);
    const lines = stderr
      .trim()
      .split('\n')
      .filter(line => line !== '');
    expect(lines.filter(line => line.startsWith('Cannot '))).toEqual([
      'Cannot synthesize the app; nothing was written',
      expect.stringMatching(/^Cannot limit .*mesh\/timeout.*"0s"/),
      expect.stringMatching(/^Cannot use "Web" as name of a service/),
      expect.stringMatching(/^Cannot use version "v3"/),
    ]);
    // Below each of the three stands the line of the program, and nothing else.
    expect(lines).toHaveLength(7);
    expect(lines.filter(line => /^\s+at /.test(line))).toHaveLength(3);
    expect(status).toBe(1);
    expect(old).toBe('old: true\n');
  });

  test('a part gives what it makes, and nothing is refused where nothing is wrong', () => {
    const app = new MeshApp();
    const mesh = app.part(() => new Mesh(app, 'mesh'));
    expect(app.part(() => mesh().istioVersion)()).toBe(mesh().istioVersion);
    expect(() => app.synthYaml()).not.toThrow();
  });

  test('the same refusal is told once, and each synth is stopped by it', () => {
    const app = new MeshApp();
    for (let i = 0; i < 2; i++) {
      app.part(() => {
        throw new RangeError('broken');
      });
    }
    expect(failureOf(app).errors).toEqual([new RangeError('broken')]);
    expect(() => app.synth()).toThrow('broken');
    expect(() => meshOf(app)).toThrow('broken');
  });
});
