import type { Workload } from '../../model/workload';
import { byText } from '../../values/order';
import type { NetworkRule } from '../network-rules';
import { canLetTunnelThrough, podsOfTunnels, rulesOfTunnels, withoutTunnel } from '../tunnel-policies';
import { makersOf, podsText } from './move';
import type { ObstacleKind } from './obstacle';
import { PAGES } from './pages';

export const networkPolicyWithoutTunnel: ObstacleKind = {
  name: 'network-policy-without-tunnel',
  severity: 'blocker',
  summary: 'A NetworkPolicy allows connections by port; between ambient pods all connections use tunnels on port 15008',
  instead: 'allow port 15008 for the same peers, and limit the ports by AuthorizationPolicies of the pods',
  url: PAGES.networkPolicies,

  *find(mesh, move) {
    const found = new Map<string, { readonly rule: NetworkRule; readonly pods: Workload[] }>();
    if (move.workloads.length === 0) return;
    for (const workload of podsOfTunnels(mesh)) {
      for (const direction of ['ingress', 'egress'] as const) {
        const rules = rulesOfTunnels(mesh, workload, direction, one => move.moves(one));
        for (const rule of withoutTunnel(mesh, workload, rules)) {
          if (canLetTunnelThrough(mesh, rule, workload)) continue;
          const key = `${rule.policy} ${direction}`;
          const one = found.get(key) ?? { rule, pods: [] };
          found.set(key, one);
          if (!one.pods.includes(workload)) one.pods.push(workload);
        }
      }
    }
    for (const { rule, pods: unsorted } of found.values()) {
      const pods = [...unsorted].sort(byText(({ name, resource }) => `${name} ${resource.kind}`));
      const { policy, field, direction } = rule;
      const what = direction === 'ingress' ? 'reaches' : 'leaves';
      yield {
        resource: policy,
        field,
        part: direction,
        lost: `what goes through tunnels no longer ${what} ${podsText(pods)}: port 15008 is closed`,
        related: makersOf(pods),
      };
    }
  },
};
