import { type EffectiveMesh, effectiveMeshOf } from '../istio/effective-mesh';
import { PolicyScopes } from '../istio/policies/policy-scope';
import type { Route } from '../istio/routes/route-list';
import type { VirtualHost, VirtualHostTable } from '../istio/routes/virtual-host';
import { unsupportedFields } from '../istio/unsupported-fields';
import { waypointOfService } from '../istio/waypoints';
import { buildModel } from '../model/mesh-model';
import { type ManifestText, parseWhatIsReadable } from '../model/parse-manifests';
import type { Resource } from '../model/resource';
import type { Workload } from '../model/workload';
import { strangers } from '../proof/parties';
import { type OutgoingRequest, simulateFrom, simulateIn } from '../simulation/simulate';
import type { Verdict } from '../simulation/verdict';
import type { ModelOptions, PageRequest } from './page-data';

/** An object of the manifests. */
export interface PageObject {
  /** `Kind namespace/name`. */
  readonly name: string;
  /** The text that holds it, by its position; absent where no manifest does. */
  readonly text?: number;
  /** Its first line in that text, counted from 1. */
  readonly line?: number;
}

/** How Istio interprets an object: a heading and what is to be said of it, line by line. */
export interface Fact {
  readonly about: string;
  readonly lines: readonly FactLine[];
}

/** A line, and the object that it speaks of. */
export interface FactLine {
  readonly text: string;
  readonly object?: string;
}

/** Answers in the browser what the library answers elsewhere. */
export class Engine {
  readonly #mesh: EffectiveMesh;
  readonly #texts: ReadonlyMap<string, number>;
  readonly #byName = new Map<string, Resource>();
  readonly #strangers = new Map<string, Workload>();

  public constructor(texts: readonly ManifestText[], options: ModelOptions) {
    this.#mesh = effectiveMeshOf(buildModel(parseWhatIsReadable(texts, { ignoreUnknown: true }).located, options));
    this.#texts = new Map(texts.map(({ name }, i) => [name, i]));
    for (const resource of this.#mesh.model.resources) {
      if (!resource.assumed && !this.#byName.has(String(resource))) this.#byName.set(String(resource), resource);
    }
    for (const { name, sender } of strangers(this.#mesh)) this.#strangers.set(name, sender.workload);
  }

  /** Who may be named as the caller of a request. */
  public get callers(): readonly string[] {
    const { workloads } = this.#mesh.model;
    return ['internet', ...workloads.all.map(nameOf).sort(), ...this.#strangers.keys()];
  }

  /** The addresses that requests may be sent to, as URLs. */
  public get addresses(): readonly string[] {
    return this.#mesh.services
      .flatMap(({ host, ports }) => ports.map(({ number }) => `http://${host}:${number}/`))
      .sort();
  }

  /**
   * What happens to a request, as data.
   *
   * @throws ConfigError if the request names a caller that there is not, or a URL that is none
   */
  public ask(request: PageRequest): Verdict {
    const workload = this.#strangers.get(request.from);
    const { from, gateway, ...outgoing } = request;
    const verdict =
      workload === undefined
        ? simulateIn(this.#mesh, request)
        : simulateFrom(
            this.#mesh,
            { sender: { workload, proxy: this.#mesh.proxyOf(workload) } },
            outgoing satisfies OutgoingRequest,
          );
    return JSON.parse(JSON.stringify(verdict)) as Verdict;
  }

  /** The objects of the manifests, in their order. */
  public get objects(): readonly PageObject[] {
    return [...this.#byName.values()].map(resource => {
      const { file, line } = resource.origin;
      const text = file === undefined ? undefined : this.#texts.get(file);
      return text === undefined || line === undefined
        ? { name: String(resource) }
        : { name: String(resource), text, line };
    });
  }

  /** The line of a field of an object, or of the nearest field around it. */
  public lineOf(object: string, field: string): number | undefined {
    return this.#byName.get(object)?.origin.lineOf?.(field);
  }

  /** How Istio interprets an object; empty where there is nothing to be said. */
  public about(object: string): readonly Fact[] {
    const resource = this.#byName.get(object);
    if (resource === undefined) return [];
    const mesh = this.#mesh;
    const workloads = mesh.model.workloads.all.filter(workload => workload.resource === resource);
    return [
      ...workloads.flatMap(workload => this.#aboutWorkload(workload)),
      ...this.#aboutService(resource),
      ...this.#aboutPolicy(resource),
      {
        about: 'not modelled',
        lines: unsupportedFields(resource, mesh.release).map(({ field, reason }) => ({ text: `${field}: ${reason}` })),
      },
    ].filter(({ lines }) => lines.length > 0);
  }

  #aboutWorkload(workload: Workload): readonly Fact[] {
    const mesh = this.#mesh;
    const { dataPlane } = workload;
    const proxied = dataPlane !== 'none';
    const { authentications, authorizations } = mesh.policiesOf(workload);
    const view = mesh.viewOf(mesh.proxyOf(workload));
    const ports = [...mesh.declaredPortsOf(workload).keys()].sort((a, b) => a - b);
    const accepted = ports.map(port => {
      const { mode, resource } = mesh.peerAuthentications.modeOf(workload, port);
      return { text: `port ${port}: ${mode}`, ...named(resource) };
    });
    return [
      { about: 'data plane', lines: [{ text: dataPlane }] },
      { about: 'identity', lines: proxied ? [{ text: mesh.principalOf(workload) }] : [] },
      { about: 'mutual TLS that it accepts', lines: proxied ? accepted : [] },
      { about: 'policies in force', lines: proxied ? [...authorizations, ...authentications].map(line) : [] },
      { about: 'services', lines: mesh.model.servicesOf(workload).map(({ resource }) => line(resource)) },
      {
        about: 'routes of its gateway',
        lines: [...view.gatewayPorts].flatMap(([port, { servers }]) =>
          servers.map(({ server }) => ({ text: `port ${port}: ${(server.hosts ?? []).join(', ')}` })),
        ),
      },
      { about: 'routes of its proxy', lines: dataPlane === 'sidecar' ? this.#routesOf(workload) : [] },
    ];
  }

  /** The hosts for which objects write routes, as the proxy of a client has them. */
  #routesOf(workload: Workload): readonly FactLine[] {
    const view = this.#mesh.viewOf(this.#mesh.proxyOf(workload));
    const ports = [...new Set(this.#mesh.services.flatMap(service => service.ports.map(({ number }) => number)))];
    return ports
      .sort((a, b) => a - b)
      .flatMap(port => hostsOf(view.virtualHosts(port)))
      .flatMap(({ name, routes }) =>
        routes.map(route => ({ text: `${name}: ${routeText(route)}`, object: String(route.virtualService.resource) })),
      );
  }

  #aboutService(resource: Resource): readonly Fact[] {
    const mesh = this.#mesh;
    const services = mesh.services.filter(service => service.resource === resource);
    return services.flatMap((service): readonly Fact[] => {
      const { host, ports } = service;
      const waypoint = waypointOfService(mesh, service);
      return [
        { about: 'host', lines: [{ text: host }] },
        { about: 'ports', lines: ports.map(({ number, protocol }) => ({ text: `${number} ${protocol}` })) },
        {
          about: 'pods',
          lines: mesh.model
            .workloadsOf(service.service)
            .map(one => ({ text: nameOf(one), object: String(one.resource) })),
        },
        { about: 'waypoint', lines: waypoint.state === 'used' ? [line(waypoint.waypoint.gateway)] : [] },
        { about: 'routes', lines: mesh.virtualServicesNaming(host).map(({ resource: by }) => line(by)) },
        { about: 'traffic policy', lines: mesh.destinationRules.naming(host).map(line) },
      ];
    });
  }

  #aboutPolicy(resource: Resource): readonly Fact[] {
    if (!POLICIES.has(resource.kind)) return [];
    const { workloads, services } = this.#mesh.once(PolicyScopes).of(resource);
    return [
      {
        about: 'in force at',
        lines: [
          ...workloads.map(one => ({ text: nameOf(one), object: String(one.resource) })),
          ...services.map(({ service }) => ({ text: service.host, object: String(service.resource) })),
        ],
      },
    ];
  }
}

const POLICIES: ReadonlySet<string> = new Set(['AuthorizationPolicy', 'RequestAuthentication', 'PeerAuthentication']);

function line(resource: Resource): FactLine {
  return { text: String(resource), object: String(resource) };
}

function named(resource: Resource | undefined): { readonly object?: string } {
  return resource === undefined ? {} : { object: String(resource) };
}

function hostsOf(table: VirtualHostTable): readonly VirtualHost[] {
  return table.names.flatMap(name => table.named(name) ?? []);
}

function nameOf({ namespace, name }: Workload): string {
  return `${namespace}/${name}`;
}

function routeText({ name, conditions, field }: Route): string {
  const when = conditions.length === 0 ? 'all requests' : `${conditions.length} conditions`;
  return `${name === '' ? field : name} (${when})`;
}
