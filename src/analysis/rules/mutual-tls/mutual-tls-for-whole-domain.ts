import type { Finding, Rule } from '../../rule';

/** Hosts of a DestinationRule that stand for every service of the cluster, or of all the world. */
const WHOLE = /^\*(\.local|\.svc\.[a-z0-9.-]+|\.cluster\.local)?$/;

/** Mutual TLS is then sent to services without a proxy as well, such as the API server or a Prometheus: they fail. */
export const mutualTlsForWholeDomain: Rule = {
  name: 'mutual-tls-for-whole-domain',
  severity: 'warning',
  summary: 'A DestinationRule for a whole domain must not demand mutual TLS.',
  equivalents: [],

  check({ model }) {
    const findings: Finding[] = [];
    for (const resource of model.all('DestinationRule')) {
      const { host = '', trafficPolicy } = resource.spec;
      if (!WHOLE.test(host) || trafficPolicy?.tls?.mode !== 'ISTIO_MUTUAL' || !model.meshConfig.enableAutoMtls)
        continue;
      findings.push({
        resource,
        field: 'spec.trafficPolicy.tls.mode',
        problem: `clients send mutual TLS to every service of "${host}", also to those without a proxy, which cannot answer it`,
        fix: 'remove the rule: where the server has a proxy, clients use mutual TLS by themselves; a PeerAuthentication makes servers insist',
      });
    }
    return findings;
  },
};
