/** Text that is not YAML, and where it ceases to be. */
export class YamlError extends Error {
  public override readonly name = 'YamlError';

  public constructor(
    message: string,
    /** Characters of the text before the place. */
    public readonly offset: number,
  ) {
    super(message);
  }
}
