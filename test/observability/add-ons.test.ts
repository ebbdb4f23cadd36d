import { parse } from 'yaml';
import { Delivery } from '../../src/install/delivery/delivery';
import { IstioInstall } from '../../src/install/istio-install';
import { MeshNamespace } from '../../src/mesh/mesh-namespace';
import { ADD_ON_SOURCES } from '../../src/observability/add-ons/add-on-versions';
import { AddOns, type AddOnsProps } from '../../src/observability/add-ons/add-ons';
import { TracingProvider } from '../../src/observability/tracing-provider';
import { NetworkPolicies } from '../../src/security/network-policies';
import { expectClean } from '../expect-clean';
import { declareMesh, find, type WrittenObject, written } from '../mesh/declare';

const ALL: AddOnsProps = { prometheus: true, grafana: true, traces: 'tempo', kiali: true };

const own = (objects: readonly WrittenObject[], kind: string) =>
  objects.filter(object => object.kind === kind && object.metadata.namespace === 'observability');

const fileOf = (objects: readonly WrittenObject[], map: string, file: string) => {
  const found = own(objects, 'ConfigMap').find(({ metadata }) => metadata.name === map) as
    | { data?: Record<string, string> }
    | undefined;
  return parse(found?.data?.[file] ?? 'null');
};

function build(props: AddOnsProps = ALL) {
  const { app, mesh, service } = declareMesh();
  const addOns = new AddOns(mesh, 'add-ons', props);
  service('cart');
  service('db', { ports: [{ port: 3306, protocol: 'mysql' }] });
  return { app, mesh, addOns, objects: written(app) };
}

describe('as manifests', () => {
  const { app, objects } = build();

  test('each runs in one pod of a namespace without a data plane, with its pinned image', () => {
    const images = own(objects, 'Deployment').map(({ metadata, spec }) => [
      metadata.name,
      spec.template.spec.containers[0].image,
    ]);
    expect(Object.fromEntries(images)).toEqual({
      prometheus: ADD_ON_SOURCES.prometheus.image,
      grafana: ADD_ON_SOURCES.grafana.image,
      tempo: ADD_ON_SOURCES.tempo.image,
      kiali: ADD_ON_SOURCES.kiali.image,
    });
    const [namespace] = objects.filter(
      ({ kind, metadata }) => kind === 'Namespace' && metadata.name === 'observability',
    );
    expect(namespace?.metadata.labels ?? {}).toEqual({});
  });

  test('no pod runs as root, writes to its image or gains rights', () => {
    for (const { spec } of own(objects, 'Deployment')) {
      const pod = spec.template.spec;
      expect(pod.securityContext.runAsNonRoot).toBe(true);
      expect(pod.containers[0].securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    }
  });

  test('the Service, its selector, the probes and the mounts fit the pod', () => {
    for (const { metadata, spec } of own(objects, 'Deployment')) {
      const [container] = spec.template.spec.containers;
      const [service] = own(objects, 'Service').filter(found => found.metadata.name === metadata.name);
      expect(spec.template.metadata.labels).toMatchObject(service?.spec.selector);
      const ports = new Map<string, number>(
        container.ports.map(({ name, containerPort }: { name: string; containerPort: number }) => [
          name,
          containerPort,
        ]),
      );
      for (const { name, targetPort } of service?.spec.ports ?? []) expect(ports.get(name)).toBe(targetPort);
      expect(ports.has(container.readinessProbe.httpGet.port)).toBe(true);
      const volumes = spec.template.spec.volumes.map(({ name }: { name: string }) => name);
      for (const { name } of container.volumeMounts) expect(volumes).toContain(name);
    }
  });

  test('Prometheus reads istiod and annotated pods, and knows the alerts', () => {
    const config = fileOf(objects, 'prometheus', 'prometheus.yml');
    expect(config.scrape_configs.map(({ job_name }: { job_name: string }) => job_name)).toEqual(['istiod', 'pods']);
    expect(fileOf(objects, 'prometheus', 'alerts.yml').groups[0].name).toBe('istio-services');
    const [role] = objects.filter(({ kind }) => kind === 'ClusterRole') as unknown as {
      rules: { verbs: string[] }[];
    }[];
    expect(role?.rules.every(({ verbs }) => verbs.every(verb => ['get', 'list', 'watch'].includes(verb)))).toBe(true);
  });

  test('Grafana shows Prometheus, the traces, and a row for every declared service', () => {
    const sources = fileOf(objects, 'grafana', 'datasources.yaml').datasources;
    expect(sources.map(({ type, url }: { type: string; url: string }) => [type, url])).toEqual([
      ['prometheus', 'http://prometheus.observability.svc.cluster.local:9090'],
      ['tempo', 'http://tempo.observability.svc.cluster.local:3200'],
    ]);
    const { title, panels } = fileOf(objects, 'grafana-dashboards', 'mesh-shop.json');
    expect(title).toBe('Mesh: shop');
    const rows = panels.filter(({ type }: { type: string }) => type === 'row');
    expect(rows.map((row: { title: string }) => row.title)).toEqual(['cart', 'db']);
    const text = JSON.stringify(panels);
    expect(text).toContain('istio_requests_total{destination_service=\\"cart.shop.svc.cluster.local\\"');
    expect(text).toContain('istio_tcp_received_bytes_total{destination_service=\\"db.shop.svc.cluster.local\\"');
    const places = panels.map(({ gridPos }: { gridPos: { x: number; y: number } }) => `${gridPos.x},${gridPos.y}`);
    expect(new Set(places).size).toBe(places.length);
  });

  test('Kiali is told by its current keys where everything is', () => {
    expect(fileOf(objects, 'kiali', 'config.yaml')).toMatchObject({
      auth: { strategy: 'token' },
      deployment: { view_only_mode: true },
      external_services: {
        istio: { root_namespace: 'istio-system' },
        prometheus: { url: 'http://prometheus.observability.svc.cluster.local:9090' },
        grafana: { enabled: true, internal_url: 'http://grafana.observability.svc.cluster.local:3000' },
        tracing: {
          enabled: true,
          provider: 'tempo',
          internal_url: 'http://tempo.observability.svc.cluster.local:3200',
        },
      },
      server: { port: 20001, web_root: '/kiali' },
    });
    expect(JSON.stringify(fileOf(objects, 'kiali', 'config.yaml'))).not.toContain('in_cluster_url');
  });

  test('nothing objects', () => {
    expectClean(app);
  });
});

test('a Kiali that looks alone may change nothing', () => {
  const verbs = (viewOnly: boolean) => {
    const { objects } = build({ prometheus: true, kiali: { viewOnly } });
    const roles = objects.filter(({ kind, metadata }) => kind === 'ClusterRole' && metadata.name.startsWith('kiali'));
    return (roles as unknown as { rules: { resources: string[]; verbs: string[] }[] }[])
      .flatMap(({ rules }) =>
        rules.filter(({ resources }) => !resources.includes('pods/portforward') && !resources.includes('tokenreviews')),
      )
      .flatMap(rule => rule.verbs);
  };
  expect(new Set(verbs(true))).toEqual(new Set(['get', 'list', 'watch']));
  expect(verbs(false)).toContain('patch');
});

test('why Kiali lets everybody in is written on its pods', () => {
  const auth = { strategy: 'anonymous', reason: 'a cluster for courses' } as const;
  const [manifest] = own(build({ prometheus: true, kiali: { auth } }).objects, 'Deployment').filter(
    ({ metadata }) => metadata.name === 'kiali',
  );
  expect(manifest?.spec.template.metadata.annotations['cdk8s-istio/reason']).toBe('a cluster for courses');
  const delivery = Delivery.flux();
  const [, release] = build({ prometheus: true, kiali: { auth }, delivery }).objects.filter(
    ({ kind }) => kind === 'HelmRelease',
  );
  expect(release?.spec.values.deployment.pod_annotations).toEqual({ 'cdk8s-istio/reason': 'a cluster for courses' });
});

test('Jaeger takes the place of Tempo, under its own name and provider', () => {
  const { objects, addOns } = build({ prometheus: true, kiali: true, traces: 'jaeger' });
  expect(fileOf(objects, 'kiali', 'config.yaml').external_services.tracing).toMatchObject({
    provider: 'jaeger',
    internal_url: 'http://jaeger.observability.svc.cluster.local:16686',
  });
  expect(addOns.traceTarget).toEqual({ service: 'jaeger.observability.svc.cluster.local', port: 4317 });
});

test('spans of proxies go to the store by a provider of the mesh configuration', () => {
  const { app, mesh } = declareMesh();
  const addOns = new AddOns(mesh, 'add-ons', { traces: 'tempo' });
  TracingProvider.openTelemetry(mesh, 'tempo', addOns.traceTarget);
  const { plan } = new IstioInstall(mesh.chart('controlPlane'), 'istio');
  expect(plan.operators[0]?.spec).toMatchObject({
    meshConfig: {
      extensionProviders: [
        { name: 'tempo', opentelemetry: { service: 'tempo.observability.svc.cluster.local', port: 4317 } },
      ],
    },
  });
  expect(find(app, 'Service', 'tempo').spec.ports).toContainEqual({
    name: 'grpc-otlp',
    port: 4317,
    targetPort: 4317,
    appProtocol: 'grpc',
  });
});

test('network policies let its Prometheus in', () => {
  const { app, mesh, service } = declareMesh();
  const addOns = new AddOns(mesh, 'add-ons', { prometheus: true });
  service('cart');
  new NetworkPolicies(mesh, 'network', { scrapers: [addOns.scraper] });
  expect(find(app, 'NetworkPolicy', 'allow-every-pod').spec.ingress[0].from).toEqual([
    {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'observability' } },
      podSelector: { matchLabels: { 'app.kubernetes.io/name': 'prometheus' } },
    },
  ]);
});

describe('as charts, by the delivery that installs Istio', () => {
  const versions = {
    prometheus: ADD_ON_SOURCES.prometheus.chart?.version,
    grafana: ADD_ON_SOURCES.grafana.chart?.version,
    tempo: ADD_ON_SOURCES.tempo.chart?.version,
    kiali: ADD_ON_SOURCES.kiali.chart?.version,
  };

  test('Argo CD gets an Application each', () => {
    const { app, objects } = build({ ...ALL, delivery: Delivery.argoCd({ namespace: 'argo' }) });
    const applications = objects.filter(({ kind }) => kind === 'Application');
    expect(
      Object.fromEntries(applications.map(({ metadata, spec }) => [metadata.name, spec.source.targetRevision])),
    ).toEqual(versions);
    expect(applications[0]).toMatchObject({
      metadata: { namespace: 'argo' },
      spec: { destination: { namespace: 'observability' } },
    });
    expect(own(objects, 'Deployment')).toEqual([]);
    expectClean(app);
  });

  test('Flux gets a HelmRelease and a repository each', () => {
    const { app, objects } = build({ ...ALL, delivery: Delivery.flux() });
    const releases = objects.filter(({ kind }) => kind === 'HelmRelease');
    expect(Object.fromEntries(releases.map(({ metadata, spec }) => [metadata.name, spec.chart.spec.version]))).toEqual(
      versions,
    );
    expect(objects.filter(({ kind }) => kind === 'HelmRepository')).toHaveLength(4);
    const kiali = releases.find(({ metadata }) => metadata.name === 'kiali');
    expect(kiali?.spec.values.external_services.tracing.provider).toBe('tempo');
    const grafana = releases.find(({ metadata }) => metadata.name === 'grafana');
    expect(grafana?.spec.values.sidecar.dashboards).toEqual({ enabled: true, label: 'grafana_dashboard' });
    expectClean(app);
  });

  test('k3s gets a HelmChart each, and names and ports are those of the manifests', () => {
    const { objects } = build({ ...ALL, delivery: Delivery.k3s() });
    const charts = objects.filter(({ kind }) => kind === 'HelmChart');
    const values = (name: string) =>
      parse(charts.find(({ metadata }) => metadata.name === name)?.spec.valuesContent ?? 'null');
    expect(values('prometheus').server).toMatchObject({
      fullnameOverride: 'prometheus',
      service: { servicePort: 9090 },
    });
    expect(values('grafana')).toMatchObject({ fullnameOverride: 'grafana', service: { port: 3000 } });
    expect(values('tempo')).toMatchObject({ fullnameOverride: 'tempo' });
  });

  test('a version of one’s own takes the place of the pinned one', () => {
    const { objects } = build({
      delivery: Delivery.flux(),
      prometheus: true,
      kiali: { chartVersion: '2.29.0', values: { replicas: 2 } },
    });
    const [kiali] = objects.filter(({ kind, metadata }) => kind === 'HelmRelease' && metadata.name === 'kiali');
    expect(kiali?.spec).toMatchObject({ chart: { spec: { version: '2.29.0' } }, values: { replicas: 2 } });
  });

  test('a route that installs no charts gets manifests', () => {
    const { objects } = build({ ...ALL, delivery: Delivery.job() });
    expect(own(objects, 'Deployment')).toHaveLength(4);
  });
});

describe('refuses', () => {
  test.each<[AddOnsProps, string]>([
    [{}, 'Cannot run add-ons at mesh/a: wanted at least one, got none'],
    [{ kiali: true, grafana: true }, 'wanted prometheus or prometheusUrl for Grafana and Kiali, got neither'],
    [{ prometheus: true, prometheusUrl: 'http://x' }, 'wanted prometheus or prometheusUrl, got both'],
    [{ kiali: true, prometheusUrl: 'prometheus:9090' }, 'wanted an http or https URL as prometheusUrl'],
    [{ prometheus: { retention: '15' } }, 'wanted a retention such as "48h" or "15d", got "15"'],
    [{ prometheus: true, kiali: { webRoot: 'kiali' } }, 'Cannot run Kiali at mesh/a: wanted webRoot to be a path'],
    [
      { prometheus: true, kiali: { auth: { strategy: 'anonymous', reason: '' } } },
      'wanted a reason for anonymous access to all of the mesh, got none',
    ],
    [
      { prometheus: true, kiali: { auth: { strategy: 'openid', clientId: 'kiali', issuerUri: 'id.example.com' } } },
      'wanted an https URL as issuerUri',
    ],
    [
      { prometheus: { chartVersion: '1.0.0' } },
      'Cannot run "prometheus" at mesh/a: wanted a delivery that installs its chart for chartVersion and values, got none',
    ],
  ])('%j', (props, message) => {
    const { mesh } = declareMesh();
    const namespace = new MeshNamespace(mesh, 'tools');
    expect(() => new AddOns(mesh, 'a', { namespace, ...props })).toThrow(message);
  });

  test('to send spans where nothing takes them', () => {
    const { addOns } = build({ prometheus: true });
    expect(() => addOns.traceTarget).toThrow(
      'Cannot send spans to the add-ons at mesh/add-ons: wanted traces, got none',
    );
  });
});
