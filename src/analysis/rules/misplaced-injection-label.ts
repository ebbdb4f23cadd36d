import type { Rule } from '../rule';

const LABELS = ['sidecar.istio.io/inject', 'istio.io/dataplane-mode'] as const;

/** A label that decides how pods join the mesh is on the Deployment and not on its pods: it has no effect. */
export const misplacedInjectionLabel: Rule = {
  name: 'misplaced-injection-label',
  severity: 'warning',
  summary: 'Labels that decide how pods join the mesh must be on the pod template.',
  equivalents: [],

  *check({ model }) {
    for (const { resource, labels, podPath, generated } of model.workloads.all) {
      if (generated || podPath === '') continue;
      for (const label of LABELS) {
        const value = resource.labels[label];
        if (value === undefined || labels[label] !== undefined) continue;
        yield {
          resource,
          field: `metadata.labels["${label}"]`,
          problem: `label "${label}: ${value}" is on the ${resource.kind} and not on its pods, where it would count`,
          fix: `move it to ${podPath}.metadata.labels`,
        };
      }
    }
  },
};
