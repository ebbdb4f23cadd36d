import { PodPorts } from '../../../istio/policies/pod-ports';
import { PolicyScopes } from '../../../istio/policies/policy-scope';
import type { Finding, Rule } from '../../rule';
import { listed } from '../../wording';

/** A plugin for requests that come in names no port of its pods: it runs for none of them. */
export const unknownExtensionPort: Rule = {
  name: 'unknown-extension-port',
  severity: 'warning',
  summary: 'Ports of a WasmPlugin or TrafficExtension for servers must be ports of their pods.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    const { model } = mesh;
    const podPorts = mesh.once(PodPorts);
    for (const resource of [...model.all('WasmPlugin'), ...model.all('TrafficExtension')]) {
      const { match = [] } = resource.spec;
      if (match.length === 0) continue;
      const { workloads } = mesh.once(PolicyScopes).of(resource);
      const pods = workloads.filter(one => mesh.proxyOf(one).type === 'sidecar');
      if (pods.length < workloads.length) continue;
      for (const [i, { mode, ports = [] }] of match.entries()) {
        if (mode !== 'SERVER') continue;
        for (const [j, { number = 0 }] of ports.entries()) {
          const found = number === 0 ? undefined : podPorts.missing(pods, number);
          if (found === undefined) continue;
          const { service, target, workload } = found;
          findings.push({
            resource,
            field: `spec.match[${i}].ports[${j}].number`,
            problem:
              service === undefined
                ? `no pod of "${workload.name}" declares port ${number}; declared are ${listed(podPorts.of(workload))}`
                : `port ${number} is that of Service "${service.resource.name}", which sends it to port ${target} of the pods: the plugin does not run`,
            fix: service === undefined ? 'name a port of the pods' : `write ${target}, the port of the pods`,
            related: [workload.resource, ...(service === undefined ? [] : [service.resource])],
          });
        }
      }
    }
    return findings;
  },
};
