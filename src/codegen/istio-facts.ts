import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What Istio's protobuf messages say beyond the CRDs: message by message, its fields that hold messages and so on. */
export interface MessageFacts {
  readonly [message: string]: {
    /** Field to the message that it holds, as single value, list item or map value. */
    readonly fields?: { readonly [field: string]: string };
    /** Fields that are durations. */
    readonly durations?: readonly string[];
    /** Field to the name of its enum. */
    readonly enums?: { readonly [field: string]: string };
  };
}

/** Since when Istio has what, by `<group>/<Kind>`; paths are below `spec`, `''` means always. */
export interface HistoryFacts {
  readonly [kind: string]: {
    readonly since?: string;
    readonly versions: { readonly [version: string]: string };
    readonly fields?: { readonly [path: string]: string };
    readonly enums?: { readonly [path: string]: { readonly [value: string]: string } };
    readonly requiredUntil?: { readonly [path: string]: string };
    readonly deprecated?: { readonly [path: string]: string };
  };
}

export interface IstioFacts {
  readonly messages: MessageFacts;
  readonly history: HistoryFacts;
}

/** Fields that Istio's validating webhook refuses together, where the CRD has nothing to say. */
export const REFUSED_TOGETHER: { readonly [message: string]: readonly (readonly string[])[] } = {
  'istio.networking.v1alpha3.HTTPRoute': [
    ['route', 'redirect', 'directResponse', 'delegate'],
    ['mirror', 'mirrors'],
  ],
  'istio.networking.v1alpha3.HTTPRewrite': [['uri', 'uriRegexRewrite']],
};

/** Folder of the tables that `condense` writes. */
export const FACTS_FOLDER = join(__dirname, 'facts');

/** The tables that stand beside this file, so that the CRDs alone are enough to generate from. */
export function readIstioFacts(): IstioFacts {
  return {
    messages: JSON.parse(readFileSync(join(FACTS_FOLDER, 'istio-messages.json'), 'utf8')),
    history: JSON.parse(readFileSync(join(FACTS_FOLDER, 'istio-history.json'), 'utf8')),
  };
}

/** The message at the path `Kind.field[].field{}`; `undefined` where the path is not that of a message. */
export function messageAt(
  messages: MessageFacts,
  roots: { readonly [kind: string]: string },
  path: string,
): string | undefined {
  const [kind = '', ...fields] = path.split('.');
  let message = roots[kind];
  for (const field of fields) {
    if (message === undefined) return undefined;
    message = messages[message]?.fields?.[field.replace(/[[\]{}]/g, '')];
  }
  return message;
}
