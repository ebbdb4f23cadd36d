import type { Finding, Rule } from '../../rule';

const OLD_RBAC: ReadonlySet<string> = new Set(['ClusterRbacConfig', 'RbacConfig', 'ServiceRole', 'ServiceRoleBinding']);

/** A field or kind that Istio still accepts, but ignores or is going to remove. */
export const deprecatedField: Rule = {
  name: 'deprecated-field',
  severity: 'warning',
  summary: 'Fields and kinds that Istio has replaced must not be used.',
  equivalents: ['IST0002'],
  istioAnalyzers: ['deprecation.FieldAnalyzer'],

  check({ model }) {
    const findings: Finding[] = [];
    for (const resource of model.all('VirtualService')) {
      for (const [i, { fault }] of (resource.spec.http ?? []).entries()) {
        if ((fault?.delay?.percent ?? 0) <= 0) continue;
        findings.push({
          resource,
          field: model.istioParity ? undefined : `spec.http[${i}].fault.delay.percent`,
          problem: 'fault.delay.percent is replaced by fault.delay.percentage',
          fix: `write percentage: { value: ${fault?.delay?.percent} }`,
        });
      }
    }
    for (const resource of model.all('Sidecar')) {
      if (resource.spec.outboundTrafficPolicy?.egressProxy === undefined) continue;
      findings.push({
        resource,
        field: 'spec.outboundTrafficPolicy.egressProxy',
        problem: 'outboundTrafficPolicy.egressProxy is ignored',
        fix: 'route through an egress gateway by a VirtualService',
      });
    }
    for (const resource of model.all('CustomResourceDefinition')) {
      const { group, names: { kind = '' } = {} } = resource.spec;
      if (group !== 'rbac.istio.io' || !OLD_RBAC.has(kind)) continue;
      findings.push({
        resource,
        problem: `${kind} of ${group} is replaced by AuthorizationPolicy`,
        fix: 'remove the definition',
      });
    }
    return findings;
  },
};
