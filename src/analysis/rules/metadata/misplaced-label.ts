import { labelsOf, podMetadataPath, reachesPods } from '../../istio-metadata';
import { LABELS } from '../../label-registry';
import type { Finding, Rule } from '../../rule';

/** A label on an object of a kind on which Istio does not look for it: it has no effect. */
export const misplacedLabel: Rule = {
  name: 'misplaced-label',
  severity: 'warning',
  summary: 'A label must be on a kind of object from which Istio reads it.',
  equivalents: [],

  check({ model }) {
    const findings: Finding[] = [];
    for (const mark of labelsOf(model)) {
      const { resource, name, value, kind, field } = mark;
      const { on = [] } = LABELS.get(name) ?? {};
      if (on.length === 0 || on.includes('Any') || on.includes(kind)) continue;
      const forPods = on.includes('Pod');
      if (forPods && reachesPods(mark)) continue;
      const pods = forPods ? podMetadataPath(model, resource) : undefined;
      // Kustomize and charts put one set of labels on a controller and on its pods, where it counts.
      if (pods !== undefined && hasLabel(model.workloads.inNamespace(resource.namespace), resource, name)) continue;
      findings.push({
        resource,
        field,
        problem: `label "${name}: ${value}" counts on ${on.join(', ')} only, not on ${kind}`,
        fix: pods === undefined ? `move it to the ${on.join(' or ')}` : `move it to ${pods}.labels`,
      });
    }
    return findings;
  },
};

function hasLabel(
  workloads: readonly { readonly resource: unknown; readonly labels: { readonly [name: string]: string } }[],
  resource: unknown,
  name: string,
): boolean {
  return workloads.some(workload => workload.resource === resource && workload.labels[name] !== undefined);
}
