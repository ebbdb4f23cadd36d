import {
  COLLECTION_STYLE,
  EVENT_ID,
  type Event,
  getScalarValue,
  type MappingEvent,
  parseEvents,
  SCALAR_STYLE,
  type ScalarEvent,
  YAMLException,
} from 'js-yaml';
import { fromBase64 } from './base64';
import { indentContinuations } from './continuation-lines';
import { goNumber, goScalar, losesDigits } from './go-scalars';
import { YamlError } from './yaml-error';

/** Deeper than what people write, and not so deep that the parser runs out of its stack. */
const MOST_DEPTH = 1_000;

/** A text with the events of a YAML parser: the start of each collection, its scalars, its end. */
export interface YamlEvents {
  /** The text to which the offsets of the events belong; its lines are those of the text that was read. */
  readonly text: string;
  readonly events: readonly Event[];
}

/**
 * Parses a text into events.
 *
 * @throws YamlError if the text is not YAML
 */
export function yamlEvents(text: string): YamlEvents {
  const asWritten = eventsOf(text);
  if (!(asWritten instanceof YAMLException)) return { text, events: asWritten };
  const isIndented = asWritten.reason === DEFICIENT_INDENTATION;
  const mended = isIndented ? indentContinuations(text) : text;
  const events = isIndented ? eventsOf(mended) : asWritten;
  if (!(events instanceof YAMLException)) return { text: mended, events };
  // All lines are indented now, so that only the end can be too far left.
  const { reason, mark } = events;
  const problem = reason === DEFICIENT_INDENTATION ? 'the text ends within brackets, braces or quotes' : reason;
  throw new YamlError(NOT_YAML + problem, mended, mark?.position ?? 0);
}

const NOT_YAML = 'is not valid YAML: ';
const DEFICIENT_INDENTATION = 'deficient indentation';

function eventsOf(text: string): readonly Event[] | YAMLException {
  try {
    return parseEvents(text, { maxDepth: MOST_DEPTH });
  } catch (error) {
    if (error instanceof YAMLException) return error;
    throw error;
  }
}

/**
 * The value of a text that holds one YAML document, as Go's yaml library reads it.
 *
 * @param isJson Whether the text is JSON as well, which knows escapes that Go's yaml library does not.
 * @throws YamlError if the text is not YAML, or not one document, or holds what JSON cannot
 */
export function composeYaml(text: string, isJson = false): unknown {
  const parsed = yamlEvents(text);
  return new Composer(parsed.text, parsed.events, isJson).document();
}

/**
 * The text of a scalar that ends with a colon within a flow sequence: `[::1, fe80::]` are two texts for Go's yaml
 * library, where YAML reads the last as a mapping without a value.
 */
export function textWithColon(text: string, events: readonly Event[], at: number): string | undefined {
  const [mapping, key, value, end] = [events[at], events[at + 1], events[at + 2], events[at + 3]];
  if (mapping?.type !== EVENT_ID.MAPPING || key?.type !== EVENT_ID.SCALAR || value?.type !== EVENT_ID.SCALAR) return;
  if (mapping.style !== COLLECTION_STYLE.FLOW || text[mapping.start] === '{' || end?.type !== EVENT_ID.POP) return;
  if (key.style !== SCALAR_STYLE.PLAIN || key.valueStart < 0 || value.valueStart >= 0) return;
  const following = text[key.valueEnd + 1];
  if (text[key.valueEnd] !== ':' || (following !== ']' && following !== ',')) return;
  return text.slice(key.valueStart, key.valueEnd + 1);
}

/** Whether a key stands for the entries of other mappings. */
export function isMergeKey(text: string, { style, tagStart, tagEnd, valueStart, valueEnd }: ScalarEvent): boolean {
  if (tagStart >= 0) return text.slice(tagStart, tagEnd) === '!!merge';
  return style === SCALAR_STYLE.PLAIN && valueEnd - valueStart === 2 && text.startsWith('<<', valueStart);
}

/** What an anchor stands for, and of how many nodes it consists. */
interface Anchored {
  readonly value: unknown;
  readonly nodes: number;
}

/** What YAML knows and Go's yaml library does not: an escaped slash, and characters as pairs of surrogates. */
const UNKNOWN_ESCAPE = /(?<!\\)(?:\\\\)*(\\\/|\\u[dD][89a-fA-F][0-9a-fA-F]{2})/;

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

type Mapping = { [key: string]: unknown };

const NO_KEYS: ReadonlySet<string> = new Set();

/** Makes values of events. Its place among them moves forward only. */
class Composer {
  #at = 0;
  /** Nodes so far; those that aliases repeat count each time. */
  #nodes = 0;
  #repeated = 0;
  /** Flow collections around the place. */
  #flow = 0;
  /** Anchors by name; `undefined` while their value is not complete. */
  readonly #anchors = new Map<string, Anchored | undefined>();

  public constructor(
    private readonly text: string,
    private readonly events: readonly Event[],
    private readonly isJson: boolean,
  ) {}

  public document(): unknown {
    if (this.events.length === 0) return null;
    this.#at = 1;
    const value = this.#node(false);
    // The end of the document.
    this.#at++;
    if (this.#at < this.events.length) {
      this.#at++;
      throw this.#error('more than one document');
    }
    return value;
  }

  #node(inFlowSequence: boolean): unknown {
    const event = this.events[this.#at];
    if (event === undefined) throw this.#error('unexpected end');
    this.#nodes++;
    switch (event.type) {
      case EVENT_ID.SCALAR: {
        this.#refuse(event);
        const value = this.#scalar(event);
        if (typeof value === 'number') this.#checkNumber(value, this.text.slice(event.valueStart, event.valueEnd));
        if (!event.fast && typeof value === 'string' && /\p{Surrogate}/u.test(value)) {
          throw this.#error('half of a surrogate pair is no character');
        }
        if (event.anchorStart >= 0) this.#anchors.set(this.#anchorOf(event), { value, nodes: 1 });
        this.#at++;
        return value;
      }
      case EVENT_ID.MAPPING: {
        if (inFlowSequence) {
          const text = textWithColon(this.text, this.events, this.#at);
          if (text !== undefined) {
            this.#at += 4;
            return text;
          }
        }
        const isFlow = event.style === COLLECTION_STYLE.FLOW;
        return event.anchorStart < 0 ? this.#mapping(isFlow) : this.#anchored(event, () => this.#mapping(isFlow));
      }
      case EVENT_ID.SEQUENCE: {
        const isFlow = event.style === COLLECTION_STYLE.FLOW;
        return event.anchorStart < 0 ? this.#sequence(isFlow) : this.#anchored(event, () => this.#sequence(isFlow));
      }
      case EVENT_ID.ALIAS:
        return this.#alias(this.text.slice(event.anchorStart, event.anchorEnd));
      default:
        throw this.#error('unexpected end of a collection');
    }
  }

  /** @throws YamlError if Go's yaml library does not take what is written */
  #refuse({ style, valueStart, valueEnd }: ScalarEvent): void {
    if (valueStart < 0 || this.isJson) return;
    if (style === SCALAR_STYLE.PLAIN && this.#flow > 0) {
      const written = this.text.slice(valueStart, valueEnd);
      if (this.text[valueEnd] === ':' && /[[\]{},]/.test(this.text[valueEnd + 1] ?? '')) {
        throw this.#error(`kubectl takes the colon of ${written}: for a part of the text: write a space behind it`);
      }
      if (!written.includes('?') && !written.startsWith(':')) return;
      throw this.#error(`kubectl does not read ${written} within brackets or braces: quote it`);
    }
    if (style !== SCALAR_STYLE.DOUBLE_QUOTED) return;
    const escaped = UNKNOWN_ESCAPE.exec(this.text.slice(valueStart, valueEnd))?.[1];
    if (escaped !== undefined) throw this.#error(`kubectl does not know the escape ${escaped} in YAML`);
  }

  #checkNumber(value: number, written: string): void {
    if (!Number.isFinite(value)) throw this.#error(`${written} is no number of JSON`);
    if (!losesDigits(value, written)) return;
    throw this.#error(`${value} would become of it`, `has a number of more digits than are kept, ${written}: `);
  }

  #scalar(event: ScalarEvent): unknown {
    if (event.tagStart >= 0) return this.#tagged(event);
    if (event.valueStart < 0) return null;
    const value = event.fast ? this.text.slice(event.valueStart, event.valueEnd) : getScalarValue(this.text, event);
    return event.style === SCALAR_STYLE.PLAIN ? goScalar(value) : value;
  }

  /** Types that JSON does not have, such as dates, are read as their text. */
  #tagged(event: ScalarEvent): unknown {
    const value = getScalarValue(this.text, event);
    switch (this.text.slice(event.tagStart, event.tagEnd)) {
      case '!!int':
      case '!!float':
      case '!<tag:yaml.org,2002:int>':
      case '!<tag:yaml.org,2002:float>': {
        const scalar = goScalar(value);
        const number = typeof scalar === 'number' ? scalar : goNumber(value);
        if (number === undefined) throw this.#error(`${JSON.stringify(value)} is not a number`);
        return number;
      }
      case '!!binary':
      case '!<tag:yaml.org,2002:binary>':
        if (!BASE64.test(value.replace(/[\r\n]/g, ''))) throw this.#error(`${JSON.stringify(value)} is not Base64`);
        return fromBase64(value);
      case '!!bool':
      case '!!null':
      case '!<tag:yaml.org,2002:bool>':
      case '!<tag:yaml.org,2002:null>':
        return goScalar(value);
      default:
        return value;
    }
  }

  #sequence(isFlow: boolean): unknown[] {
    this.#at++;
    if (isFlow) this.#flow++;
    const items: unknown[] = [];
    while (this.events[this.#at]?.type !== EVENT_ID.POP) items.push(this.#node(isFlow));
    if (isFlow) this.#flow--;
    this.#at++;
    return items;
  }

  #mapping(isFlow: boolean): Mapping {
    this.#at++;
    if (isFlow) this.#flow++;
    const mapping: Mapping = {};
    /** Keys of merged mappings, over which those that are written win. */
    let merged = NO_KEYS;
    for (;;) {
      const at = this.#at;
      const event = this.events[at];
      if (event?.type === EVENT_ID.POP) break;
      if (event?.type === EVENT_ID.SCALAR && isMergeKey(this.text, event)) {
        this.#at++;
        merged = this.#merge(mapping, merged);
        continue;
      }
      const key = this.#key();
      if (Object.hasOwn(mapping, key)) {
        if (!merged.has(key)) {
          this.#at = at;
          throw this.#error(`the key ${JSON.stringify(key)} is written twice`);
        }
        merged = new Set([...merged].filter(other => other !== key));
      }
      set(mapping, key, this.#node(false));
    }
    if (isFlow) this.#flow--;
    this.#at++;
    return mapping;
  }

  #key(): string {
    const at = this.#at;
    const key = this.#node(false);
    if (typeof key === 'string') return key;
    if (key !== null && typeof key !== 'object') return String(key);
    this.#at = at;
    const got = key === null ? 'null' : Array.isArray(key) ? 'a list' : 'a mapping';
    throw this.#error(`wanted a text as key, got ${got}`);
  }

  /** Takes over what one or several mappings have and this one has not. */
  #merge(mapping: Mapping, already: ReadonlySet<string>): ReadonlySet<string> {
    const at = this.#at;
    const value = this.#node(false);
    const merged = new Set(already);
    for (const source of Array.isArray(value) ? value : [value]) {
      if (typeof source !== 'object' || source === null || Array.isArray(source)) {
        this.#at = at;
        throw this.#error('wanted a mapping or a list of mappings to merge');
      }
      for (const [key, item] of Object.entries(source)) {
        if (Object.hasOwn(mapping, key)) continue;
        set(mapping, key, item);
        merged.add(key);
      }
    }
    return merged;
  }

  #anchored(event: Event & { readonly anchorStart: number; readonly anchorEnd: number }, read: () => unknown): unknown {
    const name = this.#anchorOf(event);
    this.#anchors.set(name, undefined);
    const before = this.#nodes;
    const value = read();
    this.#anchors.set(name, { value, nodes: this.#nodes - before + 1 });
    return value;
  }

  #alias(name: string): unknown {
    const anchored = this.#anchors.get(name);
    if (anchored === undefined) {
      const problem = this.#anchors.has(name) ? 'contains itself' : 'is not defined';
      throw this.#error(`the anchor "${name}" ${problem}`);
    }
    this.#at++;
    this.#nodes += anchored.nodes;
    this.#repeated += anchored.nodes;
    if (this.#repeated > 100 && this.#nodes > 1_000 && this.#repeated / this.#nodes > mostRepeated(this.#nodes)) {
      this.#at--;
      throw this.#error('too many aliases');
    }
    return anchored.value;
  }

  #anchorOf({ anchorStart, anchorEnd }: { readonly anchorStart: number; readonly anchorEnd: number }): string {
    const name = this.text.slice(anchorStart, anchorEnd);
    if (!/^[\w-]+$/.test(name))
      throw this.#error(`the anchor "${name}" has other signs than letters, digits, "-" and "_"`);
    return name;
  }

  #error(problem: string, kind = this.isJson ? 'is not valid JSON: ' : NOT_YAML): YamlError {
    return new YamlError(kind + problem, this.text, offsetOf(this.events, this.#at) ?? this.text.length);
  }
}

/** Where the first event with a place begins, from an event on. */
export function offsetOf(events: readonly Event[], from: number): number | undefined {
  for (let at = from; at < events.length; at++) {
    const event = events[at];
    if (event === undefined) break;
    const start = startOf(event);
    if (start >= 0) return start;
  }
  return undefined;
}

function startOf(event: Event): number {
  switch (event.type) {
    case EVENT_ID.SCALAR:
      return event.valueStart;
    case EVENT_ID.MAPPING:
    case EVENT_ID.SEQUENCE:
      return (event as MappingEvent).start;
    case EVENT_ID.ALIAS:
      return event.anchorStart;
    default:
      return -1;
  }
}

/**
 * Which part of the nodes may come from aliases, as Go's yaml library has it: nearly all in small documents, a tenth
 * where they are so large that they can only be meant to fill the memory.
 */
function mostRepeated(nodes: number): number {
  const [few, many] = [400_000, 4_000_000];
  if (nodes <= few) return 0.99;
  return nodes >= many ? 0.1 : 0.99 - 0.89 * ((nodes - few) / (many - few));
}

function set(mapping: Mapping, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(mapping, key, { value, enumerable: true, configurable: true, writable: true });
  } else mapping[key] = value;
}
