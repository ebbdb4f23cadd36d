import type { CelRule, FieldGroup, SchemaType } from '../values/object-schema';

/** A schema after normalisation: plain structure and constraints in one tree, with the facts that belong to them. */
export interface Schema {
  /** Where it stands, such as `VirtualService.spec.http[].match[]`. */
  readonly path: string;
  readonly type?: SchemaType;
  readonly nullable?: true;
  readonly properties?: { readonly [field: string]: Schema };
  readonly values?: Schema;
  readonly open?: true;
  readonly required?: readonly string[];
  readonly groups?: readonly FieldGroup[];
  readonly items?: Schema;
  readonly list?: 'set' | 'map';
  readonly keys?: readonly string[];
  readonly limits?: Limits;
  readonly enum?: readonly (string | number | boolean)[];
  readonly pattern?: string;
  readonly format?: string;
  readonly default?: unknown;
  readonly rules?: readonly CelRule[];
  readonly formatIf?: FormatIf;
  readonly since?: { readonly [field: string]: string };
  /** Since when Istio acts on a field, where that is later than `since`. */
  readonly works?: { readonly [field: string]: string };
  readonly enumSince?: { readonly [value: string]: string };
  /** Since when Istio acts on a value, where that is later than `enumSince`. */
  readonly enumWorks?: { readonly [value: string]: string };
  readonly requiredUntil?: { readonly [field: string]: string };
  readonly deprecated?: { readonly [field: string]: string };
  /** Known by name alone: only a release newer than the CRD has it. */
  readonly newer?: true;
  /** Full name of the Istio message that it is. */
  readonly message?: string;
  /** Full name of the Istio enum that it is. */
  readonly enumName?: string;
}

export interface FormatIf {
  readonly field: string;
  readonly equals: readonly string[];
  readonly target: string;
  readonly formats: readonly string[];
}

export const LIMITS = [
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
] as const;

export type Limits = { readonly [limit in (typeof LIMITS)[number]]?: number };

/** One kind, ready to be planned and emitted. */
export interface KindModel {
  readonly group: string;
  readonly kind: string;
  readonly plural: string;
  readonly scope: 'Namespaced' | 'Cluster';
  readonly since?: string;
  readonly versions: { readonly [version: string]: string };
  /** The whole object: its properties are `spec`, `status` and their like. */
  readonly root: Schema;
}
