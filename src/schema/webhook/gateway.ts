import { type Fields, fieldsOf, isSet, itemsOf, numberOf, objectsOf, textOf, textsOf } from '../reading';
import { hasPartialWildcard, isDnsLabel, isIpAddress, wildcardDomainProblem } from './host-names';
import { KNOWN_PROTOCOLS, protocolOf } from './protocols';
import { quote, type WebhookReport } from './report';
import { checkServerTls } from './server-tls';
import { checkPort, checkSocket, SOCKET } from './value-checks';

export function checkGateway(spec: Fields, report: WebhookReport): void {
  if (report.name !== '' && !isDnsLabel(report.name)) report.add('gateway-name', 'metadata.name', quote(report.name));
  if (itemsOf(spec.servers).length === 0) report.add('gateway-servers', 'spec.servers');
  const names = new Set<string>();
  for (const [server, path] of objectsOf(spec.servers, 'spec.servers')) {
    checkServer(server, path, report);
    const name = fieldsOf(server.port)?.name;
    if (typeof name !== 'string' || name === '') continue;
    if (names.has(name)) report.add('server-port-name-duplicate', `${path}.port.name`, quote(name));
    names.add(name);
  }
}

function checkServer(server: Fields, path: string, report: WebhookReport): void {
  if (itemsOf(server.hosts).length === 0) report.add('server-hosts', `${path}.hosts`);
  const hosts = [...textsOf(server.hosts, `${path}.hosts`)];
  for (const [host, at] of hosts) checkServerHost(host, at, report);
  const all = hosts.findIndex(([host]) => host === '*/*');
  const next = hosts.slice(all + 1).find(([host]) => /^[.*]\//.test(host) && host !== '*/*');
  if (all >= 0 && next !== undefined) report.add('server-all-hosts', next[1], quote(next[0]), 'keep "*/*" alone');

  const bind = textOf(server.bind);
  const port = fieldsOf(server.port);
  if (port !== undefined) checkServerPort(port, `${path}.port`, bind, report);
  if (bind.startsWith(SOCKET)) {
    checkSocket(bind.slice(SOCKET.length), `${path}.bind`, report);
    const number = numberOf(port?.number) ?? 0;
    if (number !== 0) report.add('server-socket-port', `${path}.port.number`, String(number));
  } else if (bind !== '' && !isIpAddress(bind)) {
    report.add('bind-address', `${path}.bind`, quote(bind));
  }

  const tls = fieldsOf(server.tls);
  if (tls !== undefined) checkServerTls(tls, `${path}.tls`, report);
  if (port !== undefined) checkProtocolAndTls(port, tls, path, report);
}

/** A host of a server: `[<namespace>/]<dns name>`. */
function checkServerHost(host: string, path: string, report: WebhookReport): void {
  const slash = host.indexOf('/');
  const namespace = slash < 0 ? '*' : host.slice(0, slash);
  const name = host.slice(slash + 1);
  const complain = (problem: string): void => report.add('server-host', path, `${quote(host)}: ${problem}`);
  if (namespace !== '*' && namespace !== '.' && !isDnsLabel(namespace)) {
    complain(`${quote(namespace)} is no namespace`);
  } else if (name !== '*' && !name.includes('.')) {
    complain(`${quote(name)} is a short name`);
  } else if (!isIpAddress(name)) {
    const problem = wildcardDomainProblem(name);
    if (problem !== undefined) complain(problem);
    else if (hasPartialWildcard(name)) complain('its wildcard is not a whole label');
  }
}

function checkServerPort(port: Fields, path: string, bind: string, report: WebhookReport): void {
  const protocol = textOf(port.protocol);
  if (protocolOf(protocol) === undefined) {
    report.add('port-protocol', `${path}.protocol`, quote(protocol), `write one of ${KNOWN_PROTOCOLS}`);
  }
  const number = numberOf(port.number) ?? 0;
  if (number > 0 || !bind.startsWith(SOCKET)) checkPort(number, `${path}.number`, report);
  if ((numberOf(port.targetPort) ?? 0) > 0)
    report.add('target-port-unused', `${path}.targetPort`, undefined, 'remove it');
  if (textOf(port.name) === '') report.add('server-port-name', `${path}.name`);
}

function checkProtocolAndTls(port: Fields, tls: Fields | undefined, path: string, report: WebhookReport): void {
  const protocol = protocolOf(textOf(port.protocol));
  if (protocol === undefined) return;
  if (!protocol.http && tls?.httpsRedirect === true) report.add('https-redirect', `${path}.tls.httpsRedirect`);
  if (protocol.tls) {
    if (tls === undefined)
      report.add('server-tls-missing', `${path}.tls`, undefined, 'add tls with a mode and a credentialName');
    return;
  }
  if (tls === undefined) return;
  const passesThrough = ['', 'PASSTHROUGH', 'AUTO_PASSTHROUGH'].includes(textOf(tls.mode));
  const files = ['caCertificates', 'privateKey', 'serverCertificate'].some(field => textOf(tls[field]) !== '');
  if (protocol.http && passesThrough && !files) return;
  const got = `protocol ${quote(port.protocol)}${isSet(tls.mode) ? ` with tls mode ${textOf(tls.mode)}` : ''}`;
  report.add('server-tls-plain', `${path}.tls`, got, protocol.http ? 'write protocol HTTPS' : 'write protocol TLS');
}
