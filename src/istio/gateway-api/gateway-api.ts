import {
  deployedName,
  type GatewayController,
  gatewayController,
  isDeployedByIstio,
} from '../../model/gateway-classes';
import { serviceHost } from '../../model/host-name';
import { takesListenerSets } from '../../model/listener-sets';
import type { Resource } from '../../model/resource';
import type { ListenerSpec } from '../../model/shapes/gateway-api';
import type { GatewayConfig } from '../gateways/gateway-config';
import type { VirtualService } from '../routes/virtual-services';
import { type AnyRoute, parentsOf, type RouteParent } from './attachment';
import { type TlsPolicies, tlsPoliciesOf } from './backend-policies';
import type { GatewayApiFacts } from './facts';
import { type ListenerConflict, listenerConflicts } from './listener-conflicts';
import { type GatewayListener, readListener } from './listeners';
import { type ConvertedRoute, convertRoute, type MergedRoutes, mergeRoutes } from './made-routes';
import { ReferenceGrants } from './reference-grants';

/** A route with what its parents and rules come to. */
export interface ReadRoute extends ConvertedRoute {
  readonly route: AnyRoute;
  readonly parents: readonly RouteParent[];
}

/**
 * What istiod makes of the objects of the Gateway API. It turns listeners and routes into Gateways and VirtualServices
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
  /** Routes that istiod loses though they are attached, and why. */
  public readonly lost: MergedRoutes['lost'];
  public readonly tlsPolicies: TlsPolicies;
  public readonly grants: ReferenceGrants;

  readonly #listenersOf = new Map<string, GatewayListener[]>();

  public constructor(private readonly facts: GatewayApiFacts) {
    const { model } = facts;
    this.grants = new ReferenceGrants(this.#seen(model.all('ReferenceGrant')));
    this.listeners = this.#seen(model.all('KubernetesGateway')).flatMap(gateway => this.#listenersAt(gateway));
    for (const listener of this.listeners) {
      if (!listener.isParent) continue;
      const key = `${listener.owner.kind} ${listener.owner.fullName}`;
      const held = this.#listenersOf.get(key);
      if (held === undefined) this.#listenersOf.set(key, [listener]);
      else held.push(listener);
    }
    this.gatewayConfigs = this.listeners.filter(({ valid }) => valid).map(listener => this.#configOf(listener));
    this.routes = this.#readRoutes();
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
      controller === 'gateway' && release.isAtLeast('1.31') ? listenerConflicts(gateway, sets) : new Map();
    return [gateway, ...sets].flatMap(owner =>
      (owner.spec.listeners ?? []).flatMap((spec, i) =>
        controller === 'east-west' && spec.port === 15008
          ? []
          : [readListener(this.facts, this.grants, controller, gateway, owner, i, spec, conflicts.get(spec))],
      ),
    );
  }

  #configOf({ owner, gateway, madeName, server, field, assumedSecrets }: GatewayListener): GatewayConfig {
    return {
      resource: owner,
      name: madeName,
      servers: [{ server, field, assumedSecrets }],
      pods: { by: 'services', hosts: this.servicesOf(gateway), namespace: gateway.namespace },
    };
  }

  #readRoutes(): readonly ReadRoute[] {
    const { model, release, settings } = this.facts;
    const takesTcp = release.isAtLeast('1.31') || settings.alphaGatewayApi;
    const all: readonly AnyRoute[] = [
      ...model.all('HTTPRoute'),
      ...model.all('GRPCRoute'),
      ...model.all('TLSRoute'),
      ...(takesTcp ? model.all('TCPRoute') : []),
    ];
    const listenersOf = (owner: string) => this.#listenersOf.get(owner) ?? [];
    return this.#seen(all).map(route => {
      const parents = parentsOf(this.facts, listenersOf, route);
      return { route, parents, ...convertRoute(this.facts, this.grants, route, parents) };
    });
  }
}
