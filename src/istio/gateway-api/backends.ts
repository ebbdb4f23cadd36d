import { serviceHost } from '../../model/host-name';
import type { BackendReference } from '../../model/shapes/gateway-api';
import type { RouteDestination } from '../../model/shapes/traffic';
import type { GatewayApiFacts, Refusal, RouteKind } from './facts';
import type { ReferenceGrants } from './reference-grants';

/** What a route converts its references with. */
export interface RouteContext {
  readonly facts: GatewayApiFacts;
  readonly grants: ReferenceGrants;
  readonly kind: RouteKind;
  readonly namespace: string;
  /** Whether references to other namespaces need a grant; those of routes of the mesh need none. */
  readonly needsGrants: boolean;
}

/**
 * What a `backendRef` leads to. `missing` is sent on to a service that does not exist, `refused` to nothing; both are
 * answered with 500. `invalid` makes istiod leave out the whole route.
 */
export type BackendResult =
  | { readonly state: 'found'; readonly destination: RouteDestination }
  | { readonly state: 'missing'; readonly destination: RouteDestination; readonly refusal: Refusal }
  | { readonly state: 'refused'; readonly destination: RouteDestination; readonly refusal: Refusal }
  | { readonly state: 'invalid'; readonly refusal: Refusal };

/** Resolves a `backendRef`. */
export function backendOf(context: RouteContext, reference: BackendReference, field: string): BackendResult {
  const { facts, grants, kind: from, namespace: own, needsGrants } = context;
  const { group = '', kind = 'Service', name = '', namespace = own, port } = reference;
  const domain = facts.settings.domain;
  const named = {
    host: isHostname(group, kind) ? name : serviceHost(name, namespace, domain),
    ...(port === undefined ? {} : { port: { number: port } }),
  };
  const referent = { group, kind, namespace, name };
  if (needsGrants && reference.namespace !== undefined && !grants.permits({ kind: from, namespace: own }, referent)) {
    const message = `${kind} ${namespace}/${name} is in another namespace, where no ReferenceGrant permits a ${from} of "${own}" to refer to it`;
    return {
      state: 'refused',
      destination: named,
      refusal: { reason: 'RefNotPermitted', message, field, target: referent },
    };
  }
  const invalid = (message: string): BackendResult => ({
    state: 'invalid',
    refusal: { reason: 'InvalidDestination', message, field },
  });
  let exists: boolean;
  if (group === '' && kind === 'Service') {
    if (name.includes('.')) return invalid(`"${name}" is a host, and the name of a Service is wanted`);
    exists = facts.kubernetesService(named.host) !== undefined;
  } else if (isHostname(group, kind)) {
    if (reference.namespace !== undefined) return invalid('a backend of kind Hostname has no namespace');
    exists = facts.servicesNamed(name).length > 0;
  } else if (group === 'multicluster.x-k8s.io' && kind === 'ServiceImport') {
    exists = facts.kubernetesService(named.host) !== undefined;
  } else {
    const message = `Istio sends nothing to a ${kind} of the group "${group}"`;
    return { state: 'refused', destination: named, refusal: { reason: 'InvalidKind', message, field } };
  }
  if (port === undefined) return invalid(`the reference to ${kind} "${name}" names no port`);
  if (exists) return { state: 'found', destination: named };
  const message = `${kind} ${isHostname(group, kind) ? `"${name}"` : `${namespace}/${name}`} does not exist`;
  return {
    state: 'missing',
    destination: named,
    refusal: { reason: 'BackendNotFound', message, field, target: referent },
  };
}

function isHostname(group: string, kind: string): boolean {
  return group === 'networking.istio.io' && kind === 'Hostname';
}

/** Where a rule sends what it takes. */
export interface Destinations {
  readonly route: readonly {
    readonly destination: RouteDestination;
    readonly weight: number;
    readonly index: number;
  }[];
  /** Why destinations get nothing, by their position. */
  readonly refused: ReadonlyMap<number, string> | undefined;
  readonly refusals: readonly Refusal[];
  /** The reason why istiod leaves out the whole route. */
  readonly invalid: Refusal | undefined;
}

/** The backends of a rule with their weights. Those with the weight 0 are left out; a single one that is left has all. */
export function destinationsOf(
  context: RouteContext,
  backends: readonly BackendReference[],
  ruleField: string,
): Destinations {
  const kept = [...backends.entries()].filter(([, { weight = 1 }]) => weight !== 0);
  const route: { destination: RouteDestination; weight: number; index: number }[] = [];
  const refused = new Map<number, string>();
  const refusals: Refusal[] = [];
  for (const [index, backend] of kept) {
    const found = backendOf(context, backend, `${ruleField}.backendRefs[${index}]`);
    if (found.state === 'invalid') return { route, refused, refusals, invalid: found.refusal };
    if (found.state !== 'found') refusals.push(found.refusal);
    if (found.state === 'refused') refused.set(route.length, found.refusal.message);
    route.push({ destination: found.destination, weight: kept.length === 1 ? 0 : (backend.weight ?? 1), index });
  }
  return { route, refused: refused.size === 0 ? undefined : refused, refusals, invalid: undefined };
}

/** The sum of the weights of backends. */
export function weightOf(backends: readonly BackendReference[]): number {
  return backends.reduce((sum, { weight = 1 }) => sum + weight, 0);
}
