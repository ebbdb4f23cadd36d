import type { ConnectionRouteRule } from '../../model/shapes/gateway-api';
import { hostsOverlap } from '../../values/host-pattern';
import { narrower } from '../host-index';
import type { ConnectionEntry, TcpRoute, TlsRoute } from '../routes/virtual-services';
import { destinationsOf, type RouteContext, weightOf } from './backends';
import type { Refusal } from './facts';
import type { ConvertedRules } from './http-rules';

/** A destination that nothing is behind: connections of a rule without weights are refused. */
const NOWHERE = { host: 'internal.cluster.local', subset: 'zero-weight', port: { number: 65535 } };

/** Converts the rules of a TCPRoute. */
export function tcpRules(
  context: RouteContext,
  rules: readonly ConnectionRouteRule[],
): ConvertedRules<ConnectionEntry<TcpRoute>> {
  return convert(context, rules, undefined);
}

/** Converts the rules of a TLSRoute, each for the server names of the route. */
export function tlsRules(
  context: RouteContext,
  rules: readonly ConnectionRouteRule[],
  hostnames: readonly string[] = ['*'],
): ConvertedRules<ConnectionEntry<TlsRoute>> {
  return convert(context, rules, hostnames);
}

function convert(
  context: RouteContext,
  rules: readonly ConnectionRouteRule[],
  sniHosts: readonly string[] | undefined,
): ConvertedRules<ConnectionEntry<TlsRoute>> {
  const entries: ConnectionEntry<TlsRoute>[] = [];
  const refusals: Refusal[] = [];
  for (const [i, { backendRefs = [] }] of rules.entries()) {
    const field = `spec.rules[${i}]`;
    if (weightOf(backendRefs) === 0) {
      entries.push({ spec: { route: [{ destination: NOWHERE, weight: 0 }] }, field, refused: undefined });
      continue;
    }
    const { route, refused, refusals: found, invalid } = destinationsOf(context, backendRefs, field);
    refusals.push(...found);
    if (invalid !== undefined) return { entries: [], refusals: [], invalid };
    const destinations = route.map(({ destination, weight }) => ({ destination, weight }));
    const match = sniHosts === undefined ? {} : { match: [{ sniHosts }] };
    entries.push({ spec: { ...match, route: destinations }, field, refused });
  }
  return { entries, refusals, invalid: undefined };
}

/** The entries of a TCPRoute for a port of a service only. */
export function forPort(
  entries: readonly ConnectionEntry<TcpRoute>[],
  port: number,
): readonly ConnectionEntry<TcpRoute>[] {
  return entries.map(entry => ({ ...entry, spec: { ...entry.spec, match: [{ port }] } }));
}

/** The entries of a TLSRoute for a service: without hostnames of its own, the route takes those of the service. */
export function forService(
  entries: readonly ConnectionEntry<TlsRoute>[],
  hosts: readonly string[],
  host: string,
  port: number | undefined,
): readonly ConnectionEntry<TlsRoute>[] {
  return withServerNames(entries, port, names => {
    const own = names.length === 1 && names[0] === '*' ? hosts : names;
    return own.length > 1 ? own.filter(name => hostsOverlap(host, name)) : own;
  });
}

/** The entries of a TLSRoute for what its hostnames have in common with a listener. */
export function forListener(
  entries: readonly ConnectionEntry<TlsRoute>[],
  hostname: string,
): readonly ConnectionEntry<TlsRoute>[] {
  if (hostname === '') return entries;
  const limited = withServerNames(entries, undefined, names => commonHosts(names, hostname));
  return limited.filter(
    ({ spec: { match = [] } }) => match.length === 0 || match.some(one => sizeOf(one.sniHosts) > 0),
  );
}

/** What hosts have in common with one, the narrower of each pair. */
export function commonHosts(hosts: readonly string[], other: string): readonly string[] {
  return [...new Set(hosts.flatMap(host => narrower(host, other) ?? []))];
}

function withServerNames(
  entries: readonly ConnectionEntry<TlsRoute>[],
  port: number | undefined,
  change: (names: readonly string[]) => readonly string[],
): readonly ConnectionEntry<TlsRoute>[] {
  return entries.map(entry => {
    const { match } = entry.spec;
    if (match === undefined) return entry;
    const ofPort = port === undefined ? {} : { port };
    const changed = match.map(one => ({ ...one, ...ofPort, sniHosts: change(one.sniHosts ?? []) }));
    return { ...entry, spec: { ...entry.spec, match: changed } };
  });
}

function sizeOf(list: readonly string[] | undefined): number {
  return (list ?? []).length;
}
