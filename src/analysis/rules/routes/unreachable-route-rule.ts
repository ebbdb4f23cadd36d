import type { EffectiveMesh } from '../../../istio/effective-mesh';
import type { Resource } from '../../../model/resource';
import { type HiddenRule, RouteReach } from '../../route-reach';
import { RouteRules } from '../../route-rules';
import type { Finding, Rule } from '../../rule';

/** A rule of a VirtualService that earlier ones leave nothing to. It is never used. */
export const unreachableRouteRule: Rule = {
  name: 'unreachable-route-rule',
  severity: 'warning',
  summary: 'Every rule of a VirtualService must match a request that no earlier rule matches.',
  equivalents: ['IST0130'],
  istioAnalyzers: ['schema.ValidationAnalyzer.VirtualService'],

  check(mesh) {
    const findings: Finding[] = [];
    const reach = mesh.once(RouteReach);
    for (const resource of mesh.model.all('VirtualService')) {
      for (const hidden of reach.hiddenIn(resource)) findings.push(finding(resource, hidden));
    }
    return findings;
  },

  asIstioctl(mesh: EffectiveMesh) {
    const findings: Finding[] = [];
    const rules = mesh.once(RouteRules);
    for (const resource of mesh.model.all('VirtualService')) {
      for (const protocol of ['http', 'tcp', 'tls'] as const) {
        for (const { label, field, unreachable } of rules.of(resource, protocol)) {
          if (unreachable !== undefined) findings.push(finding(resource, { field, label, reason: unreachable }));
        }
      }
    }
    return findings;
  },
};

function finding(resource: Resource, { label, field, reason }: HiddenRule): Finding {
  return {
    resource,
    field,
    problem: `rule ${label} is never used: ${reason}`,
    fix: 'move the rule that takes it all behind this one, or remove the unused one',
  };
}
