import { fullHost } from '../../model/host-name';
import type { MeshModel } from '../../model/mesh-model';
import { exportedTo } from '../../model/mesh-service';
import type { Resource } from '../../model/resource';
import type { HttpRoute, RouteDestination, VirtualServiceSpec } from '../../model/shapes/traffic';
import { compareAge } from '../age';
import type { MeshSettings } from '../mesh-settings';
import { resolveGateway } from '../references';
import { mergeDelegate } from './delegate';

type TlsRoute = NonNullable<VirtualServiceSpec['tls']>[number];
type TcpRoute = NonNullable<VirtualServiceSpec['tcp']>[number];

/** One entry of `http`, with full host names, and where it is written. */
export interface HttpEntry {
  readonly spec: HttpRoute;
  /** The VirtualService that holds the entry: the root, or its delegate. */
  readonly resource: Resource<'VirtualService'>;
  /** Path of the entry in that object, such as `spec.http[0]`. */
  readonly field: string;
}

/** A VirtualService that may be attached, with full host names and its delegates put in place. */
export interface VirtualService {
  readonly resource: Resource<'VirtualService'>;
  readonly hosts: readonly string[];
  /** `mesh` or `namespace/name`. */
  readonly gateways: ReadonlySet<string>;
  readonly exportTo: readonly string[];
  readonly http: readonly HttpEntry[];
  readonly tls: readonly TlsRoute[];
  readonly tcp: readonly TcpRoute[];
  /** Whether its routes are not the same for all clients. */
  readonly tellsClientsApart: boolean;
  /** The hosts and ports to which it sends, with the namespaces whose clients alone it sends there; port 0 for all. */
  readonly destinations: readonly PossibleDestination[];
  /** The delegates that were merged into `http`, and those that were not, with the reason. */
  readonly delegates: readonly Resource<'VirtualService'>[];
  readonly leftOut: readonly string[];
}

/** The VirtualServices of a mesh that may be attached, the oldest first. */
export function virtualServicesOf(model: MeshModel, settings: MeshSettings): readonly VirtualService[] {
  const all = [...model.all('VirtualService')].sort(compareAge);
  return all
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
  const add = (destination: RouteDestination | undefined, sources: readonly string[]) => {
    if (destination === undefined) return;
    found.push({ host: destination.host ?? '', port: destination.port?.number ?? 0, sources });
  };
  for (const { spec } of http) {
    const sources = (spec.match ?? []).map(match => match.sourceNamespace ?? '').filter(source => source !== '');
    for (const { destination } of spec.route ?? []) add(destination, sources);
    add(spec.mirror, sources);
    for (const { destination } of spec.mirrors ?? []) add(destination, sources);
  }
  for (const { route = [] } of [...tls, ...tcp]) for (const { destination } of route) add(destination, []);
  return found;
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
 * those exported to the namespace by name, then public ones.
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
  return [...own, ...named, ...open];
}

function virtualServiceFrom(
  resource: Resource<'VirtualService'>,
  model: MeshModel,
  settings: MeshSettings,
): VirtualService {
  const { spec, namespace } = resource;
  const http: HttpEntry[] = [];
  const delegates: Resource<'VirtualService'>[] = [];
  const leftOut: string[] = [];
  for (const [i, route] of (spec.http ?? []).entries()) {
    const field = `spec.http[${i}]`;
    const resolved = resolveRoute(route, namespace, settings.domain);
    if (route.delegate === undefined) {
      http.push({ spec: resolved, resource, field });
      continue;
    }
    const { name = '', namespace: delegateNamespace } = route.delegate;
    const target = model.find('VirtualService', delegateNamespace || namespace, name);
    if (target === undefined || (target.spec.hosts ?? []).length > 0) {
      leftOut.push(`${resource} ${field}.delegate names no VirtualService without hosts`);
      continue;
    }
    const exportTo = virtualServiceExportTo(target, settings);
    if (!exportTo.includes('*') && !exportTo.includes(namespace)) {
      leftOut.push(`${resource} ${field}.delegate names ${target}, which is not exported to ${namespace}`);
      continue;
    }
    delegates.push(target);
    const entries = target.spec.http ?? [];
    const routes = entries.map(entry => resolveRoute(entry, target.namespace, settings.domain));
    for (const [j, merged] of mergeDelegate(resolved, routes).entries()) {
      const at = `spec.http[${j}]`;
      if (merged === undefined) leftOut.push(`${target} ${at}.match contradicts ${resource} ${field}.match`);
      else if (entries[j]?.delegate === undefined) http.push({ spec: merged, resource: target, field: at });
    }
  }
  const tls = (spec.tls ?? []).map(route => resolveL4(route, namespace, settings.domain));
  const tcp = (spec.tcp ?? []).map(route => resolveL4(route, namespace, settings.domain));
  return {
    resource,
    hosts: (spec.hosts ?? []).map(host => fullHost(host, namespace, settings.domain)),
    gateways: new Set((spec.gateways ?? []).length === 0 ? ['mesh'] : resolveGateways(spec.gateways, namespace)),
    exportTo: virtualServiceExportTo(resource, settings),
    http,
    tls,
    tcp,
    tellsClientsApart: tellsClientsApart(http),
    destinations: possibleDestinations({ http, tls, tcp }),
    delegates,
    leftOut,
  };
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
