import type { Plan, PlannedGateway, PlannedService } from './plan';
import { addVirtualService, aimsAt, destination, exportTo, httpRule, serverHosts, tcpRule } from './routes';
import { homes } from './topology';
import { PUBLIC_HOSTS } from './vocabulary';

/** Gateways of the networking API with the VirtualServices that go through them, and egress through a gateway. */
export function addGateways(plan: Plan): void {
  const { random } = plan;
  for (const gateway of plan.gateways.filter(({ api }) => api === 'istio')) {
    if (random.chance(0.1)) continue;
    const names = Array.from({ length: random.int(1, 2) }, () => addGateway(plan, gateway));
    for (let i = random.int(1, 3); i > 0; i--) addGatewayRoute(plan, gateway, random.pick(names));
  }
  if (plan.has('egress')) addEgress(plan);
}

/** Adds a Gateway, and gives its name as VirtualServices of other namespaces write it. */
function addGateway(plan: Plan, gateway: PlannedGateway): string {
  const { random } = plan;
  const namespace = random.chance(0.8) ? gateway.namespace : random.pick(homes(plan)).name;
  const servers = Array.from({ length: random.int(1, 3) }, (_, i) => server(plan, i));
  const name = add(plan, 'gw', namespace, gateway, servers);
  for (const { hosts, port } of servers) {
    const host = random.pick(hosts).replace(/^.*\//, '');
    const { number, protocol } = port;
    plan.aims.push({
      host: host === '*' ? random.pick(PUBLIC_HOSTS) : host.replace('*', 'x'),
      port: number,
      scheme: protocol === 'TCP' ? 'tcp' : protocol === 'TLS' ? 'tls' : number === 443 ? 'https' : 'http',
      gateway: gateway.workload,
    });
  }
  return `${namespace}/${name}`;
}

interface Server {
  readonly port: { readonly number: number; readonly name: string; readonly protocol: string };
  readonly hosts: readonly string[];
  readonly tls?: object;
}

function add(plan: Plan, base: string, namespace: string, gateway: PlannedGateway, servers: readonly object[]): string {
  const name = plan.nameFor('Gateway', namespace, base);
  plan.add({
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name, namespace },
    spec: { selector: gateway.selector, servers },
  });
  return name;
}

function server(plan: Plan, index: number): Server {
  const { random } = plan;
  const hosts = serverHosts(plan);
  const port = (number: number, name: string, protocol: string) => ({
    port: { number, name: `${name}-${index}`, protocol },
    hosts,
  });
  return random.weighted<() => Server>([
    [6, () => port(80, 'http', random.pick(['HTTP', 'HTTP', 'HTTP2']))],
    [1, () => port(8080, 'http8080', 'HTTP')],
    [1, () => ({ ...port(80, 'redirect', 'HTTP'), tls: { httpsRedirect: true } })],
    [5, () => ({ ...port(443, 'https', 'HTTPS'), tls: { mode: 'SIMPLE', credentialName: 'cert' } })],
    [
      1,
      () => ({
        ...port(443, 'mutual', 'HTTPS'),
        tls: { mode: random.pick(['MUTUAL', 'OPTIONAL_MUTUAL']), credentialName: 'cert' },
      }),
    ],
    [1, () => ({ ...port(443, 'mesh', 'HTTPS'), tls: { mode: 'ISTIO_MUTUAL' } })],
    [2, () => ({ ...port(443, 'pass', 'TLS'), tls: { mode: 'PASSTHROUGH' } })],
    [1, () => ({ ...port(443, 'tlsterm', 'TLS'), tls: { mode: 'SIMPLE', credentialName: 'cert' } })],
    [2, () => port(31400, 'tcp', 'TCP')],
  ])();
}

function addGatewayRoute(plan: Plan, gateway: PlannedGateway, name: string): void {
  const { random } = plan;
  const service = random.pick(plan.services);
  const namespace = random.pick(homes(plan)).name;
  const served = plan.aims.filter(aim => aim.gateway === gateway.workload);
  const { port = 80, scheme = 'http', ...aimed } = random.pick(served);
  const hosts = random.weighted([
    [6, [aimed.host]],
    [3, [random.pick(['*.example.com', '*'])]],
    [2, random.some(PUBLIC_HOSTS, random.int(1, 2))],
  ]);
  const http = Array.from({ length: random.int(1, 3) }, (_, i) => httpRule(plan, service, namespace, i));
  addVirtualService(plan, 'vs', namespace, {
    hosts,
    gateways: [name, ...(random.chance(0.15) ? [`${gateway.namespace}/gw-1`] : [])],
    ...exportTo(plan, 0.08),
    http,
    ...random.maybe(0.25, () => ({ tcp: [tcpRule(plan, service, namespace)] })),
    ...random.maybe(0.3, () => ({
      tls: [
        {
          match: [{ port: 443, sniHosts: sniHosts(hosts) }],
          route: [{ destination: destination(plan, service, namespace) }],
        },
      ],
    })),
  });
  const host = random.pick(hosts).replace('*', 'x');
  for (const part of aimsAt(http)) {
    plan.aims.push({ host, port, scheme, gateway: gateway.workload, ...part });
  }
}

/** The part of the hosts that TLS can name. */
function sniHosts(hosts: readonly string[]): string[] {
  return hosts.includes('*') ? ['*'] : [...hosts];
}

/** Traffic to an outside host that goes through the gateway pods. */
function addEgress(plan: Plan): void {
  const { random } = plan;
  const outside = plan.services.filter(
    (one): one is PlannedService => one.external && one.name === one.host && !one.host.startsWith('*'),
  );
  const gateway = plan.gateways.find(({ api }) => api === 'istio');
  if (outside.length === 0 || gateway === undefined) return;
  const { host, namespace } = random.pick(outside);
  const door = `${gateway.name}.${gateway.namespace}.svc.cluster.local`;
  if (random.chance(0.5)) {
    const name = add(plan, 'egress', namespace, gateway, [
      { port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: [host] },
    ]);
    addVirtualService(plan, 'egress', namespace, {
      hosts: [host],
      gateways: ['mesh', name],
      http: [
        { match: [{ gateways: ['mesh'], port: 80 }], route: [{ destination: { host: door, port: { number: 80 } } }] },
        { match: [{ gateways: [name], port: 80 }], route: [{ destination: { host } }] },
      ],
    });
    plan.aims.push({ host, port: 80, scheme: 'http' });
    return;
  }
  const name = add(plan, 'egress', namespace, gateway, [
    { port: { number: 443, name: 'tls', protocol: 'TLS' }, hosts: [host], tls: { mode: 'PASSTHROUGH' } },
  ]);
  addVirtualService(plan, 'egress', namespace, {
    hosts: [host],
    gateways: ['mesh', name],
    tls: [
      {
        match: [{ gateways: ['mesh'], port: 443, sniHosts: [host] }],
        route: [{ destination: { host: door, port: { number: 443 } } }],
      },
      {
        match: [{ gateways: [name], port: 443, sniHosts: [host] }],
        route: [{ destination: { host, port: { number: 443 } } }],
      },
    ],
  });
  plan.aims.push({ host, port: 443, scheme: 'https' });
}
