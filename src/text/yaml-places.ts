import { COLLECTION_STYLE, EVENT_ID, type Event, getScalarValue } from 'js-yaml';
import { isMergeKey, offsetOf, textWithColon, type YamlEvents, yamlEvents } from './compose-yaml';
import { YamlError } from './yaml-error';

/** Where the parts of a value are written: its own line, counted from 0, and the places of its entries and items. */
export interface Place {
  readonly line: number;
  readonly children: ReadonlyMap<string, Place>;
}

const NO_CHILDREN: ReadonlyMap<string, Place> = new Map();

/** The places of a YAML document; of a text that is not YAML, the first line. */
export function placesOf(text: string): Place {
  let parsed: YamlEvents;
  try {
    parsed = yamlEvents(text);
  } catch (error) {
    if (error instanceof YamlError) return { line: 0, children: NO_CHILDREN };
    throw error;
  }
  return new Placer(parsed.text, parsed.events).node(false);
}

/** Follows the events of a document; offsets only ever grow, so that lines are counted once. */
class Placer {
  /** The document itself is the first event. */
  #at = 1;
  #line = 0;
  #offset = 0;
  readonly #anchors = new Map<string, Place>();

  public constructor(
    private readonly text: string,
    private readonly events: readonly Event[],
  ) {}

  public node(inFlowSequence: boolean, ownLine?: number): Place {
    const at = this.#at++;
    const event = this.events[at];
    const line = ownLine ?? this.#lineAt(at);
    if (event === undefined || event.type === EVENT_ID.POP || event.type === EVENT_ID.DOCUMENT) {
      return { line, children: NO_CHILDREN };
    }
    const name = event.anchorStart < 0 ? undefined : this.text.slice(event.anchorStart, event.anchorEnd);
    // What an alias repeats is written, and mended, at its anchor.
    if (event.type === EVENT_ID.ALIAS) {
      return { line, children: this.#anchors.get(name ?? '')?.children ?? NO_CHILDREN };
    }
    const place = { line, children: this.#childrenOf(event, at, inFlowSequence) };
    if (name !== undefined) this.#anchors.set(name, place);
    return place;
  }

  #childrenOf(event: Event, at: number, inFlowSequence: boolean): ReadonlyMap<string, Place> {
    if (event.type === EVENT_ID.SEQUENCE) return this.#items(event.style === COLLECTION_STYLE.FLOW);
    if (event.type !== EVENT_ID.MAPPING) return NO_CHILDREN;
    if (inFlowSequence && textWithColon(this.text, this.events, at) !== undefined) {
      this.#at += 3;
      return NO_CHILDREN;
    }
    return this.#entries();
  }

  #entries(): ReadonlyMap<string, Place> {
    const entries = new Map<string, Place>();
    const merged = new Map<string, Place>();
    for (let event = this.events[this.#at]; event !== undefined; event = this.events[this.#at]) {
      if (event.type === EVENT_ID.POP) break;
      const keyLine = this.#lineAt(this.#at);
      const key = event.type === EVENT_ID.SCALAR ? getScalarValue(this.text, event) : undefined;
      const isMerge = event.type === EVENT_ID.SCALAR && isMergeKey(this.text, event);
      const isList = this.events[this.#at + 1]?.type === EVENT_ID.SEQUENCE;
      this.node(false);
      const value = this.node(false, keyLine);
      if (isMerge) {
        for (const source of isList ? value.children.values() : [value]) {
          for (const [name, place] of source.children) if (!merged.has(name)) merged.set(name, place);
        }
      } else if (key !== undefined) entries.set(key, value);
    }
    this.#at++;
    return new Map([...merged, ...entries]);
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
