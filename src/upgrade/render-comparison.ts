import { renderDiagnostic } from '../analysis/render';
import { renderDiffMarkdown, renderDiffText } from '../proof/render-diff';
import type { Diagnostic, ResourceRef } from '../values/diagnostic';
import type { FieldEffect, ReleaseComparison } from './compare-releases';

/** What changes with the release, as text for a terminal. */
export function renderComparisonText(comparison: ReleaseComparison): string {
  const { from, to, requests, findings, fields } = comparison;
  const section = (title: string, lines: readonly string[]) => (lines.length === 0 ? [] : ['', title, ...lines]);
  const indented = (finding: Diagnostic) =>
    renderDiagnostic(finding)
      .split('\n')
      .map(line => `  ${line}`)
      .join('\n');
  return [
    `From Istio ${from} to ${to}, with the same manifests:`,
    summaryOf(comparison),
    ...section('requests', [renderDiffText(requests)]),
    ...section('new findings', findings.new.map(indented)),
    ...section('findings that are gone', findings.gone.map(indented)),
    ...section('fields that begin to work', fields.begin.map(fieldText)),
    ...section('fields that no longer work', fields.end.map(fieldText)),
  ].join('\n');
}

/** What changes with the release, as Markdown for a pull request. */
export function renderComparisonMarkdown(comparison: ReleaseComparison): string {
  const { from, to, requests, findings, fields } = comparison;
  const details = (title: string, texts: readonly string[]) =>
    texts.length === 0
      ? []
      : [
          `<details><summary>${title} (${texts.length})</summary>`,
          '',
          '```text',
          // Text from manifests must not end the block.
          ...texts.map(text => text.replaceAll('```', "'''")),
          '```',
          '',
          '</details>',
          '',
        ];
  return [
    `## From Istio ${from} to ${to}`,
    '',
    summaryOf(comparison),
    '',
    renderDiffMarkdown(requests),
    ...details('new findings', findings.new.map(renderDiagnostic)),
    ...details('findings that are gone', findings.gone.map(renderDiagnostic)),
    ...details('fields that begin to work', fields.begin.map(fieldText)),
    ...details('fields that no longer work', fields.end.map(fieldText)),
  ].join('\n');
}

function summaryOf({ requests, findings, fields }: ReleaseComparison): string {
  return [
    `${requests.differences.length} differences in the behaviour of requests`,
    `${findings.new.length} new findings`,
    `${findings.gone.length} findings gone`,
    `${fields.begin.length} fields that begin to work`,
    `${fields.end.length} that no longer do`,
  ].join('; ');
}

function fieldText({ resource, field, reason }: FieldEffect): string {
  return `  ${nameOf(resource)} ${field}: ${reason}`;
}

function nameOf({ kind, namespace = '', name }: ResourceRef): string {
  return `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;
}
