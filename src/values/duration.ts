import type { Duration as CdkDuration } from 'cdk8s';
import { ConfigError } from './config-error';

/**
 * A length of time as Istio reads it: a decimal number and a unit, once or several times, such as `250ms`, `1.5s` or
 * `1h30m`. The type stops a missing unit and bare words; `duration()` checks the rest.
 */
export type Duration =
  | '0'
  | `${number}${'h' | 'm' | 's' | 'ms' | 'us' | 'ns'}`
  | `${number}${'h' | 'm' | 's'}${number}${'h' | 'm' | 's' | 'ms' | 'us' | 'ns'}`
  | `${number}h${number}m${number}s`;

/** Lengths by unit, added up. */
export interface DurationParts {
  /** @default 0 */
  readonly hours?: number;
  /** @default 0 */
  readonly minutes?: number;
  /** @default 0 */
  readonly seconds?: number;
  /** @default 0 */
  readonly milliseconds?: number;
}

const NANOSECONDS: { readonly [unit: string]: number } = {
  h: 3.6e12,
  m: 6e10,
  s: 1e9,
  ms: 1e6,
  us: 1e3,
  µs: 1e3,
  ns: 1,
};

/**
 * A length of time in the form Istio reads.
 *
 * Accepts a Go duration (`'1h30m'`), which is checked and kept as it is, amounts by unit, or a cdk8s `Duration`; the
 * latter two are written with the largest units that fit.
 *
 * @throws ConfigError if it is not a duration, or is negative
 * @example
 * const timeout = duration({ seconds: 2.5 }); // '2s500ms'
 */
export function duration(value: string | DurationParts | CdkDuration): Duration {
  const total = nanoseconds(value);
  if (total === undefined || !Number.isFinite(total) || total < 0) {
    throw new ConfigError(
      `Cannot write duration ${show(value)}: wanted a non-negative amount with units, such as "1h30m", "5s" or "250ms"`,
    );
  }
  return typeof value === 'string' ? (value as Duration) : format(Math.round(total));
}

/** The length of a Go duration in milliseconds; `undefined` if it is not one. */
export function durationMilliseconds(text: string): number | undefined {
  const total = typeof text === 'string' ? parse(text) : undefined;
  return total === undefined ? undefined : total / 1e6;
}

function nanoseconds(value: string | DurationParts | CdkDuration): number | undefined {
  if (typeof value === 'string') return parse(value);
  if (typeof value !== 'object' || value === null) return undefined;
  if ('toMilliseconds' in value) return value.toMilliseconds({ integral: false }) * 1e6;
  const { hours = 0, minutes = 0, seconds = 0, milliseconds = 0, ...unknown } = value;
  const amounts = [hours, minutes, seconds, milliseconds];
  if (Object.keys(unknown).length > 0 || amounts.some(amount => typeof amount !== 'number' || amount < 0))
    return undefined;
  return hours * 3.6e12 + minutes * 6e10 + seconds * 1e9 + milliseconds * 1e6;
}

function parse(text: string): number | undefined {
  const sign = /^[-+]/.exec(text)?.[0] ?? '';
  const body = text.slice(sign.length);
  if (body === '0') return 0;
  if (!/^(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|\u00b5s|ms|s|m|h))+$/.test(body)) return undefined;
  let total = 0;
  for (const [, amount, unit] of body.matchAll(/([\d.]+)([a-z\u00b5]+)/g)) {
    total += Number(amount) * (NANOSECONDS[unit ?? ''] ?? Number.NaN);
  }
  return sign === '-' ? -total : total;
}

function format(total: number): Duration {
  let rest = total;
  let text = '';
  for (const unit of ['h', 'm', 's', 'ms', 'us', 'ns']) {
    const size = NANOSECONDS[unit] ?? 1;
    const amount = Math.floor(rest / size);
    if (amount > 0) text += `${amount}${unit}`;
    rest -= amount * size;
  }
  return (text === '' ? '0s' : text) as Duration;
}

function show(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'toHumanString' in value) return `"${String(value)}"`;
  return JSON.stringify(value) ?? String(value);
}
