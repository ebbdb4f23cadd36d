import type { EffectiveMesh } from '../istio/effective-mesh';
import { isKind, type Resource } from '../model/resource';
import type { Workload } from '../model/workload';
import { addTo } from '../values/multimap';
import { byText } from '../values/order';
import { INTERNET, sharesOf, takersOf, type VerdictGroup, type VerdictMatrix } from './matrix';
import type { GraphEdge, GraphNode } from './page-data';

/** A box without its place. */
export type PlainNode = Omit<GraphNode, 'x' | 'y' | 'width' | 'height' | 'change'>;
/** An arrow without its way. */
export type PlainEdge = Omit<GraphEdge, 'points' | 'label' | 'change'>;

/** The mesh as boxes and arrows without places. */
export interface PlainGraph {
  readonly nodes: readonly PlainNode[];
  readonly edges: readonly PlainEdge[];
}

/** Stands for all callers, and for all callers with a proxy, where they may send the same. */
const ANYONE = 'anyone';
const ANYONE_IN_MESH = 'anyone in the mesh';

/** Draws who may send what to whom: one arrow for all that passes between two boxes. */
export function graphOf(mesh: EffectiveMesh, matrix: VerdictMatrix): PlainGraph {
  const drawing = new Drawing(mesh, matrix.callers);
  for (const { host, protocol, groups } of matrix.inside) {
    const target = host === undefined ? undefined : drawing.nodeOfHost(host);
    if (target === undefined) continue;
    for (const group of groups) {
      if (!group.allowed) continue;
      for (const caller of drawing.summed(group.from))
        drawing.connect(drawing.nodeOfCaller(caller), target, protocol, group);
    }
  }
  for (const { gateway, protocol, groups } of matrix.outside) {
    const door = drawing.nodeOfCaller(gateway);
    for (const group of groups) {
      if (!group.allowed) continue;
      drawing.connect(drawing.nodeOfCaller(INTERNET), door, protocol, { ...group, ending: 'from outside' });
      const inside = protocol === 'https' ? 'http' : protocol;
      for (const taker of takersOf(group.verdict)) {
        const node = drawing.nodeOfCaller(taker);
        if (node !== door) drawing.connect(door, node, inside, group);
      }
    }
  }
  return drawing.finish();
}

class Drawing {
  readonly #nodes = new Map<string, PlainNode & { readonly callers: string[] }>();
  readonly #edges = new Map<string, PlainEdge & { locked: boolean; readonly requests: string[] }>();
  readonly #byCaller = new Map<string, string>();
  readonly #byHost = new Map<string, string>();
  readonly #hosts = new Map<Resource, string[]>();
  readonly #proxied: ReadonlySet<string>;
  readonly #all: ReadonlySet<string>;

  public constructor(
    private readonly mesh: EffectiveMesh,
    callers: readonly string[],
  ) {
    const { workloads } = mesh.model;
    const plain = new Set(workloads.all.flatMap(one => (one.dataPlane === 'none' ? [nameOf(one)] : [])));
    this.#all = new Set(callers);
    this.#proxied = new Set(callers.filter(name => !plain.has(name) && name !== 'a pod without proxy'));
    for (const { resource, host } of mesh.services) addTo(this.#hosts, resource, host);
    for (const workload of workloads.all) this.#addWorkload(workload);
    for (const service of mesh.services) {
      if (service.host !== '*' && service.aliasOf === undefined && !this.#byHost.has(service.host))
        this.#addService(service.host);
    }
  }

  public nodeOfHost(host: string): string | undefined {
    const known = this.#byHost.get(host);
    if (known !== undefined) return known;
    // What is dialled of a wildcard host is a sample of it.
    const covering = this.mesh.services.find(
      service => service.host.startsWith('*.') && host.endsWith(service.host.slice(1)),
    );
    return covering === undefined ? undefined : this.#byHost.get(covering.host);
  }

  /** The box of a caller: of the service whose pods they are, or one of its own. */
  public nodeOfCaller(name: string): string {
    const known = this.#byCaller.get(name);
    if (known !== undefined) return known;
    const node = { id: name, kind: 'outside', label: name, namespace: '', notes: [], callers: [name] } as const;
    this.#nodes.set(name, { ...node, callers: [name] });
    this.#byCaller.set(name, name);
    return name;
  }

  /** All callers, or all with a proxy, as one. */
  public summed(from: readonly string[]): readonly string[] {
    const held = new Set(from);
    if (this.#all.size > 0 && [...this.#all].every(name => held.has(name))) return [ANYONE];
    if (this.#proxied.size < 3 || ![...this.#proxied].every(name => held.has(name))) return from;
    return [ANYONE_IN_MESH, ...from.filter(name => !this.#proxied.has(name))];
  }

  public connect(from: string, to: string, protocol: string, group: VerdictGroup): void {
    if (from === to) return;
    const key = JSON.stringify([from, to, protocol]);
    const locked = group.ending === 'mutual TLS';
    const requests = group.requests === '' ? 'all requests' : group.requests;
    const edge = this.#edges.get(key);
    if (edge === undefined) {
      this.#edges.set(key, { from, to, protocol, locked, requests: [requests], shares: sharesOf(group.verdict) });
      return;
    }
    edge.locked &&= locked;
    if (!edge.requests.includes(requests)) edge.requests.push(requests);
  }

  public finish(): PlainGraph {
    const used = new Set([...this.#edges.values()].flatMap(({ from, to }) => [from, to]));
    return {
      nodes: [...this.#nodes.values()]
        .filter(({ id, kind }) => kind !== 'external' || used.has(id))
        .sort(byText(({ id }) => id)),
      edges: [...this.#edges.values()].sort(byText(({ from, to, protocol }) => `${from} ${to} ${protocol}`)),
    };
  }

  #addWorkload(workload: Workload): void {
    const { mesh } = this;
    const name = nameOf(workload);
    const { type } = mesh.proxyOf(workload);
    const [service] = mesh.model.servicesOf(workload);
    const kind = type === 'gateway' || type === 'waypoint' ? type : service === undefined ? 'workload' : 'service';
    const id =
      kind === 'service' && service !== undefined ? `${service.namespace}/${service.resource.name}` : `${kind} ${name}`;
    const owner = kind === 'service' ? service?.resource : workload.resource;
    const version = workload.labels.version ?? workload.name;
    const node = this.#nodes.get(id) ?? {
      id,
      kind,
      label: kind === 'service' ? (service?.resource.name ?? workload.name) : workload.name,
      namespace: workload.namespace,
      notes: [],
      callers: [],
      object: String(owner),
    };
    const notes = kind === 'service' ? [...node.notes, version] : node.notes;
    this.#nodes.set(id, { ...node, notes, callers: [...node.callers, name] });
    this.#byCaller.set(name, id);
    for (const { resource } of mesh.model.servicesOf(workload)) {
      for (const host of this.#hosts.get(resource) ?? []) if (!this.#byHost.has(host)) this.#byHost.set(host, id);
    }
  }

  #addService(host: string): void {
    const service = this.mesh.servicesNamed(host)[0];
    if (service === undefined) return;
    const external = isKind(service.resource, 'ServiceEntry');
    const id = external ? `host ${host}` : `${service.namespace}/${service.resource.name}`;
    this.#byHost.set(host, id);
    if (this.#nodes.has(id)) return;
    this.#nodes.set(id, {
      id,
      kind: external ? 'external' : 'service',
      label: external ? host : service.resource.name,
      namespace: external ? '' : service.namespace,
      notes: external ? [] : ['no pods'],
      callers: [],
      object: String(service.resource),
    });
  }
}

function nameOf({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace}/${name}`;
}
