import { targetRefsOf } from '../../../istio/policies/policy-attachment';
import type { Finding, Rule } from '../../rule';

/** A Telemetry or an extension selects pods of the ambient mesh, which have no Envoy that could carry it out. */
export const ambientExtensionWithoutWaypoint: Rule = {
  name: 'ambient-extension-without-waypoint',
  severity: 'warning',
  summary: 'In the ambient mesh telemetry and plugins must be attached to a waypoint by targetRefs.',
  equivalents: ['KIA1111', 'KIA1112', 'KIA1116', 'KIA1117'],

  check({ model }) {
    const findings: Finding[] = [];
    for (const kind of ['Telemetry', 'TrafficExtension', 'WasmPlugin'] as const) {
      for (const resource of model.all(kind)) {
        const { spec, namespace } = resource;
        const labels = spec.selector?.matchLabels ?? {};
        // One for a whole namespace serves the gateways and waypoints in it.
        if (targetRefsOf(spec).length > 0 || Object.keys(labels).length === 0) continue;
        const selected = model.workloads.selectedBy(labels, namespace);
        const [ambient] = selected;
        if (ambient === undefined || selected.some(({ dataPlane }) => dataPlane !== 'ambient')) continue;
        findings.push({
          resource,
          field: 'spec.selector',
          problem: `the pods of "${ambient.name}" are in the ambient mesh, where only a waypoint applies a ${kind}`,
          fix: 'name the Service or the waypoint in targetRefs',
          related: [ambient.resource],
        });
      }
    }
    return findings;
  },
};
