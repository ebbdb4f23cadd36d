import { proxyContainer } from '../../../model/injection';
import type { MeshModel } from '../../../model/mesh-model';
import type { Finding, Rule } from '../../rule';

const INJECTION = 'istio-injection';
const REVISION = 'istio.io/rev';
const DATA_PLANE = 'istio.io/dataplane-mode';
const INJECT = 'sidecar.istio.io/inject';
const REDIRECTION = 'ambient.istio.io/redirection';

/** A namespace asks for two ways into the mesh at once. Which of them counts surprises most people. */
export const conflictingInjectionLabels: Rule = {
  name: 'conflicting-injection-labels',
  severity: 'warning',
  summary: 'A namespace, and a pod, must have at most one label that sets how pods join the mesh.',
  equivalents: ['IST0123', 'KIA1311', 'KIA1314', 'KIA1315'],
  istioAnalyzers: ['injection.Analyzer'],

  check({ model }) {
    const findings: Finding[] = [];
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
      findings.push({
        resource,
        field: 'metadata.labels',
        problem: `the labels ${pairs} contradict each other; ${effectOf(labels)}`,
        fix: 'keep one of them',
      });
    }
    return model.istioParity ? findings : [...findings, ...ofPods(model)];
  },
};

/** Pods that are told to join the ambient mesh and have, or ask for, a sidecar: ztunnel leaves them alone. */
function ofPods(model: MeshModel): readonly Finding[] {
  const findings: Finding[] = [];
  for (const { resource, labels, annotations, pod, podPath, generated } of model.workloads.all) {
    if (generated) continue;
    const asks = labels[INJECT] === 'true';
    const isProxied = asks || proxyContainer(pod) !== undefined;
    const isLabelled = labels[DATA_PLANE] === 'ambient' && isProxied;
    if (!isLabelled && !(asks && annotations[REDIRECTION] === 'enabled')) continue;
    const path = podPath === '' ? 'metadata' : `${podPath}.metadata`;
    findings.push({
      resource,
      field: isLabelled ? `${path}.labels["${DATA_PLANE}"]` : `${path}.annotations["${REDIRECTION}"]`,
      problem: `the pods are to join the ambient mesh and ${asks ? 'ask for a sidecar' : 'have a sidecar of their own'}; they get no more than the sidecar`,
      fix: 'keep one of the two',
    });
  }
  return findings;
}

function effectOf(labels: { readonly [key: string]: string }): string {
  if (labels[INJECTION] === 'enabled') return 'pods get the sidecar of the default revision';
  return 'pods get a sidecar and do not join the ambient mesh';
}
