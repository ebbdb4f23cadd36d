import { fullHost } from '../../model/host-name';
import { exportedTo } from '../../model/mesh-host';
import type { MeshModel } from '../../model/mesh-model';
import type { Resource } from '../../model/resource';
import type { HttpRoute, RouteDestination, VirtualServiceSpec } from '../../model/shapes/traffic';
import { addTo } from '../../values/multimap';
import type { MeshSettings } from '../mesh-settings';
import { resolveGateway } from '../references';
import { mergeDelegate } from './delegate';

export type TlsRoute = NonNullable<VirtualServiceSpec['tls']>[number];
export type TcpRoute = NonNullable<VirtualServiceSpec['tcp']>[number];

/** One entry of `http`, with full host names, and where it is written. */
export interface HttpEntry {
  readonly spec: HttpRoute;
  /** The object that holds the entry: the VirtualService, its delegate, or a route of the Gateway API. */
  readonly resource: Resource;
  /** Path of the entry in that object, such as `spec.http[0]`. */
  readonly field: string;
  /** Where parts of an entry of the Gateway API are written, by their path in an entry of a VirtualService. */
  readonly places: ReadonlyMap<string, string> | undefined;
  /** Why requests to a destination are refused, by its position. */
  readonly refused: ReadonlyMap<number, string> | undefined;
  /** Of an entry of a delegate the rule of the root that delegates. */
  readonly via?: string;
}

/** One entry of `tls` or `tcp`, with full host names, and where it is written. */
export interface ConnectionEntry<T extends TlsRoute | TcpRoute = TlsRoute | TcpRoute> {
  readonly spec: T;
  /** Path of the entry in the object that makes the VirtualService. */
  readonly field: string;
  /** Why connections to a destination are refused, by its position. */
  readonly refused: ReadonlyMap<number, string> | undefined;
}

/**
 * A VirtualService that may be attached, with full host names and its delegates put in place, or what istiod generates from
 * routes of the Gateway API, which it treats the same but for some details.
 */
export interface VirtualService {
  /** The VirtualService, or the oldest of the routes of which it is made. */
  readonly resource: Resource;
  /** Its name, by which istiod orders those of one age; routes have one that istiod generates. */
  readonly name: string;
  readonly api: 'istio' | 'gateway-api';
  readonly hosts: readonly string[];
  /** Where the hosts are written. */
  readonly hostField: string;
  /** `mesh` or `namespace/name`. */
  readonly gateways: ReadonlySet<string>;
  readonly exportTo: readonly string[];
  readonly http: readonly HttpEntry[];
  readonly tls: readonly ConnectionEntry<TlsRoute>[];
  readonly tcp: readonly ConnectionEntry<TcpRoute>[];
  /** Whether its routes are not the same for all clients. */
  readonly tellsClientsApart: boolean;
  /** The hosts and ports to which it sends, with the namespaces whose clients alone it sends there; port 0 for all. */
  readonly destinations: readonly PossibleDestination[];
  /** The delegates that were merged into `http`, and those that were not, with the reason. */
  readonly delegates: readonly Resource<'VirtualService'>[];
  readonly leftOut: readonly LeftOutDelegate[];
}

/** A delegate, or a rule of one, that does not count. */
export interface LeftOutDelegate {
  /** The object that holds what is left out: the root whose reference leads nowhere, or the delegate. */
  readonly resource: Resource<'VirtualService'>;
  readonly field: string;
  readonly reason: string;
  /** The delegate, where there is one. */
  readonly delegate: Resource<'VirtualService'> | undefined;
}

/** Where a part of an entry is written, such as `match[0].uri`. */
export function placeOf({ field, places }: Pick<HttpEntry, 'field' | 'places'>, part: string): string {
  return places === undefined ? `${field}.${part}` : (places.get(part) ?? field);
}

/** The VirtualServices of a mesh that may be attached. */
export function virtualServicesOf(model: MeshModel, settings: MeshSettings): readonly VirtualService[] {
  return model
    .all('VirtualService')
    .filter(({ spec }) => (spec.hosts ?? []).length > 0)
    .map(resource => virtualServiceFrom(resource, model, settings));
}

/** The namespaces to which a VirtualService is exported; `*` stands for all. */
function virtualServiceExportTo(resource: Resource<'VirtualService'>, settings: MeshSettings): readonly string[] {
  return exportedTo(resource.spec.exportTo, resource.namespace, settings.defaultVirtualServiceExportTo);
}

/** A place to which a VirtualService may send. */
export interface PossibleDestination {
  readonly host: string;
  /** 0 for all ports of the host. */
  readonly port: number;
  /** The namespaces whose clients are sent there; empty for all. */
  readonly sources: readonly string[];
}

function possibleDestinations({ http, tls, tcp }: Pick<VirtualService, 'http' | 'tls' | 'tcp'>): PossibleDestination[] {
  const found: PossibleDestination[] = [];
  for (const { spec } of http) {
    const sources = (spec.match ?? []).flatMap(({ sourceNamespace = '' }) =>
      sourceNamespace === '' ? [] : [sourceNamespace],
    );
    for (const { destination } of spec.route ?? []) addDestination(found, destination, sources);
    addDestination(found, spec.mirror, sources);
    for (const { destination } of spec.mirrors ?? []) addDestination(found, destination, sources);
  }
  for (const { spec } of [...tls, ...tcp]) {
    for (const { destination } of spec.route ?? []) addDestination(found, destination, []);
  }
  return found;
}

function addDestination(
  found: PossibleDestination[],
  destination: RouteDestination | undefined,
  sources: readonly string[],
): void {
  if (destination === undefined) return;
  found.push({ host: destination.host ?? '', port: destination.port?.number ?? 0, sources });
}

function tellsClientsApart(entries: readonly HttpEntry[]): boolean {
  return entries.some(({ spec }) =>
    (spec.match ?? []).some(
      ({ sourceLabels, sourceNamespace = '' }) => sourceLabels !== undefined || sourceNamespace !== '',
    ),
  );
}

/**
 * The VirtualServices that clients of a namespace see, in the order in which they are considered: private ones, then
 * those exported to the namespace by name, then public ones. Among each of them, routes of the Gateway API of the
 * namespace itself come first.
 *
 * @see https://gateway-api.sigs.k8s.io/geps/gep-1294/
 */
export function visibleVirtualServices(all: readonly VirtualService[], namespace: string): readonly VirtualService[] {
  const own: VirtualService[] = [];
  const named: VirtualService[] = [];
  const open: VirtualService[] = [];
  for (const virtualService of all) {
    const { exportTo, resource } = virtualService;
    if (exportTo.includes('*')) open.push(virtualService);
    else if (exportTo.includes('~') || !exportTo.includes(namespace)) continue;
    else if (resource.namespace === namespace) own.push(virtualService);
    else named.push(virtualService);
  }
  return [own, named, open].flatMap(list => consumersFirst(list, namespace));
}

function consumersFirst(list: readonly VirtualService[], namespace: string): readonly VirtualService[] {
  const isConsumer = ({ api, resource }: VirtualService) => api === 'gateway-api' && resource.namespace === namespace;
  return list.some(isConsumer) ? [...list.filter(isConsumer), ...list.filter(one => !isConsumer(one))] : list;
}

function connectionRules<T extends TlsRoute | TcpRoute>(
  routes: readonly T[] = [],
  protocol: 'tls' | 'tcp',
  namespace: string,
  { domain }: MeshSettings,
) {
  return routes.map((route, i) => ({
    spec: resolveL4(route, namespace, domain),
    field: `spec.${protocol}[${i}]`,
    refused: undefined,
  }));
}

function virtualServiceFrom(
  resource: Resource<'VirtualService'>,
  model: MeshModel,
  settings: MeshSettings,
): VirtualService {
  const { spec, namespace } = resource;
  const http: HttpEntry[] = [];
  const delegates: Resource<'VirtualService'>[] = [];
  const leftOut: LeftOutDelegate[] = [];
  for (const [i, route] of (spec.http ?? []).entries()) {
    const field = `spec.http[${i}]`;
    const resolved = resolveRoute(route, namespace, settings.domain);
    if (route.delegate === undefined) {
      http.push({ spec: resolved, resource, field, places: undefined, refused: undefined });
      continue;
    }
    const { name = '', namespace: delegateNamespace } = route.delegate;
    const target = model.find('VirtualService', delegateNamespace || namespace, name);
    const leave = (reason: string) => leftOut.push({ resource, field: `${field}.delegate`, reason, delegate: target });
    if (target === undefined || (target.spec.hosts ?? []).length > 0) {
      leave(
        target === undefined ? 'names no VirtualService' : `names ${target}, which has hosts and so is no delegate`,
      );
      continue;
    }
    const exportTo = virtualServiceExportTo(target, settings);
    if (!exportTo.includes('*') && !exportTo.includes(namespace)) {
      leave(`names ${target}, which is not exported to ${namespace}`);
      continue;
    }
    delegates.push(target);
    const entries = target.spec.http ?? [];
    const routes = entries.map(entry => resolveRoute(entry, target.namespace, settings.domain));
    for (const [j, merged] of mergeDelegate(resolved, routes).entries()) {
      const at = `spec.http[${j}]`;
      const nested = entries[j]?.delegate !== undefined;
      if (merged === undefined || nested) {
        const reason = nested ? 'is a delegate of a delegate' : `contradicts ${resource} ${field}.match`;
        const place = nested ? `${at}.delegate` : `${at}.match`;
        leftOut.push({ resource: target, field: place, reason, delegate: target });
      } else
        http.push({ spec: merged, resource: target, field: at, places: undefined, refused: undefined, via: field });
    }
  }
  return withDestinations({
    resource,
    name: resource.name,
    api: 'istio',
    hosts: (spec.hosts ?? []).map(host => fullHost(host, namespace, settings.domain)),
    hostField: 'spec.hosts',
    gateways: new Set((spec.gateways ?? []).length === 0 ? ['mesh'] : resolveGateways(spec.gateways, namespace)),
    exportTo: virtualServiceExportTo(resource, settings),
    http,
    tls: connectionRules(spec.tls, 'tls', namespace, settings),
    tcp: connectionRules(spec.tcp, 'tcp', namespace, settings),
    delegates,
    leftOut,
  });
}

/** A VirtualService with what its routes come to for all clients. */
export function withDestinations(parts: Omit<VirtualService, 'tellsClientsApart' | 'destinations'>): VirtualService {
  // Node 20 gives each object that begins with another's fields a shape of its own, which makes all reads slow.
  return { tellsClientsApart: tellsClientsApart(parts.http), destinations: possibleDestinations(parts), ...parts };
}

function resolveRoute(written: HttpRoute, namespace: string, domain: string): HttpRoute {
  const match = mapped(written.match, one => withGateways(one, namespace));
  const route = mapped(written.route, one => withHost(one, namespace, domain));
  const mirrors = mapped(written.mirrors, one => withHost(one, namespace, domain));
  const mirror = written.mirror === undefined ? undefined : resolveDestination(written.mirror, namespace, domain);
  const isSame = match === written.match && route === written.route && mirrors === written.mirrors;
  if (isSame && mirror === written.mirror) return written;
  return {
    ...written,
    ...(match === undefined ? {} : { match }),
    ...(route === undefined ? {} : { route }),
    ...(mirror === undefined ? {} : { mirror }),
    ...(mirrors === undefined ? {} : { mirrors }),
  };
}

/** The items changed; the list itself where nothing changes, as where all names are written in full. */
function mapped<T>(items: readonly T[] | undefined, change: (item: T) => T): readonly T[] | undefined {
  let result: T[] | undefined;
  for (const [i, item] of (items ?? []).entries()) {
    const changed = change(item);
    if (changed !== item) result ??= items?.slice(0, i) ?? [];
    result?.push(changed);
  }
  return result ?? items;
}

function resolveL4<T extends TlsRoute | TcpRoute>(route: T, namespace: string, domain: string): T {
  const { match, route: destinations } = route;
  return {
    ...route,
    ...(match === undefined ? {} : { match: match.map(one => withGateways(one, namespace)) }),
    ...(destinations === undefined ? {} : { route: destinations.map(one => withHost(one, namespace, domain)) }),
  };
}

function withGateways<T extends { readonly gateways?: readonly string[] }>(match: T, namespace: string): T {
  return match.gateways === undefined ? match : { ...match, gateways: resolveGateways(match.gateways, namespace) };
}

function resolveGateways(gateways: readonly string[] = [], namespace: string): readonly string[] {
  return gateways.map(gateway => resolveGateway(gateway, namespace));
}

function withHost<T extends { readonly destination?: RouteDestination }>(
  item: T,
  namespace: string,
  domain: string,
): T {
  const { destination } = item;
  if (destination === undefined) return item;
  const resolved = resolveDestination(destination, namespace, domain);
  return resolved === destination ? item : { ...item, destination: resolved };
}

function resolveDestination(destination: RouteDestination, namespace: string, domain: string): RouteDestination {
  const host = fullHost(destination.host ?? '', namespace, domain);
  return host === destination.host ? destination : { ...destination, host };
}

/** VirtualServices by each of their hosts, in the order that they have. */
export function virtualServicesByHost(
  virtualServices: readonly VirtualService[],
): ReadonlyMap<string, readonly VirtualService[]> {
  const found = new Map<string, VirtualService[]>();
  for (const virtualService of virtualServices) {
    for (const host of new Set(virtualService.hosts)) addTo(found, host, virtualService);
  }
  return found;
}
