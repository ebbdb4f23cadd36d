import type { Finding, Rule } from '../../rule';

/** A route names one destination twice: one of the two is usually meant to be another subset. */
export const repeatedRouteDestination: Rule = {
  name: 'repeated-route-destination',
  severity: 'warning',
  summary: 'The destinations of a route must be different.',
  equivalents: ['KIA1105'],

  check({ model }) {
    const findings: Finding[] = [];
    for (const resource of model.all('VirtualService')) {
      for (const protocol of ['http', 'tcp', 'tls'] as const) {
        for (const [i, { route = [] }] of (resource.spec[protocol] ?? []).entries()) {
          if (route.length < 2) continue;
          const seen = new Map<string, number>();
          for (const [j, { destination: { host = '', subset = '', port } = {}, headers }] of route.entries()) {
            const full = model.fullHost(host, resource.namespace);
            // The same pods with other headers are another thing to do with a request.
            const key = `${full} ${subset} ${port?.number} ${headers === undefined ? '' : JSON.stringify(headers)}`;
            const first = seen.get(key);
            if (first === undefined) seen.set(key, j);
            else {
              findings.push({
                resource,
                field: `spec.${protocol}[${i}].route[${j}].destination`,
                problem: `${subset === '' ? '' : `subset "${subset}" of `}"${full}" is already the destination of route[${first}]`,
                fix: 'route to another subset, or use one destination with the sum of the weights',
              });
            }
          }
        }
      }
    }
    return findings;
  },
};
