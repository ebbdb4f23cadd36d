import { byText } from '../values/order';
import { REFUSED_TOGETHER } from './istio-facts';
import type { Schema } from './schema';

/** Fields of which only certain sets may be present together; each set is one variant of the type. */
export interface TypeGroup {
  /** The fields of a variant; those of the other variants must be absent. */
  readonly variants: readonly (readonly string[])[];
  /** `exactly`: one variant is present whole. `at most`: one variant, in parts. `any`: at least one, others too. */
  readonly demand: 'exactly' | 'at most' | 'any';
}

// The forms in which CEL rules say "not both" and "one of"; blanks are taken out before they are compared.
const SUM = /^(?:\(has\(self\.\w+\)\?1:0\)\+)+\(has\(self\.\w+\)\?1:0\)(<=|==)1$/;
const NOT_BOTH = /^(?:!has\(self\.\w+\)\|\|!has\(self\.\w+\)|!\(has\(self\.\w+\)&&has\(self\.\w+\)\))$/;
const EITHER =
  /^(?:has\(self\.(\w+)\)!=has\(self\.(\w+)\)|\(has\(self\.(\w+)\)&&!has\(self\.(\w+)\)\)\|\|\(!has\(self\.\3\)&&has\(self\.\4\)\))$/;
const INSTEAD =
  /^\((has\(self\.\w+\)(?:\|\|has\(self\.\w+\))*)\)\?\((!has\(self\.\w+\)(?:&&!has\(self\.\w+\))*)\):true$/;

/** The alternatives between the fields of an object, from the structure, from CEL rules and from the webhook. */
export function typeGroups(schema: Schema, fields: ReadonlySet<string>): TypeGroup[] {
  const exclusions: string[][] = (REFUSED_TOGETHER[schema.message ?? ''] ?? []).map(names => [...names]);
  const found: TypeGroup[] = [];
  const exact = new Set<string>();

  for (const { min, max, of } of schema.groups ?? []) {
    if (max === undefined) {
      found.push({ variants: of, demand: 'any' });
      continue;
    }
    const shared = (of[0] ?? []).filter(field => of.every(set => set.includes(field)));
    const variants = of.map(set => set.filter(field => !shared.includes(field)));
    if (variants.every(set => set.length === 1)) exclusions.push(variants.flat());
    else found.push({ variants, demand: min === 1 ? 'exactly' : 'at most' });
    if (min === 1) exact.add(variants.flat().sort().join());
  }
  for (const { rule } of schema.rules ?? []) {
    const text = rule.replace(/\s+/g, '');
    const sum = SUM.exec(text);
    const instead = INSTEAD.exec(text);
    if (sum !== null || NOT_BOTH.test(text) || EITHER.test(text)) exclusions.push([...new Set(selfFields(text))]);
    if (sum?.[1] === '==' || EITHER.test(text)) exact.add([...new Set(selfFields(text))].sort().join());
    if (instead !== null) {
      found.push({ variants: [selfFields(instead[1] ?? ''), selfFields(instead[2] ?? '')], demand: 'at most' });
    }
  }

  const kept = exclusions.map(names => names.filter(name => fields.has(name))).filter(names => names.length > 1);
  for (const names of connected(kept)) {
    const demand = exact.has([...names].sort().join()) ? 'exactly' : 'at most';
    found.push({ variants: independentSets(names, kept), demand });
  }
  return found.sort(byText(({ variants }) => variants.join()));
}

function selfFields(text: string): string[] {
  return [...text.matchAll(/self\.(\w+)/g)].map(([, field]) => field ?? '');
}

/** Joins exclusions that share a field. */
function connected(exclusions: readonly (readonly string[])[]): string[][] {
  const clusters: string[][] = [];
  for (const names of exclusions) {
    const touched = clusters.filter(cluster => cluster.some(name => names.includes(name)));
    const joined = [...new Set([...touched.flat(), ...names])];
    for (const cluster of touched) clusters.splice(clusters.indexOf(cluster), 1);
    clusters.push(joined);
  }
  return clusters;
}

/** The largest sets of fields of which no two exclude each other, in the order of the fields. */
function independentSets(names: readonly string[], exclusions: readonly (readonly string[])[]): string[][] {
  const clash = (a: string, b: string): boolean =>
    a !== b && exclusions.some(set => set.includes(a) && set.includes(b));
  const sets: string[][] = [];
  for (const name of names) {
    const set = [name];
    for (const other of names) {
      if (!set.includes(other) && set.every(member => !clash(member, other))) set.push(other);
    }
    const key = names.filter(member => set.includes(member));
    if (!sets.some(known => known.join() === key.join())) sets.push(key);
  }
  return sets;
}
