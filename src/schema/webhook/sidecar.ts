import { type Fields, fieldsOf, isSet, itemsOf, numberOf, objectsOf, textOf, textsOf } from '../reading';
import { checkConnectionPool, checkKeepAlive } from './destination-rule';
import { domainProblem, hasPartialWildcard, isDnsLabel, isIpAddress, wildcardDomainProblem } from './host-names';
import { protocolOf } from './protocols';
import { quote, type WebhookReport } from './report';
import { checkServerTls } from './server-tls';
import { checkPort, checkProtocol, checkSelector, checkSocket, SOCKET } from './value-checks';

/** What TLS settings of a listener can say only at a gateway. */
const GATEWAY_TLS = ['subjectAltNames', 'httpsRedirect', 'credentialName', 'credentialNames', 'tlsCertificates'];

export function checkSidecar(spec: Fields, report: WebhookReport): void {
  checkSelector(spec.workloadSelector, 'spec.workloadSelector', 'labels', report);
  const empty = itemsOf(spec.ingress).length === 0 && itemsOf(spec.egress).length === 0;
  if (empty && !isSet(spec.outboundTrafficPolicy) && !isSet(spec.inboundConnectionPool))
    report.add('sidecar-empty', 'spec');
  const ports = new Set<number>();
  for (const [listener, path] of objectsOf(spec.ingress, 'spec.ingress')) checkIngress(listener, path, ports, report);
  const inbound = fieldsOf(spec.inboundConnectionPool);
  checkConnectionPool(inbound, 'spec.inboundConnectionPool', report);
  checkKeepAlive(inbound, 'spec.inboundConnectionPool', report);
  checkEgress(spec.egress, report);
  checkOutbound(fieldsOf(spec.outboundTrafficPolicy), report);
}

function checkIngress(listener: Fields, path: string, ports: Set<number>, report: WebhookReport): void {
  const port = fieldsOf(listener.port);
  if (port === undefined) return;
  const number = numberOf(port.number) ?? 0;
  checkListenerPort(port, `${path}.port`, report);
  checkPort(number, `${path}.port.number`, report);
  checkBind(listener.bind, path, report);
  if (ports.has(number)) report.add('sidecar-port-duplicate', `${path}.port.number`, String(number));
  ports.add(number);
  checkDefaultEndpoint(textOf(listener.defaultEndpoint), `${path}.defaultEndpoint`, report);

  const protocol = protocolOf(textOf(port.protocol));
  const tls = fieldsOf(listener.tls);
  if (tls !== undefined) {
    for (const field of GATEWAY_TLS) {
      const value = tls[field];
      const given = isSet(value) && value !== '' && value !== false && !(Array.isArray(value) && value.length === 0);
      if (given) report.add('sidecar-tls', `${path}.tls.${field}`, undefined, `remove ${field}`);
    }
    const mode = textOf(tls.mode);
    if (mode === 'ISTIO_MUTUAL' || mode === 'AUTO_PASSTHROUGH')
      report.add('sidecar-tls', `${path}.tls.mode`, quote(mode));
    if (protocol?.tls !== true) report.add('sidecar-tls-plain', `${path}.port.protocol`, quote(port.protocol));
    checkServerTls(tls, `${path}.tls`, report);
  }
  const pool = fieldsOf(listener.connectionPool);
  checkConnectionPool(pool, `${path}.connectionPool`, report);
  checkKeepAlive(pool, `${path}.connectionPool`, report);
  if (isSet(pool?.http) && protocol?.http !== true) {
    report.add('sidecar-http-pool', `${path}.connectionPool.http`, `protocol ${quote(port.protocol)}`);
  }
}

function checkListenerPort(port: Fields, path: string, report: WebhookReport): void {
  const name = textOf(port.name);
  if (name !== '' && !isDnsLabel(name)) report.add('port-name', `${path}.name`, quote(name));
  checkProtocol(port.protocol, `${path}.protocol`, report);
  if ((numberOf(port.targetPort) ?? 0) > 0)
    report.add('target-port-unused', `${path}.targetPort`, undefined, 'remove it');
}

function checkBind(value: unknown, path: string, report: WebhookReport): void {
  const bind = textOf(value);
  if (bind !== '' && !isIpAddress(bind)) report.add('bind-address', `${path}.bind`, quote(bind));
}

function checkDefaultEndpoint(endpoint: string, path: string, report: WebhookReport): void {
  if (endpoint === '') return;
  if (endpoint.startsWith(SOCKET)) {
    checkSocket(endpoint.slice(SOCKET.length), path, report);
    return;
  }
  const parts = /^(?:127\.0\.0\.1|0\.0\.0\.0|\[::1?\]|):([0-9]+)$/.exec(endpoint);
  if (parts === null) report.add('sidecar-default-endpoint', path, quote(endpoint));
  else checkPort(Number(parts[1]), path, report);
}

function checkEgress(egress: unknown, report: WebhookReport): void {
  const ports = new Set<number>();
  const sockets = new Set<string>();
  const listeners = itemsOf(egress);
  for (const [listener, path] of objectsOf(egress, 'spec.egress')) {
    const port = fieldsOf(listener.port);
    if (port !== undefined) checkEgressPort(listener, port, path, ports, sockets, report);
    else if (path !== `spec.egress[${listeners.length - 1}]`)
      report.add('sidecar-egress-last', path, undefined, 'move it to the end');
    if (itemsOf(listener.hosts).length === 0) report.add('sidecar-egress-hosts', `${path}.hosts`);
    checkEgressHosts(listener.hosts, `${path}.hosts`, report);
  }
}

function checkEgressPort(
  listener: Fields,
  port: Fields,
  path: string,
  ports: Set<number>,
  sockets: Set<string>,
  report: WebhookReport,
): void {
  const number = numberOf(port.number) ?? 0;
  const bind = textOf(listener.bind);
  checkListenerPort(port, `${path}.port`, report);
  if (number !== 0) {
    checkPort(number, `${path}.port.number`, report);
    checkBind(bind, path, report);
    if (ports.has(number)) report.add('sidecar-port-duplicate', `${path}.port.number`, String(number));
    ports.add(number);
    return;
  }
  const mode = textOf(listener.captureMode);
  if (!bind.startsWith(SOCKET) || !['', 'DEFAULT', 'NONE'].includes(mode)) {
    report.add('sidecar-egress-socket', path, `bind ${quote(bind)}${mode === '' ? '' : ` with captureMode ${mode}`}`);
  } else {
    checkSocket(bind.slice(SOCKET.length), `${path}.bind`, report);
  }
  if (sockets.has(bind)) report.add('sidecar-port-duplicate', `${path}.bind`, quote(bind));
  sockets.add(bind);
}

function checkEgressHosts(hosts: unknown, path: string, report: WebhookReport): void {
  const services = new Map<string, Set<string>>();
  for (const [host, at] of textsOf(hosts, path)) {
    const problem = egressHostProblem(host, report.isAtLeast('1.31'));
    if (problem !== undefined) report.add('sidecar-egress-host', at, `${quote(host)}: ${problem}`);
    const slash = host.indexOf('/');
    if (slash < 0 || (report.isAtLeast('1.31') && host.startsWith('~'))) continue;
    const namespace = slash === 1 && host.startsWith('.') ? report.namespace : host.slice(0, slash);
    const service = host.slice(slash + 1);
    const known = services.get(namespace) ?? new Set();
    if (service === '*' ? known.size > 0 : known.has(service) || known.has('*')) {
      report.add('sidecar-egress-duplicate', at, quote(host));
    }
    services.set(namespace, known.add(service));
  }
  if (services.get('*')?.has('*') === true && services.size > 1) report.add('sidecar-egress-all', path);
}

/** @param exclusions whether `~` may stand in front of what is left out */
function egressHostProblem(host: string, exclusions: boolean): string | undefined {
  const slash = host.indexOf('/');
  if (slash < 0) return 'it has no namespace';
  const namespace = host.slice(exclusions && host.startsWith('~') ? 1 : 0, slash);
  const name = host.slice(slash + 1);
  const open = exclusions ? ['*', '.', ''] : ['*', '.', '~'];
  if (!open.includes(namespace) && !isDnsLabel(namespace)) return `${quote(namespace)} is no namespace`;
  if (name !== '*' && !name.includes('.')) return `${quote(name)} is a short name`;
  return wildcardDomainProblem(name) ?? (hasPartialWildcard(name) ? 'its wildcard is not a whole label' : undefined);
}

function checkOutbound(policy: Fields | undefined, report: WebhookReport): void {
  const proxy = fieldsOf(policy?.egressProxy);
  if (policy === undefined || proxy === undefined) return;
  const path = 'spec.outboundTrafficPolicy.egressProxy';
  if (policy.mode !== 'ALLOW_ANY') {
    report.add('sidecar-egress-proxy', path, `mode ${textOf(policy.mode) || 'REGISTRY_ONLY'}`);
    return;
  }
  const host = textOf(proxy.host);
  const problem = domainProblem(host);
  if (problem !== undefined) report.add('destination-host', `${path}.host`, `${quote(host)}: ${problem}`);
  const subset = textOf(proxy.subset);
  if (subset !== '' && !isDnsLabel(subset)) report.add('subset-name', `${path}.subset`, quote(subset));
  const port = fieldsOf(proxy.port);
  if (port === undefined) report.add('sidecar-egress-proxy-port', `${path}.port`);
  else checkPort(port.number ?? 0, `${path}.port.number`, report);
}
