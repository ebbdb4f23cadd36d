import type { Resource } from '../model/resource';
import { compareText } from '../values/order';

/** Orders objects the way istiod does: the oldest first, then by name, then by namespace. */
export function compareAge(a: Resource, b: Resource): number {
  return compareCreation(a, b) || compareText(a.name, b.name) || compareText(a.namespace, b.namespace);
}

/** Orders the objects that istiod generates under its own names: by the age of the object, then by name and namespace. */
export function compareMade(a: Made, b: Made): number {
  return (
    compareCreation(a.resource, b.resource) ||
    compareText(a.name, b.name) ||
    compareText(a.resource.namespace, b.resource.namespace)
  );
}

/** Something that istiod makes of an object. */
export interface Made {
  readonly resource: Resource;
  readonly name: string;
}

/** Orders objects by when they were created, those of which this is not known first. */
export function compareCreation(a: Resource, b: Resource): number {
  return compareText(createdAt(a), createdAt(b));
}

/** Whether the order of two objects is decided by their names because nothing tells which is older. */
export function isOrderAssumed(a: Resource, b: Resource): boolean {
  return createdAt(a) === '' && createdAt(b) === '';
}

/** What to tell the reader when `winner` was preferred as the older one without knowing its age. */
export function orderAssumption(winner: Resource, loser: Resource): string {
  return `${winner} is taken to be older than ${loser}: neither carries a creationTimestamp, so their names decide`;
}

function createdAt(resource: Resource): string {
  const value = resource.manifest.metadata.creationTimestamp;
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'string' ? value : '';
}
