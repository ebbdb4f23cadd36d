import { assumedMode } from '../../src/istio/destinations/client-tls';
import type { EffectiveMesh } from '../../src/istio/effective-mesh';
import type { MeshProxy } from '../../src/istio/mesh-proxy';
import { delegateConflicts, mergeDelegate, mergeDelegateMatches } from '../../src/istio/routes/delegate';
import { type Cluster, clusterName, type ForwardAction } from '../../src/istio/routes/route-action';
import { visibleVirtualServices } from '../../src/istio/routes/virtual-services';
import type { HttpMatch } from '../../src/model/shapes/traffic';
import { type HttpRequest, httpRequest } from '../../src/requests/http-request';
import { normalizePath } from '../../src/requests/path-normalization';
import { authorize, byAction } from '../../src/simulation/authorization';
import { routeGateway } from '../../src/simulation/gateway-routing';
import { acceptInbound, declaredPorts } from '../../src/simulation/inbound';
import { type Routing, routeOutbound } from '../../src/simulation/outbound';
import { authenticate, type Token } from '../../src/simulation/request-authentication';
import { Trace } from '../../src/simulation/trace';
import { compare, exactly } from './compare';
import { type CaseRequest, type ConformanceCase, effectiveMeshOf, type Fields } from './conformance-case';
import { reach } from './reachability';

/** One comparison with Istio. */
export interface Check {
  readonly topic: string;
  readonly name: string;
  /** Whether the call is TCP or TLS rather than plaintext HTTP. */
  readonly connection: boolean;
  /** Why it is not asked. */
  readonly skipped: string | undefined;
  /** What differs; empty when Istio and the simulator agree. */
  readonly problems: readonly string[];
}

const MODELLED_REQUIREMENTS = new Set(['feature:EnableTLSOnSidecarIngress']);

export function checkCase(one: ConformanceCase): Check[] {
  const missing = (one.requires ?? []).filter(name => !MODELLED_REQUIREMENTS.has(name));
  const skipped = missing.length > 0 ? missing.join(', ') : undefined;
  const world = skipped === undefined ? effectiveMeshOf(one) : undefined;
  const check = (name: string, connection: boolean, run: (world: EffectiveMesh) => string[]): Check => ({
    topic: one.topic,
    name: `${one.id} ${name}`,
    connection,
    skipped,
    problems: world === undefined ? [] : attempt(() => run(world)),
  });
  return [
    ...(one.calls ?? []).map(({ name, request, expect }) =>
      check(name, request.protocol === 'tcp' || (request.tls ?? 'plaintext') !== 'plaintext', own =>
        checkCall(own, one, request, expect),
      ),
    ),
    ...(one.requests ?? []).map(request => check(request.name, false, own => checkPolicies(own, one, request))),
  ];
}

function attempt(run: () => string[]): string[] {
  try {
    return run();
  } catch (error) {
    return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
  }
}

function checkCall(world: EffectiveMesh, one: ConformanceCase, request: CaseRequest, expect: Fields): string[] {
  if (request.op !== undefined) return checkQuestion(world, one, request, expect);
  if (request.from !== undefined) return compare(expect, reach(world, one.workloads ?? [], request), 'expect');
  if (expect.mtlsMode !== undefined) {
    const target = { namespace: one.proxy?.namespace ?? '', labels: one.proxy?.labels ?? {} };
    return compare(expect, { mtlsMode: world.peerAuthentications.modeOf(target, request.port).mode }, 'expect');
  }
  const proxy = proxyOf(one);
  const result = request.callMode === 'inbound' ? inbound(world, proxy, request) : routed(world, proxy, request);
  const { envoy: _envoy, strict, ...asked } = expect;
  const wanted = strict === true ? { cluster: '', route: '', ...asked } : asked;
  return compare(
    wanted,
    strict === true ? { ...result, cluster: result.cluster ?? '', route: result.route ?? '' } : result,
    'expect',
  );
}

function proxyOf({ proxy, mesh }: ConformanceCase): MeshProxy {
  const { type = 'sidecar', namespace = 'default', labels = {}, ips = [], dnsDomain } = proxy ?? {};
  const domain = dnsDomain ?? `${namespace}.svc.${mesh?.domainSuffix || 'cluster.local'}`;
  return { type, namespace, labels, ips, dnsDomain: domain };
}

function requestOf(world: EffectiveMesh, request: CaseRequest): HttpRequest | undefined {
  if (request.protocol === 'tcp') return undefined;
  const path = normalizePath(request.path ?? '/', world.settings.pathNormalization);
  return httpRequest({
    authority: request.host ?? '',
    path: path ?? '/',
    scheme: request.tls === 'plaintext' || request.tls === undefined ? 'http' : 'https',
    ...(request.method === undefined ? {} : { method: request.method }),
    ...(request.headers === undefined ? {} : { headers: request.headers }),
    ...(request.claims === undefined ? {} : { claims: request.claims }),
  });
}

function routed(world: EffectiveMesh, proxy: MeshProxy, request: CaseRequest): Fields {
  const call = {
    port: request.port,
    http: requestOf(world, request),
    tls: request.tls ?? 'plaintext',
    ...(request.address === undefined ? {} : { address: request.address }),
    ...(request.sni === undefined ? {} : { serverName: request.sni }),
  };
  const trace = new Trace();
  const routing =
    request.callMode === 'gateway' ? routeGateway(world, proxy, call, trace) : routeOutbound(world, proxy, call, trace);
  return describeRouting(routing);
}

const ERRORS: { readonly [reason: string]: string } = {
  'no-listener': 'ErrNoListener',
  'no-virtual-host': 'ErrNoVirtualHost',
  'no-route': 'ErrNoRoute',
  'no-filter-chain': 'ErrNoFilterChain',
  'protocol-error': 'ErrProtocolError',
  'tls-required': 'ErrTLSError',
  'client-certificate-required': 'ErrMTLSError',
  'https-redirect': 'ErrTLSRedirect',
};

function describeRouting(routing: Routing): Fields {
  switch (routing.kind) {
    case 'failure':
      return { error: ERRORS[routing.reason], status: routing.status, virtualHost: routing.virtualHost };
    case 'passthrough':
      return { error: null, cluster: 'PassthroughCluster', virtualHost: routing.virtualHost };
    case 'blocked':
      return routing.virtualHost === undefined
        ? { error: null, cluster: 'BlackHoleCluster' }
        : { error: null, virtualHost: routing.virtualHost, status: routing.status };
    case 'connection':
      return { error: null, ...clustersOf(routing.clusters) };
    case 'http': {
      const { action, virtualHost, route, path } = routing;
      const common = { error: null, virtualHost, route: route === undefined ? 'default' : route.name };
      if (action.kind === 'redirect') {
        return {
          ...common,
          redirect: action.redirect,
          status: action.redirect.code,
          responseHeaders: action.responseHeaders,
        };
      }
      if (action.kind === 'direct-response') {
        const { status, body, responseHeaders } = action;
        return { ...common, status, directResponse: { status, body }, responseHeaders };
      }
      const { rewrite, retries, fault, mirrors } = action;
      return {
        ...common,
        ...clustersOf(action.clusters),
        timeout: action.timeout,
        retries: retries ?? null,
        rewrite,
        upstreamPath: path,
        requestHeaders: action.requestHeaders,
        responseHeaders: action.responseHeaders,
        mirrors: mirrors.map(({ cluster, percent }) => ({ cluster: nameOf(cluster), percent })),
        fault: fault ?? null,
        hashPolicy: hashPolicyOf(action),
      };
    }
  }
}

/** A hash policy by Envoy's names and by those of the DestinationRule. */
function hashPolicyOf({ hashPolicy }: ForwardAction): Fields | null {
  if (hashPolicy === undefined) return null;
  const { header, cookie, sourceIp, queryParameter } = hashPolicy;
  const names = {
    httpHeaderName: header,
    httpCookie: cookie,
    useSourceIp: sourceIp,
    httpQueryParameterName: queryParameter,
  };
  return { ...hashPolicy, ...names };
}

function clustersOf(clusters: readonly { cluster: Cluster; percent: number; weight?: number }[]): Fields {
  const [only] = clusters;
  const weightedClusters = clusters.map(one => ({
    ...one,
    cluster: nameOf(one.cluster),
    weight: one.weight ?? one.percent,
  }));
  return clusters.length === 1 && only !== undefined
    ? { cluster: nameOf(only.cluster), weightedClusters }
    : { weightedClusters };
}

function nameOf(cluster: Cluster): string {
  return clusterName(cluster);
}

const REFUSALS = {
  'no-filter-chain': 'ErrNoFilterChain',
  'mtls-error': 'ErrMTLSError',
  'protocol-error': 'ErrProtocolError',
};

function inbound(world: EffectiveMesh, proxy: MeshProxy, request: CaseRequest): Fields {
  const declared = declaredPorts(world, proxy).get(request.port);
  const mode = world.peerAuthentications.modeOf(proxy, request.port);
  const protocol = request.protocol === 'tcp' ? ('tcp' as const) : ('http' as const);
  const call = { port: request.port, protocol, tls: request.tls ?? 'plaintext' };
  const result = acceptInbound(world, proxy, declared, mode, call, new Trace());
  if (result.refusal !== undefined) return { error: REFUSALS[result.refusal] };
  const named = result.http && declared !== undefined;
  return {
    error: null,
    cluster: declared === undefined ? 'InboundPassthroughCluster' : `inbound|${request.port}||`,
    ...(named ? { virtualHost: `inbound|http|${declared.number}`, route: 'default' } : {}),
    endpoint: result.endpoint,
  };
}

function checkQuestion(world: EffectiveMesh, one: ConformanceCase, request: CaseRequest, expect: Fields): string[] {
  switch (request.op) {
    case 'virtualServicesFor': {
      const seen = visibleVirtualServices(world.virtualServices, request.proxyNamespace ?? '');
      const named = seen.filter(({ gateways }) => gateways.has(request.gateway));
      return compare(expect, { virtualServiceHosts: named.flatMap(({ hosts }) => hosts) }, 'expect');
    }
    case 'destinationRuleFor': {
      const [rule] = world.destinationRules.candidates(
        request.proxyNamespace ?? '',
        request.host,
        request.serviceNamespace ?? '',
      );
      return compare(expect, { subsets: rule === undefined ? null : rule.subsets.map(({ name }) => name) }, 'expect');
    }
    case 'destinationRuleCandidates': {
      const namespace = request.proxyNamespace ?? one.proxy?.namespace ?? '';
      const owner = world.services.find(({ host }) => host === request.host)?.namespace;
      const serviceNamespace = request.serviceNamespace ?? owner ?? namespace;
      const rules = world.destinationRules.candidates(namespace, request.host, serviceNamespace);
      const from = rules.map(rule => rule.from.map(({ name, namespace: own }) => ({ name, namespace: own })));
      const nested = Array.isArray(expect.mergedFrom) && expect.mergedFrom.some(Array.isArray);
      return compare(
        expect,
        {
          destinationRules: rules.map((rule, i) => ({
            ...rule,
            exportTo: [...rule.exportTo],
            workloadSelector: rule.workloadSelector && { ...rule.workloadSelector, matchLabels: rule.workloadSelector },
            name: rule.from[0]?.name,
            host: rule.from[0]?.spec.host,
            from: from[i],
            mergedFrom: from[i],
          })),
          mergedFrom: nested ? from : from.flat(),
        },
        'expect',
      );
    }
    case 'serviceMtlsMode': {
      const { host, serviceNamespace } = request;
      const service = world.services.find(
        one => one.host === host && (serviceNamespace === undefined || serviceNamespace === one.namespace),
      );
      const mode =
        service === undefined
          ? world.peerAuthentications.modeOfNamespace(serviceNamespace ?? '')
          : assumedMode(world, service);
      return compare(expect, { serviceMtlsMode: mode }, 'expect');
    }
    case 'mergeDelegate':
    case 'mergeDelegateMatches':
    case 'delegateConflict':
      return checkDelegate(world, request, expect);
    case 'authorizationPoliciesFor': {
      const target = { namespace: one.proxy?.namespace ?? '', labels: one.proxy?.labels ?? {} };
      const { custom, deny, allow, audit } = byAction(world.authorizationPolicies.for(target));
      const names = (policies: typeof deny) => policies.map(({ fullName }) => fullName);
      return compare(
        expect,
        { custom: names(custom), deny: names(deny), allow: names(allow), audit: names(audit) },
        'expect',
      );
    }
    case 'normalizePath': {
      const path = normalizePath(request.path ?? '/', world.settings.pathNormalization);
      return compare(expect, path === undefined ? { status: 400 } : { path: path.split('?')[0] }, 'expect');
    }
    default:
      return [`the question ${request.op} is not asked of the simulator`];
  }
}

function checkDelegate(world: EffectiveMesh, request: CaseRequest, expect: Fields): string[] {
  const find = (fullName: string) => {
    const [namespace = '', name = ''] = fullName.split('/');
    return world.model.find('VirtualService', namespace, name)?.spec.http ?? [];
  };
  const [root = {}] = find(request.root);
  const routes = find(request.delegate);
  if (request.op === 'mergeDelegate') {
    return exactly(
      expect.http,
      mergeDelegate(root, routes).filter(route => route !== undefined),
      'expect.http',
    );
  }
  if (request.op === 'delegateConflict') {
    const [a = {}] = root.match ?? [];
    const [b = {}] = routes[0]?.match ?? [];
    return compare(expect, { conflict: delegateConflicts(a, b) }, 'expect');
  }
  const merged: readonly HttpMatch[] | undefined = mergeDelegateMatches(root.match, routes[0]?.match);
  return [
    ...compare({ dropped: expect.dropped }, { dropped: merged === undefined }, 'expect'),
    ...exactly(expect.matches ?? null, merged ?? null, 'expect.matches'),
  ];
}

function checkPolicies(world: EffectiveMesh, one: ConformanceCase, request: CaseRequest): string[] {
  const { workload = { namespace: '', labels: {} } } = one;
  const { source = {} } = request;
  const http = request.protocol === 'tcp' ? undefined : policyRequest(world, request);
  const trace = new Trace();
  const tokens: readonly Token[] = request.jwts ?? [];
  const authenticated =
    http === undefined ? undefined : authenticate(world.requestAuthentications.for(workload), tokens, http, trace);
  const [, issuer = source.requestPrincipal, subject = ''] =
    /^(.*)\/([^/]*)$/.exec(source.requestPrincipal ?? '') ?? [];
  const declared = source.claims ?? (source.requestPrincipal === undefined ? undefined : { iss: issuer, sub: subject });
  const claims = authenticated?.claims ?? declared;
  const result =
    authenticated?.status === undefined
      ? authorize(
          world.authorizationPolicies.for(workload),
          {
            port: request.port,
            ...defined({
              principal: source.principal,
              ip: source.ip,
              remoteIp: source.remoteIp,
              destinationIp: request.destinationIp,
              serverName: request.sni,
              metadata: request.metadata,
              http,
              claims,
            }),
          },
          world.settings,
          trace,
          request.extAuthz ?? {},
        )
      : undefined;
  const outcome = result?.outcome ?? 'deny';
  const status = authenticated?.status ?? (outcome === 'deny' ? 403 : 200);
  const got: Fields = {
    outcome,
    status,
    providers: result?.providers ?? [],
    upstreamHeaders: lowerCase(upstream(request, authenticated?.headers ?? {})),
  };
  const wanted = {
    outcome: request.expect,
    ...defined({
      status: request.status,
      providers: request.providers,
      upstreamHeaders: request.upstreamHeaders && lowerCase(request.upstreamHeaders),
    }),
  };
  return [
    ...compare(wanted, got, 'request'),
    ...trace.notModelled.map(({ resource, field }) => `unsupported ${resource} ${field}`),
  ];
}

function policyRequest(world: EffectiveMesh, request: CaseRequest): HttpRequest {
  const path = normalizePath(request.path ?? '/', world.settings.pathNormalization) ?? '/';
  const { host, method = 'GET', headers = {} } = request;
  return httpRequest({ authority: host, method, path, headers });
}

/** The headers of the application: those sent, with what the proxy adds and removes. */
function upstream(request: CaseRequest, changes: Fields): Fields {
  const sent = Object.fromEntries(
    (request.jwts ?? []).flatMap(({ in: place }) =>
      'header' in place ? [[place.header.toLowerCase(), '(kept)']] : [],
    ),
  );
  return { ...sent, ...changes };
}

function lowerCase(headers: Fields): Fields {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function defined<T extends Fields>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}
