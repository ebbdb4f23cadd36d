import type { Mesh } from '../mesh/mesh';
import type { MeshServiceRef, NamespaceRef } from '../mesh/references';
import type { ServicePort } from '../routing/refs';

/**
 * What a server accepts: only mutual TLS (`STRICT`), also plaintext (`PERMISSIVE`), or only plaintext (`DISABLE`).
 *
 * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication-MutualTLS-Mode
 */
export type MutualTlsMode = 'STRICT' | 'PERMISSIVE' | 'DISABLE';

interface ServiceModes {
  whole: MutualTlsMode | undefined;
  readonly byPort: Map<number, MutualTlsMode>;
}

const MODES = new WeakMap<Mesh, MutualTlsModes>();

/** What the servers of a mesh accept, port by port, as all `MutualTls` of the app declare it. */
export class MutualTlsModes {
  /** The modes of `mesh`. */
  public static of(mesh: Mesh): MutualTlsModes {
    const found = MODES.get(mesh) ?? new MutualTlsModes();
    MODES.set(mesh, found);
    return found;
  }

  private mesh: MutualTlsMode | undefined;
  private readonly byNamespace = new Map<string, MutualTlsMode>();
  private readonly byService = new Map<MeshServiceRef, ServiceModes>();

  private constructor() {}

  public setMesh(mode: MutualTlsMode): void {
    this.mesh = mode;
  }

  public setNamespace(namespace: NamespaceRef, mode: MutualTlsMode): void {
    this.byNamespace.set(namespace.name, mode);
  }

  /** Sets the mode of a service, or of some of the ports of its pods. */
  public setService(service: MeshServiceRef, mode: MutualTlsMode, targetPorts?: readonly number[]): void {
    const modes = this.byService.get(service) ?? { whole: undefined, byPort: new Map<number, MutualTlsMode>() };
    this.byService.set(service, modes);
    if (targetPorts === undefined) modes.whole = mode;
    else for (const port of targetPorts) modes.byPort.set(port, mode);
  }

  /** What the pods of `service` accept on `port`: the narrowest setting wins; Istio's own default is PERMISSIVE. */
  public modeOf(service: MeshServiceRef, port?: ServicePort): MutualTlsMode {
    const own = this.byService.get(service);
    const ofPort = port === undefined ? undefined : own?.byPort.get(port.targetPort);
    return ofPort ?? own?.whole ?? this.modeAround(service.namespace);
  }

  /** What holds in a namespace where no service is excepted. */
  public modeAround(namespace: NamespaceRef): MutualTlsMode {
    return this.byNamespace.get(namespace.name) ?? this.mesh ?? 'PERMISSIVE';
  }
}
