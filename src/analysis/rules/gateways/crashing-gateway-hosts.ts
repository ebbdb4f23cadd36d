import type { Rule } from '../../rule';

const ALL = '*/*';

/** In a server with the host of all namespaces, istiod goes on to a host that it has just dropped, and crashes. */
export const crashingGatewayHosts: Rule = {
  name: 'crashing-gateway-hosts',
  severity: 'error',
  summary: 'In a server of a Gateway, no host of "." or "*" may come after "*/*".',
  equivalents: [],

  *check({ model }) {
    for (const resource of model.all('Gateway')) {
      for (const [i, { hosts = [] }] of (resource.spec.servers ?? []).entries()) {
        const all = hosts.indexOf(ALL);
        const next = hosts.findIndex((host, j) => j > all && host !== ALL && /^[.*]\//.test(host));
        if (all < 0 || next < 0) continue;
        yield {
          resource,
          field: `spec.servers[${i}].hosts[${next}]`,
          problem: `"${hosts[next]}" comes after "${ALL}": istiod crashes when it reads this Gateway, and again each time it starts`,
          fix: `remove "${hosts[next]}", which "${ALL}" covers`,
        };
      }
    }
  },
};
