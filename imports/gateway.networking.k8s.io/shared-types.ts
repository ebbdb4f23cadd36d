// Generated from the CRDs of the Gateway API 1.7.0 (3bdaa60443b78d65) by `npm run import`; do not edit.

/** `GRPCRoute.spec.rules[].filters[].requestHeaderModifier.add[]` */
export interface Add {
  /** 1 to 256 characters. Matches `^[A-Za-z0-9!#$%&'*+\-.^_\x60|~]+$`. */
  readonly name: string;
  /** 1 to 4096 characters. */
  readonly value: string;
}

/** `Gateway.spec.listeners[].allowedRoutes` */
export interface AllowedRoutes {
  /** At most 8 items. */
  readonly kinds?: readonly RouteKind[] | undefined;
  readonly namespaces?: RouteNamespaces | undefined;
}

/** `GRPCRoute.spec.rules[].filters[].requestMirror.backendRef` */
export interface BackendRef {
  /**
   * At most 253 characters.
   * @default ''
   */
  readonly group?: string | undefined;
  /**
   * 1 to 63 characters. Matches `^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$`.
   * @default 'Service'
   */
  readonly kind?: string | undefined;
  /** 1 to 253 characters. */
  readonly name: string;
  /** 1 to 63 characters. Matches `^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`. */
  readonly namespace?: string | undefined;
  /** 1 to 65535. */
  readonly port?: number | undefined;
}

/** `Gateway.spec.listeners[].tls.certificateRefs[]` */
export interface CertificateRef {
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

/** `GRPCRoute.spec.rules[].filters[].extensionRef` */
export interface ExtensionRef {
  /** At most 253 characters. */
  readonly group: string;
  /** 1 to 63 characters. Matches `^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$`. */
  readonly kind: string;
  /** 1 to 253 characters. */
  readonly name: string;
}

/** `GRPCRoute.spec.rules[].filters[].requestMirror.fraction` */
export interface Fraction {
  /**
   * At least 1.
   * @default 100
   */
  readonly denominator?: number | undefined;
  /** At least 0. */
  readonly numerator: number;
}

/** `GRPCRoute.spec.rules[].matches[].headers[]` */
export interface Header {
  /** 1 to 256 characters. Matches `^[A-Za-z0-9!#$%&'*+\-.^_\x60|~]+$`. */
  readonly name: string;
  /** @default 'Exact' */
  readonly type?: 'Exact' | 'RegularExpression' | undefined;
  /** 1 to 4096 characters. */
  readonly value: string;
}

/** `TCPRoute.spec.rules[].backendRefs[]` */
export interface L4BackendRef {
  /**
   * At most 253 characters.
   * @default ''
   */
  readonly group?: string | undefined;
  /**
   * 1 to 63 characters. Matches `^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$`.
   * @default 'Service'
   */
  readonly kind?: string | undefined;
  /** 1 to 253 characters. */
  readonly name: string;
  /** 1 to 63 characters. Matches `^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`. */
  readonly namespace?: string | undefined;
  /** 1 to 65535. */
  readonly port?: number | undefined;
  /**
   * 0 to 1000000.
   * @default 1
   */
  readonly weight?: number | undefined;
}

/** `TCPRoute.spec.rules[]` */
export interface L4RouteRule {
  /** 1 to 16 items. */
  readonly backendRefs: readonly L4BackendRef[];
  /** 1 to 253 characters. */
  readonly name?: string | undefined;
}

/** `Gateway.spec.listeners[].tls` */
export interface ListenerTls {
  /** At most 64 items. */
  readonly certificateRefs?: readonly CertificateRef[] | undefined;
  /** @default 'Terminate' */
  readonly mode?: 'Terminate' | 'Passthrough' | undefined;
  /** At most 16 entries. */
  readonly options?: { readonly [key: string]: string } | undefined;
}

/** `Gateway.spec.allowedListeners.namespaces.selector.matchExpressions[]` */
export interface MatchExpression {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[] | undefined;
}

/** `TCPRoute.spec.parentRefs[]` */
export interface ParentRef {
  /**
   * At most 253 characters.
   * @default 'gateway.networking.k8s.io'
   */
  readonly group?: string | undefined;
  /**
   * 1 to 63 characters. Matches `^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$`.
   * @default 'Gateway'
   */
  readonly kind?: string | undefined;
  /** 1 to 253 characters. */
  readonly name: string;
  /** 1 to 63 characters. Matches `^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`. */
  readonly namespace?: string | undefined;
  /** 1 to 65535. */
  readonly port?: number | undefined;
  /** 1 to 253 characters. */
  readonly sectionName?: string | undefined;
}

/** `GRPCRoute.spec.rules[].filters[].requestHeaderModifier` */
export interface RequestHeaderModifier {
  /** At most 16 items. Items differ in `name`. */
  readonly add?: readonly Add[] | undefined;
  /** At most 16 items. Items differ. */
  readonly remove?: readonly string[] | undefined;
  /** At most 16 items. Items differ in `name`. */
  readonly set?: readonly RequestHeaderModifierSet[] | undefined;
}

/** `GRPCRoute.spec.rules[].filters[].requestHeaderModifier.set[]` */
export interface RequestHeaderModifierSet {
  /** 1 to 256 characters. Matches `^[A-Za-z0-9!#$%&'*+\-.^_\x60|~]+$`. */
  readonly name: string;
  /** 1 to 4096 characters. */
  readonly value: string;
}

export interface RequestMirrorFields {
  readonly backendRef: BackendRef;
}

export interface RequestMirrorPercent {
  /** 0 to 100. */
  readonly percent?: number | undefined;
  readonly fraction?: undefined;
}

export interface RequestMirrorFraction {
  readonly percent?: undefined;
  readonly fraction?: Fraction | undefined;
}

/**
 * At most one of `percent` or `fraction`.
 * `GRPCRoute.spec.rules[].filters[].requestMirror`
 */
export type RequestMirror = RequestMirrorFields & (RequestMirrorPercent | RequestMirrorFraction);
export const RequestMirror = {
  percent: (percent: number, rest: RequestMirrorFields): RequestMirror => ({ ...rest, percent }),
  fraction: (fraction: Fraction, rest: RequestMirrorFields): RequestMirror => ({ ...rest, fraction }),
};

/** `GRPCRoute.spec.rules[].filters[].responseHeaderModifier` */
export interface ResponseHeaderModifier {
  /** At most 16 items. Items differ in `name`. */
  readonly add?: readonly Add[] | undefined;
  /** At most 16 items. Items differ. */
  readonly remove?: readonly string[] | undefined;
  /** At most 16 items. Items differ in `name`. */
  readonly set?: readonly RequestHeaderModifierSet[] | undefined;
}

/** `Gateway.spec.listeners[].allowedRoutes.kinds[]` */
export interface RouteKind {
  /**
   * At most 253 characters.
   * @default 'gateway.networking.k8s.io'
   */
  readonly group?: string | undefined;
  /** 1 to 63 characters. Matches `^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$`. */
  readonly kind: string;
}

/** `Gateway.spec.listeners[].allowedRoutes.namespaces` */
export interface RouteNamespaces {
  /** @default 'Same' */
  readonly from?: 'All' | 'Selector' | 'Same' | undefined;
  readonly selector?: Selector | undefined;
}

/** `Gateway.spec.allowedListeners.namespaces.selector` */
export interface Selector {
  readonly matchExpressions?: readonly MatchExpression[] | undefined;
  readonly matchLabels?: { readonly [key: string]: string } | undefined;
}
