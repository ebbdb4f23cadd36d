import type { Resource } from '../model/resource';
import type { Manifest } from '../values/manifest';
import type { Statement } from './code';

/** How an object is written: by a construct, by the class of its kind, or as an object of any kind. */
export type Form = 'construct' | 'class' | 'object';

/** One way to write what a unit stands for. */
export interface Candidate {
  readonly form: Form;
  /** The constructs, as the report names them. */
  readonly what: string;
  readonly statements: readonly Statement[];
  /** Ids of the constructs that it makes, and of those that it contributes to: findings name them. */
  readonly ids: readonly string[];
  /** The object among those written that stands for a covered one. */
  readonly finds?: ((original: Resource, written: WrittenObjects) => Manifest | undefined) | undefined;
  /** Whether routes that it writes must be in the order of the given ones, although another order means the same. */
  readonly keepsOrder?: boolean | undefined;
  /** What a reader has to know of it. */
  readonly notes?: readonly string[] | undefined;
}

/** Why a construct cannot say what an object says. */
export interface Refusal {
  readonly refused: string;
}

/** A candidate, or why there is none. */
export type Proposal = Candidate | Refusal;

/** Objects that are written together in one of several ways; the last one is always possible. */
export interface Unit {
  readonly key: string;
  readonly covers: readonly Resource[];
  /** Whether other units use its variable, however it is written. */
  readonly isDeclared?: boolean | undefined;
  /** Whether it is only written where other units use its variable. */
  readonly isAuxiliary?: boolean | undefined;
  readonly proposals: readonly Proposal[];
}

/** An object and the constructs that may say the same. */
export interface Proposed {
  readonly resource: Resource;
  /** The object, and those that are written together with it. @default - the object alone */
  readonly covers?: readonly Resource[];
  readonly proposals: readonly Proposal[];
}

/** What an app writes, by kind, namespace and name. */
export interface WrittenObjects {
  readonly all: readonly Manifest[];
  find(kind: string, group: string, namespace: string, name: string): Manifest | undefined;
}

/** Whether a proposal can be tried. */
export function isCandidate(proposal: Proposal): proposal is Candidate {
  return !('refused' in proposal);
}

/** A thing that a construct cannot say. */
export class Inexpressible extends Error {
  public override readonly name = 'Inexpressible';
}

/** The proposals that `make` returns; where it finds something that no construct says, the reason. */
export function attempt(make: () => Candidate | readonly Candidate[]): readonly Proposal[] {
  try {
    const made = make();
    return Array.isArray(made) ? made : [made as Candidate];
  } catch (error) {
    if (error instanceof Inexpressible) return [{ refused: error.message }];
    throw error;
  }
}

/** Ends an attempt: no construct says `what`. */
export function inexpressible(what: string): never {
  throw new Inexpressible(what);
}

/** Throws where an object has a field that no construct writes. */
export function onlyFields(value: object | undefined, known: readonly string[], where: string): void {
  for (const [field, inner] of Object.entries(value ?? {})) {
    if (inner !== undefined && inner !== null && !known.includes(field)) {
      inexpressible(`no construct writes ${where === '' ? '' : `${where}.`}${field}`);
    }
  }
}
