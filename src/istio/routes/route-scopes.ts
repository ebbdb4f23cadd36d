import type { MeshPort } from '../../model/mesh-host';
import { isHttp, type PortProtocol } from '../../model/protocol';
import { isMapping } from '../../model/shape';
import type { StringMatch } from '../../model/shapes/traffic';
import { stringMatch } from '../../requests/test';
import { hostsOverlap, isWildcard } from '../../values/host-pattern';
import { addTo } from '../../values/multimap';
import type { EffectiveMesh } from '../effective-mesh';
import type { GatewayConfig } from '../gateways/gateway-config';
import { podsOf } from '../gateways/gateway-pods';
import { kindOf, type ServerKind } from '../gateways/gateway-servers';
import { patchesScheme, trustsProxies, trustsProxiesByDefault } from '../gateways/trusted-proxies';
import { narrower } from '../host-index';
import { Memo } from '../memo';
import type { MeshProxy } from '../mesh-proxy';
import { MESH, scopedHost } from '../references';
import type { RegisteredService } from '../services/registered-service';
import { waypointOfService } from '../waypoints';
import { appliesToSidecar, fitsServer } from './l4-chains';
import { appliesTo } from './route-list';
import type { VirtualService } from './virtual-services';

/** The kinds of routes that a VirtualService has. */
export type RouteKind = 'http' | 'tls' | 'tcp';

type Match = NonNullable<VirtualService['http'][number]['spec']['match']>[number] &
  NonNullable<VirtualService['tls'][number]['spec']['match']>[number];

/** A place where proxies use the routes of a VirtualService: the sidecars on a port, or a server of a gateway. */
export interface RouteScope {
  /** `mesh`, or `namespace/name` of the gateway. */
  readonly gateway: string;
  /** Number of the port, at a gateway that of the server. */
  readonly port: number;
  /** What is spoken on the port, in the words of who declares it. */
  readonly spoken: string;
  readonly kinds: ReadonlySet<RouteKind>;
  /** Whether a gateway ends the TLS of requests there, or sends those without TLS away to https. */
  readonly scheme?: 'https' | 'redirect' | undefined;
}

/** Where the routes of a VirtualService count, as far as the set tells. */
export interface RouteScopeList {
  readonly scopes: readonly RouteScope[];
  /** Whether there may be others: Gateways and services that the set does not hold. */
  readonly open: boolean;
}

/** The field of a match that asks for a scheme. */
type SchemePart = 'scheme' | 'headers.:scheme';

/** Why no proxy in scope uses a match. */
export interface Unused {
  /** The part of the match that is to blame; undefined for the rule as a whole. */
  readonly part: 'port' | 'gateways' | 'sourceLabels' | 'sourceNamespace' | SchemePart | undefined;
  readonly reason: string;
}

/** Answers for the rules of VirtualServices whether any proxy uses them. */
export class RouteScopes {
  readonly #scopes = new Memo((virtualService: VirtualService) => this.#find(virtualService));
  readonly #covered = new Memo((host: string) => this.mesh.services.filter(one => hostsOverlap(host, one.host)));
  readonly #wildcards: readonly RegisteredService[];
  #sidecars: ReadonlyMap<string, readonly MeshProxy[]> | undefined;
  #allSidecars: readonly MeshProxy[] | undefined;
  /** Those with a server that sends requests away to https. */
  readonly #redirecting = new Set<string>();
  readonly #believers = new Map<string, boolean>();
  #isPatched: boolean | undefined;
  readonly #gateways = new Map<string, GatewayConfig>();
  /** Those that Sidecars declare for a port. */
  readonly #listeners: readonly RouteScope[];

  public constructor(private readonly mesh: EffectiveMesh) {
    for (const config of mesh.gatewayConfigs) {
      const name = `${config.resource.namespace}/${config.name}`;
      this.#gateways.set(name, config);
      if (config.servers.some(({ server }) => server.tls?.httpsRedirect === true)) this.#redirecting.add(name);
    }
    this.#wildcards = mesh.services.filter(({ host }) => isWildcard(host));
    const listeners = new Map<string, RouteScope>();
    for (const { spec } of mesh.sidecars.all) {
      for (const { port } of spec.egress ?? []) {
        if (port?.number === undefined) continue;
        const { number, protocol: spoken = 'TCP' } = port;
        listeners.set(`${number} ${spoken}`, { gateway: MESH, port: number, spoken, kinds: ALL_KINDS });
      }
    }
    this.#listeners = [...listeners.values()];
  }

  /** Where the routes of a VirtualService count. */
  public of(virtualService: VirtualService): RouteScopeList {
    return this.#scopes.get(virtualService);
  }

  /** Whether some place in scope uses routes of a kind that the VirtualService has. */
  public usesKinds(virtualService: VirtualService): boolean {
    const { scopes, open } = this.of(virtualService);
    const isUsed = (kind: RouteKind) => virtualService[kind].length > 0 && scopes.some(({ kinds }) => kinds.has(kind));
    return open || scopes.length === 0 || isUsed('http') || isUsed('tls') || isUsed('tcp');
  }

  /** The ports at which all requests for a VirtualService are sent away to https, so that none takes its routes. */
  public redirectsOf(virtualService: VirtualService): readonly number[] {
    if (this.#redirecting.size === 0) return NO_PORTS;
    for (const name of virtualService.gateways) if (!this.#redirecting.has(name)) return NO_PORTS;
    const { scopes, open } = this.of(virtualService);
    const isSentAway = ({ scheme, gateway }: RouteScope) => scheme === 'redirect' && !this.#believes(gateway);
    return open || scopes.length === 0 || !scopes.every(isSentAway) ? NO_PORTS : scopes.map(({ port }) => port);
  }

  /** Why no proxy uses a match of a rule, or the rule itself where it has none; undefined if some may. */
  public unused(virtualService: VirtualService, kind: RouteKind, match: Match | undefined): Unused | undefined {
    if (kind === 'http' && !isLimited(match) && this.#isForHttpService(virtualService)) return undefined;
    const { scopes, open } = this.of(virtualService);
    if (open || scopes.length === 0) return this.#unusedAnywhere(virtualService, match);
    if (!scopes.some(({ kinds }) => kinds.has(kind))) {
      const ports = [...new Set(scopes.map(({ port, spoken }) => `${port} (${spoken})`))].sort();
      return {
        part: undefined,
        reason: `no port in scope sees ${SEEN[kind]}: there ${ports.length === 1 ? 'is' : 'are'} ${ports.join(', ')}`,
      };
    }
    if (match === undefined) return undefined;
    const own = scopes.filter(({ kinds }) => kinds.has(kind));
    if (own.some(scope => this.isUsedAt(virtualService, kind, match, scope))) return undefined;
    return this.#why(virtualService, match, own);
  }

  /** What is wrong with a match wherever the VirtualService counts. */
  #unusedAnywhere({ gateways }: VirtualService, match: Match | undefined): Unused | undefined {
    const named = match?.gateways ?? [];
    if (named.length === 0 || named.some(gateway => gateways.has(gateway))) return undefined;
    return notBound(named, gateways);
  }

  #why(virtualService: VirtualService, match: Match, scopes: readonly RouteScope[]): Unused {
    const { gateways } = virtualService;
    const { port = 0, gateways: named = [], sourceLabels = {}, sourceNamespace = '' } = match;
    if (named.length > 0 && !named.some(gateway => gateways.has(gateway))) return notBound(named, gateways);
    const atNamed = named.length === 0 ? scopes : scopes.filter(({ gateway }) => named.includes(gateway));
    if (atNamed.length === 0) {
      return {
        part: 'gateways',
        reason: `${named.map(name => `"${name}"`).join(', ')} ${named.length === 1 ? 'has' : 'have'} no such port`,
      };
    }
    if (port !== 0 && atNamed.every(scope => scope.port !== port)) {
      const numbers = [...new Set(atNamed.map(scope => scope.port))].sort((a, b) => a - b);
      const isGateway = atNamed.every(({ gateway }) => gateway !== MESH);
      return {
        part: 'port',
        reason: `port ${port} is none of ${numbers.join(', ')}, ${isGateway ? 'the ports of the servers' : 'the ports of its hosts'}`,
      };
    }
    const atGateways = atNamed.every(({ gateway }) => gateway !== MESH);
    if (!atNamed.some(scope => this.#seesScheme(match, scope))) return wrongScheme(match, atNamed, atGateways);
    const who = atGateways ? 'the pods of the gateway' : 'the sidecars that see the VirtualService';
    if (Object.keys(sourceLabels).length > 0) {
      const labels = Object.entries(sourceLabels).map(([key, value]) => `${key}=${value}`);
      return { part: 'sourceLabels', reason: `none of ${who} has the labels "${labels.join(',')}"` };
    }
    return { part: 'sourceNamespace', reason: `none of ${who} is in namespace "${sourceNamespace}"` };
  }

  /** Whether some proxy uses a match in a place where the VirtualService counts. */
  public isUsedAt(virtualService: VirtualService, kind: RouteKind, match: Match, scope: RouteScope): boolean {
    const { gateway, port } = scope;
    const fits = (proxy: MeshProxy): boolean => {
      const context = { proxy, gateway, port };
      if (kind === 'http') return appliesTo(match, context);
      return gateway === MESH ? appliesToSidecar(match, context) : fitsServer(match, context);
    };
    if (!fitsServer(match, scope) || !this.#seesScheme(match, scope)) return false;
    const asksForSource = Object.keys(match.sourceLabels ?? {}).length > 0 || (match.sourceNamespace ?? '') !== '';
    if (!asksForSource) return true;
    const clients = gateway === MESH ? this.#sidecarsSeeing(virtualService) : this.#podsOf(gateway);
    // Of clients that are not in the set nothing is known.
    return clients.length === 0 || clients.some(fits);
  }

  /** Whether requests come to a place with a scheme that a match asks for. */
  #seesScheme(match: Match, scope: RouteScope): boolean {
    const own = scope.scheme ?? 'http';
    if (schemesOf(match).every(scheme => stringMatch(scheme)?.fits(own) ?? true)) return true;
    const { gateway } = scope;
    return gateway === MESH ? this.#patchesScheme() : this.#believes(gateway);
  }

  /** Whether a proxy in front of a gateway tells it the scheme. */
  #believes(gateway: string): boolean {
    let believes = this.#believers.get(gateway);
    if (believes === undefined) {
      const { mesh } = this;
      const config = this.#gateways.get(gateway);
      const pods = config === undefined ? [] : podsOf(mesh, config);
      believes =
        this.#patchesScheme() ||
        trustsProxiesByDefault(mesh.model) ||
        pods.some(workload => trustsProxies(workload, mesh.model));
      this.#believers.set(gateway, believes);
    }
    return believes;
  }

  #patchesScheme(): boolean {
    this.#isPatched ??= patchesScheme(this.mesh.model);
    return this.#isPatched;
  }

  /** Whether the routes are for sidecars, which see single requests on a port of a service that it names. */
  #isForHttpService({ gateways, hosts }: VirtualService): boolean {
    return (
      gateways.has(MESH) &&
      hosts.some(host =>
        this.mesh.seen.named(host).some(service => service.resolution !== 'alias' && service.ports.some(isHttpPort)),
      )
    );
  }

  #sidecarsSeeing({ exportTo }: VirtualService): readonly MeshProxy[] {
    this.#sidecars ??= sidecarsOf(this.mesh);
    const sidecars = this.#sidecars;
    if (exportTo.includes('*')) {
      this.#allSidecars ??= [...sidecars.values()].flat();
      return this.#allSidecars;
    }
    return exportTo.flatMap(namespace => sidecars.get(namespace) ?? []);
  }

  #podsOf(gateway: string): readonly MeshProxy[] {
    const config = this.#gateways.get(gateway);
    return config === undefined ? [] : podsOf(this.mesh, config).map(workload => this.mesh.proxyOf(workload));
  }

  #find(virtualService: VirtualService): RouteScopeList {
    const scopes: RouteScope[] = [];
    let open = false;
    for (const gateway of virtualService.gateways) {
      if (gateway === MESH) {
        for (const host of virtualService.hosts) {
          const services = this.#servicesOf(host);
          open ||= services.length === 0;
          for (const service of services) {
            const usesWaypoint = waypointOfService(this.mesh, service).state === 'used';
            scopes.push(...scopesOfService(service, usesWaypoint));
          }
        }
        scopes.push(...this.#listeners);
        continue;
      }
      const config = this.#gateways.get(gateway);
      const own = config === undefined ? [] : scopesOfGateway(virtualService, gateway, config);
      // That a Gateway is not there, or accepts none of the hosts, is for other rules to say.
      open ||= own.length === 0;
      scopes.push(...own);
    }
    return { scopes, open };
  }

  #servicesOf(host: string): readonly RegisteredService[] {
    if (isWildcard(host)) return this.#covered.get(host);
    const named = this.mesh.seen.named(host);
    return named.length > 0 ? named : this.#wildcards.filter(one => hostsOverlap(one.host, host));
  }
}

const NO_PORTS: readonly number[] = [];

function isHttpPort({ protocol }: MeshPort): boolean {
  return isHttp(protocol);
}

/** Whether a match asks for more than the request itself. */
function isLimited(match: Match | undefined): boolean {
  if (match === undefined) return false;
  const { port = 0, gateways = [], sourceLabels, sourceNamespace = '' } = match;
  return (
    port !== 0 ||
    gateways.length > 0 ||
    sourceLabels !== undefined ||
    sourceNamespace !== '' ||
    schemesOf(match).length > 0
  );
}

/** What a match asks of the scheme: by its own field, or by the header that HTTP/2 has for it. */
function schemesOf({ scheme, headers }: Match): readonly StringMatch[] {
  const header = headers?.[':scheme'];
  const found = scheme === undefined ? [] : [scheme];
  return isMapping(header) ? [...found, header as StringMatch] : found;
}

/** The sidecars by namespace; of those that no label in a match tells apart one is enough. */
function sidecarsOf(mesh: EffectiveMesh): ReadonlyMap<string, readonly MeshProxy[]> {
  const found = new Map<string, MeshProxy[]>();
  const known = new Set<string>();
  for (const workload of mesh.model.workloads.all) {
    if (workload.dataPlane === 'none' || workload.dataPlane === 'ambient') continue;
    const proxy = mesh.proxyOf(workload);
    const key = JSON.stringify([proxy.namespace, mesh.tellingLabels(proxy)]);
    if (proxy.type !== 'sidecar' || known.has(key)) continue;
    known.add(key);
    addTo(found, proxy.namespace, proxy);
  }
  return found;
}

const SEEN = { http: 'requests', tls: 'server names', tcp: 'connections' } as const;
const ALL_KINDS: ReadonlySet<RouteKind> = new Set(['http', 'tls', 'tcp']);
const HTTP: ReadonlySet<RouteKind> = new Set(['http']);
const TLS: ReadonlySet<RouteKind> = new Set(['tls']);
const TCP: ReadonlySet<RouteKind> = new Set(['tcp']);
const CONNECTIONS: ReadonlySet<RouteKind> = new Set(['tls', 'tcp']);
const SNIFFED: ReadonlySet<RouteKind> = new Set(['http', 'tcp']);

function scopesOfService({ ports, resolution }: RegisteredService, usesWaypoint: boolean): readonly RouteScope[] {
  return ports.flatMap(({ number, protocol }) =>
    protocol === 'udp' || resolution === 'alias'
      ? []
      : [{ gateway: MESH, port: number, spoken: protocol, kinds: kindsOf(protocol, usesWaypoint) }],
  );
}

/** Sidecars look at server names on ports of TLS alone; a waypoint has connections of all kinds. */
function kindsOf(protocol: PortProtocol, usesWaypoint: boolean): ReadonlySet<RouteKind> {
  if (isHttp(protocol)) return HTTP;
  if (usesWaypoint) return protocol === 'auto' ? ALL_KINDS : CONNECTIONS;
  if (protocol === 'auto') return SNIFFED;
  return protocol === 'tls' || protocol === 'https' ? TLS : TCP;
}

const KINDS_OF_SERVER: { readonly [K in ServerKind]: ReadonlySet<RouteKind> } = {
  http: HTTP,
  'https-terminate': HTTP,
  'tls-passthrough': TLS,
  'tls-terminate': TCP,
  tcp: TCP,
  'auto-passthrough': new Set(),
};

function scopesOfGateway(
  { hosts, resource }: VirtualService,
  gateway: string,
  { servers, resource: { namespace } }: GatewayConfig,
): readonly RouteScope[] {
  return servers.flatMap(({ server }) => {
    const isShared = (server.hosts ?? []).some(entry => {
      const { namespace: owner, host } = scopedHost(entry, namespace);
      return (owner === '*' || owner === resource.namespace) && hosts.some(own => narrower(host, own) !== undefined);
    });
    if (!isShared) return [];
    const kind = kindOf(server);
    const scheme =
      kind === 'https-terminate' ? 'https' : server.tls?.httpsRedirect === true ? ('redirect' as const) : undefined;
    return [
      {
        gateway,
        port: server.port?.number ?? 0,
        spoken: server.port?.protocol ?? 'TCP',
        kinds: KINDS_OF_SERVER[kind],
        scheme,
      },
    ];
  });
}

function wrongScheme({ scheme }: Match, scopes: readonly RouteScope[], atGateways: boolean): Unused {
  const passed = scopes.filter(({ scheme }) => scheme !== 'redirect');
  const seen = [...new Set(passed.map(({ scheme }) => scheme ?? 'http'))].sort();
  const reason = atGateways
    ? `routes at the gateway take requests with the scheme ${seen.join(' or ')} only`
    : 'proxies see requests of pods without TLS, with the scheme http unless X-Forwarded-Proto says otherwise';
  const part = scheme === undefined ? 'headers.:scheme' : 'scheme';
  return { part, reason: passed.length < scopes.length ? `${reason}, the others are redirected` : reason };
}

function notBound(named: readonly string[], bound: ReadonlySet<string>): Unused {
  const shown = (names: Iterable<string>) => [...names].map(name => `"${name}"`).join(', ');
  return { part: 'gateways', reason: `the VirtualService is bound to ${shown(bound)}, not to ${shown(named)}` };
}
