import { DestinationRuleUse } from '../../../istio/destinations/destination-rule-use';
import { RouteUse } from '../../../istio/routes/route-use';
import { unknownRuleHosts } from '../../istioctl/destinations';
import type { Finding, Rule } from '../../rule';
import { QuotedNames, quoted } from '../../wording';

/** A DestinationRule is about a host that the mesh does not know: it is never applied. */
export const unknownDestinationRuleHost: Rule = {
  name: 'unknown-destination-rule-host',
  severity: 'warning',
  summary: 'The host of a DestinationRule must be a Service or a host of a ServiceEntry.',
  equivalents: ['IST0174', 'KIA0202'],
  istioAnalyzers: ['destinationrule.PodNotSelectedAnalyzer'],
  asIstioctl: unknownRuleHosts,

  check(mesh) {
    const findings: Finding[] = [];
    const { model, seen } = mesh;
    const use = mesh.once(DestinationRuleUse);
    const { routedHosts } = mesh.once(RouteUse);
    const entries = quoted(new Set(model.all('ServiceEntry').flatMap(entry => entry.spec.hosts ?? [])));
    for (const resource of model.all('DestinationRule')) {
      const { host = '' } = resource.spec;
      // A wildcard such as `*.local` sets the policy of whatever services there are.
      if (host === '' || host.startsWith('*') || use.serviceOf(resource) !== undefined) continue;
      const full = use.hostOf(resource);
      // That routes lead there is the greater harm, and said of them.
      if (routedHosts.has(full) && seen.named(full).length === 0) continue;
      const service = model.serviceOfHost(full);
      const there =
        service === undefined ? entries : mesh.once(QuotedNames).of(model.inNamespace('Service', service.namespace));
      findings.push({
        resource,
        field: 'spec.host',
        problem: `host "${full}" is neither a Service nor a host of a ServiceEntry; ${service === undefined ? 'ServiceEntries have' : `namespace "${service.namespace}" has`} ${there}`,
        fix:
          service === undefined
            ? 'define a ServiceEntry with this host, or write the full name of the Service'
            : 'name a Service that exists',
      });
    }
    return findings;
  },
};
