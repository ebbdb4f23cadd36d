import type { Finding, Rule } from '../../rule';

/** The ports of the proxy itself. */
const RESERVED: ReadonlyMap<number, string> = new Map([
  [15000, 'administration'],
  [15001, 'outbound traffic'],
  [15004, 'debugging'],
  [15006, 'inbound traffic'],
  [15008, 'HBONE tunnels'],
  [15020, 'merged metrics'],
  [15021, 'health checks'],
  [15053, 'DNS capture'],
  [15090, 'Envoy metrics'],
]);

/** Those on which ztunnel listens in the network of each pod. */
const RESERVED_BY_ZTUNNEL: ReadonlySet<number> = new Set([15001, 15006, 15008, 15053]);

/** An application listens on a port of the proxy: one of the two cannot start. */
export const reservedPort: Rule = {
  name: 'reserved-port',
  severity: 'error',
  summary: 'An application in the mesh must not listen on a port of the proxy.',
  equivalents: [],

  check({ model }) {
    const findings: Finding[] = [];
    for (const { resource, pod, podPath, dataPlane, generated } of model.workloads.all) {
      if (dataPlane === 'none' || generated || resource.kind.startsWith('Workload')) continue;
      const base = podPath === '' ? 'spec' : `${podPath}.spec`;
      for (const [i, { name, ports = [] }] of (pod.containers ?? []).entries()) {
        if (name === 'istio-proxy') continue;
        for (const [j, { containerPort = 0 }] of ports.entries()) {
          const use = RESERVED.get(containerPort);
          if (use === undefined || (dataPlane === 'ambient' && !RESERVED_BY_ZTUNNEL.has(containerPort))) continue;
          findings.push({
            resource,
            field: `${base}.containers[${i}].ports[${j}].containerPort`,
            problem: `port ${containerPort} is that of ${dataPlane === 'ambient' ? 'ztunnel' : 'the proxy'} for ${use}`,
            fix: 'listen on another port',
          });
        }
      }
    }
    return findings;
  },
};
