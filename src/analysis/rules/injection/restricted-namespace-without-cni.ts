import type { Finding, Rule } from '../../rule';

const ENFORCE = 'pod-security.kubernetes.io/enforce';

/**
 * The namespace admits no pod with the rights that the proxy's init container needs to redirect traffic. Every injected
 * pod is refused, unless the CNI plugin of Istio does that work.
 */
export const restrictedNamespaceWithoutCni: Rule = {
  name: 'restricted-namespace-without-cni',
  severity: 'error',
  summary: 'Injected pods in a namespace with restricted pod security need the CNI plugin of Istio.',
  equivalents: [],

  check({ model }) {
    const findings: Finding[] = [];
    if (model.controlPlanes.length === 0 || model.usesCni) return findings;
    for (const resource of model.all('Namespace')) {
      const level = resource.labels[ENFORCE];
      if (level !== 'restricted' && level !== 'baseline') continue;
      const injected = model.workloads
        .inNamespace(resource.name)
        .find(
          ({ dataPlane, pod }) =>
            dataPlane === 'sidecar' && pod.containers?.every(({ name }) => name !== 'istio-proxy'),
        );
      if (injected === undefined) continue;
      findings.push({
        resource,
        field: `metadata.labels["${ENFORCE}"]`,
        problem: `pod security "${level}" refuses the pods of "${injected.name}", whose init container needs NET_ADMIN and NET_RAW`,
        fix: 'install the CNI plugin of Istio',
        related: [injected.resource],
      });
    }
    return findings;
  },
};
