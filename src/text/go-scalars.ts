import { type Document, isMap, isPair, isScalar, isSeq, Scalar, type Tags, visit } from 'yaml';

/** Floating point numbers as Go's yaml library has them: with a digit, so that `.` alone is a text. */
const FLOAT = /^[-+]?(?:[0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)$/;

/** Restricts the numbers of YAML 1.1 to those of Go's yaml library. */
export function goNumbers(tag: Tags[number]): Tags[number] {
  if (typeof tag === 'string' || tag.tag !== 'tag:yaml.org,2002:float' || 'format' in tag) return tag;
  return 'test' in tag && tag.test?.test('.') ? { ...tag, test: FLOAT } : tag;
}

/**
 * Makes texts of flow sequences that end with a colon what they are for Go's yaml library: `[::1, fe80::]` are two
 * texts, where YAML reads the last as a mapping without a value.
 */
export function restoreFlowTexts(document: Document, text: string): void {
  if (!/:[\],]/.test(text)) return;
  visit(document, {
    Map(_, map, path) {
      const parent = path.at(-1);
      const [pair] = map.items;
      if (!isSeq(parent) || parent.flow !== true || map.items.length !== 1 || !isPair(pair)) return undefined;
      const { key, value } = pair;
      if (!isScalar(key) || key.type !== 'PLAIN' || (isScalar(value) && value.source !== '' && value.value !== null))
        return undefined;
      if (isMap(value) || isSeq(value) || !key.range || text[map.range?.[0] ?? 0] === '{') return undefined;
      const [start, end] = key.range;
      return /^:[\],]/.test(text.slice(end)) ? new Scalar(text.slice(start, end + 1)) : undefined;
    },
  });
}
