// Generated from the CRDs of the Sail operator 1.30.3 (db75d8a343e99404) by `npm run import`; do not edit.
import type { Exec, HttpGet, MatchExpression, TcpSocket, TracerDatadog, TracerLightstep, TracerStackdriver, TracerZipkin } from './shared-types';

/** `Istio.spec.values.meshConfig.defaultConfig.proxyHeaders.attemptCount` */
export interface AttemptCount {
  readonly disabled?: boolean | undefined;
}

/** `Istio.spec.values.meshConfig.ca` */
export interface Ca {
  readonly address: string;
  readonly istiodSide?: boolean | undefined;
  readonly requestTimeout?: string | undefined;
  readonly tlsSettings?: TlsSettings | undefined;
}

export interface CaCertificateFields {
  readonly certSigners?: readonly string[] | undefined;
  readonly trustDomains?: readonly string[] | undefined;
}

export interface CaCertificatePem {
  readonly pem?: string | undefined;
  readonly spiffeBundleUrl?: undefined;
}

export interface CaCertificateSpiffeBundleUrl {
  readonly pem?: undefined;
  readonly spiffeBundleUrl?: string | undefined;
}

/**
 * At most one of `pem` or `spiffeBundleUrl`.
 * `Istio.spec.values.meshConfig.caCertificates[]`
 */
export type CaCertificate = CaCertificateFields & (CaCertificatePem | CaCertificateSpiffeBundleUrl);
export const CaCertificate = {
  pem: (pem: string, rest?: CaCertificateFields): CaCertificate => ({ ...rest, pem }),
  spiffeBundleUrl: (spiffeBundleUrl: string, rest?: CaCertificateFields): CaCertificate => ({ ...rest, spiffeBundleUrl }),
};

/** `Istio.spec.values.meshConfig.certificates[]` */
export interface Certificate {
  readonly dnsNames?: readonly string[] | undefined;
  readonly secretName?: string | undefined;
}

/** `Istio.spec.values.meshConfig.configSources[]` */
export interface ConfigSource {
  readonly address?: string | undefined;
  readonly subscribedResources?: readonly 'SERVICE_REGISTRY'[] | undefined;
  readonly tlsSettings?: TlsSettings | undefined;
}

/** `Istio.spec.values.meshConfig.defaultConfig.privateKeyProvider.cryptomb` */
export interface Cryptomb {
  readonly fallback?: boolean | undefined;
  readonly pollDelay?: string | undefined;
}

export interface CustomTagLiteral {
  readonly literal?: Literal | undefined;
  readonly environment?: undefined;
  readonly header?: undefined;
}

export interface CustomTagEnvironment {
  readonly literal?: undefined;
  readonly environment?: Environment | undefined;
  readonly header?: undefined;
}

export interface CustomTagHeaderVariant {
  readonly literal?: undefined;
  readonly environment?: undefined;
  readonly header?: CustomTagHeader | undefined;
}

/**
 * At most one of `literal`, `environment` or `header`.
 * `Istio.spec.values.meshConfig.defaultConfig.tracing.customTags{}`
 */
export type CustomTag = CustomTagLiteral | CustomTagEnvironment | CustomTagHeaderVariant;
export const CustomTag = {
  literal: (literal: Literal): CustomTag => ({ literal }),
  environment: (environment: Environment): CustomTag => ({ environment }),
  header: (header: CustomTagHeader): CustomTag => ({ header }),
};

/** `Istio.spec.values.meshConfig.defaultConfig.tracing.customTags{}.header` */
export interface CustomTagHeader {
  readonly defaultValue?: string | undefined;
  readonly name?: string | undefined;
}

/** `Istio.spec.values.meshConfig.defaultConfig.sds` */
export interface DefaultConfigSds {
  readonly enabled?: boolean | undefined;
  readonly k8sSaJwtPath?: string | undefined;
}

/** `Istio.spec.values.meshConfig.defaultHttpRetryPolicy` */
export interface DefaultHttpRetryPolicy {
  readonly attempts?: number | undefined;
  readonly backoff?: string | undefined;
  readonly perTryTimeout?: string | undefined;
  readonly retryIgnorePreviousHosts?: boolean | undefined;
  readonly retryOn?: string | undefined;
  readonly retryRemoteLocalities?: boolean | undefined;
}

/** `Istio.spec.values.meshConfig.defaultProviders` */
export interface DefaultProviders {
  readonly accessLogging?: readonly string[] | undefined;
  readonly metrics?: readonly string[] | undefined;
  readonly tracing?: readonly string[] | undefined;
}

/** `Istio.spec.values.meshConfig.discoverySelectors[]` */
export interface DiscoverySelector {
  readonly matchExpressions?: readonly MatchExpression[] | undefined;
  readonly matchLabels?: { readonly [key: string]: string } | undefined;
}

/** `Istio.spec.values.meshConfig.localityLbSetting.distribute[]` */
export interface Distribute {
  readonly from?: string | undefined;
  readonly to?: { readonly [key: string]: number } | undefined;
}

/** `Istio.spec.values.meshConfig.extensionProviders[].opentelemetry.dynatraceSampler` */
export interface DynatraceSampler {
  readonly clusterId: number;
  readonly httpService?: HttpService | undefined;
  readonly rootSpansPerMinute?: number | undefined;
  readonly tenant: string;
}

/** `Istio.spec.values.meshConfig.defaultConfig.tracing.customTags{}.environment` */
export interface Environment {
  readonly defaultValue?: string | undefined;
  readonly name?: string | undefined;
}

/** `Istio.spec.values.meshConfig.defaultConfig.envoyAccessLogService` */
export interface EnvoyAccessLogService {
  readonly address?: string | undefined;
  readonly tcpKeepalive?: TcpKeepalive | undefined;
  readonly tlsSettings?: TlsSettings | undefined;
}

/** `Istio.spec.values.meshConfig.defaultConfig.proxyHeaders.envoyDebugHeaders` */
export interface EnvoyDebugHeaders {
  readonly disabled?: boolean | undefined;
}

/** `Istio.spec.values.meshConfig.extensionProviders[].envoyExtAuthzGrpc` */
export interface EnvoyExtAuthzGrpc {
  readonly clearRouteCache?: boolean | undefined;
  readonly failOpen?: boolean | undefined;
  readonly includeRequestBodyInCheck?: IncludeRequestBodyInCheck | undefined;
  readonly port: number;
  readonly service: string;
  readonly statusOnError?: string | undefined;
  readonly timeout?: string | undefined;
}

/** `Istio.spec.values.meshConfig.extensionProviders[].envoyExtAuthzHttp` */
export interface EnvoyExtAuthzHttp {
  readonly clearRouteCache?: boolean | undefined;
  readonly failOpen?: boolean | undefined;
  readonly headersToDownstreamOnAllow?: readonly string[] | undefined;
  readonly headersToDownstreamOnDeny?: readonly string[] | undefined;
  readonly headersToUpstreamOnAllow?: readonly string[] | undefined;
  readonly includeAdditionalHeadersInCheck?: { readonly [key: string]: string } | undefined;
  readonly includeHeadersInCheck?: readonly string[] | undefined;
  readonly includeRequestBodyInCheck?: IncludeRequestBodyInCheck | undefined;
  readonly includeRequestHeadersInCheck?: readonly string[] | undefined;
  readonly pathPrefix?: string | undefined;
  readonly port: number;
  readonly service: string;
  readonly statusOnError?: string | undefined;
  readonly timeout?: string | undefined;
}

/** `Istio.spec.values.meshConfig.extensionProviders[].envoyFileAccessLog` */
export interface EnvoyFileAccessLog {
  readonly logFormat?: EnvoyFileAccessLogLogFormat | undefined;
  readonly omitEmptyValues?: boolean | undefined;
  readonly path?: string | undefined;
}

export interface EnvoyFileAccessLogLogFormatText {
  readonly text?: string | undefined;
  readonly labels?: undefined;
}

export interface EnvoyFileAccessLogLogFormatLabels {
  readonly text?: undefined;
  readonly labels?: { readonly [key: string]: string } | undefined;
}

/**
 * At most one of `text` or `labels`.
 * `Istio.spec.values.meshConfig.extensionProviders[].envoyFileAccessLog.logFormat`
 */
export type EnvoyFileAccessLogLogFormat = EnvoyFileAccessLogLogFormatText | EnvoyFileAccessLogLogFormatLabels;
export const EnvoyFileAccessLogLogFormat = {
  text: (text: string): EnvoyFileAccessLogLogFormat => ({ text }),
  labels: (labels: { readonly [key: string]: string }): EnvoyFileAccessLogLogFormat => ({ labels }),
};

/** `Istio.spec.values.meshConfig.extensionProviders[].envoyHttpAls` */
export interface EnvoyHttpAls {
  readonly additionalRequestHeadersToLog?: readonly string[] | undefined;
  readonly additionalResponseHeadersToLog?: readonly string[] | undefined;
  readonly additionalResponseTrailersToLog?: readonly string[] | undefined;
  readonly filterStateObjectsToLog?: readonly string[] | undefined;
  readonly logName?: string | undefined;
  readonly port: number;
  readonly service: string;
}

/** `Istio.spec.values.meshConfig.defaultConfig.envoyMetricsService` */
export interface EnvoyMetricsService {
  readonly address?: string | undefined;
  readonly tcpKeepalive?: TcpKeepalive | undefined;
  readonly tlsSettings?: TlsSettings | undefined;
}

/** `Istio.spec.values.meshConfig.extensionProviders[].envoyOtelAls` */
export interface EnvoyOtelAls {
  readonly logFormat?: EnvoyOtelAlsLogFormat | undefined;
  readonly logName?: string | undefined;
  readonly port: number;
  readonly service: string;
}

/** `Istio.spec.values.meshConfig.extensionProviders[].envoyOtelAls.logFormat` */
export interface EnvoyOtelAlsLogFormat {
  readonly labels?: { readonly [key: string]: string } | undefined;
  readonly text?: string | undefined;
}

/** `Istio.spec.values.meshConfig.extensionProviders[].envoyTcpAls` */
export interface EnvoyTcpAls {
  readonly filterStateObjectsToLog?: readonly string[] | undefined;
  readonly logName?: string | undefined;
  readonly port: number;
  readonly service: string;
}

export interface ExtensionProviderFields {
  readonly name: string;
}

export interface ExtensionProviderEnvoyExtAuthzHttp {
  readonly envoyExtAuthzHttp?: EnvoyExtAuthzHttp | undefined;
  readonly envoyExtAuthzGrpc?: undefined;
  readonly zipkin?: undefined;
  readonly lightstep?: undefined;
  readonly datadog?: undefined;
  readonly stackdriver?: undefined;
  readonly opencensus?: undefined;
  readonly skywalking?: undefined;
  readonly opentelemetry?: undefined;
  readonly prometheus?: undefined;
  readonly envoyFileAccessLog?: undefined;
  readonly envoyHttpAls?: undefined;
  readonly envoyTcpAls?: undefined;
  readonly envoyOtelAls?: undefined;
  readonly sds?: undefined;
}

export interface ExtensionProviderEnvoyExtAuthzGrpc {
  readonly envoyExtAuthzHttp?: undefined;
  readonly envoyExtAuthzGrpc?: EnvoyExtAuthzGrpc | undefined;
  readonly zipkin?: undefined;
  readonly lightstep?: undefined;
  readonly datadog?: undefined;
  readonly stackdriver?: undefined;
  readonly opencensus?: undefined;
  readonly skywalking?: undefined;
  readonly opentelemetry?: undefined;
  readonly prometheus?: undefined;
  readonly envoyFileAccessLog?: undefined;
  readonly envoyHttpAls?: undefined;
  readonly envoyTcpAls?: undefined;
  readonly envoyOtelAls?: undefined;
  readonly sds?: undefined;
}

export interface ExtensionProviderZipkinVariant {
  readonly envoyExtAuthzHttp?: undefined;
  readonly envoyExtAuthzGrpc?: undefined;
  readonly zipkin?: ExtensionProviderZipkin | undefined;
  readonly lightstep?: undefined;
  readonly datadog?: undefined;
  readonly stackdriver?: undefined;
  readonly opencensus?: undefined;
  readonly skywalking?: undefined;
  readonly opentelemetry?: undefined;
  readonly prometheus?: undefined;
  readonly envoyFileAccessLog?: undefined;
  readonly envoyHttpAls?: undefined;
  readonly envoyTcpAls?: undefined;
  readonly envoyOtelAls?: undefined;
  readonly sds?: undefined;
}

export interface ExtensionProviderLightstepVariant {
  readonly envoyExtAuthzHttp?: undefined;
  readonly envoyExtAuthzGrpc?: undefined;
  readonly zipkin?: undefined;
  readonly lightstep?: ExtensionProviderLightstep | undefined;
  readonly datadog?: undefined;
  readonly stackdriver?: undefined;
  readonly opencensus?: undefined;
  readonly skywalking?: undefined;
  readonly opentelemetry?: undefined;
  readonly prometheus?: undefined;
  readonly envoyFileAccessLog?: undefined;
  readonly envoyHttpAls?: undefined;
  readonly envoyTcpAls?: undefined;
  readonly envoyOtelAls?: undefined;
  readonly sds?: undefined;
}

export interface ExtensionProviderDatadogVariant {
  readonly envoyExtAuthzHttp?: undefined;
  readonly envoyExtAuthzGrpc?: undefined;
  readonly zipkin?: undefined;
  readonly lightstep?: undefined;
  readonly datadog?: ExtensionProviderDatadog | undefined;
  readonly stackdriver?: undefined;
  readonly opencensus?: undefined;
  readonly skywalking?: undefined;
  readonly opentelemetry?: undefined;
  readonly prometheus?: undefined;
  readonly envoyFileAccessLog?: undefined;
  readonly envoyHttpAls?: undefined;
  readonly envoyTcpAls?: undefined;
  readonly envoyOtelAls?: undefined;
  readonly sds?: undefined;
}

export interface ExtensionProviderStackdriverVariant {
  readonly envoyExtAuthzHttp?: undefined;
  readonly envoyExtAuthzGrpc?: undefined;
  readonly zipkin?: undefined;
  readonly lightstep?: undefined;
  readonly datadog?: undefined;
  readonly stackdriver?: ExtensionProviderStackdriver | undefined;
  readonly opencensus?: undefined;
  readonly skywalking?: undefined;
  readonly opentelemetry?: undefined;
  readonly prometheus?: undefined;
  readonly envoyFileAccessLog?: undefined;
  readonly envoyHttpAls?: undefined;
  readonly envoyTcpAls?: undefined;
  readonly envoyOtelAls?: undefined;
  readonly sds?: undefined;
}

export interface ExtensionProviderOpencensus {
  readonly envoyExtAuthzHttp?: undefined;
  readonly envoyExtAuthzGrpc?: undefined;
  readonly zipkin?: undefined;
  readonly lightstep?: undefined;
  readonly datadog?: undefined;
  readonly stackdriver?: undefined;
  readonly opencensus?: Opencensus | undefined;
  readonly skywalking?: undefined;
  readonly opentelemetry?: undefined;
  readonly prometheus?: undefined;
  readonly envoyFileAccessLog?: undefined;
  readonly envoyHttpAls?: undefined;
  readonly envoyTcpAls?: undefined;
  readonly envoyOtelAls?: undefined;
  readonly sds?: undefined;
}

export interface ExtensionProviderSkywalking {
  readonly envoyExtAuthzHttp?: undefined;
  readonly envoyExtAuthzGrpc?: undefined;
  readonly zipkin?: undefined;
  readonly lightstep?: undefined;
  readonly datadog?: undefined;
  readonly stackdriver?: undefined;
  readonly opencensus?: undefined;
  readonly skywalking?: Skywalking | undefined;
  readonly opentelemetry?: undefined;
  readonly prometheus?: undefined;
  readonly envoyFileAccessLog?: undefined;
  readonly envoyHttpAls?: undefined;
  readonly envoyTcpAls?: undefined;
  readonly envoyOtelAls?: undefined;
  readonly sds?: undefined;
}

export interface ExtensionProviderOpentelemetry {
  readonly envoyExtAuthzHttp?: undefined;
  readonly envoyExtAuthzGrpc?: undefined;
  readonly zipkin?: undefined;
  readonly lightstep?: undefined;
  readonly datadog?: undefined;
  readonly stackdriver?: undefined;
  readonly opencensus?: undefined;
  readonly skywalking?: undefined;
  readonly opentelemetry?: Opentelemetry | undefined;
  readonly prometheus?: undefined;
  readonly envoyFileAccessLog?: undefined;
  readonly envoyHttpAls?: undefined;
  readonly envoyTcpAls?: undefined;
  readonly envoyOtelAls?: undefined;
  readonly sds?: undefined;
}

export interface ExtensionProviderPrometheus {
  readonly envoyExtAuthzHttp?: undefined;
  readonly envoyExtAuthzGrpc?: undefined;
  readonly zipkin?: undefined;
  readonly lightstep?: undefined;
  readonly datadog?: undefined;
  readonly stackdriver?: undefined;
  readonly opencensus?: undefined;
  readonly skywalking?: undefined;
  readonly opentelemetry?: undefined;
  readonly prometheus?: { readonly [field: string]: never } | undefined;
  readonly envoyFileAccessLog?: undefined;
  readonly envoyHttpAls?: undefined;
  readonly envoyTcpAls?: undefined;
  readonly envoyOtelAls?: undefined;
  readonly sds?: undefined;
}

export interface ExtensionProviderEnvoyFileAccessLog {
  readonly envoyExtAuthzHttp?: undefined;
  readonly envoyExtAuthzGrpc?: undefined;
  readonly zipkin?: undefined;
  readonly lightstep?: undefined;
  readonly datadog?: undefined;
  readonly stackdriver?: undefined;
  readonly opencensus?: undefined;
  readonly skywalking?: undefined;
  readonly opentelemetry?: undefined;
  readonly prometheus?: undefined;
  readonly envoyFileAccessLog?: EnvoyFileAccessLog | undefined;
  readonly envoyHttpAls?: undefined;
  readonly envoyTcpAls?: undefined;
  readonly envoyOtelAls?: undefined;
  readonly sds?: undefined;
}

export interface ExtensionProviderEnvoyHttpAls {
  readonly envoyExtAuthzHttp?: undefined;
  readonly envoyExtAuthzGrpc?: undefined;
  readonly zipkin?: undefined;
  readonly lightstep?: undefined;
  readonly datadog?: undefined;
  readonly stackdriver?: undefined;
  readonly opencensus?: undefined;
  readonly skywalking?: undefined;
  readonly opentelemetry?: undefined;
  readonly prometheus?: undefined;
  readonly envoyFileAccessLog?: undefined;
  readonly envoyHttpAls?: EnvoyHttpAls | undefined;
  readonly envoyTcpAls?: undefined;
  readonly envoyOtelAls?: undefined;
  readonly sds?: undefined;
}

export interface ExtensionProviderEnvoyTcpAls {
  readonly envoyExtAuthzHttp?: undefined;
  readonly envoyExtAuthzGrpc?: undefined;
  readonly zipkin?: undefined;
  readonly lightstep?: undefined;
  readonly datadog?: undefined;
  readonly stackdriver?: undefined;
  readonly opencensus?: undefined;
  readonly skywalking?: undefined;
  readonly opentelemetry?: undefined;
  readonly prometheus?: undefined;
  readonly envoyFileAccessLog?: undefined;
  readonly envoyHttpAls?: undefined;
  readonly envoyTcpAls?: EnvoyTcpAls | undefined;
  readonly envoyOtelAls?: undefined;
  readonly sds?: undefined;
}

export interface ExtensionProviderEnvoyOtelAls {
  readonly envoyExtAuthzHttp?: undefined;
  readonly envoyExtAuthzGrpc?: undefined;
  readonly zipkin?: undefined;
  readonly lightstep?: undefined;
  readonly datadog?: undefined;
  readonly stackdriver?: undefined;
  readonly opencensus?: undefined;
  readonly skywalking?: undefined;
  readonly opentelemetry?: undefined;
  readonly prometheus?: undefined;
  readonly envoyFileAccessLog?: undefined;
  readonly envoyHttpAls?: undefined;
  readonly envoyTcpAls?: undefined;
  readonly envoyOtelAls?: EnvoyOtelAls | undefined;
  readonly sds?: undefined;
}

export interface ExtensionProviderSdsVariant {
  readonly envoyExtAuthzHttp?: undefined;
  readonly envoyExtAuthzGrpc?: undefined;
  readonly zipkin?: undefined;
  readonly lightstep?: undefined;
  readonly datadog?: undefined;
  readonly stackdriver?: undefined;
  readonly opencensus?: undefined;
  readonly skywalking?: undefined;
  readonly opentelemetry?: undefined;
  readonly prometheus?: undefined;
  readonly envoyFileAccessLog?: undefined;
  readonly envoyHttpAls?: undefined;
  readonly envoyTcpAls?: undefined;
  readonly envoyOtelAls?: undefined;
  readonly sds?: ExtensionProviderSds | undefined;
}

/**
 * At most one of `envoyExtAuthzHttp`, `envoyExtAuthzGrpc`, `zipkin`, `lightstep`, `datadog`, `stackdriver`, `opencensus`, `skywalking`, `opentelemetry`, `prometheus`, `envoyFileAccessLog`, `envoyHttpAls`, `envoyTcpAls`, `envoyOtelAls` or `sds`.
 * `Istio.spec.values.meshConfig.extensionProviders[]`
 */
export type ExtensionProvider = ExtensionProviderFields & (ExtensionProviderEnvoyExtAuthzHttp | ExtensionProviderEnvoyExtAuthzGrpc | ExtensionProviderZipkinVariant | ExtensionProviderLightstepVariant | ExtensionProviderDatadogVariant | ExtensionProviderStackdriverVariant | ExtensionProviderOpencensus | ExtensionProviderSkywalking | ExtensionProviderOpentelemetry | ExtensionProviderPrometheus | ExtensionProviderEnvoyFileAccessLog | ExtensionProviderEnvoyHttpAls | ExtensionProviderEnvoyTcpAls | ExtensionProviderEnvoyOtelAls | ExtensionProviderSdsVariant);
export const ExtensionProvider = {
  envoyExtAuthzHttp: (envoyExtAuthzHttp: EnvoyExtAuthzHttp, rest: ExtensionProviderFields): ExtensionProvider => ({ ...rest, envoyExtAuthzHttp }),
  envoyExtAuthzGrpc: (envoyExtAuthzGrpc: EnvoyExtAuthzGrpc, rest: ExtensionProviderFields): ExtensionProvider => ({ ...rest, envoyExtAuthzGrpc }),
  zipkin: (zipkin: ExtensionProviderZipkin, rest: ExtensionProviderFields): ExtensionProvider => ({ ...rest, zipkin }),
  lightstep: (lightstep: ExtensionProviderLightstep, rest: ExtensionProviderFields): ExtensionProvider => ({ ...rest, lightstep }),
  datadog: (datadog: ExtensionProviderDatadog, rest: ExtensionProviderFields): ExtensionProvider => ({ ...rest, datadog }),
  stackdriver: (stackdriver: ExtensionProviderStackdriver, rest: ExtensionProviderFields): ExtensionProvider => ({ ...rest, stackdriver }),
  opencensus: (opencensus: Opencensus, rest: ExtensionProviderFields): ExtensionProvider => ({ ...rest, opencensus }),
  skywalking: (skywalking: Skywalking, rest: ExtensionProviderFields): ExtensionProvider => ({ ...rest, skywalking }),
  opentelemetry: (opentelemetry: Opentelemetry, rest: ExtensionProviderFields): ExtensionProvider => ({ ...rest, opentelemetry }),
  prometheus: (prometheus: { readonly [field: string]: never }, rest: ExtensionProviderFields): ExtensionProvider => ({ ...rest, prometheus }),
  envoyFileAccessLog: (envoyFileAccessLog: EnvoyFileAccessLog, rest: ExtensionProviderFields): ExtensionProvider => ({ ...rest, envoyFileAccessLog }),
  envoyHttpAls: (envoyHttpAls: EnvoyHttpAls, rest: ExtensionProviderFields): ExtensionProvider => ({ ...rest, envoyHttpAls }),
  envoyTcpAls: (envoyTcpAls: EnvoyTcpAls, rest: ExtensionProviderFields): ExtensionProvider => ({ ...rest, envoyTcpAls }),
  envoyOtelAls: (envoyOtelAls: EnvoyOtelAls, rest: ExtensionProviderFields): ExtensionProvider => ({ ...rest, envoyOtelAls }),
  sds: (sds: ExtensionProviderSds, rest: ExtensionProviderFields): ExtensionProvider => ({ ...rest, sds }),
};

/** `Istio.spec.values.meshConfig.extensionProviders[].datadog` */
export interface ExtensionProviderDatadog {
  readonly maxTagLength?: number | undefined;
  readonly port: number;
  readonly service: string;
}

/** `Istio.spec.values.meshConfig.extensionProviders[].lightstep` */
export interface ExtensionProviderLightstep {
  readonly accessToken?: string | undefined;
  readonly maxTagLength?: number | undefined;
  readonly port: number;
  readonly service: string;
}

/** `Istio.spec.values.meshConfig.extensionProviders[].sds` */
export interface ExtensionProviderSds {
  readonly name: string;
  readonly port: number;
  readonly service: string;
}

/** `Istio.spec.values.meshConfig.extensionProviders[].stackdriver` */
export interface ExtensionProviderStackdriver {
  readonly debug?: boolean | undefined;
  readonly logging?: StackdriverLogging | undefined;
  readonly maxNumberOfAnnotations?: number | undefined;
  readonly maxNumberOfAttributes?: number | undefined;
  readonly maxNumberOfMessageEvents?: number | undefined;
  readonly maxTagLength?: number | undefined;
}

/** `Istio.spec.values.meshConfig.extensionProviders[].zipkin` */
export interface ExtensionProviderZipkin {
  readonly enable64bitTraceId?: boolean | undefined;
  readonly headers?: readonly ZipkinHeader[] | undefined;
  readonly maxTagLength?: number | undefined;
  readonly path?: string | undefined;
  readonly port: number;
  readonly service: string;
  readonly timeout?: string | undefined;
  readonly traceContextOption?: 'USE_B3' | 'USE_B3_WITH_W3C_PROPAGATION' | undefined;
}

/** `Istio.spec.values.meshConfig.localityLbSetting.failover[]` */
export interface Failover {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** `Istio.spec.values.meshConfig.defaultConfig.gatewayTopology` */
export interface GatewayTopology {
  readonly forwardClientCertDetails?: 'UNDEFINED' | 'SANITIZE' | 'FORWARD_ONLY' | 'APPEND_FORWARD' | 'SANITIZE_SET' | 'ALWAYS_FORWARD_ONLY' | undefined;
  readonly numTrustedProxies?: number | undefined;
  readonly proxyProtocol?: { readonly [field: string]: never } | undefined;
}

/** `Istio.spec.values.meshConfig.extensionProviders[].opentelemetry.http` */
export interface Http {
  readonly headers?: readonly ZipkinHeader[] | undefined;
  readonly path: string;
  readonly timeout?: string | undefined;
}

/** `Istio.spec.values.meshConfig.extensionProviders[].opentelemetry.dynatraceSampler.httpService` */
export interface HttpService {
  readonly http: Http;
  readonly port: number;
  readonly service: string;
}

/** `Istio.spec.values.meshConfig.defaultConfig.image` */
export interface Image {
  readonly imageType?: string | undefined;
}

/** `Istio.spec.values.meshConfig.inboundTrafficPolicy` */
export interface InboundTrafficPolicy {
  readonly mode?: 'PASSTHROUGH' | 'LOCALHOST' | undefined;
}

/** `Istio.spec.values.meshConfig.extensionProviders[].envoyExtAuthzGrpc.includeRequestBodyInCheck` */
export interface IncludeRequestBodyInCheck {
  readonly allowPartialMessage?: boolean | undefined;
  readonly maxRequestBytes?: number | undefined;
  readonly packAsBytes?: boolean | undefined;
}

export interface InitialMetadataFields {
  readonly name: string;
}

export interface InitialMetadataValue {
  readonly value?: string | undefined;
  readonly envName?: undefined;
}

export interface InitialMetadataEnvName {
  readonly value?: undefined;
  readonly envName?: string | undefined;
}

/**
 * At most one of `value` or `envName`.
 * `Istio.spec.values.meshConfig.extensionProviders[].opentelemetry.grpc.initialMetadata[]`
 */
export type InitialMetadata = InitialMetadataFields & (InitialMetadataValue | InitialMetadataEnvName);
export const InitialMetadata = {
  value: (value: string, rest: InitialMetadataFields): InitialMetadata => ({ ...rest, value }),
  envName: (envName: string, rest: InitialMetadataFields): InitialMetadata => ({ ...rest, envName }),
};

/** `Istio.spec.values.meshConfig.defaultConfig.tracing.customTags{}.literal` */
export interface Literal {
  readonly value?: string | undefined;
}

/** `Istio.spec.values.meshConfig.localityLbSetting` */
export interface LocalityLbSetting {
  readonly distribute?: readonly Distribute[] | undefined;
  readonly enabled?: boolean | undefined;
  readonly failover?: readonly Failover[] | undefined;
  readonly failoverPriority?: readonly string[] | undefined;
}

/** `Istio.spec.values.meshConfig` */
export interface MeshConfig {
  readonly accessLogEncoding?: 'TEXT' | 'JSON' | undefined;
  readonly accessLogFile?: string | undefined;
  readonly accessLogFormat?: string | undefined;
  readonly ca?: Ca | undefined;
  readonly caCertificates?: readonly CaCertificate[] | undefined;
  readonly certificates?: readonly Certificate[] | undefined;
  readonly configSources?: readonly ConfigSource[] | undefined;
  readonly connectTimeout?: string | undefined;
  readonly defaultConfig?: ProxyConfig | undefined;
  readonly defaultDestinationRuleExportTo?: readonly string[] | undefined;
  readonly defaultHttpRetryPolicy?: DefaultHttpRetryPolicy | undefined;
  readonly defaultProviders?: DefaultProviders | undefined;
  readonly defaultServiceExportTo?: readonly string[] | undefined;
  readonly defaultVirtualServiceExportTo?: readonly string[] | undefined;
  readonly disableEnvoyListenerLog?: boolean | undefined;
  readonly discoverySelectors?: readonly DiscoverySelector[] | undefined;
  readonly dnsRefreshRate?: string | undefined;
  readonly enableAutoMtls?: boolean | undefined;
  readonly enableEnvoyAccessLogService?: boolean | undefined;
  readonly enablePrometheusMerge?: boolean | undefined;
  readonly enableTracing?: boolean | undefined;
  /** At most 1000 items. */
  readonly extensionProviders?: readonly ExtensionProvider[] | undefined;
  readonly h2UpgradePolicy?: 'DO_NOT_UPGRADE' | 'UPGRADE' | undefined;
  readonly hboneIdleTimeout?: string | undefined;
  readonly inboundClusterStatName?: string | undefined;
  readonly inboundTrafficPolicy?: InboundTrafficPolicy | undefined;
  readonly ingressClass?: string | undefined;
  readonly ingressControllerMode?: 'UNSPECIFIED' | 'OFF' | 'DEFAULT' | 'STRICT' | undefined;
  readonly ingressSelector?: string | undefined;
  readonly ingressService?: string | undefined;
  readonly localityLbSetting?: LocalityLbSetting | undefined;
  readonly meshMTLS?: MeshMTLS | undefined;
  readonly outboundClusterStatName?: string | undefined;
  readonly outboundTrafficPolicy?: OutboundTrafficPolicy | undefined;
  readonly pathNormalization?: PathNormalization | undefined;
  readonly protocolDetectionTimeout?: string | undefined;
  readonly proxyHttpPort?: number | undefined;
  readonly proxyInboundListenPort?: number | undefined;
  readonly proxyListenPort?: number | undefined;
  readonly rootNamespace?: string | undefined;
  readonly serviceScopeConfigs?: readonly ServiceScopeConfig[] | undefined;
  readonly serviceSettings?: readonly ServiceSetting[] | undefined;
  readonly tcpKeepalive?: TcpKeepalive | undefined;
  readonly tlsDefaults?: TlsDefaults | undefined;
  readonly trustDomain?: string | undefined;
  readonly trustDomainAliases?: readonly string[] | undefined;
  readonly verifyCertificateAtClient?: boolean | undefined;
}

/** `Istio.spec.values.meshConfig.meshMTLS` */
export interface MeshMTLS {
  readonly cipherSuites?: readonly string[] | undefined;
  readonly ecdhCurves?: readonly string[] | undefined;
  readonly minProtocolVersion?: 'TLS_AUTO' | 'TLSV1_2' | 'TLSV1_3' | undefined;
}

/** `Istio.spec.values.meshConfig.defaultConfig.proxyHeaders.metadataExchangeHeaders` */
export interface MetadataExchangeHeaders {
  readonly mode?: 'UNDEFINED' | 'IN_MESH' | undefined;
}

/** `Istio.spec.values.meshConfig.serviceScopeConfigs[].namespaceSelector` */
export interface NamespaceSelector {
  readonly matchExpressions?: readonly MatchExpression[] | undefined;
  readonly matchLabels?: { readonly [key: string]: string } | undefined;
}

/** `Istio.spec.values.meshConfig.defaultConfig.tracing.openCensusAgent` */
export interface OpenCensusAgent {
  readonly address?: string | undefined;
  readonly context?: readonly ('UNSPECIFIED' | 'W3C_TRACE_CONTEXT' | 'GRPC_BIN' | 'CLOUD_TRACE_CONTEXT' | 'B3')[] | undefined;
}

/** `Istio.spec.values.meshConfig.extensionProviders[].opencensus` */
export interface Opencensus {
  readonly context?: readonly ('UNSPECIFIED' | 'W3C_TRACE_CONTEXT' | 'GRPC_BIN' | 'CLOUD_TRACE_CONTEXT' | 'B3')[] | undefined;
  readonly maxTagLength?: number | undefined;
  readonly port: number;
  readonly service: string;
}

/** `Istio.spec.values.meshConfig.extensionProviders[].opentelemetry` */
export interface Opentelemetry {
  readonly dynatraceSampler?: DynatraceSampler | undefined;
  readonly grpc?: OpentelemetryGrpc | undefined;
  readonly http?: Http | undefined;
  readonly maxTagLength?: number | undefined;
  readonly port: number;
  readonly resourceDetectors?: ResourceDetectors | undefined;
  readonly service: string;
  readonly serviceAttributeEnrichment?: 'ISTIO_CANONICAL' | 'OTEL_SEMANTIC_CONVENTIONS' | undefined;
}

/** `Istio.spec.values.meshConfig.extensionProviders[].opentelemetry.grpc` */
export interface OpentelemetryGrpc {
  readonly initialMetadata?: readonly InitialMetadata[] | undefined;
  readonly timeout?: string | undefined;
}

/** `Istio.spec.values.meshConfig.outboundTrafficPolicy` */
export interface OutboundTrafficPolicy {
  readonly mode?: 'REGISTRY_ONLY' | 'ALLOW_ANY' | 'ALLOW_ANY_DYNAMIC_DNS' | undefined;
  readonly tls?: Tls | undefined;
}

/** `Istio.spec.values.meshConfig.pathNormalization` */
export interface PathNormalization {
  readonly normalization?: 'DEFAULT' | 'NONE' | 'BASE' | 'MERGE_SLASHES' | 'DECODE_AND_MERGE_SLASHES' | undefined;
}

export interface PrivateKeyProviderCryptomb {
  readonly cryptomb?: Cryptomb | undefined;
  readonly qat?: undefined;
}

export interface PrivateKeyProviderQat {
  readonly cryptomb?: undefined;
  readonly qat?: Qat | undefined;
}

/**
 * At most one of `cryptomb` or `qat`.
 * `Istio.spec.values.meshConfig.defaultConfig.privateKeyProvider`
 */
export type PrivateKeyProvider = PrivateKeyProviderCryptomb | PrivateKeyProviderQat;
export const PrivateKeyProvider = {
  cryptomb: (cryptomb: Cryptomb): PrivateKeyProvider => ({ cryptomb }),
  qat: (qat: Qat): PrivateKeyProvider => ({ qat }),
};

export interface ProxyConfigFields {
  readonly availabilityZone?: string | undefined;
  readonly binaryPath?: string | undefined;
  readonly caCertificatesPem?: readonly string[] | undefined;
  readonly concurrency?: number | undefined;
  readonly configPath?: string | undefined;
  readonly controlPlaneAuthPolicy?: 'NONE' | 'MUTUAL_TLS' | 'INHERIT' | undefined;
  readonly customConfigFile?: string | undefined;
  readonly discoveryAddress?: string | undefined;
  readonly discoveryRefreshDelay?: string | undefined;
  readonly drainDuration?: string | undefined;
  readonly envoyAccessLogService?: EnvoyAccessLogService | undefined;
  readonly envoyMetricsService?: EnvoyMetricsService | undefined;
  readonly envoyMetricsServiceAddress?: string | undefined;
  readonly extraStatTags?: readonly string[] | undefined;
  readonly fileFlushInterval?: string | undefined;
  readonly fileFlushMinSizeKb?: number | undefined;
  readonly gatewayTopology?: GatewayTopology | undefined;
  readonly holdApplicationUntilProxyStarts?: boolean | undefined;
  readonly image?: Image | undefined;
  readonly interceptionMode?: 'REDIRECT' | 'TPROXY' | 'NONE' | undefined;
  readonly meshId?: string | undefined;
  readonly privateKeyProvider?: PrivateKeyProvider | undefined;
  readonly proxyAdminPort?: number | undefined;
  readonly proxyBootstrapTemplatePath?: string | undefined;
  readonly proxyHeaders?: ProxyHeaders | undefined;
  readonly proxyMetadata?: { readonly [key: string]: string } | undefined;
  readonly proxyStatsMatcher?: ProxyStatsMatcher | undefined;
  readonly readinessProbe?: ReadinessProbe | undefined;
  readonly runtimeValues?: { readonly [key: string]: string } | undefined;
  readonly sds?: DefaultConfigSds | undefined;
  readonly statNameLength?: number | undefined;
  readonly statsCompression?: boolean | undefined;
  readonly statsdUdpAddress?: string | undefined;
  readonly statusPort?: number | undefined;
  readonly terminationDrainDuration?: string | undefined;
  readonly tracing?: Tracing | undefined;
  readonly zipkinAddress?: string | undefined;
}

export interface ProxyConfigServiceCluster {
  readonly serviceCluster?: string | undefined;
  readonly tracingServiceName?: undefined;
}

export interface ProxyConfigTracingServiceName {
  readonly serviceCluster?: undefined;
  readonly tracingServiceName?: 'APP_LABEL_AND_NAMESPACE' | 'CANONICAL_NAME_ONLY' | 'CANONICAL_NAME_AND_NAMESPACE' | undefined;
}

/**
 * At most one of `serviceCluster` or `tracingServiceName`.
 * `Istio.spec.values.meshConfig.defaultConfig`
 */
export type ProxyConfig = ProxyConfigFields & (ProxyConfigServiceCluster | ProxyConfigTracingServiceName);
export const ProxyConfig = {
  serviceCluster: (serviceCluster: string, rest?: ProxyConfigFields): ProxyConfig => ({ ...rest, serviceCluster }),
  tracingServiceName: (tracingServiceName: 'APP_LABEL_AND_NAMESPACE' | 'CANONICAL_NAME_ONLY' | 'CANONICAL_NAME_AND_NAMESPACE', rest?: ProxyConfigFields): ProxyConfig => ({ ...rest, tracingServiceName }),
};

/** `Istio.spec.values.meshConfig.defaultConfig.proxyHeaders` */
export interface ProxyHeaders {
  readonly attemptCount?: AttemptCount | undefined;
  readonly envoyDebugHeaders?: EnvoyDebugHeaders | undefined;
  readonly forwardedClientCert?: 'UNDEFINED' | 'SANITIZE' | 'FORWARD_ONLY' | 'APPEND_FORWARD' | 'SANITIZE_SET' | 'ALWAYS_FORWARD_ONLY' | undefined;
  readonly metadataExchangeHeaders?: MetadataExchangeHeaders | undefined;
  readonly preserveHttp1HeaderCase?: boolean | undefined;
  readonly requestId?: RequestId | undefined;
  readonly server?: Server | undefined;
  readonly setCurrentClientCertDetails?: SetCurrentClientCertDetails | undefined;
  readonly xForwardedHost?: XForwardedHost | undefined;
  readonly xForwardedPort?: XForwardedPort | undefined;
}

/** `Istio.spec.values.meshConfig.defaultConfig.proxyStatsMatcher` */
export interface ProxyStatsMatcher {
  readonly inclusionPrefixes?: readonly string[] | undefined;
  readonly inclusionRegexps?: readonly string[] | undefined;
  readonly inclusionSuffixes?: readonly string[] | undefined;
}

/** `Istio.spec.values.meshConfig.defaultConfig.privateKeyProvider.qat` */
export interface Qat {
  readonly fallback?: boolean | undefined;
  readonly pollDelay?: string | undefined;
}

/** `Istio.spec.values.meshConfig.defaultConfig.readinessProbe` */
export interface ReadinessProbe {
  readonly exec?: Exec | undefined;
  readonly failureThreshold?: number | undefined;
  readonly grpc?: ReadinessProbeGrpc | undefined;
  readonly httpGet?: HttpGet | undefined;
  readonly initialDelaySeconds?: number | undefined;
  readonly periodSeconds?: number | undefined;
  readonly successThreshold?: number | undefined;
  readonly tcpSocket?: TcpSocket | undefined;
  readonly terminationGracePeriodSeconds?: number | undefined;
  readonly timeoutSeconds?: number | undefined;
}

/** `Istio.spec.values.meshConfig.defaultConfig.readinessProbe.grpc` */
export interface ReadinessProbeGrpc {
  readonly port: number;
  /** @default '' */
  readonly service?: string | undefined;
}

/** `Istio.spec.values.meshConfig.defaultConfig.proxyHeaders.requestId` */
export interface RequestId {
  readonly disabled?: boolean | undefined;
}

/** `Istio.spec.values.meshConfig.extensionProviders[].opentelemetry.resourceDetectors` */
export interface ResourceDetectors {
  readonly dynatrace?: { readonly [field: string]: never } | undefined;
  readonly environment?: { readonly [field: string]: never } | undefined;
}

/** `Istio.spec.values.meshConfig.defaultConfig.proxyHeaders.server` */
export interface Server {
  readonly disabled?: boolean | undefined;
  readonly value?: string | undefined;
}

/** `Istio.spec.values.meshConfig.serviceScopeConfigs[]` */
export interface ServiceScopeConfig {
  readonly namespaceSelector?: NamespaceSelector | undefined;
  readonly scope?: 'LOCAL' | 'GLOBAL' | undefined;
  readonly servicesSelector?: ServicesSelector | undefined;
}

/** `Istio.spec.values.meshConfig.serviceSettings[]` */
export interface ServiceSetting {
  readonly hosts?: readonly string[] | undefined;
  readonly settings?: Settings | undefined;
}

/** `Istio.spec.values.meshConfig.serviceScopeConfigs[].servicesSelector` */
export interface ServicesSelector {
  readonly matchExpressions?: readonly MatchExpression[] | undefined;
  readonly matchLabels?: { readonly [key: string]: string } | undefined;
}

/** `Istio.spec.values.meshConfig.defaultConfig.proxyHeaders.setCurrentClientCertDetails` */
export interface SetCurrentClientCertDetails {
  readonly cert?: boolean | undefined;
  readonly chain?: boolean | undefined;
  readonly dns?: boolean | undefined;
  readonly subject?: boolean | undefined;
  readonly uri?: boolean | undefined;
}

/** `Istio.spec.values.meshConfig.serviceSettings[].settings` */
export interface Settings {
  readonly clusterLocal?: boolean | undefined;
}

/** `Istio.spec.values.meshConfig.extensionProviders[].skywalking` */
export interface Skywalking {
  readonly accessToken?: string | undefined;
  readonly port: number;
  readonly service: string;
}

/** `Istio.spec.values.meshConfig.extensionProviders[].stackdriver.logging` */
export interface StackdriverLogging {
  readonly labels?: { readonly [key: string]: string } | undefined;
}

/** `Istio.spec.values.meshConfig.tcpKeepalive` */
export interface TcpKeepalive {
  readonly interval?: string | undefined;
  readonly probes?: number | undefined;
  readonly time?: string | undefined;
}

/** `Istio.spec.values.meshConfig.outboundTrafficPolicy.tls` */
export interface Tls {
  readonly caCertificates?: string | undefined;
  readonly caCrl?: string | undefined;
  readonly clientCertificate?: string | undefined;
  readonly credentialName?: string | undefined;
  readonly insecureSkipVerify?: boolean | undefined;
  readonly mode?: 'DISABLE' | 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL' | undefined;
  readonly privateKey?: string | undefined;
  readonly sni?: string | undefined;
  readonly subjectAltNames?: readonly string[] | undefined;
}

/** `Istio.spec.values.meshConfig.tlsDefaults` */
export interface TlsDefaults {
  readonly cipherSuites?: readonly string[] | undefined;
  readonly ecdhCurves?: readonly string[] | undefined;
  readonly minProtocolVersion?: 'TLS_AUTO' | 'TLSV1_2' | 'TLSV1_3' | undefined;
}

/** `Istio.spec.values.meshConfig.ca.tlsSettings` */
export interface TlsSettings {
  readonly caCertificates?: string | undefined;
  readonly caCrl?: string | undefined;
  readonly clientCertificate?: string | undefined;
  readonly credentialName?: string | undefined;
  readonly insecureSkipVerify?: boolean | undefined;
  readonly mode?: 'DISABLE' | 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL' | undefined;
  readonly privateKey?: string | undefined;
  readonly sni?: string | undefined;
  readonly subjectAltNames?: readonly string[] | undefined;
}

export interface TracingFields {
  readonly customTags?: { readonly [key: string]: CustomTag } | undefined;
  readonly enableIstioTags?: boolean | undefined;
  readonly maxPathTagLength?: number | undefined;
  readonly sampling?: number | undefined;
  readonly tlsSettings?: TlsSettings | undefined;
}

export interface TracingZipkin {
  readonly zipkin?: TracerZipkin | undefined;
  readonly lightstep?: undefined;
  readonly datadog?: undefined;
  readonly stackdriver?: undefined;
  readonly openCensusAgent?: undefined;
}

export interface TracingLightstep {
  readonly zipkin?: undefined;
  readonly lightstep?: TracerLightstep | undefined;
  readonly datadog?: undefined;
  readonly stackdriver?: undefined;
  readonly openCensusAgent?: undefined;
}

export interface TracingDatadog {
  readonly zipkin?: undefined;
  readonly lightstep?: undefined;
  readonly datadog?: TracerDatadog | undefined;
  readonly stackdriver?: undefined;
  readonly openCensusAgent?: undefined;
}

export interface TracingStackdriver {
  readonly zipkin?: undefined;
  readonly lightstep?: undefined;
  readonly datadog?: undefined;
  readonly stackdriver?: TracerStackdriver | undefined;
  readonly openCensusAgent?: undefined;
}

export interface TracingOpenCensusAgent {
  readonly zipkin?: undefined;
  readonly lightstep?: undefined;
  readonly datadog?: undefined;
  readonly stackdriver?: undefined;
  readonly openCensusAgent?: OpenCensusAgent | undefined;
}

/**
 * At most one of `zipkin`, `lightstep`, `datadog`, `stackdriver` or `openCensusAgent`.
 * `Istio.spec.values.meshConfig.defaultConfig.tracing`
 */
export type Tracing = TracingFields & (TracingZipkin | TracingLightstep | TracingDatadog | TracingStackdriver | TracingOpenCensusAgent);
export const Tracing = {
  zipkin: (zipkin: TracerZipkin, rest?: TracingFields): Tracing => ({ ...rest, zipkin }),
  lightstep: (lightstep: TracerLightstep, rest?: TracingFields): Tracing => ({ ...rest, lightstep }),
  datadog: (datadog: TracerDatadog, rest?: TracingFields): Tracing => ({ ...rest, datadog }),
  stackdriver: (stackdriver: TracerStackdriver, rest?: TracingFields): Tracing => ({ ...rest, stackdriver }),
  openCensusAgent: (openCensusAgent: OpenCensusAgent, rest?: TracingFields): Tracing => ({ ...rest, openCensusAgent }),
};

/** `Istio.spec.values.meshConfig.defaultConfig.proxyHeaders.xForwardedHost` */
export interface XForwardedHost {
  readonly enabled?: boolean | undefined;
}

/** `Istio.spec.values.meshConfig.defaultConfig.proxyHeaders.xForwardedPort` */
export interface XForwardedPort {
  readonly enabled?: boolean | undefined;
}

export interface ZipkinHeaderFields {
  readonly name: string;
}

export interface ZipkinHeaderValue {
  readonly value?: string | undefined;
  readonly envName?: undefined;
}

export interface ZipkinHeaderEnvName {
  readonly value?: undefined;
  readonly envName?: string | undefined;
}

/**
 * At most one of `value` or `envName`.
 * `Istio.spec.values.meshConfig.extensionProviders[].zipkin.headers[]`
 */
export type ZipkinHeader = ZipkinHeaderFields & (ZipkinHeaderValue | ZipkinHeaderEnvName);
export const ZipkinHeader = {
  value: (value: string, rest: ZipkinHeaderFields): ZipkinHeader => ({ ...rest, value }),
  envName: (envName: string, rest: ZipkinHeaderFields): ZipkinHeader => ({ ...rest, envName }),
};
