import { onlySideOf, sidedParts } from '../../../istio/policies/telemetry-sides';
import type { Finding, Rule } from '../../rule';

/** A Telemetry asks a gateway for what servers report, or a waypoint for what clients report: it never does. */
export const unusedTelemetryMode: Rule = {
  name: 'unused-telemetry-mode',
  severity: 'warning',
  summary: 'The mode of a Telemetry must be one in which its proxies report.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    for (const resource of mesh.model.all('Telemetry')) {
      const parts = sidedParts(resource);
      const side = parts.length === 0 ? undefined : onlySideOf(resource, mesh);
      if (side === undefined) continue;
      for (const { mode, field } of parts) {
        if (mode === side) continue;
        findings.push({
          resource,
          field,
          problem: `${side === 'CLIENT' ? 'gateways' : 'waypoints'} report as ${side} only: what is said of ${mode} is never used`,
          fix: `write ${side}, or leave the mode out`,
        });
      }
    }
    return findings;
  },
};
