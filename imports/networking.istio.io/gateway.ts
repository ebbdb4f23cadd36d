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
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
  /** What is asked for. */
  readonly spec: GatewaySpec;
}

/** @see https://istio.io/latest/docs/reference/config/networking/gateway/#Gateway */
export interface GatewaySpec {
  /** Labels of the gateway pods that serve it. They are looked for in all namespaces. */
  readonly selector?: { readonly [key: string]: string } | undefined;
  /** The ports, hosts and TLS settings that are opened. */
  readonly servers?: readonly Server[] | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/gateway/#Port */
export interface Port {
  /** Name of the port. */
  readonly name: string;
  /** Port on which clients connect. */
  readonly number: number;
  /** What is spoken: `HTTP`, `HTTPS`, `GRPC`, `HTTP2`, `MONGO`, `TCP` or `TLS`. */
  readonly protocol: string;
  /** Port of the pods; replaced by that of the Service. */
  readonly targetPort?: number | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/gateway/#Server */
export interface Server {
  /** Address or Unix socket on which the proxy listens. Default: all addresses. */
  readonly bind?: string | undefined;
  /** Istio does not read it at a Gateway. */
  readonly defaultEndpoint?: string | undefined;
  /** Hosts that are answered for; `<namespace>/<host>` takes routes of that namespace alone. */
  readonly hosts: readonly string[];
  /** A name for the server, unique in the Gateway, shown in statistics. */
  readonly name?: string | undefined;
  /** The port that is opened. */
  readonly port: Port;
  /** How TLS is ended or passed on, or that plaintext is redirected. */
  readonly tls?: ServerTLSSettings | undefined;
}
