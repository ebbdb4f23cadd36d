import { isMapping } from '../../../model/shape';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

const BUILT_IN = ['Mock', 'Kubernetes', 'External'];

/** A network lists the endpoints of a cluster that istiod does not know: they belong to no network. */
export const unknownNetworkRegistry: Rule = {
  name: 'unknown-network-registry',
  severity: 'error',
  summary: 'A network of the mesh must name clusters that istiod has a Secret for.',
  equivalents: ['IST0126'],
  istioAnalyzers: ['multicluster.MeshNetworksAnalyzer'],

  check({ model }) {
    const findings: Finding[] = [];
    const remote = model.all('Secret').filter(({ labels }) => labels['istio/multiCluster'] === 'true');
    const known = new Set([...BUILT_IN, ...remote.flatMap(({ spec }) => Object.keys(spec.data ?? {}))]);
    const { networks } = model.meshNetworks;
    for (const [network, definition] of Object.entries(isMapping(networks) ? networks : {})) {
      const endpoints = isMapping(definition) && Array.isArray(definition.endpoints) ? definition.endpoints : [];
      for (const [i, endpoint] of endpoints.entries()) {
        const registry = isMapping(endpoint) ? endpoint.fromRegistry : undefined;
        if (typeof registry !== 'string' || registry === '' || known.has(registry)) continue;
        findings.push({
          resource: { kind: 'MeshNetworks', namespace: 'istio-system', name: 'meshnetworks' },
          field: `networks.${network}.endpoints[${i}].fromRegistry`,
          problem: `cluster "${registry}" of network "${network}" is not known; known are ${quoted(known)}`,
          fix: 'name a cluster by the key of its Secret',
        });
      }
    }
    return findings;
  },
};
