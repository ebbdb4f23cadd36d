import type { Schema } from './schema';

const AT_LEAST_1_MS = "duration(self) >= duration('1ms')";
const PORT = '0 < self && self <= 65535';

/** What is said of a field beside its own schema. */
export interface FieldContext {
  /** What it does, in our words. */
  readonly sentence?: string | undefined;
  readonly since: string | undefined;
  readonly works: string | undefined;
  readonly deprecated: string | undefined;
}

/** What a field does, and what the facts say of it, in sentences; tags come last. */
export function fieldDoc(schema: Schema, { sentence, since, works, deprecated }: FieldContext): string[] {
  const sentences = sentence === undefined ? [] : [sentence];
  const { limits = {}, items, format, keys, list, pattern } = schema;
  const rules = (schema.rules ?? []).map(({ rule }) => rule);

  if (rules.includes(AT_LEAST_1_MS)) sentences.push('At least `1ms`.');
  if (rules.includes(PORT)) sentences.push('1 to 65535.');
  else sentences.push(...range(limits.minimum, limits.maximum));
  sentences.push(...count(limits.minLength, limits.maxLength, 'character'));
  sentences.push(...count(limits.minItems, limits.maxItems, 'item'));
  sentences.push(...count(limits.minProperties, limits.maxProperties, 'entry', 'entries'));
  if (items?.limits !== undefined) sentences.push(...range(items.limits.minimum, items.limits.maximum, 'Each '));
  if (list === 'map' && keys !== undefined)
    sentences.push(`Items differ in ${keys.map(key => `\`${key}\``).join(' and ')}.`);
  if (list === 'set') sentences.push('Items differ.');
  if (format === 'byte') sentences.push('Base64.');
  if (format === 'date-time') sentences.push('Time by RFC 3339.');
  if (pattern !== undefined && pattern.length <= 48 && !pattern.includes('*/'))
    sentences.push(`Matches \`${pattern}\`.`);
  for (const [value, first] of Object.entries(schema.enumSince ?? {})) {
    if (schema.enum?.includes(value)) sentences.push(sinceText(`\`${value}\` since`, first, schema.enumWorks?.[value]));
  }
  if (since !== undefined) sentences.push(sinceText('Since', since, works));
  const text = sentences.length === 0 ? [] : [sentences.join(' ')];
  if (schema.default !== undefined && typeof schema.default !== 'object') {
    text.push(`@default ${typeof schema.default === 'string' ? `'${schema.default}'` : String(schema.default)}`);
  }
  if (deprecated !== undefined)
    text.push(`@deprecated ${deprecated === '' ? 'by Istio' : `since Istio ${deprecated}`}`);
  return text;
}

function range(minimum: number | undefined, maximum: number | undefined, prefix = ''): string[] {
  const bounded = maximum !== undefined && maximum < 4294967295;
  if (minimum === undefined && !bounded) return [];
  if (minimum === undefined) return [lower(prefix, `At most ${maximum}.`)];
  if (!bounded) return maximum !== undefined && minimum === 0 ? [] : [lower(prefix, `At least ${minimum}.`)];
  return [`${prefix}${minimum} to ${maximum}.`];
}

function lower(prefix: string, text: string): string {
  return prefix === '' ? text : prefix + text.charAt(0).toLowerCase() + text.slice(1);
}

function count(min: number | undefined, max: number | undefined, unit: string, units = `${unit}s`): string[] {
  if (min === undefined && max === undefined) return [];
  if (max === undefined) return min === 0 ? [] : [`At least ${min} ${min === 1 ? unit : units}.`];
  if (min === undefined || min === 0) return [`At most ${max} ${max === 1 ? unit : units}.`];
  return [min === max ? `${min} ${min === 1 ? unit : units}.` : `${min} to ${max} ${units}.`];
}

function sinceText(what: string, since: string, works: string | undefined): string {
  return `${what} Istio ${since}${works === undefined ? '' : `, without effect before ${works}`}.`;
}
