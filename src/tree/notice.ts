import type { IConstruct } from 'constructs';
import type { Severity } from '../values/diagnostic';

const NOTICES = Symbol.for('cdk8s-istio.notices');

/** What a construct wants its user to know, though it does what it was asked for. */
export interface Notice {
  /** Kebab-case name, by which it can be accepted. */
  readonly rule: string;
  /** `warning`, or `info` for taste. */
  readonly severity: Exclude<Severity, 'error'>;
  /** What was found and what follows from it. */
  readonly message: string;
  /** A change that mends it. */
  readonly fix: string;
}

/** A notice and the construct it is about. */
export interface LocatedNotice extends Notice {
  readonly constructPath: string;
}

interface Noticing {
  [NOTICES]?: (() => Iterable<Notice>)[];
}

/** Lets `construct` tell notices once everything is declared. What must not be written is a validation instead. */
export function addNotices(construct: IConstruct, notices: () => Iterable<Notice>): void {
  const noticing = construct as Noticing;
  noticing[NOTICES] = [...(noticing[NOTICES] ?? []), notices];
}

/** The notices of all constructs in the tree, in the order of the tree. */
export function noticesOf(root: IConstruct): readonly LocatedNotice[] {
  return root.node
    .findAll()
    .flatMap(construct =>
      ((construct as Noticing)[NOTICES] ?? []).flatMap(notices =>
        [...notices()].map(notice => ({ ...notice, constructPath: construct.node.path })),
      ),
    );
}
