import type { Aim, Plan, PlannedService } from './plan';
import { homes } from './topology';
import { HEADERS, meeting, PUBLIC_HOSTS, pathMatch, SERVER_HOSTS, type TextMatch, textMatch } from './vocabulary';

/** VirtualServices, of the mesh and of gateways, and DestinationRules. */
export function addRoutes(plan: Plan): void {
  const { random } = plan;
  for (let i = random.int(1, 4); i > 0; i--) addMeshRoute(plan);
  for (let i = random.int(0, 3); i > 0; i--) addDestinationRule(plan);
  if (plan.has('delegates')) addDelegated(plan);
}

/** How an object of a namespace may name a service. */
export function nameOf(plan: Plan, service: PlannedService, namespace: string): string {
  return service.namespace === namespace && !service.external && plan.random.chance(0.5) ? service.name : service.host;
}

function addMeshRoute(plan: Plan): void {
  const { random } = plan;
  const service = random.pick(plan.services);
  const namespace = random.weighted([
    [6, service.namespace],
    [2, random.pick(homes(plan)).name],
    [1, 'istio-system'],
  ]);
  const spoken = rules(plan, service, namespace);
  const full = service.host.startsWith('*') || 'tls' in spoken;
  const hosts = [full ? service.host : nameOf(plan, service, namespace)];
  if (random.chance(0.12) && !hosts.some(host => host.startsWith('*')))
    hosts.push(random.pick(plan.services.filter(({ host }) => !host.startsWith('*'))).host);
  if (!full && random.chance(0.05)) hosts.splice(0, hosts.length, `*.${service.namespace}.svc.cluster.local`);
  const onGateway = random.chance(0.2) ? plan.gateways.find(({ api }) => api === 'istio') : undefined;
  const spec = {
    hosts: [...new Set([...hosts, ...(onGateway === undefined ? [] : [random.pick(PUBLIC_HOSTS)])])],
    ...(onGateway === undefined ? {} : { gateways: ['mesh', `${onGateway.namespace}/gw`] }),
    ...exportTo(plan, 0.1),
    ...spoken,
  };
  addVirtualService(plan, 'vs', namespace, spec);
  for (const part of aimsAt(spoken.http ?? [])) plan.aims.push({ host: service.host, ...part });
}

/** The rules of a VirtualService: for HTTP, connections or TLS, as the ports of the service suggest. */
function rules(
  plan: Plan,
  service: PlannedService,
  namespace: string,
): { readonly http?: readonly HttpRule[]; readonly tcp?: readonly object[]; readonly tls?: readonly object[] } {
  const { random } = plan;
  const carries = new Set(service.ports.map(port => port.carries));
  const spec: { http?: HttpRule[]; tcp?: object[]; tls?: object[] } = {};
  if (carries.has('http') || carries.has('grpc') || carries.has('any') || random.chance(0.1)) {
    spec.http = Array.from({ length: random.int(1, 3) }, (_, i) => httpRule(plan, service, namespace, i));
  }
  if (carries.has('tcp') || (carries.has('any') && random.chance(0.2))) spec.tcp = [tcpRule(plan, service, namespace)];
  if (carries.has('tls') && !service.host.startsWith('*')) {
    spec.tls = [
      {
        match: [{ sniHosts: [service.host], ...random.maybe(0.4, () => ({ port: 443 })) }],
        route: connectionRoutes(plan, service, namespace),
      },
    ];
  }
  return Object.keys(spec).length === 0 ? { http: [httpRule(plan, service, namespace, 0)] } : spec;
}

export function addVirtualService(plan: Plan, base: string, namespace: string, spec: object): string {
  const name = plan.nameFor('VirtualService', namespace, base);
  plan.add({ apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name, namespace }, spec });
  return name;
}

export function exportTo(plan: Plan, probability: number): object {
  const { random } = plan;
  return random.maybe(probability, () => ({ exportTo: [random.pick(['.', '*', random.pick(homes(plan)).name])] }));
}

/** An entry of `http`. */
export interface HttpRule {
  readonly match?: readonly HttpMatch[];
  readonly [field: string]: unknown;
}

interface HttpMatch {
  readonly uri?: TextMatch;
  readonly headers?: { readonly [name: string]: TextMatch };
  readonly [field: string]: unknown;
}

/** Requests that may meet one of the rules; at least one, which may meet none. */
export function aimsAt(rules: readonly HttpRule[]): readonly Pick<Aim, 'path' | 'headers'>[] {
  const matches = rules.flatMap(({ match }) => match ?? []);
  return matches.length === 0 ? [{}] : matches.map(({ uri = {}, headers = {} }) => aim(meeting(uri), headers));
}

function aim(path: string | undefined, headers: { readonly [name: string]: TextMatch }): Pick<Aim, 'path' | 'headers'> {
  const sent = Object.entries(headers).flatMap(([name, match]) => {
    const value = meeting(match);
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...(path === undefined ? {} : { path }),
    ...(sent.length === 0 ? {} : { headers: Object.fromEntries(sent) }),
  };
}

/** One entry of `http`: what it matches, and what it does. */
export function httpRule(plan: Plan, service: PlannedService, namespace: string, index: number): HttpRule {
  const { random } = plan;
  return {
    ...random.maybe(0.4, () => ({ name: `r${index}` })),
    ...random.maybe(0.65, () => ({ match: Array.from({ length: random.int(1, 2) }, () => httpMatch(plan)) })),
    ...httpAction(plan, service, namespace),
  };
}

function httpMatch(plan: Plan): HttpMatch {
  const { random } = plan;
  const [name, values] = random.pick(HEADERS);
  const match = {
    ...random.maybe(0.6, () => ({ uri: pathMatch(random) })),
    ...random.maybe(0.3, () => ({ headers: { [name]: textMatch(random, values) } })),
    ...random.maybe(0.1, () => ({ withoutHeaders: { 'x-user': textMatch(random, ['alice', 'bob']) } })),
    ...random.maybe(0.15, () => ({ method: textMatch(random, ['GET', 'POST']) })),
    ...random.maybe(0.08, () => ({ authority: textMatch(random, ['shop.example.com', 'web']) })),
    ...random.maybe(0.06, () => ({ scheme: { exact: random.pick(['http', 'https']) } })),
    ...random.maybe(0.12, () => ({ queryParams: { user: textMatch(random, ['alice', 'bob']) } })),
    ...random.maybe(0.1, () => ({ ignoreUriCase: true })),
    ...random.maybe(0.08, () => ({ port: random.pick([80, 8080, 443, 5000]) })),
    ...random.maybe(0.06, () => ({ sourceNamespace: random.pick(homes(plan)).name })),
    ...random.maybe(0.06, () => ({ sourceLabels: { app: 'client' } })),
    ...random.maybe(0.15, () => ({ name: random.pick(['m1', 'm2']) })),
  };
  return Object.keys(match).some(key => key !== 'name' && key !== 'ignoreUriCase')
    ? match
    : { ...match, uri: pathMatch(random) };
}

function httpAction(plan: Plan, service: PlannedService, namespace: string): object {
  const { random } = plan;
  return random.weighted<() => object>([
    [14, () => ({ route: httpRoutes(plan, service, namespace), ...routeSettings(plan, namespace) })],
    [3, () => ({ redirect: redirect(plan) })],
    [4, () => ({ directResponse: { status: random.pick([200, 404, 503]), body: { string: 'done' } } })],
  ])();
}

function redirect(plan: Plan): object {
  const { random } = plan;
  const port = random.weighted<object>([
    [4, {}],
    [1, { port: random.pick([80, 443, 8080]) }],
    [1, { derivePort: random.pick(['FROM_REQUEST_PORT', 'FROM_PROTOCOL_DEFAULT']) }],
  ]);
  const where = {
    ...random.maybe(0.6, () => ({ uri: random.pick(['/new', '/new?x=1']) })),
    ...random.maybe(0.5, () => ({ authority: random.pick(['other.example.com', 'web']) })),
    ...random.maybe(0.4, () => ({ scheme: 'https' })),
  };
  return {
    ...(Object.keys(where).length === 0 ? { uri: '/new' } : where),
    ...port,
    ...random.maybe(0.5, () => ({ redirectCode: random.pick([301, 302, 307, 308]) })),
  };
}

function httpRoutes(plan: Plan, service: PlannedService, namespace: string): object[] {
  const { random } = plan;
  const weights = random.weighted([
    [5, [undefined]],
    [2, [50, 50]],
    [2, [90, 10]],
    [1, [80, 10, 10]],
    [1, [100, 0]],
    [1, [1, 3]],
  ]);
  return weights.map(weight => ({
    destination: destination(plan, service, namespace),
    ...(weight === undefined ? {} : { weight }),
    ...random.maybe(0.15, () => ({ headers: { request: headerOperations(plan) } })),
  }));
}

function headerOperations(plan: Plan): object {
  const { random } = plan;
  return random.pick<object>([
    { set: { 'x-user': random.pick(['alice', 'mallory']) } },
    { add: { 'x-user': 'more' } },
    { remove: [random.pick(['x-user', 'x-canary'])] },
    { set: { 'x-canary': 'true' }, remove: ['x-user'] },
  ]);
}

/** A destination: mostly the service itself, at times another one, a subset or a port that may not exist. */
export function destination(plan: Plan, service: PlannedService, namespace: string): object {
  const { random } = plan;
  const other = random.pick(plan.services.filter(({ host }) => !host.startsWith('*')));
  const to = service.host.startsWith('*') || random.chance(0.2) ? other : service;
  return {
    host: random.chance(0.03) ? `nowhere.${namespace}.svc.cluster.local` : nameOf(plan, to, namespace),
    ...random.maybe(0.35, () => ({ subset: random.pick(to.subsets.length > 0 ? to.subsets : ['v1']) })),
    ...random.maybe(0.4, () => ({ port: { number: random.chance(0.05) ? 1234 : random.pick(to.ports).number } })),
  };
}

function routeSettings(plan: Plan, namespace: string): object {
  const { random } = plan;
  return {
    ...random.maybe(0.2, () => ({ timeout: random.pick(['250ms', '1.5s', '5s', '1m']) })),
    ...random.maybe(0.2, () => ({
      retries: random.chance(0.3)
        ? { attempts: 0 }
        : {
            attempts: random.pick([1, 3]),
            ...random.maybe(0.5, () => ({ perTryTimeout: random.pick(['100ms', '2s']) })),
            ...random.maybe(0.5, () => ({
              retryOn: random.pick(['5xx', 'gateway-error,503', '503,504', 'connect-failure,reset']),
            })),
          },
    })),
    ...random.maybe(0.12, () => ({
      rewrite: random.pick<object>([
        { uri: random.pick(['/', '/new/', '/x']) },
        { authority: 'svc.local' },
        { uri: '/y', authority: 'svc.local' },
        { uriRegexRewrite: { match: '^/api/(.*)', rewrite: '/\\1' } },
      ]),
    })),
    ...random.maybe(0.08, () => ({
      mirrors: [{ destination: destination(plan, random.pick(plan.services), namespace), percentage: { value: 10 } }],
    })),
    ...random.maybe(0.08, () => ({
      fault: random.pick<object>([
        { abort: { httpStatus: 503, percentage: { value: random.pick([50, 100]) } } },
        { delay: { fixedDelay: '5s', percentage: { value: 50 } } },
      ]),
    })),
    ...random.maybe(0.1, () => ({ headers: { request: headerOperations(plan) } })),
  };
}

export function tcpRule(plan: Plan, service: PlannedService, namespace: string): object {
  const { random } = plan;
  const match = {
    ...random.maybe(0.5, () => ({ port: random.pick(service.ports).number })),
    ...random.maybe(0.1, () => ({ sourceLabels: { app: 'client' } })),
    ...random.maybe(0.1, () => ({ sourceNamespace: random.pick(homes(plan)).name })),
    ...random.maybe(0.06, () => ({ destinationSubnets: ['10.96.0.0/16'] })),
  };
  return {
    ...(Object.keys(match).length === 0 ? {} : { match: [match] }),
    route: connectionRoutes(plan, service, namespace),
  };
}

function connectionRoutes(plan: Plan, service: PlannedService, namespace: string): object[] {
  const weights = plan.random.weighted([
    [5, [undefined]],
    [2, [80, 20]],
  ]);
  return weights.map(weight => ({
    destination: destination(plan, service, namespace),
    ...(weight === undefined ? {} : { weight }),
  }));
}

/** A VirtualService whose rules stand in another one. */
function addDelegated(plan: Plan): void {
  const { random } = plan;
  const service = random.pick(plan.services);
  if (service.external) return;
  const namespace = random.pick(homes(plan)).name;
  const leaf = addVirtualService(plan, 'leaf', namespace, {
    ...exportTo(plan, 0.2),
    http: [0, 1].map(index => httpRule(plan, service, namespace, index)),
  });
  addVirtualService(plan, 'root', service.namespace, {
    hosts: [service.host],
    http: [
      {
        ...random.maybe(0.5, () => ({ match: [{ uri: { prefix: random.pick(['/', '/api', '/admin']) } }] })),
        delegate: { name: leaf, namespace },
      },
      { route: [{ destination: { host: service.host } }] },
    ],
  });
}

function addDestinationRule(plan: Plan): void {
  const { random } = plan;
  const service = random.pick(plan.services);
  const namespace = random.weighted([
    [6, service.namespace],
    [2, random.pick(homes(plan)).name],
    [1, 'istio-system'],
  ]);
  const name = plan.nameFor('DestinationRule', namespace, 'dr');
  const wide = random.chance(0.06) ? `*.${service.namespace}.svc.cluster.local` : undefined;
  plan.add({
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name, namespace },
    spec: {
      host: wide ?? nameOf(plan, service, namespace),
      ...(random.chance(0.06) ? { workloadSelector: { matchLabels: { app: 'client' } } } : exportTo(plan, 0.12)),
      ...random.maybe(0.5, () => ({ trafficPolicy: trafficPolicy(plan, service, true) })),
      ...random.maybe(0.7, () => ({
        subsets: service.subsets.map(subset => ({
          name: subset,
          labels: subset === 'gold' ? { tier: 'gold' } : { version: subset },
          ...random.maybe(0.15, () => ({ trafficPolicy: trafficPolicy(plan, service, false) })),
        })),
      })),
    },
  });
}

function trafficPolicy(plan: Plan, service: PlannedService, whole: boolean): object {
  const { random } = plan;
  const policy = {
    ...random.maybe(0.5, () => ({ tls: clientTls(plan) })),
    ...random.maybe(0.2, () => ({ connectionPool: { tcp: { maxConnections: 10 } } })),
    ...random.maybe(0.25, () => ({
      loadBalancer: random.pick<object>([
        { simple: 'ROUND_ROBIN' },
        { simple: 'PASSTHROUGH' },
        { consistentHash: { httpHeaderName: 'x-user' } },
      ]),
    })),
    ...(whole
      ? random.maybe(0.2, () => ({
          portLevelSettings: [
            {
              port: { number: random.pick(service.ports).number },
              ...random.pick<object>([{ tls: clientTls(plan) }, { connectionPool: { tcp: { maxConnections: 5 } } }]),
            },
          ],
        }))
      : {}),
  };
  return Object.keys(policy).length === 0 ? { connectionPool: { tcp: { maxConnections: 1 } } } : policy;
}

function clientTls(plan: Plan): object {
  return plan.random.weighted<object>([
    [4, { mode: 'ISTIO_MUTUAL' }],
    [3, { mode: 'DISABLE' }],
    [1, { mode: 'SIMPLE' }],
    [1, { mode: 'MUTUAL', clientCertificate: '/c', privateKey: '/k', caCertificates: '/ca' }],
  ]);
}

/** Hosts of a gateway's server, some of them bound to a namespace. */
export function serverHosts(plan: Plan): string[] {
  const { random } = plan;
  const hosts = random.some(SERVER_HOSTS, random.int(1, 2)).map(host =>
    random.weighted([
      [8, host],
      [1, `./${host}`],
      [1, `*/${host}`],
      [1, `${random.pick(homes(plan)).name}/${host}`],
    ]),
  );
  // istiod of 1.31 crashes at a server with this host and others.
  return hosts.includes('*/*') ? ['*/*'] : hosts;
}
