import type { Call } from '../mesh/call';
import type { Mesh } from '../mesh/mesh';
import type { MeshService } from '../mesh/mesh-service';
import { pathPattern } from './access-rule';

/** What one caller may do at one service. */
export interface AccessGrant {
  readonly caller: string;
  /** The identity that proves it. */
  readonly principal: string;
  readonly callee: string;
  /** Ports of the service, each with its protocol, such as `5000/http`. */
  readonly ports: readonly string[];
  /** Methods; absent for all. */
  readonly methods?: readonly string[];
  /** Paths, where `*` at the end stands for anything; absent for all. */
  readonly paths?: readonly string[];
  /** Path of the construct that declared it. */
  readonly declaredBy: string;
}

/** Services that share an identity, so that what is granted to one is granted to all of them. */
export interface SharedIdentity {
  readonly principal: string;
  readonly services: readonly string[];
  /** What some of them may do only because another one may. */
  readonly gained: readonly { readonly service: string; readonly grant: AccessGrant }[];
}

/** The grants of all declared calls, sorted by caller and callee. */
export function accessGrants(mesh: Mesh): readonly AccessGrant[] {
  return mesh.calls.map(toGrant).sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

/** The identities that several services run as. */
export function sharedIdentities(mesh: Mesh): readonly SharedIdentity[] {
  const byPrincipal = new Map<string, MeshService[]>();
  for (const service of mesh.services) {
    const found = byPrincipal.get(service.principal);
    if (found === undefined) byPrincipal.set(service.principal, [service]);
    else found.push(service);
  }
  const grants = new Map<string, AccessGrant[]>();
  for (const grant of accessGrants(mesh)) {
    const found = grants.get(grant.caller);
    if (found === undefined) grants.set(grant.caller, [grant]);
    else found.push(grant);
  }
  return [...byPrincipal]
    .filter(([, services]) => services.length > 1)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([principal, services]) => ({
      principal,
      services: services.map(service => service.label),
      gained: services.flatMap(service => gainedBy(service, services, grants)),
    }));
}

function gainedBy(
  service: MeshService,
  sharers: readonly MeshService[],
  grants: ReadonlyMap<string, readonly AccessGrant[]>,
): { service: string; grant: AccessGrant }[] {
  const own = new Set((grants.get(service.label) ?? []).map(scopeKey));
  const found = new Map<string, AccessGrant>();
  for (const sharer of sharers) {
    for (const grant of grants.get(sharer.label) ?? []) {
      if (!own.has(scopeKey(grant)) && grant.callee !== service.label) found.set(scopeKey(grant), grant);
    }
  }
  return [...found.values()].map(grant => ({ service: service.label, grant }));
}

function toGrant(call: Call): AccessGrant {
  const never = (): never => {
    throw new TypeError('paths of calls are exact or prefixes');
  };
  return {
    caller: call.caller.label,
    principal: call.caller.principal,
    callee: call.callee.label,
    ports: call.ports.map(port => `${port.port}/${port.protocol}`),
    ...(call.methods === undefined ? {} : { methods: [...call.methods].sort() }),
    ...(call.paths === undefined ? {} : { paths: call.paths.map(path => pathPattern(path, never)).sort() }),
    declaredBy: call.by.node.path,
  };
}

/** Who may call whom, printed with one row per caller and one column per callee, or as a list where that is too wide. */
export function renderMatrix(grants: readonly AccessGrant[]): string {
  if (grants.length === 0) return 'No calls are declared.\n';
  const callers = [...new Set(grants.map(({ caller }) => caller))].sort();
  const callees = [...new Set(grants.map(({ callee }) => callee))].sort();
  const cells = new Map<string, string[]>();
  for (const grant of grants) {
    const key = `${grant.caller} ${grant.callee}`;
    const found = cells.get(key);
    if (found === undefined) cells.set(key, [describeGrant(grant)]);
    else found.push(describeGrant(grant));
  }
  const cell = (caller: string, callee: string) => (cells.get(`${caller} ${callee}`) ?? ['–']).join('<br>');
  if (callees.length <= WIDEST) {
    return table(
      ['caller \\ callee', ...callees],
      callers.map(caller => [caller, ...callees.map(callee => cell(caller, callee))]),
    );
  }
  const rows = callers.flatMap(caller =>
    callees.filter(callee => cells.has(`${caller} ${callee}`)).map(callee => [caller, callee, cell(caller, callee)]),
  );
  return table(['caller', 'callee', 'may'], rows);
}

/** Columns that fit on a page. */
const WIDEST = 8;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
  return line(head) + line(head.map(() => '---')) + rows.map(line).join('');
}

function describeGrant({ ports, methods, paths }: AccessGrant): string {
  return [
    ports.join(', '),
    ...(methods === undefined ? [] : [methods.join(' ')]),
    ...(paths ?? []).map(path => `\`${path}\``),
  ].join(' ');
}

function scopeKey({ callee, ports, methods, paths }: AccessGrant): string {
  return JSON.stringify([callee, ports, methods, paths]);
}

function sortKey(grant: AccessGrant): string {
  return `${grant.caller} ${grant.callee} ${scopeKey(grant)} ${grant.declaredBy}`;
}
