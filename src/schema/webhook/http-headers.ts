import { entriesOf, fieldsOf, textOf, textsOf } from '../reading';
import { quote, type WebhookReport } from './report';

/** Control characters other than the tab cannot be in a header. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const UNPRINTABLE = /[\x00-\x08\x0a-\x1f\x7f]/;

/** What is added to, set on and removed from requests and responses. */
export function checkHeaders(value: unknown, path: string, report: WebhookReport): void {
  const headers = fieldsOf(value);
  if (headers === undefined) return;
  for (const [name, content, at] of headerSets(headers, path)) {
    checkSetName(name, at, true, report);
    checkHeaderValue(content, at, report);
  }
  const response = fieldsOf(headers.response);
  for (const operation of ['add', 'set']) {
    for (const [name, content] of entriesOf(response?.[operation])) {
      const at = `${path}.response.${operation}[${name}]`;
      checkSetName(name, at, false, report);
      checkHeaderValue(textOf(content), at, report);
    }
  }
  for (const side of ['request', 'response']) {
    for (const [name, at] of textsOf(fieldsOf(headers[side])?.remove, `${path}.${side}.remove`)) {
      checkSetName(name, at, false, report);
    }
  }
}

/** The headers that requests are given, by `add` and by `set`. */
export function headerSets(
  headers: unknown,
  path: string,
): readonly (readonly [name: string, value: string, path: string])[] {
  const request = fieldsOf(fieldsOf(headers)?.request);
  if (request === undefined) return [];
  return ['set', 'add'].flatMap(operation =>
    entriesOf(request[operation]).map(
      ([name, value]) => [name, textOf(value), `${path}.request.${operation}[${name}]`] as const,
    ),
  );
}

function checkSetName(name: string, path: string, authority: boolean, report: WebhookReport): void {
  if (name === '') report.add('header-empty', path);
  else if (authority && /^(?::authority|host)$/i.test(name)) return;
  else if (/^host$/i.test(name)) report.add('header-host', path, quote(name));
  else if (name.startsWith(':')) report.add('header-internal', path, quote(name));
}

function checkHeaderValue(value: string, path: string, report: WebhookReport): void {
  if (UNPRINTABLE.test(value) || !isFormat(value)) report.add('header-value', path, quote(value));
}

/** A value in Envoy's format: `%%` is a percent sign, `%NAME%` and `%NAME(arguments)%` are variables. */
function isFormat(value: string): boolean {
  if (!value.includes('%')) return true;
  let rest = value;
  for (;;) {
    const percent = rest.indexOf('%');
    if (percent < 0) return true;
    rest = rest.slice(percent + 1);
    if (rest === '') return false;
    if (rest.startsWith('%')) {
      rest = rest.slice(1);
      continue;
    }
    const end = endOfVariable(rest);
    if (end < 0) return false;
    rest = rest.slice(end);
  }
}

/** Where a variable ends, after its closing percent sign; -1 if it does not. */
function endOfVariable(text: string): number {
  const name = /^[^%(]*([%(])/.exec(text);
  if (name === null) return -1;
  if (name[1] === '%') return name[0].length;
  // Arguments are a JSON array of texts, or one text; both may escape what ends them.
  const list = /^ *\[(?: *"(?:[^"\\)]|\\.)*" *(?:, *"(?:[^"\\)]|\\.)*" *)*)\] *\) *%/s;
  const single = /^ *[^[ ](?:[^"\\)]|\\.)*\) *%/s;
  const rest = text.slice(name[0].length);
  const closing = list.exec(rest) ?? single.exec(rest);
  return closing === null ? -1 : name[0].length + closing[0].length;
}
