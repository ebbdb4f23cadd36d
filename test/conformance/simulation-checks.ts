import { inferredMode } from '../../src/istio/destinations/client-tls';
import { type Cluster, clusterName } from '../../src/istio/destinations/cluster';
import type { EffectiveMesh } from '../../src/istio/effective-mesh';
import { acceptInbound, declaredPorts, endpointOf } from '../../src/istio/inbound';
import type { MeshProxy } from '../../src/istio/mesh-proxy';
import { readyPolicies, readyPolicy } from '../../src/istio/policies/policy-set';
import { delegateConflicts, mergeDelegate, mergeDelegateMatches } from '../../src/istio/routes/delegate';
import { redirectOf } from '../../src/istio/routes/redirect';
import { upstreamPath } from '../../src/istio/routes/rewrite';
import type { ForwardAction } from '../../src/istio/routes/route-action';
import { visibleVirtualServices } from '../../src/istio/routes/virtual-services';
import type { Resource } from '../../src/model/resource';
import type { HttpMatch } from '../../src/model/shapes/traffic';
import { TARGET } from '../../src/requests/attribute';
import { normalizePath } from '../../src/requests/path-normalization';
import type { RequestFacts } from '../../src/requests/request-facts';
import { askProviders, authorize } from '../../src/simulation/authorization';
import { authenticate } from '../../src/simulation/request-authentication';
import type { Routing } from '../../src/simulation/routing';
import { withClaims } from '../requests/facts-of';
import { routeAtGateway, routeAtSidecar } from '../simulation/route-call';
import { compare, exactly } from './compare';
import { type CaseRequest, type ConformanceCase, effectiveMeshOf, type Fields, factsOfCase } from './conformance-case';
import { reach } from './reachability';

/** One comparison with Istio. */
export interface Check {
  readonly topic: string;
  readonly name: string;
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
  const check = (name: string, run: (world: EffectiveMesh) => string[]): Check => ({
    topic: one.topic,
    name: `${one.id} ${name}`,
    skipped,
    problems: world === undefined ? [] : attempt(() => run(world)),
  });
  return [
    ...(one.calls ?? []).map(({ name, request, expect }) => check(name, own => checkCall(own, one, request, expect))),
    ...(one.requests ?? []).map(request => check(request.name, own => checkPolicies(own, one, request))),
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

function routed(world: EffectiveMesh, proxy: MeshProxy, request: CaseRequest): Fields {
  const { tls, address, sni, port, callMode } = request;
  const call = {
    facts: factsOfCase(world, request),
    port,
    serverName: sni,
    address,
    ...(tls === undefined ? {} : { tls }),
  };
  const route = callMode === 'gateway' ? routeAtGateway : routeAtSidecar;
  return describeRouting(call.facts, route(world, proxy, call));
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

function describeRouting(facts: RequestFacts, routing: Routing): Fields {
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
      const { action, virtualHost, route, port } = routing;
      const common = { error: null, virtualHost, route: route === undefined ? 'default' : route.name };
      if (action.kind === 'redirect') {
        const redirect = redirectOf(action.redirect, facts, port, route?.match?.uri?.prefix ?? '');
        return { ...common, redirect, status: redirect.code, responseHeaders: action.responseHeaders };
      }
      if (action.kind === 'direct-response') {
        const { status, body, responseHeaders } = action;
        return { ...common, status, directResponse: { status, body }, responseHeaders };
      }
      const { rewrite, retries, fault, mirrors } = action;
      const upstream = upstreamPath(rewrite, route?.match, facts);
      return {
        ...common,
        ...clustersOf(action.clusters),
        timeout: action.timeout,
        retries: retries ?? null,
        rewrite,
        upstreamPath: upstream !== undefined && 'target' in upstream ? upstream.target : facts.show(TARGET),
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
  const { port, tls = 'plaintext' } = request;
  const declared = declaredPorts(world, proxy).get(port);
  const { mode } = world.peerAuthentications.modeOf(proxy, port);
  const http = request.protocol !== 'tcp';
  const result = acceptInbound(world, declared, mode, {
    port,
    protocol: http ? 'http' : 'tcp',
    tls,
    routedAsHttp: http,
  });
  if (result.refusal !== undefined) return { error: REFUSALS[result.refusal] };
  const named = result.http && declared !== undefined;
  return {
    error: null,
    cluster: declared === undefined ? 'InboundPassthroughCluster' : `inbound|${port}||`,
    ...(named ? { virtualHost: `inbound|http|${declared.number}`, route: 'default' } : {}),
    endpoint: endpointOf(world, proxy, declared, port),
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
            host: (rule.from[0] as Resource<'DestinationRule'> | undefined)?.spec.host,
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
          : (inferredMode({ mesh: world, service, rule: undefined, subset: '' }) ?? null);
      return compare(expect, { serviceMtlsMode: mode }, 'expect');
    }
    case 'mergeDelegate':
    case 'mergeDelegateMatches':
    case 'delegateConflict':
      return checkDelegate(world, request, expect);
    case 'authorizationPoliciesFor': {
      const target = { namespace: one.proxy?.namespace ?? '', labels: one.proxy?.labels ?? {} };
      const { custom, deny, allow, audit } = readyPolicies(world.authorizationPolicies.for(target), one =>
        readyPolicy(one, world.settings, 'envoy', world.policyConditions.rulesOf(one)),
      );
      const names = (policies: typeof deny) => policies.map(({ policy }) => policy.fullName);
      return compare(
        expect,
        { custom: names(custom), deny: names(deny), allow: names(allow), audit: audit.map(one => one.fullName) },
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
  const trace = world.newTrace();
  const policies = readyPolicies(world.authorizationPolicies.for(workload), one =>
    readyPolicy(one, world.settings, 'envoy', world.policyConditions.rulesOf(one)),
  );
  const { on, http } = arrivingFacts(world, request);
  const asked = askProviders(policies, on, http, world, trace, request.extAuthz ?? {});
  const tokens = http ? authenticate(world.requestAuthentications.for(workload), on, trace, world.release) : undefined;
  const [, issuer = source.requestPrincipal, subject = ''] =
    /^(.*)\/([^/]*)$/.exec(source.requestPrincipal ?? '') ?? [];
  const declared = source.claims ?? (source.requestPrincipal === undefined ? undefined : { iss: issuer, sub: subject });
  const claims = tokens?.claims ?? declared;
  const facts = claims === undefined ? on : withClaims(on, claims);
  const judge = () => (asked.outcome === 'deny' ? asked : authorize(policies, facts, http, trace));
  const result = tokens?.status === undefined ? judge() : undefined;
  const outcome = result?.outcome === 'allow' && asked.outcome === 'custom' ? 'custom' : (result?.outcome ?? 'deny');
  const status = tokens?.status ?? (outcome === 'deny' ? 403 : 200);
  const got: Fields = {
    outcome,
    status,
    providers: result?.outcome === 'deny' ? result.providers : asked.providers,
    upstreamHeaders: lowerCase(upstream(request, tokens?.headers ?? {})),
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

/** The request as it arrives at the pods whose policies are asked. */
function arrivingFacts(
  world: EffectiveMesh,
  request: CaseRequest,
): { readonly on: RequestFacts; readonly http: boolean } {
  const { source = {}, destinationIp, sni, metadata, port } = request;
  const on = factsOfCase(world, request).on({
    destinationPort: port,
    principal: source.principal,
    peerAddress: source.ip,
    remoteAddress: source.remoteIp,
    destinationAddress: destinationIp,
    serverName: sni,
    metadata: metadata ?? {},
  });
  return { on, http: request.protocol !== 'tcp' };
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
