import { isKind, type Resource } from '../../model/resource';
import { addTo } from '../../values/multimap';
import { compareText } from '../../values/order';
import { compareCreation } from '../age';
import type { Release } from '../release';
import {
  type ConnectionEntry,
  type HttpEntry,
  type TcpRoute,
  type TlsRoute,
  type VirtualService,
  withDestinations,
} from '../routes/virtual-services';
import { type AnyRoute, hostnamesOf, isTakenByAnother, type RouteParent, sideOf } from './attachment';
import type { RouteContext } from './backends';
import { commonHosts, forListener, forPort, forService, tcpRules, tlsRules } from './connection-rules';
import type { GatewayApiFacts, RouteKind } from './facts';
import { type RuleProblems, requestRules } from './http-rules';
import { GENERATED } from './listeners';
import type { ReferenceGrants } from './reference-grants';
import { byPrecedence } from './route-precedence';

/** What istiod generates from one route: VirtualServices of its own, and what it says of the references of the rules. */
export interface ConvertedRoute {
  readonly made: readonly MadeRoute[];
  /** What of the rules does not count, for parents that are Gateways and for those of the mesh. */
  readonly problems: { readonly [kind in RouteParent['kind']]: RuleProblems };
}

/** What istiod knows of a VirtualService before it is merged with others. */
type Draft = Omit<VirtualService, 'tellsClientsApart' | 'destinations'>;

/** A VirtualService that istiod makes of a route for one of its parents and hosts. */
export interface MadeRoute {
  readonly virtualService: Draft;
  /** Routes with one key are merged; undefined for those that are never merged. */
  readonly key: string | undefined;
}

/** Converts a route for all of its parents. */
export function convertRoute(
  facts: GatewayApiFacts,
  grants: ReferenceGrants,
  route: AnyRoute,
  parents: readonly RouteParent[],
): ConvertedRoute {
  const attached = parents
    .filter(({ denial }) => denial === undefined)
    .sort((a, b) => compareText(internalName(a), internalName(b)));
  const kind = route.type as RouteKind;
  const contextFor = (side: RouteParent['kind']): RouteContext => ({
    facts,
    grants,
    kind,
    namespace: route.namespace,
    needsGrants: side === 'listener',
  });
  // Also those of parents that are not there: what is wrong with the rules is wrong at any of them.
  const needed = new Set((route.spec.parentRefs ?? []).map(sideOf));
  const rules = {
    listener: needed.has('listener') ? rulesOf(contextFor('listener'), route) : NO_RULES,
    mesh: needed.has('mesh') ? rulesOf(contextFor('mesh'), route) : NO_RULES,
  };
  const made: MadeRoute[] = [];
  for (const parent of attached) {
    const own = rules[parent.kind];
    for (const { host, key, part } of partsOf(route, parent, own)) {
      const name = `${route.name}${INFIX[kind]}~${made.length}~${GENERATED}`;
      made.push({ virtualService: { ...blank(facts, route, parent, host), name, ...part }, key });
    }
  }
  return { made, problems: rules };
}

const INFIX: { readonly [kind in RouteKind]: string } = {
  HTTPRoute: '',
  GRPCRoute: '',
  TLSRoute: '~tls',
  TCPRoute: '~tcp',
};

/** What istiod goes on with, and what it loses. */
export interface MergedRoutes {
  readonly virtualServices: readonly VirtualService[];
  /** Routes whose requests go elsewhere, or nowhere, and why. */
  readonly lost: readonly { readonly route: Resource; readonly reason: string }[];
}

/**
 * The VirtualServices that istiod goes on with: requests for one host at one listener, or from one namespace to one
 * service and port, are merged, whichever routes they are from.
 */
export function mergeRoutes(all: readonly MadeRoute[], release: Release): MergedRoutes {
  const { kept, lost } = withoutLost(all, release);
  const byKey = new Map<string, Draft[]>();
  for (const { key, virtualService } of kept) if (key !== undefined) addTo(byKey, key, virtualService);
  const merged = [...byKey].map(([key, group]) => {
    const [oldest, ...others] = [...group].sort(compareRoutes) as [Draft, ...Draft[]];
    const http = others.length === 0 ? oldest.http : byPrecedence([oldest, ...others].flatMap(one => one.http));
    return { ...oldest, name: key.replaceAll('/', '~'), http };
  });
  const single = kept.filter(({ key }) => key === undefined).map(({ virtualService }) => virtualService);
  return { virtualServices: [...single, ...merged].map(withDestinations), lost };
}

/**
 * Istiod loses a GRPCRoute that has the name of an HTTPRoute of its namespace, since what it makes of both has one name,
 * unless another route has the same host and parent. Before 1.30 it loses one that has a host and parent in common with
 * an HTTPRoute.
 */
function withoutLost(
  all: readonly MadeRoute[],
  release: Release,
): { readonly kept: readonly MadeRoute[]; readonly lost: MergedRoutes['lost'] } {
  const byName = release.has('grpcRouteNames');
  const isGrpc = ({ virtualService }: MadeRoute) => virtualService.resource.type === 'GRPCRoute';
  const idOf = ({ virtualService: { resource, name }, key = '' }: MadeRoute) =>
    byName ? `${resource.namespace}/${name}` : key;
  const others = new Map<string, Resource>();
  for (const made of all) {
    if (made.virtualService.resource.type === 'HTTPRoute') others.set(idOf(made), made.virtualService.resource);
  }
  const isSame = (made: MadeRoute) => isGrpc(made) && others.has(idOf(made));
  const seen = new Set(all.filter(made => !isSame(made)).map(({ key }) => key));
  const isLost = (made: MadeRoute) => isSame(made) && !(byName && seen.has(made.key));
  const lost = new Map<Resource, string>();
  for (const made of all) {
    if (!isLost(made)) continue;
    const what = byName ? 'has the same name' : 'has a host in common with it';
    lost.set(made.virtualService.resource, `${others.get(idOf(made))} ${what}, and Istio keeps one of the two`);
  }
  return { kept: all.filter(made => !isLost(made)), lost: [...lost].map(([route, reason]) => ({ route, reason })) };
}

/** The order of the specification: the oldest first, then by namespace and name. */
function compareRoutes(a: Draft, b: Draft): number {
  return (
    compareCreation(a.resource, b.resource) ||
    compareText(a.resource.namespace, b.resource.namespace) ||
    compareText(a.name, b.name)
  );
}

interface Rules extends RuleProblems {
  readonly http: readonly HttpEntry[];
  readonly tls: readonly ConnectionEntry<TlsRoute>[];
  readonly tcp: readonly ConnectionEntry<TcpRoute>[];
}

const NO_RULES: Rules = { http: [], tls: [], tcp: [], refusals: [], invalid: undefined };

function rulesOf(context: RouteContext, route: AnyRoute): Rules {
  if (isKind(route, 'TCPRoute')) {
    const { entries, ...problems } = tcpRules(context, route.spec.rules ?? []);
    return { ...NO_RULES, tcp: entries, ...problems };
  }
  if (isKind(route, 'TLSRoute')) {
    const { entries, ...problems } = tlsRules(context, route.spec.rules ?? [], hostnamesOf(route));
    return { ...NO_RULES, tls: entries, ...problems };
  }
  const { entries, ...problems } = requestRules(context, route as Resource<'HTTPRoute'> | Resource<'GRPCRoute'>);
  return { ...NO_RULES, http: byPrecedence(entries), ...problems };
}

interface Part {
  readonly host: string;
  readonly key: string | undefined;
  readonly part: Pick<VirtualService, 'http' | 'tls' | 'tcp'>;
}

function partsOf(route: AnyRoute, parent: RouteParent, rules: Rules): readonly Part[] {
  const { http, tls, tcp } = rules;
  const hostnames = hostnamesOf(route) ?? ['*'];
  if (isKind(route, 'TCPRoute')) {
    const { port } = parent.reference;
    const own = parent.kind === 'mesh' && port !== undefined ? forPort(tcp, port) : tcp;
    const hosts = parent.kind === 'mesh' ? parent.hosts : ['*'];
    return hosts.map(host => ({ host, key: undefined, part: { http: [], tls: [], tcp: own } }));
  }
  if (isKind(route, 'TLSRoute')) {
    if (parent.kind === 'mesh') {
      return parent.hosts.map(host => {
        const own = forService(tls, parent.hosts, host, parent.reference.port);
        return { host, key: undefined, part: { http: [], tls: own, tcp: [] } };
      });
    }
    const { hostname } = parent.listener;
    const hosts = hostname === '' ? hostnames : commonHosts(hostnames, hostname);
    const own = forListener(tls, hostname);
    return hosts.map(host => ({ host, key: undefined, part: { http: [], tls: own, tcp: [] } }));
  }
  if (http.length === 0) return [];
  if (parent.kind === 'mesh') {
    const { port } = parent.reference;
    const own = port === undefined ? http : http.map(entry => forListenerPort(entry, port));
    const at = port === undefined ? route.namespace : `${route.namespace}/${port}`;
    return parent.hosts.map(host => ({ host, key: `${at}/${host}`, part: { http: own, tls: [], tcp: [] } }));
  }
  return hostnames
    .filter(host => !isTakenByAnother(parent, host))
    .map(host => ({ host, key: `${internalName(parent)}/${host}`, part: { http, tls: [], tcp: [] } }));
}

function forListenerPort(entry: HttpEntry, port: number): HttpEntry {
  const match = (entry.spec.match ?? [{}]).map(one => ({ ...one, port }));
  return { ...entry, spec: { ...entry.spec, match } };
}

/** The name of the gateway that a parent is to istiod. */
function internalName(parent: RouteParent): string {
  if (parent.kind === 'mesh') return 'mesh';
  const { owner, madeName } = parent.listener;
  return `${owner.namespace}/${madeName}`;
}

function blank(
  { settings }: GatewayApiFacts,
  route: AnyRoute,
  parent: RouteParent,
  host: string,
): Omit<Draft, 'name' | 'http' | 'tls' | 'tcp'> {
  const written = hostnamesOf(route) === undefined || parent.kind === 'mesh';
  const exportTo = settings.defaultVirtualServiceExportTo;
  return {
    resource: route,
    api: 'gateway-api',
    hosts: [host],
    hostField: written ? parent.field : 'spec.hostnames',
    gateways: new Set([internalName(parent)]),
    exportTo: exportTo.length === 0 ? ['*'] : exportTo.map(entry => (entry === '.' ? route.namespace : entry)),
    delegates: [],
    leftOut: [],
  };
}
