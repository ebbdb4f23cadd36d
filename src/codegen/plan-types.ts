import { compareText } from '../values/order';
import { CodegenError } from './codegen-error';
import { fieldDoc } from './field-docs';
import { isTwin, kebab, pascal, singular } from './names';
import type { KindModel, Schema } from './schema';
import { type TypeGroup, typeGroups } from './type-groups';

/** The types of one API group: which there are, what they are called and which file holds them. */
export interface TypePlan {
  readonly group: string;
  readonly kinds: readonly PlannedKind[];
  readonly types: readonly PlannedType[];
}

export interface PlannedKind {
  readonly model: KindModel;
  readonly file: string;
  /** The fields of the object beside `metadata` and `status`. */
  readonly fields: readonly PlannedField[];
}

export interface PlannedType {
  readonly name: string;
  readonly file: string;
  /** Full name of the Istio message or enum, if it is one. */
  readonly message?: string;
  /** The shortest path that has it. */
  readonly path: string;
  /** Present for an object, absent for an enum. */
  readonly fields?: readonly PlannedField[];
  readonly groups?: readonly TypeGroup[];
  /** Accepts further fields. */
  readonly open?: boolean;
  /** The values of an enum. */
  readonly values?: readonly string[];
  readonly doc: readonly string[];
}

export interface PlannedField {
  readonly name: string;
  readonly type: TypeExpression;
  readonly optional: boolean;
  readonly doc: readonly string[];
}

/** Text of a type in which planned types appear by position. */
export type TypeExpression = readonly (string | { readonly type: number })[];

export interface PlanOptions {
  /** Names for the types at certain paths. */
  readonly names?: { readonly [path: string]: string };
  /** Files for the types at certain paths, and for those that only they use. */
  readonly files?: { readonly [path: string]: string };
  /** What a field of an object does, in our words. */
  readonly sentence?: (schema: Schema, field: string) => string | undefined;
}

/** Names of the language, which a type would hide. */
const GLOBALS = [
  'Array',
  'Date',
  'Error',
  'Event',
  'Function',
  'Map',
  'Number',
  'Object',
  'Promise',
  'Record',
  'Request',
  'Response',
  'Set',
  'String',
  'Symbol',
];

/** The file of types that several files use. */
export const SHARED_FILE = 'shared-types';

interface Draft {
  readonly message?: string;
  readonly leaf: string;
  readonly fields?: readonly PlannedField[];
  readonly groups?: readonly TypeGroup[];
  readonly open?: boolean;
  readonly values?: readonly string[];
  readonly doc: readonly string[];
  readonly paths: string[];
}

/** Finds the types of a group of kinds: equal structures of one message (or of one field name) share one. */
export function planTypes(models: readonly KindModel[], options: PlanOptions = {}): TypePlan {
  const drafts: Draft[] = [];
  const byKey = new Map<string, number>();

  const share = (draft: Omit<Draft, 'paths'>, path: string): TypeExpression => {
    const { leaf, message, ...shape } = draft;
    const identity = [options.names?.[path], message ?? leaf, shape];
    const key = JSON.stringify(identity, (name, value) => (name === 'doc' ? undefined : value));
    const index = byKey.get(key) ?? drafts.push({ ...draft, paths: [] }) - 1;
    byKey.set(key, index);
    drafts[index]?.paths.push(path);
    return [{ type: index }];
  };

  const fieldsOf = (schema: Schema): PlannedField[] =>
    Object.entries(schema.properties ?? {})
      .filter(
        ([name, field]) => field.newer !== true && !isTwin(name, camel => schema.properties?.[camel] !== undefined),
      )
      .map(([name, field]) => ({
        name,
        type: expression(field),
        optional: schema.required?.includes(name) !== true,
        doc: fieldDoc(field, {
          sentence: options.sentence?.(schema, name),
          since: schema.since?.[name],
          works: schema.works?.[name],
          deprecated: schema.deprecated?.[name],
        }),
      }));

  const expression = (schema: Schema): TypeExpression => {
    if (schema.enum !== undefined) return enumExpression(schema);
    switch (schema.type) {
      case undefined:
        return ['unknown'];
      case 'int-or-string':
        return ['number | string'];
      case 'integer':
      case 'number':
        return ['number'];
      case 'boolean':
        return ['boolean'];
      case 'string':
        return [schema.format === 'duration' ? 'Duration' : 'string'];
      case 'array': {
        const item = schema.items === undefined ? ['unknown'] : expression(schema.items);
        return item.length === 1 && (typeof item[0] === 'object' || !item[0]?.includes(' '))
          ? ['readonly ', ...item, '[]']
          : ['readonly (', ...item, ')[]'];
      }
      default:
        return objectExpression(schema);
    }
  };

  const enumExpression = (schema: Schema): TypeExpression => {
    const values = (schema.enum ?? []).map(value => (typeof value === 'string' ? `'${value}'` : String(value)));
    if (schema.enumName === undefined) return [values.join(' | ')];
    return share({ message: schema.enumName, leaf: '', values, doc: [] }, schema.path);
  };

  const objectExpression = (schema: Schema): TypeExpression => {
    if (schema.values !== undefined) return ['{ readonly [key: string]: ', ...expression(schema.values), ' }'];
    const fields = fieldsOf(schema);
    if (fields.length === 0) return [`{ readonly [field: string]: ${schema.open === true ? 'unknown' : 'never'} }`];
    const draft = {
      leaf: leafOf(schema.path),
      fields,
      groups: typeGroups(schema, new Set(fields.map(({ name }) => name))),
      doc: [],
      ...(schema.open === true && { open: true }),
      ...(schema.message !== undefined && { message: schema.message }),
    };
    return share(draft, schema.path);
  };

  const kinds = models.map(model => {
    const { status: _, ...properties } = model.root.properties ?? {};
    // An object without its main part says nothing, whether or not the CRD asks for it.
    const required = [...(model.root.required ?? []), 'spec'];
    return { model, file: kebab(model.kind), fields: fieldsOf({ ...model.root, properties, required }) };
  });
  const names = nameTypes(drafts, models, options);
  const files = placeTypes(drafts, kinds, options);
  return {
    group: models[0]?.group ?? '',
    kinds,
    types: drafts.map(({ leaf: _, paths, ...draft }, i) => ({
      ...draft,
      name: names[i] ?? '',
      file: files[i] ?? '',
      path: shortest(paths),
    })),
  };
}

function shortest(paths: readonly string[]): string {
  return [...paths].sort((a, b) => a.length - b.length || compareText(a, b))[0] ?? '';
}

/** The word for what a path holds: that of the item for a list, of the value for a map. */
function leafOf(path: string): string {
  const last = path.slice(path.lastIndexOf('.') + 1);
  const field = last.replace(/[[\]{}]/g, '');
  return /[\]}]$/.test(last) ? singular(field) : field;
}

function nameTypes(drafts: readonly Draft[], models: readonly KindModel[], options: PlanOptions): string[] {
  const taken = new Set([...GLOBALS, ...models.flatMap(({ kind }) => [kind, `${kind}Props`])]);
  const home = models[0]?.group.split('.')[0] ?? '';
  const choices = drafts.map(draft => {
    const given = draft.paths.map(path => options.names?.[path]).find(name => name !== undefined);
    if (given !== undefined) return [given];
    return draft.message !== undefined ? messageNames(draft.message, home, taken) : pathNames(draft.paths);
  });
  const level = drafts.map(() => 0);
  const nameOf = (i: number): string => choices[i]?.[Math.min(level[i] ?? 0, (choices[i]?.length ?? 1) - 1)] ?? '';
  for (let round = 0; ; round++) {
    const byName = new Map<string, number[]>();
    drafts.forEach((_, i) => {
      byName.set(nameOf(i), [...(byName.get(nameOf(i)) ?? []), i]);
    });
    const clashes = [...byName]
      .filter(([name, users]) => users.length > 1 || taken.has(name))
      .flatMap(([, users]) => users);
    if (clashes.length === 0) return drafts.map((_, i) => nameOf(i));
    const movable = clashes.filter(i => (level[i] ?? 0) < (choices[i]?.length ?? 1) - 1);
    if (movable.length === 0 || round > 20) {
      const paths = clashes.map(i => `"${drafts[i]?.paths[0]}"`).join(', ');
      throw new CodegenError(
        `Cannot tell the types at ${paths} apart by name, all would be "${nameOf(clashes[0] ?? 0)}"`,
      );
    }
    for (const i of movable) level[i] = (level[i] ?? 0) + 1;
  }
}

/**
 * Names for a message, best first: its own, then with those around it, then with its package. A word alone that is not
 * at the top (`Rule.From`) does not say enough, and a message that is a kind lends its name to the class.
 */
function messageNames(message: string, home: string, taken: ReadonlySet<string>): string[] {
  const [, package_ = '', , ...path] = message.split('.');
  const last = path.at(-1) ?? '';
  const own = /^[A-Z]{5,}$/.test(last) ? last.charAt(0) + last.slice(1).toLowerCase() : last;
  const nested = [...path.slice(-2, -1), own].join('');
  const words = own.match(/[A-Z]+(?=[A-Z][a-z]|$)|[A-Z][a-z0-9]*/g) ?? [];
  const names = path.length === 1 ? [taken.has(own) ? `${own}Spec` : own] : words.length > 1 ? [own, nested] : [nested];
  const far = path.length > 2 ? [path.join('')] : [];
  return package_ === home ? [...names, ...far] : [own, pascal(package_) + own];
}

/** Names for the type at some paths of one kind or of several, best first. */
function pathNames(paths: readonly string[]): string[] {
  const segments = shortest(paths).split('.');
  const kind = segments[0] ?? '';
  const words = segments.slice(1).map((_, i) => pascal(leafOf(segments.slice(0, i + 2).join('.'))));
  if (words.length === 1) return [kind + words[0]];
  const below = words.slice(words[0] === 'Spec' ? 1 : 0);
  const kinds = new Set(paths.map(path => path.split('.')[0]));
  const names = below.map((_, i) => below.slice(below.length - 1 - i).join(''));
  return [...(kinds.size > 1 ? names : []), ...names.map(name => kind + name)];
}

/** The file of each type: that of the only file that uses it, else the shared one. */
function placeTypes(drafts: readonly Draft[], kinds: readonly PlannedKind[], options: PlanOptions): string[] {
  const users = drafts.map(() => new Set<string>());
  const visit = (fields: readonly PlannedField[] | undefined, file: string): void => {
    for (const part of (fields ?? []).flatMap(field => field.type)) {
      if (typeof part === 'string') continue;
      const draft = drafts[part.type];
      const own = draft?.paths.map(path => options.files?.[path]).find(name => name !== undefined) ?? file;
      const known = users[part.type];
      if (known === undefined || known.has(own)) continue;
      known.add(own);
      visit(draft?.fields, own);
    }
  };
  for (const { fields, file } of kinds) visit(fields, file);
  return users.map(files => (files.size === 1 ? ([...files][0] ?? SHARED_FILE) : SHARED_FILE));
}
