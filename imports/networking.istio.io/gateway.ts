// Generated from the CRDs of Istio 1.32.0 (20fd39a2d5fcc159) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { ServerTLSSettings } from './shared-types';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * Opens ports, hosts and TLS settings on gateway proxies at the edge of the mesh.
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/
 */
export class Gateway extends VersionedObject {
  public static readonly kind = 'Gateway';
  public static readonly group = 'networking.istio.io';
  public static readonly scope = 'Namespaced';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v1: '1.22', v1beta1: '', v1alpha3: '' };

  public constructor(scope: Construct, id: string, props: GatewayProps) {
    super(scope, id, Gateway, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: GatewayProps, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(Gateway, props, istioVersion);
  }
}

export interface GatewayProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: GatewaySpec;
}

/** @see https://istio.io/latest/docs/reference/config/networking/gateway/#Gateway */
export interface GatewaySpec {
  readonly selector?: { readonly [key: string]: string } | undefined;
  readonly servers?: readonly Server[] | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/gateway/#Port */
export interface Port {
  readonly name: string;
  readonly number: number;
  readonly protocol: string;
  readonly targetPort?: number | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/gateway/#Server */
export interface Server {
  readonly bind?: string | undefined;
  readonly defaultEndpoint?: string | undefined;
  readonly hosts: readonly string[];
  readonly name?: string | undefined;
  readonly port: Port;
  readonly tls?: ServerTLSSettings | undefined;
}
