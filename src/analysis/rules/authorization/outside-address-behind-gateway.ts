import { PolicyScopes } from '../../../istio/policies/policy-scope';
import { valueAt } from '../../../model/installations';
import type { MeshModel } from '../../../model/mesh-model';
import type { Workload } from '../../../model/workload';
import { PEER_ADDRESS } from '../../../requests/attribute';
import { PRIVATE_BLOCKS } from '../../../requests/request-facts';
import { rangesOverlap } from '../../../values/ip-range';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

const PRIVATE = [...PRIVATE_BLOCKS, 'fc00::/7'];

/**
 * The pods of a service see the addresses of who connects to them: other pods, and gateways. Those of clients outside the
 * cluster end at the gateway.
 */
export const outsideAddressBehindGateway: Rule = {
  name: 'outside-address-behind-gateway',
  severity: 'warning',
  summary: 'A policy of pods behind a gateway must not compare addresses outside the cluster with that of the peer.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    const { model } = mesh;
    for (const { policy, condition, rule } of mesh.policyConditions.all) {
      const { attribute, wanted } = condition;
      if (attribute.about !== PEER_ADDRESS || wanted.length === 0 || wanted.some(mayBePod)) continue;
      const { workloads } = mesh.once(PolicyScopes).of(policy);
      const pods = workloads.filter(one => one.dataPlane !== 'none');
      const [first] = pods;
      if (first === undefined || pods.some(one => mesh.proxyOf(one).type === 'gateway' || isReached(one, model)))
        continue;
      findings.push({
        resource: policy,
        field: `spec.rules[${rule}].${condition.field}`,
        problem: `pods of "${first.name}" are called by other pods and gateways, none of which has an address of ${quoted(wanted)}`,
        fix: 'use remoteIpBlocks, and configure which proxies the gateway trusts, or attach the policy to the gateway',
        related: [first.resource],
      });
    }
    return findings;
  },
};

/** Whether a block holds addresses from which clusters take those of their pods. */
function mayBePod(range: string): boolean {
  return PRIVATE.some(block => block.includes(':') === range.includes(':') && rangesOverlap(range, block));
}

/** Whether clients from outside reach the pods themselves, with their own addresses. */
function isReached(workload: Workload, model: MeshModel): boolean {
  return model
    .servicesOf(workload)
    .some(({ resource }) => ['LoadBalancer', 'NodePort'].includes(String(valueAt(resource.manifest, 'spec.type'))));
}
