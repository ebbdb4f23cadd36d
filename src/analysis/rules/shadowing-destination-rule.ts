import { destinationRulesByHost, isForSomeWorkloads } from '../destination-rules';
import type { Rule } from '../rule';

/** A client's own DestinationRule replaces that of the service as a whole: its subsets, limits and TLS settings are lost. */
export const shadowingDestinationRule: Rule = {
  name: 'shadowing-destination-rule',
  severity: 'warning',
  summary: 'A DestinationRule in a namespace of clients must repeat what that of the service says.',
  equivalents: [],

  *check({ model }) {
    for (const [host, rules] of destinationRulesByHost(model)) {
      const service = model.hosts.named(host)[0];
      if (service === undefined || rules.length < 2) continue;
      const own = rules.find(({ namespace }) => namespace === service.namespace);
      if (own === undefined) continue;
      for (const resource of rules) {
        const { namespace } = resource;
        if (namespace === own.namespace || namespace === model.meshConfig.rootNamespace || isForSomeWorkloads(resource))
          continue;
        yield {
          resource,
          field: 'spec.host',
          problem: `clients in namespace "${namespace}" use this and nothing of DestinationRule "${own.fullName}"`,
          fix: `move the settings into "${own.fullName}", or repeat what it says`,
          related: [own],
        };
      }
    }
  },
};
