// Generated from the CRDs of the Prometheus operator 0.93.0 (49a6319eb3fe06ee) by `npm run import`; do not edit.

/** `PodMonitor.spec.attachMetadata` */
export interface AttachMetadata {
  readonly node?: boolean | undefined;
}

/** `ServiceMonitor.spec.endpoints[].authorization` */
export interface Authorization {
  readonly credentials?: Credentials | undefined;
  readonly type?: string | undefined;
}

/** `ServiceMonitor.spec.endpoints[].basicAuth` */
export interface BasicAuth {
  readonly password?: Password | undefined;
  readonly username?: Username | undefined;
}

/** `ServiceMonitor.spec.endpoints[].bearerTokenSecret` */
export interface BearerTokenSecret {
  readonly key: string;
  /** @default '' */
  readonly name?: string | undefined;
  readonly optional?: boolean | undefined;
}

/** `ServiceMonitor.spec.endpoints[].tlsConfig.ca` */
export interface Ca {
  readonly configMap?: ConfigMap | undefined;
  readonly secret?: Secret | undefined;
}

/** `ServiceMonitor.spec.endpoints[].tlsConfig.cert` */
export interface Cert {
  readonly configMap?: ConfigMap | undefined;
  readonly secret?: Secret | undefined;
}

/** `ServiceMonitor.spec.endpoints[].oauth2.clientId` */
export interface ClientId {
  readonly configMap?: ConfigMap | undefined;
  readonly secret?: Secret | undefined;
}

/** `ServiceMonitor.spec.endpoints[].oauth2.clientSecret` */
export interface ClientSecret {
  readonly key: string;
  /** @default '' */
  readonly name?: string | undefined;
  readonly optional?: boolean | undefined;
}

/** `ServiceMonitor.spec.endpoints[].tlsConfig.ca.configMap` */
export interface ConfigMap {
  readonly key: string;
  /** @default '' */
  readonly name?: string | undefined;
  readonly optional?: boolean | undefined;
}

/** `ServiceMonitor.spec.endpoints[].authorization.credentials` */
export interface Credentials {
  readonly key: string;
  /** @default '' */
  readonly name?: string | undefined;
  readonly optional?: boolean | undefined;
}

/** `ServiceMonitor.spec.endpoints[].tlsConfig.keySecret` */
export interface KeySecret {
  readonly key: string;
  /** @default '' */
  readonly name?: string | undefined;
  readonly optional?: boolean | undefined;
}

/** `PodMonitor.spec.selector.matchExpressions[]` */
export interface MatchExpression {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[] | undefined;
}

/** `ServiceMonitor.spec.endpoints[].metricRelabelings[]` */
export interface MetricRelabeling {
  /** @default 'replace' */
  readonly action?: 'replace' | 'Replace' | 'keep' | 'Keep' | 'drop' | 'Drop' | 'hashmod' | 'HashMod' | 'labelmap' | 'LabelMap' | 'labeldrop' | 'LabelDrop' | 'labelkeep' | 'LabelKeep' | 'lowercase' | 'Lowercase' | 'uppercase' | 'Uppercase' | 'keepequal' | 'KeepEqual' | 'dropequal' | 'DropEqual' | undefined;
  /** At least 0. */
  readonly modulus?: number | undefined;
  readonly regex?: string | undefined;
  readonly replacement?: string | undefined;
  readonly separator?: string | undefined;
  readonly sourceLabels?: readonly string[] | undefined;
  readonly targetLabel?: string | undefined;
}

/** `PodMonitor.spec.namespaceSelector` */
export interface NamespaceSelector {
  readonly any?: boolean | undefined;
  readonly matchNames?: readonly string[] | undefined;
}

/** `ServiceMonitor.spec.endpoints[].oauth2` */
export interface Oauth2 {
  readonly clientId: ClientId;
  readonly clientSecret: ClientSecret;
  readonly endpointParams?: { readonly [key: string]: string } | undefined;
  readonly noProxy?: string | undefined;
  readonly proxyConnectHeader?: { readonly [key: string]: readonly ProxyConnectHeader[] } | undefined;
  readonly proxyFromEnvironment?: boolean | undefined;
  /** Matches `^(http|https|socks5)://.+$`. */
  readonly proxyUrl?: string | undefined;
  readonly scopes?: readonly string[] | undefined;
  readonly tlsConfig?: TlsConfig | undefined;
  /** Matches `^(http|https)://.+$`. */
  readonly tokenUrl: string;
}

/** `ServiceMonitor.spec.endpoints[].basicAuth.password` */
export interface Password {
  readonly key: string;
  /** @default '' */
  readonly name?: string | undefined;
  readonly optional?: boolean | undefined;
}

/** `ServiceMonitor.spec.endpoints[].proxyConnectHeader{}[]` */
export interface ProxyConnectHeader {
  readonly key: string;
  /** @default '' */
  readonly name?: string | undefined;
  readonly optional?: boolean | undefined;
}

/** `ServiceMonitor.spec.endpoints[].relabelings[]` */
export interface Relabeling {
  /** @default 'replace' */
  readonly action?: 'replace' | 'Replace' | 'keep' | 'Keep' | 'drop' | 'Drop' | 'hashmod' | 'HashMod' | 'labelmap' | 'LabelMap' | 'labeldrop' | 'LabelDrop' | 'labelkeep' | 'LabelKeep' | 'lowercase' | 'Lowercase' | 'uppercase' | 'Uppercase' | 'keepequal' | 'KeepEqual' | 'dropequal' | 'DropEqual' | undefined;
  /** At least 0. */
  readonly modulus?: number | undefined;
  readonly regex?: string | undefined;
  readonly replacement?: string | undefined;
  readonly separator?: string | undefined;
  readonly sourceLabels?: readonly string[] | undefined;
  readonly targetLabel?: string | undefined;
}

/** `ServiceMonitor.spec.endpoints[].tlsConfig.ca.secret` */
export interface Secret {
  readonly key: string;
  /** @default '' */
  readonly name?: string | undefined;
  readonly optional?: boolean | undefined;
}

/** `PodMonitor.spec.selector` */
export interface Selector {
  readonly matchExpressions?: readonly MatchExpression[] | undefined;
  readonly matchLabels?: { readonly [key: string]: string } | undefined;
}

/** `PodMonitor.spec.podMetricsEndpoints[].tlsConfig` */
export interface TlsConfig {
  readonly ca?: Ca | undefined;
  readonly cert?: Cert | undefined;
  readonly insecureSkipVerify?: boolean | undefined;
  readonly keySecret?: KeySecret | undefined;
  readonly maxVersion?: 'TLS10' | 'TLS11' | 'TLS12' | 'TLS13' | undefined;
  readonly minVersion?: 'TLS10' | 'TLS11' | 'TLS12' | 'TLS13' | undefined;
  readonly serverName?: string | undefined;
}

/** `ServiceMonitor.spec.endpoints[].basicAuth.username` */
export interface Username {
  readonly key: string;
  /** @default '' */
  readonly name?: string | undefined;
  readonly optional?: boolean | undefined;
}
