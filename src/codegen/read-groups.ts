import type { FieldGroup } from '../values/object-schema';
import { isMapping } from '../values/plain-data';
import { CodegenError } from './codegen-error';
import type { RawSchema } from './read-crds';
import type { FormatIf } from './schema';

interface Groups {
  readonly groups: readonly FieldGroup[];
  /** Groups that belong to a field rather than to the object. */
  readonly nested: { readonly [field: string]: readonly FieldGroup[] };
  readonly formatIf?: FormatIf;
}

/** Reads what `oneOf`, `anyOf` and `allOf` say in the few forms that CRDs use; any other form stops generation. */
export function readGroups(raw: RawSchema, path: string): Groups {
  const groups: FieldGroup[] = [];
  const nested: { [field: string]: readonly FieldGroup[] } = {};
  let formatIf: FormatIf | undefined;
  if (raw.oneOf !== undefined) {
    formatIf = readFormatIf(raw.oneOf);
    if (formatIf === undefined) groups.push(readOneOf(liftNested(raw.oneOf, nested, path), path));
  }
  if (raw.anyOf !== undefined && raw['x-kubernetes-int-or-string'] !== true) groups.push(readAnyOf(raw.anyOf, path));
  if (raw.allOf !== undefined) {
    if (!Array.isArray(raw.allOf)) throw notUnderstood('allOf', path);
    for (const part of raw.allOf) {
      if (!isMapping(part) || Object.keys(part).some(key => key !== 'oneOf')) throw notUnderstood('allOf', path);
      groups.push(readOneOf(part.oneOf, path));
    }
  }
  return {
    groups: groups.filter(group => group.min > 0 || group.of.length > 1),
    nested,
    ...(formatIf && { formatIf }),
  };
}

/** Takes `{ required: [a], properties: { a: { oneOf } } }` apart: the inner alternative belongs to the field `a`. */
function liftNested(value: unknown, nested: { [field: string]: readonly FieldGroup[] }, path: string): unknown {
  if (!Array.isArray(value)) return value;
  return value.map((part: unknown) => {
    if (!isMapping(part) || !isMapping(part.properties)) return part;
    for (const [field, inner] of Object.entries(part.properties)) {
      if (!isMapping(inner) || Object.keys(inner).join() !== 'oneOf') throw notUnderstood('oneOf', path);
      nested[field] = [readOneOf(inner.oneOf, `${path}.${field}`)];
    }
    return { required: part.required };
  });
}

/** `[{ not: { anyOf: [...] } }, { required: [a] }, { required: [b] }]`: at most one; without the first part exactly one. */
function readOneOf(value: unknown, path: string): FieldGroup {
  if (!Array.isArray(value)) throw notUnderstood('oneOf', path);
  const of: string[][] = [];
  let min: 0 | 1 = 1;
  for (const part of value) {
    if (!isMapping(part)) throw notUnderstood('oneOf', path);
    if (isMapping(part.not) && Object.keys(part).length === 1 && Object.keys(part.not).join() === 'anyOf') min = 0;
    else of.push(readRequired(part, 'oneOf', path));
  }
  if (min === 0) checkNegation(value, of, path);
  return { min, max: 1, of };
}

/** The part that stands for "none of them" must name the very fields that the other parts do. */
function checkNegation(parts: readonly unknown[], of: readonly (readonly string[])[], path: string): void {
  for (const part of parts) {
    if (!isMapping(part) || !isMapping(part.not) || !Array.isArray(part.not.anyOf)) continue;
    const none = part.not.anyOf.map((entry: unknown) => (isMapping(entry) ? readRequired(entry, 'oneOf', path) : []));
    if (JSON.stringify(none) !== JSON.stringify(of)) throw notUnderstood('oneOf', path);
  }
}

function readAnyOf(value: unknown, path: string): FieldGroup {
  if (!Array.isArray(value)) throw notUnderstood('anyOf', path);
  return {
    min: 1,
    of: value.map((part: unknown) => (isMapping(part) ? readRequired(part, 'anyOf', path) : fail('anyOf', path))),
  };
}

function readRequired(part: RawSchema, keyword: string, path: string): string[] {
  const { required, ...rest } = part;
  if (!Array.isArray(required) || Object.keys(rest).length > 0) throw notUnderstood(keyword, path);
  return required as string[];
}

/** The one conditional form: a string has one of some formats if a sibling has one of some values. */
function readFormatIf(value: unknown): FormatIf | undefined {
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  const [when, otherwise] = value as [RawSchema, RawSchema];
  if (!isMapping(when.properties) || !isMapping(otherwise.properties)) return undefined;
  const [field, target, ...more] = Object.keys(when.properties);
  if (field === undefined || target === undefined || more.length > 0) return undefined;
  const [condition, consequence] = [when.properties[field], when.properties[target]];
  if (!isMapping(condition) || !Array.isArray(condition.enum)) return undefined;
  if (!isMapping(consequence) || !Array.isArray(consequence.anyOf)) return undefined;
  if (JSON.stringify(otherwise.properties) !== JSON.stringify({ [field]: { not: condition } })) return undefined;
  const formats = consequence.anyOf.map((entry: unknown) => (isMapping(entry) ? String(entry.format) : ''));
  return { field, equals: condition.enum as string[], target, formats };
}

function fail(keyword: string, path: string): never {
  throw notUnderstood(keyword, path);
}

function notUnderstood(keyword: string, path: string): CodegenError {
  return new CodegenError(`Cannot understand the form of "${keyword}" at "${path}"`);
}
