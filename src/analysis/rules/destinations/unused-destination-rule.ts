import { DestinationRuleUse } from '../../../istio/destinations/destination-rule-use';
import { RouteUse } from '../../../istio/routes/route-use';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

/** A DestinationRule is neither where its service is nor where clients are, or others come before it. Nobody follows it. */
export const unusedDestinationRule: Rule = {
  name: 'unused-destination-rule',
  severity: 'warning',
  summary: 'A DestinationRule must apply to some client.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    const use = mesh.once(DestinationRuleUse);
    const { proxyNamespaces } = mesh.once(RouteUse);
    for (const resource of mesh.model.all('DestinationRule')) {
      const { namespace, spec } = resource;
      // The webhook refuses to export a rule to nobody.
      if (spec.exportTo?.includes('~') === true) continue;
      const service = use.serviceOf(resource);
      if (service === undefined || mesh.destinationRules.isAlone(resource, use.hostOf(resource), service.namespace)) {
        continue;
      }
      if (use.followersOf(resource)?.length !== 0) continue;
      const isLocal = namespace !== service.namespace && namespace !== mesh.settings.rootNamespace;
      const isAlone = isLocal || spec.workloadSelector !== undefined;
      const host = use.hostOf(resource);
      const others = mesh.destinationRules.naming(host).filter(other => other !== resource);
      findings.push({
        resource,
        field: isAlone && !proxyNamespaces.has(namespace) ? 'metadata.namespace' : 'spec.exportTo',
        ...(isAlone && !proxyNamespaces.has(namespace)
          ? {
              problem: `the rule applies to clients in namespace "${namespace}" only, which has no proxies`,
              fix: `move it to namespace "${service.namespace}", where the service is`,
            }
          : {
              problem: `no client of the set follows the rule for "${host}": ${others.length === 0 ? 'those to whom it is exported do not know the host' : `they follow DestinationRule ${quoted(others.map(({ fullName }) => fullName))}`}`,
              fix: 'export it to the clients, or merge it into the rule that they follow',
            }),
        related: [service.resource, ...others.slice(0, 3)],
      });
    }
    return findings;
  },
};
