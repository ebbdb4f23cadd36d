import { fieldOfCondition, type PolicyCondition } from '../../../istio/policies/policy-conditions';
import { parseValues, valueAt } from '../../../model/installations';
import type { MeshModel } from '../../../model/mesh-model';
import type { Resource } from '../../../model/resource';
import type { Workload } from '../../../model/workload';
import { PEER_ADDRESS, REMOTE_ADDRESS } from '../../../requests/attribute';
import { workloadsOfPolicy } from '../../policies';
import type { Finding, Rule } from '../../rule';

/**
 * A policy of a gateway compares the address of the client, and the gateway does not know it: it sees that of the node or
 * of the load balancer.
 */
export const clientAddressWithoutTrustedProxies: Rule = {
  name: 'client-address-without-trusted-proxies',
  severity: 'warning',
  summary: 'A gateway with policies about client addresses must be configured to know these addresses.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    const { model } = mesh;
    const judged = new Set<Resource>();
    for (const use of mesh.policyConditions.all) {
      const resource = use.policy;
      if (!isAboutAddress(use) || judged.has(resource)) continue;
      judged.add(resource);
      const isRemote = use.condition.attribute.about === REMOTE_ADDRESS;
      for (const workload of workloadsOfPolicy(resource, mesh)) {
        if (mesh.proxyOf(workload).type !== 'gateway' || workload.generated) continue;
        const problem = isRemote ? problemOfRemote(workload, model) : problemOfDirect(workload, model);
        if (problem === undefined) continue;
        findings.push({ resource, field: fieldOfCondition(use), ...problem, related: [workload.resource] });
        break;
      }
    }
    return findings;
  },
};

function isAboutAddress({ condition }: PolicyCondition): boolean {
  const { about } = condition.attribute;
  return about === REMOTE_ADDRESS || about === PEER_ADDRESS;
}

function problemOfRemote(workload: Workload, model: MeshModel) {
  const own = valueAt(parseValues(workload.annotations['proxy.istio.io/config']), 'gatewayTopology');
  const { gatewayTopology } = model.meshConfig.defaultConfig ?? {};
  if (own !== undefined || gatewayTopology?.numTrustedProxies !== undefined || keepsAddress(workload, model))
    return undefined;
  return {
    problem: `the pods of "${workload.name}" trust no proxy before them, so that X-Forwarded-For is not read and the address is that of the node or load balancer`,
    fix: 'set gatewayTopology.numTrustedProxies in the mesh configuration or the annotation proxy.istio.io/config',
  };
}

function problemOfDirect(workload: Workload, model: MeshModel) {
  if (keepsAddress(workload, model)) return undefined;
  return {
    problem: `the Service of "${workload.name}" replaces the address of the client by that of the node`,
    fix: 'set externalTrafficPolicy: Local on the Service, or compare remoteIpBlocks behind a load balancer of HTTP',
  };
}

/** Whether a Service in front of the pods leaves the address of the client as it is. */
function keepsAddress(workload: Workload, model: MeshModel): boolean {
  const services = model.servicesOf(workload);
  return (
    services.length === 0 ||
    services.some(({ resource }) => valueAt(resource.manifest, 'spec.externalTrafficPolicy') === 'Local')
  );
}
