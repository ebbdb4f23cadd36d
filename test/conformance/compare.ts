import { durationMilliseconds } from '../../src/values/duration';

/** What of the wanted values is not so; of objects, only keys that are named are compared. */
export function compare(wanted: unknown, got: unknown, at: string): string[] {
  const problem = [`${at}: wanted ${JSON.stringify(wanted)}, got ${JSON.stringify(got)}`];
  if (/\.(?:timeout|perTryTimeout|backoff|fixedDelay)$/.test(at)) return sameDuration(wanted, got) ? [] : problem;
  if (at.endsWith('.retries') && isOff(wanted) && isOff(got)) return [];
  if (Array.isArray(wanted)) {
    const list = Array.isArray(got) ? got : [];
    if (wanted.length !== list.length) return problem;
    return wanted.flatMap((item, i) => compare(item, list[i], `${at}[${i}]`));
  }
  if (isObject(wanted)) {
    if (!isObject(got)) return problem;
    return Object.entries(wanted).flatMap(([key, value]) => compare(value, got[key], `${at}.${key}`));
  }
  // A name may stand for the object that has it.
  if (typeof wanted === 'string' && isObject(got)) {
    return got.name === wanted || `${got.namespace}/${got.name}` === wanted ? [] : problem;
  }
  return (wanted ?? null) === (got ?? null) ? [] : problem;
}

/** Whether two values differ in any key; an empty list is no list. */
export function exactly(wanted: unknown, got: unknown, at: string): string[] {
  const text = (value: unknown) => JSON.stringify(sortKeys(Array.isArray(value) && value.length === 0 ? null : value));
  return text(wanted) === text(got) ? [] : [`${at}: wanted ${text(wanted)}, got ${text(got)}`];
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether retries are off: there are none, or no attempts. */
function isOff(retries: unknown): boolean {
  return retries === null || retries === undefined || (isObject(retries) && retries.attempts === 0);
}

function sameDuration(wanted: unknown, got: unknown): boolean {
  const milliseconds = (value: unknown) => (typeof value === 'string' ? (durationMilliseconds(value) ?? value) : 0);
  return milliseconds(wanted) === milliseconds(got);
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sortKeys(item)]));
}
