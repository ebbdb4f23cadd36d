import type { MeshModel } from './mesh-model';
import type { Container } from './shapes/kubernetes';
import type { Workload } from './workload';

/** An address that a pod is told to call, by its environment or its arguments. */
export interface WorkloadCall {
  readonly workload: Workload;
  /** The host as it is written. */
  readonly written: string;
  /** The full name of the host. */
  readonly host: string;
  readonly port: number | undefined;
  /** Field path of the text that names it. */
  readonly field: string;
}

/** The longest name of a host, with a port behind it. */
const LONGEST = 260;
const AUTHORITY = /^(?:[^\s/@]{0,200}@)?([a-zA-Z0-9][a-zA-Z0-9.-]*)(?::(\d{1,5}))?/;
const HOST = /^([a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*)(?::(\d{1,5}))?$/;
const NAMES_A_HOST = /(?:HOST|HOSTNAME|ADDR|ADDRESS|ENDPOINT|SERVER|UPSTREAM)$/;

/**
 * The addresses that the pods of a workload are told to call: in URLs, as `host:port`, or in a variable whose name says
 * that it is a host.
 */
export function callsOf(workload: Workload, model: MeshModel): readonly WorkloadCall[] {
  const known = model.once(newCalls);
  let calls = known.get(workload);
  if (calls === undefined) {
    calls = [...readCalls(workload, model)];
    known.set(workload, calls);
  }
  return calls;
}

function newCalls(): Map<Workload, readonly WorkloadCall[]> {
  return new Map();
}

function* readCalls(workload: Workload, model: MeshModel): Iterable<WorkloadCall> {
  const seen = new Set<string>();
  for (const { field, name, value } of textsOf(workload)) {
    for (const { written, port } of hostsIn(name, value)) {
      const host = fullName(written, workload.namespace, model);
      const key = `${host}:${port}`;
      if (seen.has(key)) continue;
      seen.add(key);
      yield { workload, written, host, port, field };
    }
  }
}

interface NamedText {
  readonly field: string;
  readonly name: string;
  readonly value: string;
}

function* textsOf({ pod, podPath }: Workload): Iterable<NamedText> {
  const base = podPath === '' ? 'spec' : `${podPath}.spec`;
  for (const list of ['initContainers', 'containers'] as const) {
    for (const [i, container] of (pod[list] ?? []).entries()) yield* inContainer(container, `${base}.${list}[${i}]`);
  }
}

function* inContainer({ name, env = [], args = [], command = [] }: Container, path: string): Iterable<NamedText> {
  if (name === 'istio-proxy' || name === 'istio-init') return;
  for (const [i, { name: variable = '', value }] of env.entries()) {
    if (value !== undefined) yield { field: `${path}.env[${i}].value`, name: variable.toUpperCase(), value };
  }
  for (const [key, words] of Object.entries({ command, args })) {
    for (const [i, word] of words.entries()) {
      for (const value of word.split(/[\s=,]/)) yield { field: `${path}.${key}[${i}]`, name: '', value };
    }
  }
}

function* hostsIn(
  name: string,
  value: string,
): Iterable<{ readonly written: string; readonly port: number | undefined }> {
  let isUrl = false;
  // Found by hand, since values may be long and a pattern would look at them again from each letter.
  for (let at = value.indexOf('://'); at >= 0; at = value.indexOf('://', at + 3)) {
    if (at === 0 || !/[a-z0-9]/.test(value.charAt(at - 1))) continue;
    const [, written = '', port] = AUTHORITY.exec(value.slice(at + 3, at + 3 + 2 * LONGEST)) ?? [];
    if (written === '') continue;
    isUrl = true;
    yield { written: written.replace(/\.$/, ''), port: numberOf(port) };
  }
  if (isUrl) return;
  for (const item of value.split(',')) {
    if (item.length > LONGEST) continue;
    const [, written = '', port] = HOST.exec(item.trim()) ?? [];
    if (written !== '' && /[a-z]/.test(written) && (port !== undefined || NAMES_A_HOST.test(name))) {
      yield { written, port: numberOf(port) };
    }
  }
}

function numberOf(port: string | undefined): number | undefined {
  return port === undefined ? undefined : Number(port);
}

/** A pod completes `name`, `name.namespace` and `name.namespace.svc` by the search list of its DNS. */
function fullName(written: string, namespace: string, model: MeshModel): string {
  const [name = '', owner, svc, ...rest] = written.split('.');
  if (rest.length > 0 || (svc !== undefined && svc !== 'svc')) return written;
  const full = model.fullHost(name, owner ?? namespace);
  return owner === undefined || svc === 'svc' || model.hosts.named(full).length > 0 ? full : written;
}
