import { byText } from '../values/order';
import type { Mesh } from './mesh';
import type { Call } from './references';

/** What one caller may do at one service. */
export interface AccessGrant {
  readonly caller: string;
  /** The identity that proves it. */
  readonly principal: string;
  readonly callee: string;
  /** Ports of the service, each with its protocol, such as `5000/http`. */
  readonly ports: readonly string[];
  /** Methods; absent for all. @default - all */
  readonly methods?: readonly string[];
  /** Paths, where `*` at the end stands for anything; absent for all. @default - all */
  readonly paths?: readonly string[];
  /** Path of the construct that declared it. */
  readonly declaredBy: string;
}

/** The grants of all declared calls, sorted by caller and callee. */
export function accessGrants(mesh: Mesh): readonly AccessGrant[] {
  const sortable = mesh.calls.map(toGrant).map(grant => [sortKey(grant), grant] as const);
  return sortable.sort(byText(([key]) => key)).map(([, grant]) => grant);
}

function toGrant(call: Call): AccessGrant {
  return {
    caller: call.caller.label,
    principal: call.caller.principal,
    callee: call.callee.label,
    ports: call.ports.map(port => `${port.port}/${port.protocol}`),
    ...(call.methods === undefined ? {} : { methods: [...call.methods].sort() }),
    ...(call.paths === undefined
      ? {}
      : { paths: call.paths.map(({ value }) => value.exact ?? `${value.prefix}*`).sort() }),
    declaredBy: call.by.node.path,
  };
}

/** Who may call whom, with one row per caller and one column per callee, or as a list where that is too wide. */
export function renderMatrix(grants: readonly AccessGrant[]): string {
  if (grants.length === 0) return 'No calls are declared.\n';
  const callers = [...new Set(grants.map(({ caller }) => caller))].sort();
  const callees = [...new Set(grants.map(({ callee }) => callee))].sort();
  const cells = new Map<string, Set<string>>();
  for (const grant of grants) {
    const key = `${grant.caller}\t${grant.callee}`;
    const found = cells.get(key);
    if (found === undefined) cells.set(key, new Set([describeGrant(grant)]));
    else found.add(describeGrant(grant));
  }
  const cell = (key: string) => [...(cells.get(key) ?? ['–'])].join('<br>');
  if (callees.length <= WIDEST) {
    return markdownTable(
      ['caller \\ callee', ...callees],
      callers.map(caller => [caller, ...callees.map(callee => cell(`${caller}\t${callee}`))]),
    );
  }
  const pairs = [...cells.keys()].sort();
  return markdownTable(
    ['caller', 'callee', 'may'],
    pairs.map(pair => [...pair.split('\t'), cell(pair)]),
  );
}

/** Columns that fit on a page. */
const WIDEST = 8;

/** A table in Markdown. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
  return line(head) + line(head.map(() => '---')) + rows.map(line).join('');
}

/** What may pass, in short: ports, methods and paths. */
export function describeGrant({ ports, methods, paths }: Pick<AccessGrant, 'ports' | 'methods' | 'paths'>): string {
  const quoted = (paths ?? []).map(path => `\`${path}\``);
  return [ports.join(', '), ...(methods === undefined ? [] : [methods.join(' ')]), ...quoted].join(' ');
}

function sortKey({ caller, callee, ports, methods, paths, declaredBy }: AccessGrant): string {
  return `${caller} ${callee} ${JSON.stringify([ports, methods, paths])} ${declaredBy}`;
}
