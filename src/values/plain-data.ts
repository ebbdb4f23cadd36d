import { byText } from './order';

/** Whether `value` is a mapping, and so is read and merged key by key. */
export function isMapping(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON with sorted keys: equal texts mean equal values. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isMapping(inner) ? Object.fromEntries(Object.entries(inner).sort(byText(([key]) => key))) : inner,
  );
}

/** `base` with the fields of `over` laid over it, at every depth; lists are replaced whole. */
export function mergeObjects(base: object, over: object): { readonly [key: string]: unknown } {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, inner] of Object.entries(over)) {
    const below = merged[key];
    if (isMapping(inner)) merged[key] = mergeObjects(isMapping(below) ? below : {}, inner);
    else if (inner !== undefined) merged[key] = inner;
  }
  return merged;
}
