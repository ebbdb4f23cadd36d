import { isDnsLabel } from '../../values/names';
import { isPortName } from '../formats';
import {
  entriesOf,
  type Fields,
  fieldsOf,
  isSet,
  itemsOf,
  textOf,
  textsOf,
  objectsOf as writtenObjectsOf,
} from '../reading';
import type { ApiReport } from './api-report';

const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const QUALIFIED_NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

const LABEL_PROBLEM =
  "a lowercase RFC 1123 label must consist of at most 63 lower case letters, digits and '-', with a letter or digit at both ends";
const SUBDOMAIN_PROBLEM =
  "a lowercase RFC 1123 subdomain must consist of lower case letters, digits, '-' and '.', with a letter or digit at both ends";

/** The objects of a list with their places. The API server takes null for an object without fields. */
export function objectsOf(value: unknown, path: string): readonly (readonly [fields: Fields, path: string])[] {
  return writtenObjectsOf(Array.isArray(value) ? value.map((item: unknown) => item ?? {}) : value, path);
}

/** A name that must be a DNS label, where it is written. */
export function checkLabelName(value: unknown, path: string, report: ApiReport): void {
  if (typeof value === 'string' && value !== '' && !isDnsLabel(value)) report.invalid(path, value, LABEL_PROBLEM);
}

/** Like `checkLabelName`, of a name that must be there. */
export function requireLabelName(value: unknown, path: string, report: ApiReport): void {
  if (!isSet(value) || value === '') report.required(path);
  else checkLabelName(value, path, report);
}

/** A name that must be a DNS subdomain, where it is written. */
export function checkSubdomain(value: unknown, path: string, report: ApiReport): void {
  if (typeof value === 'string' && value !== '' && !isSubdomain(value)) report.invalid(path, value, SUBDOMAIN_PROBLEM);
}

export function isSubdomain(text: string): boolean {
  return text.length <= 253 && SUBDOMAIN.test(text);
}

/** A name of a port of a container, where it is written. */
export function checkPortName(value: unknown, path: string, report: ApiReport): void {
  if (typeof value !== 'string' || value === '' || isPortName(value)) return;
  const problem =
    'must be at most 15 lower case letters, digits and single hyphens between them, with a letter among them';
  report.invalid(path, value, problem);
}

/** A text that must be there and not be empty. */
export function requireText(value: unknown, path: string, report: ApiReport): void {
  if (!isSet(value) || value === '') report.required(path);
}

/** A key of data, which becomes the name of a file. */
export function checkDataKey(key: string, path: string, report: ApiReport): void {
  if (key.length <= 253 && /^[-._a-zA-Z0-9]+$/.test(key) && key !== '.' && !key.startsWith('..')) return;
  report.invalid(path, key, "a valid config key must consist of letters, digits, '-', '_' or '.'");
}

/** A name such as `example.com/name`, whose first part may be left out. */
export function isQualifiedName(text: string): boolean {
  const slash = text.indexOf('/');
  const name = text.slice(slash + 1);
  return name.length <= 63 && QUALIFIED_NAME.test(name) && (slash < 0 || isSubdomain(text.slice(0, slash)));
}

/** Labels that must have valid keys and values. */
export function checkLabelMap(value: unknown, path: string, report: ApiReport): void {
  for (const [key, text] of entriesOf(value)) {
    if (!isQualifiedName(key)) report.invalid(path, key, 'must be a qualified name such as "example.com/name"');
    if (typeof text === 'string' && !isLabelValue(text)) report.invalid(`${path}[${key}]`, text, LABEL_VALUE_PROBLEM);
  }
}

const LABEL_VALUE_PROBLEM =
  "a valid label must be empty or consist of at most 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends";

function isLabelValue(text: string): boolean {
  return text === '' || (text.length <= 63 && QUALIFIED_NAME.test(text));
}

/** A selector of labels, its expressions included. */
export function checkSelector(value: unknown, path: string, report: ApiReport): void {
  const selector = fieldsOf(value);
  if (selector === undefined) return;
  checkLabelMap(selector.matchLabels, `${path}.matchLabels`, report);
  for (const [requirement, at] of objectsOf(selector.matchExpressions, `${path}.matchExpressions`)) {
    const operator = textOf(requirement.operator);
    const isList = operator === 'In' || operator === 'NotIn';
    const values = itemsOf(requirement.values);
    if (isList && values.length === 0) {
      report.required(`${at}.values`, "must be specified when `operator` is 'In' or 'NotIn'");
    } else if (!isList && values.length > 0) {
      report.forbidden(`${at}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
    }
    const key = textOf(requirement.key);
    if (!isQualifiedName(key)) report.invalid(`${at}.key`, key, 'must be a qualified name such as "example.com/name"');
    for (const [text, where] of textsOf(requirement.values, `${at}.values`)) {
      if (isList && !isLabelValue(text)) report.invalid(where, text, LABEL_VALUE_PROBLEM);
    }
  }
}

/** Whether labels are selected; `undefined` if the selector is not valid. */
export function selects(selector: Fields, labels: Fields): boolean | undefined {
  for (const [key, value] of entriesOf(selector.matchLabels)) if (labels[key] !== value) return false;
  for (const [{ key, operator, values }] of objectsOf(selector.matchExpressions, '')) {
    const label = labels[textOf(key)];
    switch (operator) {
      case 'In':
        if (label === undefined || !itemsOf(values).includes(label)) return false;
        break;
      case 'NotIn':
        if (label !== undefined && itemsOf(values).includes(label)) return false;
        break;
      case 'Exists':
        if (label === undefined) return false;
        break;
      case 'DoesNotExist':
        if (label !== undefined) return false;
        break;
      default:
        return undefined;
    }
  }
  return true;
}

/** Whole numbers from 0 on, or percentages such as "25%". */
export function checkIntOrPercent(value: unknown, path: string, report: ApiReport): void {
  if (typeof value === 'string' && !/^[0-9]+%$/.test(value)) {
    report.invalid(path, value, "a valid percent string must be a numeric string followed by an ending '%'");
  } else if (typeof value === 'number' && value < 0) {
    report.invalid(path, value, 'must be greater than or equal to 0');
  }
}

/** A field of a pod that a variable or a file is to show. */
export function checkFieldPath(
  reference: Fields | undefined,
  path: string,
  fields: readonly string[],
  report: ApiReport,
): void {
  if (reference === undefined) return;
  const field = textOf(reference.fieldPath);
  if (field === '') report.required(`${path}.fieldPath`);
  else if (!fields.includes(field) && !/^metadata\.(?:labels|annotations)\['[^']+'\]$/.test(field)) {
    const allowed = [...fields, "metadata.labels['KEY']", "metadata.annotations['KEY']"];
    report.unsupported(`${path}.fieldPath`, field, allowed);
  }
}

/** A text that can be a part of a URL. */
export function checkPathSegment(value: unknown, path: string, report: ApiReport): void {
  if (typeof value !== 'string' || (value !== '.' && value !== '..' && !/[/%]/.test(value))) return;
  report.invalid(path, value, 'may not be "." or "..", and may not contain "/" or "%"');
}

/** Of several fields, which are written, in the order given. */
export function written(fields: Fields, names: readonly string[]): readonly string[] {
  return names.filter(name => isSet(fields[name]));
}

/** Reports the second of each set of equal values. */
export function checkUnique(
  values: readonly (readonly [value: string, path: string])[],
  report: ApiReport,
  seen = new Set<string>(),
): void {
  for (const [value, path] of values) {
    if (value === '') continue;
    if (seen.has(value)) report.duplicate(path, value);
    seen.add(value);
  }
}
