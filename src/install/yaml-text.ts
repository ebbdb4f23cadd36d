import { emitDocument } from '../text/emit-yaml';
import { canonicalJson } from '../values/plain-data';

/**
 * A document as block YAML, keys sorted, so that the same content is the same text however it was put together.
 */
export function yamlText(document: unknown): string {
  return emitDocument(JSON.parse(canonicalJson(document)));
}
