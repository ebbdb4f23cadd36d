import { stringify } from 'yaml';

/**
 * A document as block YAML, keys sorted, so that the same content is the same text however it was put together. Text
 * that YAML 1.1 reads as something else is quoted.
 */
export function yamlText(document: unknown): string {
  return stringify(document, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false, sortMapEntries: true });
}
