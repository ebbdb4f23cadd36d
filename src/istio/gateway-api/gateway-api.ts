import {
  deployedName,
  type GatewayController,
  gatewayController,
  isDeployedByIstio,
} from '../../model/gateway-classes';
import { serviceHost } from '../../model/host-name';
import { takesListenerSets } from '../../model/listener-sets';
import { isKind, type Resource } from '../../model/resource';
import type { ListenerSpec, ParentReference } from '../../model/shapes/gateway-api';
import { addTo } from '../../values/multimap';
import type { GatewayConfig } from '../gateways/gateway-config';
import type { VirtualService } from '../routes/virtual-services';
import { type AnyRoute, parentsOf } from './attachment';
import { type TlsPolicies, tlsPoliciesOf } from './backend-policies';
import type { GatewayApiFacts } from './facts';
import { type ListenerConflict, listenerConflicts } from './listener-conflicts';
import { type GatewayListener, readListener } from './listeners';
import { convertRoute, type MergedRoutes, mergeRoutes } from './made-routes';
import { ReferenceGrants } from './reference-grants';
import { type IdleRoute, parentStatuses, type ReadRoute, targetOf } from './route-status';
import { type Unread, whyUnread } from './unread-parents';

/** A route of a kind that istiod does not read. */
export interface UnreadRoute extends IdleRoute {
  readonly route: Resource<'TCPRoute'> | Resource<'UDPRoute'>;
}

/**
 * What istiod generates from the objects of the Gateway API. It turns listeners and routes into Gateways and VirtualServices
 * of its own, and goes on with those.
 *
 * @see https://gateway-api.sigs.k8s.io/
 * @see https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/
 */
export class GatewayApi {
  /** All listeners that Istio looks after, by Gateway, in the order of the input. */
  public readonly listeners: readonly GatewayListener[];
  /** The Gateways that istiod makes of listeners; only of those that can take connections. */
  public readonly gatewayConfigs: readonly GatewayConfig[];
  /** The VirtualServices that istiod makes of routes. */
  public readonly virtualServices: readonly VirtualService[];
  /** All routes of the kinds that istiod reads. */
  public readonly routes: readonly ReadRoute[];
  /** Routes of kinds that istiod does not read, and why. */
  public readonly unread: readonly UnreadRoute[];
  /** Routes that istiod loses though they are attached, and why. */
  public readonly lost: MergedRoutes['lost'];
  public readonly tlsPolicies: TlsPolicies;
  public readonly grants: ReferenceGrants;

  readonly #listenersOf = new Map<string, GatewayListener[]>();
  #idle: ReadonlyMap<string, readonly IdleRoute[]> | undefined;

  public constructor(private readonly facts: GatewayApiFacts) {
    const { model } = facts;
    this.grants = new ReferenceGrants(this.#seen(model.all('ReferenceGrant')));
    this.listeners = this.#seen(model.all('KubernetesGateway')).flatMap(gateway => this.#listenersAt(gateway));
    for (const listener of this.listeners) {
      if (!listener.isParent) continue;
      addTo(this.#listenersOf, listener.owner.toString(), listener);
    }
    this.gatewayConfigs = this.listeners.filter(({ valid }) => valid).map(listener => this.configOf(listener));
    this.routes = this.#readRoutes();
    this.unread = this.#unreadRoutes();
    const { virtualServices, lost } = mergeRoutes(
      this.routes.flatMap(({ made }) => made),
      facts.release,
    );
    this.virtualServices = virtualServices;
    this.lost = lost;
    this.tlsPolicies = tlsPoliciesOf(facts, this.#seen(model.all('BackendTLSPolicy')));
  }

  /** Who looks after a Gateway; undefined where that is not Istio. */
  public controllerOf(gateway: Resource<'KubernetesGateway'>): GatewayController | undefined {
    return gatewayController(gateway.spec.gatewayClassName, name => this.facts.model.find('GatewayClass', '', name));
  }

  /** The Services whose pods serve a Gateway, by their full names. */
  public servicesOf(gateway: Resource<'KubernetesGateway'>): readonly string[] {
    const { namespace, spec } = gateway;
    const { domain } = this.facts.settings;
    const controller = this.controllerOf(gateway);
    if (controller === undefined) return [];
    if (isDeployedByIstio(gateway)) return [serviceHost(deployedName(gateway, controller), namespace, domain)];
    return (spec.addresses ?? [])
      .filter(({ type = 'IPAddress' }) => type === 'Hostname')
      .map(({ value = '' }) => (value.includes('.') ? value : serviceHost(value, namespace, domain)));
  }

  /** Why a `parentRef` of a route in a namespace, which leads to nothing that istiod knows, does so. */
  public whyUnread(namespace: string, reference: ParentReference): Unread {
    return whyUnread(this.facts, gateway => this.controllerOf(gateway), namespace, reference);
  }

  /** Whether a route has a parent that may be one of Istio, which then decides what of the route counts. */
  public isForIstio({ namespace, spec }: AnyRoute | UnreadRoute['route']): boolean {
    return (spec.parentRefs ?? []).some(reference => {
      const { cause } = this.whyUnread(namespace, reference);
      return cause !== 'other-controller' && cause !== 'other-waypoint';
    });
  }

  /** The routes that name a Gateway, ListenerSet or service as their parent and do not count there, and why. */
  public idleAt(parent: Resource): readonly IdleRoute[] {
    if (isKind(parent, 'Gateway')) return [];
    this.#idle ??= this.#findIdle();
    return this.#idle.get(parent.toString()) ?? [];
  }

  #findIdle(): ReadonlyMap<string, readonly IdleRoute[]> {
    const found = new Map<string, IdleRoute[]>();
    for (const read of this.routes) {
      const { route } = read;
      const lost = this.lost.find(one => one.route === route)?.reason;
      for (const { reference, field, parents, denial, refusal } of parentStatuses(read)) {
        const target = targetOf(route, reference);
        const [first] = parents;
        const invalid = first === undefined ? undefined : read.problems[first.kind].invalid;
        const reason =
          first === undefined ? this.whyUnread(route.namespace, reference).reason : (denial?.message ?? lost);
        if (reason !== undefined) addTo(found, target, { route, field, reason });
        else if (invalid !== undefined && refusal === invalid) {
          addTo(found, target, { route, field: invalid.field, reason: invalid.message });
        }
      }
    }
    for (const idle of this.unread) {
      const { namespace, spec } = idle.route;
      for (const reference of spec.parentRefs ?? []) addTo(found, targetOf({ namespace }, reference), idle);
    }
    return found;
  }

  /** A listener as the Gateway that istiod makes of it, whether or not it can take connections. */
  public configOf({ owner, gateway, madeName, server, field, assumedSecrets }: GatewayListener): GatewayConfig {
    return {
      resource: owner,
      name: madeName,
      servers: [{ server, field, assumedSecrets }],
      pods: {
        by: 'services',
        hosts: this.servicesOf(gateway),
        namespace: gateway.namespace,
        managed: isDeployedByIstio(gateway),
      },
    };
  }

  #seen<T extends Resource>(objects: readonly T[]): readonly T[] {
    return objects.filter(({ namespace }) => this.facts.isDiscovered(namespace));
  }

  #listenersAt(gateway: Resource<'KubernetesGateway'>): readonly GatewayListener[] {
    const controller = this.controllerOf(gateway);
    // Waypoints read routes by their services, and gateways of other clusters are configured there.
    if (controller !== 'gateway' && controller !== 'east-west') return [];
    if (this.servicesOf(gateway).length === 0) return [];
    const { model, release } = this.facts;
    const sets =
      controller === 'gateway'
        ? this.#seen(model.listenerSetsOf(gateway)).filter(set =>
            takesListenerSets(gateway, set.namespace, model.namespaces),
          )
        : [];
    const conflicts: ReadonlyMap<ListenerSpec, ListenerConflict> =
      controller === 'gateway' && release.has('listenerConflicts') ? listenerConflicts(gateway, sets) : new Map();
    return [gateway, ...sets].flatMap(owner =>
      (owner.spec.listeners ?? []).flatMap((spec, i) =>
        controller === 'east-west' && spec.port === 15008
          ? []
          : [readListener(this.facts, this.grants, controller, gateway, owner, i, spec, conflicts.get(spec))],
      ),
    );
  }

  #unreadRoutes(): readonly UnreadRoute[] {
    const { model, release } = this.facts;
    const udp = model.all('UDPRoute').map(route => ({ route, field: 'kind', reason: 'Istio does not read UDPRoutes' }));
    if (release.has('tcpRoutes')) return udp;
    const reason = 'before 1.31, Istio reads TCPRoutes only with PILOT_ENABLE_ALPHA_GATEWAY_API=true';
    return [...model.all('TCPRoute').map(route => ({ route, field: 'kind', reason })), ...udp];
  }

  #readRoutes(): readonly ReadRoute[] {
    const { model } = this.facts;
    const all: readonly AnyRoute[] = [
      ...model.all('HTTPRoute'),
      ...model.all('GRPCRoute'),
      ...model.all('TLSRoute'),
      ...(this.facts.release.has('tcpRoutes') ? model.all('TCPRoute') : []),
    ];
    const listenersOf = (owner: string) => this.#listenersOf.get(owner) ?? [];
    return this.#seen(all).map(route => {
      const parents = parentsOf(this.facts, listenersOf, route);
      return { route, parents, ...convertRoute(this.facts, this.grants, route, parents) };
    });
  }
}
