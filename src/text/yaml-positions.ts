import type { Place } from './yaml-places';

/** A step of a path: `.name`, `[0]`, `["a.b/c"]` or `[a.b/c]`. */
const STEP = /\.?(?:([^.[\]]+)|\[(?:"((?:[^"\\]|\\.)*)"|([^\]]*))\])/y;

/** The lines of the fields of one document, worked out when the first is asked for. */
export class YamlPositions {
  #root: Place | undefined;

  /** @param text One YAML or JSON document. */
  public constructor(private readonly text: string) {}

  /**
   * The line of a field, counted from 0: that of its key or item, or of the nearest field around it that is written.
   *
   * @param path Such as `spec.http[0].route` or `metadata.labels["istio.io/rev"]`; empty for the whole document.
   */
  public lineOf(path: string): number {
    // The parser is loaded for the first finding that asks.
    this.#root ??= (require('./yaml-places') as typeof import('./yaml-places')).placesOf(this.text);
    let place = this.#root;
    for (const step of stepsOf(path)) {
      const next = place.children.get(step);
      if (next === undefined) break;
      place = next;
    }
    return place.line;
  }
}

/** The names and indexes of a path. */
function stepsOf(path: string): string[] {
  const steps: string[] = [];
  STEP.lastIndex = 0;
  for (let found = STEP.exec(path); found !== null; found = STEP.exec(path)) {
    const [, name, quoted, bare] = found;
    steps.push(name ?? (quoted === undefined ? (bare ?? '') : quoted.replace(/\\(.)/g, '$1')));
  }
  return steps;
}
