import type { Aim, Plan, PlannedService } from './plan';
import { homes } from './topology';
import { METHODS, PATHS, PUBLIC_HOSTS, SERVER_HOSTS } from './vocabulary';

const GROUP = 'gateway.networking.k8s.io';
/** Prefixes as the Gateway API wants them: without a slash at the end. */
const PREFIXES = PATHS.filter(path => path === '/' || !path.endsWith('/'));

/** Gateways of the Gateway API with every kind of route, and routes of the mesh with Services as parents. */
export function addGatewayApi(plan: Plan): void {
  if (!plan.has('gateway-api')) return;
  const { random } = plan;
  addGateway(plan);
  if (plan.has('several-gateways') && random.chance(0.5)) addGateway(plan);
  for (const gateway of plan.gateways.filter(({ api }) => api === 'kubernetes')) {
    for (let i = random.int(1, 3); i > 0; i--) addRoute(plan, gateway.name, gateway.namespace, gateway.workload);
  }
  for (let i = random.int(0, 2); i > 0; i--) addMeshRoute(plan);
  if (random.chance(0.4)) addGrant(plan);
}

function addGateway(plan: Plan): void {
  const { random } = plan;
  const namespace = random.chance(0.4) ? 'istio-system' : random.pick(homes(plan)).name;
  const name = plan.nameFor('KubernetesGateway', namespace, 'public');
  const listeners: object[] = [];
  const taken = new Set<string>();
  for (let i = random.int(1, 3); i > 0; i--) {
    const one = listener(plan, `l${i}`);
    const key = `${one.port} ${one.hostname ?? ''}`;
    const clash = listeners.some(
      other => (other as typeof one).port === one.port && (other as typeof one).protocol !== one.protocol,
    );
    if (taken.has(key) || clash) continue;
    taken.add(key);
    listeners.push(one);
  }
  plan.add({
    apiVersion: `${GROUP}/v1`,
    kind: 'Gateway',
    metadata: { name, namespace },
    spec: { gatewayClassName: 'istio', listeners },
  });
  plan.gateways.push({ namespace, name, selector: {}, api: 'kubernetes', workload: `${namespace}/${name}-istio` });
}

interface Listener {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  readonly hostname?: string;
  readonly [field: string]: unknown;
}

function listener(plan: Plan, name: string): Listener {
  const { random } = plan;
  const hostname = random.maybe(0.7, () => ({ hostname: random.pick(SERVER_HOSTS.filter(host => host !== '*')) }));
  const from = random.weighted<object>([
    [4, { allowedRoutes: { namespaces: { from: 'All' } } }],
    [2, {}],
    [
      1,
      {
        allowedRoutes: {
          namespaces: {
            from: 'Selector',
            selector: { matchLabels: { 'kubernetes.io/metadata.name': random.pick(homes(plan)).name } },
          },
        },
      },
    ],
  ]);
  const certificate = { certificateRefs: [{ name: 'cert' }] };
  return random.weighted<() => Listener>([
    [6, () => ({ name, port: 80, protocol: 'HTTP', ...hostname, ...from })],
    [
      3,
      () => ({ name, port: 443, protocol: 'HTTPS', ...hostname, tls: { mode: 'Terminate', ...certificate }, ...from }),
    ],
    [2, () => ({ name, port: 443, protocol: 'TLS', ...hostname, tls: { mode: 'Passthrough' }, ...from })],
    [2, () => ({ name, port: 31400, protocol: 'TCP', ...from })],
  ])();
}

function addRoute(plan: Plan, gateway: string, gatewayNamespace: string, workload: string): void {
  const { random } = plan;
  const namespace = random.chance(0.5) ? gatewayNamespace : random.pick(homes(plan)).name;
  const parentRefs = [
    {
      name: gateway,
      ...(namespace === gatewayNamespace ? {} : { namespace: gatewayNamespace }),
      ...random.maybe(0.2, () => ({ sectionName: random.pick(['l1', 'l2', 'l3']) })),
    },
  ];
  const service = random.pick(plan.services.filter(({ external, workloads }) => !external && workloads.length > 0));
  const hosts = random.some([...PUBLIC_HOSTS, '*.example.com'], random.int(1, 2));
  const hostnames = random.maybe(0.85, () => ({ hostnames: hosts }));
  const host = random.pick(hosts).replace('*', 'x');
  const http = httpRules(plan, service, namespace);
  const connections = [{ backendRefs: backends(plan, service, namespace) }];
  const [kind, spec] = random.weighted<readonly [string, object]>([
    [7, ['HTTPRoute', { parentRefs, ...hostnames, rules: http }]],
    [2, ['GRPCRoute', { parentRefs, ...hostnames, rules: grpcRules(plan, service, namespace) }]],
    [2, ['TLSRoute', { parentRefs, hostnames: hosts, rules: connections }]],
    [2, ['TCPRoute', { parentRefs, rules: connections }]],
  ]);
  route(plan, kind, namespace, spec);
  for (const part of kind === 'HTTPRoute' ? aimsAt(http) : [{}]) {
    plan.aims.push({ host, scheme: 'http', port: 80, gateway: workload, ...part });
  }
  plan.aims.push({ host, scheme: random.pick(['https', 'tls', 'grpc']), gateway: workload });
  if (kind === 'TCPRoute') plan.aims.push({ host, scheme: 'tcp', port: 31400, gateway: workload });
}

function route(plan: Plan, kind: string, namespace: string, spec: object): void {
  const name = plan.nameFor(kind, namespace, 'route');
  plan.add({ apiVersion: `${GROUP}/v1`, kind, metadata: { name, namespace }, spec });
}

function addMeshRoute(plan: Plan): void {
  const { random } = plan;
  const service = random.pick(plan.services.filter(({ external, workloads }) => !external && workloads.length > 0));
  const namespace = random.chance(0.7) ? service.namespace : random.pick(homes(plan)).name;
  const port = random.maybe(0.3, () => ({ port: random.pick(service.ports).number }));
  const parentRefs = [
    {
      group: '',
      kind: 'Service',
      name: service.name,
      ...(namespace === service.namespace ? {} : { namespace: service.namespace }),
      ...port,
    },
  ];
  const http = httpRules(plan, service, namespace);
  const [kind, rules] = random.weighted<readonly [string, readonly object[]]>([
    [6, ['HTTPRoute', http]],
    [2, ['GRPCRoute', grpcRules(plan, service, namespace)]],
    [1, ['TCPRoute', [{ backendRefs: backends(plan, service, namespace) }]]],
  ]);
  route(plan, kind, namespace, { parentRefs, rules });
  for (const part of kind === 'HTTPRoute' ? aimsAt(http) : [{}]) plan.aims.push({ host: service.host, ...part });
}

interface HttpRule {
  readonly matches?: readonly HttpMatch[];
  readonly [field: string]: unknown;
}

interface HttpMatch {
  readonly path?: { readonly type: string; readonly value: string };
  readonly headers?: readonly { readonly name: string; readonly type?: string; readonly value: string }[];
  readonly [field: string]: unknown;
}

/** Requests that may meet one of the rules; at least one, which may meet none. */
function aimsAt(rules: readonly HttpRule[]): readonly Pick<Aim, 'path' | 'headers'>[] {
  const matches = rules.flatMap(rule => rule.matches ?? []);
  if (matches.length === 0) return [{}];
  return matches.map(({ path, headers = [] }) => ({
    ...(path === undefined || path.type === 'RegularExpression' ? {} : { path: path.value }),
    headers: Object.fromEntries(
      headers.filter(({ type }) => type === undefined).map(({ name, value }) => [name, value]),
    ),
  }));
}

function httpRules(plan: Plan, service: PlannedService, namespace: string): HttpRule[] {
  const { random } = plan;
  return Array.from({ length: random.int(1, 3) }, () => {
    // A filter can replace a prefix only where every match is one by prefix.
    const byPrefix = random.chance(0.3);
    const matches = byPrefix
      ? [{ path: { type: 'PathPrefix', value: random.pick(PREFIXES) } }]
      : Array.from({ length: random.int(1, 2) }, () => httpMatch(plan));
    const filters = httpFilters(plan, byPrefix);
    const redirects = filters.some(filter => 'requestRedirect' in filter);
    return {
      ...random.maybe(0.8, () => ({ matches })),
      ...(filters.length === 0 ? {} : { filters }),
      ...(redirects ? {} : { backendRefs: backends(plan, service, namespace) }),
      ...(redirects ? {} : random.maybe(0.12, () => ({ timeouts: { request: random.pick(['1s', '250ms', '0s']) } }))),
    };
  });
}

function httpMatch(plan: Plan): HttpMatch {
  const { random } = plan;
  const match = {
    ...random.maybe(0.7, () => ({
      path: random.weighted<{ readonly type: string; readonly value: string }>([
        [6, { type: 'PathPrefix', value: random.pick(PREFIXES) }],
        [3, { type: 'Exact', value: random.pick(PATHS) }],
        [1, { type: 'RegularExpression', value: random.pick(['/api.*', '/(items|health)']) }],
      ]),
    })),
    ...random.maybe(0.3, () => ({
      headers: [{ name: 'x-user', ...random.pick([{ value: 'alice' }, { type: 'RegularExpression', value: 'al.*' }]) }],
    })),
    ...random.maybe(0.15, () => ({ queryParams: [{ name: 'user', value: 'alice' }] })),
    ...random.maybe(0.15, () => ({ method: random.pick(METHODS) })),
  };
  return Object.keys(match).length === 0 ? { path: { type: 'PathPrefix', value: '/' } } : match;
}

function httpFilters(plan: Plan, byPrefix: boolean): object[] {
  const { random } = plan;
  const path = (): object =>
    byPrefix && random.chance(0.6)
      ? { type: 'ReplacePrefixMatch', replacePrefixMatch: random.pick(['/new', '/']) }
      : { type: 'ReplaceFullPath', replaceFullPath: '/new' };
  return random.weighted<() => object[]>([
    [9, () => []],
    [
      2,
      () => [
        {
          type: 'RequestRedirect',
          requestRedirect: {
            ...random.maybe(0.5, () => ({ scheme: 'https' })),
            ...random.maybe(0.4, () => ({ hostname: 'other.example.com' })),
            ...random.maybe(0.2, () => ({ port: random.pick([80, 443, 8443]) })),
            ...random.maybe(0.4, () => ({ path: path() })),
            statusCode: random.pick([301, 302]),
          },
        },
      ],
    ],
    [2, () => [{ type: 'URLRewrite', urlRewrite: random.chance(0.6) ? { path: path() } : { hostname: 'svc.local' } }]],
    [
      2,
      () => [
        {
          type: 'RequestHeaderModifier',
          requestHeaderModifier: random.pick<object>([
            { set: [{ name: 'x-user', value: 'mallory' }] },
            { add: [{ name: 'x-user', value: 'more' }] },
            { remove: ['x-user'] },
          ]),
        },
      ],
    ],
  ])();
}

function grpcRules(plan: Plan, service: PlannedService, namespace: string): object[] {
  const { random } = plan;
  return [
    {
      ...random.maybe(0.5, () => ({
        matches: [{ method: random.pick<object>([{ service: 'shop.Api', method: 'Get' }, { service: 'shop.Api' }]) }],
      })),
      backendRefs: backends(plan, service, namespace),
    },
  ];
}

/** Backends with weights; some in another namespace, some that do not exist. */
function backends(plan: Plan, service: PlannedService, namespace: string): object[] {
  const { random } = plan;
  const weights = random.weighted([
    [5, [undefined]],
    [2, [80, 20]],
    [1, [1, 0]],
  ]);
  return weights.map(weight => {
    const to = random.chance(0.2)
      ? random.pick(plan.services.filter(({ external, workloads }) => !external && workloads.length > 0))
      : service;
    return {
      name: random.chance(0.04) ? 'nowhere' : to.name,
      port: random.chance(0.03) ? 1234 : random.pick(to.ports).number,
      ...(to.namespace === namespace ? {} : { namespace: to.namespace }),
      ...(weight === undefined ? {} : { weight }),
    };
  });
}

function addGrant(plan: Plan): void {
  const { random } = plan;
  const namespace = random.pick(homes(plan)).name;
  const name = plan.nameFor('ReferenceGrant', namespace, 'grant');
  plan.add({
    apiVersion: `${GROUP}/v1beta1`,
    kind: 'ReferenceGrant',
    metadata: { name, namespace },
    spec: {
      from: [
        {
          group: GROUP,
          kind: random.pick(['HTTPRoute', 'GRPCRoute', 'TCPRoute']),
          namespace: random.pick(homes(plan)).name,
        },
      ],
      to: [{ group: '', kind: 'Service' }],
    },
  });
}
