import { isMapping } from '../values/plain-data';

/** The fields of an object whose shape is not known. */
export type Fields = { readonly [field: string]: unknown };

/** An object; `undefined` for anything else. An empty object is present, as in the messages of Istio. */
export function fieldsOf(value: unknown): Fields | undefined {
  return isMapping(value) ? value : undefined;
}

/** The items of a list; none for anything else. */
export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The objects of a list with their places; what is no object is left to the schema. */
export function objectsOf(value: unknown, path: string): readonly (readonly [fields: Fields, path: string])[] {
  return located(value, path, isMapping);
}

/** The texts of a list with their places. */
export function textsOf(value: unknown, path: string): readonly (readonly [text: string, path: string])[] {
  return located(value, path, item => typeof item === 'string');
}

function located<T>(
  value: unknown,
  path: string,
  fits: (item: unknown) => item is T,
): readonly (readonly [T, string])[] {
  if (!Array.isArray(value)) return [];
  const found: [T, string][] = [];
  for (let i = 0; i < value.length; i++) {
    const item: unknown = value[i];
    if (fits(item)) found.push([item, `${path}[${i}]`]);
  }
  return found;
}

/** The entries of a map. */
export function entriesOf(value: unknown): readonly (readonly [key: string, value: unknown])[] {
  return isMapping(value) ? Object.entries(value) : [];
}

/** A text; empty for anything else, because Istio does not tell an empty text from an absent one. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A number; `undefined` for anything else. */
export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** Whether a field has a value that Istio can see. */
export function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}
