// Generated from the CRDs of the Sail operator 1.30.3 (db75d8a343e99404) by `npm run import`; do not edit.

/** `Istio.spec.values.pilot.resources.claims[]` */
export interface Claim {
  readonly name: string;
  readonly request?: string | undefined;
}

/** `Istio.spec.values.global.defaultResources` */
export interface DefaultResources {
  /** Items differ in `name`. */
  readonly claims?: readonly Claim[] | undefined;
  readonly limits?: { readonly [key: string]: number | string } | undefined;
  readonly requests?: { readonly [key: string]: number | string } | undefined;
}

/** `Istio.spec.values.global.proxy.lifecycle.preStop.exec` */
export interface Exec {
  readonly command?: readonly string[] | undefined;
}

/** `Istio.spec.values.global.logging` */
export interface GlobalLogging {
  readonly level?: string | undefined;
}

/** `Istio.spec.values.global.proxy.lifecycle.preStop.httpGet` */
export interface HttpGet {
  readonly host?: string | undefined;
  readonly httpHeaders?: readonly HttpHeader[] | undefined;
  readonly path?: string | undefined;
  readonly port: number | string;
  readonly scheme?: string | undefined;
}

/** `Istio.spec.values.global.proxy.lifecycle.preStop.httpGet.httpHeaders[]` */
export interface HttpHeader {
  readonly name: string;
  readonly value: string;
}

/** `Istio.spec.values.meshConfig.discoverySelectors[].matchExpressions[]` */
export interface MatchExpression {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[] | undefined;
}

/** `Istio.spec.values.global.multiCluster` */
export interface MultiCluster {
  readonly clusterName?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly globalDomainSuffix?: string | undefined;
  readonly includeEnvoyFilter?: boolean | undefined;
}

/** `Istio.spec.values.pilot.resources` */
export interface Resources {
  /** Items differ in `name`. */
  readonly claims?: readonly Claim[] | undefined;
  readonly limits?: { readonly [key: string]: number | string } | undefined;
  readonly requests?: { readonly [key: string]: number | string } | undefined;
}

/** `Istio.spec.values.pilot.seccompProfile` */
export interface SeccompProfile {
  readonly localhostProfile?: string | undefined;
  readonly type: string;
}

/** `ZTunnel.spec.targetRef` */
export interface TargetRef {
  readonly kind: 'Istio' | 'IstioRevision';
  /** 1 to 253 characters. */
  readonly name: string;
}

/** `Istio.spec.values.global.proxy.lifecycle.preStop.tcpSocket` */
export interface TcpSocket {
  readonly host?: string | undefined;
  readonly port: number | string;
}

/** `Istio.spec.values.pilot.tolerations[]` */
export interface Toleration {
  readonly effect?: string | undefined;
  readonly key?: string | undefined;
  readonly operator?: string | undefined;
  readonly tolerationSeconds?: number | undefined;
  readonly value?: string | undefined;
}

/** `Istio.spec.values.global.tracer.datadog` */
export interface TracerDatadog {
  readonly address?: string | undefined;
}

/** `Istio.spec.values.global.tracer.lightstep` */
export interface TracerLightstep {
  readonly accessToken?: string | undefined;
  readonly address?: string | undefined;
}

/** `Istio.spec.values.global.tracer.stackdriver` */
export interface TracerStackdriver {
  readonly debug?: boolean | undefined;
  readonly maxNumberOfAnnotations?: number | undefined;
  readonly maxNumberOfAttributes?: number | undefined;
  readonly maxNumberOfMessageEvents?: number | undefined;
}

/** `Istio.spec.values.global.tracer.zipkin` */
export interface TracerZipkin {
  readonly address?: string | undefined;
}

/** `Istio.spec.values.pilot.volumeMounts[]` */
export interface VolumeMount {
  readonly mountPath: string;
  readonly mountPropagation?: string | undefined;
  readonly name: string;
  readonly readOnly?: boolean | undefined;
  readonly recursiveReadOnly?: string | undefined;
  readonly subPath?: string | undefined;
  readonly subPathExpr?: string | undefined;
}
