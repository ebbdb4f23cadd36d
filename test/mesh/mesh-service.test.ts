import { App, Chart } from 'cdk8s';
import * as plus27 from 'cdk8s-plus-27';
import * as plus28 from 'cdk8s-plus-28';
import * as plus32 from 'cdk8s-plus-32';
import * as plus34 from 'cdk8s-plus-34';
import { Mesh } from '../../src/mesh/mesh';
import { MeshNamespace } from '../../src/mesh/mesh-namespace';
import { MeshService } from '../../src/mesh/mesh-service';
import { PathMatch } from '../../src/routing/string-match';
import { Routing } from '../../src/traffic/routing';
import { Timeout } from '../../src/traffic/timeout';
import { declareMesh, find, written } from './declare';

test('a service from plain properties becomes account, Service and one workload per version', () => {
  const { app, service } = declareMesh();
  service('backend', {
    ports: [{ port: 80, targetPort: 5000, protocol: 'http' }],
    versions: {
      v1: { image: 'backend:1', health: '/health', env: { B: '2', A: '1' }, replicas: 3 },
      'v2.0': { image: 'backend:2' },
    },
  });
  expect(find(app, 'ServiceAccount', 'backend').metadata.namespace).toBe('shop');
  expect(find(app, 'Service', 'backend').spec).toEqual({
    selector: { app: 'backend' },
    ports: [{ name: 'http', port: 80, targetPort: 5000, protocol: 'TCP', appProtocol: 'http' }],
  });
  const v1 = find(app, 'Deployment', 'backend-v1').spec;
  expect(v1.replicas).toBe(3);
  expect(v1.selector.matchLabels).toEqual({ app: 'backend', version: 'v1' });
  expect(v1.template.metadata.labels).toMatchObject({ app: 'backend', version: 'v1' });
  expect(v1.template.spec.serviceAccountName).toBe('backend');
  expect(v1.template.spec.containers[0].env).toEqual([
    { name: 'A', value: '1' },
    { name: 'B', value: '2' },
  ]);
  expect(v1.template.spec.containers[0].readinessProbe).toEqual({ httpGet: { path: '/health', port: 'http' } });
  expect(find(app, 'Deployment', 'backend-v2-0').spec.template.metadata.labels.version).toBe('v2.0');
});

test('versions become subsets of one DestinationRule, named as DNS labels and selected by the label', () => {
  const { app, service } = declareMesh();
  service('backend', { versions: { v1: { image: 'b:1' }, 'v2.0': { image: 'b:2' } } });
  expect(find(app, 'DestinationRule', 'backend').spec).toEqual({
    host: 'backend.shop.svc.cluster.local',
    subsets: [
      { name: 'v1', labels: { version: 'v1' } },
      { name: 'v2-0', labels: { version: 'v2.0' } },
    ],
  });
});

test('a service with one version and no wish about its traffic has neither DestinationRule nor VirtualService', () => {
  const { app, service } = declareMesh();
  service('backend');
  expect(written(app).map(object => object.kind)).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/DestinationRule|VirtualService/)]),
  );
});

describe.each([
  ['cdk8s-plus-27', plus27],
  ['cdk8s-plus-28', plus28 as unknown as typeof plus27],
  ['cdk8s-plus-32', plus32 as unknown as typeof plus27],
  ['cdk8s-plus-34', plus34 as unknown as typeof plus27],
])('workloads of %s', (_name, plus) => {
  function adopted() {
    const app = new App();
    const mesh = new Mesh(app, 'mesh');
    const namespace = new MeshNamespace(mesh, 'shop');
    const chart = new Chart(app, 'workloads');
    const deployment = (id: string, serviceAccount?: plus27.ServiceAccount) =>
      new plus.Deployment(chart, id, {
        metadata: { name: id, namespace: 'shop' },
        replicas: 3,
        containers: [{ image: `${id}:1`, ports: [{ number: 5000 }] }],
        ...(serviceAccount === undefined ? {} : { serviceAccount }),
      } as plus27.DeploymentProps);
    return { app, mesh, namespace, chart, deployment };
  }

  test('get the labels, the account and the annotation that rolls them', () => {
    const { app, mesh, namespace, deployment } = adopted();
    const backend = new MeshService(mesh, 'backend', {
      namespace,
      ports: [{ port: 5000, protocol: 'http' }],
      versions: { v1: { workload: deployment('backend-v1') } },
    });
    const { template } = find(app, 'Deployment', 'backend-v1').spec;
    expect(template.metadata.labels).toMatchObject({ app: 'backend', version: 'v1' });
    expect(template.metadata.annotations).toEqual(namespace.podAnnotations);
    expect(template.spec.serviceAccountName).toBe('backend');
    expect(backend.version('v1').replicas).toBe(3);
    expect(find(app, 'ServiceAccount', 'backend').metadata.namespace).toBe('shop');
  });

  test('keep the account they have, and no second one is made', () => {
    const { app, mesh, namespace, chart, deployment } = adopted();
    const account = new plus.ServiceAccount(chart, 'account', { metadata: { name: 'own', namespace: 'shop' } });
    const backend = new MeshService(mesh, 'backend', {
      namespace,
      ports: [{ port: 5000, protocol: 'http' }],
      versions: { v1: { workload: deployment('backend-v1', account) } },
    });
    expect(backend.principal).toBe('cluster.local/ns/shop/sa/own');
    expect(written(app).filter(object => object.kind === 'ServiceAccount')).toHaveLength(1);
  });

  test('cannot run two versions as two accounts', () => {
    const { mesh, namespace, chart, deployment } = adopted();
    const [a, b] = ['a', 'b'].map(
      name => new plus.ServiceAccount(chart, name, { metadata: { name, namespace: 'shop' } }),
    );
    expect(
      () =>
        new MeshService(mesh, 'backend', {
          namespace,
          ports: [{ port: 5000, protocol: 'http' }],
          versions: { v1: { workload: deployment('backend-v1', a) }, v2: { workload: deployment('backend-v2', b) } },
        }),
    ).toThrow('wanted service account "a", got "b"');
  });

  test('cannot carry another value of a label that the service needs', () => {
    const { mesh, namespace, deployment } = adopted();
    const workload = deployment('backend-v1');
    workload.podMetadata.addLabel('version', 'blue');
    expect(
      () =>
        new MeshService(mesh, 'backend', {
          namespace,
          ports: [{ port: 5000, protocol: 'http' }],
          versions: { v1: { workload } },
        }),
    ).toThrow('wanted pod label "version" to be "v1" or absent, got "blue"');
  });

  test('an adopted Service gets protocol names and selects all versions', () => {
    const { app, mesh, namespace, chart, deployment } = adopted();
    const service = new plus.Service(chart, 'service', {
      metadata: { name: 'backend', namespace: 'shop' },
      ports: [{ port: 5000 }],
    });
    new MeshService(mesh, 'backend', {
      namespace,
      service,
      ports: [{ port: 5000, protocol: 'http' }],
      versions: { v1: { workload: deployment('backend-v1') }, v2: { workload: deployment('backend-v2') } },
    });
    const { spec } = find(app, 'Service', 'backend');
    expect(spec.ports[0]).toMatchObject({ name: 'http', appProtocol: 'http', port: 5000 });
    expect(spec.selector).toEqual({ app: 'backend' });
  });

  test('an adopted Service must offer the declared ports and have the declared name', () => {
    const { mesh, namespace, chart, deployment } = adopted();
    const service = new plus.Service(chart, 'service', {
      metadata: { name: 'backend', namespace: 'shop' },
      ports: [{ port: 80 }],
    });
    const declare = (name: string) =>
      new MeshService(mesh, name, {
        namespace,
        service,
        ports: [{ port: 5000, protocol: 'http' }],
        versions: { v1: { workload: deployment(`${name}-v1`) } },
      });
    expect(() => declare('backend')).toThrow('wanted a port 5000, got 80');
    expect(() => declare('other')).toThrow('wanted its name to be "other", got "backend"');
  });
});

test('an existing service is routed and called, but not written', () => {
  const { app, mesh, namespace } = declareMesh();
  const ratings = MeshService.existing(mesh, 'ratings', {
    namespace,
    ports: [{ port: 9080, protocol: 'http' }],
    versions: { v1: {}, v2: { labels: { track: 'next' }, replicas: 4 } },
  });
  expect(ratings.principal).toBe('cluster.local/ns/shop/sa/default');
  expect(ratings.version('v2')).toMatchObject({ labels: { track: 'next' }, replicas: 4, subset: 'v2' });
  expect(written(app).map(object => object.kind)).toEqual(['Namespace']);
  new Routing(mesh, 'routes', { service: ratings, defaultTo: ratings.version('v2') });
  expect(written(app).map(object => object.kind)).toEqual(['Namespace', 'VirtualService', 'DestinationRule']);
});

test('what is not declared cannot be named, and the error lists what is', () => {
  const { twoVersions } = declareMesh();
  const backend = twoVersions('backend');
  expect(() => backend.version('v3')).toThrow(
    'Cannot use version "v3" of service "shop/backend" at mesh/backend: declared are "v1", "v2"',
  );
  expect(() => backend.port(81)).toThrow('declared are "http 8080"');
});

test('one host is declared once', () => {
  const { mesh, namespace, service } = declareMesh();
  service('backend');
  expect(
    () =>
      new MeshService(mesh, 'again', {
        name: 'backend',
        namespace,
        ports: [{ port: 80, protocol: 'http' }],
        versions: { v1: { image: 'x:1' } },
      }),
  ).toThrow('Cannot declare service "backend.shop.svc.cluster.local" at mesh/again: mesh/backend declares it already');
});

test.each([
  [{ versions: {} }, 'wanted at least one version, got none'],
  [{ versions: { 'v 1': { image: 'x' } } }, 'Cannot use "v 1" as version of service "backend"'],
  [
    { versions: { 'v1.0': { image: 'x' }, v1_0: { image: 'y' } } },
    'versions "v1.0" and "v1_0" both make subset "v1-0"',
  ],
  [{ versions: { v1: { image: '' } } }, 'wanted an image, got ""'],
  [{ versions: { v1: {} as { image: string } } }, 'wanted an image, got undefined'],
  [{ versions: { v1: { image: 'x', replicas: -1 } } }, 'wanted a whole number of replicas, got -1'],
  [{ versions: { v1: { image: 'x', health: 'health' } } }, 'wanted a health path that begins with "/", got "health"'],
  [{ name: 'Backend' }, 'Cannot use "Backend" as name of a service at mesh/backend'],
])('properties %j are refused', (overrides, message) => {
  const { service } = declareMesh();
  expect(() => service('backend', overrides)).toThrow(message);
});

test('the services of a mesh can be told the same one by one', () => {
  const { app, mesh, service } = declareMesh();
  const declared = [service('b'), service('a')];
  for (const each of MeshService.of(mesh)) new Timeout(mesh, `${each.name}-timeout`, { service: each, request: '1s' });
  for (const { name } of declared) expect(find(app, 'VirtualService', name).spec.http[0].timeout).toBe('1s');
});

test('a call is an edge between two services with what may pass', () => {
  const { mesh, service } = declareMesh();
  const [frontend, backend] = [service('frontend'), service('backend')];
  frontend.calls(backend, { methods: ['GET'], paths: [PathMatch.prefix('/notes')] });
  expect(mesh.callsTo(backend)).toEqual([
    expect.objectContaining({ caller: frontend, callee: backend, ports: backend.ports, methods: ['GET'] }),
  ]);
});

test.each([
  [{ ports: [81] }, 'Cannot use port "81" of service "shop/backend"'],
  [{ methods: ['get'] }, 'wanted methods in capitals, got "get"'],
  [{ paths: [PathMatch.regex('/a.*')] }, 'wanted exact paths or prefixes, got the regular expression "/a.*"'],
])('a call narrowed by %j is refused', (options, message) => {
  const { service } = declareMesh();
  const [frontend, backend] = [service('frontend'), service('backend')];
  expect(() => frontend.calls(backend, options)).toThrow(message);
});

test('methods cannot narrow a call to a port on which Istio sees no requests', () => {
  const { service } = declareMesh();
  const db = service('db', { ports: [{ port: 3306, protocol: 'mysql' }] });
  expect(() => service('backend').calls(db, { methods: ['GET'] })).toThrow(
    'wanted HTTP ports for methods and paths, got port 3306 (mysql)',
  );
});
