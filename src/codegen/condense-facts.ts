import { isAtLeast } from '../values/istio-version';
import { byText, compareText } from '../values/order';
import { CodegenError } from './codegen-error';
import { type HistoryFacts, type MessageFacts, messageAt } from './istio-facts';

/** Messages with every CRD path that carries them, as a walk over protobuf descriptors beside the CRDs yields them. */
export interface MessageSource {
  readonly messages: {
    readonly [message: string]: {
      readonly paths: readonly string[];
      readonly durations?: readonly string[];
      readonly enums?: { readonly [field: string]: string };
    };
  };
}

/** What a comparison of the CRDs of all releases yields. */
export interface HistorySource {
  readonly _meta: { readonly floor: string; readonly minors: { readonly [minor: string]: string } };
  readonly kinds: {
    readonly [kind: string]: {
      readonly since: string;
      readonly versions: { readonly [version: string]: { readonly since: string } };
      readonly fields?: { readonly [path: string]: string };
      readonly enums?: { readonly [path: string]: { readonly [value: string]: string } };
      readonly requiredUntil?: { readonly [path: string]: string };
      readonly fieldsDeprecated?: { readonly [path: string]: string };
      readonly [other: string]: unknown;
    };
  };
}

const USED = new Set(['since', 'versions', 'fields', 'enums', 'requiredUntil', 'fieldsDeprecated']);
/** Facts that no check needs: an older release asks for less, and the flags of the CRD versions are all off. */
const PASSED_OVER = new Set(['storage', 'requiredSince']);

/** Turns paths into fields of messages, which says the same once. */
export function condenseMessages(source: MessageSource): MessageFacts {
  const table: { [message: string]: { fields: { [field: string]: string } } } = {};
  const roots: { [kind: string]: string } = {};
  const placed: [path: string, message: string][] = [];
  for (const [message, { paths }] of Object.entries(source.messages)) {
    table[message] = { fields: {} };
    for (const path of paths) {
      if (path.includes('.')) placed.push([path, message]);
      else roots[path] = message;
    }
  }
  placed.sort(([a], [b]) => a.split('.').length - b.split('.').length || compareText(a, b));
  for (const [path, message] of placed) {
    const dot = path.lastIndexOf('.');
    const parent = messageAt(table, roots, path.slice(0, dot));
    const fields = parent === undefined ? undefined : table[parent]?.fields;
    if (fields === undefined)
      throw new CodegenError(`Cannot place message "${message}": no message at the parent of "${path}"`);
    const field = path.slice(dot + 1).replace(/[[\]{}]/g, '');
    if ((fields[field] ?? message) !== message) {
      throw new CodegenError(`Cannot place message "${message}" at "${path}": "${fields[field]}" is there`);
    }
    fields[field] = message;
  }
  return sorted(
    Object.fromEntries(
      Object.entries(source.messages).map(([message, { durations, enums }]) => {
        const fields = table[message]?.fields ?? {};
        return [
          message,
          {
            ...(Object.keys(fields).length > 0 && { fields: sorted(fields) }),
            ...(durations && { durations }),
            ...(enums && { enums }),
          },
        ];
      }),
    ),
  );
}

/** Keeps what generation uses and stops at facts of a sort that it does not know. */
export function condenseHistory(source: HistorySource): HistoryFacts {
  const release = (since: string): string => (since === `<=${source._meta.floor}` ? '' : since);
  const releases = (table: { readonly [key: string]: string }): { [key: string]: string } =>
    sorted(Object.fromEntries(Object.entries(table).map(([key, since]) => [key, release(since)])));

  const kinds = sorted(
    Object.fromEntries(
      Object.entries(source.kinds).map(([kind, facts]) => {
        for (const key of Object.keys(facts)) {
          if (!USED.has(key) && !PASSED_OVER.has(key)) {
            throw new CodegenError(`Cannot condense the history of "${kind}": "${key}" is not known`);
          }
        }
        const since = release(facts.since);
        return [
          kind,
          {
            ...(since !== '' && { since }),
            versions: releases(
              Object.fromEntries(Object.entries(facts.versions).map(([v, entry]) => [v, entry.since])),
            ),
            ...(facts.fields && { fields: releases(facts.fields) }),
            ...(facts.enums && {
              enums: sorted(
                Object.fromEntries(Object.entries(facts.enums).map(([path, values]) => [path, releases(values)])),
              ),
            }),
            ...(facts.requiredUntil && { requiredUntil: releases(facts.requiredUntil) }),
            ...(facts.fieldsDeprecated && { deprecated: releases(facts.fieldsDeprecated) }),
          },
        ];
      }),
    ),
  );
  const newest = Object.keys(source._meta.minors).reduce((a, b) => (isAtLeast(a, b) ? a : b));
  return { newest, kinds };
}

function sorted<T>(table: { readonly [key: string]: T }): { [key: string]: T } {
  return Object.fromEntries(Object.entries(table).sort(byText(([key]) => key)));
}
