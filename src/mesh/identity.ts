import type { Caller } from './references';

/** The namespace of the pods that have the identity of a caller. */
export function namespaceOf({ principal }: Caller): string {
  return /\/ns\/([^/]+)\/sa\//.exec(principal)?.[1] ?? '';
}
