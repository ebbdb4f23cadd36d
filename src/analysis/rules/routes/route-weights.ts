import type { Finding, Rule } from '../../rule';

/** The weights of a route do not add up to 100: they are shares of their sum, not percentages. */
export const routeWeights: Rule = {
  name: 'route-weights',
  severity: 'warning',
  summary: 'The weights of a route should add up to 100.',
  equivalents: ['KIA1104'],

  check({ model }) {
    const findings: Finding[] = [];
    for (const resource of model.all('VirtualService')) {
      for (const protocol of ['http', 'tls', 'tcp'] as const) {
        for (const [i, { route = [] }] of (resource.spec[protocol] ?? []).entries()) {
          if (route.length === 0) continue;
          const weights = route.map(({ weight = 0 }) => weight);
          const sum = weights.reduce((total, weight) => total + weight, 0);
          const [only] = route;
          if (route.length === 1 && only?.weight !== undefined && only.weight !== 100) {
            findings.push({
              resource,
              field: `spec.${protocol}[${i}].route[0].weight`,
              problem: `the only destination gets all requests, whatever its weight of ${only.weight}`,
              fix: 'leave the weight out, or add the other destinations',
            });
          } else if (route.length > 1 && sum > 0 && sum !== 100) {
            const shares = weights.map(weight => `${Math.round((weight / sum) * 1000) / 10}%`).join(', ');
            findings.push({
              resource,
              field: `spec.${protocol}[${i}].route`,
              problem: `the weights add up to ${sum}, and mean ${shares}`,
              fix: 'write weights that add up to 100',
            });
          }
        }
      }
    }
    return findings;
  },
};
