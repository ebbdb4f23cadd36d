import type { KindSchema } from '../values/object-schema';
import type { SchemaRun } from './schema-run';

/** Checks one value at the current path of a run. */
export type Check = (value: unknown, run: SchemaRun) => void;

/** What the checks of one kind have in common while they are compiled. */
export interface SchemaContext {
  readonly schema: KindSchema;
  /** The release of Istio that the object is for, such as `1.30`. */
  readonly istioVersion: string;
  /** The check of a node by index, compiled once, when it is first needed. */
  check(node: number): Check;
  /** Whether the target release has what came with `release`; what always existed has none. */
  has(release: string | undefined): boolean;
}

/** A constraint on a value whose type is right. */
export type Constraint = (value: unknown, run: SchemaRun) => void;
