import type { SimulationRequest } from '../../../src/simulation/request';
import type { Aim, Plan, PlannedPort, PlannedService, PlannedWorkload } from './plan';
import { AUDIENCES, GROUPS, HEADERS, ISSUERS, METHODS, PATHS, PUBLIC_HOSTS, QUERIES } from './vocabulary';

type Scheme = NonNullable<Aim['scheme']>;

/** Paths that proxies normalise. */
const ODD_PATHS = [
  '//admin',
  '/admin//users',
  '/./admin',
  '/api/../admin',
  '/%61dmin',
  '/admin%2Fusers',
  '/api%2f..%2fadmin',
  '/admin\\\\users',
  '/API/%2e%2e/admin',
  '/items%20x',
] as const;

/** A request that has a fair chance to meet the objects of the mesh. */
export function randomRequest(plan: Plan): SimulationRequest {
  const { random } = plan;
  const share = plan.has('gateway-api') || plan.has('several-gateways') ? 0.5 : 0.35;
  return random.chance(share) ? fromInternet(plan) : fromPod(plan);
}

function fromPod(plan: Plan): SimulationRequest {
  const { random } = plan;
  const callers = plan.workloads.filter(({ labels }) => labels.istio === undefined);
  const clients = callers.filter(({ labels }) => labels.app === 'client');
  const from = random.pick(random.chance(0.6) && clients.length > 0 ? clients : callers);
  const aim = random.weighted<() => Aim>([
    [16, () => atService(plan, from)],
    [3, () => anAim(plan, from)],
    [1, () => atGateway(plan)],
    [1, () => ({ host: random.pick(['unknown.test', ...PUBLIC_HOSTS]) })],
  ])();
  const scheme = aim.scheme ?? random.pick<Scheme>(['http', 'http', 'https']);
  const port = aim.port ?? (scheme === 'tcp' ? 9000 : undefined);
  return {
    from: `${from.namespace}/${from.name}`,
    ...content(plan, scheme, { ...aim, ...(port === undefined ? {} : { port }) }),
    ip: from.ip,
  };
}

/** A Service by one of its names, on a port that it declares or not. */
function atService(plan: Plan, from: PlannedWorkload): Aim {
  const { random } = plan;
  const service = random.pick(plan.services);
  if (random.chance(0.05)) {
    const scheme = random.pick<Scheme>(['http', 'tcp']);
    return { host: hostOf(plan, service, from), port: random.pick([80, 81, 1234, 8080]), scheme };
  }
  const port = random.pick(service.ports);
  return { host: hostOf(plan, service, from), port: port.number, scheme: schemeFor(plan, port) };
}

function hostOf(plan: Plan, service: PlannedService, from: PlannedWorkload): string {
  const { random } = plan;
  const { name, namespace, host, external, workloads } = service;
  if (external && name === host) return host.replace('*', 'a');
  const stateful = workloads.filter(workload => workload.stateful);
  const short = namespace === from.namespace ? [name] : [];
  const names = [
    ...short,
    `${name}.${namespace}`,
    `${name}.${namespace}.svc`,
    `${name}.${namespace}.svc.cluster.local`,
  ];
  const called = random.pick(names);
  return stateful.length > 0 && random.chance(0.3) ? `${random.pick(stateful).name}-0.${called}` : called;
}

function schemeFor(plan: Plan, { carries }: PlannedPort): Scheme {
  const { random } = plan;
  if (random.chance(0.12)) return random.pick<Scheme>(['http', 'https', 'grpc', 'tcp', 'tls']);
  const usual: { readonly [kind in PlannedPort['carries']]: readonly Scheme[] } = {
    http: ['http'],
    grpc: ['grpc', 'http'],
    tcp: ['tcp'],
    tls: ['tls', 'https'],
    any: ['http', 'tcp', 'tls'],
  };
  return random.pick(usual[carries]);
}

/** A host that some object speaks of. */
function anAim(plan: Plan, from: PlannedWorkload): Aim {
  const { random } = plan;
  const aims = plan.aims.filter(({ gateway }) => gateway === undefined);
  if (aims.length === 0) return atService(plan, from);
  const aim = random.pick(aims);
  const service = plan.services.find(({ host }) => host === aim.host);
  if (service === undefined) return aim;
  const port = random.pick(service.ports);
  return { port: port.number, scheme: schemeFor(plan, port), ...aim, host: aim.host.replace('*', 'a') };
}

function atGateway(plan: Plan): Aim {
  const { random } = plan;
  const { name, namespace, api } = random.pick(plan.gateways);
  const port = random.pick([80, 443, 31400]);
  const scheme = port === 80 ? 'http' : port === 443 ? random.pick<Scheme>(['https', 'tls']) : 'tcp';
  return { host: `${api === 'istio' ? name : `${name}-istio`}.${namespace}`, port, scheme };
}

function fromInternet(plan: Plan): SimulationRequest {
  const { random } = plan;
  const gateway = random.pick(plan.gateways);
  const aims = plan.aims.filter(aim => aim.gateway === gateway.workload);
  const aim = aims.length > 0 && random.chance(0.85) ? random.pick(aims) : doorstep(plan);
  const scheme = aim.scheme ?? random.pick<Scheme>(['http', 'http', 'https', 'tls']);
  const { host, port, path, headers } = aim;
  const asked = content(plan, scheme, {
    ...(path === undefined ? {} : { path }),
    ...(headers === undefined ? {} : { headers }),
    host: random.chance(0.1) ? random.pick(PUBLIC_HOSTS) : host,
    ...(scheme === 'tcp' ? { port: port ?? 31400 } : port === undefined || isDefault(scheme, port) ? {} : { port }),
  });
  const certificate =
    scheme === 'https' || scheme === 'tls' ? random.maybe(0.3, () => ({ clientCertificate: true })) : {};
  return { from: 'internet', ...asked, ...certificate, ip: '203.0.113.7', gateway: gateway.workload };
}

function doorstep({ random }: Plan): Aim {
  return {
    host: random.pick([...PUBLIC_HOSTS, 'unknown.test']),
    scheme: random.weighted<Scheme>([
      [5, 'http'],
      [3, 'https'],
      [1, 'tcp'],
      [1, 'tls'],
    ]),
  };
}

function isDefault(scheme: Scheme, port: number): boolean {
  return port === { http: 80, grpc: 80, https: 443, tls: 443, tcp: 0 }[scheme];
}

/** URL, method, headers and token. */
function content(plan: Plan, scheme: Scheme, aim: Aim): Omit<SimulationRequest, 'from'> {
  const { random } = plan;
  const { host, port } = aim;
  const written = port === undefined || (isDefault(scheme, port) && random.chance(0.9)) ? host : `${host}:${port}`;
  if (scheme === 'tcp' || scheme === 'tls') return { to: `${scheme}://${written}` };
  const query = random.chance(0.15) ? `?${random.pick(QUERIES)}` : '';
  const some = random.some(
    HEADERS,
    random.weighted([
      [5, 0],
      [4, 1],
      [2, 2],
    ]),
  );
  const headers = {
    ...Object.fromEntries(some.map(([name, values]) => [name, random.pick(values)])),
    ...(random.chance(0.8) ? aim.headers : {}),
  };
  return {
    to: `${scheme}://${written}${path(plan, aim)}${query}`,
    ...(scheme === 'grpc'
      ? {}
      : {
          method: random.weighted([
            [6, 'GET'],
            [4, random.pick(METHODS)],
          ]),
        }),
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    ...(plan.has('jwt') && random.chance(0.7) ? tokens(plan) : {}),
    ...(plan.providers.length > 0
      ? random.maybe(0.25, () => ({ externalAuthorizers: { ext: random.pick(['allow', 'deny'] as const) } }))
      : {}),
  };
}

function path(plan: Plan, aim: Aim): string {
  const { random } = plan;
  if (plan.has('path-normalization') && random.chance(0.4)) return random.pick(ODD_PATHS);
  return aim.path !== undefined && random.chance(0.7) ? aim.path : random.pick(PATHS);
}

function tokens(plan: Plan): Pick<SimulationRequest, 'tokens' | 'jwtClaims'> {
  const { random } = plan;
  const issuers = plan.issuers.length > 0 ? plan.issuers : ISSUERS;
  const claims = {
    iss: random.chance(0.1) ? 'https://stranger.example.com' : random.pick(issuers),
    ...random.maybe(0.9, () => ({ sub: random.pick(['alice', 'bob']) })),
    ...random.maybe(0.4, () => ({ aud: random.pick<string | string[]>([...AUDIENCES, [...AUDIENCES]]) })),
    ...random.maybe(0.5, () => ({
      groups: random.pick<string | string[]>(['admin', ['dev', 'ops'], 'admin dev', []]),
    })),
    ...random.maybe(0.2, () => ({ realm: { role: random.pick(GROUPS) } })),
    ...random.maybe(0.2, () => ({ scope: 'read write' })),
    ...random.maybe(0.2, () => ({ azp: 'app' })),
  };
  if (random.chance(0.5)) return { jwtClaims: claims };
  return {
    tokens: [
      {
        claims,
        in: random.pick([
          { header: 'Authorization', prefix: 'Bearer ' },
          { header: 'x-token', prefix: 'Token ' },
          { param: 'token' },
          { param: 'access_token' },
          { cookie: 'token' },
        ]),
        ...random.maybe(0.25, () => ({ signatureValid: false })),
        ...random.maybe(0.25, () => ({ expired: true })),
      },
    ],
  };
}
