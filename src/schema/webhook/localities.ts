import { entriesOf, type Fields, itemsOf, numberOf, objectsOf, textOf } from '../reading';
import { quote, type WebhookReport } from './report';

const TOPOLOGY_LABELS = new Set([
  'topology.kubernetes.io/region',
  'topology.kubernetes.io/zone',
  'topology.istio.io/subzone',
]);

/** How traffic is spread over regions, zones and sub-zones. */
export function checkLocalities(
  setting: Fields | undefined,
  path: string,
  outlierDetection: boolean,
  report: WebhookReport,
): void {
  if (setting === undefined) return;
  const failover = itemsOf(setting.failover);
  const priority = itemsOf(setting.failoverPriority);
  if (itemsOf(setting.distribute).length > 0 && failover.length > 0) {
    report.add('locality-exclusive', path);
    return;
  }
  const topology = failover.length === 0 ? -1 : priority.findIndex(label => TOPOLOGY_LABELS.has(textOf(label)));
  if (topology >= 0) {
    report.add('locality-failover-priority', `${path}.failoverPriority[${topology}]`, quote(priority[topology]));
    return;
  }
  checkDistribution(setting.distribute, `${path}.distribute`, report);
  if (failover.length + priority.length > 0 && !outlierDetection) {
    report.add('locality-outlier', path, undefined, 'add outlierDetection to the traffic policy');
  }
  checkFailover(failover, `${path}.failover`, report);
}

/** How traffic stays in its zone; regions and zones are ordered without being told. */
export function checkZones(
  setting: Fields | undefined,
  path: string,
  outlierDetection: boolean,
  report: WebhookReport,
): void {
  if (setting === undefined) return;
  const failover = itemsOf(setting.failover);
  const priority = itemsOf(setting.failoverPriority);
  for (const [i, label] of priority.entries()) {
    if (TOPOLOGY_LABELS.has(textOf(label))) {
      report.add('zone-aware-priority', `${path}.failoverPriority[${i}]`, quote(label));
    }
  }
  if (failover.length + priority.length > 0 && !outlierDetection) {
    report.add('locality-outlier', path, undefined, 'add outlierDetection to the traffic policy');
  }
  checkFailover(failover, `${path}.failover`, report);
}

function checkFailover(failover: readonly unknown[], path: string, report: WebhookReport): void {
  for (const [item, at] of objectsOf(failover, path)) {
    const from = textOf(item.from);
    const to = textOf(item.to);
    if (from === to || /[/*]/.test(from + to)) {
      report.add('locality-failover-region', at, `from ${quote(from)} to ${quote(to)}`);
    }
  }
}

function checkDistribution(distribute: unknown, path: string, report: WebhookReport): void {
  const origins: [locality: string, path: string][] = [];
  for (const [item, at] of objectsOf(distribute, path)) {
    origins.push([textOf(item.from), `${at}.from`]);
    const targets = entriesOf(item.to);
    const wrong = targets.find(([, weight]) => !((numberOf(weight) ?? 0) >= 1 && (numberOf(weight) ?? 0) <= 100));
    if (wrong !== undefined) {
      report.add('locality-weight', `${at}.to[${wrong[0]}]`, String(wrong[1]));
      continue;
    }
    const total = targets.reduce((sum, [, weight]) => sum + (numberOf(weight) ?? 0), 0);
    if (total !== 100) {
      report.add('locality-weight-total', `${at}.to`, String(total));
      continue;
    }
    checkNames(
      targets.map(([locality]) => [locality, `${at}.to[${locality}]`]),
      report,
    );
  }
  checkNames(origins, report);
}

/** Localities of one list: well-formed, and none that overlaps another. */
function checkNames(localities: readonly (readonly [locality: string, path: string])[], report: WebhookReport): void {
  const seen: string[][] = [];
  for (const [locality, path] of localities) {
    const [region = '', zone, ...rest] = locality.split('/');
    const parts = [region, ...(zone === undefined ? [] : [zone]), ...(rest.length === 0 ? [] : [rest.join('/')])];
    const star = locality.indexOf('*');
    if ((star >= 0 && star !== locality.length - 1) || parts.includes('')) {
      report.add('locality-name', path, quote(locality));
      continue;
    }
    if (seen.some(other => covers(other, parts, true) || covers(parts, other, false))) {
      report.add('locality-overlap', path, quote(locality));
    }
    seen.push(parts);
  }
}

/** Whether one locality contains another: a shorter name stands for all that is inside. */
function covers(outer: readonly string[], inner: readonly string[], wildcards: boolean): boolean {
  return outer.length <= inner.length && outer.every((part, i) => part === inner[i] || (wildcards && part === '*'));
}
