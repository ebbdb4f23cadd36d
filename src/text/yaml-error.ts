/** Why a text is not YAML, and where it ceases to be. */
export class YamlError extends Error {
  public override readonly name = 'YamlError';

  /** Lines of the text before the place. */
  public readonly line: number;

  /** @param offset Characters of the text before the place. */
  public constructor(message: string, text: string, offset: number) {
    super(message);
    this.line = text.slice(0, offset).split('\n').length - 1;
  }
}
