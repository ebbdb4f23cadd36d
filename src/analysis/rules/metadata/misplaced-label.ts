import type { MeshModel } from '../../../model/mesh-model';
import { labelsOf, type Mark, podMetadataPath, reachesPods } from '../../istio-metadata';
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
      const { on = [], notOn = [] } = LABELS.get(name) ?? {};
      const isOfPods = notOn.includes(kind);
      if (!isOfPods && (on.length === 0 || on.includes('Any') || on.includes(kind))) continue;
      // Istio's own charts mark all that they install.
      if (isOfPods && (COMPONENT in mark.labels || isOfNamespace(mark, model))) continue;
      const forPods = isOfPods || on.includes('Pod');
      if (forPods && reachesPods(mark)) continue;
      const pods = forPods ? podMetadataPath(model, resource) : undefined;
      // Kustomize and charts put one set of labels on a controller and on its pods, where it counts.
      if (pods !== undefined && hasLabel(model.workloads.inNamespace(resource.namespace), resource, name)) continue;
      findings.push({
        resource,
        field,
        problem: `label "${name}: ${value}" counts on ${isOfPods ? 'pods and namespaces' : `${on.join(', ')} only`}, not on ${kind}`,
        fix: pods === undefined ? `move it to the ${isOfPods ? 'pods' : on.join(' or ')}` : `move it to ${pods}.labels`,
      });
    }
    return findings;
  },
};

const COMPONENT = 'operator.istio.io/component';

/** Whether the namespace says the same of its pods. */
function isOfNamespace({ resource, name, value }: Mark, { namespaces }: MeshModel): boolean {
  return namespaces.get(resource.namespace)?.labels[name] === value;
}

function hasLabel(
  workloads: readonly { readonly resource: unknown; readonly labels: { readonly [name: string]: string } }[],
  resource: unknown,
  name: string,
): boolean {
  return workloads.some(workload => workload.resource === resource && workload.labels[name] !== undefined);
}
