import type { Finding, Rule } from '../../rule';

/** Istio does not serve a listener: nothing listens on its port, or another listener takes its requests. */
export const refusedListener: Rule = {
  name: 'refused-listener',
  severity: 'error',
  summary: 'Every listener of a Gateway must be one that Istio serves.',
  equivalents: ['KIA1503'],

  check({ gatewayApi }) {
    const findings: Finding[] = [];
    for (const { owner, field, name, refusals, conflict } of gatewayApi.listeners) {
      const said = new Set<string>();
      for (const { reason, message, field: at } of refusals) {
        if (reason !== 'UnsupportedProtocol' || said.has(message)) continue;
        said.add(message);
        findings.push({
          resource: owner,
          field: at,
          problem: `Istio does not serve the listener "${name}": ${message}`,
          fix: 'use a protocol that Istio serves, with what it needs',
        });
      }
      if (conflict === undefined) continue;
      findings.push({
        resource: owner,
        field,
        problem: `Istio does not serve the listener "${name}": ${conflict.message}`,
        fix: 'give one of the two another port or hostname',
      });
    }
    return findings;
  },
};
