import { durationMilliseconds } from '../../values/duration';
import { isAtLeast } from '../../values/istio-version';
import { MESH_CONFIG_SINCE, MESH_CONFIG_VALUES_SINCE } from '../../values/mesh-config-history';
import type { ObjectIssue } from '../object-issue';
import { type Fields, fieldsOf, isSet, numberOf, objectsOf, textOf } from '../reading';
import { notYet } from '../scalar-checks';
import { checkConnectionPool, checkOutlierDetection } from './destination-rule';
import { checkRetries } from './http-route';
import { checkZones } from './localities';
import { quote, WebhookReport } from './report';

const VISIBILITIES = ['VISIBILITY_UNSPECIFIED', 'NONE', 'NAMESPACE', 'PUBLIC'];
const PROFILES = ['SIDECAR', 'EDGE'];

/** What an inbound route has no use for: it leads to the one application beside the proxy. */
const OUTBOUND_RETRIES = ['perTryTimeout', 'retryRemoteLocalities', 'retryIgnorePreviousHosts'];

/**
 * Checks the parts of a mesh configuration that came after Istio 1.30 as istiod does when it reads it. Paths begin with
 * `meshConfig`.
 *
 * @param istioVersion the release that reads the configuration
 */
export function checkMeshConfig(config: Fields, istioVersion: string): readonly ObjectIssue[] {
  const report = new WebhookReport('', '', istioVersion);
  const zones = fieldsOf(config.zoneAwareLbSetting);
  checkTrafficPolicy(fieldsOf(config.defaultTrafficPolicy), 'meshConfig.defaultTrafficPolicy', report);
  checkVisibility(fieldsOf(config.serviceEntryVisibility), 'meshConfig.serviceEntryVisibility', report);
  checkZones(zones, 'meshConfig.zoneAwareLbSetting', true, report);
  checkInboundRetries(
    fieldsOf(config.defaultInboundHttpRetryPolicy),
    'meshConfig.defaultInboundHttpRetryPolicy',
    report,
  );
  const settings = fieldsOf(fieldsOf(config.defaultConfig)?.connectionSettings);
  checkConnections(settings, 'meshConfig.defaultConfig.connectionSettings', report);
  return [...notInRelease(config, istioVersion), ...report.issues];
}

function* notInRelease(config: Fields, istioVersion: string): Iterable<ObjectIssue> {
  for (const [path, since] of Object.entries(MESH_CONFIG_SINCE)) {
    if (valueAt(config, path) === undefined || isAtLeast(istioVersion, since)) continue;
    yield versionIssue('field-not-in-release', path, `field "${path.split('.').at(-1)}"`, since, istioVersion);
  }
  for (const [path, values] of Object.entries(MESH_CONFIG_VALUES_SINCE)) {
    const value = textOf(valueAt(config, path));
    const since = Object.hasOwn(values, value) ? values[value] : undefined;
    if (since === undefined || isAtLeast(istioVersion, since)) continue;
    yield versionIssue('value-not-in-release', path, `value ${quote(value)}`, since, istioVersion);
  }
}

function versionIssue(rule: string, path: string, what: string, since: string, istioVersion: string): ObjectIssue {
  const at = `meshConfig.${path}`;
  const message = `${at}: ${notYet(what, since, istioVersion)}`;
  const fix = `target Istio ${since} or newer, or remove it`;
  return { severity: 'error', source: 'version', path: at, message, rule, fix };
}

function valueAt(config: Fields, path: string): unknown {
  const [last = '', ...parents] = path.split('.').reverse();
  return parents.reverse().reduce<Fields | undefined>((fields, field) => fieldsOf(fields?.[field]), config)?.[last];
}

function checkTrafficPolicy(policy: Fields | undefined, path: string, report: WebhookReport): void {
  const pool = fieldsOf(policy?.connectionPool);
  const outlier = fieldsOf(policy?.outlierDetection);
  checkConnectionPool(pool, `${path}.connectionPool`, report);
  checkDurations(fieldsOf(pool?.http), ['idleTimeout'], `${path}.connectionPool.http`, report);
  const tcp = fieldsOf(pool?.tcp);
  checkDurations(tcp, ['connectTimeout', 'maxConnectionDuration'], `${path}.connectionPool.tcp`, report);
  checkDurations(fieldsOf(tcp?.tcpKeepalive), ['time', 'interval'], `${path}.connectionPool.tcp.tcpKeepalive`, report);
  checkOutlierDetection(outlier, `${path}.outlierDetection`, report);
  checkDurations(outlier, ['baseEjectionTime', 'interval'], `${path}.outlierDetection`, report);
}

/** A text that is no duration; the checks that DestinationRules share look at the others. */
function checkDurations(fields: Fields | undefined, names: readonly string[], path: string, report: WebhookReport) {
  for (const name of names) {
    const value = fields?.[name];
    if (value === undefined) continue;
    const milliseconds = durationMilliseconds(textOf(value));
    if (milliseconds === undefined) {
      report.add('duration-precision', `${path}.${name}`, quote(value));
    }
  }
}

function checkVisibility(visibility: Fields | undefined, path: string, report: WebhookReport): void {
  if (visibility === undefined) return;
  checkName(visibility.defaultVisibility, VISIBILITIES, `${path}.defaultVisibility`, report);
  for (const [policy, at] of objectsOf(visibility.policies, `${path}.policies`)) {
    checkName(policy.visibility, VISIBILITIES, `${at}.visibility`, report);
  }
}

function checkInboundRetries(retries: Fields | undefined, path: string, report: WebhookReport): void {
  if (retries === undefined) return;
  checkRetries(retries, path, report);
  if ((numberOf(retries.attempts) ?? 0) === 0 && isSet(retries.backoff)) report.add('inbound-retry-backoff', path);
  for (const field of OUTBOUND_RETRIES) {
    if (isSet(retries[field])) report.add('inbound-retry-ignored', `${path}.${field}`, undefined, 'remove it');
  }
}

function checkConnections(settings: Fields | undefined, path: string, report: WebhookReport): void {
  if (settings === undefined) return;
  checkName(settings.profile, PROFILES, `${path}.profile`, report);
  for (const [field, value] of Object.entries(settings)) {
    const number = numberOf(value);
    if (number !== undefined && /BufferLimitBytes$/.test(field) && number < 0) {
      report.add('not-negative', `${path}.${field}`, String(number));
    } else if (number !== undefined && /(?:MaxConcurrentStreams|ConnectionLimit)$/.test(field) && number <= 0) {
      report.add('positive', `${path}.${field}`, String(number));
    } else if (number !== undefined && /WindowSize$/.test(field) && number < 65535) {
      report.add('http2-window', `${path}.${field}`, String(number));
    } else if (/(?:Timeout|Duration)$/.test(field) && !((durationMilliseconds(textOf(value)) ?? -1) >= 0)) {
      report.add('not-negative', `${path}.${field}`, quote(value), 'write a duration such as "30s"');
    }
  }
}

function checkName(value: unknown, names: readonly string[], path: string, report: WebhookReport): void {
  if (value === undefined || names.includes(textOf(value))) return;
  report.add('mesh-config-value', path, quote(value), `write one of ${names.join(', ')}`);
}
