import { ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { Sidecar, type SidecarSpec } from '../../imports/networking.istio.io';
import { Mesh } from '../mesh/mesh';
import type { Caller, ExternalServiceRef, MeshServiceRef, NamespaceRef, PodCaller } from '../mesh/references';
import { declaredExtensionProviders } from '../tree/extension-provider';
import { onceWhileRendering } from '../tree/rendering';
import { ConfigError } from '../values/config-error';
import { isAtLeast } from '../values/istio-version';
import { byText } from '../values/order';

/** Properties of `SidecarScope`. */
export interface SidecarScopeProps {
  /**
   * The namespaces whose sidecars are narrowed.
   *
   * @default - every namespace with sidecars in which the mesh runs a service
   */
  readonly namespaces?: readonly NamespaceRef[] | undefined;

  /**
   * Hosts that every sidecar knows beside those its service calls, as `<namespace>/<host>` with `*` for any.
   *
   * @default - the Services of the root namespace: what is outside of the mesh is declared there too, and is its
   *   callers' alone
   */
  readonly always?: readonly string[] | undefined;

  /**
   * Hosts that no sidecar knows although `always` or its own namespace brings them, as `<namespace>/<host>`: such as one
   * namespace of all. Needs Istio 1.31. A declared call to such a host is found not to work.
   *
   * @default - none
   */
  readonly except?: readonly string[] | undefined;

  /**
   * What sidecars do with requests to hosts that they do not know.
   *
   * @default - what the Sidecar of the root namespace says, if the app defines it, else the mesh configuration
   */
  readonly outboundTrafficPolicy?: 'REGISTRY_ONLY' | 'ALLOW_ANY' | undefined;
}

/** How much smaller the configuration of one service's sidecars gets. */
export interface SidecarScopeSize {
  readonly service: string;
  /** Services that its sidecars know of. */
  readonly services: number;
  /** Services of the mesh. */
  readonly ofServices: number;
  /** Outbound clusters: one per port, and one more per version and port. */
  readonly clusters: number;
  /** Outbound clusters without the scope. */
  readonly ofClusters: number;
}

/**
 * Tells the sidecars of every service only about the services that it calls.
 *
 * Defines one Sidecar per service or workload with the hosts of its declared calls, of what the routes of those lead to, and of the
 * telemetry and authorization providers; and one per namespace (`default`) for pods that belong to no declared service,
 * which know their own namespace. A call that is not declared then meets a sidecar which does not know the host.
 *
 * Namespaces without sidecars are left alone: ztunnel needs no such list.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/
 *
 * @example
 * const scope = new SidecarScope(mesh, 'scope', { outboundTrafficPolicy: 'REGISTRY_ONLY' });
 */
export class SidecarScope extends Construct {
  private readonly mesh: Mesh;
  private readonly chosen: readonly NamespaceRef[] | undefined;
  private readonly always: readonly string[];
  private readonly except: readonly string[];
  private readonly mode: 'REGISTRY_ONLY' | 'ALLOW_ANY' | undefined;
  private readonly scopedNamespaces = new Set<NamespaceRef>();
  private readonly scopedPods = new Set<PodCaller>();
  private readonly externalOf = new Map<Caller, Set<ExternalServiceRef>>();

  public constructor(scope: Construct, id: string, props: SidecarScopeProps = {}) {
    super(scope, id);
    this.mesh = Mesh.of(this);
    this.chosen = props.namespaces;
    this.always = props.always ?? [`${this.mesh.rootNamespace}/*.svc.${this.mesh.clusterDomain}`];
    this.mode = props.outboundTrafficPolicy;
    this.except = props.except ?? [];
    if (this.except.length > 0 && !isAtLeast(this.mesh.istioVersion, '1.31')) {
      throw new ConfigError(
        `Cannot narrow sidecars at ${this.node.path}: wanted Istio 1.31 or newer for except, got ${this.mesh.istioVersion}`,
      );
    }
    for (const host of [...this.always, ...this.except]) {
      if (!/^(\.|\*|~|[a-z0-9]([-a-z0-9]*[a-z0-9])?)\/(\*|(\*\.)?[a-z0-9][-a-z0-9.]*)$/.test(host)) {
        throw new ConfigError(
          `Cannot narrow sidecars at ${this.node.path}: wanted hosts as <namespace>/<host> such as "istio-system/*", got "${host}"`,
        );
      }
    }
    for (const { name, dataPlane } of props.namespaces ?? []) {
      if (dataPlane.mode !== 'sidecar') {
        throw new ConfigError(
          `Cannot narrow sidecars at ${this.node.path}: wanted namespaces with sidecars, got "${name}" with data plane "${dataPlane.mode}"`,
        );
      }
    }
    this.mesh.listen({
      pods: pods => this.narrow(pods),
      externalCall: (caller, callee) => {
        this.externalOf.set(caller, (this.externalOf.get(caller) ?? new Set<ExternalServiceRef>()).add(callee));
      },
    });
  }

  /** What every narrowed service's sidecars know of, by service. */
  public get sizes(): readonly SidecarScopeSize[] {
    const { services } = this.mesh;
    const ofClusters = services.reduce((sum, service) => sum + clustersOf(service), 0);
    const wildcards = ['*', `*.svc.${this.mesh.clusterDomain}`];
    const knownEverywhere = services.filter(({ namespace }) =>
      wildcards.some(hosts => this.always.includes(`${namespace.name}/${hosts}`)),
    );
    return [...this.scopedPods].sort(byText(({ label }) => label)).map(service => {
      const hosts = new Set(this.hostsOf(service).map(host => host.slice(host.indexOf('/') + 1)));
      const known = new Set([...knownEverywhere, ...services.filter(({ host }) => hosts.has(host))]);
      return {
        service: service.label,
        services: known.size,
        ofServices: services.length,
        clusters: [...known].reduce((sum, callee) => sum + clustersOf(callee), 0),
        ofClusters,
      };
    });
  }

  private narrow(pods: PodCaller): void {
    const { namespace } = pods;
    if (namespace.dataPlane.mode !== 'sidecar') return;
    if (this.chosen === undefined ? pods.isExisting : !this.chosen.includes(namespace)) return;
    this.scopedPods.add(pods);
    if (!this.scopedNamespaces.has(namespace)) {
      this.scopedNamespaces.add(namespace);
      this.define(namespace, 'default', () => ({
        egress: [{ hosts: ['./*', ...this.shared(namespace), ...this.excluded()] }],
      }));
    }
    this.define(namespace, pods.name, () => ({
      workloadSelector: { labels: { ...pods.selector } },
      egress: [{ hosts: this.hostsOf(pods) }],
    }));
  }

  private hostsOf(pods: PodCaller): string[] {
    const hosts = new Set(this.shared(pods.namespace));
    for (const { callee } of this.mesh.callsFrom(pods)) {
      hosts.add(this.scoped(callee.host, pods.namespace));
      for (const host of callee.routedHosts) hosts.add(this.scoped(host, pods.namespace));
    }
    for (const external of this.externalOf.get(pods) ?? []) {
      for (const host of external.hosts) hosts.add(`${external.namespace.name}/${host}`);
      if (external.leavesFrom !== undefined) hosts.add(`${external.leavesFrom.name}/*`);
    }
    // Hosts that a wildcard brings anyway would be written twice.
    const isCovered = (host: string) => !host.endsWith('/*') && hosts.has(`${host.slice(0, host.indexOf('/'))}/*`);
    return [...[...hosts].filter(host => !isCovered(host)).sort(), ...this.excluded()];
  }

  private excluded(): string[] {
    return this.except.map(host => `~${host}`).sort();
  }

  private shared(namespace: NamespaceRef): string[] {
    const providers = declaredExtensionProviders(this).flatMap(({ target }) =>
      target === undefined ? [] : [this.scoped(target.host, namespace)],
    );
    return [...new Set([...this.always, ...providers])].sort();
  }

  private scoped(host: string, from: NamespaceRef): string {
    const [, namespace] = new RegExp(`^[^.]+\\.([^.]+)\\.svc\\.${this.mesh.clusterDomain}$`).exec(host) ?? [];
    if (namespace === undefined) return `*/${host}`;
    return namespace === from.name ? `./${host}` : `${namespace}/${host}`;
  }

  /** A Sidecar inherits nothing from that of the root namespace, which says what holds for the mesh. */
  private outboundPolicy(): Pick<SidecarSpec, 'outboundTrafficPolicy'> {
    if (this.mode !== undefined) return { outboundTrafficPolicy: { mode: this.mode } };
    const { spec } = (onceWhileRendering(this, () => this.rootSidecar()?.toJson()) ?? {}) as {
      readonly spec?: SidecarSpec;
    };
    return spec?.outboundTrafficPolicy === undefined ? {} : { outboundTrafficPolicy: spec.outboundTrafficPolicy };
  }

  /** The Sidecar of the app that holds wherever there is no other, whoever defines it in whichever chart. */
  private rootSidecar(): ApiObject | undefined {
    const isRoot = (found: IConstruct): found is ApiObject =>
      ApiObject.isApiObject(found) &&
      found.kind === 'Sidecar' &&
      found.apiGroup === 'networking.istio.io' &&
      found.metadata.namespace === this.mesh.rootNamespace;
    return this.node.root.node
      .findAll()
      .filter(isRoot)
      .find(sidecar => (sidecar.toJson() as { readonly spec?: SidecarSpec }).spec?.workloadSelector === undefined);
  }

  private define(namespace: NamespaceRef, name: string, spec: () => SidecarSpec): void {
    const whole = () => ({ ...spec(), ...this.outboundPolicy() });
    this.mesh.define(this, 'policies', Sidecar, { name, namespace: namespace.name }, whole);
  }
}

function clustersOf(service: MeshServiceRef): number {
  const subsets = service.versions.length > 1 ? service.versions.length : 0;
  return service.ports.length * (1 + subsets);
}
