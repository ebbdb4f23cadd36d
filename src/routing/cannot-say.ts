/** Thrown for a part of routes that the Gateway API cannot say. */
export class CannotSay extends Error {}

/**
 * Gives up on a part of routes.
 *
 * @param what the part in words
 */
export function refuse(what: string): never {
  throw new CannotSay(what);
}
