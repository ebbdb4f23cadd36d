import type { Mesh } from '../mesh/mesh';
import { isPodCaller } from '../mesh/pod-caller';
import type { Caller, WaypointRef } from '../mesh/references';
import { Waypoint } from '../mesh/waypoint';

/** Pods of one namespace, as a NetworkPolicy finds them. */
export interface PodSet {
  readonly namespace: string;
  /** Labels of the pods; absent for all pods of the namespace. */
  readonly labels?: { readonly [key: string]: string };
  /** How their traffic travels between proxies. */
  readonly mode: 'sidecar' | 'ambient' | 'none';
}

/** A peer of a NetworkPolicy. */
export interface PolicyPeer {
  readonly namespaceSelector?: { readonly matchLabels: { readonly [key: string]: string } };
  readonly podSelector?: { readonly matchLabels: { readonly [key: string]: string } };
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

/** A port of a NetworkPolicy. */
export interface PolicyPort {
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
}

/** Where ztunnel and waypoints take traffic from each other. */
export const HBONE_PORT = 15008;

/** The pods of a caller; nothing where only its identity is known. */
export function podsOf(caller: Caller, mesh: Mesh): PodSet | undefined {
  if (isPodCaller(caller)) {
    return { namespace: caller.namespace.name, labels: caller.selector, mode: caller.namespace.dataPlane.mode };
  }
  if (caller instanceof Waypoint) return waypointPods(caller);
  const gateway = mesh.gateways.find(declared => declared === caller);
  if (gateway !== undefined) return { namespace: gateway.podNamespace.name, labels: gateway.selector, mode: 'sidecar' };
  return undefined;
}

/** The pods of a waypoint. */
export function waypointPods(waypoint: WaypointRef): PodSet {
  return {
    namespace: waypoint.namespace.name,
    labels:
      waypoint.gateways.length === 1
        ? { 'gateway.networking.k8s.io/gateway-name': waypoint.name }
        : { 'gateway.networking.k8s.io/gateway-class-name': 'istio-waypoint' },
    mode: 'ambient',
  };
}

/** Pods as a peer. */
export function peerOf({ namespace, labels }: PodSet): PolicyPeer {
  return {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    ...(labels === undefined ? {} : { podSelector: { matchLabels: { ...labels } } }),
  };
}

/**
 * The ports on which traffic between two sets of pods arrives. Between ambient pods it is tunnelled, whatever port the
 * app listens on; a proxy that may or may not speak the tunnel gets both.
 */
export function portsBetween(from: PodSet, to: PodSet, ports: readonly number[]): readonly PolicyPort[] {
  const tunnelled = to.mode === 'ambient' && from.mode !== 'none';
  const plain = !(from.mode === 'ambient' && to.mode === 'ambient');
  const numbers = [...(tunnelled ? [HBONE_PORT] : []), ...(plain ? ports : [])];
  return [...new Set(numbers)].sort((a, b) => a - b).map(tcp);
}

/** A TCP port. */
export function tcp(port: number): PolicyPort {
  return { port, protocol: 'TCP' };
}
