import { policyParts } from '../../istio/destinations/policy-parts';
import { clientsOf } from '../destinations';
import type { Rule } from '../rule';

/** Clients are told to send mutual TLS to pods that have no proxy to answer it: every connection fails. */
export const mutualTlsWithoutProxy: Rule = {
  name: 'mutual-tls-without-proxy',
  severity: 'error',
  summary: 'A DestinationRule must not demand mutual TLS of pods that are not in the mesh.',
  equivalents: ['KIA0205', 'KIA0206'],

  *check({ model }) {
    for (const resource of model.all('DestinationRule')) {
      const { host = '', exportTo, subsets = [] } = resource.spec;
      const demanding = [...policyParts(resource)].filter(({ policy }) => policy.tls?.mode === 'ISTIO_MUTUAL');
      if (demanding.length === 0) continue;
      const service = model.hosts.lookup(host, resource.namespace, clientsOf(resource.namespace, exportTo));
      if (service?.source !== 'Service') continue;
      const workloads = model.workloadsOf(service);
      for (const { field, subset } of demanding) {
        const labels = Object.entries(subsets.find(({ name }) => name === subset)?.labels ?? {});
        const meant = workloads.filter(other => labels.every(([key, value]) => other.labels[key] === value));
        if (meant.length === 0 || meant.some(({ dataPlane }) => dataPlane !== 'none')) continue;
        yield {
          resource,
          field: `${field}.tls.mode`,
          problem: `clients send mutual TLS to "${service.host}", whose pods of "${meant[0]?.name}" are not in the mesh and cannot answer it`,
          fix: 'leave tls out, so that clients send what the pods accept, or take the pods into the mesh',
          related: [service.resource, ...meant.slice(0, 3).map(workload => workload.resource)],
        };
        break;
      }
    }
  },
};
