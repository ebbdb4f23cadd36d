import type { Plan, PlannedPort } from './plan';
import { exportTo } from './routes';
import { homes } from './topology';

const PORTS: readonly {
  readonly number: number;
  readonly name: string;
  readonly protocol?: string;
  readonly carries: PlannedPort['carries'];
}[] = [
  { number: 80, name: 'http', protocol: 'HTTP', carries: 'http' },
  { number: 8080, name: 'http-alt', protocol: 'HTTP', carries: 'http' },
  { number: 443, name: 'tls', protocol: 'TLS', carries: 'tls' },
  { number: 443, name: 'https', protocol: 'HTTPS', carries: 'tls' },
  { number: 7070, name: 'grpc', protocol: 'GRPC', carries: 'grpc' },
  { number: 9000, name: 'tcp', protocol: 'TCP', carries: 'tcp' },
  { number: 5000, name: 'auto', carries: 'any' },
];

/** ServiceEntries of every resolution, WorkloadEntries, and ExternalName Services. */
export function addExternal(plan: Plan): void {
  const { random } = plan;
  if (plan.has('external')) for (let i = random.int(1, 2); i > 0; i--) addServiceEntry(plan);
  if (plan.has('workload-entry')) addWorkloadEntries(plan);
  if (plan.has('external-name')) addExternalName(plan);
}

function addServiceEntry(plan: Plan): void {
  const { random } = plan;
  const namespace = random.chance(0.8) ? random.pick(homes(plan)).name : 'istio-system';
  const shape = random.pick<() => { hosts: string[]; spec: object; selects?: boolean }>([
    () => ({
      hosts: [random.pick(['api.partner.io', 'www.partner.io'])],
      spec: { location: 'MESH_EXTERNAL', resolution: 'DNS' },
    }),
    () => ({
      hosts: ['ext.partner.io'],
      spec: { location: 'MESH_EXTERNAL', resolution: 'DNS', endpoints: [{ address: 'backend.partner.io' }] },
    }),
    () => ({
      hosts: ['legacy.corp'],
      spec: {
        location: 'MESH_EXTERNAL',
        resolution: 'STATIC',
        addresses: ['240.1.1.1'],
        endpoints: [{ address: '192.0.2.1' }, { address: '192.0.2.2' }],
      },
    }),
    () => ({ hosts: ['none.partner.io'], spec: { location: 'MESH_EXTERNAL', resolution: 'NONE' } }),
    () => ({
      hosts: ['cidr.corp'],
      spec: { location: 'MESH_EXTERNAL', resolution: 'NONE', addresses: ['192.168.0.0/16'] },
    }),
    () => ({ hosts: ['*.wild.partner.io'], spec: { location: 'MESH_EXTERNAL', resolution: 'NONE' } }),
    () => ({
      hosts: ['inner.mesh'],
      spec: { location: 'MESH_INTERNAL', resolution: 'STATIC', addresses: ['240.2.2.2'] },
      selects: true,
    }),
    () => ({ hosts: ['sel.mesh'], spec: { location: 'MESH_INTERNAL', resolution: 'STATIC' }, selects: true }),
  ])();
  const app = plan.workloads.find(one => one.namespace === namespace && one.labels.app !== undefined)?.labels.app;
  if (shape.selects && app === undefined) return;
  declare(plan, namespace, shape.hosts, {
    ...shape.spec,
    ...(shape.selects ? { workloadSelector: { labels: { app } } } : {}),
    ...exportTo(plan, 0.12),
  });
}

/** Adds a ServiceEntry and notes its host as a service. */
function declare(plan: Plan, namespace: string, hosts: readonly string[], spec: object): void {
  const { random } = plan;
  const tcpOnly = JSON.stringify(spec).includes('192.168.0.0/16');
  const ports = random.some(
    PORTS.filter(({ name }) => name !== 'https' && (!tcpOnly || name === 'tcp' || name === 'http')),
    random.int(1, 3),
  );
  const name = plan.nameFor('ServiceEntry', namespace, 'se');
  plan.add({
    apiVersion: 'networking.istio.io/v1',
    kind: 'ServiceEntry',
    metadata: { name, namespace },
    spec: {
      hosts,
      ports: ports.map(({ number, name: port, protocol }) => ({
        number,
        name: port,
        ...(protocol === undefined ? {} : { protocol }),
      })),
      ...spec,
    },
  });
  for (const host of hosts) {
    plan.services.push({
      namespace,
      name: host,
      host,
      ports: ports.map(({ number, name: port, carries }) => ({ number, target: number, name: port, carries })),
      subsets: [],
      headless: false,
      external: true,
      workloads: [],
    });
  }
}

/** Machines outside the cluster that a ServiceEntry selects, or that a Service could. */
function addWorkloadEntries(plan: Plan): void {
  const { random } = plan;
  const namespace = random.pick(homes(plan)).name;
  declare(plan, namespace, ['vm.mesh'], {
    location: random.pick(['MESH_INTERNAL', 'MESH_EXTERNAL']),
    resolution: 'STATIC',
    ...random.maybe(0.6, () => ({ addresses: ['240.4.4.4'] })),
    workloadSelector: { labels: { app: 'vm' } },
  });
  for (let i = 1; i <= random.int(1, 2); i++) {
    const name = plan.nameFor('WorkloadEntry', namespace, 'vm');
    plan.add({
      apiVersion: 'networking.istio.io/v1',
      kind: 'WorkloadEntry',
      metadata: { name, namespace },
      spec: {
        address: `192.0.2.${40 + i}`,
        labels: { app: 'vm', version: `v${i}` },
        ...random.maybe(0.6, () => ({ serviceAccount: 'vm' })),
        ...random.maybe(0.2, () => ({ ports: { http: 8888 } })),
      },
    });
  }
  plan.aims.push({ host: 'vm.mesh' });
}

function addExternalName(plan: Plan): void {
  const { random } = plan;
  const to = random.pick(plan.services.filter(({ host }) => !host.startsWith('*')));
  const namespace = random.pick(homes(plan)).name;
  const name = plan.nameFor('Service', namespace, 'alias');
  const ports = to.ports.map(({ number, name: port }) => ({
    port: number,
    protocol: 'TCP',
    ...(port === undefined ? {} : { name: port }),
  }));
  plan.add({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: { type: 'ExternalName', externalName: to.host, ports },
  });
  plan.services.push({
    ...to,
    namespace,
    name,
    host: `${name}.${namespace}.svc.cluster.local`,
    subsets: [],
    workloads: [],
  });
}
