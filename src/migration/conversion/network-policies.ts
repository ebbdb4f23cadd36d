import type { EffectiveMesh } from '../../istio/effective-mesh';
import type { Workload } from '../../model/workload';
import type { Manifest } from '../../values/manifest';
import { shortened } from '../../values/names';
import { canonicalJson } from '../../values/plain-data';
import { podsName } from '../moving-pods';
import {
  HBONE,
  type NetworkDirection,
  type NetworkPeer,
  type NetworkRule,
  NetworkRules,
  PROBES,
} from '../network-rules';
import { hasProbes } from '../probes';
import { canLetTunnelThrough, podsOfTunnels, rulesOfTunnels, withoutTunnel } from '../tunnel-policies';
import type { Conversion } from './conversion';
import type { NamespaceWaypoint } from './waypoints';

/**
 * NetworkPolicies that let through what pods of the ambient mesh send and get on the wire: tunnels on port 15008 instead of
 * the ports of the pods, by way of waypoints where there are any, and the probes of the kubelet from their own address.
 *
 * Tunnels are let through for those only for whom the old policies let something through, and only where policies of the
 * pods say which of their ports are meant.
 */
export function convertNetworkPolicies(
  mesh: EffectiveMesh,
  waypoints: readonly NamespaceWaypoint[],
  moving: ReadonlySet<string>,
): Conversion {
  const moves = (workload: Workload) => moving.has(podsName(workload));
  const pods = podsOfTunnels(mesh);
  const beside = [
    ...pods.flatMap(pod => policyOfPods(mesh, pod, waypoints, moves)),
    ...waypoints.flatMap(policyOfWaypoint(mesh)),
  ];
  return { beside: distinct(beside), goneBeside: [], withPods: [], left: [], gone: [] };
}

type Written = { readonly [field: string]: unknown };

const TUNNEL = [{ port: HBONE, protocol: 'TCP' }];

function policyOfPods(
  mesh: EffectiveMesh,
  workload: Workload,
  waypoints: readonly NamespaceWaypoint[],
  moves: (workload: Workload) => boolean,
): readonly Manifest[] {
  const network = mesh.once(NetworkRules);
  const ingress = tunnels(mesh, workload, 'ingress', waypoints, moves);
  const egress = tunnels(mesh, workload, 'egress', waypoints, moves);
  const probes =
    moves(workload) && hasProbes(workload) && !network.admitsProbes(workload)
      ? [{ from: [{ ipBlock: { cidr: `${PROBES}/32` } }] }]
      : [];
  const rules = { ingress: [...ingress, ...probes], egress };
  const types = [...(rules.ingress.length > 0 ? ['Ingress'] : []), ...(rules.egress.length > 0 ? ['Egress'] : [])];
  if (types.length === 0) return [];
  return [
    networkPolicy(`ambient-${workload.name}`, workload.namespace, {
      podSelector: { matchLabels: workload.labels },
      policyTypes: types,
      ...(rules.ingress.length === 0 ? {} : { ingress: rules.ingress }),
      ...(rules.egress.length === 0 ? {} : { egress: rules.egress }),
    }),
  ];
}

/** The rules that let the tunnels of pods through in a direction, where what is there does not. */
function tunnels(
  mesh: EffectiveMesh,
  workload: Workload,
  direction: NetworkDirection,
  waypoints: readonly NamespaceWaypoint[],
  moves: (workload: Workload) => boolean,
): readonly Written[] {
  const rules = rulesOfTunnels(mesh, workload, direction, moves);
  const meant = rules.filter(rule => canLetTunnelThrough(mesh, rule, workload));
  const key = direction === 'ingress' ? 'from' : 'to';
  const closed = withoutTunnel(mesh, workload, meant);
  if (closed.some(({ peers }) => peers === undefined)) return [{ ports: TUNNEL }];
  const peers = closed.flatMap(rule => rule.peers ?? []).filter(({ ipBlock }) => ipBlock === undefined);
  const through = meant.flatMap(rule => waypointsOnTheWay(mesh, workload, rule, waypoints));
  const all = new Map([...peers.map(({ written }) => written), ...through].map(one => [canonicalJson(one), one]));
  return all.size === 0 ? [] : [{ [key]: [...all.values()], ports: TUNNEL }];
}

/** The waypoints that send in place of the peers of a rule, or take what is sent to them. */
function waypointsOnTheWay(
  mesh: EffectiveMesh,
  workload: Workload,
  { direction, peers, policy }: NetworkRule,
  waypoints: readonly NamespaceWaypoint[],
): readonly Written[] {
  if (peers === undefined) return [];
  const network = mesh.once(NetworkRules);
  const isMeant = (pod: Workload) =>
    direction === 'ingress'
      ? pod === workload
      : peers.some((peer: NetworkPeer) => network.podsOf(peer, policy.namespace).includes(pod));
  return waypoints
    .filter(({ uses }) => uses.some(({ pods }) => pods.some(isMeant)))
    .map(({ namespace, name }) => ({
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
      podSelector: { matchLabels: waypointLabels(name) },
    }));
}

/** A waypoint takes the connections of all, and looks itself at who sends them. */
function policyOfWaypoint(mesh: EffectiveMesh): (waypoint: NamespaceWaypoint) => readonly Manifest[] {
  return ({ namespace, name }) => {
    const isClosed = mesh.model.inNamespace('NetworkPolicy', namespace).length > 0;
    if (!isClosed) return [];
    return [
      networkPolicy(`ambient-${name}`, namespace, {
        podSelector: { matchLabels: waypointLabels(name) },
        policyTypes: ['Ingress', 'Egress'],
        ingress: [{ ports: TUNNEL }],
        egress: [{}],
      }),
    ];
  };
}

function waypointLabels(name: string) {
  return { 'gateway.networking.k8s.io/gateway-name': name };
}

function networkPolicy(name: string, namespace: string, spec: Written): Manifest {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: shortened(name), namespace },
    spec,
  };
}

function distinct(manifests: readonly Manifest[]): readonly Manifest[] {
  return [...new Map(manifests.map(one => [canonicalJson(one), one])).values()];
}
