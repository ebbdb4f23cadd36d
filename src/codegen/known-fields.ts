import { compareText } from '../values/order';
import { CodegenError } from './codegen-error';
import type { EffectFacts, HistoryFacts, KnownFields } from './istio-facts';
import type { KindModel, Schema } from './schema';

/** The fields and values that the definitions of a release have, by message and by enum. */
export function knownFields(models: readonly KindModel[], release: string): KnownFields {
  const fields = new Map<string, Set<string>>();
  const values = new Map<string, Set<string>>();
  const visit = (schema: Schema): void => {
    for (const [name, field] of childrenOf(schema)) {
      addTo(fields, placeOf(schema), name);
      visit(field);
    }
    for (const value of schema.enum ?? []) addTo(values, schema.enumName ?? schema.path, String(value));
    for (const inner of [schema.items, schema.values]) if (inner !== undefined) visit(inner);
  };
  for (const { root } of models) visit(root);
  return { release, fields: sorted(fields), values: sorted(values) };
}

/**
 * Stops at a field or value that is new since the release before and of which the history does not say since when it
 * exists: it would count as one that every release has.
 */
export function checkKnown(models: readonly KindModel[], before: KnownFields, history: HistoryFacts): void {
  const visit = (schema: Schema): void => {
    for (const [name, field] of childrenOf(schema)) {
      if (before.fields[placeOf(schema)]?.includes(name) === true) visit(field);
      // What a new field holds is as new as the field.
      else if (schema.since?.[name] === undefined) throw unknown(`field "${field.path}"`, before, history);
    }
    for (const value of schema.enum ?? []) {
      const known = before.values[schema.enumName ?? schema.path];
      if (known?.includes(String(value)) !== true && schema.enumSince?.[String(value)] === undefined) {
        throw unknown(`value "${value}" of "${schema.path}"`, before, history);
      }
    }
    for (const inner of [schema.items, schema.values]) if (inner !== undefined) visit(inner);
  };
  for (const { root, since } of models) if (since !== history.newest) visit(root);
}

/** Stops at a fact on a field or value that there is not, which would have no effect. */
export function checkEffects(models: readonly KindModel[], effects: EffectFacts): void {
  const { fields, values } = knownFields(models, '');
  for (const [place, names] of Object.entries(effects)) {
    for (const name of Object.keys(names)) {
      if (fields[place]?.includes(name) === true || values[place]?.includes(name) === true) continue;
      throw new CodegenError(
        `Cannot place the effect of "${name}" in istio-effects.json: "${place}" has no such field`,
      );
    }
  }
}

function childrenOf(schema: Schema): [name: string, field: Schema][] {
  return Object.entries(schema.properties ?? {}).filter(([, field]) => field.newer !== true);
}

function placeOf(schema: Schema): string {
  return schema.message ?? schema.path;
}

function addTo(table: Map<string, Set<string>>, key: string, entry: string): void {
  table.set(key, (table.get(key) ?? new Set()).add(entry));
}

function sorted(table: ReadonlyMap<string, ReadonlySet<string>>): { [key: string]: readonly string[] } {
  const entries = [...table].map(([key, names]) => [key, [...names].sort(compareText)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => compareText(a, b)));
}

function unknown(what: string, { release }: KnownFields, { newest }: HistoryFacts): CodegenError {
  return new CodegenError(
    `Cannot say since when the ${what} exists: Istio ${release} does not have it and the history up to ${newest} does not know it; renew src/codegen/facts`,
  );
}
