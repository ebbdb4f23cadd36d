import type { PlaintextClient } from '../../../istio/plaintext-clients';
import type { Finding, Rule } from '../../rule';

/** Somebody without a proxy calls pods that accept mutual TLS only. The connection is reset. */
export const plaintextCaller: Rule = {
  name: 'plaintext-caller',
  severity: 'error',
  summary: 'Callers of pods that accept mutual TLS only must be in the mesh.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    for (const client of mesh.plaintextClients) {
      const refusal = mesh.refusalOf(client.pods);
      // What comes past the gateways is for another rule to say.
      if (refusal === undefined || client.cause === 'load-balancer') continue;
      const { workload, port, mode } = refusal;
      const { problem, fix, severity } = wordsFor(client, workload.name, port);
      findings.push({
        resource: client.resource,
        field: client.field,
        severity,
        problem,
        fix,
        related: mode.resource === undefined ? [workload.resource] : [mode.resource, workload.resource],
      });
    }
    return findings;
  },
};

function wordsFor({ cause, written }: PlaintextClient, server: string, port: number) {
  const except = `except port ${port} of "${server}" by portLevelMtls`;
  switch (cause) {
    case 'api-server':
      return {
        severity: 'error' as const,
        problem: `the API server calls webhook "${written}" without mutual TLS, which "${server}" requires: calls are reset`,
        fix: `${except}, or keep the pods out of the mesh`,
      };
    case 'ingress':
      // The controller may be in the mesh, which manifests do not tell.
      return {
        severity: 'warning' as const,
        problem: `requests are sent to "${written}", whose pods of "${server}" accept mutual TLS only: they are reset unless the ingress controller is in the mesh`,
        fix: `lead them through a gateway of the mesh, take the controller into the mesh, or ${except}`,
      };
    case 'monitor':
      return {
        severity: 'warning' as const,
        problem: `Prometheus reads "${written}" of "${server}", which accepts mutual TLS only: the target is down unless Prometheus is in the mesh`,
        fix: `let the proxy serve the metrics by the annotations prometheus.io/port and prometheus.io/path, or ${except}`,
      };
    default:
      return {
        severity: 'error' as const,
        problem: `the pods are not in the mesh and call "${written}", where "${server}" accepts mutual TLS only: connections are reset`,
        fix: `take the pods into the mesh, or ${except}`,
      };
  }
}
