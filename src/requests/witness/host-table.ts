import { hostsOverlap, sampleHost } from '../../values/host-pattern';
import type { NamedChoice } from '../test';

/** Host patterns of which one is to hold and others are not, for texts to which tables give the wanted answers. */
export interface HostWay {
  readonly holding: readonly string[];
  readonly failing: readonly string[];
}

/** The answers that are wanted of a table: the name that it has to give, and those that it must not give. */
export interface WantedAnswers {
  readonly table: HostTable;
  readonly fits: (sample: string) => boolean;
  /** The name that it gives. @default - any that fits */
  readonly name: string | undefined;
}

/** A host that no pattern names. */
const NOBODY = 'no-host.invalid';

/** A table of host patterns, indexed, so that a host is not compared with all of them. */
export class HostTable {
  readonly #byName = new Map<string, string[]>();
  readonly #byHost = new Map<string, string[]>();
  readonly #wild: string[] = [];

  public constructor(private readonly choice: NamedChoice) {
    for (const pattern of choice.patterns) {
      const found = choice.find(sampleHost(pattern));
      if (found !== undefined) push(this.#byName, choice.nameOf(found), pattern);
      if (pattern.startsWith('*')) this.#wild.push(pattern);
      else push(this.#byHost, hostOf(pattern), pattern);
    }
  }

  /** The patterns by which the table gives a name. */
  public named(name: string): readonly string[] {
    return this.#byName.get(name) ?? [];
  }

  /** The patterns that may hold together with others; ports are not looked at. */
  public overlapping(others: readonly string[]): readonly string[] {
    const exact = others.find(pattern => !pattern.startsWith('*'));
    const all =
      exact === undefined ? this.choice.patterns : [...(this.#byHost.get(hostOf(exact)) ?? []), ...this.#wild];
    return others.length === 0 ? all : all.filter(pattern => others.every(other => overlap(pattern, other)));
  }
}

/**
 * The ways in which tables can give the wanted answers: by one of the patterns of each, or by none.
 *
 * A pattern holds only where the more specific ones of its table fail.
 */
export function* hostWays(wanted: readonly WantedAnswers[]): Iterable<HostWay> {
  const isNamed = ({ name }: WantedAnswers) => name !== undefined;
  // Those that leave one pattern come first: they rule out most of the others.
  yield* ways([...wanted.filter(isNamed), ...wanted.filter(one => !isNamed(one))], [], []);
}

function* ways(
  [first, ...rest]: readonly WantedAnswers[],
  holding: readonly string[],
  failing: readonly string[],
): Iterable<HostWay> {
  if (first === undefined) {
    if (holding.some(pattern => failing.includes(pattern))) return;
    const isTouched = (pattern: string) => holding.every(other => overlap(pattern, other));
    yield { holding, failing: failing.filter(isTouched) };
    return;
  }
  const { table, fits, name } = first;
  const near = table.overlapping(holding);
  const candidates =
    name === undefined ? near : table.named(name).filter(one => holding.every(own => overlap(one, own)));
  for (const pattern of candidates) {
    if (!fits(sampleHost(pattern))) continue;
    const others = near.filter(other => isMoreSpecific(other, pattern));
    yield* ways(rest, [...holding, pattern], [...failing, ...others]);
  }
  if (fits(NOBODY)) yield* ways(rest, holding, [...failing, ...near]);
}

function push(map: Map<string, string[]>, key: string, value: string): void {
  const found = map.get(key);
  if (found === undefined) map.set(key, [value]);
  else found.push(value);
}

/** A pattern without its port. */
function hostOf(pattern: string): string {
  return pattern.replace(/:\d+$/, '').toLowerCase();
}

function overlap(one: string, other: string): boolean {
  return hostsOverlap(hostOf(one), hostOf(other));
}

function isMoreSpecific(other: string, pattern: string): boolean {
  if (!pattern.startsWith('*') || other === pattern) return false;
  return other.length > pattern.length - 1 && other.endsWith(pattern.slice(1));
}
