/**
 * The schema of one kind, as generated from its CustomResourceDefinition: everything needed to check an object, without
 * the prose.
 *
 * Nodes live in one table and refer to each other by index, so that equal structures are stored once and recursion needs
 * no special form. `apiVersion`, `kind` and `metadata` are not described: they are the same for every kind.
 */
export interface KindSchema {
  /** API group, such as `networking.istio.io`. */
  readonly group: string;
  readonly kind: string;
  /** Resource name in URLs and in the name of the CRD, such as `virtualservices`. */
  readonly plural: string;
  readonly scope: 'Namespaced' | 'Cluster';
  /**
   * Release of Istio that first has the kind, such as `1.30`; absent if every release that can be targeted has it, and
   * for kinds that are not Istio's.
   */
  readonly since?: string;
  /**
   * Served versions, newest (most stable) first, each with the release of Istio that first serves it; `''` if every
   * release that can be targeted does. Their structure is the same.
   */
  readonly versions: { readonly [version: string]: string };
  /** The CEL rules that nodes refer to by index. */
  readonly rules: readonly CelRule[];
  readonly nodes: readonly SchemaNode[];
  /** Index of the node of the whole object; its properties are `spec`, `status` and their like. */
  readonly root: number;
  /** The same by version, for kinds whose versions differ in structure. */
  readonly roots?: { readonly [version: string]: number };
  /** A kind of Kubernetes itself: an explicit null counts as absent wherever it stands. */
  readonly native?: true;
}

/** One `x-kubernetes-validations` entry; `self` is the value of the node that refers to it. */
export interface CelRule {
  readonly rule: string;
  /** Text to report; absent: "failed rule: " and the rule. */
  readonly message?: string;
  /** CEL expression that yields the text to report, used before `message`. */
  readonly messageExpression?: string;
  /** Path below the node that the failure belongs to, such as `.ports`. */
  readonly fieldPath?: string;
}

/** A `quantity` is a number, or a text such as `100m` of that format. */
export type SchemaType =
  | 'object'
  | 'array'
  | 'string'
  | 'integer'
  | 'number'
  | 'boolean'
  | 'int-or-string'
  | 'quantity';

/**
 * The constraints of one value. A node without `type` accepts anything. An object with `properties` accepts those alone,
 * one with `values` any key, one that is `open` accepts any further field unchecked, and one with none of these no field.
 */
export interface SchemaNode {
  readonly type?: SchemaType;
  /** `null` is accepted too. */
  readonly nullable?: true;

  /** Fields of an object: name to node. */
  readonly properties?: { readonly [field: string]: number };
  /** Node of the values of a map with free keys. */
  readonly values?: number;
  /** Unknown fields are kept, not refused. */
  readonly open?: true;
  readonly required?: readonly string[];
  /** Sets of fields of which a limited number may be present at once. */
  readonly groups?: readonly FieldGroup[];
  readonly minProperties?: number;
  readonly maxProperties?: number;

  /** Node of the items of an array. */
  readonly items?: number;
  /** Items that must differ: by value (`set`) or in the fields of `keys` (`map`). Absent: no such demand. */
  readonly list?: 'set' | 'map';
  readonly keys?: readonly string[];
  readonly minItems?: number;
  readonly maxItems?: number;

  readonly enum?: readonly (string | number | boolean)[];
  /** Regular expression in RE2 syntax; unanchored as in OpenAPI. */
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  /**
   * `int32`, `int64`, `uint32`, `double`, `float`, `byte`, `date-time`, ... as in the CRD. `duration` is added where
   * Istio's message has a duration: a Go duration such as `1h30m` or `250ms`.
   */
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;

  /** Value that the API server fills in first: the field is never missing, and rules see it in place of an absent one. */
  readonly default?: unknown;
  /** Indices into the rules of the kind. */
  readonly rules?: readonly number[];

  /** Fields newer than the oldest release that can be targeted: name to first release, such as `1.28`. */
  readonly since?: { readonly [field: string]: string };
  /** Fields that Istio acts on only later than it accepts them: name to the first release that may act on it. */
  readonly works?: { readonly [field: string]: string };
  /** Values of `enum` newer than the field itself: value to first release. */
  readonly enumSince?: { readonly [value: string]: string };
  /** Values of `enum` that Istio acts on only later than it accepts them. */
  readonly enumWorks?: { readonly [value: string]: string };
  /** Fields that were required before a release, which this one no longer does: name to first release without it. */
  readonly requiredUntil?: { readonly [field: string]: string };
  /** Fields that Istio marks as deprecated: name to the first release that does, `''` if all do. */
  readonly deprecated?: { readonly [field: string]: string };
  /**
   * Narrows fields by the value of a sibling: where `field` equals one of `equals`, the string in `target` has one of
   * `formats`.
   */
  readonly formatIf?: {
    readonly field: string;
    readonly equals: readonly string[];
    readonly target: string;
    readonly formats: readonly string[];
  };
}

/**
 * An alternative between sets of fields: a set counts when all of its fields are present, and between `min` and `max`
 * sets may count. An Istio one-of is `{ min: 0, max: 1, of: [['exact'], ['prefix'], ['regex']] }`.
 */
export interface FieldGroup {
  readonly min: 0 | 1;
  /** Absent: no upper limit. */
  readonly max?: 1;
  readonly of: readonly (readonly string[])[];
}
