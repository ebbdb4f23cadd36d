import type { Resource } from '../../model/resource';
import type { ParentReference } from '../../model/shapes/gateway-api';
import type { AnyRoute, Denial, RouteParent } from './attachment';
import type { Refusal } from './facts';
import type { ConvertedRoute } from './made-routes';

/** A route with what its parents and rules come to. */
export interface ReadRoute extends ConvertedRoute {
  readonly route: AnyRoute;
  readonly parents: readonly RouteParent[];
}

/** What happens to one `parentRef` of a route: what istiod writes about it into the status of the route. */
export interface ParentStatus {
  readonly reference: ParentReference;
  /** Where the reference is written, such as `spec.parentRefs[0]`. */
  readonly field: string;
  /** The listeners or services that the reference leads to; none where istiod does not read it. */
  readonly parents: readonly RouteParent[];
  /** Why the condition `Accepted` is false; undefined where one of the parents takes the route. */
  readonly denial: Denial | undefined;
  /** Why the condition `ResolvedRefs` is false. */
  readonly refusal: Refusal | undefined;
}

/** The reasons of a denial that tell most come first. */
const TELLING: readonly Denial['reason'][] = [
  'NotAllowedByListeners',
  'NoMatchingListenerHostname',
  'NoMatchingParent',
];

/** What istiod writes into the status of a route, for each of its `parentRefs`. */
export function parentStatuses({ route, parents, problems }: ReadRoute): readonly ParentStatus[] {
  return (route.spec.parentRefs ?? []).map((reference, i): ParentStatus => {
    const field = `spec.parentRefs[${i}]`;
    const own = parents.filter(parent => parent.field === field);
    const [first] = own;
    if (first === undefined) return { reference, field, parents: own, denial: undefined, refusal: undefined };
    const { invalid, refusals } = problems[first.kind];
    const refusal = invalid ?? refusals.at(-1);
    return { reference, field, parents: own, denial: denialOf(own), refusal };
  });
}

/** One parent that takes the route is enough. */
function denialOf(parents: readonly RouteParent[]): Denial | undefined {
  const denials = parents.flatMap(({ denial = [] }) => denial);
  if (denials.length < parents.length) return undefined;
  const reason = TELLING.find(one => denials.some(denial => denial.reason === one));
  const telling = denials.filter(denial => denial.reason === reason);
  return reason === undefined ? undefined : { reason, message: telling.map(({ message }) => message).join('; ') };
}

/** The references of the rules of a route that lead to nothing, each once. */
export function refusalsOf({ problems: { listener, mesh } }: ReadRoute): readonly Refusal[] {
  const known = new Set(listener.refusals.map(({ field, reason }) => `${field} ${reason}`));
  return [...listener.refusals, ...mesh.refusals.filter(({ field, reason }) => !known.has(`${field} ${reason}`))];
}

/** A route, or one of its references, that does not count, and why. */
export interface IdleRoute {
  readonly route: Resource;
  /** Where the reason is written. */
  readonly field: string;
  readonly reason: string;
}

/** What a route would be attached to, as `Kind namespace/name`. */
export function targetOf(route: Pick<AnyRoute, 'namespace'>, reference: ParentReference): string {
  const { kind = 'Gateway', namespace = route.namespace, name = '' } = reference;
  return `${kind} ${namespace}/${name}`;
}
