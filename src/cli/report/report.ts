import type { Diagnostic, Severity } from '../../values/diagnostic';

/** What a verb found, in the one shape that all formats are made of. */
export interface Report {
  /** The verb, such as `analyze`. */
  readonly verb: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly summary: Summary;
  /** Further parts of the JSON, such as the steps of a plan. */
  readonly extra?: { readonly [part: string]: unknown };
  /** What the verb prints as text or as Markdown in place of its findings. */
  readonly text?: string;
  readonly markdown?: string;
  /** What the names of findings mean that are not names of rules. */
  readonly descriptions?: { readonly [rule: string]: string };
  /** The page of the package about findings that are not names of rules. */
  readonly page?: string;
}

/** What was looked at, and how many findings there are of each severity. */
export interface Summary {
  readonly objects: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  /** How many objects there are of kinds that were not checked, by kind. */
  readonly unchecked: { readonly [kind: string]: number };
}

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

/** Counts what was found. */
export function summaryOf(
  diagnostics: readonly Diagnostic[],
  objects: number,
  unchecked: Summary['unchecked'] = {},
): Summary {
  const [errors = 0, warnings = 0, infos = 0] = SEVERITIES.map(
    severity => diagnostics.filter(diagnostic => diagnostic.severity === severity).length,
  );
  return { objects, errors, warnings, infos, unchecked };
}

/** A line such as `78 objects, 3 errors, 1 warning; 2 objects of kinds that are not checked: Foo, Bar`. */
export function summaryLine({ objects, errors, warnings, infos, unchecked }: Summary): string {
  const found = [
    ...(errors === 0 ? [] : [counted(errors, 'error')]),
    ...(warnings === 0 ? [] : [counted(warnings, 'warning')]),
    ...(infos === 0 ? [] : [`${infos} info`]),
  ];
  const kinds = Object.keys(unchecked).sort();
  const left = Object.values(unchecked).reduce((sum, count) => sum + count, 0);
  const note = left === 0 ? '' : `; ${counted(left, 'object')} of kinds that are not checked: ${kinds.join(', ')}`;
  return `${[counted(objects, 'object'), ...(found.length === 0 ? ['no findings'] : found)].join(', ')}${note}`;
}

/** Whether a finding is at least as bad as `threshold`. */
export function isAtLeast(severity: Severity, threshold: Severity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(threshold);
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
