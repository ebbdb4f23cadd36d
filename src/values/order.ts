/** Orders texts by their UTF-16 units, and so alike on every machine; nothing is ordered as the empty text. */
export function compareText(a = '', b = ''): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * An order of things by a text that each has.
 *
 * @example
 * const sorted = [{ name: 'b' }, { name: 'a' }].sort(byText(({ name }) => name));
 */
export function byText<T>(textOf: (item: T) => string | undefined): (a: T, b: T) => number {
  return (a, b) => compareText(textOf(a), textOf(b));
}
