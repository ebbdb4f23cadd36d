import { printLabels } from '../../../model/labels';
import type { Resource } from '../../../model/resource';
import type { Finding, Rule } from '../../rule';

/**
 * Istio merges a DestinationRule that is exported to its own namespace only into one for some pods of that namespace. All
 * other pods then follow neither.
 */
export const swallowedDestinationRule: Rule = {
  name: 'swallowed-destination-rule',
  severity: 'warning',
  summary:
    'A DestinationRule for all clients of a namespace must not be exported to "." beside one with a workloadSelector.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    const alone = new Set<Resource>();
    const swallowed = new Map<Resource<'DestinationRule'>, Resource<'DestinationRule'>>();
    for (const { from, workloadSelector } of mesh.destinationRules.consolidated()) {
      const [first] = from;
      for (const resource of from) {
        if (resource.spec.workloadSelector !== undefined) continue;
        if (workloadSelector === undefined || first === undefined) alone.add(resource);
        else swallowed.set(resource, first);
      }
    }
    for (const [resource, by] of swallowed) {
      if (alone.has(resource)) continue;
      findings.push({
        resource,
        field: 'spec.exportTo',
        problem: `Istio merges the rule into DestinationRule "${by.fullName}", so that it applies to pods with "${printLabels(by.spec.workloadSelector?.matchLabels)}" only, and other clients have none`,
        fix: 'leave exportTo out, or name the namespace instead of "."',
        related: [by],
      });
    }
    return findings;
  },
};
