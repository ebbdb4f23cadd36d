import type { Fields } from '../reading';
import type { WebhookReport } from './report';
import { checkSelector, checkTargets } from './value-checks';

/** A WasmPlugin or a TrafficExtension; what it loads is checked by the rules of the CRD. */
export function checkExtension(spec: Fields, report: WebhookReport): void {
  checkSelector(spec.selector, 'spec.selector', 'matchLabels', report);
  checkTargets(spec, report);
}

/** The rest of its rules is in the CRD. */
export function checkProxyConfig(spec: Fields, report: WebhookReport): void {
  checkSelector(spec.selector, 'spec.selector', 'matchLabels', report);
}
