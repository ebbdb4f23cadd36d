import { durationMilliseconds } from '../../values/duration';
import { type Fields, fieldsOf, isSet, itemsOf, numberOf, objectsOf, textOf } from '../reading';
import { domainProblem, isDnsLabel, isIpAddress, wildcardDomainProblem } from './host-names';
import { checkLocalities, checkZones } from './localities';
import { quote, type WebhookReport } from './report';
import { checkDuration, checkExportTo, checkLabels, checkPercentage, checkPort, checkSelector } from './value-checks';

const POLICY_FIELDS = [
  'loadBalancer',
  'connectionPool',
  'outlierDetection',
  'tls',
  'portLevelSettings',
  'tunnel',
  'proxyProtocol',
  'retryBudget',
];
const PORT_POLICY_FIELDS = ['loadBalancer', 'connectionPool', 'outlierDetection', 'tls'];

export function checkDestinationRule(spec: Fields, report: WebhookReport): void {
  const host = textOf(spec.host);
  const problem = wildcardDomainProblem(host);
  if (problem !== undefined) report.add('destination-rule-host', 'spec.host', `${quote(host)}: ${problem}`);
  checkTrafficPolicy(fieldsOf(spec.trafficPolicy), 'spec.trafficPolicy', report);
  const names = new Set<string>();
  for (const [subset, path] of objectsOf(spec.subsets, 'spec.subsets')) {
    const name = textOf(subset.name);
    if (names.has(name)) report.add('subset-duplicate', `${path}.name`, quote(name));
    names.add(name);
    if (!isDnsLabel(name)) report.add('subset-name', `${path}.name`, quote(name));
    checkLabels(subset.labels, `${path}.labels`, report);
    checkTrafficPolicy(fieldsOf(subset.trafficPolicy), `${path}.trafficPolicy`, report);
  }
  checkExportTo(spec.exportTo, report, { selected: isSet(spec.workloadSelector) });
  checkSelector(spec.workloadSelector, 'spec.workloadSelector', 'matchLabels', report);
}

function checkTrafficPolicy(policy: Fields | undefined, path: string, report: WebhookReport): void {
  if (policy === undefined) return;
  if (!POLICY_FIELDS.some(field => isSet(policy[field]) && !isEmptyList(policy[field]))) {
    report.add('traffic-policy-empty', path, undefined, `add one of ${POLICY_FIELDS.join(', ')}, or remove it`);
    return;
  }
  if (isSet(policy.tunnel) && isSet(policy.proxyProtocol)) report.add('tunnel-proxy-protocol', `${path}.tunnel`);
  checkSettings(policy, path, report);
  checkTunnel(fieldsOf(policy.tunnel), `${path}.tunnel`, report);
  for (const [port, at] of objectsOf(policy.portLevelSettings, `${path}.portLevelSettings`)) {
    if (!isSet(port.port)) report.add('port-policy-port', `${at}.port`, undefined, 'add port: { number: ... }');
    if (!PORT_POLICY_FIELDS.some(field => isSet(port[field]))) {
      report.add('traffic-policy-empty', at, undefined, `add one of ${PORT_POLICY_FIELDS.join(', ')}, or remove it`);
    }
    checkSettings(port, at, report);
  }
}

/** The API server hands an empty list on as none. */
function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** What the policies of hosts, subsets and ports have alike. */
function checkSettings(policy: Fields, path: string, report: WebhookReport): void {
  checkOutlierDetection(fieldsOf(policy.outlierDetection), `${path}.outlierDetection`, report);
  const pool = fieldsOf(policy.connectionPool);
  checkConnectionPool(pool, `${path}.connectionPool`, report);
  checkKeepAlive(pool, `${path}.connectionPool`, report);
  const balancer = fieldsOf(policy.loadBalancer);
  if (balancer !== undefined) {
    checkConsistentHash(fieldsOf(balancer.consistentHash), `${path}.loadBalancer.consistentHash`, report);
    const locality = fieldsOf(balancer.localityLbSetting);
    const outliers = isSet(policy.outlierDetection);
    checkLocalities(locality, `${path}.loadBalancer.localityLbSetting`, outliers, report);
    checkZones(fieldsOf(balancer.zoneAwareLbSetting), `${path}.loadBalancer.zoneAwareLbSetting`, outliers, report);
    if (locality !== undefined && isSet(balancer.zoneAwareLbSetting)) {
      report.add('zone-aware-exclusive', `${path}.loadBalancer.zoneAwareLbSetting`, undefined, 'keep one of them');
    }
    const warmup = fieldsOf(balancer.warmup);
    checkDuration(warmup?.duration, `${path}.loadBalancer.warmup.duration`, report);
    const aggression = numberOf(warmup?.aggression);
    if (aggression !== undefined && !(report.isAtLeast('1.31') ? aggression > 0 : aggression >= 1)) {
      report.add('warmup-aggression', `${path}.loadBalancer.warmup.aggression`, String(aggression));
    }
    checkPercentage(warmup?.minimumPercent, `${path}.loadBalancer.warmup.minimumPercent`, 'percent-range', report);
  }
  checkClientTls(fieldsOf(policy.tls), `${path}.tls`, report);
}

/** Also of the mesh configuration. */
export function checkOutlierDetection(outlier: Fields | undefined, path: string, report: WebhookReport): void {
  if (outlier === undefined) return;
  for (const field of ['baseEjectionTime', 'interval']) checkDuration(outlier[field], `${path}.${field}`, report);
  if ((numberOf(outlier.consecutiveErrors) ?? 0) !== 0) {
    report.add('outlier-consecutive-errors', `${path}.consecutiveErrors`);
  }
  const local = numberOf(outlier.consecutiveLocalOriginFailures) ?? 0;
  if (local > 0 && outlier.splitExternalLocalOriginErrors !== true) {
    report.add('outlier-local-origin', `${path}.consecutiveLocalOriginFailures`);
  }
  for (const field of ['maxEjectionPercent', 'minHealthPercent']) {
    checkPercentage(outlier[field], `${path}.${field}`, 'percent-range', report);
  }
}

/** Also of the inbound side of a Sidecar, and of the mesh configuration. */
export function checkConnectionPool(pool: Fields | undefined, path: string, report: WebhookReport): void {
  if (pool === undefined) return;
  const http = fieldsOf(pool.http);
  const tcp = fieldsOf(pool.tcp);
  if (http === undefined && tcp === undefined) {
    report.add('connection-pool-empty', path);
    return;
  }
  for (const field of [
    'http1MaxPendingRequests',
    'http2MaxRequests',
    'maxRequestsPerConnection',
    'maxRetries',
    'maxConcurrentStreams',
  ]) {
    checkNotNegative(http?.[field], `${path}.http.${field}`, report);
  }
  if (http?.h2UpgradePolicy === 'UPGRADE' && http.useClientProtocol === true) {
    report.add('h2-upgrade-client-protocol', `${path}.http.useClientProtocol`);
  }
  checkNotNegative(tcp?.maxConnections, `${path}.tcp.maxConnections`, report);
  checkDuration(http?.idleTimeout, `${path}.http.idleTimeout`, report);
  for (const field of ['connectTimeout', 'maxConnectionDuration']) {
    checkDuration(tcp?.[field], `${path}.tcp.${field}`, report);
  }
  // Less than a millisecond counts as 0, which stands for no timeout.
  const idle = durationMilliseconds(textOf(tcp?.idleTimeout)) ?? 0;
  if (Math.abs(idle) >= 1) checkDuration(tcp?.idleTimeout, `${path}.tcp.idleTimeout`, report);
  const probes = fieldsOf(tcp?.tcpKeepalive);
  for (const field of ['time', 'interval']) checkDuration(probes?.[field], `${path}.tcp.tcpKeepalive.${field}`, report);
}

/** Pings on HTTP/2 connections; not checked in the mesh configuration. */
export function checkKeepAlive(pool: Fields | undefined, path: string, report: WebhookReport): void {
  const keepAlive = fieldsOf(fieldsOf(pool?.http)?.http2KeepAlive);
  for (const field of keepAlive === undefined ? [] : ['interval', 'timeout']) {
    const at = `${path}.http.http2KeepAlive.${field}`;
    if (keepAlive?.[field] === undefined) report.add('http2-keep-alive', at);
    else checkDuration(keepAlive[field], at, report);
  }
}

function checkNotNegative(value: unknown, path: string, report: WebhookReport): void {
  const number = numberOf(value);
  if (number !== undefined && number < 0) report.add('not-negative', path, String(number));
}

function checkConsistentHash(hash: Fields | undefined, path: string, report: WebhookReport): void {
  if (hash === undefined) return;
  const cookie = fieldsOf(hash.httpCookie);
  if (cookie !== undefined) {
    if (textOf(cookie.name) === '') report.add('hash-cookie-name', `${path}.httpCookie.name`);
    const names = new Set<string>();
    for (const [attribute, at] of objectsOf(cookie.attributes, `${path}.httpCookie.attributes`)) {
      const name = textOf(attribute.name);
      if (names.has(name)) report.add('hash-cookie-attribute', `${at}.name`, quote(name));
      names.add(name);
    }
  }
  if ((numberOf(hash.minimumRingSize) ?? 0) !== 0) {
    report.add('hash-ring-size-deprecated', `${path}.minimumRingSize`);
    if (isSet(hash.ringHash) || isSet(hash.maglev)) report.add('hash-ring-size-conflict', path);
  }
  const maglev = fieldsOf(hash.maglev);
  const size = maglev === undefined ? undefined : (numberOf(maglev.tableSize) ?? 0);
  if (size !== undefined && (size >= 5000011 || !isPrime(size))) {
    report.add('maglev-table-size', `${path}.maglev.tableSize`, size === 0 ? 'none' : String(size), 'write 65537');
  }
}

/** Envoy takes 1 for a prime, too. */
function isPrime(value: number): boolean {
  if (value < 4) return value > 0;
  if (value % 2 === 0) return false;
  for (let factor = 3; factor * factor <= value; factor += 2) if (value % factor === 0) return false;
  return true;
}

function checkTunnel(tunnel: Fields | undefined, path: string, report: WebhookReport): void {
  if (tunnel === undefined) return;
  const protocol = textOf(tunnel.protocol);
  if (!['', 'CONNECT', 'POST'].includes(protocol)) report.add('tunnel-protocol', `${path}.protocol`, quote(protocol));
  const host = textOf(tunnel.targetHost);
  const problem = domainProblem(host);
  if (problem !== undefined && !isIpAddress(host))
    report.add('tunnel-host', `${path}.targetHost`, `${quote(host)}: ${problem}`);
  checkPort(tunnel.targetPort ?? 0, `${path}.targetPort`, report);
}

/** The TLS settings of a client. */
function checkClientTls(tls: Fields | undefined, path: string, report: WebhookReport): void {
  if (tls === undefined) return;
  const mode = textOf(tls.mode);
  const credential = textOf(tls.credentialName) !== '';
  if (tls.insecureSkipVerify === true && (mode === 'SIMPLE' || mode === 'MUTUAL')) {
    const found = ['caCertificates', ...(mode === 'SIMPLE' ? ['credentialName'] : [])].filter(
      field => textOf(tls[field]) !== '',
    );
    if (itemsOf(tls.subjectAltNames).length > 0) found.push('subjectAltNames');
    if (found.length > 0) report.add('client-tls-insecure', path, found.join(', '));
  }
  if (credential && (mode === 'SIMPLE' || mode === 'MUTUAL')) {
    const files = ['clientCertificate', 'privateKey', 'caCertificates', 'caCrl'].filter(
      field => textOf(tls[field]) !== '',
    );
    if (files.length > 0) report.add('client-tls-credential', path, files.join(', '));
    return;
  }
  if (mode !== 'MUTUAL') return;
  const missing = ['clientCertificate', 'privateKey'].filter(field => textOf(tls[field]) === '');
  if (missing.length > 0) report.add('client-tls-certificate', path, `no ${missing.join(' and no ')}`);
}
