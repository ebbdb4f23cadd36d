import { hostCovers, hostsOverlap } from '../../values/host-pattern';
import { gatewayHostProblem, isIpAddress, wildcardDomainProblem } from './host-names';
import { checkHttpRoute } from './http-route';
import { isJwtClaim } from './jwt-claims';
import { entriesOf, type Fields, fieldsOf, itemsOf, objectsOf, textsOf } from './reading';
import { quote, type WebhookReport } from './report';
import {
  checkDestination,
  checkExportTo,
  checkGatewayReferences,
  checkLabels,
  checkOptionalPort,
  checkSubnets,
} from './value-checks';
import { checkWeights } from './weights';

export function checkVirtualService(spec: Fields, report: WebhookReport): void {
  const hosts = [...textsOf(spec.hosts, 'spec.hosts')];
  const gateways = itemsOf(spec.gateways);
  const atGateways = gateways.length > 0 && !gateways.includes('mesh');

  if (itemsOf(spec.hosts).length === 0) checkDelegate(spec, report);
  checkGatewayReferences(spec.gateways, 'spec.gateways', report);
  checkHosts(hosts, atGateways, gateways.length === 0 || !atGateways, usesSni(spec), report);

  const routes = [spec.http, spec.tls, spec.tcp].reduce<number>((sum, list) => sum + itemsOf(list).length, 0);
  if (routes === 0) report.add('route-missing', 'spec', undefined, 'add http, tls or tcp routes');
  for (const [route, path] of objectsOf(spec.http, 'spec.http')) {
    checkHttpRoute(route, path, hosts.length === 0, report);
    if (!atGateways) checkNoJwtClaims(route, path, report);
  }
  for (const [route, path] of objectsOf(spec.tls, 'spec.tls')) checkTlsRoute(route, path, hosts, atGateways, report);
  for (const [route, path] of objectsOf(spec.tcp, 'spec.tcp')) {
    for (const [match, at] of objectsOf(route.match, `${path}.match`)) checkConnectionMatch(match, at, report);
    checkConnectionRoutes(route, path, report);
  }
  checkExportTo(spec.exportTo, report);
}

function checkDelegate(spec: Fields, report: WebhookReport): void {
  if (itemsOf(spec.gateways).length > 0) report.add('delegate-gateways', 'spec.gateways');
  if (itemsOf(spec.tls).length > 0) report.add('delegate-tls', 'spec.tls');
  if (itemsOf(spec.tcp).length > 0) report.add('delegate-tcp', 'spec.tcp');
}

function usesSni(spec: Fields): boolean {
  return itemsOf(spec.tls).some(route =>
    itemsOf(fieldsOf(route)?.match).some(match => itemsOf(fieldsOf(match)?.sniHosts).length > 0),
  );
}

function checkHosts(
  hosts: readonly (readonly [host: string, path: string])[],
  atGateways: boolean,
  inMesh: boolean,
  sni: boolean,
  report: WebhookReport,
): void {
  let valid = true;
  for (const [host, path] of hosts) {
    const problem = atGateways ? gatewayHostProblem(host, sni) : wildcardDomainProblem(host);
    if (problem !== undefined && !isIpAddress(host)) {
      report.add('virtual-service-host', path, `${quote(host)}: ${problem}`);
      valid = false;
    } else if (inMesh && host === '*') {
      report.add('mesh-wildcard-host', path, undefined, 'list the gateways, or name the hosts');
      valid = false;
    }
  }
  if (valid) checkOverlaps(hosts, report);
}

/** Only wildcards are compared with all others, so that long lists of plain hosts stay cheap. */
function checkOverlaps(hosts: readonly (readonly [host: string, path: string])[], report: WebhookReport): void {
  const plain = new Set<string>();
  const wildcards: string[] = [];
  for (const [host, path] of hosts) {
    let other = plain.has(host) ? host : wildcards.find(wildcard => hostsOverlap(wildcard, host));
    if (host.startsWith('*')) {
      other ??= [...plain].find(name => hostsOverlap(host, name));
      wildcards.push(host);
    } else {
      plain.add(host);
    }
    if (other !== undefined) report.add('overlapping-hosts', path, `${quote(host)} and ${quote(other)}`);
  }
}

function checkNoJwtClaims(route: Fields, path: string, report: WebhookReport): void {
  for (const [match, at] of objectsOf(route.match, `${path}.match`)) {
    for (const field of ['headers', 'withoutHeaders']) {
      for (const [name] of entriesOf(match[field])) {
        if (isJwtClaim(name)) report.add('jwt-claim-gateway', `${at}.${field}[${name}]`, quote(name));
      }
    }
  }
}

function checkTlsRoute(
  route: Fields,
  path: string,
  hosts: readonly (readonly [host: string, path: string])[],
  atGateways: boolean,
  report: WebhookReport,
): void {
  if (itemsOf(route.match).length === 0) report.add('tls-match', `${path}.match`);
  for (const [match, at] of objectsOf(route.match, `${path}.match`)) {
    if (itemsOf(match.sniHosts).length === 0) report.add('sni-hosts', `${at}.sniHosts`);
    for (const [host, where] of textsOf(match.sniHosts, `${at}.sniHosts`)) {
      checkSniHost(host, where, hosts, atGateways, report);
    }
    checkConnectionMatch(match, at, report);
  }
  checkConnectionRoutes(route, path, report);
}

function checkSniHost(
  host: string,
  path: string,
  hosts: readonly (readonly [host: string, path: string])[],
  atGateways: boolean,
  report: WebhookReport,
): void {
  const problem = atGateways ? gatewayHostProblem(host, true) : wildcardDomainProblem(host);
  if (problem !== undefined) {
    if (isIpAddress(host)) report.add('sni-host-ip', path, quote(host));
    else report.add('sni-host', path, `${quote(host)}: ${problem}`);
    return;
  }
  if (hosts.some(([outer]) => hostCovers(outer, host))) return;
  report.add(
    'sni-host-subset',
    path,
    `${quote(host)}; hosts are ${hosts.map(([outer]) => quote(outer)).join(', ') || 'none'}`,
  );
}

/** What TLS and TCP routes match alike. */
function checkConnectionMatch(match: Fields, path: string, report: WebhookReport): void {
  checkSubnets(match.destinationSubnets, `${path}.destinationSubnets`, report);
  checkOptionalPort(match.port, `${path}.port`, report);
  checkLabels(match.sourceLabels, `${path}.sourceLabels`, report);
  checkGatewayReferences(match.gateways, `${path}.gateways`, report);
}

function checkConnectionRoutes(route: Fields, path: string, report: WebhookReport): void {
  const routes = itemsOf(route.route);
  if (routes.length === 0) report.add('tcp-route', `${path}.route`, undefined, 'add a route with a destination');
  for (const [item, at] of objectsOf(routes, `${path}.route`)) {
    checkDestination(item.destination, `${at}.destination`, report);
  }
  checkWeights(routes, `${path}.route`, report);
}
