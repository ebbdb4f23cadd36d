import { isForSomeWorkloads } from '../destination-rules';
import type { Rule } from '../rule';

/** A DestinationRule is neither where its service is nor where clients are. Nobody uses it. */
export const misplacedDestinationRule: Rule = {
  name: 'misplaced-destination-rule',
  severity: 'warning',
  summary: 'A DestinationRule must be in the namespace of its service, of its clients, or of the whole mesh.',
  equivalents: [],

  *check({ model }) {
    for (const resource of model.all('DestinationRule')) {
      const { namespace, spec } = resource;
      const service = model.hosts.lookup(spec.host ?? '', namespace);
      if (service === undefined || service.source === 'ServiceEntry' || service.namespace === namespace) continue;
      if (namespace === model.meshConfig.rootNamespace || isForSomeWorkloads(resource)) continue;
      // Where the set holds no pods at all, the clients come from elsewhere.
      if (model.workloads.inNamespace(namespace).length > 0 || model.workloads.all.length === 0) continue;
      yield {
        resource,
        field: 'metadata.namespace',
        problem: `the rule applies to clients in namespace "${namespace}" only, and that has no pods`,
        fix: `move it to namespace "${service.namespace}", where the service is`,
        related: [service.resource],
      };
    }
  },
};
