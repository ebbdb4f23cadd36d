import { type EffectiveMesh, effectiveMeshOf } from '../istio/effective-mesh';
import { hostCovers } from '../model/host-name';
import { isHttp } from '../model/protocol';
import type { Workload } from '../model/workload';
import type { SimulationRequest } from '../simulation/request';
import { simulateIn } from '../simulation/simulate';
import type { Verdict } from '../simulation/verdict';
import { compareText } from '../values/order';
import { type MeshSource, meshOf } from './mesh-under-test';
import { type Probe, probesOf } from './probes';

/** What one caller may send to one port of a service. */
export interface MatrixEntry {
  /** `namespace/workload`, or `internet`. */
  readonly from: string;
  /** Host and port of the service, or a URL for callers from the internet. */
  readonly to: string;
  /** What was tried and gets through, such as `GET /health`. */
  readonly allowed: readonly string[];
  /** What was tried and does not get through, by how it ends, such as `denied (403)`. */
  readonly refused: { readonly [ending: string]: readonly string[] };
  /** Whether mutual TLS secures the last hop of what gets through; undefined if nothing does. */
  readonly mtls: boolean | undefined;
}

/**
 * Sends requests from every workload to every service, and from the internet to every host of a gateway.
 *
 * Tried are a plain GET and the methods and paths that the policies of the service name, so that the matrix shows not
 * only who may call whom, but what.
 */
export function matrixEntries(source: MeshSource): readonly MatrixEntry[] {
  const world = effectiveMeshOf(meshOf(source).model);
  const callers = callersOf(world);
  const services = world.services.filter(
    ({ external, service }) =>
      !external &&
      service.selector !== undefined &&
      !world.model.workloadsOf(service).some(one => isGateway(world, one)),
  );
  const entries: MatrixEntry[] = [];
  for (const caller of callers) {
    for (const { service } of services) {
      for (const port of service.ports) {
        if (port.protocol === 'udp') continue;
        const http = isHttp(port.protocol) || port.protocol === 'auto';
        const probes = http ? probesOf(world, service) : [{ method: 'GET', path: '' }];
        const scheme = http ? 'http' : port.protocol === 'tls' || port.protocol === 'https' ? 'tls' : 'tcp';
        const base = `${scheme}://${service.host}:${port.number}`;
        entries.push(
          entryOf(world, caller, `${service.host}:${port.number}`, probes, ({ method, path }) => ({
            from: caller,
            to: base + path,
            method,
          })),
        );
      }
    }
  }
  for (const url of urlsOf(world)) {
    entries.push(
      entryOf(world, 'internet', url, [{ method: 'GET', path: '/' }], ({ method, path }) => ({
        from: 'internet',
        to: url + path,
        method,
      })),
    );
  }
  return entries.sort((a, b) => compareText(a.to, b.to) || compareText(a.from, b.from));
}

/**
 * Who may call whom, over what, as text that stays the same while the behaviour does: the snapshot for a pull request.
 *
 * @example
 * expect(matrix('dist')).toMatchSnapshot();
 */
export function matrix(source: MeshSource): string {
  const lines: string[] = [];
  let last: string | undefined;
  for (const entry of matrixEntries(source)) {
    if (entry.to !== last) lines.push(...(last === undefined ? [] : ['']), entry.to);
    last = entry.to;
    lines.push(`  ${entry.from}: ${printed(entry)}`);
  }
  return lines.join('\n');
}

function printed({ allowed, refused, mtls }: MatrixEntry): string {
  const endings = Object.entries(refused);
  const how = mtls === undefined ? '' : mtls ? ' over mutual TLS' : ' without mutual TLS';
  if (endings.length === 0) return `allowed${how}`;
  const [only] = endings;
  if (allowed.length === 0 && endings.length === 1 && only !== undefined) return only[0];
  return [
    ...(allowed.length === 0 ? [] : [`allowed ${allowed.join(', ')}${how}`]),
    ...endings.map(([ending, requests]) => `${ending} ${requests.join(', ')}`),
  ].join('; ');
}

function entryOf(
  world: EffectiveMesh,
  from: string,
  to: string,
  probes: readonly Probe[],
  request: (probe: Probe) => SimulationRequest,
): MatrixEntry {
  const allowed: string[] = [];
  const refused: { [ending: string]: string[] } = {};
  const secured: boolean[] = [];
  for (const probe of probes) {
    const verdict = simulateIn(world, request(probe));
    const name = probe.path === '' ? 'connections' : `${probe.method} ${probe.path}`;
    if (isThrough(verdict)) {
      allowed.push(name);
      secured.push(...verdict.destinations.flatMap(({ targets }) => targets.map(({ mtls }) => mtls)));
    } else {
      const ending = endingOf(verdict);
      refused[ending] = [...(refused[ending] ?? []), name];
    }
  }
  return { from, to, allowed, refused, mtls: secured.length === 0 ? undefined : secured.every(Boolean) };
}

function isThrough({ outcome }: Verdict): boolean {
  return outcome === 'routed' || outcome === 'answered' || outcome === 'passed-through';
}

function endingOf({ outcome, status, location, unsupported }: Verdict): string {
  const [first] = unsupported;
  if (first !== undefined) return `unsupported (${first.resource} ${first.field})`;
  if (location !== undefined) return `redirected to ${location}`;
  return status === undefined ? outcome : `${outcome} (${status})`;
}

/** One caller for each workload; versions that cannot be told apart as clients count as one. */
function callersOf(world: EffectiveMesh): readonly string[] {
  const callers = new Map<string, string>();
  // The name of a Job changes with every release of what it runs.
  const all = world.model.workloads.all
    .filter(({ resource }) => resource.kind !== 'Job')
    .sort((a, b) => compareText(a.name, b.name));
  for (const workload of all) {
    const key = JSON.stringify([workload.namespace, workload.serviceAccount, workload.dataPlane, groupOf(workload)]);
    if (!callers.has(key)) callers.set(key, `${workload.namespace}/${workload.name}`);
  }
  return [...callers.values()].sort();
}

function isGateway(world: EffectiveMesh, workload: Workload): boolean {
  return world.proxyOf(workload).type !== 'sidecar';
}

/** Versions of one app call alike. */
function groupOf({ labels, name }: Workload): string {
  return labels['app.kubernetes.io/name'] ?? labels.app ?? name;
}

/** The URLs of all hosts that gateways serve by HTTP, without wildcards. */
function urlsOf(world: EffectiveMesh): readonly string[] {
  const urls = new Set<string>();
  for (const { resource, name: gateway, servers } of world.gatewayConfigs) {
    const routed = world.virtualServices.filter(({ gateways }) => gateways.has(`${resource.namespace}/${gateway}`));
    for (const { server } of servers) {
      const { port, hosts = [], tls } = server;
      const protocol = port?.protocol?.toUpperCase();
      if (protocol !== 'HTTP' && protocol !== 'HTTPS') continue;
      if (protocol === 'HTTPS' && (tls?.mode ?? 'PASSTHROUGH') === 'PASSTHROUGH') continue;
      const scheme = protocol === 'HTTP' ? 'http' : 'https';
      const number = port?.number ?? 0;
      const suffix = number === (scheme === 'http' ? 80 : 443) ? '' : `:${number}`;
      for (const host of hosts) {
        const name = host.slice(host.indexOf('/') + 1);
        // A wildcard leaves it to the routes which hosts there are.
        const names = name.includes('*')
          ? routed.flatMap(one => one.hosts.filter(own => hostCovers(name, own)))
          : [name];
        for (const one of names) if (!one.includes('*')) urls.add(`${scheme}://${one}${suffix}`);
      }
    }
  }
  return [...urls].sort();
}
