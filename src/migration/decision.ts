import type { MeshDifference } from '../proof/diff-meshes';
import type { DifferenceKind } from '../proof/effect';
import { refText } from '../values/diagnostic';
import type { Obstacle } from './obstacles/obstacle';

/** Kinds of differences that keep what was demanded and what was promised: they are told, and nobody has to accept them. */
const HARMLESS: ReadonlySet<DifferenceKind> = new Set<DifferenceKind>(['host-new', 'mutual-tls-gained', 'refusal']);

/** Whether somebody has to decide over a difference. */
export function needsDecision({ kind }: Pick<MeshDifference, 'kind'>): boolean {
  return !HARMLESS.has(kind);
}

/** A difference, and the moment of the migration at which it is there. */
export interface DifferenceAt extends MeshDifference {
  readonly when: readonly string[];
}

/** Something that the migration cannot keep. What somebody asked for must be accepted by its name. */
export interface MigrationDecision {
  /** The name by which it is accepted, such as `default-retries:shop`. */
  readonly id: string;
  /** What is not kept. */
  readonly message: string;
  /** The requests concerned; none where the proof does not see what is lost. */
  readonly differences: readonly DifferenceAt[];
  /** Names of the obstacles of which it is a consequence: where they are accepted, so is this. */
  readonly because: readonly string[];
  /**
   * Whether somebody has to accept it: what is only a default of sidecars, such as their retries, nobody has asked for, so
   * that it is told and no more.
   */
  readonly isDemanded: boolean;
  /** Whether it is accepted, or need not be. */
  readonly isAccepted: boolean;
  /** The obstacle that asks for it, where one does. @default - no single one */
  readonly obstacle?: Obstacle | undefined;
  /** The page of Istio about it, where it has one. @default - none */
  readonly url?: string | undefined;
}

/** What stands behind the name of a decision. */
export function stateText({ isDemanded, isAccepted }: MigrationDecision): string {
  if (!isDemanded) return ' (need not be accepted)';
  return isAccepted ? ' (accepted)' : '';
}

/** The object and field of an obstacle, with file and line where they are known. */
export function placeText({ resource, field }: Obstacle): string {
  const { file, line } = resource.origin ?? {};
  const at = file === undefined ? '' : ` (${file}${line === undefined ? '' : `:${line}`})`;
  return `${refText(resource)}${field === undefined ? '' : ` ${field}`}${at}`;
}
