import type {
  DestinationRuleSpec,
  GatewaySpec,
  HTTPRoute,
  RouteDestination,
  ServiceEntrySpec,
  SidecarSpec,
  TrafficPolicy,
  VirtualServiceSpec,
} from '../../imports/networking.istio.io';
import type { AuthorizationPolicySpec, PeerAuthenticationSpec, Source } from '../../imports/security.istio.io';
import { resolveGateway } from '../istio/references';
import { exportedTo } from '../model/mesh-host';
import type { Manifest } from '../values/manifest';
import { byText } from '../values/order';
import { canonicalJson } from '../values/plain-data';
import { connectionRoute, httpRoute, kubernetesGateway } from './kubernetes-forms';
import { type Plain, plain } from './plain-spec';
import type { Scene } from './scene';
import { conditionsOf } from './units/route-settings';

/**
 * Two objects of one kind in the form in which equal texts mean equal meanings: the given one, and the one that a
 * construct writes for it.
 */
export function normalFormOf(
  kind: string,
  {
    given,
    written,
    keepsOrder,
  }: { readonly given: Manifest; readonly written: Manifest; readonly keepsOrder: boolean },
  namespace: string,
  scene: Scene,
): readonly [given: unknown, written: unknown] {
  const make = NORMAL_FORMS[kind];
  const own = written.metadata.namespace ?? namespace;
  if (make === undefined) return [given.spec ?? {}, written.spec ?? {}];
  const specOf = (manifest: Manifest) => (manifest.spec ?? {}) as never;
  const [first, second] = [make(specOf(given), namespace, scene), make(specOf(written), own, scene)];
  return kind === 'networking.istio.io/VirtualService' ? alignedRoutes(first, second, keepsOrder) : [first, second];
}

const NORMAL_FORMS: { readonly [kind: string]: ((spec: never, namespace: string, scene: Scene) => Plain) | undefined } =
  {
    'networking.istio.io/VirtualService': virtualService,
    'networking.istio.io/DestinationRule': destinationRule,
    'networking.istio.io/Gateway': gateway,
    'networking.istio.io/ServiceEntry': serviceEntry,
    'networking.istio.io/Sidecar': sidecar,
    'gateway.networking.k8s.io/Gateway': kubernetesGateway,
    'gateway.networking.k8s.io/HTTPRoute': httpRoute,
    'gateway.networking.k8s.io/TCPRoute': connectionRoute,
    'gateway.networking.k8s.io/TLSRoute': connectionRoute,
    'security.istio.io/PeerAuthentication': peerAuthentication,
    'security.istio.io/AuthorizationPolicy': authorizationPolicy,
  };

function virtualService(spec: VirtualServiceSpec, namespace: string, scene: Scene): Plain {
  const { hosts = [], gateways = ['mesh'], exportTo, http = [], tcp = [], tls = [], ...rest } = spec;
  const own = gateways.map(name => resolveGateway(name, namespace));
  const full = (host: string) => scene.model.fullHost(host, namespace);
  const l4 = (routes: readonly { readonly route?: readonly RouteDestination[] | undefined }[]) =>
    routes.map(({ route, ...other }) => ({ ...other, route: destinations(route, full) }));
  return {
    ...rest,
    hosts: hosts.map(full),
    gateways: own,
    exportTo: exported(exportTo, namespace),
    http: http.flatMap(route => alternatives(route, own, namespace, full)),
    tcp: l4(tcp),
    tls: l4(tls),
  };
}

/** A route with alternatives as one route for each. */
function alternatives(
  route: HTTPRoute,
  gateways: readonly string[],
  namespace: string,
  full: (host: string) => string,
): readonly Plain[] {
  const {
    match = [],
    route: to,
    mirror,
    mirrors,
    mirrorPercentage,
    fault,
    redirect,
    retries,
    ...rest
  } = route as HTTPRoute & {
    readonly mirror?: RouteDestination['destination'];
    readonly mirrorPercentage?: { readonly value?: number };
  };
  const copies = [
    ...(mirror === undefined ? [] : [{ destination: mirror, percentage: mirrorPercentage }]),
    ...(mirrors ?? []),
  ];
  const common = {
    ...rest,
    redirect: redirect && redirection(redirect),
    retries: retries && { ...retries, retryOn: conditionsOf(retries.retryOn) },
    fault: fault && {
      delay: fault.delay && { percentage: { value: 100 }, ...fault.delay },
      abort: fault.abort && { percentage: { value: 100 }, ...fault.abort },
    },
    route: destinations(to, full),
    mirrors: copies.map(({ destination, percentage }) => ({
      destination: { ...destination, host: full(destination.host) },
      percentage: percentage ?? { value: 100 },
    })),
  };
  const matches = match.map(({ gateways: own, uri, ...other }) => {
    const named = own?.map(name => resolveGateway(name, namespace));
    const limited = named === undefined || canonicalJson(named) === canonicalJson(gateways) ? undefined : named;
    const path = uri?.prefix === '/' ? undefined : uri;
    return JSON.parse(JSON.stringify({ ...other, uri: path, gateways: limited })) as Plain;
  });
  if (matches.length === 0) return [{ ...common, match: {} }];
  return matches.map(one => ({ ...common, match: one }));
}

/** A port that is derived from the scheme is what clients derive by themselves. */
function redirection({ derivePort, ...rest }: NonNullable<HTTPRoute['redirect']>): Plain {
  return plain({ ...rest, derivePort: derivePort === 'FROM_PROTOCOL_DEFAULT' ? undefined : derivePort });
}

function destinations(route: readonly RouteDestination[] | undefined, full: (host: string) => string) {
  return (route ?? []).map(({ destination, weight, ...rest }) => ({
    ...rest,
    destination: { ...destination, host: full(destination.host) },
    weight: (route ?? []).length === 1 ? undefined : (weight ?? 0),
  }));
}

interface NormalRoute {
  readonly name?: string;
  readonly route: readonly { readonly destination: { readonly port?: unknown } }[];
}

/** Constructs name every route and every port; where the given routes leave them out, they are no difference. */
function alignedRoutes(given: Plain, written: Plain, keepsOrder: boolean): readonly [Plain, Plain] {
  const aligned = (field: 'http' | 'tcp' | 'tls') => {
    const [own, others] = [given[field], written[field]] as [readonly NormalRoute[], readonly NormalRoute[]];
    const byPlace = others.map((route, i) => withoutAdded(route, own[i]));
    if (keepsOrder || own.length !== others.length || canonicalJson(own) === canonicalJson(byPlace))
      return [own, byPlace] as const;
    // Which of two routes comes first decides only where both fit a request; that is for the proof to tell.
    const sorted = (routes: readonly NormalRoute[]) =>
      [...routes].sort(byText(({ name: _, ...route }) => canonicalJson(bare(route))));
    const [first, second] = [sorted(own), sorted(others)];
    const inOrder = second.map((route, i) => withoutAdded(route, first[i]));
    return canonicalJson(first) === canonicalJson(inOrder) ? ([first, inOrder] as const) : ([own, byPlace] as const);
  };
  const parts = (['http', 'tcp', 'tls'] as const).map(field => [field, aligned(field)] as const);
  return [
    { ...given, ...Object.fromEntries(parts.map(([field, [own]]) => [field, own])) },
    { ...written, ...Object.fromEntries(parts.map(([field, [, other]]) => [field, other])) },
  ];
}

function withoutAdded(route: NormalRoute, given: NormalRoute | undefined): NormalRoute {
  const { name, ...rest } = route;
  const to = route.route.map(({ destination, ...other }, i) => {
    const { port, ...host } = destination;
    const isGiven = given?.route[i]?.destination.port !== undefined;
    return { ...other, destination: isGiven ? { ...host, port } : host };
  });
  return given?.name === undefined
    ? { ...rest, route: to }
    : { ...rest, ...(name === undefined ? {} : { name }), route: to };
}

function bare(route: { readonly route: NormalRoute['route'] }): unknown {
  return { ...route, route: route.route.map(({ destination: { port: _, ...host }, ...rest }) => ({ ...rest, host })) };
}

function exported(exportTo: readonly string[] | undefined, namespace: string): readonly string[] {
  return [...exportedTo(exportTo, namespace, [])].sort();
}

function destinationRule(spec: DestinationRuleSpec, namespace: string, scene: Scene): Plain {
  const { host, exportTo, trafficPolicy, subsets = [], ...rest } = spec;
  return {
    ...rest,
    host: scene.model.fullHost(host, namespace),
    exportTo: exported(exportTo, namespace),
    trafficPolicy: policy(trafficPolicy),
    subsets: subsets.map(({ trafficPolicy: own, ...subset }) => ({ ...subset, trafficPolicy: policy(own) })),
  };
}

/** What Istio puts in place of fields of outlier detection that are left out. */
const EJECTION = { consecutive5xxErrors: 5, interval: '10s', baseEjectionTime: '30s', maxEjectionPercent: 10 };

/** Mutual TLS between proxies is what Istio does by itself; whether that holds here is for the proof to tell. */
function policy(given: TrafficPolicy | undefined): Plain {
  const { tls, outlierDetection, connectionPool, ...rest } = given ?? {};
  const { http, tcp, ...pool } = connectionPool ?? {};
  const upgrade = http?.h2UpgradePolicy === 'DEFAULT' ? undefined : http?.h2UpgradePolicy;
  return plain({
    ...rest,
    tls: tls?.mode === 'ISTIO_MUTUAL' && Object.keys(tls).length === 1 ? undefined : tls,
    outlierDetection: outlierDetection && { ...EJECTION, ...outlierDetection },
    connectionPool: { ...pool, tcp: tcp ?? {}, http: { ...http, h2UpgradePolicy: upgrade } },
  });
}

function gateway(spec: GatewaySpec): Plain {
  const servers = (spec.servers ?? []).map(({ port, hosts, name: _, tls, ...rest }) => {
    const { protocol, number } = port;
    // A server of HTTP, HTTP/2 or gRPC takes requests of each.
    const speaks = protocol === 'HTTP2' || protocol === 'GRPC' ? 'HTTP' : protocol;
    const names = hosts.map(host => host.replace(/^\*\//, '')).sort();
    return plain({ ...rest, port: { number, protocol: speaks }, hosts: names, tls: tls ?? {} });
  });
  return { ...spec, servers: servers.sort(byText(canonicalJson)) };
}

function serviceEntry(spec: ServiceEntrySpec, namespace: string): Plain {
  const { ports = [], exportTo, location = 'MESH_EXTERNAL', resolution = 'NONE', ...rest } = spec;
  return {
    ...rest,
    location,
    resolution,
    exportTo: exported(exportTo, namespace),
    ports: ports.map(({ targetPort, protocol, ...port }) => ({
      ...port,
      protocol: protocol?.toUpperCase(),
      targetPort: targetPort === port.number ? undefined : targetPort,
    })),
  };
}

function sidecar(spec: SidecarSpec): Plain {
  return { ...spec };
}

function peerAuthentication({ selector, mtls, portLevelMtls }: PeerAuthenticationSpec): Plain {
  return {
    selector: selector ?? {},
    mode: mtls?.mode === 'UNSET' ? undefined : mtls?.mode,
    portLevelMtls: portLevelMtls ?? {},
  };
}

function authorizationPolicy(spec: AuthorizationPolicySpec): Plain {
  const {
    action = 'ALLOW',
    rules = [],
    selector,
    ...rest
  } = spec as AuthorizationPolicySpec &
    Plain & {
      readonly action?: string;
      readonly rules?: AuthorizationPolicySpec['rules'];
      readonly selector?: unknown;
    };
  const single = (rules ?? []).flatMap(({ from, to, when }) => {
    const sources = from?.flatMap(({ source }) => singleSources(source ?? {})).sort(byText(canonicalJson));
    const operations = to === undefined || to.length === 0 ? [undefined] : to.map(({ operation }) => operation ?? {});
    return operations.map(operation =>
      plain({
        from: sources,
        to: operation && sortedLists(operation),
        when: [...(when ?? [])].sort(byText(canonicalJson)),
      }),
    );
  });
  return { ...rest, selector: selector ?? {}, action, rules: single.sort(byText(canonicalJson)) };
}

/** Alternatives that a construct writes as sources of their own. */
const ALTERNATIVES = ['principals', 'namespaces', 'requestPrincipals'] as const;

function singleSources(source: Source): readonly object[] {
  let all: Plain[] = [sortedLists(source)];
  for (const field of ALTERNATIVES) {
    all = all.flatMap(one => {
      const values = one[field];
      return Array.isArray(values) ? values.map(value => ({ ...one, [field]: [value as string] })) : [one];
    });
  }
  return all;
}

function sortedLists(value: object): Plain {
  const entries = Object.entries(value).map(([key, inner]) => [key, Array.isArray(inner) ? [...inner].sort() : inner]);
  return Object.fromEntries(entries) as Plain;
}
