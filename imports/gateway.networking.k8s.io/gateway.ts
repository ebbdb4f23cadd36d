// Generated from the CRDs of the Gateway API 1.7.0 (3bdaa60443b78d65) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { AllowedRoutes, ListenerTls, Selector } from './shared-types';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * Asks for a gateway with listeners on ports and hosts.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/
 */
export class Gateway extends VersionedObject {
  public static readonly kind = 'Gateway';
  public static readonly group = 'gateway.networking.k8s.io';
  public static readonly scope = 'Namespaced';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v1: '', v1beta1: '' };

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
  readonly spec: GatewaySpec;
}

/** `Gateway.spec.addresses[]` */
export interface GatewayAddress {
  /**
   * 1 to 253 characters.
   * @default 'IPAddress'
   */
  readonly type?: string | undefined;
  /** At most 253 characters. */
  readonly value?: string | undefined;
}

/** `Gateway.spec.allowedListeners` */
export interface GatewayAllowedListeners {
  readonly namespaces?: GatewayNamespaces | undefined;
}

/** `Gateway.spec.tls.backend` */
export interface GatewayBackend {
  readonly clientCertificateRef?: GatewayClientCertificateRef | undefined;
}

/** `Gateway.spec.tls.frontend.default.validation.caCertificateRefs[]` */
export interface GatewayCaCertificateRef {
  /** At most 253 characters. */
  readonly group: string;
  /** 1 to 63 characters. Matches `^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$`. */
  readonly kind: string;
  /** 1 to 253 characters. */
  readonly name: string;
  /** 1 to 63 characters. Matches `^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`. */
  readonly namespace?: string | undefined;
}

/** `Gateway.spec.tls.backend.clientCertificateRef` */
export interface GatewayClientCertificateRef {
  /**
   * At most 253 characters.
   * @default ''
   */
  readonly group?: string | undefined;
  /**
   * 1 to 63 characters. Matches `^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$`.
   * @default 'Secret'
   */
  readonly kind?: string | undefined;
  /** 1 to 253 characters. */
  readonly name: string;
  /** 1 to 63 characters. Matches `^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`. */
  readonly namespace?: string | undefined;
}

/** `Gateway.spec.tls.frontend.default` */
export interface GatewayDefault {
  readonly validation?: GatewayValidation | undefined;
}

/** `Gateway.spec.tls.frontend` */
export interface GatewayFrontend {
  readonly default: GatewayDefault;
  /** At most 64 items. Items differ in `port`. */
  readonly perPort?: readonly GatewayPerPort[] | undefined;
}

/** `Gateway.spec.infrastructure` */
export interface GatewayInfrastructure {
  /** At most 16 entries. */
  readonly annotations?: { readonly [key: string]: string } | undefined;
  /** At most 8 entries. */
  readonly labels?: { readonly [key: string]: string } | undefined;
  readonly parametersRef?: GatewayParametersRef | undefined;
}

/** `Gateway.spec.listeners[]` */
export interface GatewayListener {
  readonly allowedRoutes?: AllowedRoutes | undefined;
  /** 1 to 253 characters. */
  readonly hostname?: string | undefined;
  /** 1 to 253 characters. */
  readonly name: string;
  /** 1 to 65535. */
  readonly port: number;
  /** 1 to 255 characters. */
  readonly protocol: string;
  readonly tls?: ListenerTls | undefined;
}

/** `Gateway.spec.allowedListeners.namespaces` */
export interface GatewayNamespaces {
  /** @default 'None' */
  readonly from?: 'All' | 'Selector' | 'Same' | 'None' | undefined;
  readonly selector?: Selector | undefined;
}

/** `Gateway.spec.infrastructure.parametersRef` */
export interface GatewayParametersRef {
  /** At most 253 characters. */
  readonly group: string;
  /** 1 to 63 characters. Matches `^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$`. */
  readonly kind: string;
  /** 1 to 253 characters. */
  readonly name: string;
}

/** `Gateway.spec.tls.frontend.perPort[]` */
export interface GatewayPerPort {
  /** 1 to 65535. */
  readonly port: number;
  readonly tls: GatewayPerPortTls;
}

/** `Gateway.spec.tls.frontend.perPort[].tls` */
export interface GatewayPerPortTls {
  readonly validation?: GatewayValidation | undefined;
}

/** `Gateway.spec` */
export interface GatewaySpec {
  /** At most 16 items. */
  readonly addresses?: readonly GatewayAddress[] | undefined;
  readonly allowedListeners?: GatewayAllowedListeners | undefined;
  /** 1 to 253 characters. */
  readonly gatewayClassName: string;
  readonly infrastructure?: GatewayInfrastructure | undefined;
  /** 1 to 64 items. Items differ in `name`. */
  readonly listeners: readonly GatewayListener[];
  readonly tls?: GatewayTls | undefined;
}

/** `Gateway.spec.tls` */
export interface GatewayTls {
  readonly backend?: GatewayBackend | undefined;
  readonly frontend?: GatewayFrontend | undefined;
}

/** `Gateway.spec.tls.frontend.default.validation` */
export interface GatewayValidation {
  /** 1 to 16 items. */
  readonly caCertificateRefs: readonly GatewayCaCertificateRef[];
  /** @default 'AllowValidOnly' */
  readonly mode?: 'AllowValidOnly' | 'AllowInsecureFallback' | undefined;
}
