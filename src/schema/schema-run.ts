import { FieldPath } from './field-path';
import type { IssueSource, ObjectIssue } from './object-issue';

/** One pass over one object: where it is and what it found. */
export class SchemaRun {
  public readonly path = new FieldPath();
  public readonly issues: ObjectIssue[] = [];
  /** How many problems were found that make CEL rules above them meaningless. */
  public blocking = 0;

  /** Reports a problem of the value at the current path, in the words of the API server. */
  public add(rule: string, problem: string, options: IssueOptions = {}): void {
    const base = this.path.toString();
    const path = options.at === undefined ? base : base === '' ? options.at.replace(/^\./, '') : base + options.at;
    this.issues.push({
      severity: options.severity ?? 'error',
      source: options.source ?? 'schema',
      path,
      message: path === '' ? problem : `${path}: ${problem}`,
      rule,
      ...(options.fix === undefined ? {} : { fix: options.fix }),
    });
    if (options.blocks === true) this.blocking++;
  }

  /** `spec.hosts in body`, which begins the schema messages of the API server. */
  public inBody(): string {
    return `${this.path.inBody()} in body`;
  }
}

/** How a problem differs from an error that the schema found at the current path. */
export interface IssueOptions {
  readonly severity?: 'error' | 'warning';
  readonly source?: IssueSource;
  /** Path below the current one, such as `.name`. */
  readonly at?: string;
  readonly fix?: string;
  /** No CEL rule of this value or what contains it is run. */
  readonly blocks?: boolean;
}
