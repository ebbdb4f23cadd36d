import type { MeshModel } from '../../model/mesh-model';
import type { Resource } from '../../model/resource';
import { addTo } from '../../values/multimap';
import { clientsOf, destinationsOf } from '../destinations';
import type { Rule } from '../rule';
import { quoted } from '../wording';

/** A route names a subset that no DestinationRule of its host defines. Envoy has no cluster for it and answers 503. */
export const danglingSubset: Rule = {
  name: 'dangling-subset',
  severity: 'error',
  summary: 'Every subset that a route names must be defined by a DestinationRule of that host.',
  equivalents: ['IST0101', 'KIA1107'],
  istioAnalyzers: ['virtualservice.DestinationRuleAnalyzer'],

  *check({ model }) {
    const rulesOf = new Map<string, Resource<'DestinationRule'>[]>();
    for (const rule of model.all('DestinationRule')) {
      addTo(rulesOf, identityOf(rule.spec.host ?? '', rule.namespace, model), rule);
    }
    for (const resource of model.all('VirtualService')) {
      const clients = clientsOf(resource.namespace, resource.spec.exportTo);
      const reported = new Set<string>();
      for (const { destination, field } of destinationsOf(resource)) {
        const { host = '', subset = '' } = destination;
        if (subset === '') continue;
        const rules = rulesOf.get(identityOf(host, resource.namespace, model)) ?? [];
        const defined = rules.flatMap(rule => (rule.spec.subsets ?? []).map(({ name = '' }) => name));
        if (defined.includes(subset)) continue;
        const key = `${host} ${subset}`;
        if (reported.has(key) && !model.istioParity) continue;
        reported.add(key);
        // Where the host itself is unknown, that is the cause.
        const isKnown = model.hosts.lookup(host, resource.namespace, clients) !== undefined;
        if (!model.istioParity && !isKnown && rules.length === 0) continue;
        const full = model.fullHost(host, resource.namespace);
        yield {
          resource,
          field: `${field}.subset`,
          problem: `subset "${subset}" of "${full}" is not defined; defined are ${quoted(defined)}`,
          fix:
            rules.length > 0
              ? `add subset "${subset}" to the DestinationRule, or route to a subset that it defines`
              : `define a DestinationRule for "${full}" with subset "${subset}"`,
          related: rules,
        };
      }
    }
  },
};

/** What tells a host apart: its full name. Istioctl takes hosts outside the cluster together with the namespace. */
function identityOf(host: string, namespace: string, model: MeshModel): string {
  if (!model.istioParity) return model.fullHost(host, namespace);
  const service = model.serviceOfHost(host);
  return service === undefined ? `${namespace}/${host}` : `${service.namespace}/${service.name}`;
}
