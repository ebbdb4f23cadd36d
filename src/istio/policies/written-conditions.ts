import type { AuthorizationRule } from '../../model/shapes/policy';
import {
  conditionAttribute,
  OPERATION_ATTRIBUTES,
  type PolicyAttribute,
  SOURCE_ATTRIBUTES,
} from './authorization-attribute';

/** A condition as it is written: values that are wanted, and values that are not, each with their field. */
export interface WrittenCondition {
  /** The field of a source or operation, or the key of a condition. */
  readonly key: string;
  readonly attribute: PolicyAttribute;
  readonly field: string;
  readonly wanted: readonly string[];
  readonly notField: string;
  readonly unwanted: readonly string[];
}

/** The conditions of a rule by its alternatives, with the paths of their fields within the rule. */
export interface WrittenConditions {
  readonly from: readonly (readonly WrittenCondition[])[];
  readonly to: readonly (readonly WrittenCondition[])[];
  readonly when: readonly WrittenCondition[];
}

/** The conditions of a rule that have values, without those of keys that do not exist. */
export function writtenConditions({ from = [], to = [], when = [] }: AuthorizationRule): WrittenConditions {
  return {
    from: from.map(({ source = {} }, i) => conditionsOf(source, SOURCE_FIELDS, `from[${i}].source`)),
    to: to.map(({ operation = {} }, i) => conditionsOf(operation, OPERATION_FIELDS, `to[${i}].operation`)),
    when: when.flatMap(({ key = '', values = [], notValues = [] }, i): WrittenCondition[] => {
      const attribute = conditionAttribute(key);
      if (attribute === undefined || values.length + notValues.length === 0) return [];
      const fields = { field: `when[${i}].values`, notField: `when[${i}].notValues` };
      return [{ key, attribute, ...fields, wanted: values, unwanted: notValues }];
    }),
  };
}

/** The fields of a part of a rule, each with the one for unwanted values. */
function fieldsOf(attributes: { readonly [field: string]: PolicyAttribute }): readonly FieldPair[] {
  return Object.entries(attributes).map(([name, attribute]) => ({
    name,
    notName: `not${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    attribute,
  }));
}

interface FieldPair {
  readonly name: string;
  readonly notName: string;
  readonly attribute: PolicyAttribute;
}

const SOURCE_FIELDS = fieldsOf(SOURCE_ATTRIBUTES);
const OPERATION_FIELDS = fieldsOf(OPERATION_ATTRIBUTES);

function conditionsOf(part: object, fields: readonly FieldPair[], at: string): readonly WrittenCondition[] {
  const values = part as FieldValues;
  const found: WrittenCondition[] = [];
  for (const { name, notName, attribute } of fields) {
    const { [name]: wanted = NO_VALUES, [notName]: unwanted = NO_VALUES } = values;
    if (wanted.length + unwanted.length === 0) continue;
    found.push({ key: name, attribute, field: `${at}.${name}`, wanted, notField: `${at}.${notName}`, unwanted });
  }
  return found;
}

const NO_VALUES: readonly string[] = [];

/** The field in which the values of a condition stand. */
export function fieldOf({ wanted, field, notField }: WrittenCondition): string {
  return wanted.length > 0 ? field : notField;
}

type FieldValues = { readonly [field: string]: readonly string[] | undefined };
