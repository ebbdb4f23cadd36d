import type { Finding, Rule } from '../../rule';

/** A BackendTLSPolicy does not count for a target, or blocks what goes there. */
export const ignoredBackendTlsPolicy: Rule = {
  name: 'ignored-backend-tls-policy',
  severity: 'error',
  summary: 'Every target of a BackendTLSPolicy must exist, and so must its CA certificates.',
  equivalents: [],

  check({ gatewayApi, model }) {
    const findings: Finding[] = [];
    const said = new Set<string>();
    for (const { policy, field, refusal } of gatewayApi.tlsPolicies.targets) {
      if (refusal === undefined) continue;
      const { reason, message, field: at } = refusal;
      const key = `${policy} ${at} ${message}`;
      if (said.has(key)) continue;
      said.add(key);
      const isAbsent = (policy.spec.validation?.caCertificateRefs ?? []).some(
        ({ name = '' }) => model.find('ConfigMap', policy.namespace, name) === undefined,
      );
      const isBlocking = reason === 'InvalidKind' || reason === 'InvalidCACertificateRef';
      findings.push({
        resource: policy,
        field: at === '' ? field : at,
        // A certificate of an authority is often put into its ConfigMap in the cluster.
        severity:
          reason === 'Conflicted' ? 'warning' : reason === 'InvalidCACertificateRef' && isAbsent ? 'info' : undefined,
        problem: isBlocking
          ? `nothing gets through to the targets: ${message}`
          : `the policy has no effect here: ${message}`,
        fix: isBlocking
          ? 'name a ConfigMap with the key "ca.crt"'
          : 'name a Service or ServiceEntry of the namespace once',
      });
    }
    return findings;
  },
};
