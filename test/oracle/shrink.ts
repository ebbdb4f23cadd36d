import type { SimulationRequest } from '../../src/simulation/request';
import type { ManifestObject } from './generate/mesh';

/** A mesh and the request in it that shows a difference. */
export interface Finding {
  readonly objects: readonly ManifestObject[];
  readonly request: SimulationRequest;
}

/**
 * Makes a mesh as small as it can be made by leaving things out: objects first, then parts of the request, then fields
 * and items of the objects.
 *
 * @param shows whether a smaller mesh still shows the difference
 */
export async function shrink(finding: Finding, shows: (smaller: Finding) => Promise<boolean>): Promise<Finding> {
  let { objects, request } = finding;
  const whole = objects;
  objects = await fewest(objects, async rest => keepsNeeded(rest, whole) && (await shows({ objects: rest, request })));
  request = await smallerRequest(request, one => shows({ objects, request: one }));
  for (let i = 0; i < objects.length; i++) {
    const object = objects[i];
    if (object === undefined || WHOLE.has(object.kind)) continue;
    const replace = (smaller: ManifestObject) => objects.map((one, at) => (at === i ? smaller : one));
    const smallest = await smallerObject(object, one => shows({ objects: replace(one), request }));
    objects = replace(smallest);
  }
  return { objects, request };
}

/**
 * Whether what the objects of a smaller mesh need is still there, if it was before: namespaces, pods of Services, and
 * waypoints. Without them the product has to assume something, which would be another difference.
 */
function keepsNeeded(rest: readonly ManifestObject[], whole: readonly ManifestObject[]): boolean {
  return rest.every(object =>
    needsOf(object, whole).every(needed => needed.length === 0 || needed.some(one => rest.includes(one))),
  );
}

/** Groups of objects of which an object needs one. */
function needsOf(object: ManifestObject, whole: readonly ManifestObject[]): (readonly ManifestObject[])[] {
  const { kind, metadata } = object;
  const namespace = kind === 'Namespace' ? metadata.name : metadata.namespace;
  const selector = kind === 'Service' ? Object.entries(objectAt(object, 'spec', 'selector') ?? {}) : [];
  const waypoint = metadata.labels?.['istio.io/use-waypoint'];
  return [
    whole.filter(one => one.kind === 'Namespace' && one.metadata.name === namespace),
    selector.length === 0
      ? []
      : whole.filter(one => {
          const labels = objectAt(one, 'spec', 'template', 'metadata', 'labels') ?? {};
          return one.metadata.namespace === namespace && selector.every(([name, value]) => labels[name] === value);
        }),
    whole.filter(
      one => one.kind === 'Gateway' && one.metadata.name === waypoint && one.metadata.namespace === namespace,
    ),
  ];
}

function objectAt(value: unknown, ...path: readonly string[]): { readonly [key: string]: unknown } | undefined {
  let at = value;
  for (const key of path)
    at = typeof at === 'object' && at !== null ? (at as { [key: string]: unknown })[key] : undefined;
  return typeof at === 'object' && at !== null ? (at as { readonly [key: string]: unknown }) : undefined;
}

/** Leaves out blocks of a list, half of it first, then smaller ones. */
async function fewest<T>(items: readonly T[], keeps: (rest: readonly T[]) => Promise<boolean>): Promise<readonly T[]> {
  let left = items;
  for (let size = Math.ceil(left.length / 2); size >= 1; ) {
    const before = left.length;
    for (let i = 0; i < left.length; ) {
      const rest = [...left.slice(0, i), ...left.slice(i + size)];
      if (rest.length < left.length && (await keeps(rest))) left = rest;
      else i += size;
    }
    // What something needed that is gone now may go as well.
    if (size > 1) size = Math.ceil(size / 2);
    else if (left.length === before) size = 0;
  }
  return left;
}

const OPTIONAL = ['headers', 'jwtClaims', 'tokens', 'externalAuthorizers', 'clientCertificate', 'method'] as const;

async function smallerRequest(
  request: SimulationRequest,
  keeps: (smaller: SimulationRequest) => Promise<boolean>,
): Promise<SimulationRequest> {
  let left = request;
  for (const field of OPTIONAL) {
    if (left[field] === undefined) continue;
    const { [field]: _, ...rest } = left;
    if (await keeps(rest)) left = rest;
  }
  const plain = { ...left, to: left.to.replace(/^(\w+:\/\/[^/]+)\/.*$/, '$1/') };
  return plain.to !== left.to && (await keeps(plain)) ? plain : left;
}

/** Fields without which an object is none, or another one. */
const FIXED = new Set(['apiVersion', 'kind', 'metadata', 'name', 'namespace', 'creationTimestamp', 'spec']);
/** Fields that say which objects belong together. Without them the product has to assume something. */
const BINDING: { readonly [kind: string]: string } = {
  Service: 'selector',
  ServiceEntry: 'workloadSelector',
  Gateway: 'selector',
};
/** Kinds that stay as they are: what they leave out would be assumed. */
const WHOLE = new Set(['Namespace', 'Deployment', 'StatefulSet']);

async function smallerObject(
  object: ManifestObject,
  keeps: (smaller: ManifestObject) => Promise<boolean>,
): Promise<ManifestObject> {
  let left = object;
  for (const path of pathsOf(object)) {
    if (path[0] === 'spec' && (path[1] === BINDING[object.kind] || isInSelector(path))) continue;
    if (object.kind === 'Service' && path[1] === 'ports' && path[3] === 'port') continue;
    const smaller = without(left, path);
    if (smaller !== undefined && (await keeps(smaller as ManifestObject))) left = smaller as ManifestObject;
  }
  return left;
}

type Path = readonly (string | number)[];

/** Whether a path leads into a selector. Without its labels it would select everything, or nothing. */
function isInSelector([, field, ...inner]: Path): boolean {
  return (field === 'selector' || field === 'workloadSelector') && inner.length > 0;
}

/** The places of an object, the outer ones first, and items of a list from its end. */
function pathsOf(value: unknown, at: Path = []): Path[] {
  if (Array.isArray(value)) {
    const places = value.map((_, i) => [...at, i]).reverse();
    return [...places, ...places.flatMap(place => pathsOf(value[Number(place.at(-1))], place))];
  }
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value);
  const own = entries.filter(([key]) => !FIXED.has(key)).map(([key]) => [...at, key]);
  return [...own, ...entries.flatMap(([key, inner]) => pathsOf(inner, [...at, key]))];
}

/** A copy without the value at a path; `undefined` where the path is gone already, or would leave an empty list. */
function without(value: unknown, [step, ...rest]: Path): unknown {
  if (step === undefined) return undefined;
  if (Array.isArray(value)) {
    const index = Number(step);
    if (index >= value.length) return undefined;
    if (rest.length === 0) return value.length === 1 ? undefined : value.toSpliced(index, 1);
    const inner = without(value[index], rest);
    return inner === undefined ? undefined : value.with(index, inner);
  }
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
  const fields = value as { readonly [key: string]: unknown };
  const { [step]: inner, ...others } = fields;
  if (rest.length === 0) return others;
  const smaller = without(inner, rest);
  return smaller === undefined ? undefined : { ...fields, [step]: smaller };
}
