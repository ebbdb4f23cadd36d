/** Marks a segment as the key of a map. Keys are data and may hold any character. */
const KEY = '\0';

/** Where a check is at, as a stack: nothing is joined unless there is something to report. */
export class FieldPath {
  private readonly segments: (string | number)[] = [];

  public enter(fieldOrIndex: string | number): void {
    this.segments.push(fieldOrIndex);
  }

  public enterKey(key: string): void {
    this.segments.push(KEY + key);
  }

  public leave(): void {
    this.segments.pop();
  }

  /** The path as issues give it: `spec.http[0].headers[x-y]`. */
  public toString(): string {
    return this.join(key => `[${key}]`);
  }

  /** The path as the schema messages of the API server give it, which write keys like fields. */
  public inBody(): string {
    return this.join((key, first) => (first ? key : `.${key}`));
  }

  private join(ofKey: (key: string, first: boolean) => string): string {
    let text = '';
    for (const segment of this.segments) {
      if (typeof segment === 'number') text += `[${segment}]`;
      else if (segment.startsWith(KEY)) text += ofKey(segment.slice(1), text === '');
      else text += text === '' ? segment : `.${segment}`;
    }
    return text;
  }
}
