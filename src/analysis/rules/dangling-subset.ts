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
  reads: ['VirtualService', 'DestinationRule', 'Service', 'ServiceEntry'],
  equivalents: ['IST0101', 'KIA1107'],
  istioAnalyzers: ['virtualservice.DestinationRuleAnalyzer'],

  *check(mesh) {
    const rulesOf = new Map<string, Resource<'DestinationRule'>[]>();
    for (const rule of mesh.all('DestinationRule')) {
      addTo(rulesOf, identityOf(rule.spec.host ?? '', rule.namespace, mesh), rule);
    }
    for (const resource of mesh.all('VirtualService')) {
      const clients = clientsOf(resource.namespace, resource.spec.exportTo);
      const reported = new Set<string>();
      for (const { destination, field } of destinationsOf(resource)) {
        const { host = '', subset = '' } = destination;
        if (subset === '') continue;
        const rules = rulesOf.get(identityOf(host, resource.namespace, mesh)) ?? [];
        const defined = rules.flatMap(rule => (rule.spec.subsets ?? []).map(({ name = '' }) => name));
        if (defined.includes(subset)) continue;
        const key = `${host} ${subset}`;
        if (reported.has(key) && !mesh.istioParity) continue;
        reported.add(key);
        // Where the host itself is unknown, that is the cause.
        const isKnown = mesh.hosts.lookup(host, resource.namespace, clients) !== undefined;
        if (!mesh.istioParity && !isKnown && rules.length === 0) continue;
        const full = mesh.fullHost(host, resource.namespace);
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
function identityOf(host: string, namespace: string, mesh: MeshModel): string {
  if (!mesh.istioParity) return mesh.fullHost(host, namespace);
  const service = mesh.serviceOfHost(host);
  return service === undefined ? `${namespace}/${host}` : `${service.namespace}/${service.name}`;
}
