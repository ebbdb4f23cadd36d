import type { MeshModel } from './mesh-model';
import type { Resource } from './resource';
import type { Container } from './shapes/kubernetes';
import type { Workload } from './workload';

/** An address that a pod is told to call, by its environment, its arguments, or a ConfigMap that it reads. */
export interface WorkloadCall {
  readonly workload: Workload;
  /** The host as it is written. */
  readonly written: string;
  /** The full name of the host. */
  readonly host: string;
  readonly port: number | undefined;
  /** Whether the text can be nothing but an address: a URL, or a host with its port. */
  readonly isAddress: boolean;
  /** The object whose text names it: the workload, or a ConfigMap that it reads. */
  readonly resource: Resource;
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
 * that it is a host. In files, which hold more than addresses, only URLs of Services count.
 */
export function callsOf(workload: Workload, model: MeshModel): readonly WorkloadCall[] {
  const known = model.once(newCalls);
  let calls = known.get(workload);
  if (calls === undefined) {
    calls = tellsNothing(workload) ? NO_CALLS : readCalls(workload, model);
    known.set(workload, calls);
  }
  return calls;
}

const NO_CALLS: readonly WorkloadCall[] = [];

/** Whether pods get neither settings nor files. */
function tellsNothing({ pod: { containers = [], initContainers = [], volumes } }: Workload): boolean {
  return volumes === undefined && containers.every(isBare) && initContainers.every(isBare);
}

function isBare({ env, envFrom, command, args }: Container): boolean {
  return env === undefined && envFrom === undefined && command === undefined && args === undefined;
}

function newCalls(): Map<Workload, readonly WorkloadCall[]> {
  return new Map();
}

function readCalls(workload: Workload, model: MeshModel): readonly WorkloadCall[] {
  const found: WorkloadCall[] = [];
  const seen = new Set<string>();
  for (const { resource, field, name, value, isFile } of textsOf(workload, model)) {
    for (const { written, port, isUrl } of hostsIn(name, value)) {
      // The pod itself is nobody that it calls.
      if (written === 'localhost') continue;
      const host = fullName(written, workload.namespace, model);
      if (isFile === true && (!isUrl || model.hosts.named(host).length === 0)) continue;
      const key = `${host}:${port}`;
      if (seen.has(key)) continue;
      seen.add(key);
      found.push({ workload, written, host, port, isAddress: isUrl || port !== undefined, resource, field });
    }
  }
  return found;
}

interface NamedText {
  readonly resource: Resource;
  readonly field: string;
  readonly name: string;
  readonly value: string;
  /** Whether it is a file of the pod. */
  readonly isFile?: boolean;
}

function textsOf(workload: Workload, model: MeshModel): readonly NamedText[] {
  const found: NamedText[] = [];
  const { pod, podPath, resource } = workload;
  const base = podPath === '' ? 'spec' : `${podPath}.spec`;
  for (const list of ['initContainers', 'containers'] as const) {
    for (const [i, container] of (pod[list] ?? []).entries()) {
      if (container.name === 'istio-proxy' || container.name === 'istio-init') continue;
      found.push(...inContainer(container, resource, `${base}.${list}[${i}]`));
      found.push(...inConfigMaps(container, workload, model));
    }
  }
  for (const { configMap } of pod.volumes ?? []) found.push(...inFiles(configMap?.name, workload, model));
  return found;
}

/** The lines of the files that a ConfigMap is mounted as, without comments. */
function inFiles(map: string | undefined, { namespace }: Workload, model: MeshModel): readonly NamedText[] {
  const found: NamedText[] = [];
  const resource = map === undefined ? undefined : model.find('ConfigMap', namespace, map);
  if (resource === undefined) return found;
  for (const [key, file] of Object.entries(resource.spec.data ?? {})) {
    const value = file.replace(/^[ \t]*(#|;|\/\/).*$/gm, '');
    found.push({ resource, field: `data["${key}"]`, name: '', value, isFile: true });
  }
  return found;
}

const WORDS = ['command', 'args'] as const;

function inContainer(container: Container, resource: Resource, path: string): readonly NamedText[] {
  const found: NamedText[] = [];
  for (const [i, { name: variable = '', value }] of (container.env ?? []).entries()) {
    if (value !== undefined)
      found.push({ resource, field: `${path}.env[${i}].value`, name: variable.toUpperCase(), value });
  }
  for (const key of WORDS) {
    for (const [i, word] of (container[key] ?? []).entries()) {
      for (const value of word.split(/[\s=,]/))
        found.push({ resource, field: `${path}.${key}[${i}]`, name: '', value });
    }
  }
  return found;
}

/** The values of ConfigMaps that become environment variables. */
function inConfigMaps(
  { env = [], envFrom = [] }: Container,
  { namespace }: Workload,
  model: MeshModel,
): readonly NamedText[] {
  const found: NamedText[] = [];
  for (const { name = '', valueFrom } of env) {
    const { name: map = '', key = '' } = valueFrom?.configMapKeyRef ?? {};
    const resource = map === '' ? undefined : model.find('ConfigMap', namespace, map);
    const value = resource?.spec.data?.[key];
    if (resource !== undefined && value !== undefined) {
      found.push({ resource, field: `data["${key}"]`, name: name.toUpperCase(), value });
    }
  }
  for (const { prefix = '', configMapRef } of envFrom) {
    const resource =
      configMapRef?.name === undefined ? undefined : model.find('ConfigMap', namespace, configMapRef.name);
    if (resource === undefined) continue;
    for (const [key, value] of Object.entries(resource.spec.data ?? {})) {
      found.push({ resource, field: `data["${key}"]`, name: `${prefix}${key}`.toUpperCase(), value });
    }
  }
  return found;
}

interface WrittenHost {
  readonly written: string;
  readonly port: number | undefined;
  readonly isUrl: boolean;
}

function hostsIn(name: string, value: string): readonly WrittenHost[] {
  const found: WrittenHost[] = [];
  let isUrl = false;
  // Found by hand, since values may be long and a pattern would look at them again from each letter.
  for (let at = value.indexOf('://'); at >= 0; at = value.indexOf('://', at + 3)) {
    if (at === 0 || !/[a-z0-9]/.test(value.charAt(at - 1))) continue;
    const [, written = '', port] = AUTHORITY.exec(value.slice(at + 3, at + 3 + 2 * LONGEST)) ?? [];
    if (written === '') continue;
    isUrl = true;
    found.push({ written: written.replace(/\.$/, ''), port: numberOf(port), isUrl });
  }
  if (isUrl) return found;
  for (const item of value.split(',')) {
    if (item.length > LONGEST) continue;
    const [, written = '', port] = HOST.exec(item.trim()) ?? [];
    if (written !== '' && /[a-z]/.test(written) && (port !== undefined || NAMES_A_HOST.test(name))) {
      found.push({ written, port: numberOf(port), isUrl });
    }
  }
  return found;
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
