import { ApiObject, ApiObjectMetadataDefinition, type IResolver, JsonPatch, Lazy } from 'cdk8s';
import { LateMetadata, type Texts } from '../tree/late-metadata';
import { ConfigError } from '../values/config-error';
import type { Manifest } from '../values/manifest';

/** The resolvers that every cdk8s App ends its list with: Lazy, tokens, int-or-string unions. */
const BUILT_IN_RESOLVERS = 3;

/** The parts of ApiObject that rendering reads; cdk8s keeps them private. */
interface Internals {
  readonly props?: Readonly<Record<string, unknown>>;
  readonly patches?: readonly JsonPatch[];
}

/** Answers "this needs cdk8s' own rendering" in the middle of a copy. */
const NOT_PLAIN = Symbol('not plain');

/**
 * Renders one object to plain JSON as `ApiObject.toJson` does: values resolved, keys sorted, empty values left out.
 *
 * Most objects hold plain data only, or what gives such data when it is asked; these are copied in one pass instead of
 * the four of cdk8s. Everything else (tokens, custom resolvers, overridden `toJson`) goes through cdk8s.
 *
 * @param object the object, in its final state
 * @param resolvers the resolvers of its app
 * @throws ConfigError naming the construct, the object and the field that cannot be rendered
 */
export function renderObject(object: ApiObject, resolvers: readonly IResolver[]): Manifest {
  return copyOf(object, resolvers) ?? viaToJson(object);
}

function copyOf(object: ApiObject, resolvers: readonly IResolver[]): Manifest | undefined {
  const { props, patches } = object as unknown as Internals;
  const late = resolvers.filter(resolver => resolver instanceof LateMetadata);
  if (object.toJson !== ApiObject.prototype.toJson) return undefined;
  if (resolvers.length !== BUILT_IN_RESOLVERS + late.length) return undefined;
  if (props === undefined || patches === undefined) return undefined;

  const metadata = metadataOf(object, late);
  if (metadata === NOT_PLAIN) return undefined;
  const sorted = sortsKeys();
  const manifest: Record<string, unknown> = {
    apiVersion: props.apiVersion,
    kind: props.kind,
    ...(metadata === undefined ? {} : { metadata }),
  };
  for (const key of sorted ? sortedKeys(props) : Object.keys(props)) {
    if (key === 'apiVersion' || key === 'kind' || key === 'metadata') continue;
    const copy = plainCopy(props[key], sorted, false);
    if (copy === NOT_PLAIN) return undefined;
    if (copy !== undefined) setKey(manifest, key, copy);
  }
  if (typeof manifest.apiVersion !== 'string' || typeof manifest.kind !== 'string') return undefined;
  return patches.length === 0 ? (manifest as unknown as Manifest) : patched(object, manifest, patches);
}

function metadataOf(object: ApiObject, late: readonly LateMetadata[]): unknown {
  const definition = object.metadata as unknown as Readonly<Record<string, unknown>>;
  if (object.metadata.toJson !== ApiObjectMetadataDefinition.prototype.toJson) return NOT_PLAIN;
  const additional = definition._additionalAttributes;
  if (!isPlainObject(additional)) return NOT_PLAIN;
  const { name, namespace, finalizers, ownerReferences } = definition;
  let { annotations, labels } = definition as { readonly annotations?: Texts; readonly labels?: Texts };
  for (const each of late) {
    if (each.field === 'annotations') annotations = each.of(object, annotations);
    else labels = each.of(object, labels);
  }
  return plainCopy({ ...additional, name, namespace, annotations, finalizers, ownerReferences, labels }, true, true);
}

function sortsKeys(): boolean {
  return !process.env.CDK8S_DISABLE_SORT;
}

/** Copies plain data; `undefined` means "leave this key out". */
function plainCopy(value: unknown, sorted: boolean, dropsEmpty: boolean): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : NOT_PLAIN;
    case 'undefined':
      return undefined;
    case 'object':
      if (value === null) return undefined;
      return Array.isArray(value) ? arrayCopy(value, sorted, dropsEmpty) : objectCopy(value, sorted, dropsEmpty);
    default:
      return NOT_PLAIN;
  }
}

function arrayCopy(value: readonly unknown[], sorted: boolean, dropsEmpty: boolean): unknown {
  if (dropsEmpty && value.length === 0) return undefined;
  const result: unknown[] = [];
  for (const item of value) {
    const copy = plainCopy(item, sorted, dropsEmpty);
    if (copy === NOT_PLAIN) return NOT_PLAIN;
    result.push(copy ?? null);
  }
  return result;
}

function objectCopy(value: object, sorted: boolean, dropsEmpty: boolean): unknown {
  if (value instanceof Lazy) return plainCopy(produced(value), sorted, dropsEmpty);
  if (!isPlainObject(value)) return NOT_PLAIN;
  const result: Record<string, unknown> = {};
  let isEmpty = true;
  for (const key of sorted ? sortedKeys(value) : Object.keys(value)) {
    const copy = plainCopy(value[key], sorted, dropsEmpty);
    if (copy === NOT_PLAIN) return NOT_PLAIN;
    if (copy === undefined) continue;
    setKey(result, key, copy);
    isEmpty = false;
  }
  return dropsEmpty && isEmpty ? undefined : result;
}

/** What fails here fails again in cdk8s, which says where. */
function produced(value: Lazy): unknown {
  try {
    return value.produce();
  } catch {
    return NOT_PLAIN;
  }
}

function setKey(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  } else target[key] = value;
}

/** Props are usually written in one order again and again; a list that is in order needs no sort. */
function sortedKeys(value: object): readonly string[] {
  const keys = Object.keys(value);
  for (let i = 1; i < keys.length; i++) {
    if ((keys[i - 1] ?? '') > (keys[i] ?? '')) return keys.sort();
  }
  return keys;
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return true;
  // A plain object of another realm, such as a test runner's.
  return (
    typeof prototype === 'object' && Object.getPrototypeOf(prototype) === null && 'hasOwnProperty' in (prototype ?? {})
  );
}

function patched(object: ApiObject, manifest: Record<string, unknown>, patches: readonly JsonPatch[]): Manifest {
  let result: unknown = manifest;
  for (const patch of patches) {
    try {
      result = JsonPatch.apply(result, patch);
    } catch (error) {
      throw new ConfigError(
        `Cannot patch ${nameOf(object)} at ${object.node.path}: ${describePatch(patch)} does not fit the object (${messageOf(error)})`,
      );
    }
  }
  return asManifest(object, result);
}

function describePatch(patch: JsonPatch): string {
  const operation = (patch as unknown as { operation?: { op?: string; path?: string } }).operation;
  return operation === undefined ? 'a patch' : `patch "${operation.op}" of "${operation.path}"`;
}

function viaToJson(object: ApiObject): Manifest {
  let json: unknown;
  try {
    json = object.toJson();
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const bad = firstOddValue((object as unknown as Internals).props, '');
    const cause = bad === undefined ? messageOf(error) : `${bad.path} must be plain data, got ${bad.found}`;
    throw new ConfigError(`Cannot render ${nameOf(object)} at ${object.node.path}: ${cause}`);
  }
  return asManifest(object, json);
}

/** Brings what cdk8s or a patch made to the same form as the fast copy: plain, `kind` first, no undefined. */
function asManifest(object: ApiObject, json: unknown): Manifest {
  const copy = plainCopy(json, false, false);
  if (!isPlainObject(copy)) {
    const bad = firstOddValue(json, '');
    throw new ConfigError(
      `Cannot render ${nameOf(object)} at ${object.node.path}: ${bad?.path ?? 'the object'} must be plain data, got ${bad?.found ?? 'nothing'}`,
    );
  }
  const { apiVersion, kind, metadata, ...rest } = copy;
  for (const [field, value] of Object.entries({ apiVersion, kind })) {
    if (typeof value === 'string' && value !== '') continue;
    throw new ConfigError(
      `Cannot render ${nameOf(object)} at ${object.node.path}: ${field} must be a string, got ${JSON.stringify(value)}`,
    );
  }
  return { apiVersion, kind, ...(metadata === undefined ? {} : { metadata }), ...rest } as unknown as Manifest;
}

/** Finds the first value that is no JSON, depth first. */
function firstOddValue(value: unknown, path: string): { path: string; found: string } | undefined {
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) {
      const odd = firstOddValue(item, `${path}[${i}]`);
      if (odd !== undefined) return odd;
    }
    return undefined;
  }
  if (isPlainObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      const odd = firstOddValue(item, path === '' ? key : `${path}.${key}`);
      if (odd !== undefined) return odd;
    }
    return undefined;
  }
  switch (typeof value) {
    case 'number':
      return Number.isFinite(value) ? undefined : { path, found: `${value}` };
    case 'object':
      if (value === null || 'resolve' in value || 'produce' in value) return undefined;
      return { path, found: `an instance of ${value.constructor.name}` };
    case 'function':
    case 'symbol':
    case 'bigint':
      return { path, found: `a ${typeof value}` };
    default:
      return undefined;
  }
}

function nameOf(object: ApiObject): string {
  const namespace = object.metadata.namespace;
  return `${object.kind} "${namespace === undefined ? '' : `${namespace}/`}${object.name}"`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
