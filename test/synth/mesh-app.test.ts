import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, Chart, JsonPatch, Lazy, Testing, YamlOutputType } from 'cdk8s';
import { Construct } from 'constructs';
import { parse } from 'yaml';
import { MeshApp, type MeshAppProps } from '../../src/synth/mesh-app';
import { SynthError } from '../../src/synth/synth-error';
import { accept } from '../../src/tree/accept';
import { declareBy } from '../../src/tree/declared-by';
import { setOutputPath } from '../../src/tree/output-path';
import { setTargetVersion } from '../../src/tree/target-version';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mesh-app-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const appWith = (props: MeshAppProps = {}) => new MeshApp({ outdir: join(folder, 'dist'), ...props });

const configMap = (scope: Construct, id: string, props: { name?: string; namespace?: string; data?: unknown } = {}) =>
  new ApiObject(scope, id, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: props.name ?? id,
      ...(props.namespace === undefined ? {} : { namespace: props.namespace }),
    },
    data: props.data ?? { key: 'value' },
  });

const written = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(join(folder, 'dist'), { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => {
        const path = join(entry.parentPath, entry.name);
        return [path.slice(join(folder, 'dist').length + 1), readFileSync(path, 'utf8')];
      })
      .sort(),
  );

/** A program declares its apps in one turn of the event loop. */
const anotherProgram = () => new Promise(resolve => setImmediate(resolve));

describe('MeshApp files', () => {
  const twoNamespaces = (type: YamlOutputType) => {
    const app = appWith({ yamlOutputType: type });
    const [a, b] = [new Chart(app, 'a'), new Chart(app, 'b')];
    configMap(a, 'x', { name: 'same', namespace: 'one' });
    configMap(b, 'y', { name: 'same', namespace: 'two' });
    app.synth();
    return Object.keys(written());
  };

  test.each([
    [YamlOutputType.FILE_PER_APP, ['app.k8s.yaml']],
    [YamlOutputType.FILE_PER_CHART, ['a.k8s.yaml', 'b.k8s.yaml']],
    [YamlOutputType.FILE_PER_RESOURCE, ['ConfigMap.one.same.k8s.yaml', 'ConfigMap.two.same.k8s.yaml']],
    [
      YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE,
      ['a/ConfigMap.one.same.k8s.yaml', 'b/ConfigMap.two.same.k8s.yaml'],
    ],
  ])('output type %s keeps objects of one name in two namespaces apart', (type, expected) => {
    expect(twoNamespaces(type)).toEqual(expected);
  });

  test('kinds of one name in two API groups get the group into their file names', () => {
    const app = appWith({ yamlOutputType: YamlOutputType.FILE_PER_RESOURCE, validate: false, analyze: false });
    const chart = new Chart(app, 'c');
    for (const apiVersion of ['networking.istio.io/v1', 'gateway.networking.k8s.io/v1']) {
      new ApiObject(chart, apiVersion, { apiVersion, kind: 'Gateway', metadata: { name: 'web', namespace: 'n' } });
    }
    app.synth();
    expect(Object.keys(written())).toEqual([
      'Gateway.gateway.networking.k8s.io.n.web.k8s.yaml',
      'Gateway.networking.istio.io.n.web.k8s.yaml',
    ]);
  });

  test('a declared output path puts a chart into a folder', () => {
    const app = appWith();
    const chart = new Chart(app, 'canary');
    setOutputPath(chart, '20-mesh/30-routes');
    configMap(chart, 'x');
    app.synth();
    expect(Object.keys(written())).toEqual(['20-mesh/30-routes.k8s.yaml']);
  });

  test('stale files go away, a chart without objects makes no file', () => {
    mkdirSync(join(folder, 'dist', 'old'), { recursive: true });
    writeFileSync(join(folder, 'dist', 'old', 'stale.k8s.yaml'), 'stale');
    const app = appWith();
    new Chart(app, 'empty');
    configMap(new Chart(app, 'full'), 'x');
    app.synth();
    expect(Object.keys(written())).toEqual(['full.k8s.yaml']);
    expect(readdirSync(folder)).toEqual(['dist']);
  });

  test('added text files see the objects of every file and are written with them', () => {
    const app = appWith();
    app.addFile('RUNBOOK.md', ({ files }) =>
      files.map(file => `${file.path}: ${file.objects.map(({ manifest }) => manifest.metadata.name)}\n`).join(''),
    );
    configMap(new Chart(app, 'b'), 'two');
    configMap(new Chart(app, 'a'), 'one');
    app.synth();
    expect(written()['RUNBOOK.md']).toBe('a.k8s.yaml: one\nb.k8s.yaml: two\n');
  });

  test('two additions of one text file are refused, with both constructs', () => {
    const app = appWith();
    app.addFile('RUNBOOK.md', () => '');
    expect(() => app.addFile('runbook.md', () => '')).toThrow(/RUNBOOK\.md/);
  });

  test('two charts that want one file are refused, with both charts', () => {
    const app = appWith();
    for (const id of ['first', 'second']) {
      const chart = new Chart(app, id);
      setOutputPath(chart, '10-all');
      configMap(chart, 'x', { name: id });
    }
    expect(() => app.synth()).toThrow(/10-all\.k8s\.yaml.*chart "second".*chart "first"/s);
    expect(existsSync(join(folder, 'dist'))).toBe(false);
  });
});

describe('MeshApp rendering', () => {
  test('lazy values are resolved and patches applied', () => {
    const app = appWith();
    const object = configMap(new Chart(app, 'c'), 'x', { data: { lazy: Lazy.any({ produce: () => 'late' }) } });
    object.addJsonPatch(JsonPatch.add('/data/patched', 'yes'));
    app.synth();
    expect(written()['c.k8s.yaml']).toContain('data:\n  lazy: late\n  patched: "yes"\n');
  });

  test('the namespace of a chart is left out of cluster-scoped objects', () => {
    const app = appWith();
    const chart = new Chart(app, 'c', { namespace: 'shop' });
    new ApiObject(chart, 'ns', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
    app.synth();
    expect(written()['c.k8s.yaml']).toBe('apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n');
  });

  test('the order of construction does not show in the output', async () => {
    const build = async (ids: readonly string[]) => {
      await anotherProgram();
      const app = appWith();
      const chart = new Chart(app, 'c');
      for (const id of ids) configMap(chart, id);
      app.synth();
      return written();
    };
    expect(await build(['a', 'b', 'c', 'd'])).toEqual(await build(['d', 'b', 'a', 'c']));
  });

  test('validations run once each, and their errors stop the synth', () => {
    const app = appWith();
    let runs = 0;
    for (const id of ['a', 'b', 'c']) {
      const chart = new Chart(app, id);
      configMap(chart, id);
      chart.node.addValidation({
        validate: () => {
          runs++;
          return id === 'b' ? ['is wrong'] : [];
        },
      });
    }
    expect(() => app.synth()).toThrow('nothing was written\n\n[b] is wrong');
    expect(runs).toBe(3);
  });
});

describe('MeshApp identity', () => {
  const failure = (build: (chart: Chart) => void): SynthError => {
    const app = appWith();
    build(new Chart(app, 'c'));
    try {
      app.synth();
    } catch (error) {
      if (error instanceof SynthError) return error;
      throw error;
    }
    throw new Error('the synth did not fail');
  };

  test('the same object twice is refused, with both constructs', () => {
    const error = failure(chart => {
      configMap(new Construct(chart, 'one'), 'x', { name: 'same' });
      configMap(new Construct(chart, 'two'), 'x', { name: 'same' });
    });
    expect(error.diagnostics.map(({ rule }) => rule)).toEqual(['duplicate-object']);
    expect(error.message).toContain('"c/one/x"');
    expect(error.message).toContain('"c/two/x"');
  });

  test.each([
    ['metadata.name', 'Upper'],
    ['metadata.name', 'under_score'],
    ['metadata.name', 'a'.repeat(254)],
  ])('%s "%s" is refused', (field, name) => {
    const error = failure(chart => configMap(chart, 'x', { name }));
    expect(error.diagnostics).toMatchObject([{ rule: 'invalid-object', field, resource: { kind: 'ConfigMap' } }]);
    expect(error.message).toContain('defined by c/x');
  });

  test('a namespace on a cluster-scoped object is refused', () => {
    const error = failure(chart => {
      new ApiObject(chart, 'ns', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a', namespace: 'b' } });
    });
    expect(error.diagnostics.map(({ rule }) => rule)).toEqual(['invalid-object']);
  });
});

describe('MeshApp checks', () => {
  let warned: string;
  beforeEach(() => {
    warned = '';
    jest.spyOn(process.stderr, 'write').mockImplementation(text => {
      warned += String(text);
      return true;
    });
  });
  afterEach(() => jest.restoreAllMocks());

  const route = (scope: Construct, id: string, spec: object, apiVersion = 'networking.istio.io/v1') =>
    new ApiObject(scope, id, {
      apiVersion,
      kind: 'VirtualService',
      metadata: { name: id, namespace: 'shop' },
      spec,
    });
  const toNowhere = {
    hosts: ['a.example.com'],
    gateways: ['web'],
    http: [{ route: [{ destination: { host: 'b' } }] }],
  };
  const broken = { hosts: ['a.example.com'], http: [{ rout: [] }] };

  const rulesOf = (props: MeshAppProps, build: (chart: Chart) => void): readonly string[] => {
    const app = appWith(props);
    build(new Chart(app, 'c'));
    try {
      app.synth();
      return [];
    } catch (error) {
      return (error as SynthError).diagnostics.map(({ rule }) => rule);
    }
  };

  test('stops at an object that Istio refuses, unless validation is off', () => {
    expect(rulesOf({}, chart => route(chart, 'x', broken))).toContain('invalid-object');
    expect(rulesOf({ analyze: false }, chart => route(chart, 'x', broken))).toContain('invalid-object');
    expect(rulesOf({ validate: false }, chart => route(chart, 'x', broken))).toEqual([]);
  });

  test('stops at objects that contradict each other, unless analysis is off', () => {
    expect(rulesOf({}, chart => route(chart, 'x', toNowhere))).toContain('missing-gateway');
    expect(rulesOf({ validate: false }, chart => route(chart, 'x', toNowhere))).toContain('missing-gateway');
    expect(rulesOf({ analyze: false }, chart => route(chart, 'x', toNowhere))).toEqual([]);
  });

  test('writes despite warnings, and prints them', () => {
    const lonely = { hosts: ['b'], http: [{ route: [{ destination: { host: 'b' } }] }] };
    expect(rulesOf({}, chart => route(chart, 'x', lonely))).toEqual([]);
    expect(warned).toMatch(/^warning /);
    expect(warned).toContain('defined by c/x');
    expect(rulesOf({ strict: true }, chart => route(chart, 'x', lonely))).not.toEqual([]);
  });

  test('leaves out what a construct accepts', () => {
    const accepted = (chart: Chart) => {
      route(chart, 'x', toNowhere);
      accept(chart, 'missing-gateway', 'the platform team owns the gateway');
    };
    expect(rulesOf({}, accepted)).toEqual([]);
  });

  test('checks for the Istio release that the app names', () => {
    const old = (chart: Chart) =>
      route(chart, 'x', { hosts: ['b'], http: [{ route: [{ destination: { host: 'b' } }] }] });
    expect(rulesOf({ istioVersion: '1.21' }, old)).toContain('invalid-object');
    expect(rulesOf({ istioVersion: '1.22' }, old)).toEqual([]);
  });

  test('checks each part of an app for the release that it is written for', () => {
    const spec = (host: string) => ({ hosts: [host], http: [{ route: [{ destination: { host } }] }] });
    const build = (older: string) => (chart: Chart) => {
      const old = new Construct(chart, 'old');
      setTargetVersion(old, '1.20');
      route(old, 'x', spec('b'), `networking.istio.io/${older}`);
      route(chart, 'y', spec('c'));
    };
    expect(rulesOf({}, build('v1beta1'))).toEqual([]);
    expect(rulesOf({}, build('v1'))).toContain('invalid-object');
  });

  test('names the origin of an object that lands in another chart than its intent', () => {
    const app = appWith();
    const intent = new Construct(app, 'intent');
    declareBy(route(new Chart(app, 'routes'), 'x', broken), intent);
    expect(() => app.synth()).toThrow(/defined by intent$/m);
  });
});

describe('MeshApp as an App', () => {
  const twoCharts = () => {
    const app = appWith();
    const [first, second] = [new Chart(app, 'z'), new Chart(app, 'a')];
    configMap(first, 'one');
    configMap(second, 'two').addDependency(first);
    return app;
  };

  test('gives its charts in the order of apply', () => {
    expect(twoCharts().charts.map(({ node }) => node.id)).toEqual(['z', 'a']);
  });

  test('gives all manifests as one text in the order of apply, and writes nothing', () => {
    const text = twoCharts().synthYaml();
    expect(text.split('---\n').map(document => parse(document).metadata.name)).toEqual(['one', 'two']);
    expect(existsSync(join(folder, 'dist'))).toBe(false);
  });

  test('gives its charts to the test helper of cdk8s', () => {
    const app = appWith();
    const chart = new Chart(app, 'c');
    configMap(chart, 'x');
    expect(Testing.synth(chart)).toMatchObject([{ kind: 'ConfigMap', metadata: { name: 'x' } }]);
  });

  test('records construct paths by full identity, also for objects of one name', () => {
    const app = appWith({ recordConstructMetadata: true });
    const chart = new Chart(app, 'c');
    configMap(chart, 'x', { name: 'same', namespace: 'one' });
    configMap(chart, 'y', { name: 'same', namespace: 'two' });
    app.synth();
    expect(JSON.parse(written()['construct-metadata.json'] ?? '')).toMatchObject({
      version: '1.0.0',
      resources: { 'ConfigMap/one/same': { path: 'c/x' }, 'ConfigMap/two/same': { path: 'c/y' } },
    });
  });

  test.each(['../out.md', '/etc/passwd', 'a/../b', '.hidden', 'a b', ''])('refuses the output path "%s"', path => {
    const app = appWith();
    expect(() => app.addFile(path, () => '')).toThrow(/wanted a relative path/);
    expect(() => setOutputPath(new Chart(app, 'c'), path)).toThrow(/wanted a relative path/);
  });

  test('writes 2,000 charts in a time that grows with their number', async () => {
    const timeOf = async (count: number) => {
      await anotherProgram();
      const app = appWith({ validate: false, analyze: false });
      for (let i = 0; i < count; i++) configMap(new Chart(app, `chart-${i}`), 'x', { name: `x-${i}` });
      const started = process.cpuUsage();
      app.synth();
      const { user, system } = process.cpuUsage(started);
      return user + system;
    };
    await timeOf(250);
    // Quadratic time would make it 64 times as long.
    expect(await timeOf(2_000)).toBeLessThan(32 * Math.max(await timeOf(250), 5_000));
  }, 60_000);
});
