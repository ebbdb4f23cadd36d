import type { Headers } from '../../imports/networking.istio.io';
import { isHeaderName } from '../values/names';

/**
 * Changes to the headers of a message: what is removed goes first, then values are set, then added.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Headers-HeaderOperations
 */
export interface HeaderChanges {
  /** Values that replace those that are there, by name of the header. @default - none */
  readonly set?: { readonly [name: string]: string } | undefined;
  /** Values that come beside those that are there, by name of the header. @default - none */
  readonly add?: { readonly [name: string]: string } | undefined;
  /** Names of headers that are removed. @default - none */
  readonly remove?: readonly string[] | undefined;
}

/** Changes to both messages of an exchange. */
export interface MessageChanges {
  readonly requestHeaders?: HeaderChanges | undefined;
  readonly responseHeaders?: HeaderChanges | undefined;
}

/** The changes as Istio writes them; undefined where there are none. */
export function writeHeaders({ requestHeaders, responseHeaders }: MessageChanges): Headers | undefined {
  if (requestHeaders === undefined && responseHeaders === undefined) return undefined;
  return { request: requestHeaders, response: responseHeaders };
}

/** Fails unless each change that is given changes something, and speaks of headers. */
export function checkHeaders(changes: MessageChanges, fail: (wanted: string) => never): void {
  for (const part of ['requestHeaders', 'responseHeaders'] as const) {
    const given = changes[part];
    if (given === undefined) continue;
    const { set = {}, add = {}, remove = [] } = given;
    const names = [...Object.keys(set), ...Object.keys(add), ...remove];
    if (names.length === 0) fail(`wanted ${part} to set, add or remove something, got nothing`);
    // Names such as `:authority` stand for parts of the request line.
    const wrong = names.find(name => !isHeaderName(name.replace(/^:/, '')));
    if (wrong !== undefined) fail(`wanted names of headers in ${part}, got "${wrong}"`);
  }
}
