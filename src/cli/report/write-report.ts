import { renderDiagnostics } from '../../analysis/render';
import { type ManifestProblem, ManifestReadError } from '../../model/manifest-read-error';
import { ConfigError } from '../../values/config-error';
import type { Diagnostic } from '../../values/diagnostic';
import type { VerbOption } from '../verb';
import { isColored, paint } from './color';
import { renderJson } from './json';
import { renderJunit } from './junit';
import { renderMarkdown } from './markdown';
import { type Report, summaryLine, summaryOf } from './report';

/** The forms in which findings are written. */
export const FORMATS = ['text', 'json', 'sarif', 'github', 'junit', 'markdown'] as const;
export type Format = (typeof FORMATS)[number];

/** The options that choose the form. */
export const FORMAT_OPTIONS = {
  format: {
    type: 'string',
    value: 'FORMAT',
    choices: FORMATS,
    help: `${FORMATS.slice(0, -1).join(', ')} or ${FORMATS.at(-1)} (default: text)`,
  },
  json: { type: 'boolean', help: 'the same as --format json' },
  sarif: { type: 'boolean', help: 'the same as --format sarif' },
} as const satisfies { readonly [name: string]: VerbOption };

interface FormatValues {
  readonly format?: string;
  readonly json?: boolean;
  readonly sarif?: boolean;
}

/** The forms that hold the summary as a line. */
const SAYS_SUMMARY: readonly string[] = ['text', 'markdown', 'github'];

/**
 * Writes a report to standard output in the form that is asked for. In text, the summary comes last, so that it stands
 * above the prompt; beside machine-readable forms it goes to standard error.
 *
 * @throws ConfigError if two forms are asked for
 */
export function writeReport(report: Report, values: FormatValues): void {
  const format = formatOf(values);
  process.stdout.write(render(report, format));
  if (!SAYS_SUMMARY.includes(format)) process.stderr.write(`${summaryLine(report.summary)}\n`);
}

/**
 * Does the work of a verb. Where the manifests cannot be read, forms that machines read have findings that say so, so that
 * they appear beside the lines like any other; text has the summary.
 */
export function reporting(verb: string, values: FormatValues, work: () => number): number {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ManifestReadError)) throw error;
    const diagnostics = unreadable(error.problems);
    process.stderr.write(`cdk8s-istio: ${error.message}\n`);
    writeReport({ verb, diagnostics, summary: summaryOf(diagnostics, 0), text: '' }, values);
    return 2;
  }
}

const UNREADABLE = 'unreadable-manifest';
const DESCRIPTIONS = { [UNREADABLE]: 'Each document must be a Kubernetes object in YAML or JSON.' };

/** What cannot be read, as findings. */
export function unreadable(problems: readonly ManifestProblem[]): readonly Diagnostic[] {
  return problems.map(({ file, line, problem }) => ({
    rule: UNREADABLE,
    severity: 'error',
    resource: { kind: 'File', name: file, origin: { file, ...(line === undefined ? {} : { line }) } },
    message: problem,
  }));
}

/** @throws ConfigError if two forms are asked for */
export function formatOf({ format, json = false, sarif = false }: FormatValues): Format {
  const asked = [
    ...(format === undefined ? [] : [`--format ${format}`]),
    ...(json ? ['--json'] : []),
    ...(sarif ? ['--sarif'] : []),
  ];
  if (asked.length > 1) {
    throw new ConfigError(
      `Cannot write findings: wanted one of --json and --sarif or --format, got ${asked.join(' and ')}`,
    );
  }
  if (json) return 'json';
  return sarif ? 'sarif' : (FORMATS.find(one => one === format) ?? 'text');
}

/** Loads the rules, which two of the forms describe, only for these. */
function render(report: Report, format: Format): string {
  switch (format) {
    case 'json':
      return renderJson(report);
    case 'sarif': {
      const { renderSarif } = require('../../analysis/sarif') as typeof import('../../analysis/sarif');
      return renderSarif(report.diagnostics, { ...report.descriptions, ...DESCRIPTIONS }, report.page);
    }
    case 'github':
      return (require('./github') as typeof import('./github')).renderGithub(report);
    case 'junit':
      return renderJunit(report);
    case 'markdown':
      return renderMarkdown(report);
    default:
      return textOf(report);
  }
}

function textOf({ text, diagnostics, summary }: Report): string {
  const findings = text ?? (diagnostics.length === 0 ? '' : renderDiagnostics(diagnostics));
  const painted = isColored(process.stdout) ? paint(findings) : findings;
  return `${painted === '' ? '' : `${painted.trimEnd()}\n\n`}${summaryLine(summary)}\n`;
}
