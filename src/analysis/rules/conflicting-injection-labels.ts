import type { Rule } from '../rule';

const INJECTION = 'istio-injection';
const REVISION = 'istio.io/rev';
const DATA_PLANE = 'istio.io/dataplane-mode';

/** A namespace asks for two ways into the mesh at once. Which of them counts surprises most people. */
export const conflictingInjectionLabels: Rule = {
  name: 'conflicting-injection-labels',
  severity: 'warning',
  summary: 'A namespace must have one label at most that says how its pods join the mesh.',
  equivalents: ['IST0123'],
  istioAnalyzers: ['injection.Analyzer'],

  *check({ model }) {
    for (const resource of model.all('Namespace')) {
      if (resource.name === 'istio-system') continue;
      const { labels } = resource;
      const injection = labels[INJECTION];
      const others = injection === undefined || injection === 'enabled' ? [REVISION, DATA_PLANE] : [];
      const present = [INJECTION, ...others].filter(key => labels[key] !== undefined);
      // Mode "none" asks for nothing.
      const asking = model.istioParity ? present : present.filter(key => labels[key] !== 'none');
      if (asking.length < 2) continue;
      const pairs = asking.map(key => `"${key}=${labels[key]}"`).join(' and ');
      yield {
        resource,
        field: 'metadata.labels',
        problem: `the labels ${pairs} contradict each other; ${effectOf(labels)}`,
        fix: 'keep one of them',
      };
    }
  },
};

function effectOf(labels: { readonly [key: string]: string }): string {
  if (labels[INJECTION] === 'enabled') return 'pods get the sidecar of the default revision';
  return 'pods get a sidecar and do not join the ambient mesh';
}
