import { Construct } from 'constructs';
import { PeerAuthentication, type PeerAuthenticationSpec } from '../../imports/security.istio.io';
import { Mesh } from '../mesh/mesh';
import type { MeshNamespace } from '../mesh/mesh-namespace';
import type { MeshService } from '../mesh/mesh-service';
import { ConfigError } from '../values/config-error';
import { declareBy } from '../values/declared-by';

/**
 * What a server accepts: only mutual TLS (`STRICT`), also plaintext (`PERMISSIVE`), or only plaintext (`DISABLE`).
 *
 * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication-MutualTLS-Mode
 */
export type MutualTlsMode = 'STRICT' | 'PERMISSIVE' | 'DISABLE';

/** A service, or some of its ports, that does not follow the rule of its surroundings. */
export interface MutualTlsException {
  /** The service that accepts something else. */
  readonly service: MeshService;

  /**
   * The ports it concerns, by number or name.
   *
   * @default - every port of the service's pods
   */
  readonly ports?: readonly (number | string)[] | undefined;

  /** What is accepted instead. */
  readonly mode: MutualTlsMode;

  /** Why; kept on the object as an annotation. Must not be empty. */
  readonly reason: string;
}

/** Properties of `MutualTls`. */
export interface MutualTlsProps {
  /**
   * What servers accept.
   *
   * @default "STRICT"
   */
  readonly mode?: MutualTlsMode | undefined;

  /**
   * The namespace it holds for.
   *
   * @default - the whole mesh
   */
  readonly namespace?: MeshNamespace | undefined;

  /** Services that accept something else, each with its reason. */
  readonly exceptions?: readonly MutualTlsException[] | undefined;
}

/** The annotation that keeps the reason of an exception. */
export const REASON_ANNOTATION = 'cdk8s-istio/reason';

/**
 * Decides whether servers take plaintext, for the whole mesh or one namespace.
 *
 * Defines the PeerAuthentication `default` of that scope, and one per exception. Clients need no setting: Istio's
 * proxies use mutual TLS towards every server that has a data plane.
 *
 * Callers without a proxy, such as a load balancer that reaches pods directly, are cut off by `STRICT`.
 *
 * @see https://istio.io/latest/docs/tasks/security/authentication/mtls-migration/
 *
 * @example
 * new MutualTls(mesh, 'mtls', {
 *   exceptions: [{ service: legacy, ports: [9090], mode: 'PERMISSIVE', reason: 'scraped by a Prometheus outside the mesh' }],
 * });
 */
export class MutualTls extends Construct {
  public readonly mode: MutualTlsMode;

  public constructor(scope: Construct, id: string, props: MutualTlsProps = {}) {
    super(scope, id);
    const mesh = Mesh.of(this);
    this.mode = props.mode ?? 'STRICT';
    this.define(mesh, props.namespace?.name ?? mesh.rootNamespace, 'default', { mtls: { mode: this.mode } });
    for (const exception of props.exceptions ?? []) this.except(mesh, exception, props.namespace);
  }

  private except(mesh: Mesh, exception: MutualTlsException, namespace: MeshNamespace | undefined): void {
    const { service, mode, reason } = exception;
    const fail = (wanted: string): never => {
      throw new ConfigError(`Cannot except "${service.label}" from mutual TLS at ${this.node.path}: ${wanted}`);
    };
    if (reason.trim() === '') fail('wanted a reason, got none');
    if (namespace !== undefined && service.namespace !== namespace) {
      fail(`wanted a service of namespace "${namespace.name}", got one of "${service.namespace.name}"`);
    }
    if (mode === this.mode) fail(`wanted another mode than ${this.mode}, which holds already`);
    if (service.namespace.dataPlane.mode === 'ambient' && mode === 'DISABLE') {
      fail('wanted PERMISSIVE, since the ambient data plane never turns mutual TLS off, got DISABLE');
    }
    const spec: PeerAuthenticationSpec = {
      selector: { matchLabels: { ...service.selector } },
      ...(exception.ports === undefined
        ? { mtls: { mode } }
        : {
            portLevelMtls: Object.fromEntries(
              exception.ports.map(port => [String(service.port(port).targetPort), { mode }]),
            ),
          }),
    };
    this.define(mesh, service.namespace.name, `${service.name}-mtls`, spec, { [REASON_ANNOTATION]: reason });
  }

  private define(
    mesh: Mesh,
    namespace: string,
    name: string,
    spec: PeerAuthenticationSpec,
    annotations?: { [key: string]: string },
  ): void {
    const id = mesh.claimObject(this, 'PeerAuthentication', namespace, name);
    const object = new PeerAuthentication(mesh.chartFor(this, 'policies'), id, {
      metadata: { name, namespace, ...(annotations === undefined ? {} : { annotations }) },
      spec,
    });
    declareBy(object, this);
  }
}
