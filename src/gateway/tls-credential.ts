import type { Construct } from 'constructs';
import { Mesh } from '../mesh/mesh';
import type { GatewayCaller } from '../mesh/references';
import { ConfigError } from '../values/config-error';
import { requireDnsSubdomain } from '../values/names';

/** Who issues a certificate. */
export interface CertificateIssuer {
  /** Name of the issuer. */
  readonly name: string;

  /**
   * `ClusterIssuer`, or `Issuer` in the namespace of the gateway's pods.
   *
   * @default "ClusterIssuer"
   */
  readonly kind?: 'ClusterIssuer' | 'Issuer' | undefined;
}

/** Properties of a certificate that cert-manager keeps. */
export interface CertManagerOptions {
  /** Who issues it. */
  readonly issuer: CertificateIssuer;

  /**
   * Name of the Secret, and of the Certificate.
   *
   * @default - the name of the gateway and the first host
   */
  readonly secretName?: string | undefined;
}

/**
 * The certificate and key that a gateway shows. The Secret always lies in the namespace of the gateway's pods, since
 * Istio reads it nowhere else.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/ingress/secure-ingress/
 *
 * @example
 * const credential = TlsCredential.certManager({ issuer: { name: 'letsencrypt' } });
 */
export class TlsCredential {
  /** A Secret that somebody else puts into the namespace of the gateway's pods. */
  public static existing(secretName: string): TlsCredential {
    return new TlsCredential(secretName, undefined);
  }

  /** A Certificate of cert-manager, defined in the namespace of the gateway's pods, for the hosts of the server. */
  public static certManager(props: CertManagerOptions): TlsCredential {
    return new TlsCredential(props.secretName, props.issuer);
  }

  private constructor(
    private readonly secretName: string | undefined,
    private readonly issuer: CertificateIssuer | undefined,
  ) {}

  /**
   * Defines what the credential needs and returns the name of its Secret.
   *
   * @throws ConfigError if a certificate is asked for the host `*`, which no issuer signs
   * @internal
   */
  public bind(by: Construct, gateway: Pick<GatewayCaller, 'name' | 'podNamespace'>, hosts: readonly string[]): string {
    const where = by.node.path;
    if (this.issuer !== undefined && hosts.includes('*')) {
      throw new ConfigError(`Cannot issue a certificate at ${where}: wanted named hosts, got "*"`);
    }
    const [first = ''] = hosts;
    const name = this.secretName ?? `${gateway.name}-${first.replace(/^\*\./, 'wildcard.').replaceAll('.', '-')}`;
    requireDnsSubdomain(name, 'name of a TLS Secret', where);
    if (this.issuer === undefined) return name;
    Mesh.of(by).defineObject(by, 'gateways', {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name, namespace: gateway.podNamespace.name },
      spec: {
        secretName: name,
        dnsNames: [...hosts],
        issuerRef: { group: 'cert-manager.io', kind: this.issuer.kind ?? 'ClusterIssuer', name: this.issuer.name },
      },
    });
    return name;
  }
}
