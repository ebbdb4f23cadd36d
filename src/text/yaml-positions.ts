import { COLLECTION_STYLE, EVENT_ID, type Event, getScalarValue } from 'js-yaml';
import { offsetOf, textWithColon, YamlError, yamlEvents } from './compose-yaml';

/** Where the parts of a value are written: its own line, and those of its entries and items. */
interface Place {
  readonly line: number;
  readonly children: ReadonlyMap<string, Place>;
}

const NO_CHILDREN: ReadonlyMap<string, Place> = new Map();

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
    this.#root ??= placesOf(this.text);
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

function placesOf(text: string): Place {
  let events: readonly Event[];
  try {
    events = yamlEvents(text);
  } catch (error) {
    if (error instanceof YamlError) return { line: 0, children: NO_CHILDREN };
    throw error;
  }
  return new Placer(text, events).node(false);
}

/** Follows the events of a document; offsets only ever grow, so that lines are counted once. */
class Placer {
  /** The document itself is the first event. */
  #at = 1;
  #line = 0;
  #offset = 0;

  public constructor(
    private readonly text: string,
    private readonly events: readonly Event[],
  ) {}

  public node(inFlowSequence: boolean, ownLine?: number): Place {
    const at = this.#at++;
    const event = this.events[at];
    const line = ownLine ?? this.#lineAt(at);
    if (event?.type === EVENT_ID.MAPPING) {
      if (inFlowSequence && textWithColon(this.text, this.events, at) !== undefined) {
        this.#at += 3;
        return { line, children: NO_CHILDREN };
      }
      return { line, children: this.#entries() };
    }
    if (event?.type === EVENT_ID.SEQUENCE)
      return { line, children: this.#items(event.style === COLLECTION_STYLE.FLOW) };
    return { line, children: NO_CHILDREN };
  }

  #entries(): ReadonlyMap<string, Place> {
    const entries = new Map<string, Place>();
    for (let event = this.events[this.#at]; event !== undefined; event = this.events[this.#at]) {
      if (event.type === EVENT_ID.POP) break;
      const keyLine = this.#lineAt(this.#at);
      const key = event.type === EVENT_ID.SCALAR ? getScalarValue(this.text, event) : undefined;
      this.node(false);
      const value = this.node(false, keyLine);
      if (key !== undefined) entries.set(key, value);
    }
    this.#at++;
    return entries;
  }

  #items(isFlow: boolean): ReadonlyMap<string, Place> {
    const items = new Map<string, Place>();
    for (let event = this.events[this.#at]; event !== undefined; event = this.events[this.#at]) {
      if (event.type === EVENT_ID.POP) break;
      items.set(String(items.size), this.node(isFlow));
    }
    this.#at++;
    return items;
  }

  #lineAt(at: number): number {
    const offset = offsetOf(this.events, at) ?? this.#offset;
    for (let i = this.text.indexOf('\n', this.#offset); i >= 0 && i < offset; i = this.text.indexOf('\n', i + 1)) {
      this.#line++;
      this.#offset = i + 1;
    }
    return this.#line;
  }
}
