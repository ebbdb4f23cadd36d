import { RouteRules } from '../../route-rules';
import type { Rule } from '../../rule';

/** A rule of a VirtualService that an earlier one leaves nothing to. It is never used. */
export const unreachableRouteRule: Rule = {
  name: 'unreachable-route-rule',
  severity: 'warning',
  summary: 'Every rule of a VirtualService must match a request that no earlier rule matches.',
  equivalents: ['IST0130'],
  istioAnalyzers: ['schema.ValidationAnalyzer.VirtualService'],

  *check(mesh) {
    const { model } = mesh;
    const rules = mesh.once(RouteRules);
    for (const resource of model.all('VirtualService')) {
      for (const protocol of ['http', 'tcp', 'tls'] as const) {
        for (const { label, field, unreachable } of rules.of(resource, protocol)) {
          if (unreachable === undefined) continue;
          yield {
            resource,
            field,
            problem: `rule ${label} is never used: ${unreachable}`,
            fix: 'move the rule that matches everything to the end, or remove the unused one',
          };
        }
      }
    }
  },
};
