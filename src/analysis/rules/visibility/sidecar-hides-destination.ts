import type { Resource } from '../../../model/resource';
import { callsOf } from '../../../model/workload-calls';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

/**
 * Pods call a service that their Sidecar does not import: their proxies do not know it. Istio imports by itself only
 * what the routes of imported hosts lead to.
 */
export const sidecarHidesDestination: Rule = {
  name: 'sidecar-hides-destination',
  severity: 'error',
  summary: 'A Sidecar must import every service that its pods call.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    const { model, seen } = mesh;
    if (mesh.sidecars.all.length === 0) return findings;
    const reported = new Map<Resource, Set<string>>();
    for (const workload of model.workloads.all) {
      if (workload.dataPlane === 'none' || workload.dataPlane === 'ambient') continue;
      const calls = callsOf(workload, model);
      if (calls.length === 0) continue;
      const { sidecar, services, outboundTrafficPolicy } = mesh.viewOf(mesh.proxyOf(workload)).scope;
      const hosts = sidecar?.spec.egress?.flatMap(listener => listener.hosts ?? []) ?? [];
      if (sidecar === undefined || hosts.length === 0) continue;
      const known = reported.get(sidecar) ?? new Set<string>();
      reported.set(sidecar, known);
      for (const { written, host, field } of calls) {
        const service = seen.from(workload.namespace, host);
        if (service === undefined || services.has(service.host) || known.has(service.host)) continue;
        known.add(service.host);
        const isClosed = outboundTrafficPolicy === 'REGISTRY_ONLY';
        findings.push({
          resource: sidecar,
          field: 'spec.egress',
          severity: isClosed ? 'error' : 'warning',
          problem: `"${workload.name}" calls "${written}" (${field}), which the Sidecar does not import: ${isClosed ? 'its proxy blocks the call' : 'the call leaves without mutual TLS, routes and policies'}; imported are ${quoted(hosts)}`,
          fix: `add "${service.namespace}/${service.host}" to the egress hosts`,
          related: [workload.resource, service.resource],
        });
      }
    }
    return findings;
  },
};
