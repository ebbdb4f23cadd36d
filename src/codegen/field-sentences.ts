import { CodegenError } from './codegen-error';
import type { FieldSentences } from './istio-facts';
import { knownFields } from './known-fields';
import { isTwin } from './names';
import type { KindModel, Schema } from './schema';

/** The sentence on a field; undefined where the table has none. */
export function sentenceOn(sentences: FieldSentences, schema: Schema, field: string): string | undefined {
  return placesOf(schema.message ?? schema.path, field).flatMap(place => sentences[place]?.[field] ?? [])[0];
}

/** Stops at a field without a sentence, and at a sentence on a field that there is not. */
export function checkSentences(models: readonly KindModel[], sentences: FieldSentences): void {
  const used = new Set<string>();
  for (const [message, fields] of Object.entries(knownFields(models, '').fields)) {
    for (const field of fields) {
      if (isLeftOut(field, message, fields)) continue;
      const place = placesOf(message, field).find(candidate => sentences[candidate]?.[field] !== undefined);
      if (place === undefined) {
        throw new CodegenError(
          `Cannot say what the field "${field}" of "${message}" does: wanted a sentence in src/codegen/facts/istio-sentences.json, got none`,
        );
      }
      used.add(`${place} ${field}`);
    }
  }
  for (const [message, fields] of Object.entries(sentences)) {
    const dead = Object.keys(fields).find(field => !used.has(`${message} ${field}`));
    if (dead !== undefined) {
      throw new CodegenError(
        `Cannot place the sentence on "${dead}" of "${message}" in istio-sentences.json: there is no such field`,
      );
    }
  }
}

/** Whether types do not have a field: the status of an object, and second spellings such as `mirror_percent`. */
function isLeftOut(field: string, message: string, fields: readonly string[]): boolean {
  return message.includes('.') ? isTwin(field, name => fields.includes(name)) : field === 'status';
}

/** Where a sentence on a field may stand, the first first. */
function placesOf(message: string, field: string): readonly string[] {
  if (!message.includes('.')) return ['(object)'];
  const [name] = /(?<=\.v\d\w*\.).*$/.exec(message) ?? [message];
  return /^(selector|targetRefs?)$/.test(field) ? [name, '(policy)'] : [name, name.replace(/^WasmPlugin\./, '')];
}
