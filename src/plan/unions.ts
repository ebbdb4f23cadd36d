import { isKind, type Resource } from '../model/resource';
import { isMapping } from '../model/shape';
import type { Manifest } from '../values/manifest';
import { isSame } from './differences';

type Json = { readonly [key: string]: unknown };

/** An object that serves both those who use the old form and those who use the new one. */
export interface Union {
  /** Undefined if the new form has all that the old one had. */
  readonly manifest: Manifest | undefined;
  /** What of the old form it keeps, in words. */
  readonly kept: string;
  /** Whether it is the old form, because nothing is added to it. */
  readonly isAsBefore: boolean;
}

/** The union of an object with what it was; undefined for kinds, and changes, that have none. */
export function unionOf(before: Resource, after: Resource): Union | undefined {
  const kept: string[] = [];
  const spec = unionOfSpecs(before, after, kept);
  if (spec === undefined) return undefined;
  if (kept.length === 0) return { manifest: undefined, kept: '', isAsBefore: false };
  return {
    manifest: { ...after.manifest, spec },
    kept: `keeps ${[...new Set(kept)].join(', ')}`,
    isAsBefore: isSame(spec, before.manifest.spec) && isSame(before.labels, after.labels),
  };
}

function unionOfSpecs(before: Resource, after: Resource, kept: string[]): Json | undefined {
  const old = before.manifest.spec;
  const goal = after.manifest.spec;
  if (!isMapping(old) || !isMapping(goal)) return undefined;
  if (isKind(after, 'DestinationRule')) {
    return { ...goal, subsets: withOld(old.subsets, goal.subsets, byName, kept, name => `subset "${name}"`) };
  }
  if (isKind(after, 'Gateway')) return { ...goal, servers: unionOfServers(old.servers, goal.servers, kept) };
  if (isKind(after, 'KubernetesGateway')) {
    return { ...goal, listeners: withOld(old.listeners, goal.listeners, byName, kept, name => `listener "${name}"`) };
  }
  if (isKind(after, 'Service')) {
    const ports = renamed(listOf(old.ports), listOf(goal.ports), byServicePort);
    return { ...goal, ports: withOld(ports, goal.ports, byServicePort, kept, port => `port ${port}`) };
  }
  if (isKind(after, 'ServiceEntry')) {
    return {
      ...goal,
      hosts: withOld(old.hosts, goal.hosts, String, kept, host => `host "${host}"`),
      ports: withOld(
        renamed(listOf(old.ports), listOf(goal.ports), byNumber),
        goal.ports,
        byNumber,
        kept,
        port => `port ${port}`,
      ),
    };
  }
  if (isKind(after, 'Sidecar')) return unionOfEgress(old, goal, kept);
  if (isKind(after, 'NetworkPolicy')) return unionOfNetworkRules(old, goal, kept);
  return undefined;
}

type KeyOf = (item: unknown) => string;

const byName: KeyOf = item => (isMapping(item) ? String(item.name) : '');
const byNumber: KeyOf = item => (isMapping(item) ? String(item.number) : '');
const byServicePort: KeyOf = item =>
  isMapping(item) ? `${String(item.port)}${item.protocol === 'UDP' ? '/UDP' : ''}` : '';

/** The new list with the items of the old one that it does not have, except those whose name is taken. */
function withOld(
  old: unknown,
  goal: unknown,
  keyOf: KeyOf,
  kept: string[],
  label: (key: string) => string,
): readonly unknown[] {
  const result = [...listOf(goal)];
  const keys = new Set(result.map(keyOf));
  const names = new Set(result.map(byName).filter(name => name !== '' && name !== 'undefined'));
  for (const item of listOf(old)) {
    if (keys.has(keyOf(item)) || names.has(byName(item))) continue;
    kept.push(label(keyOf(item)));
    result.push(item);
  }
  return inOrderOf(old, result);
}

/**
 * Old ports of which the name goes to another number, with names of their own: those who use the number still find it.
 * What comes before the first hyphen says the protocol, and stays.
 */
function renamed(old: readonly unknown[], goal: readonly unknown[], keyOf: KeyOf): readonly unknown[] {
  const numbers = new Set(goal.map(keyOf));
  const names = new Set([...goal, ...old].map(byName));
  return old.map(port => {
    if (!isMapping(port) || numbers.has(keyOf(port))) return port;
    const heir = goal.find(one => byName(one) === byName(port));
    const name = `${byName(port)}-${keyOf(port).toLowerCase().replace('/', '-')}`;
    if (!isMapping(heir) || byName(port) === 'undefined' || names.has(name)) return port;
    const { nodePort, ...rest } = port;
    return nodePort === undefined || nodePort === heir.nodePort ? { ...rest, name } : { ...rest, nodePort, name };
  });
}

/** The old list itself, if nothing but the order differs, which means nothing here. */
function inOrderOf(old: unknown, result: readonly unknown[]): readonly unknown[] {
  const items = listOf(old);
  const isEqual = items.length === result.length && items.every(item => result.some(other => isSame(item, other)));
  return isEqual ? items : result;
}

/** Servers of one port and one TLS setting are told apart by their hosts, of which none goes yet. */
function unionOfServers(old: unknown, goal: unknown, kept: string[]): readonly unknown[] {
  const result: unknown[] = [...listOf(goal)];
  for (const server of listOf(old)) {
    if (!isMapping(server)) continue;
    const i = result.findIndex(other => isMapping(other) && isSame({ ...other, hosts: [] }, { ...server, hosts: [] }));
    const twin = result[i];
    if (isMapping(twin)) {
      result[i] = { ...twin, hosts: withOld(server.hosts, twin.hosts, String, kept, host => `host "${host}"`) };
    } else if (!result.some(other => portOf(other) === portOf(server))) {
      kept.push(`port ${portOf(server)}`);
      result.push(server);
    }
  }
  return inOrderOf(old, result);
}

function portOf(server: unknown): string {
  return isMapping(server) && isMapping(server.port) ? String(server.port.number) : '';
}

/** Only a Sidecar that imports hosts in one list, before and after, has a union. */
function unionOfEgress(old: Json, goal: Json, kept: string[]): Json | undefined {
  const [before, ...others] = listOf(old.egress);
  const [after, ...more] = listOf(goal.egress);
  if (others.length > 0 || more.length > 0 || !isMapping(before) || !isMapping(after)) return undefined;
  if (!isSame({ ...before, hosts: [] }, { ...after, hosts: [] })) return undefined;
  const label = (host: string) => `host "${host}"`;
  const hosts = withOld(listOf(before.hosts).filter(imports), sharedHosts(before, after, kept), String, kept, label);
  return { ...goal, egress: [{ ...after, hosts: hosts.length === 0 ? after.hosts : inOrderOf(before.hosts, hosts) }] };
}

/** Whether a host of a Sidecar adds to what it imports, rather than leaves something out. */
function imports(host: unknown): boolean {
  return !String(host).startsWith('~');
}

/** The new hosts without those that leave out what the old ones did not. */
function sharedHosts(before: Json, after: Json, kept: string[]): readonly unknown[] {
  const old = new Set(listOf(before.hosts));
  return listOf(after.hosts).filter(host => {
    const stays = imports(host) || old.has(host);
    if (!stays) kept.push(`hosts that "${host}" leaves out`);
    return stays;
  });
}

/** The rules of a NetworkPolicy are alternatives. */
function unionOfNetworkRules(old: Json, goal: Json, kept: string[]): Json | undefined {
  if (!isSame(old.podSelector, goal.podSelector) || !isSame(old.policyTypes, goal.policyTypes)) return undefined;
  const rules = (direction: 'ingress' | 'egress'): Json => {
    const after = listOf(goal[direction]);
    const lost = listOf(old[direction]).filter(rule => !after.some(other => isSame(rule, other)));
    if (lost.length > 0) kept.push(`${lost.length} ${direction} rule${lost.length === 1 ? '' : 's'}`);
    return goal[direction] === undefined && lost.length === 0 ? {} : { [direction]: [...after, ...lost] };
  };
  return { ...goal, ...rules('ingress'), ...rules('egress') };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
