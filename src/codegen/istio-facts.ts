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

/** Since when Istio has what; paths are below `spec`, `''` means always. */
export interface HistoryFacts {
  /** The newest minor that was compared. */
  readonly newest: string;
  /** By `<group>/<Kind>`. */
  readonly kinds: { readonly [kind: string]: KindHistory };
}

export interface KindHistory {
  readonly since?: string;
  readonly versions: { readonly [version: string]: string };
  readonly fields?: { readonly [path: string]: string };
  readonly enums?: { readonly [path: string]: { readonly [value: string]: string } };
  readonly requiredUntil?: { readonly [path: string]: string };
  readonly deprecated?: { readonly [path: string]: string };
}

/**
 * Since when Istio acts on a field that its definitions had before, found by reading the code of each release: message
 * to field to release. A value of an enum stands below the name of the enum.
 */
export interface EffectFacts {
  readonly [messageOrEnum: string]: { readonly [fieldOrValue: string]: string };
}

/**
 * What fields do, in our words: by message, without package and version, or path, and by field. `(object)` has what all kinds have,
 * `(policy)` the fields that say where a policy holds.
 */
export interface FieldSentences {
  readonly [message: string]: { readonly [field: string]: string };
}

export interface IstioFacts {
  readonly messages: MessageFacts;
  readonly history: HistoryFacts;
  readonly effects: EffectFacts;
  readonly sentences: FieldSentences;
  /** What the release before had; whatever it lacks must be in the history. */
  readonly before: KnownFields;
}

/** The fields of every message and the values of every enum of one release. */
export interface KnownFields {
  readonly release: string;
  readonly fields: { readonly [message: string]: readonly string[] };
  readonly values: { readonly [enumName: string]: readonly string[] };
}

/** Fields that Istio's validating webhook refuses together, where the CRD has nothing to say. */
export const REFUSED_TOGETHER: { readonly [message: string]: readonly (readonly string[])[] } = {
  'istio.networking.v1alpha3.HTTPRoute': [
    ['route', 'redirect', 'directResponse', 'delegate'],
    ['mirror', 'mirrors'],
  ],
  'istio.networking.v1alpha3.HTTPRedirect': [['uri', 'prefixRewrite']],
  'istio.networking.v1alpha3.HTTPRewrite': [['uri', 'uriRegexRewrite']],
  'istio.networking.v1alpha3.LoadBalancerSettings': [['localityLbSetting', 'zoneAwareLbSetting']],
};

/** The tables of Istio's facts: all but `istio-effects.json` and `istio-sentences.json`, which are kept by hand, are written by `npm run import`. */
export const FACTS_FOLDER = join(__dirname, 'facts');

/** The tables that stand beside this file, so that the CRDs alone are enough to generate from. */
export function readIstioFacts(): IstioFacts {
  const read = (name: string) => JSON.parse(readFileSync(join(FACTS_FOLDER, name), 'utf8'));
  return {
    messages: read('istio-messages.json'),
    history: read('istio-history.json'),
    effects: read('istio-effects.json'),
    sentences: read('istio-sentences.json'),
    before: read('istio-fields-before.json'),
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
