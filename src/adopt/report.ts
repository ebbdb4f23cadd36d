import type { MeshDiff } from '../proof/diff-meshes';
import { renderDiffMarkdown } from '../proof/render-diff';
import { ACCEPT_ANNOTATION } from '../tree/accept';
import { type Diagnostic, refText } from '../values/diagnostic';
import type { ObjectFate } from './fate';

/** What the report tells. */
export interface ReportInput {
  readonly objects: readonly ObjectFate[];
  readonly diff: MeshDiff;
  readonly leftOut: readonly string[];
  readonly unreadable: readonly string[];
  readonly findings: readonly Diagnostic[];
  readonly calls: readonly string[];
  readonly refusedCalls: readonly string[];
  readonly notes: readonly string[];
  readonly mended: readonly string[];
  /** How the written text was run. */
  readonly ran: string;
  readonly lines: { readonly typescript: number; readonly yaml: number };
}

/** What became of the manifests, for the people who take the program over. */
export function renderReport(input: ReportInput): string {
  const { objects, diff, leftOut, unreadable, findings, calls, refusedCalls, notes, mended, ran, lines } = input;
  const ofMesh = objects.filter(({ isOfMesh }) => isOfMesh);
  const constructs = ofMesh.filter(({ form }) => form === 'construct');
  const plain = ofMesh.filter(({ form }) => form !== 'construct');
  const changed = objects.filter(({ text }) => text === 'changed');
  const accepted = objects.filter(({ text }) => text === 'accepted');
  const renamed = objects.filter(({ becomes }) => becomes !== undefined);
  const share = ofMesh.length === 0 ? 100 : Math.round((100 * constructs.length) / ofMesh.length);
  return [
    '# Adoption',
    '',
    '`cdk8s-istio adopt` wrote these manifests as a program. This report belongs to its first commit; the',
    'program is yours from then on.',
    '',
    '| | |',
    '|---|---|',
    `| objects taken over | ${objects.length} |`,
    `| objects of Istio and the Gateway API that constructs write | ${constructs.length} of ${ofMesh.length} (${share} %) |`,
    `| objects that are the same text | ${objects.length - changed.length - accepted.length} |`,
    `| objects that are the same but for the annotation \`${ACCEPT_ANNOTATION}\` | ${accepted.length} |`,
    `| objects that differ in text only | ${changed.length} |`,
    `| requests that behave differently | ${diff.differences.length === 0 ? 'none' : `${diff.differences.length} kinds`} |`,
    `| requests with an unknown result | ${diff.open.length === 0 ? 'none' : `${diff.open.length} kinds`} |`,
    `| lines | ${lines.typescript} of TypeScript for ${lines.yaml} of YAML |`,
    '',
    ran,
    ...section('Behaves differently', diff.differences.length === 0 ? [] : [renderDiffMarkdown(diff)]),
    ...section('Fixed', mended.map(bullet)),
    ...section(
      'Written by constructs',
      table(
        ['object', 'construct'],
        constructs.map(({ name, what }) => [name, what]),
      ),
    ),
    ...section(
      'Written as they are',
      table(
        ['object', 'why no construct'],
        plain.map(({ name, reasons }) => [name, reasons[0] ?? 'no construct writes objects of this kind']),
      ),
    ),
    ...section('Renamed', [
      ...(renamed.length === 0
        ? []
        : ['Apply the new objects, then delete the old ones:', '', '```sh', ...renamed.map(deletion), '```', '']),
      ...table(
        ['object', 'becomes'],
        renamed.map(({ name, becomes = '' }) => [name, becomes]),
      ),
    ]),
    ...section('Differ in text', [
      ...(changed.length === 0 ? [] : ['Namespaces, full host names, ports and defaults are explicit now.', '']),
      ...changed.filter(({ isOfMesh, becomes }) => isOfMesh && becomes === undefined).map(({ name }) => bullet(name)),
    ]),
    ...section('Annotated', [
      ...(accepted.length === 0 ? [] : ['An annotation accepts their findings.', '']),
      ...accepted.map(({ name }) => bullet(name)),
    ]),
    ...section('Assumptions', notes.map(bullet)),
    ...section('Calls', [
      ...(calls.length === 0 ? [] : ['Derived from addresses and policies; the comment at each names the source.', '']),
      ...calls.map(bullet),
    ]),
    ...section('Calls that do not get through', refusedCalls.map(bullet)),
    ...section('Findings in the manifests', findings.map(finding)),
    ...section('Left out', leftOut.map(bullet)),
    ...section('Not read', unreadable.map(bullet)),
    ...section('Next steps', [
      '1. Compare the output with the cluster: `kubectl diff -R -f dist`.',
      '2. Run `npm test` in the pipeline: it holds what the mesh does today.',
      '3. Remove an `accept` when its finding is fixed; unneeded ones are reported.',
      '4. Replace `MeshService.existing` by `new MeshService` where the program is to run the workloads too.',
      '5. Narrow the declared calls to methods and paths, then derive policies from them with `Authorization`.',
    ]),
    '',
  ].join('\n');
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)];
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function bullet(text: string): string {
  return `- ${text.replaceAll('\n', ' ')}`;
}

function deletion({ name }: ObjectFate): string {
  const [kind = '', full = ''] = name.split(' ');
  const [namespace, own] = full.includes('/') ? full.split('/') : ['', full];
  return `kubectl delete ${kind.toLowerCase()} ${own}${namespace === '' ? '' : ` -n ${namespace}`}`;
}

function finding({ severity, rule, resource, field, message }: Diagnostic): string {
  const { file, line } = resource.origin ?? {};
  const at = file === undefined ? '' : ` (${file}${line === undefined ? '' : `:${line}`})`;
  return bullet(
    `${severity} \`${rule}\`: ${refText(resource)}${field === undefined ? '' : ` ${field}`}: ${message}${at}`,
  );
}
