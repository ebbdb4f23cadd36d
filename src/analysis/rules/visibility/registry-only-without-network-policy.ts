import type { Finding, Rule } from '../../rule';

/** Only known hosts may be called, but this is up to the proxies: pods can pass by them. */
export const registryOnlyWithoutNetworkPolicy: Rule = {
  name: 'registry-only-without-network-policy',
  severity: 'info',
  summary: 'REGISTRY_ONLY must be combined with NetworkPolicies to block outgoing calls of pods.',
  equivalents: [],
  when: 'asked',

  check({ model, settings }) {
    const findings: Finding[] = [];
    const { source } = model.meshConfig;
    if (settings.outboundTrafficPolicy !== 'REGISTRY_ONLY') return findings;
    const reported = new Set<string>();
    for (const { namespace, dataPlane, resource } of model.workloads.all) {
      if (dataPlane !== 'sidecar' || reported.has(namespace)) continue;
      reported.add(namespace);
      const limits = model.inNamespace('NetworkPolicy', namespace);
      if (limits.some(({ spec }) => spec.policyTypes?.includes('Egress') === true || spec.egress !== undefined))
        continue;
      findings.push({
        resource,
        problem: `no NetworkPolicy limits what leaves namespace "${namespace}"; REGISTRY_ONLY is no firewall, since pods can bypass their proxies`,
        fix: 'add a NetworkPolicy that lets pods call the cluster and the egress gateway only',
        related: source === undefined ? [] : [source],
      });
    }
    return findings;
  },
};
