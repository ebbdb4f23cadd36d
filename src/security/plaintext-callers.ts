import { ApiObject } from 'cdk8s';
import type { Mesh } from '../mesh/mesh';
import { isMeshService } from '../mesh/mesh-service';
import type { MeshServiceRef, NamespaceRef } from '../mesh/references';
import type { ServicePort } from '../routing/refs';
import { declaringPathOf } from '../tree/declared-by';
import { hasNoProxy, namedHosts, type PlainObject, podTemplateOf } from './workload-objects';

/** Why a caller has no proxy that could speak mutual TLS for it. */
export type PlaintextCause = 'no-data-plane' | 'entry' | 'scrape' | 'workload' | 'declared';

/** Somebody who reaches a port of a service without mutual TLS. */
export interface PlaintextCaller {
  readonly cause: PlaintextCause;
  /** Who it is, such as `Service shop/web-public`. */
  readonly caller: string;
  readonly callee: MeshServiceRef;
  readonly port: ServicePort;
  /** What tells that it sends plaintext. */
  readonly because: string;
  /** Path of the construct that declares it. */
  readonly declaredBy: string;
}

/** A caller that the app does not know of, such as a Prometheus of another team. */
export interface DeclaredPlaintextCaller {
  /** How it is named in reports. */
  readonly caller: string;
  readonly service: MeshServiceRef;
  /**
   * The ports it uses, by number or name.
   *
   * @default - every port
   */
  readonly ports?: readonly (number | string)[] | undefined;
  /** Why it has no proxy. */
  readonly because: string;
}

/**
 * Everybody in the app who would still send plaintext to a service with a data plane: declared callers without one,
 * load balancers and node ports that lead straight to pods, monitors that scrape ports of the app, and workloads
 * without a proxy whose settings name the service.
 */
export function plaintextCallers(
  mesh: Mesh,
  declared: readonly DeclaredPlaintextCaller[] = [],
): readonly PlaintextCaller[] {
  const callees = new Callees(mesh);
  const objects = mesh.node.root.node.findAll().filter(found => ApiObject.isApiObject(found));
  const relevant = objects
    .filter(({ kind }) => KINDS.has(kind))
    .map(object => ({ json: object.toJson() as PlainObject, by: declaringPathOf(object) }));
  const found = [
    ...callsWithoutDataPlane(mesh),
    ...relevant.flatMap(({ json, by }) => callersOf(json, by, callees)),
    ...declared.flatMap(({ caller, service, ports, because }) =>
      (ports === undefined ? service.ports : ports.map(port => service.port(port))).map(
        (port): PlaintextCaller => ({ cause: 'declared', caller, callee: service, port, because, declaredBy: caller }),
      ),
    ),
  ];
  const unique = new Map(found.map(entry => [keyOf(entry), entry]));
  return [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}

/** The services that can be sent mutual TLS, found by namespace and by host. */
class Callees {
  public readonly all: readonly MeshServiceRef[];
  public readonly namespaces: ReadonlyMap<string, NamespaceRef>;
  private readonly byNamespace = new Map<string, MeshServiceRef[]>();
  private readonly byHost = new Map<string, MeshServiceRef>();

  public constructor(mesh: Mesh) {
    this.namespaces = new Map(mesh.namespaces.map(namespace => [namespace.name, namespace]));
    this.all = mesh.services.filter(service => service.namespace.dataPlane.mode !== 'none');
    for (const service of this.all) {
      const { name } = service.namespace;
      const around = this.byNamespace.get(name);
      if (around === undefined) this.byNamespace.set(name, [service]);
      else around.push(service);
      const qualified = `${service.name}.${name}`;
      for (const host of [qualified, `${qualified}.svc`, service.host]) this.byHost.set(host, service);
    }
  }

  public in(namespace: string | undefined): readonly MeshServiceRef[] {
    return this.byNamespace.get(namespace ?? 'default') ?? [];
  }

  /** The service that a host means in a namespace. */
  public named(host: string, namespace: string | undefined): MeshServiceRef | undefined {
    return this.byHost.get(host.includes('.') ? host : `${host}.${namespace ?? 'default'}`);
  }
}

const KINDS = new Set([
  'Service',
  'Ingress',
  'ServiceMonitor',
  'PodMonitor',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
  'Pod',
]);

function callsWithoutDataPlane(mesh: Mesh): PlaintextCaller[] {
  return mesh.calls.flatMap(({ caller, callee, ports, by }) => {
    if (!isMeshService(caller) || caller.namespace.dataPlane.mode !== 'none') return [];
    if (callee.namespace.dataPlane.mode === 'none') return [];
    const because = `its namespace "${caller.namespace.name}" has no data plane`;
    return ports.map(
      (port): PlaintextCaller => ({
        cause: 'no-data-plane',
        caller: caller.label,
        callee,
        port,
        because,
        declaredBy: by.node.path,
      }),
    );
  });
}

function callersOf(object: PlainObject, by: string, callees: Callees): PlaintextCaller[] {
  const name = `${object.kind} ${object.metadata.namespace ?? 'default'}/${object.metadata.name}`;
  const make = (cause: PlaintextCause, because: string) => (callee: MeshServiceRef) => (port: ServicePort) => ({
    cause,
    caller: name,
    callee,
    port,
    because,
    declaredBy: by,
  });
  switch (object.kind) {
    case 'Service':
      return entries(object, callees.in(object.metadata.namespace), make);
    case 'Ingress':
      return callees
        .in(object.metadata.namespace)
        .flatMap(callee =>
          ingressPorts(object, callee).map(
            make('entry', 'an ingress controller outside the mesh sends plaintext')(callee),
          ),
        );
    case 'ServiceMonitor':
    case 'PodMonitor':
      return callees.all.flatMap(callee =>
        scrapedPorts(object, callee).map(make('scrape', 'Prometheus scrapes a port of the app itself')(callee)),
      );
    default: {
      const { namespace = 'default' } = object.metadata;
      const workload = podTemplateOf(object);
      if (workload === undefined) return [];
      const because = hasNoProxy(workload, namespace, callees.namespaces.get(namespace));
      if (because === undefined) return [];
      return [...namedHosts(workload)].flatMap(host => {
        const callee = callees.named(host, object.metadata.namespace);
        return callee?.ports.map(make('workload', `${because}, and its settings name the service`)(callee)) ?? [];
      });
    }
  }
}

type Make = (
  cause: PlaintextCause,
  because: string,
) => (callee: MeshServiceRef) => (port: ServicePort) => PlaintextCaller;

function entries(object: PlainObject, callees: readonly MeshServiceRef[], make: Make): PlaintextCaller[] {
  const { type, selector, ports } = object.spec ?? {};
  if (type !== 'LoadBalancer' && type !== 'NodePort') return [];
  const because = `type ${type} lets clients from outside reach the pods past every gateway`;
  return callees
    .filter(callee => selects(selector, callee))
    .flatMap(callee => {
      const targets = new Set(asList(ports).map(port => asRecord(port).targetPort ?? asRecord(port).port));
      return callee.ports
        .filter(port => targets.has(port.targetPort) || targets.has(port.name))
        .map(make('entry', because)(callee));
    });
}

function ingressPorts(object: PlainObject, callee: MeshServiceRef): readonly ServicePort[] {
  const text = JSON.stringify(object.spec ?? {});
  if (!text.includes(`"name":"${callee.name}"`)) return [];
  return callee.ports.filter(
    port => text.includes(`"port":{"number":${port.port}}`) || text.includes(`"port":{"name":"${port.name}"}`),
  );
}

/** Ports of the app that a monitor scrapes; those of the proxy are not part of mutual TLS. */
function scrapedPorts(object: PlainObject, callee: MeshServiceRef): readonly ServicePort[] {
  const spec = object.spec ?? {};
  const namespaces = asRecord(spec.namespaceSelector);
  const inReach =
    namespaces.any === true ||
    asList(namespaces.matchNames).includes(callee.namespace.name) ||
    (namespaces.matchNames === undefined && object.metadata.namespace === callee.namespace.name);
  if (!inReach || asRecord(spec.selector).matchExpressions !== undefined) return [];
  if (!selects(asRecord(spec.selector).matchLabels, callee)) return [];
  const endpoints = asList(object.kind === 'PodMonitor' ? spec.podMetricsEndpoints : spec.endpoints).map(asRecord);
  return callee.ports.filter(port =>
    endpoints.some(
      ({ port: named, targetPort, portNumber, scheme }) =>
        scheme !== 'https' &&
        [named, targetPort, portNumber].some(value => value === port.name || value === port.targetPort),
    ),
  );
}

/** Whether pods of the service carry all labels; one version is enough. */
function selects(selector: unknown, callee: MeshServiceRef): boolean {
  const wanted = Object.entries(asRecord(selector));
  const pods = [callee.selector, ...callee.versions.map(version => ({ ...callee.selector, ...version.labels }))];
  return wanted.length > 0 && pods.some(labels => wanted.every(([key, value]) => labels[key] === value));
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function keyOf({ callee, port, caller, cause }: PlaintextCaller): string {
  return `${callee.label} ${String(port.port).padStart(5)} ${caller} ${cause}`;
}
