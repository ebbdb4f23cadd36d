import type { PolicyTargetReference } from '../../imports/security.istio.io';
import { Mesh } from '../mesh/mesh';
import { isMeshNamespace } from '../mesh/mesh-namespace';
import { isMeshService } from '../mesh/mesh-service';
import type { GatewayCaller, MeshServiceRef, NamespaceRef } from '../mesh/references';
import { serviceNamesOf } from '../mesh/version-service';
import type { ServicePort } from '../routing/refs';

/** What a policy holds for: the pods of a service or gateway, a namespace, or the whole mesh. */
export type PolicyTarget = MeshServiceRef | GatewayCaller | NamespaceRef | Mesh;

/** Which proxy enforces a policy where there is a waypoint: that one, or what guards the pods behind it. */
export type EnforcedAt = 'proxy' | 'pods';

/** How a policy object finds its proxies. */
export type Attachment =
  | { readonly selector: { readonly matchLabels: { readonly [key: string]: string } } }
  | { readonly targetRefs: readonly PolicyTargetReference[] }
  | { readonly selector?: undefined };

/** A target as a policy object needs it. */
export interface ResolvedTarget {
  /** How messages name it. */
  readonly label: string;
  /** Short name from which the names of objects are made. */
  readonly name: string;
  /** The namespace in which the policy object must live. */
  readonly namespace: string;
  readonly attachment: Attachment;
  /** The one service that the target is. */
  readonly service?: MeshServiceRef;
  /** The ports that requests come for, where the target is one service. */
  readonly ports?: readonly ServicePort[];
  /** Of a gateway: the ports on which it sees requests, as declared so far; or nothing where it sees them on all. */
  requestPorts?(bind: 'always' | 'where-needed'): readonly number[] | undefined;
  /** The number by which the enforcing proxy knows a port: that of the pod, or at a waypoint that of the service. */
  portNumber(port: ServicePort): number;
}

/** The namespace whose waypoint enforces policies about single requests to the target; none with sidecars. */
export function ambientNamespaceOf(target: PolicyTarget): NamespaceRef | undefined {
  const namespace = isMeshNamespace(target) ? target : isMeshService(target) ? target.namespace : undefined;
  return namespace?.dataPlane.mode === 'ambient' ? namespace : undefined;
}

/**
 * Resolves a target for a policy of `mesh`. Once a namespace has a waypoint, that is where its policies take effect:
 * the workloads behind it see the waypoint as the caller.
 */
export function resolveTarget(target: PolicyTarget, mesh: Mesh, enforcedAt: EnforcedAt = 'proxy'): ResolvedTarget {
  const waypoint = enforcedAt === 'pods' ? undefined : ambientNamespaceOf(target)?.waypoint;
  const portNumber = (port: ServicePort) => (waypoint === undefined ? port.targetPort : port.port);
  if (isMeshService(target)) {
    return {
      label: `service "${target.label}"`,
      name: target.name,
      namespace: target.namespace.name,
      attachment:
        waypoint === undefined
          ? { selector: { matchLabels: { ...target.selector } } }
          : { targetRefs: serviceNamesOf(target).map(name => ({ group: '', kind: 'Service', name })) },
      service: target,
      ports: target.ports,
      portNumber,
    };
  }
  if (isMeshNamespace(target)) {
    return {
      label: `namespace "${target.name}"`,
      name: target.name,
      namespace: target.name,
      attachment:
        waypoint === undefined
          ? {}
          : {
              targetRefs: waypoint.gateways.map(name => ({
                group: 'gateway.networking.k8s.io',
                kind: 'Gateway',
                name,
              })),
            },
      portNumber,
    };
  }
  if (target instanceof Mesh) {
    return {
      label: 'the mesh',
      name: 'mesh',
      namespace: mesh.rootNamespace,
      attachment: {},
      portNumber,
    };
  }
  return {
    label: `gateway "${target.label}"`,
    name: target.name,
    namespace: target.podNamespace.name,
    attachment: { selector: { matchLabels: { ...target.selector } } },
    requestPorts: bind =>
      bind === 'where-needed' && target.takesRequestsOn.length === target.listensOn.length
        ? undefined
        : target.takesRequestsOn,
    portNumber,
  };
}
