import { compileCel } from '../text/cel/compile';
import { CelSyntaxError } from '../text/cel/syntax';
import type { CelRule, FieldGroup, SchemaType } from '../values/object-schema';
import { compareText } from '../values/order';
import { isMapping } from '../values/plain-data';
import { CodegenError } from './codegen-error';
import type { IstioFacts, KindHistory } from './istio-facts';
import type { Crd, CrdVersion, RawSchema } from './read-crds';
import { readGroups } from './read-groups';
import { type KindModel, LIMITS, type Schema } from './schema';

export interface NormalizeOptions {
  /** What is known of Istio's messages and releases; absent for kinds that are not Istio's. */
  readonly facts?: IstioFacts;
  /** Paths (or endings of paths that begin with `.`) below which the structure is left open. */
  readonly open?: readonly string[];
}

const KNOWN = new Set<string>([
  ...LIMITS,
  'type',
  'title',
  'description',
  'properties',
  'required',
  'items',
  'additionalProperties',
  'nullable',
  'enum',
  'format',
  'pattern',
  'default',
  'oneOf',
  'anyOf',
  'allOf',
  'x-kubernetes-int-or-string',
  'x-kubernetes-preserve-unknown-fields',
  'x-kubernetes-list-type',
  'x-kubernetes-list-map-keys',
  'x-kubernetes-map-type',
  'x-kubernetes-validations',
]);

const TYPES = new Set(['object', 'array', 'string', 'integer', 'number', 'boolean']);

/** Turns the CRD of one kind into its model; stops at whatever it does not understand. */
export function normalize(crd: Crd, options: NormalizeOptions = {}): KindModel {
  const history = options.facts?.history.kinds[`${crd.group}/${crd.kind}`];
  if (options.facts !== undefined && history === undefined) {
    throw new CodegenError(`Cannot generate "${crd.kind}": its history is not known; renew src/codegen/facts`);
  }
  const versions = equalVersions(crd);
  const [newest] = versions;
  if (newest === undefined) throw new CodegenError(`Cannot generate "${crd.kind}": no version is served`);
  return {
    group: crd.group,
    kind: crd.kind,
    plural: crd.plural,
    scope: crd.scope,
    ...(history?.since !== undefined && { since: history.since }),
    versions: Object.fromEntries(versions.map(({ name }) => [name, history?.versions[name] ?? ''])),
    root: normalizeRoot(crd, newest.schema, options, history),
  };
}

/** The served versions that have the structure of the newest, newest first. */
function equalVersions(crd: Crd): CrdVersion[] {
  const served = crd.versions.filter(version => version.served).sort((a, b) => rank(b.name) - rank(a.name));
  const structure = (version: CrdVersion): string => structureText(specOf(version.schema));
  const [newest] = served;
  return newest === undefined ? [] : served.filter(version => structure(version) === structure(newest));
}

function specOf(schema: RawSchema): unknown {
  return isMapping(schema.properties) ? schema.properties.spec : undefined;
}

/** The order of Kubernetes: `v2` above `v1` above `v1beta1` above `v1alpha3`. */
function rank(version: string): number {
  const parts = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version);
  if (parts === null) return -1;
  const stability = parts[2] === undefined ? 2 : parts[2] === 'beta' ? 1 : 0;
  return stability * 1e6 + Number(parts[1]) * 1e3 + Number(parts[3] ?? 0);
}

/** A schema as text with sorted keys and without prose, for comparison and digest. */
export function structureText(value: unknown, inProperties = false): string {
  if (Array.isArray(value)) return `[${value.map(item => structureText(item)).join()}]`;
  if (!isMapping(value)) return JSON.stringify(value) ?? 'null';
  const keys = Object.keys(value).filter(key => inProperties || key !== 'description');
  return `{${keys
    .sort(compareText)
    .map(key => `${JSON.stringify(key)}:${structureText(value[key], !inProperties && key === 'properties')}`)
    .join()}}`;
}

function normalizeRoot(crd: Crd, raw: RawSchema, options: NormalizeOptions, history: KindHistory | undefined): Schema {
  if (!isMapping(raw.properties)) throw new CodegenError(`Cannot generate "${crd.kind}": its schema has no properties`);
  const { apiVersion: _1, kind: _2, metadata, status, ...own } = raw.properties;
  if (metadata !== undefined && structureText(metadata) !== '{"type":"object"}') {
    throw new CodegenError(`Cannot generate "${crd.kind}": constraints on "metadata" are not understood`);
  }
  const package_ = crd.group.split('.')[0] ?? '';
  const message = new RegExp(`^istio\\.${package_}\\.\\w+\\.${crd.kind}$`);
  const context: Context = {
    kind: crd.kind,
    options,
    history,
    rootMessage: Object.keys(options.facts?.messages ?? {}).find(name => message.test(name)),
  };
  const { properties: _3, ...rest } = raw;
  const root = convert({ ...rest, properties: own }, crd.kind, undefined, context);
  const statusNode: Schema = { path: `${crd.kind}.status`, type: 'object', open: true };
  const required = root.required?.filter(field => field !== 'metadata' && field !== 'status');
  return {
    ...root,
    ...(required !== undefined && { required }),
    properties: { ...root.properties, ...(status !== undefined && { status: statusNode }) },
  };
}

interface Context {
  readonly kind: string;
  readonly options: NormalizeOptions;
  readonly history: KindHistory | undefined;
  readonly rootMessage: string | undefined;
}

/** @param message the Istio message at `path`, which its items and values share */
function convert(raw: RawSchema, path: string, message: string | undefined, context: Context): Schema {
  for (const keyword of Object.keys(raw)) {
    if (!KNOWN.has(keyword)) throw new CodegenError(`Cannot understand the keyword "${keyword}" at "${path}"`);
  }
  if (isOpened(path, context.options.open ?? [])) {
    return raw.type === 'array'
      ? {
          path,
          type: 'array',
          items: { path: `${path}[]`, ...(itemsAreObjects(raw) && { type: 'object' }), open: true },
        }
      : { path, ...(raw.type === 'object' && { type: 'object' as const }), open: true };
  }
  const type = typeOf(raw, path);
  const { groups, nested, formatIf } = readGroups(raw, path);
  const fields = withGroups(fieldsOf(raw, path, message, context), nested);
  for (const field of groups.flatMap(({ of }) => of.flat())) {
    if (fields.properties?.[field] === undefined) {
      throw new CodegenError(`Cannot understand the alternatives at "${path}": there is no field "${field}"`);
    }
  }
  const list = raw['x-kubernetes-list-type'];
  const keys = raw['x-kubernetes-list-map-keys'];
  const limits = Object.fromEntries(
    LIMITS.flatMap(limit => (typeof raw[limit] === 'number' ? [[limit, raw[limit]]] : [])),
  );
  const rules = rulesOf(raw, path);
  const values = raw.additionalProperties;
  const open = raw['x-kubernetes-preserve-unknown-fields'] === true || values === true;
  const format = formatOf(raw, path, message, context);

  return {
    path,
    ...(type !== undefined && { type }),
    ...(raw.nullable === true && { nullable: true }),
    ...fields,
    ...(isMapping(values) && { values: convert(values, `${path}{}`, message, context) }),
    ...(open && { open: true }),
    ...(groups.length > 0 && { groups }),
    ...(formatIf !== undefined && { formatIf }),
    ...(isMapping(raw.items) && { items: convert(raw.items, `${path}[]`, message, context) }),
    ...((list === 'set' || list === 'map') && { list }),
    ...(Array.isArray(keys) && { keys: keys as string[] }),
    ...(Object.keys(limits).length > 0 && { limits }),
    ...(Array.isArray(raw.enum) && { enum: raw.enum as (string | number | boolean)[] }),
    ...(typeof raw.pattern === 'string' && { pattern: raw.pattern }),
    ...(format !== undefined && { format }),
    ...(raw.default !== undefined && { default: raw.default }),
    ...(rules.length > 0 && { rules }),
    ...enumFacts(path, context),
    ...(message !== undefined && type === 'object' && !isMapping(values) && { message }),
  };
}

function typeOf(raw: RawSchema, path: string): SchemaType | undefined {
  if (raw['x-kubernetes-int-or-string'] === true) return 'int-or-string';
  if (raw.type === undefined) {
    if (raw.properties !== undefined || raw.items !== undefined)
      throw new CodegenError(`Cannot find a type at "${path}"`);
    return undefined;
  }
  if (typeof raw.type !== 'string' || !TYPES.has(raw.type)) {
    throw new CodegenError(`Cannot understand the type ${JSON.stringify(raw.type)} at "${path}"`);
  }
  return raw.type as SchemaType;
}

function fieldsOf(raw: RawSchema, path: string, message: string | undefined, context: Context): Partial<Schema> {
  if (!isMapping(raw.properties)) {
    return Array.isArray(raw.required) ? { required: raw.required as string[] } : {};
  }
  const names = Object.keys(raw.properties).sort(compareText);
  const properties: { [field: string]: Schema } = {};
  for (const field of names) {
    const value = raw.properties[field];
    if (!isMapping(value)) throw new CodegenError(`Cannot understand the schema at "${path}.${field}"`);
    const held = path === context.kind && field === 'spec' ? context.rootMessage : heldMessage(message, field, context);
    const schema = convert(value, `${path}.${field}`, held, context);
    const enumName = message === undefined ? undefined : context.options.facts?.messages[message]?.enums?.[field];
    const enumWorks = enumName === undefined ? undefined : context.options.facts?.effects[enumName];
    properties[field] =
      enumName === undefined ? schema : { ...schema, enumName, ...(enumWorks !== undefined && { enumWorks }) };
  }
  const since: { [field: string]: string } = {};
  const works: { [field: string]: string } = {};
  const effects = context.options.facts?.effects[message ?? ''] ?? {};
  const requiredUntil: { [field: string]: string } = {};
  const deprecated: { [field: string]: string } = {};
  for (const field of names) {
    const key = historyKey(`${path}.${field}`, context);
    const { fields = {}, requiredUntil: until = {}, deprecated: from = {} } = context.history ?? {};
    const [first, last, old] = [fields[key], until[key], from[key]];
    if (first !== undefined) since[field] = first;
    if (effects[field] !== undefined) works[field] = effects[field];
    if (last !== undefined) requiredUntil[field] = last;
    if (old !== undefined) deprecated[field] = old;
  }
  // What has a default is filled in before it is asked for.
  const required = (Array.isArray(raw.required) ? (raw.required as string[]) : [])
    .filter(field => properties[field]?.default === undefined)
    .sort(compareText);
  for (const [field, first] of newerFields(path, names, context)) {
    since[field] = first;
    properties[field] = { path: `${path}.${field}`, newer: true };
  }
  return {
    properties,
    ...(required.length > 0 && { required }),
    ...(Object.keys(since).length > 0 && { since }),
    ...(Object.keys(works).length > 0 && { works }),
    ...(Object.keys(requiredUntil).length > 0 && { requiredUntil }),
    ...(Object.keys(deprecated).length > 0 && { deprecated }),
  };
}

function withGroups(
  fields: Partial<Schema>,
  nested: { readonly [field: string]: readonly FieldGroup[] },
): Partial<Schema> {
  const changed = Object.entries(nested).flatMap(([field, groups]): [string, Schema][] => {
    const schema = fields.properties?.[field];
    return schema === undefined ? [] : [[field, { ...schema, groups: [...(schema.groups ?? []), ...groups] }]];
  });
  return changed.length === 0
    ? fields
    : { ...fields, properties: { ...fields.properties, ...Object.fromEntries(changed) } };
}

/** Fields that only a release newer than the CRD has: known by name, not by structure. */
function newerFields(path: string, names: readonly string[], context: Context): [field: string, since: string][] {
  const own = historyKey(path, context);
  return Object.entries(context.history?.fields ?? {}).flatMap(([key, since]): [string, string][] => {
    const dot = key.lastIndexOf('.');
    const parent = dot < 0 ? '' : key.slice(0, dot);
    const field = key.slice(dot + 1);
    return path !== context.kind && parent === own && !names.includes(field) ? [[field, since]] : [];
  });
}

function heldMessage(message: string | undefined, field: string, context: Context): string | undefined {
  return message === undefined ? undefined : context.options.facts?.messages[message]?.fields?.[field];
}

/** A path as the history writes it: below `spec`, without the kind. */
function historyKey(path: string, context: Context): string {
  const prefix = `${context.kind}.spec`;
  return path === prefix ? '' : path.slice(prefix.length + 1);
}

function enumFacts(path: string, context: Context): Partial<Schema> {
  const enumSince = context.history?.enums?.[historyKey(path, context)];
  return enumSince === undefined ? {} : { enumSince };
}

function formatOf(raw: RawSchema, path: string, message: string | undefined, context: Context): string | undefined {
  if (typeof raw.format === 'string') return raw.format;
  const [parent, field] = [path.slice(0, path.lastIndexOf('.')), path.slice(path.lastIndexOf('.') + 1)];
  return raw.type === 'string' && message === undefined && isDuration(parent, field, context) ? 'duration' : undefined;
}

function isDuration(parent: string, field: string, context: Context): boolean {
  const messages = context.options.facts?.messages ?? {};
  let message = context.rootMessage;
  for (const step of parent.split('.').slice(2)) {
    if (message === undefined) return false;
    message = messages[message]?.fields?.[step.replace(/[[\]{}]/g, '')];
  }
  return message !== undefined && (messages[message]?.durations ?? []).includes(field);
}

function rulesOf(raw: RawSchema, path: string): CelRule[] {
  const entries = raw['x-kubernetes-validations'];
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry: unknown) => {
    if (!isMapping(entry) || typeof entry.rule !== 'string')
      throw new CodegenError(`Cannot understand a rule at "${path}"`);
    const { rule, message, messageExpression, fieldPath, reason: _, optionalOldSelf: __, ...unknown } = entry;
    const [keyword] = Object.keys(unknown);
    if (keyword !== undefined) throw new CodegenError(`Cannot understand "${keyword}" of a rule at "${path}"`);
    // A rule on the change of a value has nothing to say of an object by itself.
    if (/\boldSelf\b/.test(rule)) return [];
    refuseUnknownCel(rule, path);
    if (typeof messageExpression === 'string') refuseUnknownCel(messageExpression, path);
    return {
      rule,
      ...(typeof message === 'string' && { message }),
      ...(typeof messageExpression === 'string' && { messageExpression }),
      ...(typeof fieldPath === 'string' && { fieldPath }),
    };
  });
}

/** Rules travel as text and are compiled when they are first needed, which must not fail. */
function refuseUnknownCel(expression: string, path: string): void {
  try {
    compileCel(expression);
  } catch (error) {
    if (!(error instanceof CelSyntaxError)) throw error;
    throw new CodegenError(`Cannot understand the rule "${expression}" at "${path}": ${error.problem}`);
  }
}

function isOpened(path: string, open: readonly string[]): boolean {
  return open.some(entry => (entry.startsWith('.') ? path.endsWith(entry) : path === entry));
}

function itemsAreObjects(raw: RawSchema): boolean {
  return isMapping(raw.items) && raw.items.type === 'object';
}
