import type { Finding, Rule } from '../../rule';

/** A pod of an injected namespace runs without a proxy. Before admission every pod does, so that manifests cannot tell. */
export const podWithoutProxy: Rule = {
  name: 'pod-without-proxy',
  severity: 'warning',
  summary: 'A running pod of an injected namespace must have the proxy.',
  equivalents: ['IST0103'],
  istioAnalyzers: ['injection.Analyzer'],
  when: 'parity',

  check({ model }) {
    const findings: Finding[] = [];
    for (const resource of model.all('Pod')) {
      const namespace = model.namespaces.get(resource.namespace);
      if (namespace?.labels['istio-injection'] !== 'enabled' || resource.namespace === 'istio-system') continue;
      if (namespace.resource === undefined || namespace.labels['istio.io/dataplane-mode'] === 'ambient') continue;
      const { labels, annotations, spec } = resource;
      const asked = labels['sidecar.istio.io/inject'] ?? annotations['sidecar.istio.io/inject'] ?? '';
      if (asked.toLowerCase() === 'false' || spec.hostNetwork === true) continue;
      const containers = [...(spec.containers ?? []), ...(spec.initContainers ?? [])];
      if (containers.some(({ name, image = '' }) => name === 'istio-proxy' && image !== '')) continue;
      findings.push({
        resource,
        problem: `pod "${resource.fullName}" runs without the proxy`,
        fix: 'restart the workload',
      });
    }
    return findings;
  },
};
