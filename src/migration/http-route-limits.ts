import type { EffectiveMesh } from '../istio/effective-mesh';
import { MESH } from '../istio/references';
import type { ConnectionEntry, VirtualService } from '../istio/routes/virtual-services';
import type { RegisteredService } from '../istio/services/registered-service';
import { mayBeHttp } from '../model/protocol';
import { isKind, type Resource } from '../model/resource';
import { type KubernetesRulesOptions, unsayableParts } from '../routing/kubernetes-rules';
import { meshRoutesOf } from './mesh-routes';

/** A part of a VirtualService that routes of the Gateway API cannot say. */
export interface UnsayablePart {
  /** The VirtualService, or the delegate that holds the part. */
  readonly resource: Resource;
  /** Path of the part, such as `spec.http[0].fault`. */
  readonly field: string;
  /** The part in words, such as `a rewrite by expression`. */
  readonly reason: string;
}

/**
 * What of a VirtualService routes of the Gateway API with the same Services as parents cannot say of requests of the mesh;
 * nothing where they can take its place. What it says of requests at gateways is left out.
 *
 * For whom the routes count is not asked here: `exportTo`, and a namespace that is not that of the Service.
 */
export function whatHttpRouteCannotSay(mesh: EffectiveMesh, virtualService: VirtualService): readonly UnsayablePart[] {
  const { resource, hosts, gateways, http } = virtualService;
  if (!gateways.has(MESH)) return [];
  const found: UnsayablePart[] = [...delegatesOf(virtualService)];
  const services = hosts.flatMap((host, i) => {
    const [service] = mesh.servicesNamed(host);
    const problem = whyNoParent(host, service);
    if (problem !== undefined) found.push({ resource, field: `spec.hosts[${i}]`, reason: problem });
    return service === undefined ? [] : [service];
  });
  const ports = new Set(services.flatMap(service => httpPortsOf(service)));
  for (const port of http.length === 0 ? [] : ports) found.push(...ofRequests(mesh, virtualService, port));
  return distinct([...found, ...ofConnections(mesh, virtualService)]);
}

/** Routes that others write for the host: routes of the Gateway API have nobody who may. */
function* delegatesOf({ resource, delegates }: VirtualService): Iterable<UnsayablePart> {
  if (!isKind(resource, 'VirtualService')) return;
  for (const [i, { delegate }] of (resource.spec.http ?? []).entries()) {
    const name = delegate?.name;
    const namespace = delegate?.namespace || resource.namespace;
    if (!delegates.some(one => one.name === name && one.namespace === namespace)) continue;
    yield { resource, field: `spec.http[${i}].delegate`, reason: 'a delegate' };
  }
}

function whyNoParent(host: string, service: RegisteredService | undefined): string | undefined {
  if (host.startsWith('*')) return `the host "${host}", which is no single service`;
  return service === undefined ? `the host "${host}", which no Service or ServiceEntry has` : undefined;
}

function httpPortsOf({ ports }: RegisteredService): readonly number[] {
  return ports.filter(({ protocol }) => mayBeHttp(protocol)).map(({ number }) => number);
}

function ofRequests(mesh: EffectiveMesh, virtualService: VirtualService, port: number): readonly UnsayablePart[] {
  const routes = meshRoutesOf(virtualService, port, mesh.release);
  const options: KubernetesRulesOptions = {
    where: virtualService.resource.toString(),
    istioVersion: mesh.release.version,
    partialPrefixes: 'as-expressions',
    targetOf: ({ host, subset }, refuse) => {
      const problem = whyNoBackend(mesh, host, subset);
      return problem === undefined
        ? { name: subset === undefined ? host : `${host} ${subset}`, port }
        : refuse(problem);
    },
  };
  return unsayableParts(
    routes.map(({ route }) => route),
    options,
  ).map(({ route, field, what }) => {
    const at = route === undefined ? undefined : routes[route];
    if (at === undefined) return { resource: virtualService.resource, field: 'spec.http', reason: what };
    const written = field.replace(/^match\[(\d+)\]/, (_, i: string) => `match[${at.matches[Number(i)] ?? i}]`);
    return { resource: at.entry.resource, field: `${at.entry.field}.${written}`, reason: what };
  });
}

/** Why no Service can stand for a destination; one of its own stands for the pods of a subset. */
function whyNoBackend(mesh: EffectiveMesh, host: string, subset: string | undefined): string | undefined {
  const [service] = mesh.servicesNamed(host);
  if (service === undefined) return `the destination "${host}", which no Service or ServiceEntry has`;
  if (subset === undefined) return undefined;
  const { selector } = service.service;
  if (selector === undefined) return `the subset "${subset}" of "${host}", which selects no pods`;
  const rules = mesh.destinationRules.naming(host);
  const isDefined = rules.some(({ spec }) => (spec.subsets ?? []).some(({ name }) => name === subset));
  return isDefined ? undefined : `the subset "${subset}" of "${host}", which no DestinationRule defines`;
}

function ofConnections(mesh: EffectiveMesh, { resource, tcp, tls }: VirtualService): readonly UnsayablePart[] {
  const counting = (entries: readonly ConnectionEntry[]) =>
    entries.filter(({ spec }) => {
      const { match = [] } = spec;
      return match.length === 0 || match.some(({ gateways = [] }) => gateways.length === 0 || gateways.includes(MESH));
    });
  const part = (field: string, reason: string): UnsayablePart => ({ resource, field, reason });
  const found = counting(tls).map(({ field }) => part(field, 'a route by the names of TLS'));
  const ports = new Set<number | undefined>();
  for (const { spec, field } of counting(tcp)) {
    if (!mesh.release.has('tcpRoutes')) {
      found.push(part(field, `a route of connections, for Istio ${mesh.release.version}`));
      continue;
    }
    const { match = [] } = spec;
    const own = match.length === 0 ? [undefined] : match.map(({ port }) => port);
    // A TCPRoute has one rule for its port.
    if (own.some(port => ports.has(port) || (port !== undefined && ports.has(undefined)))) {
      found.push(part(field, 'a second route of the connections to a port'));
    }
    for (const port of own) ports.add(port);
    for (const [i, { port: _, gateways: __, ...conditions }] of match.entries()) {
      const [condition] = Object.keys(conditions);
      if (condition !== undefined) {
        found.push(part(`${field}.match[${i}].${condition}`, `a condition on ${condition} of connections`));
      }
    }
    for (const [i, { destination }] of (spec.route ?? []).entries()) {
      const problem = whyNoBackend(mesh, destination?.host ?? '', destination?.subset);
      if (problem !== undefined) found.push(part(`${field}.route[${i}].destination`, problem));
    }
  }
  return found;
}

function distinct(parts: readonly UnsayablePart[]): readonly UnsayablePart[] {
  const byPlace = new Map(parts.map(part => [`${part.resource} ${part.field} ${part.reason}`, part]));
  return [...byPlace.values()];
}
