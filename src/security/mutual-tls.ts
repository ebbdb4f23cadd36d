import { Construct } from 'constructs';
import { PeerAuthentication, type PeerAuthenticationSpec } from '../../imports/security.istio.io';
import { Mesh } from '../mesh/mesh';
import type { MeshServiceRef, NamespaceRef } from '../mesh/references';
import { assumeObjects } from '../tree/assumed-object';
import { manifestOf } from '../tree/versioned-object';
import { ConfigError, failing } from '../values/config-error';
import { groupedBy } from '../values/multimap';
import type { MutualTlsMode } from '../values/mutual-tls-mode';

/** A service, or some of its ports, that does not follow the rule of its surroundings. */
export interface MutualTlsException {
  /** The service that accepts something else. */
  readonly service: MeshServiceRef;

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
  readonly namespace?: NamespaceRef | undefined;

  /**
   * The service it holds for, instead of a namespace.
   *
   * @default - all services of the namespace or mesh
   */
  readonly service?: MeshServiceRef | undefined;

  /** Services, or ports of the service, that accept something else, each with its reason. @default - none */
  readonly exceptions?: readonly MutualTlsException[] | undefined;
}

/** The annotation that keeps the reason of an exception. */
export const REASON_ANNOTATION = 'cdk8s-istio/reason';

/**
 * Decides whether servers take plaintext, for the whole mesh, one namespace or one service.
 *
 * Defines the PeerAuthentication `default` of that scope (`<service>-mtls` for a service), and one per excepted
 * service. Clients need no setting: Istio's proxies use mutual TLS towards every server that has a data plane.
 *
 * Callers without a proxy, such as a load balancer that reaches pods directly, are cut off by `STRICT`; `MutualTlsMigration`
 * finds them.
 *
 * @see https://istio.io/latest/docs/tasks/security/authentication/mtls-migration/
 *
 * @example
 * new MutualTls(mesh, 'mtls', {
 *   exceptions: [{ service: legacy, ports: [9090], mode: 'PERMISSIVE', reason: 'scraped by a Prometheus outside the mesh' }],
 * });
 */
export class MutualTls extends Construct {
  /**
   * Declares what somebody else has set for the whole mesh: nothing is defined, but checks know it.
   *
   * @example
   * MutualTls.existing(mesh, 'STRICT');
   */
  public static existing(mesh: Mesh, mode: MutualTlsMode): void {
    const metadata = { name: 'default', namespace: mesh.rootNamespace };
    assumeObjects(mesh, () => [
      manifestOf(PeerAuthentication, { metadata, spec: { mtls: { mode } } }, mesh.istioVersion),
    ]);
  }

  public readonly mode: MutualTlsMode;
  private readonly mesh: Mesh;

  public constructor(scope: Construct, id: string, props: MutualTlsProps = {}) {
    super(scope, id);
    this.mesh = Mesh.of(this);
    this.mode = props.mode ?? 'STRICT';
    const exceptions = groupedBy(props.exceptions ?? [], ({ service }) => service);
    for (const exception of props.exceptions ?? []) this.check(exception, props);
    if (props.service === undefined) this.defineScope(props.namespace);
    else this.defineService(props.service, exceptions.get(props.service) ?? [], this.mode);
    for (const [service, own] of exceptions) {
      if (service !== props.service) this.defineService(service, own, undefined);
    }
  }

  private check(exception: MutualTlsException, props: MutualTlsProps): void {
    const { service, mode, reason } = exception;
    const fail = failing(`Cannot except "${service.label}" from mutual TLS`, this.node.path);
    if (reason.trim() === '') fail('wanted a reason, got none');
    if (props.namespace !== undefined && service.namespace !== props.namespace) {
      fail(`wanted a service of namespace "${props.namespace.name}", got one of "${service.namespace.name}"`);
    }
    if (props.service !== undefined && (service !== props.service || exception.ports === undefined)) {
      fail(`wanted ports of "${props.service.label}", to which alone this setting applies`);
    }
    if (mode === this.mode) fail(`wanted another mode than ${this.mode}, which already applies`);
    if (service.namespace.dataPlane.mode === 'ambient' && mode === 'DISABLE') {
      fail('wanted PERMISSIVE, since the ambient data plane never turns mutual TLS off, got DISABLE');
    }
    if (exception.ports?.length === 0) fail('wanted at least one port, or no list for all of them, got an empty list');
  }

  private defineScope(namespace: NamespaceRef | undefined): void {
    this.define(namespace?.name ?? this.mesh.rootNamespace, 'default', { mtls: { mode: this.mode } });
  }

  private defineService(
    service: MeshServiceRef,
    exceptions: readonly MutualTlsException[],
    mode: MutualTlsMode | undefined,
  ): void {
    let whole = mode;
    const byPort = new Map<number, MutualTlsMode>();
    const reasons: string[] = [];
    for (const exception of exceptions) {
      const ports = exception.ports?.map(port => service.port(port).targetPort);
      const clash =
        ports === undefined ? whole !== undefined && mode === undefined : ports.some(port => byPort.has(port));
      if (clash) {
        throw new ConfigError(
          `Cannot except "${service.label}" from mutual TLS at ${this.node.path}: wanted each port in one exception, got two for ${exception.ports?.join(', ') ?? 'the whole service'}`,
        );
      }
      if (ports === undefined) whole = exception.mode;
      for (const port of ports ?? []) byPort.set(port, exception.mode);
      reasons.push(ports === undefined ? exception.reason : `${exception.ports?.join(', ')}: ${exception.reason}`);
    }
    const ports = [...byPort].map(([port, own]) => [String(port), { mode: own }] as const);
    this.define(
      service.namespace.name,
      `${service.name}-mtls`,
      {
        selector: { matchLabels: { ...service.selector } },
        mtls: whole && { mode: whole },
        portLevelMtls: byPort.size === 0 ? undefined : Object.fromEntries(ports),
      },
      reasons.length === 0 ? {} : { [REASON_ANNOTATION]: reasons.join('; ') },
    );
  }

  private define(
    namespace: string,
    name: string,
    spec: PeerAuthenticationSpec,
    annotations: { [key: string]: string } = {},
  ): void {
    this.mesh.define(this, 'policies', PeerAuthentication, { name, namespace, annotations }, spec);
  }
}
