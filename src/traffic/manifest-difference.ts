import { byText } from '../values/order';
import { canonicalJson } from '../values/plain-data';
/** One field in which two manifests differ. */
export interface FieldChange {
  /** The object, such as `VirtualService shop/backend`. */
  readonly object: string;
  /** Path of the field; elements of lists are named where they have a name: `spec.http[default].route[v2].weight`. */
  readonly field: string;
  /** The value before; `undefined` where there was none. */
  readonly from: unknown;
  /** The value after; `undefined` where there is none. */
  readonly to: unknown;
}

/** The fields in which two states of one object differ, sorted by field. */
export function differences(object: string, before: unknown, after: unknown): readonly FieldChange[] {
  const changes = [...compare(before, after, '')].map(change => ({ object, ...change }));
  return changes.sort(byText(({ field }) => field));
}

function* compare(before: unknown, after: unknown, field: string): Iterable<Omit<FieldChange, 'object'>> {
  const [first, second] = [fieldsOf(before), fieldsOf(after)];
  if (first === undefined || second === undefined) {
    if (canonicalJson(before) !== canonicalJson(after)) yield { field, from: before, to: after };
    return;
  }
  for (const key of new Set([...first.keys(), ...second.keys()])) {
    const path = key.startsWith('[') || field === '' ? `${field}${key}` : `${field}.${key}`;
    yield* compare(first.get(key), second.get(key), path);
  }
}

function fieldsOf(value: unknown): Map<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value)) return new Map(Object.entries(value));
  return new Map(value.map((element, i) => [`[${nameOf(element) ?? i}]`, element]));
}

/** Routes have names, destinations are told apart by their subsets. */
function nameOf(element: unknown): string | undefined {
  if (typeof element !== 'object' || element === null) return undefined;
  const { name, destination } = element as { name?: unknown; destination?: { subset?: unknown } };
  if (typeof name === 'string') return name;
  return typeof destination?.subset === 'string' ? destination.subset : undefined;
}
