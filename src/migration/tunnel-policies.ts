import type { EffectiveMesh } from '../istio/effective-mesh';
import type { Workload } from '../model/workload';
import { HBONE, type NetworkDirection, type NetworkRule, NetworkRules } from './network-rules';

/**
 * The rules of NetworkPolicies that let connections of the mesh in or out of pods. Of pods that do not move only those
 * count by which pods that move reach them, or are reached.
 */
export function rulesOfTunnels(
  mesh: EffectiveMesh,
  workload: Workload,
  direction: NetworkDirection,
  moves: (workload: Workload) => boolean,
): readonly NetworkRule[] {
  const network = mesh.once(NetworkRules);
  const rules = network.of(workload, direction).filter(rule => network.isTunnelled(rule));
  if (moves(workload)) return rules;
  return rules.filter(
    ({ peers, policy }) =>
      peers === undefined || peers.some(peer => network.podsOf(peer, policy.namespace).some(moves)),
  );
}

/** Of such rules those that do not let the tunnels through to which pods change, on port 15008. */
export function withoutTunnel(
  mesh: EffectiveMesh,
  workload: Workload,
  rules: readonly NetworkRule[],
): readonly NetworkRule[] {
  const network = mesh.once(NetworkRules);
  return rules.filter(rule => !network.isCovered(rule, HBONE, network.of(workload, rule.direction)));
}

/** The pods of a mesh whose connections may go through tunnels once some of them move. */
export function podsOfTunnels({ model }: EffectiveMesh): readonly Workload[] {
  return model.workloads.all.filter(({ dataPlane }) => dataPlane !== 'none');
}

/**
 * Whether the tunnel can be let through for those whom a rule lets through: it carries connections to all ports of the
 * pods, so that their AuthorizationPolicies have to say which ports are meant.
 */
export function canLetTunnelThrough(mesh: EffectiveMesh, rule: NetworkRule, workload: Workload): boolean {
  if (rule.ports === undefined) return true;
  if (rule.direction === 'ingress') return limitsPorts(mesh, workload);
  const network = mesh.once(NetworkRules);
  const called = rule.peers?.flatMap(peer => network.podsOf(peer, rule.policy.namespace)) ?? [];
  return called.length > 0 && called.every(pod => limitsPorts(mesh, pod));
}

/** Whether policies of pods take nothing but what comes for ports that they name. */
function limitsPorts(mesh: EffectiveMesh, workload: Workload): boolean {
  if (workload.dataPlane === 'none') return true;
  const { allow } = mesh.policiesOf(workload).ready;
  return (
    allow.length > 0 &&
    allow.every(({ policy, rules }) => {
      const named = new Set(
        mesh.policyConditions
          .of(policy)
          .flatMap(({ condition: { key, wanted }, rule }) =>
            (key === 'ports' || key === 'destination.port') && wanted.length > 0 ? [rule] : [],
          ),
      );
      return rules.every((_, i) => named.has(i));
    })
  );
}
