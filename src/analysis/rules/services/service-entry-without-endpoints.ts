import type { Finding, Rule } from '../../rule';

/** A ServiceEntry with resolution STATIC names no endpoint: there is nowhere to send to. */
export const serviceEntryWithoutEndpoints: Rule = {
  name: 'service-entry-without-endpoints',
  severity: 'error',
  summary: 'A ServiceEntry with resolution STATIC must have endpoints, or select pods.',
  equivalents: [],

  check({ model }) {
    const findings: Finding[] = [];
    for (const resource of model.all('ServiceEntry')) {
      const { resolution, endpoints = [], workloadSelector, addresses = [] } = resource.spec;
      if (resolution !== 'STATIC' || endpoints.length > 0 || workloadSelector !== undefined) continue;
      findings.push({
        resource,
        field: 'spec.resolution',
        problem: 'it has neither endpoints nor a workloadSelector: every request gets 503',
        fix:
          addresses.length > 0
            ? 'write the addresses as endpoints: spec.addresses are what clients dial'
            : 'write endpoints, or let the host be looked up by resolution DNS',
      });
    }
    return findings;
  },
};
