import type { Resource } from '../model/resource';
import { groupOf, type Manifest } from '../values/manifest';
import { canonicalJson, isMapping } from '../values/plain-data';
import { normalFormOf } from './normal-form';
import type { Scene } from './scene';

/** Annotations with which constructs explain themselves. */
const EXPLANATIONS = new Set(['cdk8s-istio/reason']);

/** The annotation by which constructs say which messages about an object are expected. */
const EXPECTED_MESSAGES = 'galley.istio.io/analyze-suppress';

/**
 * Where the object that a construct writes says something else than the one that it stands for; nothing where both mean
 * the same. Spelled-out defaults, full host names and the order of alternatives are no difference.
 *
 * @param keepsOrder whether the order of routes is
 */
export function differenceOf(covered: Resource, found: Manifest, scene: Scene, keepsOrder = false): string | undefined {
  const { manifest, namespace } = covered;
  const group = groupOf(manifest.apiVersion);
  const isAdded = (key: string) => manifest.metadata.annotations?.[key] === undefined;
  return (
    firstDifference(labelsOf(manifest), labelsOf(found, isAdded), 'metadata') ??
    firstDifference(
      ...normalFormOf(`${group}/${manifest.kind}`, { given: manifest, written: found, keepsOrder }, namespace, scene),
      'spec',
    )
  );
}

/** Where two objects are not the same text, but for the version of the API, the name and fields that are null. */
export function plainDifference(manifest: Manifest, found: Manifest): string | undefined {
  const { apiVersion: _, metadata: own, ...rest } = manifest;
  const { apiVersion: __, metadata: other, ...others } = found;
  const { namespace: ___, ...named } = own;
  const { namespace: ____, ...otherNamed } = other;
  return (
    firstDifference(withoutEmpty(named), withoutEmpty(otherNamed), 'metadata') ?? firstDifference(rest, others, '')
  );
}

/** @param isAdded whether an annotation was not there before */
function labelsOf({ metadata: { labels = {}, annotations = {} } }: Manifest, isAdded = (_: string) => false): object {
  const told = Object.entries(annotations).filter(
    ([key]) => !EXPLANATIONS.has(key) && !(key === EXPECTED_MESSAGES && isAdded(key)),
  );
  return { labels, annotations: Object.fromEntries(told) };
}

function withoutEmpty(metadata: object): object {
  return Object.fromEntries(
    Object.entries(metadata).filter(([, value]) => value !== null && canonicalJson(value) !== '{}'),
  );
}

/** The first field in which two values differ, with both values. */
export function firstDifference(wanted: unknown, got: unknown, path: string): string | undefined {
  if (isNothing(wanted) && isNothing(got)) return undefined;
  if (isMapping(wanted) && isMapping(got)) {
    for (const key of [...new Set([...Object.keys(wanted), ...Object.keys(got)])].sort()) {
      const found = firstDifference(wanted[key], got[key], path === '' ? key : `${path}.${key}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (Array.isArray(wanted) && Array.isArray(got) && wanted.length === got.length) {
    for (const [i, item] of wanted.entries()) {
      const found = firstDifference(item, got[i], `${path}[${i}]`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (canonicalJson(wanted ?? null) === canonicalJson(got ?? null)) return undefined;
  return `${path} is ${shown(wanted)}, and the construct would write ${shown(got)}`;
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

function shown(value: unknown): string {
  if (isNothing(value)) return 'absent';
  const text = canonicalJson(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
