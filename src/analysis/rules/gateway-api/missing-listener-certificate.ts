import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

const CERTIFICATE = /^Secret (.*)\/([^/]*)$/;

/** A listener names a certificate that its gateway cannot serve: TLS connections are reset. */
export const missingListenerCertificate: Rule = {
  name: 'missing-listener-certificate',
  severity: 'error',
  summary: 'The certificates of a listener must be Secrets with a certificate and its key.',
  equivalents: [],

  check({ gatewayApi, model }) {
    const findings: Finding[] = [];
    for (const { owner, field, refusals, assumedSecrets } of gatewayApi.listeners) {
      for (const { reason, message, field: at } of refusals) {
        if (reason !== 'InvalidCertificateRef') continue;
        findings.push({
          resource: owner,
          field: at,
          problem: `the listener serves no TLS: ${message}`,
          fix: 'name a Secret with "tls.crt" and "tls.key" in PEM form',
        });
      }
      for (const secret of assumedSecrets) {
        const [, namespace = '', name = ''] = CERTIFICATE.exec(secret) ?? [];
        const elsewhere = model.credentials.namespacesOf(name);
        findings.push({
          resource: owner,
          field: `${field}.tls.certificateRefs`,
          // A Secret is seldom kept beside the manifests; one in the wrong namespace is wrong for sure.
          severity: elsewhere.length > 0 ? 'error' : 'info',
          problem:
            elsewhere.length > 0
              ? `Secret "${name}" is in namespace ${quoted(elsewhere)}; the listener reads it from "${namespace}"`
              : `Secret "${name}" is not among the manifests; the listener reads it from namespace "${namespace}"`,
          fix: `create Secret "${name}" in namespace "${namespace}", for example by a cert-manager Certificate there`,
        });
      }
    }
    return findings;
  },
};
