import type { EffectiveMesh } from '../../istio/effective-mesh';
import { locatedRef, type ResourceRef } from '../../values/diagnostic';
import { compareText } from '../../values/order';
import { OBSTACLE_KINDS } from './kinds';
import { Move } from './move';
import type { FoundObstacle, Obstacle, ObstacleKind } from './obstacle';

/** What moves into the ambient mesh. */
export interface ObstaclesOf {
  /** The namespaces whose pods leave their sidecars. */
  readonly namespaces: readonly string[];
}

/**
 * Finds what keeps namespaces from moving from sidecars into the ambient mesh as they are, and what would not be kept: by
 * what is in force for their pods, not by what is only written.
 *
 * What the move can keep by writing it otherwise is no obstacle: policies about requests that a waypoint can carry out for
 * the same pods, and VirtualServices that an HTTPRoute can say.
 *
 * @returns the obstacles, blockers first and then in the order of namespace, kind, name and field
 * @see https://istio.io/latest/docs/ambient/migrate/
 */
export function findObstacles(mesh: EffectiveMesh, { namespaces }: ObstaclesOf): readonly Obstacle[] {
  const move = new Move(mesh, namespaces);
  const found = OBSTACLE_KINDS.flatMap(kind => [...kind.find(mesh, move)].map(one => obstacleOf(kind, one)));
  return distinct(found.sort(compare));
}

function obstacleOf(
  kind: ObstacleKind,
  { resource, field, part, lost, instead, related = [], severity }: FoundObstacle,
): Obstacle {
  const objects = distinctRefs(related.map(one => locatedRef(one)));
  return {
    kind: kind.name,
    id: `${kind.name}:${nameOf(resource)}${part === undefined ? '' : `/${part}`}`,
    severity: severity ?? kind.severity,
    resource: locatedRef(resource, field),
    ...(field === undefined ? {} : { field }),
    message: lost,
    fix: instead ?? kind.instead,
    ...(objects.length === 0 ? {} : { related: objects }),
    url: kind.url,
  };
}

function nameOf({ namespace = '', name }: ResourceRef): string {
  return namespace === '' ? name : `${namespace}/${name}`;
}

/** Of obstacles with one name the first; objects of another kind have names of their own. */
function distinct(obstacles: readonly Obstacle[]): readonly Obstacle[] {
  const byId = new Map<string, Obstacle>();
  for (const obstacle of obstacles) {
    const { id, resource } = obstacle;
    const first = byId.get(id);
    const isOther = first !== undefined && first.resource.kind !== resource.kind;
    const own = isOther ? `${id} (${resource.kind})` : id;
    if (!byId.has(own)) byId.set(own, { ...obstacle, id: own });
  }
  return [...byId.values()];
}

function distinctRefs(refs: readonly ResourceRef[]): readonly ResourceRef[] {
  return [...new Map(refs.map(one => [`${one.kind} ${nameOf(one)}`, one])).values()];
}

function compare(a: Obstacle, b: Obstacle): number {
  return (
    compareText(a.severity, b.severity) ||
    compareText(a.resource.namespace, b.resource.namespace) ||
    compareText(a.resource.kind, b.resource.kind) ||
    compareText(a.resource.name, b.resource.name) ||
    compareText(padded(a.field), padded(b.field)) ||
    compareText(a.id, b.id) ||
    compareText(a.message, b.message)
  );
}

/** Orders `http[10]` behind `http[9]`. */
function padded(field = ''): string {
  return field.replace(/\d+/g, digits => digits.padStart(6, '0'));
}
