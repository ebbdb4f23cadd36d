import { gatewayController } from '../../model/gateway-classes';
import type { KindName } from '../../model/kinds';
import type { Labels } from '../../model/labels';
import { isKind, type Resource } from '../../model/resource';
import type { PolicyAttachment } from '../../model/shapes/policy';
import type { Workload } from '../../model/workload';
import { addTo } from '../../values/multimap';
import type { EffectiveMesh } from '../effective-mesh';
import { Memo } from '../memo';
import type { RegisteredService } from '../services/registered-service';
import { canaryOfService, isWaypoint, type Waypoint, waypointOfService } from '../waypoints';
import { hasGroupOf, type PolicyReference, targetRefsOf, type WaypointTarget, whyNowhere } from './policy-attachment';
import { GATEWAY_NAME } from './workload-identity';

/** The kinds that select pods, or name what they are about. */
export const POLICY_KINDS = [
  'AuthorizationPolicy',
  'RequestAuthentication',
  'PeerAuthentication',
  'Telemetry',
  'WasmPlugin',
  'TrafficExtension',
  'EnvoyFilter',
  'ProxyConfig',
  'Sidecar',
] as const satisfies readonly KindName[];

/** A service for which a waypoint carries out a policy. */
export interface GuardedService {
  readonly service: RegisteredService;
  readonly waypoint: Waypoint;
  /** The field of the policy that leads there. */
  readonly field: string;
}

/** Something that a policy names and for which nothing carries it out. */
export interface UnmetTarget {
  readonly field: string;
  readonly kind: string;
  readonly name: string;
  readonly reason: string;
  /**
   * Whether nothing of the name is there, nothing carries the policy out for what is there, or the webhook refuses it; `unknown` where that
   * depends on objects that the set does not hold.
   */
  readonly state: 'missing' | 'unguarded' | 'refused' | 'unknown';
  /** The service that nothing guards, where one is named. */
  readonly service: RegisteredService | undefined;
}

/** Where a policy is in force. */
export interface PolicyScope {
  /** The pods whose own proxies carry it out. */
  readonly workloads: readonly Workload[];
  /** The services before which a waypoint carries it out. */
  readonly services: readonly GuardedService[];
  readonly unmet: readonly UnmetTarget[];
}

/** Answers for every policy of a mesh where it is in force. */
export class PolicyScopes {
  readonly #scopes = new Memo((policy: Resource) => this.#scopeOf(policy));
  readonly #byResource = new Map<Resource, RegisteredService[]>();
  #behind: ReadonlyMap<Resource, readonly GuardedService[]> | undefined;

  public constructor(private readonly mesh: EffectiveMesh) {
    for (const service of mesh.services) addTo(this.#byResource, service.resource, service);
  }

  /** Where a policy is in force: by its selector, or by what it names. */
  public of(policy: Resource): PolicyScope {
    return this.#scopes.get(policy);
  }

  /** What a waypoint is asked about for a service. */
  public targetOf({ service, waypoint }: Pick<GuardedService, 'service' | 'waypoint'>): WaypointTarget {
    const { resource, namespace } = service;
    return { gateway: waypoint.gateway, service: { kind: resource.kind, namespace, name: resource.name } };
  }

  #scopeOf(policy: Resource): PolicyScope {
    const refs = targetsOf(policy);
    if (refs.length > 0) {
      const parts = refs.map(({ target, field }) => this.#scopeOfTarget(policy, target, field));
      return {
        workloads: [...new Set(parts.flatMap(({ workloads }) => workloads))],
        services: parts.flatMap(({ services }) => services),
        unmet: parts.flatMap(({ unmet }) => unmet),
      };
    }
    const { rootNamespace } = this.mesh.settings;
    const isForAll = policy.namespace === rootNamespace && !isKind(policy, 'ProxyConfig');
    const scope = isForAll ? undefined : policy.namespace;
    return { ...NOWHERE, workloads: this.mesh.model.workloads.selectedBy(selectorOf(policy), scope) };
  }

  #scopeOfTarget(policy: Resource, target: PolicyReference, field: string): PolicyScope {
    const { kind = '', name = '' } = target;
    const { namespace } = policy;
    const { model, settings, release } = this.mesh;
    const fails = (
      reason: string,
      state: UnmetTarget['state'] = 'unguarded',
      service?: RegisteredService,
    ): PolicyScope => ({ ...NOWHERE, unmet: [{ field, kind, name, reason, state, service }] });
    const nowhere = whyNowhere(policy, target, settings.rootNamespace, release);
    if (nowhere !== undefined) return fails(nowhere, hasGroupOf(kind, target.group) ? 'unguarded' : 'refused');
    if (kind === 'GatewayClass') {
      const services = [...this.#servicesBehind.values()].flat().map(one => ({ ...one, field }));
      return services.length > 0 ? { ...NOWHERE, services } : fails('nothing uses a waypoint');
    }
    if (kind === 'Gateway') {
      const gateway = model.find('KubernetesGateway', namespace, name);
      const workloads = model.workloads.selectedBy({ [GATEWAY_NAME]: name }, namespace);
      if (gateway === undefined && workloads.length === 0) {
        return fails(`there is no Gateway "${name}" of the Gateway API in namespace "${namespace}"`, 'missing');
      }
      if (gateway === undefined || !isWaypoint(this.mesh, gateway)) {
        if (workloads.length > 0 || gateway === undefined) return { ...NOWHERE, workloads };
        const { gatewayClassName = '' } = gateway.spec;
        const controller = gatewayController(gatewayClassName, one => model.find('GatewayClass', '', one));
        return controller === undefined
          ? fails(`Istio does not run the pods of Gateway "${name}" of class "${gatewayClassName}"`, 'unknown')
          : fails(`the set has no pods of Gateway "${name}"`, 'unknown');
      }
      const services = (this.#servicesBehind.get(gateway) ?? []).map(one => ({ ...one, field }));
      return services.length > 0 ? { ...NOWHERE, services } : fails(`nothing uses the waypoint "${name}"`);
    }
    const resource = model.find(kind === 'Service' ? kind : 'ServiceEntry', namespace, name);
    const [service] = resource === undefined ? [] : (this.#byResource.get(resource) ?? []);
    if (service === undefined) {
      return fails(
        `there is no ${kind} "${name}" in namespace "${namespace}"`,
        resource === undefined ? 'missing' : 'unknown',
      );
    }
    const found = waypointOfService(this.mesh, service);
    switch (found.state) {
      case 'used':
        return { ...NOWHERE, services: [{ service, waypoint: found.waypoint, field }] };
      case 'none':
        return fails(`${kind} "${name}" uses no waypoint`, 'unguarded', service);
      case 'unknown':
        return fails(found.reason, 'unknown', service);
      default:
        return fails(found.reason, 'unguarded', service);
    }
  }

  get #servicesBehind(): ReadonlyMap<Resource, readonly GuardedService[]> {
    if (this.#behind === undefined) {
      const behind = new Map<Resource, GuardedService[]>();
      for (const service of this.mesh.services) {
        const found = waypointOfService(this.mesh, service);
        if (found.state !== 'used') continue;
        addTo(behind, found.waypoint.gateway, { service, waypoint: found.waypoint, field: '' });
        const canary = canaryOfService(this.mesh, service, found.waypoint)?.result;
        if (canary?.state !== 'used') continue;
        addTo(behind, canary.waypoint.gateway, { service, waypoint: canary.waypoint, field: '' });
      }
      this.#behind = behind;
    }
    return this.#behind;
  }
}

const NOWHERE: PolicyScope = { workloads: [], services: [], unmet: [] };

/** What a policy names instead of selecting pods, each with its field. */
function targetsOf(policy: Resource): readonly { readonly target: PolicyReference; readonly field: string }[] {
  const spec = policy.spec as PolicyAttachment;
  const written = Array.isArray(spec.targetRefs) && spec.targetRefs.length > 0;
  return targetRefsOf(spec).map((target, i) => ({
    target,
    field: written ? `spec.targetRefs[${i}]` : 'spec.targetRef',
  }));
}

/** The labels by which an object selects pods; none select all. */
export function selectorOf(policy: Resource): Labels {
  if (isKind(policy, 'EnvoyFilter') || isKind(policy, 'Sidecar') || isKind(policy, 'ServiceEntry')) {
    return policy.spec.workloadSelector?.labels ?? {};
  }
  if (isKind(policy, 'DestinationRule')) return policy.spec.workloadSelector?.matchLabels ?? {};
  return (policy.spec as PolicyAttachment).selector?.matchLabels ?? {};
}

/** The path of the labels by which an object selects pods. */
export function selectorField(policy: Resource): string {
  if (isKind(policy, 'DestinationRule')) return 'spec.workloadSelector.matchLabels';
  const isOld = isKind(policy, 'EnvoyFilter') || isKind(policy, 'Sidecar') || isKind(policy, 'ServiceEntry');
  return isOld ? 'spec.workloadSelector.labels' : 'spec.selector.matchLabels';
}
