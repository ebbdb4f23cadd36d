import type { AuthorizationRule } from '../../model/shapes/policy';
import {
  conditionAttribute,
  OPERATION_ATTRIBUTES,
  type PolicyAttribute,
  SOURCE_ATTRIBUTES,
} from './authorization-attribute';

/** A condition as it is written: values that are wanted, and values that are not, each with their field. */
export class WrittenCondition {
  public constructor(
    /** The field of a source or operation, or the key of a condition. */
    public readonly key: string,
    public readonly attribute: PolicyAttribute,
    public readonly wanted: readonly string[],
    public readonly unwanted: readonly string[],
    private readonly list: 'from' | 'to' | 'when',
    private readonly position: number,
  ) {}

  /** Whether it stands under `when`, with a key of its own. */
  public get isKeyed(): boolean {
    return this.list === 'when';
  }

  /** The path within the rule of the values that are wanted, such as `from[0].source.principals`. */
  public get field(): string {
    return this.#field(false);
  }

  /** The path within the rule of the values that are not wanted. */
  public get notField(): string {
    return this.#field(true);
  }

  // Paths are asked for by findings and reasons only, so they are not kept.
  #field(isNegated: boolean): string {
    const { key, list, position } = this;
    if (list === 'when') return `when[${position}].${isNegated ? 'notValues' : 'values'}`;
    return `${list}[${position}].${list === 'from' ? 'source' : 'operation'}.${isNegated ? negated(key) : key}`;
  }
}

/** The conditions of a rule by its alternatives. */
export interface WrittenConditions {
  readonly from: readonly (readonly WrittenCondition[])[];
  readonly to: readonly (readonly WrittenCondition[])[];
  readonly when: readonly WrittenCondition[];
}

/** The conditions of a rule that have values, without those of keys that do not exist. */
export function writtenConditions({ from = [], to = [], when = [] }: AuthorizationRule): WrittenConditions {
  return {
    from: from.map(({ source = {} }, i) => conditionsOf(source, SOURCE_FIELDS, 'from', i)),
    to: to.map(({ operation = {} }, i) => conditionsOf(operation, OPERATION_FIELDS, 'to', i)),
    when: when.flatMap(({ key = '', values = [], notValues = [] }, i) => {
      const attribute = conditionAttribute(key);
      if (attribute === undefined || values.length + notValues.length === 0) return [];
      return [new WrittenCondition(key, attribute, values, notValues, 'when', i)];
    }),
  };
}

/** The fields of a part of a rule, each with the one for unwanted values. */
function fieldsOf(attributes: { readonly [field: string]: PolicyAttribute }): readonly FieldPair[] {
  return Object.entries(attributes).map(([name, attribute]) => ({ name, notName: negated(name), attribute }));
}

function negated(field: string): string {
  return `not${field.charAt(0).toUpperCase()}${field.slice(1)}`;
}

interface FieldPair {
  readonly name: string;
  readonly notName: string;
  readonly attribute: PolicyAttribute;
}

const SOURCE_FIELDS = fieldsOf(SOURCE_ATTRIBUTES);
const OPERATION_FIELDS = fieldsOf(OPERATION_ATTRIBUTES);

function conditionsOf(
  part: object,
  fields: readonly FieldPair[],
  list: 'from' | 'to',
  position: number,
): readonly WrittenCondition[] {
  const values = part as FieldValues;
  // Most parts have few of the fields.
  const written = Object.keys(part);
  const found: WrittenCondition[] = [];
  for (const { name, notName, attribute } of fields) {
    if (!written.includes(name) && !written.includes(notName)) continue;
    const { [name]: wanted = NO_VALUES, [notName]: unwanted = NO_VALUES } = values;
    if (wanted.length + unwanted.length === 0) continue;
    found.push(new WrittenCondition(name, attribute, wanted, unwanted, list, position));
  }
  return found;
}

const NO_VALUES: readonly string[] = [];

/** The field in which the values of a condition stand. */
export function fieldOf({ wanted, field, notField }: WrittenCondition): string {
  return wanted.length > 0 ? field : notField;
}

type FieldValues = { readonly [field: string]: readonly string[] | undefined };
