import type { Code, Statement } from './code';

const WIDTH = 120;
const INDENT = '  ';
/** The longest key behind which the formatter breaks no line, with colon and blank. */
const SHORT_KEY = 6;

/** Source text of statements, formatted as this library is; `depth` is how deep they stand in blocks. */
export function printStatements(statements: readonly Statement[], depth = 0): string {
  const indent = INDENT.repeat(depth);
  return statements
    .map(({ code, variable, comment = [] }) => {
      const lead = `${indent}${variable === undefined ? '' : `const ${variable} = `}`;
      const comments = comment.map(line => `${indent}// ${line}\n`).join('');
      return `${comments}${lead}${print(code, { depth, column: lead.length, after: 1 })};\n`;
    })
    .join('');
}

/** The source text of a value that begins in a column of a line which is `depth` blocks deep. */
export function printValue(code: Code, depth = 0, column = 0): string {
  return print(code, { depth, column, after: 1 });
}

/** Where a value stands: how deep its line is indented, in which column it begins, how much follows on its last line. */
interface Place {
  readonly depth: number;
  readonly column: number;
  readonly after: number;
}

function print(code: Code, place: Place): string {
  const onLine = flat(code);
  if (!breaks(code) && place.column + onLine.length + place.after <= WIDTH) return onLine;
  switch (code.code) {
    case 'record':
      if (code.fields.length === 0) return '{}';
      return block(
        '{',
        code.fields.map(([key, value]) => [`${keyText(key)}: `, value] as const),
        '}',
        place.depth,
      );
    case 'list':
      if (code.items.length === 0) return '[]';
      return block(
        '[',
        code.items.map(item => ['', item] as const),
        ']',
        place.depth,
      );
    case 'new':
      return withArguments(`new ${flat(code.type)}`, code.args, place);
    case 'call':
      return withArguments(flat(code.target), code.args, place);
    default:
      return onLine;
  }
}

/** Arguments of a call: the last one may go on over several lines, else each has a line of its own. */
function withArguments(head: string, args: readonly Code[], { depth, column, after }: Place): string {
  const last = args.at(-1);
  if (last !== undefined && (last.code === 'record' || last.code === 'list')) {
    const before = args.slice(0, -1);
    const lead = `${head}(${before.map(arg => `${flat(arg)}, `).join('')}`;
    if (!before.some(breaks) && column + lead.length + 1 <= WIDTH) {
      return `${lead}${print(last, { depth, column: column + lead.length, after: after + 1 })})`;
    }
  }
  return block(
    `${head}(`,
    args.map(arg => ['', arg] as const),
    ')',
    depth,
  );
}

function block(open: string, items: readonly (readonly [lead: string, code: Code])[], close: string, depth: number) {
  const indent = INDENT.repeat(depth + 1);
  const lines = items.map(([lead, code]) => {
    const column = indent.length + lead.length;
    const text = print(code, { depth: depth + 1, column, after: 1 });
    // A text that is too long for its line stands on the next one, unless its key is so short that it gains nothing.
    if (lead.length > SHORT_KEY && code.code === 'data' && column + text.length + 1 > WIDTH) {
      return `${indent}${lead.trimEnd()}\n${indent}${INDENT}${text},\n`;
    }
    return `${indent}${lead}${text},\n`;
  });
  return `${open}\n${lines.join('')}${INDENT.repeat(depth)}${close}`;
}

/** Lists of several mappings or lists are easier to read with a line for each; the formatter breaks them always. */
function breaks(code: Code): boolean {
  switch (code.code) {
    case 'record':
      return code.fields.some(([, value]) => breaks(value));
    case 'list': {
      const { items } = code;
      const records = items.length > 1 && items.every(item => item.code === 'record' && item.fields.length > 1);
      const lists = items.length > 1 && items.every(item => item.code === 'list' && item.items.length > 1);
      return records || lists || items.some(breaks);
    }
    case 'new':
    case 'call':
      return code.args.some(breaks);
    default:
      return false;
  }
}

function flat(code: Code): string {
  switch (code.code) {
    case 'data':
      return typeof code.value === 'string' ? quoted(code.value) : String(code.value);
    case 'record':
      if (code.fields.length === 0) return '{}';
      return `{ ${code.fields.map(([key, value]) => fieldText(key, value)).join(', ')} }`;
    case 'list':
      return `[${code.items.map(flat).join(', ')}]`;
    case 'import':
      return code.as;
    case 'variable':
      return code.name;
    case 'member':
      return `${flat(code.target)}${code.optional ? '?.' : '.'}${code.name}`;
    case 'new':
      return `new ${flat(code.type)}(${code.args.map(flat).join(', ')})`;
    case 'call':
      return `${flat(code.target)}(${code.args.map(flat).join(', ')})`;
  }
}

function fieldText(key: string, value: Code): string {
  return value.code === 'variable' && value.name === key ? key : `${keyText(key)}: ${flat(value)}`;
}

function keyText(key: string): string {
  // Written without brackets it would be the prototype.
  if (key === '__proto__') return `['${key}']`;
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : quoted(key);
}

/** In single quotes, unless double quotes need fewer escapes. */
function quoted(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
  const safe = escaped.replace(/[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g, unicodeEscape);
  const [single, double] = ["'", '"'].map(quote => safe.split(quote).length - 1) as [number, number];
  return single > double ? `"${safe.replaceAll('"', '\\"')}"` : `'${safe.replaceAll("'", "\\'")}'`;
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
