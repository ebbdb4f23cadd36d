import { PodPorts } from '../../../istio/policies/pod-ports';
import type { Finding, Rule } from '../../rule';
import { listed } from '../../wording';

/** An ingress listener of a Sidecar is for a port to which nobody connects: connections go past it, as if it were not there. */
export const unknownSidecarPort: Rule = {
  name: 'unknown-sidecar-port',
  severity: 'warning',
  summary: 'The ports of ingress listeners of a Sidecar must be ports of its pods.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    const { model } = mesh;
    const ports = mesh.once(PodPorts);
    for (const resource of model.all('Sidecar')) {
      const { ingress = [], workloadSelector } = resource.spec;
      if (ingress.length === 0) continue;
      const pods = model.workloads
        .selectedBy(workloadSelector?.labels, resource.namespace)
        .filter(({ dataPlane }) => dataPlane === 'sidecar');
      const [workload] = pods;
      if (workload === undefined) continue;
      const called = new Set(pods.flatMap(one => [...ports.calledOf(one)]));
      if (called.size === 0) continue;
      const services = mesh.servicesBefore(mesh.proxyOf(workload));
      for (const [i, { port }] of ingress.entries()) {
        const number = port?.number ?? 0;
        if (number === 0 || called.has(number)) continue;
        const before = services.find(one => one.ports.some(own => own.number === number));
        findings.push({
          resource,
          field: `spec.ingress[${i}].port.number`,
          problem: `no client connects to port ${number} of the pods of "${workload.name}"${before === undefined ? '' : `, which is that of Service "${before.resource.name}"`}: the listener gets no connections; the ports are ${listed(called)}`,
          fix: 'name a port of the pods to which a Service sends',
          related: [workload.resource, ...(before === undefined ? [] : [before.resource])],
        });
      }
    }
    return findings;
  },
};
