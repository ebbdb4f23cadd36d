import { proxyContainer } from '../../model/injection';
import { MutualTlsModes } from '../mutual-tls-modes';
import type { Rule } from '../rule';

/** Clients outside the cluster are sent straight to pods that accept mutual TLS only. They are cut off. */
export const strictBehindLoadBalancer: Rule = {
  name: 'strict-behind-load-balancer',
  severity: 'warning',
  summary: 'Pods that accept mutual TLS only must be reached from outside through a gateway.',
  equivalents: [],

  *check({ model }) {
    const modes = new MutualTlsModes(model);
    for (const service of model.hosts.services) {
      const resource = model.find('Service', service.namespace, service.resource.name);
      const { type } = resource?.spec ?? {};
      if (resource === undefined || service.source !== 'Service' || (type !== 'LoadBalancer' && type !== 'NodePort'))
        continue;
      for (const workload of model.workloadsOf(service)) {
        // A gateway answers clients from outside itself; mutual TLS is for what is injected beside an application.
        if (
          workload.dataPlane === 'none' ||
          workload.dataPlane === 'unknown' ||
          proxyContainer(workload.pod) !== undefined
        )
          continue;
        const open = service.ports.find(
          ({ targetPort, transport }) =>
            transport === 'TCP' &&
            modes.of(workload, typeof targetPort === 'number' ? targetPort : undefined).mode === 'STRICT',
        );
        if (open === undefined) continue;
        const { policy } = modes.of(workload);
        yield {
          resource,
          field: 'spec.type',
          problem: `clients outside the cluster reach port ${open.number} of "${workload.name}" without mutual TLS, which it requires`,
          fix: 'route them through an ingress gateway, or except the port by portLevelMtls',
          related: policy === undefined ? [workload.resource] : [policy, workload.resource],
        };
        break;
      }
    }
  },
};
