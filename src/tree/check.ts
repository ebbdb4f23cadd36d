import type { IConstruct } from 'constructs';
import type { EffectiveMesh } from '../istio/effective-mesh';
import type { ResourceRef, Severity } from '../values/diagnostic';

const CHECKS = Symbol.for('cdk8s-istio.checks');

/** One problem that a construct found in the mesh; text and sorting come later. */
export interface CheckFinding {
  /** The object that has to change. @default - the construct that checks */
  readonly resource?: ResourceRef | undefined;
  /** Path of the offending field. @default - the object as a whole */
  readonly field?: string | undefined;
  /** What is wrong, in one sentence without a full stop: the found state and what there is instead. */
  readonly problem: string;
  /** A change that fixes it. @default - none is known */
  readonly fix?: string | undefined;
  /** The other objects of the conflict. @default - none */
  readonly related?: readonly ResourceRef[] | undefined;
  /** The decisions of the proxies that lead there, a line each. @default - nothing was decided on the way */
  readonly trace?: readonly string[] | undefined;
  /** @default - that of the check */
  readonly severity?: Severity | undefined;
}

/**
 * What a construct wants to be true of the mesh that is about to be written, where it knows more than the manifests say:
 * declared calls, the phase of a migration, the controller that writes instead. What manifests show by themselves is for
 * a rule of the analysis.
 */
export interface ConstructCheck {
  /** Kebab-case name, by which its findings are accepted; that of a rule where both find the same. */
  readonly name: string;
  /** `error` stops the synth. */
  readonly severity: Severity;
  /** Called once per synth with the rendered mesh; may only read. */
  check(mesh: EffectiveMesh): Iterable<CheckFinding>;
}

/** A check and the construct that it belongs to. */
export interface LocatedCheck extends ConstructCheck {
  readonly constructPath: string;
}

interface Checking {
  [CHECKS]?: readonly ConstructCheck[];
}

/**
 * Lets `construct` judge the mesh when the app is synthesized. Its findings are sorted among those of the analysis, and
 * `accept` covers them.
 */
export function addCheck(construct: IConstruct, check: ConstructCheck): void {
  const checking = construct as Checking;
  checking[CHECKS] = [...(checking[CHECKS] ?? []), check];
}

/** The checks of all constructs below `root`, in the order of the tree. */
export function checksOf(root: IConstruct): readonly LocatedCheck[] {
  return root.node.findAll().flatMap(construct =>
    ((construct as Checking)[CHECKS] ?? []).map(own => ({
      name: own.name,
      severity: own.severity,
      check: (mesh: EffectiveMesh) => own.check(mesh),
      constructPath: construct.node.path,
    })),
  );
}
