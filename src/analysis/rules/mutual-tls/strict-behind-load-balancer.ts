import type { Resource } from '../../../model/resource';
import type { Finding, Rule } from '../../rule';

/** Clients outside the cluster are sent straight to pods that accept mutual TLS only. They are cut off. */
export const strictBehindLoadBalancer: Rule = {
  name: 'strict-behind-load-balancer',
  severity: 'warning',
  summary: 'Pods that accept mutual TLS only must be reached from outside through a gateway.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    const reported = new Set<Resource>();
    for (const { cause, resource, field, port, pods } of mesh.plaintextClients) {
      const closed = pods.find(({ mode }) => mode?.mode === 'STRICT');
      if (cause !== 'load-balancer' || closed === undefined || reported.has(resource)) continue;
      reported.add(resource);
      const { workload, mode } = closed;
      findings.push({
        resource,
        field,
        problem: `clients outside the cluster reach port ${port} of "${workload.name}" without mutual TLS, which it requires`,
        fix: 'route them through an ingress gateway, or except the port by portLevelMtls',
        related: mode?.resource === undefined ? [workload.resource] : [mode.resource, workload.resource],
      });
    }
    return findings;
  },
};
