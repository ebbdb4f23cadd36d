import { repositoryPath } from '../../analysis/sarif';
import { type Diagnostic, refText, type Severity } from '../../values/diagnostic';
import { type Report, summaryLine } from './report';

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/**
 * Writes findings as commands that GitHub shows beside the lines of a change.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function renderGithub({ diagnostics, summary }: Report): string {
  return `${[...diagnostics.map(commandOf), summaryLine(summary)].join('\n')}\n`;
}

function commandOf({ severity, rule, resource, field, message, fix }: Diagnostic): string {
  const { file, line } = resource.origin ?? {};
  const properties = [
    ...(file === undefined ? [] : [`file=${property(repositoryPath(file))}`]),
    ...(line === undefined ? [] : [`line=${line}`]),
    `title=${property(rule)}`,
  ];
  const place = `${refText(resource)}${field === undefined ? '' : ` ${field}`}`;
  return `::${COMMANDS[severity]} ${properties.join(',')}::${data(`${place}: ${message}${fix === undefined ? '' : `\nfix: ${fix}`}`)}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
