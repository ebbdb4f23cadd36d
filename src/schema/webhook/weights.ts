import { fieldsOf, numberOf } from '../reading';
import type { WebhookReport } from './report';

/** The weights of the destinations of one route. */
export function checkWeights(routes: readonly unknown[], path: string, report: WebhookReport): void {
  let total = 0;
  for (const [i, route] of routes.entries()) {
    const weight = numberOf(fieldsOf(route)?.weight) ?? 0;
    if (weight < 0) report.add('weight-negative', `${path}[${i}].weight`, String(weight));
    total += weight;
  }
  if (routes.length > 1 && total === 0) {
    report.add(
      'weight-total',
      path,
      `${routes.length} destinations of weight 0`,
      'give each destination a weight, such as 90 and 10',
    );
  }
}
