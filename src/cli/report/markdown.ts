import { type Diagnostic, refText } from '../../values/diagnostic';
import { type Report, summaryLine } from './report';

/** Code hosts refuse comments above 65,536 characters. */
const MOST_CHARACTERS = 60_000;

/** Writes a report for a comment on a pull request: the summary, and the findings in a table. */
export function renderMarkdown({ verb, diagnostics, summary, markdown }: Report): string {
  if (markdown !== undefined) return `${markdown.trimEnd()}\n\n${escaped(summaryLine(summary))}\n`;
  const head = [`### cdk8s-istio ${verb}`, '', escaped(summaryLine(summary)), ''];
  if (diagnostics.length === 0) return head.join('\n');
  const lines = [...head, '| severity | rule | object | place | finding |', '|---|---|---|---|---|'];
  let size = lines.join('\n').length;
  for (const [i, diagnostic] of diagnostics.entries()) {
    const row = rowOf(diagnostic);
    size += row.length + 1;
    if (size > MOST_CHARACTERS) {
      lines.push('', `and ${diagnostics.length - i} more`);
      break;
    }
    lines.push(row);
  }
  return `${lines.join('\n')}\n`;
}

function rowOf({ severity, rule, resource, field, message, fix }: Diagnostic): string {
  const { file, line } = resource.origin ?? {};
  const place = file === undefined ? '' : `${file}${line === undefined ? '' : `:${line}`}`;
  const object = `${refText(resource)}${field === undefined ? '' : ` ${field}`}`;
  const finding = fix === undefined ? message : `${message}; fix: ${fix}`;
  return `| ${[severity, rule, object, place, finding].map(escaped).join(' | ')} |`;
}

/** Text from manifests, which must not be read as Markdown. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|#]/g, sign => `\\${sign}`).replace(/\s*\n\s*/g, ' ');
}
