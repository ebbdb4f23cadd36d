import type { MeshDiff, MeshDifference, OpenQuestion } from './diff-meshes';
import type { DifferenceKind } from './effect';
import { requestText } from './witness-request';

/** What a kind of difference is called. */
const NAMES: { readonly [kind in DifferenceKind]: string } = {
  'newly-allowed': 'newly allowed',
  'newly-denied': 'newly denied',
  'host-gone': 'host gone',
  'host-new': 'new host',
  'mutual-tls-lost': 'mutual TLS lost',
  'mutual-tls-gained': 'mutual TLS gained',
  destination: 'other destination',
  shares: 'other shares',
  rewrite: 'other rewrite',
  timeout: 'other timeout',
  retries: 'other retries',
  headers: 'other headers',
  mirror: 'other mirror',
  fault: 'other fault',
  answer: 'other answer',
  refusal: 'other refusal',
  unsupported: 'not modelled',
};

/** The differences as text for a terminal, grouped by kind. */
export function renderDiffText(diff: MeshDiff): string {
  return [
    summaryOf(diff),
    ...byKind(diff).flatMap(([kind, some]) => ['', NAMES[kind], ...some.flatMap(textOf)]),
    ...openText(diff.open),
  ].join('\n');
}

function textOf({ from, to, requests, before, after, witness }: MeshDifference): readonly string[] {
  return [
    `  ${namesText(from)} -> ${to}${requests === '' ? '' : `  ${requests}`}`,
    `    before: ${before}`,
    `    after:  ${after}`,
    `    such as ${requestText(witness)}`,
  ];
}

function openText(open: readonly OpenQuestion[]): readonly string[] {
  if (open.length === 0) return [];
  return [
    '',
    'not known',
    ...open.map(({ from, to, requests, reason }) => `  ${namesText(from)} -> ${to}  ${requests}: ${reason}`),
  ];
}

/** The differences as Markdown for a pull request: a short summary, and the details folded. */
export function renderDiffMarkdown(diff: MeshDiff): string {
  const details = byKind(diff).flatMap(([kind, some]) => [
    '',
    `<details><summary>${NAMES[kind]} (${some.length})</summary>`,
    '',
    '| from | to | requests | before | after | such as |',
    '|---|---|---|---|---|---|',
    ...some.map(({ from, to, requests, before, after, witness }) => {
      const cells = [namesText(from), to, requests === '' ? 'all' : requests, before, after, requestText(witness)];
      return `| ${cells.map((cell, i) => (i === 2 || i === 5 ? code(cell) : escaped(cell))).join(' | ')} |`;
    }),
    '',
    '</details>',
  ]);
  const open = diff.open.map(
    ({ from, to, requests, reason }) => `- ${escaped(`${namesText(from)} -> ${to} ${requests}: ${reason}`)}`,
  );
  const openDetails =
    open.length === 0
      ? []
      : ['', `<details><summary>not known (${open.length})</summary>`, '', ...open, '', '</details>'];
  return ['### Behaviour of the mesh', '', ...summaryLines(diff), ...details, ...openDetails, ''].join('\n');
}

/** At most a line for each kind, so that a glance is enough. */
function summaryLines(diff: MeshDiff): readonly string[] {
  const kinds = byKind(diff);
  if (kinds.length === 0) return [summaryOf(diff)];
  const shown = kinds.slice(0, 6).map(([kind, some]) => {
    const [first] = some;
    const more = some.length > 1 ? `, and ${some.length - 1} more` : '';
    return `- **${NAMES[kind]}**: ${escaped(`${namesText(first?.from ?? [])} -> ${first?.to}`)} ${code(first?.requests || 'all requests')}${more}`;
  });
  const others = kinds.length > 6 ? [`- and ${kinds.length - 6} other kinds of differences`] : [];
  return [summaryOf(diff), '', ...shown, ...others];
}

function summaryOf({ differences, open, objects }: MeshDiff): string {
  const changed = objects.gone + objects.new + objects.changed;
  const text = `${count(changed, 'object differs', 'objects differ')} (${objects.new} new, ${objects.changed} changed, ${objects.gone} gone)`;
  const unknown = open.length === 0 ? '' : `; ${count(open.length, 'question is', 'questions are')} open`;
  if (differences.length === 0) return `no request behaves differently${unknown}; ${text}`;
  return `${count(differences.length, 'difference', 'differences')} in the behaviour of requests${unknown}; ${text}`;
}

/** Callers by name, but not all of many. */
function namesText(names: readonly string[]): string {
  if (names.length <= MOST_NAMES) return names.join(', ');
  return `${names.slice(0, MOST_NAMES - 1).join(', ')} and ${names.length - MOST_NAMES + 1} more`;
}

const MOST_NAMES = 6;

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

function byKind({ differences }: MeshDiff): readonly (readonly [DifferenceKind, readonly MeshDifference[]])[] {
  const groups = new Map<DifferenceKind, MeshDifference[]>();
  for (const one of differences) groups.set(one.kind, [...(groups.get(one.kind) ?? []), one]);
  return [...groups];
}

function code(text: string): string {
  return `\`${text.replaceAll('`', "'").replaceAll('|', '\\|')}\``;
}

/** Text from manifests, which must not be read as Markdown. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|#]/g, sign => `\\${sign}`);
}
