import type { MeshModel } from '../model/mesh-model';
import type { Resource } from '../model/resource';
import type { RouteDestination } from '../model/shapes/traffic';

/** A place to which a VirtualService sends requests or connections. */
export interface Destination {
  readonly destination: RouteDestination;
  /** Field path of the destination. */
  readonly field: string;
  /** Whether only copies of the requests go there. */
  readonly isMirror: boolean;
  readonly protocol: 'http' | 'tls' | 'tcp';
}

/** Several rules look at all destinations of every VirtualService. */
const destinations = new WeakMap<Resource, readonly Destination[]>();

/** All destinations of a VirtualService: those of its routes, then those of its mirrors. */
export function destinationsOf(resource: Resource<'VirtualService'>): readonly Destination[] {
  const known = destinations.get(resource);
  if (known !== undefined) return known;
  const found = [...findDestinations(resource)];
  destinations.set(resource, found);
  return found;
}

function* findDestinations({ spec }: Resource<'VirtualService'>): Iterable<Destination> {
  for (const protocol of ['tcp', 'tls', 'http'] as const) {
    for (const [i, rule] of (spec[protocol] ?? []).entries()) {
      for (const [j, { destination = {} }] of (rule.route ?? []).entries()) {
        yield { destination, field: `spec.${protocol}[${i}].route[${j}].destination`, isMirror: false, protocol };
      }
    }
  }
  for (const [i, { mirror, mirrors = [] }] of (spec.http ?? []).entries()) {
    if (mirror !== undefined) {
      yield { destination: mirror, field: `spec.http[${i}].mirror`, isMirror: true, protocol: 'http' };
    }
    for (const [j, { destination = {} }] of mirrors.entries()) {
      yield { destination, field: `spec.http[${i}].mirrors[${j}].destination`, isMirror: true, protocol: 'http' };
    }
  }
}

/** The full names of all hosts to which VirtualServices send. */
export function routedHosts(model: MeshModel): ReadonlySet<string> {
  const hosts = new Set<string>();
  for (const resource of model.all('VirtualService')) {
    for (const { destination } of destinationsOf(resource)) {
      hosts.add(model.fullHost(destination.host ?? '', resource.namespace));
    }
  }
  return hosts;
}

/** The namespaces whose clients use a VirtualService or DestinationRule. */
export function clientsOf(namespace: string, exportTo: readonly string[] | undefined): readonly string[] {
  if (exportTo === undefined || exportTo.length === 0) return [namespace];
  return exportTo.map(entry => (entry === '.' ? namespace : entry));
}
