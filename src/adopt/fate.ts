import { ACCEPT_ANNOTATION } from '../tree/accept';
import type { Manifest } from '../values/manifest';
import { canonicalJson, isMapping } from '../values/plain-data';
import { type Settled, standsFor } from './settle';
import type { Form, WrittenObjects } from './unit';

/** What became of one object. */
export interface ObjectFate {
  /** Kind, namespace and name. */
  readonly name: string;
  /** Whether its kind is one of Istio or the Gateway API. */
  readonly isOfMesh: boolean;
  /** Absent where nothing writes it. */
  readonly form: Form | undefined;
  /** The constructs, or the class, that write it. */
  readonly what: string;
  /** Why no construct writes it. */
  readonly reasons: readonly string[];
  /**
   * Whether it is the same text as before, but for the order of keys; `accepted` where an annotation that says what is
   * accepted of it is the only difference.
   */
  readonly text: 'same' | 'accepted' | 'changed';
  /** Its new name, where it has one. */
  readonly becomes: string | undefined;
}

/** What became of the objects of a unit. */
export function fateOf({ unit, candidate, reasons }: Settled, written: WrittenObjects): readonly ObjectFate[] {
  return unit.covers.map(covered => {
    const found = candidate && standsFor(covered, candidate, written);
    const { namespace = '', name = '' } = found?.metadata ?? {};
    const isRenamed = found !== undefined && (namespace !== covered.namespace || name !== covered.name);
    return {
      name: covered.toString(),
      isOfMesh: isOfMesh(covered),
      form: candidate?.form,
      what: candidate?.what ?? 'nothing',
      reasons,
      text: found === undefined ? 'changed' : compared(covered.manifest, found),
      becomes: isRenamed ? `${namespace}/${name}` : undefined,
    };
  });
}

/** Whether a kind is one of Istio or the Gateway API. */
export function isOfMesh({ group }: { readonly group: string }): boolean {
  return /(^|\.)istio\.io$|^gateway\.networking\.k8s\.io$/.test(group);
}

function compared(given: Manifest, found: Manifest): ObjectFate['text'] {
  if (isSameText(given, found)) return 'same';
  return isSameText(withoutAcceptance(given), withoutAcceptance(found)) ? 'accepted' : 'changed';
}

function isSameText(given: Manifest, found: Manifest): boolean {
  return canonicalJson(withoutNulls(given)) === canonicalJson(withoutNulls(found));
}

function withoutAcceptance(manifest: Manifest): Manifest {
  const { annotations = {}, ...metadata } = manifest.metadata;
  const others = Object.entries(annotations).filter(([key]) => key !== ACCEPT_ANNOTATION);
  const told = others.length === 0 ? {} : { annotations: Object.fromEntries(others) };
  return { ...manifest, metadata: { ...metadata, ...told } };
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isMapping(value)) return value;
  const given = Object.entries(value).filter(([, inner]) => inner !== null && inner !== undefined);
  return Object.fromEntries(given.map(([key, inner]) => [key, withoutNulls(inner)]));
}
