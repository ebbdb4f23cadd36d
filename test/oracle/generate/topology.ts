import type { DataPlane, Plan, PlannedNamespace, PlannedPort, PlannedWorkload } from './plan';

const APPS = ['web', 'orders', 'users', 'pay', 'search', 'db'] as const;
const NAMESPACES = ['shop', 'bank', 'legacy', 'ops'] as const;
const NO_SIDECAR = { 'sidecar.istio.io/inject': 'false' };

/** Ports as people declare them: by name, by `appProtocol`, or so that the protocol must be found out. */
const PORTS: readonly (readonly [weight: number, port: PlannedPort])[] = [
  [8, { number: 80, target: 8080, name: 'http', carries: 'http' }],
  [3, { number: 8080, target: 8080, name: 'http2', carries: 'http' }],
  [2, { number: 9080, target: 'web', name: 'http-web', carries: 'http' }],
  [2, { number: 7070, target: 7070, name: 'grpc', carries: 'grpc' }],
  [2, { number: 8081, target: 8081, name: 'main', appProtocol: 'http', carries: 'http' }],
  [2, { number: 5000, target: 5000, name: 'app', carries: 'any' }],
  [2, { number: 9000, target: 9000, name: 'tcp', carries: 'tcp' }],
  [1, { number: 9001, target: 9002, name: 'data', appProtocol: 'tcp', carries: 'tcp' }],
  [1, { number: 3306, target: 3306, name: 'tcp-db', carries: 'tcp' }],
  [1, { number: 27017, target: 27017, name: 'mongo', carries: 'tcp' }],
  [2, { number: 443, target: 8443, name: 'https', carries: 'tls' }],
  [1, { number: 8443, target: 8443, name: 'tls', carries: 'tls' }],
];

/** Namespaces, applications with their Services, clients and gateways. */
export function addTopology(plan: Plan): void {
  addNamespaces(plan);
  const { random } = plan;
  const apps = random.int(2, 4);
  for (let i = 0; i < apps; i++) addApp(plan, random.pick(homes(plan)));
  for (const namespace of homes(plan)) addClients(plan, namespace);
  addIngress(plan, 'istio-system', 'ingress');
  if (plan.has('several-gateways')) {
    addIngress(plan, random.pick(homes(plan)).name, 'edge');
    if (random.chance(0.4)) addIngress(plan, 'istio-system', 'internal');
  }
}

/** The namespaces that applications live in. */
export function homes(plan: Plan): readonly PlannedNamespace[] {
  return plan.namespaces.filter(({ name }) => name !== 'istio-system');
}

function addNamespaces(plan: Plan): void {
  const { random } = plan;
  const names = random.some(NAMESPACES, random.int(2, 4));
  names.forEach((name, i) => {
    const ambient = plan.has('ambient') && (i === 0 || random.chance(0.4));
    addNamespace(plan, name, ambient ? 'ambient' : random.chance(0.8) ? 'sidecar' : 'none');
  });
  addNamespace(plan, 'istio-system', 'none');
}

const NAMESPACE_LABELS: { readonly [dataPlane in DataPlane]: { readonly [name: string]: string } } = {
  sidecar: { 'istio-injection': 'enabled' },
  ambient: { 'istio.io/dataplane-mode': 'ambient' },
  none: {},
};

function addNamespace(plan: Plan, name: string, dataPlane: DataPlane): void {
  plan.namespaces.push({ name, dataPlane });
  const waypoint = dataPlane === 'ambient' && plan.random.chance(0.3) ? { 'istio.io/use-waypoint': 'waypoint' } : {};
  plan.add({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { 'kubernetes.io/metadata.name': name, ...NAMESPACE_LABELS[dataPlane], ...waypoint } },
  });
}

function addApp(plan: Plan, namespace: PlannedNamespace): void {
  const { random } = plan;
  const app = plan.nameFor('Service', namespace.name, random.pick(APPS));
  const headless = plan.has('headless') && random.chance(0.25);
  const stateful = plan.has('stateful') && random.chance(0.25);
  const versions = ['v1', 'v2', 'v3'].slice(0, random.int(1, 3));
  const workloads = versions.map(version => {
    const labels = { app, version, ...random.maybe(0.3, () => ({ tier: random.pick(['gold', 'free']) })) };
    const account = random.weighted([
      [6, app],
      [2, 'default'],
      [2, `${app}-${version}`],
    ]);
    return addWorkload(plan, namespace, `${app}-${version}`, labels, account, stateful ? app : undefined);
  });
  const subsets = [...versions, 'gold'];
  addService(plan, app, namespace.name, { app }, { headless: headless || stateful, subsets, workloads });
  if (random.chance(0.15)) {
    const first = workloads.slice(0, 1);
    const name = plan.nameFor('Service', namespace.name, `${app}-alt`);
    addService(
      plan,
      name,
      namespace.name,
      { app, version: 'v1' },
      { headless: false, subsets: ['v1'], workloads: first },
    );
  }
}

function addService(
  plan: Plan,
  name: string,
  namespace: string,
  selector: { readonly [label: string]: string },
  of: {
    readonly headless: boolean;
    readonly subsets: readonly string[];
    readonly workloads: readonly PlannedWorkload[];
  },
): void {
  const { random } = plan;
  const { headless, subsets, workloads } = of;
  const ports: PlannedPort[] = [];
  for (let i = random.int(1, 3); i > 0; i--) {
    const port = random.weighted(PORTS);
    if (!ports.some(({ number, name: known }) => number === port.number || known === port.name)) ports.push(port);
  }
  plan.services.push({
    namespace,
    name,
    host: `${name}.${namespace}.svc.cluster.local`,
    ports,
    subsets,
    headless,
    external: false,
    workloads,
  });
  const exported = random.maybe(0.06, () => ({
    annotations: { 'networking.istio.io/exportTo': random.pick(['.', '*', '~', random.pick(homes(plan)).name]) },
  }));
  const waypoint = plan.has('ambient')
    ? random.maybe(0.45, () => ({
        labels: {
          'istio.io/use-waypoint': random.pick(['waypoint', 'waypoint', 'waypoint', 'none']),
          ...random.maybe(0.4, () => ({ 'istio.io/ingress-use-waypoint': 'true' })),
        },
      }))
    : {};
  plan.add({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, ...exported, ...waypoint },
    spec: {
      selector,
      ports: ports.map(({ number, target, name: port, appProtocol }) => ({
        port: number,
        targetPort: target,
        protocol: 'TCP',
        ...(port === undefined ? {} : { name: port }),
        ...(appProtocol === undefined ? {} : { appProtocol }),
      })),
      ...(headless ? { clusterIP: 'None' } : {}),
    },
  });
}

function addClients(plan: Plan, namespace: PlannedNamespace): void {
  const { random } = plan;
  const labels = { app: 'client', team: random.pick(['red', 'blue']) };
  addWorkload(plan, namespace, 'client', labels, random.pick(['client', 'default']));
  if (random.chance(0.6)) {
    const plain = { ...namespace, dataPlane: 'none' as const };
    addWorkload(plan, plain, 'raw-client', { app: 'raw-client', ...NO_SIDECAR, ...OUTSIDE_AMBIENT }, 'raw-client');
  }
}

const OUTSIDE_AMBIENT = { 'istio.io/dataplane-mode': 'none' };

/** A Deployment, or a StatefulSet if it has a governing Service, with one pod. */
function addWorkload(
  plan: Plan,
  namespace: PlannedNamespace,
  base: string,
  labels: { readonly [name: string]: string },
  account: string,
  governing?: string,
): PlannedWorkload {
  const { random } = plan;
  const name = plan.nameFor('Workload', namespace.name, base);
  let { dataPlane } = namespace;
  let own = labels;
  if (dataPlane === 'sidecar' && random.chance(0.12)) {
    dataPlane = 'none';
    own = { ...labels, ...NO_SIDECAR };
  } else if (dataPlane === 'none' && labels['sidecar.istio.io/inject'] === undefined && random.chance(0.4)) {
    dataPlane = 'sidecar';
    own = { ...labels, 'sidecar.istio.io/inject': 'true' };
  } else if (dataPlane === 'ambient' && random.chance(0.1)) {
    dataPlane = 'none';
    own = { ...labels, ...OUTSIDE_AMBIENT };
  }
  const workload: PlannedWorkload = {
    namespace: namespace.name,
    name,
    labels: own,
    account,
    dataPlane,
    stateful: governing !== undefined,
    ip: `10.1.0.${plan.workloads.length + 2}`,
  };
  plan.workloads.push(workload);
  plan.add({
    apiVersion: 'apps/v1',
    kind: governing === undefined ? 'Deployment' : 'StatefulSet',
    metadata: { name, namespace: namespace.name },
    spec: {
      ...(governing === undefined ? {} : { serviceName: governing }),
      selector: { matchLabels: labels },
      template: {
        metadata: { labels: own },
        spec: {
          serviceAccountName: account,
          containers: [
            { name: 'app', image: 'app', ports: [{ name: 'web', containerPort: random.pick([8080, 8000]) }] },
          ],
        },
      },
    },
  });
  return workload;
}

/** The pods of a gateway and the Service before them. */
function addIngress(plan: Plan, namespace: string, base: string): void {
  const { random } = plan;
  const name = plan.nameFor('Service', namespace, base);
  const selector = { istio: base };
  const ip = `10.1.0.${plan.workloads.length + 2}`;
  plan.workloads.push({ namespace, name, labels: selector, account: name, dataPlane: 'none', stateful: false, ip });
  plan.gateways.push({ namespace, name, selector, api: 'istio', workload: `${namespace}/${name}` });
  plan.add({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: {
      selector: { matchLabels: selector },
      template: {
        metadata: {
          labels: { ...selector, 'sidecar.istio.io/inject': 'true' },
          annotations: { 'inject.istio.io/templates': 'gateway' },
        },
        spec: { serviceAccountName: name, containers: [{ name: 'istio-proxy', image: 'auto' }] },
      },
    },
  });
  const high = random.chance(0.7);
  plan.add({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: {
      type: 'LoadBalancer',
      selector,
      ports: [
        { name: 'http2', port: 80, targetPort: high ? 8080 : 80, protocol: 'TCP' },
        { name: 'https', port: 443, targetPort: high ? 8443 : 443, protocol: 'TCP' },
        { name: 'tcp', port: 31400, targetPort: 31400, protocol: 'TCP' },
      ],
    },
  });
}
