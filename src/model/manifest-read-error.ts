/** One reason why manifests could not be read. */
export interface ManifestProblem {
  readonly file: string;
  /**
   * Line of the problem, counted from 1; absent if the file as a whole is unreadable.
   *
   * @default - absent where the file as a whole cannot be read
   */
  readonly line?: number;
  readonly problem: string;
}

/** Input that is not what the verbs read: a missing file, broken YAML, or a document that is no Kubernetes object. */
export class ManifestReadError extends Error {
  public override readonly name = 'ManifestReadError';

  public constructor(public readonly problems: readonly ManifestProblem[]) {
    super(
      problems
        .map(
          ({ file, line, problem }) =>
            `Cannot read manifests of "${file}"${line === undefined ? '' : ` at ${file}:${line}`}: ${problem}`,
        )
        .join('\n'),
    );
  }
}
