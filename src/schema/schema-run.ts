import { FieldPath } from './field-path';
import type { IssueSource, ObjectIssue } from './object-issue';

/** One pass over one object: where it is and what it found. */
export class SchemaRun {
  public readonly path = new FieldPath();
  public readonly issues: ObjectIssue[] = [];
  /** Whether the envelope is being checked, whose keys are names with dots. */
  public inEnvelope = false;
  /** How many problems were found that make CEL rules above them meaningless. */
  public blocking = 0;

  /** Reports a problem of the value at the current path, in the words of the API server. */
  public add(rule: string, problem: string, options: IssueOptions = {}): void {
    const path = below(this.path.toString(), options.at);
    // The API server writes keys of maps like fields in what its schemas report, and only there.
    const dotted = !this.inEnvelope && options.source !== 'cel';
    const shown = dotted ? below(this.path.inBody(), options.at) : path;
    this.issues.push({
      severity: options.severity ?? 'error',
      source: options.source ?? 'schema',
      path,
      message: shown === '' ? problem : `${shown}: ${problem}`,
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

function below(path: string, at = ''): string {
  return path === '' ? at.replace(/^\./, '') : path + at;
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
