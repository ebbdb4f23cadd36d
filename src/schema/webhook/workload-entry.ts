import { entriesOf, type Fields, fieldsOf, isSet, itemsOf, objectsOf, textOf } from '../reading';
import { domainProblem, isIpAddress } from './host-names';
import { quote, type WebhookReport } from './report';
import { checkLabels, checkPort, checkSocket, SOCKET } from './value-checks';

export function checkWorkloadEntry(spec: Fields, report: WebhookReport): void {
  checkWorkload(spec, 'spec', undefined, true, report);
}

/**
 * A workload, alone or as an endpoint of a ServiceEntry.
 *
 * @param ports The names of the ports of the ServiceEntry; `undefined` for a workload alone.
 */
export function checkWorkload(
  entry: Fields,
  path: string,
  ports: ReadonlySet<string> | undefined,
  names: boolean,
  report: WebhookReport,
): void {
  const address = textOf(entry.address);
  const network = textOf(entry.network);
  // Where both are absent, the definition refuses the object before.
  const written = isSet(entry.address) || isSet(entry.network);
  if (written && address === '' && network === '') report.add('workload-address', `${path}.address`);
  if (address === '' && network !== '') report.add('workload-address-network', `${path}.network`, quote(network));
  if (address.startsWith(SOCKET)) {
    checkSocket(address.slice(SOCKET.length), `${path}.address`, report);
    if (ports !== undefined && ports.size !== 1) {
      report.add('endpoint-socket-port', `${path}.address`, `${ports.size} ports`);
    }
  } else if (address !== '' && !isIpAddress(address)) {
    const problem = names ? domainProblem(address) : 'the resolution is STATIC';
    if (problem !== undefined) report.add('endpoint-address', `${path}.address`, `${quote(address)}: ${problem}`);
  }
  checkEndpointPorts(entry.ports, `${path}.ports`, ports, report);
  checkLabels(entry.labels, `${path}.labels`, report);
}

export function checkEndpointPorts(
  value: unknown,
  path: string,
  ports: ReadonlySet<string> | undefined,
  report: WebhookReport,
): void {
  for (const [name, port] of entriesOf(value)) {
    const at = `${path}[${name}]`;
    if (ports !== undefined && !ports.has(name)) {
      report.add('endpoint-port', at, `${quote(name)}; ports are ${[...ports].map(quote).join(', ') || 'none'}`);
    }
    checkPort(port, at, report);
  }
}

export function checkWorkloadGroup(spec: Fields, report: WebhookReport): void {
  checkLabels(fieldsOf(spec.metadata)?.labels, 'spec.metadata.labels', report);
  const probe = fieldsOf(spec.probe);
  if (probe !== undefined) checkProbe(probe, 'spec.probe', report);
}

function checkProbe(probe: Fields, path: string, report: WebhookReport): void {
  const http = fieldsOf(probe.httpGet);
  const tcp = fieldsOf(probe.tcpSocket);
  const exec = fieldsOf(probe.exec);
  const grpc = fieldsOf(probe.grpc);
  if (![http, tcp, exec, grpc].some(isSet)) report.add('probe-kind', path);
  if (http !== undefined) checkPort(http.port ?? 0, `${path}.httpGet.port`, report);
  for (const [header, at] of objectsOf(http?.httpHeaders, `${path}.httpGet.httpHeaders`)) {
    if (!/^[-A-Za-z0-9]+$/.test(textOf(header.name))) report.add('probe-header', `${at}.name`, quote(header.name));
  }
  if (tcp !== undefined) checkPort(tcp.port ?? 0, `${path}.tcpSocket.port`, report);
  if (grpc !== undefined) checkPort(grpc.port ?? 0, `${path}.grpc.port`, report);
  if (exec !== undefined && itemsOf(exec.command).length === 0) report.add('probe-command', `${path}.exec.command`);
}
