import { Construct } from 'constructs';
import { Mesh } from '../mesh/mesh';
import type { MeshService } from '../mesh/mesh-service';
import type { GatewayCaller, NamespaceRef } from '../mesh/references';
import { RouteDocument } from '../mesh/route-document';
import { PathMatch } from '../routing/string-match';
import type { DeclaredAccess } from '../tree/declared-access';
import { ConfigError } from '../values/config-error';
import { requireDnsLabel } from '../values/names';
import { accessOfExposures, type ExposedHost } from './declared-exposures';
import type { ExposedPathOptions } from './exposed-service';
import { exposedPort, strippedPath } from './exposed-service';
import { HostExposures } from './host-exposures';

/** Properties of `DelegatedPaths`. */
export interface DelegatedPathsProps {
  /** The namespace of the team that decides over the paths. */
  readonly namespace: NamespaceRef;

  /**
   * Name of the VirtualService there: a DNS label.
   *
   * @default - the id of the construct
   */
  readonly name?: string | undefined;

  /**
   * The beginning of all paths that the team may decide over.
   *
   * @default "/"
   */
  readonly prefix?: string | undefined;
}

/**
 * The part of a gateway's host that another team decides over.
 *
 * Defines a VirtualService without hosts in the namespace of that team; the gateway leaves requests under `prefix` to it
 * (`IngressGateway.delegate`). Paths outside of `prefix` are refused, since Istio would drop them without an error.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Delegate
 *
 * @example
 * const reviews = gateway.delegate('reviews', { host: 'shop.example.com', namespace: shop, prefix: '/reviews' });
 * reviews.expose(backend, { path: PathMatch.prefix('/reviews') });
 */
export class DelegatedPaths extends Construct {
  public readonly namespace: NamespaceRef;
  public readonly name: string;
  public readonly prefix: string;

  private readonly exposures: HostExposures;
  private readonly document: RouteDocument;

  /**
   * Called by `IngressGateway.delegate`.
   *
   * @internal
   */
  public constructor(
    private readonly gateway: GatewayCaller & Construct,
    private readonly host: string,
    id: string,
    props: DelegatedPathsProps,
  ) {
    super(gateway, id);
    this.namespace = props.namespace;
    this.name = requireDnsLabel(props.name ?? id, 'name of a VirtualService', this.node.path);
    this.prefix = props.prefix ?? '/';
    PathMatch.prefix(this.prefix);
    this.exposures = new HostExposures(host, this.node.path);
    this.document = new RouteDocument({
      mesh: Mesh.of(props.namespace),
      by: this,
      namespace: this.namespace.name,
      name: this.name,
      spec: () => ({ http: this.exposures.routes() }),
      injectsFaults: () => this.exposures.injectsFaults,
    });
    this.node.addValidation({ validate: () => [...this.exposures.conflicts()] });
  }

  /**
   * What is exposed under the paths, without what the gateway sends elsewhere before.
   *
   * @internal
   */
  public declaredAccess(exposed: ExposedHost, before: DeclaredAccess['except']): Iterable<DeclaredAccess> {
    return accessOfExposures(exposed, this.exposures, before);
  }

  /** Sends requests under some paths to a service of the team. */
  public expose(service: MeshService, props: ExposedPathOptions = {}): this {
    const path = props.path ?? PathMatch.prefix(this.prefix);
    const { exact, prefix, regex } = path.value;
    if ((exact ?? prefix)?.startsWith(this.prefix) !== true) {
      throw new ConfigError(
        `Cannot expose "${service.label}" under "${this.host}" at ${this.node.path}: wanted a path that begins with "${this.prefix}", got "${exact ?? prefix ?? regex}"`,
      );
    }
    const port = exposedPort(service, props.port, this.node.path);
    this.exposures.add({
      service,
      port,
      path,
      under: strippedPath(path, props.stripPrefix, this.node.path),
      version: props.version,
    });
    if (props.version !== undefined) service.routing.use(props.version);
    service.routing.addExposure({
      gateway: `${this.namespace.name}/${this.name}`,
      host: this.host,
      document: this.document,
      isWhole: () => false,
    });
    service.allowCaller(this, this.gateway, { ports: [port.port] });
    return this;
  }
}
