import { ApiObject } from 'cdk8s';
import { ExternalService } from '../../src/mesh/external-service';
import { MeshWorkload, type MeshWorkloadProps } from '../../src/mesh/mesh-workload';
import { renderMeshDocument } from '../../src/observability/mesh-document';
import { accessIn } from '../../src/proof/access-matrix';
import { Authorization } from '../../src/security/authorization';
import { MutualTls } from '../../src/security/mutual-tls';
import { NetworkPolicies } from '../../src/security/network-policies';
import { SidecarScope } from '../../src/security/sidecar-scope';
import { meshOfApp } from '../../src/synth/app-mesh';
import { renderApp } from '../../src/synth/render-app';
import { expectMesh } from '../../src/testing';
import { expectClean } from '../expect-clean';
import { declareMesh, find } from './declare';

type Own = Omit<Extract<MeshWorkloadProps, { image: string }>, 'namespace'>;

function declare(props: Partial<Own> = {}) {
  const declared = declareMesh();
  const { mesh, namespace, service } = declared;
  const backend = service('backend');
  const worker = new MeshWorkload(mesh, 'worker', { namespace, image: 'worker:1', ...props } as MeshWorkloadProps);
  return { ...declared, backend, worker: worker.calls(backend, { methods: ['GET'] }) };
}

test.each<[string, Partial<Own>, object]>([
  ['Deployment', {}, { replicas: 2, selector: { matchLabels: { app: 'worker' } } }],
  ['DaemonSet', { kind: 'DaemonSet' }, { selector: { matchLabels: { app: 'worker' } } }],
  ['Job', { kind: 'Job', backoffLimit: 2 }, { backoffLimit: 2, template: { spec: { restartPolicy: 'Never' } } }],
  [
    'CronJob',
    { kind: 'CronJob', schedule: '0 3 * * *' },
    { schedule: '0 3 * * *', jobTemplate: { spec: { template: { spec: { restartPolicy: 'Never' } } } } },
  ],
])('runs as a %s without a Service, as an account of its own', (kind, props, spec) => {
  const { app, worker } = declare(props);
  expect(find(app, kind, kind === 'Job' ? (worker.apiObject?.name ?? '') : 'worker').spec).toMatchObject(spec);
  expect(find(app, 'ServiceAccount', 'worker').metadata.namespace).toBe('shop');
  expectClean(app);
});

describe('a Job', () => {
  const job = (props: Partial<Own> = {}, istioVersion?: string) => {
    const { mesh, namespace } = declareMesh({ istioVersion });
    const given = { namespace, kind: 'Job', image: 'migrate:1', ...props } as MeshWorkloadProps;
    return new MeshWorkload(mesh, 'migrate', given).apiObject?.name;
  };

  test('has another name when its content changes, and only then', () => {
    expect(job()).toMatch(/^migrate-[0-9a-f]{8}$/);
    expect(job()).toBe(job());
    expect(job({ image: 'migrate:2' })).not.toBe(job());
    expect(job({ backoffLimit: 2 } as Partial<Own>)).not.toBe(job());
    expect(job({}, '1.30')).toBe(job({}, '1.31'));
  });

  test('has a name that Kubernetes takes, however long', () => {
    expect(job({ name: `${'a'.repeat(53)}-b` } as Partial<Own>)).toMatch(/^a{53}-[0-9a-f]{8}$/);
  });

  test('that is adopted is not changed by what injection depends on', () => {
    const { app, mesh, namespace } = declareMesh();
    const workload = new ApiObject(mesh.chart('workloads'), 'job', {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'migrate', namespace: 'shop' },
      spec: { template: { spec: { containers: [{ name: 'migrate', image: 'migrate:1' }] } } },
    });
    new MeshWorkload(mesh, 'migrate', { namespace, workload });
    expect(find(app, 'Job', 'migrate').spec.template.metadata).toEqual({ labels: { app: 'migrate' } });
  });
});

test('its calls are let through, and nothing else is', () => {
  const { app, mesh } = declare();
  new MutualTls(mesh, 'mtls');
  new Authorization(mesh, 'authorization');
  const from = 'shop/worker';
  expectMesh(app)
    .toAllow({ from, to: 'http://backend:8080/' })
    .toDeny({ from, to: 'http://backend:8080/', method: 'POST' });
  expect(find(app, 'AuthorizationPolicy', 'allow-backend').spec.rules).toMatchObject([
    { from: [{ source: { principals: ['cluster.local/ns/shop/sa/worker'] } }] },
  ]);
});

test('its sidecars and its network know what it calls, and the page tells of it', () => {
  const { app, mesh, worker } = declare();
  const stripe = new ExternalService(mesh, 'stripe', {
    hosts: ['api.stripe.com'],
    ports: [{ port: 443, protocol: 'tls' }],
  });
  worker.calls(stripe);
  new SidecarScope(mesh, 'scope');
  new NetworkPolicies(mesh, 'network');
  expect(find(app, 'Sidecar', 'worker').spec).toMatchObject({
    workloadSelector: { labels: { app: 'worker' } },
    egress: [
      {
        hosts: ['./backend.shop.svc.cluster.local', 'istio-system/*.svc.cluster.local', 'istio-system/api.stripe.com'],
      },
    ],
  });
  expect(find(app, 'NetworkPolicy', 'allow-from-worker').spec.egress).toHaveLength(2);
  const effective = meshOfApp(
    app,
    [...renderApp(app)].flatMap(({ objects }) => objects),
  );
  const page = renderMeshDocument(mesh, { mesh: effective, access: accessIn(effective) });
  expect(page).toContain('| shop/worker | – | – | `cluster.local/ns/shop/sa/worker` | sidecar |');
  expect(page).toMatch(/^\| .*shop\/worker.* \| backend\.shop\.svc\.cluster\.local:8080 \|/m);
  expectClean(app);
});

test('an object of the app, or one that somebody else runs, can be one', () => {
  const { app, mesh, namespace, backend } = declare();
  const job = new ApiObject(mesh.chart('workloads'), 'import', {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'import', namespace: 'shop' },
    spec: { schedule: '@daily', jobTemplate: { spec: { template: { spec: { containers: [{ name: 'import' }] } } } } },
  });
  new MeshWorkload(mesh, 'import', { namespace, workload: job, serviceAccount: 'importer' }).calls(backend);
  const { metadata, spec } = find(app, 'CronJob', 'import').spec.jobTemplate.spec.template;
  expect(metadata.labels).toEqual({ app: 'import' });
  expect(spec.serviceAccountName).toBe('importer');
  const crawler = MeshWorkload.existing(mesh, 'crawler', { namespace, serviceAccount: 'crawler' });
  crawler.calls(backend);
  new MutualTls(mesh, 'mtls');
  new Authorization(mesh, 'authorization');
  expectMesh(app).toAllow({ from: 'shop/crawler', to: 'http://backend:8080/' });
});

test('its name is its own, and its schedule one', () => {
  const { mesh, namespace } = declare();
  const run = (name: string, more: object = {}) =>
    new MeshWorkload(mesh, `${name}-2`, { namespace, name, image: 'a:1', ...more } as MeshWorkloadProps);
  expect(() => run('backend')).toThrow(
    'Cannot declare workload "shop/backend" at mesh/backend-2: mesh/backend declares',
  );
  expect(() => run('report', { kind: 'CronJob', schedule: 'nightly' })).toThrow(
    'wanted a schedule of five fields such as "0 3 * * *", got "nightly"',
  );
});
