import { type Origin, originOfField } from './manifest';

/**
 * How bad a finding is: `error` means that Istio rejects it or traffic breaks, `warning` that it works but not as
 * written, `info` is taste. Only `error` stops a synth.
 */
export type Severity = 'error' | 'warning' | 'info';

/** The object that a finding is about. */
export interface ResourceRef {
  readonly kind: string;
  /** @default - the object belongs to the cluster */
  readonly namespace?: string;
  readonly name: string;
  /** @default - unknown */
  readonly origin?: Origin;
}

/** Kind, namespace and name, as users read them. */
export function refText({ kind, namespace = '', name }: ResourceRef): string {
  return namespace === '' ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}

/** The identity of an object, without the object itself, and where it, or this field of it, is written. */
export function locatedRef({ kind, namespace, name, origin: written }: ResourceRef, field?: string): ResourceRef {
  const origin = written === undefined ? undefined : originOfField(written, field);
  return {
    kind,
    ...(namespace === undefined || namespace === '' ? {} : { namespace }),
    name,
    ...(origin === undefined || Object.keys(origin).length === 0 ? {} : { origin }),
  };
}

/** One problem found in a set of manifests, as data; text is made last. */
export interface Diagnostic {
  /** Kebab-case name of the rule: its file, docs page, test and suppression. */
  readonly rule: string;
  /** The code of istioctl (IST0101) or Kiali (KIA1107), where one exists. @default - none */
  readonly code?: string;
  readonly severity: Severity;
  readonly resource: ResourceRef;
  /**
   * Path of the offending field, such as `spec.http[0].route[1].destination.subset`.
   *
   * @default - the object as a whole
   */
  readonly field?: string;
  /** What is wrong: the found state and what there is instead. */
  readonly message: string;
  /** A change that fixes it. @default - none is known */
  readonly fix?: string;
  /** The other objects of the conflict. @default - none */
  readonly related?: readonly ResourceRef[];
  /** The decisions of the proxies that lead there, a line each. @default - nothing was decided on the way */
  readonly trace?: readonly string[];
}
