import type { Manifest } from '../values/manifest';
import type { StageName } from './stages';

/** What is done to an object in one stage. */
export interface Move {
  readonly stage: StageName;
  /** The object as it is applied; undefined if it is deleted. */
  readonly manifest: Manifest | undefined;
  readonly note?: string;
}
