import { serviceHost } from '../../model/host-name';
import { isKind, type Resource } from '../../model/resource';
import type { ParentReference } from '../../model/shapes/gateway-api';
import { hostCovers, hostsOverlap, isWildcard } from '../../values/host-pattern';
import { GATEWAY_API, type GatewayApiFacts, type RouteKind } from './facts';
import type { GatewayListener } from './listeners';

/** Why a route is not attached to a parent: the reason of the condition `Accepted`. */
export interface Denial {
  readonly reason: 'NoMatchingParent' | 'NotAllowedByListeners' | 'NoMatchingListenerHostname';
  readonly message: string;
}

/** What a `parentRef` of a route leads to: a listener of a Gateway, or a service of the mesh. */
export type RouteParent = ListenerParent | MeshParent;

interface AnyParent {
  readonly reference: ParentReference;
  /** Where the reference is written, such as `spec.parentRefs[0]`. */
  readonly field: string;
  /** Undefined where the route is attached. */
  readonly denial: Denial | undefined;
}

export interface ListenerParent extends AnyParent {
  readonly kind: 'listener';
  readonly listener: GatewayListener;
  /** Hosts of other listeners of the same port and protocol, which take their requests for themselves. */
  readonly otherHosts: readonly string[];
}

export interface MeshParent extends AnyParent {
  readonly kind: 'mesh';
  /** The Service or ServiceEntry. */
  readonly service: Resource | undefined;
  /** Its namespace, as the reference names it. */
  readonly namespace: string;
  /** The full names of the service. */
  readonly hosts: readonly string[];
}

/** A route of the Gateway API. */
export type AnyRoute = Resource<'HTTPRoute'> | Resource<'GRPCRoute'> | Resource<'TLSRoute'> | Resource<'TCPRoute'>;

/** Whether a `parentRef` is about a service of the mesh or about listeners, whether or not there are any. */
export function sideOf({ group = GATEWAY_API, kind = 'Gateway' }: ParentReference): RouteParent['kind'] {
  const isService = group === '' && kind === 'Service';
  return isService || (group === 'networking.istio.io' && kind === 'ServiceEntry') ? 'mesh' : 'listener';
}

/** Finds the listeners of a Gateway or ListenerSet by `Kind namespace/name`. */
export type ListenersOf = (owner: string) => readonly GatewayListener[];

/** What the `parentRefs` of a route lead to. A reference that leads to nothing that istiod knows is left out. */
export function parentsOf(facts: GatewayApiFacts, listenersOf: ListenersOf, route: AnyRoute): readonly RouteParent[] {
  const kind = route.type as RouteKind;
  const hostnames = hostnamesOf(route);
  return (route.spec.parentRefs ?? []).flatMap((reference, i): readonly RouteParent[] => {
    const field = `spec.parentRefs[${i}]`;
    const { group = GATEWAY_API, kind: parentKind = 'Gateway', name = '' } = reference;
    const namespace = reference.namespace ?? route.namespace;
    if (group === GATEWAY_API && (parentKind === 'Gateway' || parentKind === 'ListenerSet')) {
      const all = listenersOf(`${parentKind} ${namespace}/${name}`);
      return all.map(listener => {
        const denial = denialOf(listener, reference, kind, hostnames, route.namespace);
        const otherHosts = all
          .filter(one => one !== listener && one.port === listener.port && one.protocol === listener.protocol)
          .map(({ hostname }) => hostname)
          .filter(hostname => hostname !== listener.hostname);
        return { kind: 'listener', reference, field, denial, listener, otherHosts };
      });
    }
    if (group === '' && parentKind === 'Service') {
      if (isLeftToOthers(facts, namespace, facts.model.find('Service', namespace, name))) return [];
      return [serviceParent(facts, reference, field, namespace, name)];
    }
    if (group === 'networking.istio.io' && parentKind === 'ServiceEntry') {
      const entry = facts.model.find('ServiceEntry', namespace, name);
      if (isLeftToOthers(facts, namespace, entry)) return [];
      const denial = entry === undefined ? notFound(`ServiceEntry ${namespace}/${name}`) : undefined;
      const hosts = entry?.spec.hosts ?? [];
      return [{ kind: 'mesh', reference, field, denial, service: entry, namespace, hosts }];
    }
    return [];
  });
}

/** The hosts of a route; undefined where it takes all. */
export function hostnamesOf(route: AnyRoute): readonly string[] | undefined {
  const { hostnames } = route.spec;
  return isKind(route, 'TCPRoute') || hostnames === undefined || hostnames.length === 0 ? undefined : hostnames;
}

function serviceParent(
  facts: GatewayApiFacts,
  reference: ParentReference,
  field: string,
  namespace: string,
  name: string,
): MeshParent {
  const host = serviceHost(name, namespace, facts.settings.domain);
  const service = facts.kubernetesService(host)?.resource;
  const denial = service === undefined ? notFound(`Service ${namespace}/${name}`) : undefined;
  return { kind: 'mesh', reference, field, denial, service, namespace, hosts: [host] };
}

function notFound(what: string): Denial {
  return { reason: 'NoMatchingParent', message: `${what} does not exist` };
}

/** Why a listener does not take a route, in the order in which istiod looks. */
function denialOf(
  { port, name, hosts, hostname, kinds, protocol }: GatewayListener,
  reference: ParentReference,
  kind: RouteKind,
  hostnames: readonly string[] = ['*'],
  namespace: string,
): Denial | undefined {
  const { port: wantedPort, sectionName } = reference;
  if (wantedPort !== undefined && wantedPort !== 0 && wantedPort !== port) {
    return { reason: 'NoMatchingParent', message: `the listener "${name}" has port ${port}, not ${wantedPort}` };
  }
  if (sectionName !== undefined && sectionName !== '' && sectionName !== name) {
    return { reason: 'NoMatchingParent', message: `the listener is "${name}", not "${sectionName}"` };
  }
  const fitting = hosts
    .map(entry => ({ from: entry.slice(0, entry.indexOf('/')), host: entry.slice(entry.indexOf('/') + 1) }))
    .filter(({ host }) => hostnames.some(own => hostsOverlap(host, own)));
  if (!fitting.some(({ from }) => from === '*' || from === namespace)) {
    if (fitting.length > 0) {
      const message = `allowedRoutes of the listener "${name}" do not admit the namespace "${namespace}"`;
      return { reason: 'NotAllowedByListeners', message };
    }
    const shown = hostnames.map(host => `"${host}"`).join(', ');
    const message = `the listener "${name}" is for "${hostname}", which does not overlap with ${shown}`;
    return { reason: 'NoMatchingListenerHostname', message };
  }
  if (!kinds.includes(kind)) {
    const taken = kinds.length === 0 ? 'no routes' : `only ${kinds.join(' and ')}`;
    const message = `the listener "${name}" for ${protocol} takes ${taken}`;
    return { reason: 'NotAllowedByListeners', message };
  }
  return undefined;
}

/** Whether a more specific listener beside the one of a parent takes the requests for a host of the route. */
export function isTakenByAnother({ listener: { hostname }, otherHosts }: ListenerParent, host: string): boolean {
  if (hostname !== '' && !isWildcard(hostname)) return false;
  if (hostname !== '' && !hostsOverlap(host, hostname)) return true;
  return otherHosts.some(other => hostname.length <= other.length && hostCovers(other, host));
}

const WAYPOINT = 'istio.io/use-waypoint';
const OWN_CONTROLLERS = ['istio.io/mesh-controller', 'istio.io/gateway-controller'];

/** Whether a service uses a waypoint that is not Istio's, whose controller then reads its routes. */
function isLeftToOthers({ model, release }: GatewayApiFacts, namespace: string, object: Resource | undefined): boolean {
  if (!release.has('foreignWaypoints') || object === undefined) return false;
  const own = object.labels[WAYPOINT] !== undefined ? object.labels : (model.namespaces.get(namespace)?.labels ?? {});
  const name = own[WAYPOINT] ?? '';
  if (name === '' || name.toLowerCase() === 'none') return false;
  const gateway = model.find('KubernetesGateway', own['istio.io/use-waypoint-namespace'] || namespace, name);
  const controller = model.find('GatewayClass', '', gateway?.spec.gatewayClassName ?? '')?.spec.controllerName;
  return controller !== undefined && !OWN_CONTROLLERS.includes(controller);
}
