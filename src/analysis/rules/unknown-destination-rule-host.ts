import { clientsOf, routedHosts } from '../destinations';
import type { Rule } from '../rule';
import { quoted, quotedNames } from '../wording';

/** A DestinationRule is about a host that the mesh does not know: it is never applied. */
export const unknownDestinationRuleHost: Rule = {
  name: 'unknown-destination-rule-host',
  severity: 'warning',
  summary: 'The host of a DestinationRule must be a Service or a host of a ServiceEntry.',
  equivalents: ['IST0174', 'KIA0202'],
  istioAnalyzers: ['destinationrule.PodNotSelectedAnalyzer'],

  *check({ model }) {
    const routed = model.istioParity ? new Set<string>() : routedHosts(model);
    const entryHosts = new Set(model.all('ServiceEntry').flatMap(entry => entry.spec.hosts ?? []));
    const entries = quoted(entryHosts);
    for (const resource of model.all('DestinationRule')) {
      const { host = '', exportTo } = resource.spec;
      if (model.hosts.lookup(host, resource.namespace, clientsOf(resource.namespace, exportTo)) !== undefined) continue;
      // A wildcard such as `*.local` sets the policy of whatever services there are.
      if (!model.istioParity && (host === '' || host.startsWith('*'))) continue;
      const full = model.fullHost(host, resource.namespace);
      // That routes lead there is the greater harm, and said of them.
      if (routed.has(full) && model.hosts.named(full).length === 0) continue;
      const service = model.serviceOfHost(full);
      const there = service === undefined ? entries : quotedNames(model.inNamespace('Service', service.namespace));
      yield {
        resource,
        field: 'spec.host',
        problem: `host "${full}" is neither a Service nor a host of a ServiceEntry; ${service === undefined ? 'ServiceEntries have' : `namespace "${service.namespace}" has`} ${there}`,
        fix:
          service === undefined
            ? 'define a ServiceEntry with this host, or write the full name of the Service'
            : 'name a Service that exists',
      };
    }
  },
};
