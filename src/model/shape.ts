import { isMapping } from '../values/plain-data';

export { isMapping };

/**
 * Reads a value of unknown origin as `T`, or answers undefined if it is something else.
 *
 * Manifests come from anywhere, so a field may hold a value of another type than Istio declares. Validation reports
 * that; everything else reads objects through shapes, which leave such fields out instead of failing on them.
 */
export type Shape<T> = (value: unknown) => T | undefined;

/** The type that a shape reads. */
export type ShapeOf<S> = S extends Shape<infer T> ? T : never;

type Fields<F> = { readonly [K in keyof F]?: ShapeOf<F[K]> };

/** Text; numbers and booleans, which unquoted YAML scalars easily become, are read as their text. */
export const text: Shape<string> = value => {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
};

/** A number, also one written as text. */
export const number: Shape<number> = value => {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const parsed = Number(value);
  return Number.isNaN(parsed) ? undefined : parsed;
};

export const flag: Shape<boolean> = value => (typeof value === 'boolean' ? value : undefined);

/** A port by number or by name. */
export const numberOrText: Shape<number | string> = value =>
  typeof value === 'number' || typeof value === 'string' ? value : undefined;

/** Anything, as it was written. */
export const anything: Shape<unknown> = value => value;

/** Any mapping, as it was written. */
export const mapping: Shape<{ readonly [key: string]: unknown }> = value => (isMapping(value) ? value : undefined);

/** A list. An item of another type becomes the empty one, so that the positions of the others stay. */
export function list<T>(item: Shape<T>, empty: T): Shape<readonly T[]> {
  return value => {
    if (!Array.isArray(value)) return undefined;
    const written: readonly unknown[] = value;
    let changed: T[] | undefined;
    for (let i = 0; i < written.length; i++) {
      const read = item(written[i]) ?? empty;
      // What needs no change is not copied.
      if (changed === undefined && read !== written[i]) changed = written.slice(0, i) as T[];
      changed?.push(read);
    }
    return changed ?? (written as readonly T[]);
  };
}

const anyTexts = list(text, '');

/** A list of texts. */
export const texts: Shape<readonly string[]> = value =>
  Array.isArray(value) && value.every(isText) ? value : anyTexts(value);

/** A mapping from text to `T`, without the entries of another type. */
export function mapOf<T>(item: Shape<T>): Shape<{ readonly [key: string]: T }> {
  return value => {
    if (!isMapping(value)) return undefined;
    let isSame = true;
    const result: { [key: string]: T } = {};
    for (const [key, entry] of Object.entries(value)) {
      const read = item(entry);
      if (read !== entry) isSame = false;
      if (read !== undefined) result[key] = read;
    }
    return isSame ? (value as { readonly [key: string]: T }) : result;
  };
}

const anyTextMap = mapOf(text);

/** A mapping from text to text, such as labels. */
export const textMap: Shape<{ readonly [key: string]: string }> = value => {
  if (!isMapping(value)) return undefined;
  for (const key in value) if (typeof value[key] !== 'string') return anyTextMap(value);
  return value as { readonly [key: string]: string };
};

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/**
 * An object with these fields, all of them optional; other fields are left out. Where nothing has to be left out, it is the
 * very object that was written.
 */
export function fields<F extends { readonly [name: string]: Shape<unknown> }>(shapes: F): Shape<Fields<F>> {
  const known = new Map<string, Shape<unknown>>(Object.entries(shapes));
  return value => {
    if (!isMapping(value)) return undefined;
    let changed: { [name: string]: unknown } | undefined;
    for (const name in value) {
      const content = value[name];
      const read = content === undefined || content === null ? undefined : known.get(name)?.(content);
      if (changed === undefined && read !== content) changed = before(value, name);
      if (changed !== undefined && read !== undefined) changed[name] = read;
    }
    return (changed ?? value) as Fields<F>;
  };
}

/** What a mapping holds in front of a name. */
function before(mapping: { readonly [name: string]: unknown }, end: string): { [name: string]: unknown } {
  const found: { [name: string]: unknown } = {};
  for (const name in mapping) {
    if (name === end) break;
    if (mapping[name] !== undefined) found[name] = mapping[name];
  }
  return found;
}

/** A list of objects with these fields. */
export function listOf<F extends { readonly [name: string]: Shape<unknown> }>(shapes: F): Shape<readonly Fields<F>[]> {
  return list(fields(shapes), {});
}
