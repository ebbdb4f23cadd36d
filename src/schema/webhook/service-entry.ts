import { isInRange, prefixLength } from '../../values/ip-range';
import { type Fields, fieldsOf, isSet, itemsOf, numberOf, objectsOf, textOf, textsOf } from '../reading';
import { domainProblem, hasPartialWildcard, isDnsLabel, isIpAddress, wildcardDomainProblem } from './host-names';
import { protocolOf } from './protocols';
import { quote, type WebhookReport } from './report';
import {
  checkExportTo,
  checkLabels,
  checkOptionalPort,
  checkPort,
  checkProtocol,
  checkSelector,
  checkSubnets,
} from './value-checks';
import { checkEndpointPorts, checkWorkload } from './workload-entry';

type Located = readonly (readonly [fields: Fields, path: string])[];

export function checkServiceEntry(spec: Fields, report: WebhookReport, metadata: Fields | undefined): void {
  const resolution = textOf(spec.resolution) || 'NONE';
  const hosts = [...textsOf(spec.hosts, 'spec.hosts')];
  const ports: Located = [...objectsOf(spec.ports, 'spec.ports')];
  checkSelector(spec.workloadSelector, 'spec.workloadSelector', 'labels', report);
  for (const [host, path] of hosts) checkHost(host, path, resolution, report);
  checkSubnets(spec.addresses, 'spec.addresses', report);
  if (report.isAtLeast('1.32')) checkWidth(spec.addresses, 'spec.addresses', report);
  checkPorts(ports, spec, resolution, report);
  checkResolution(spec, resolution, hosts, ports, report);
  if (resolution === 'DYNAMIC_DNS') checkDynamicLocation(spec, fieldsOf(metadata?.labels), report);
  checkSeveralHosts(spec, resolution, hosts.length, ports, report);
  checkExportTo(spec.exportTo, report, { none: true });
}

/** Addresses that take in most of what there is. */
function checkWidth(addresses: unknown, path: string, report: WebhookReport): void {
  for (const [address, at] of textsOf(addresses, path)) {
    const network = address.split('/')[0] ?? '';
    const unspecified = network.includes(':') ? isInRange(network, '::') : network === '0.0.0.0';
    const length = prefixLength(address);
    if (length === undefined || !(unspecified || length < 8)) continue;
    report.add('service-entry-wide-address', at, quote(address), 'name the networks that the service has');
  }
}

function checkHost(host: string, path: string, resolution: string, report: WebhookReport): void {
  const problem = host === '*' ? 'it would take all traffic' : wildcardDomainProblem(host);
  if (problem !== undefined) report.add('service-entry-host', path, `${quote(host)}: ${problem}`);
  else if (hasPartialWildcard(host) && resolution !== 'DYNAMIC_DNS') report.add('partial-wildcard', path, quote(host));
}

function checkPorts(ports: Located, spec: Fields, resolution: string, report: WebhookReport): void {
  const noAddresses = itemsOf(spec.addresses).length === 0;
  for (const [port, path] of ports) {
    const name = textOf(port.name);
    const number = numberOf(port.number) ?? 0;
    checkOptionalPort(port.targetPort, `${path}.targetPort`, report);
    const protocol = textOf(port.protocol);
    if (noAddresses && resolution === 'NONE' && (protocol === '' || protocol === 'TCP')) {
      report.add('service-entry-tcp-address', path, undefined, 'add addresses, or name the protocol of the port');
    }
    if (!isDnsLabel(name)) report.add('port-name', `${path}.name`, quote(name));
    checkProtocol(port.protocol, `${path}.protocol`, report);
    checkPort(number, `${path}.number`, report);
  }
}

function checkResolution(
  spec: Fields,
  resolution: string,
  hosts: readonly (readonly [host: string, path: string])[],
  ports: Located,
  report: WebhookReport,
): void {
  const names = new Set(ports.map(([port]) => textOf(port.name)));
  const endpoints: Located = [...objectsOf(spec.endpoints, 'spec.endpoints')];
  switch (resolution) {
    case 'NONE':
      if (isSet(spec.workloadSelector)) report.add('service-entry-selector-none', 'spec.workloadSelector');
      break;
    case 'STATIC':
      for (const [endpoint, path] of endpoints) checkWorkload(endpoint, path, names, false, report);
      break;
    case 'DNS':
    case 'DNS_ROUND_ROBIN':
      checkDns(hosts, endpoints, names, report);
      break;
    case 'DYNAMIC_DNS':
      checkDynamicDns(spec, hosts, ports, report);
      break;
    default:
  }
}

function checkDns(
  hosts: readonly (readonly [host: string, path: string])[],
  endpoints: Located,
  ports: ReadonlySet<string>,
  report: WebhookReport,
): void {
  for (const [host, path] of endpoints.length === 0 ? hosts : []) {
    const problem = domainProblem(host);
    if (problem === undefined) continue;
    report.add(
      'service-entry-dns-host',
      path,
      `${quote(host)}: ${problem}`,
      'name the host, add endpoints, or write resolution DYNAMIC_DNS',
    );
  }
  for (const [endpoint, path] of endpoints) {
    const address = textOf(endpoint.address);
    const problem = domainProblem(address);
    if (problem !== undefined && !isIpAddress(address)) {
      report.add('endpoint-address', `${path}.address`, `${quote(address)}: ${problem}`);
    }
    checkLabels(endpoint.labels, `${path}.labels`, report);
    checkEndpointPorts(endpoint.ports, `${path}.ports`, ports, report);
  }
}

function checkDynamicDns(
  spec: Fields,
  hosts: readonly (readonly [host: string, path: string])[],
  ports: Located,
  report: WebhookReport,
): void {
  for (const [host, path] of hosts) {
    if (!host.startsWith('*'))
      report.add('service-entry-dynamic-host', path, quote(host), 'write resolution DNS for a host without wildcard');
  }
  for (const field of ['addresses', 'endpoints']) {
    if (itemsOf(spec[field]).length > 0) report.add('service-entry-dynamic-endpoints', `spec.${field}`);
  }
  for (const [port, path] of ports) {
    const protocol = textOf(port.protocol);
    if (!dynamicProtocols(report).includes(protocol.toLowerCase())) {
      report.add('service-entry-dynamic-protocol', `${path}.protocol`, quote(protocol));
    }
  }
}

function dynamicProtocols(report: WebhookReport): readonly string[] {
  if (report.isAtLeast('1.30')) return ['http', 'http2', 'grpc', 'tls'];
  return report.isAtLeast('1.29') ? ['http', 'tls'] : ['http'];
}

function checkDynamicLocation(spec: Fields, labels: Fields | undefined, report: WebhookReport): void {
  if (spec.location !== 'MESH_INTERNAL') return;
  const waypoint = textOf(labels?.['istio.io/use-waypoint']).toLowerCase();
  if (report.isAtLeast('1.30') && (waypoint === '' || waypoint === 'none')) return;
  report.add('service-entry-dynamic-location', 'spec.location', quote(spec.location), 'write MESH_EXTERNAL');
}

/** Without a host in the traffic, only the address tells services apart. */
function checkSeveralHosts(
  spec: Fields,
  resolution: string,
  hosts: number,
  ports: Located,
  report: WebhookReport,
): void {
  if (hosts <= 1 || resolution === 'NONE') return;
  for (const [port, path] of ports) {
    const protocol = protocolOf(textOf(port.protocol));
    if (protocol?.http === true || protocol?.tls === true) continue;
    report.add(
      'service-entry-hosts-protocol',
      `${path}.protocol`,
      port.protocol === undefined ? 'none' : quote(port.protocol),
    );
    break;
  }
  const dns = resolution === 'DNS' || resolution === 'DNS_ROUND_ROBIN';
  if (!dns || itemsOf(spec.addresses).length === 0) return;
  const tcp = ports.find(([port]) => protocolOf(textOf(port.protocol))?.tcp === true);
  if (tcp !== undefined)
    report.add('service-entry-hosts-address', `${tcp[1]}.protocol`, quote(fieldsOf(tcp[0])?.protocol));
}
