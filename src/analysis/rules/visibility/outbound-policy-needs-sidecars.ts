import type { Finding, Rule } from '../../rule';

/** The mesh lets out only what is registered, and pods of the ambient mesh have no sidecar to keep to it. */
export const outboundPolicyNeedsSidecars: Rule = {
  name: 'outbound-policy-needs-sidecars',
  severity: 'warning',
  summary: 'Where only known hosts may be called, pods without a sidecar need a NetworkPolicy.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    const reported = new Set<string>();
    for (const workload of mesh.model.workloads.all) {
      const { dataPlane, namespace, name, generated, resource } = workload;
      if (dataPlane !== 'ambient' || generated || reported.has(namespace)) continue;
      const { outboundTrafficPolicy, sidecar } = mesh.viewOf(mesh.proxyOf(workload)).scope;
      if (outboundTrafficPolicy !== 'REGISTRY_ONLY') continue;
      reported.add(namespace);
      const source = sidecar ?? mesh.model.meshConfig.source;
      findings.push({
        resource,
        problem: `the pods of "${namespace}/${name}" are in the ambient mesh and have no sidecar that enforces REGISTRY_ONLY: they reach everything`,
        fix: 'block it by a NetworkPolicy, or use sidecars in the namespace',
        related: source === undefined ? [] : [source],
      });
    }
    return findings;
  },
};
