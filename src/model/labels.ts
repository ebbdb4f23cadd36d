import { byText } from '../values/order';
import type { LabelSelector } from './shapes/kubernetes';

export type Labels = { readonly [key: string]: string };

/** Whether every pair of the selector is among the labels; an empty selector selects everything. */
export function matchesLabels(selector: Labels | undefined, labels: Labels): boolean {
  for (const key in selector) {
    if (labels[key] !== selector[key]) return false;
  }
  return true;
}

/** Whether a Kubernetes selector selects the labels: absent selects all, one with an unknown operator selects none. */
export function matchesSelector(selector: LabelSelector | undefined, labels: Labels): boolean {
  if (!matchesLabels(selector?.matchLabels, labels)) return false;
  return (selector?.matchExpressions ?? []).every(({ key = '', operator, values = [] }) => {
    const value = labels[key];
    switch (operator) {
      case 'In':
        return value !== undefined && values.includes(value);
      case 'NotIn':
        return value === undefined || !values.includes(value);
      case 'Exists':
        return value !== undefined;
      case 'DoesNotExist':
        return value === undefined;
      default:
        return false;
    }
  });
}

/** The pairs sorted by key, as kubectl prints a selector. */
export function printLabels(labels: Labels | undefined): string {
  return Object.entries(labels ?? {})
    .sort(byText(([key]) => key))
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}
