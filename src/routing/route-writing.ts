import type {
  HTTPRoute,
  HTTPRouteDestination,
  RouteDestination,
  TCPRoute,
  TLSRoute,
} from '../../imports/networking.istio.io';
import { ConfigError } from '../values/config-error';
import { nameOfNamespace } from '../values/namespace-name';
import { byText } from '../values/order';
import { canonicalJson } from '../values/plain-data';
import { writeHeaders } from './header-changes';
import type { ServicePort, ServiceRef } from './refs';
import type { PlannedRoute } from './route-plan';
import type { ConnectionRule, Destination } from './route-rule';

/** A planned route as Istio writes it, for requests that came for `port` of `target`. */
export function writeRoute(
  { name, matches, action, settings }: PlannedRoute,
  target?: ServiceRef,
  port?: ServicePort,
): HTTPRoute {
  const { destinations, redirect, directResponse, delegate } = action;
  const match = matches.length === 0 ? undefined : matches;
  const route = destinations && writeDestinations(destinations, target, port);
  const left = delegate && { name: delegate.name, namespace: nameOfNamespace(delegate.namespace) };
  return { name, match, redirect, directResponse, delegate: left, route, ...settings } as HTTPRoute;
}

/** Destinations as Istio writes them, for traffic that came for `port` of `target`. */
function writeDestinations(
  destinations: readonly Destination[],
  target?: ServiceRef,
  port?: ServicePort,
): HTTPRouteDestination[] {
  return destinations.map(to => {
    const { service, version, weight, port: chosen } = to;
    const { port: number } = chosen ?? (port !== undefined && service === target ? port : onlyPort(service, port));
    const destination = { host: service.host, subset: version?.subset, port: { number } };
    return { destination, weight: destinations.length > 1 ? (weight ?? 0) : undefined, headers: writeHeaders(to) };
  });
}

/**
 * The routes of ports that are not HTTP. A split of the default holds for connections too; each rule comes before it,
 * and of two rules the one with more conditions, or with names instead of wildcards, comes first.
 */
export function writeConnectionRoutes(
  target: ServiceRef,
  rules: readonly ConnectionRule[],
  split: readonly Destination[] | undefined,
): { tcp: readonly TCPRoute[]; tls: readonly TLSRoute[] } {
  const tcp: { key: string; route: TCPRoute }[] = [];
  const tls: { key: string; route: TLSRoute }[] = [];
  for (const { port, sniHosts, destinationSubnets, sourceLabels, sourceNamespace, destinations } of rules) {
    const match = { port: port.port, destinationSubnets, sourceLabels, sourceNamespace };
    const route = writeShares(destinations, target, port);
    const conditions = 9 - Object.values(match).filter(value => value !== undefined).length;
    const key = `${conditions} ${canonicalJson([match, route])}`;
    if (sniHosts === undefined) tcp.push({ key, route: { match: [match], route } });
    else {
      const wildcard = sniHosts.some(host => host.startsWith('*')) ? 1 : 0;
      const longest = 999 - Math.min(...sniHosts.map(host => host.length));
      tls.push({
        key: `${wildcard} ${longest} ${conditions} ${canonicalJson(sniHosts)} ${key}`,
        route: { match: [{ sniHosts: [...sniHosts].sort(), ...match }], route },
      });
    }
  }
  const sorted = <T>(routes: { key: string; route: T }[]): T[] =>
    routes.sort(byText(({ key }) => key)).map(({ route }) => route);
  const others = target.ports.filter(port => split !== undefined && !port.http && port.protocol !== 'udp');
  const defaults = others.map(port => ({
    match: [{ port: port.port }],
    route: writeShares(split ?? [], target, port),
  }));
  return { tcp: [...sorted(tcp), ...defaults], tls: sorted(tls) };
}

/** Destinations of connections as Istio writes them: there are no headers to change. */
export function writeShares(
  destinations: readonly Destination[],
  target: ServiceRef,
  port: ServicePort,
): RouteDestination[] {
  return writeDestinations(destinations, target, port).map(({ destination, weight }) => ({ destination, weight }));
}

/**
 * The names that routes take from TLS, beside `host`: Istio takes one only where a host of the document covers it, and no
 * two hosts may cover the same name.
 */
export function namesOf(routes: readonly TLSRoute[], host: string): readonly string[] {
  const names = new Set(routes.flatMap(({ match }) => match.flatMap(({ sniHosts }) => sniHosts)));
  const wildcards = [...names].filter(name => name.startsWith('*'));
  const covered = (name: string): boolean =>
    name === host || wildcards.some(wildcard => wildcard !== name && name.endsWith(wildcard.slice(1)));
  return [...names].filter(name => !covered(name)).sort();
}

function onlyPort(service: ServiceRef, like: ServicePort | undefined): ServicePort {
  const http = like?.http ?? true;
  const candidates = service.ports.filter(port => port.http === http && port.protocol !== 'udp');
  const [port, second] = candidates;
  if (port === undefined || second !== undefined) {
    throw new ConfigError(
      `Cannot route to "${service.host}": wanted the port to be named, got ${candidates.length} ${http ? 'HTTP' : 'TCP'} ports to choose from`,
    );
  }
  return port;
}
