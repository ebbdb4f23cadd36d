// Generated from the CRDs of the Kiali operator 2.29.0 (bd92c1fa5adb7574) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * Installs and configures Kiali.
 * @see https://kiali.io/docs/configuration/kialis.kiali.io/
 */
export class Kiali extends VersionedObject {
  public static readonly kind = 'Kiali';
  public static readonly group = 'kiali.io';
  public static readonly scope = 'Namespaced';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v1alpha1: '' };

  public constructor(scope: Construct, id: string, props: KialiProps) {
    super(scope, id, Kiali, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: KialiProps, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(Kiali, props, istioVersion);
  }
}

export interface KialiProps {
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: KialiSpec;
}

/** `Kiali.spec.additional_display_details[]` */
export interface KialiAdditionalDisplayDetail {
  readonly annotation: string;
  readonly icon_annotation?: string | undefined;
  readonly title: string;
}

/** `Kiali.spec.deployment.affinity` */
export interface KialiAffinity {
  readonly node?: { readonly [field: string]: unknown } | undefined;
  readonly pod?: { readonly [field: string]: unknown } | undefined;
  readonly pod_anti?: { readonly [field: string]: unknown } | undefined;
}

/** `Kiali.spec.kiali_feature_flags.ui_defaults.metrics_inbound.aggregations[]` */
export interface KialiAggregation {
  readonly display_name?: string | undefined;
  readonly label?: string | undefined;
  /** @default false */
  readonly single_selection?: boolean | undefined;
}

/** `Kiali.spec.api` */
export interface KialiApi {
  readonly namespaces?: KialiNamespaces | undefined;
}

/** `Kiali.spec.auth` */
export interface KialiAuth {
  readonly openid?: KialiOpenid | undefined;
  readonly openshift?: KialiOpenshift | undefined;
  readonly strategy?: '' | 'anonymous' | 'token' | 'openshift' | 'openid' | 'header' | undefined;
}

/** `Kiali.spec.kiali_feature_flags.authz` */
export interface KialiAuthz {
  /** @default false */
  readonly require_namespace_get?: boolean | undefined;
}

/** `Kiali.spec.clustering.autodetect_secrets` */
export interface KialiAutodetectSecrets {
  /** @default true */
  readonly enabled?: boolean | undefined;
  /** @default 'kiali.io/multiCluster=true' */
  readonly label?: string | undefined;
}

/** `Kiali.spec.kiali_feature_flags.certificates_information_indicators` */
export interface KialiCertificatesInformationIndicators {
  readonly enabled?: boolean | undefined;
  readonly secrets?: readonly string[] | undefined;
}

/** `Kiali.spec.chat_ai` */
export interface KialiChatAi {
  readonly default_provider?: string | undefined;
  /** @default false */
  readonly enabled?: boolean | undefined;
  /** @default 5 */
  readonly max_tool_iterations?: number | undefined;
  readonly providers?: readonly KialiProvider[] | undefined;
  readonly store_config?: KialiStoreConfig | undefined;
  readonly tools?: KialiTools | undefined;
}

/** `Kiali.spec.clustering.clusters[]` */
export interface KialiCluster {
  readonly name?: string | undefined;
  readonly secret_name?: string | undefined;
}

/** `Kiali.spec.clustering` */
export interface KialiClustering {
  readonly autodetect_secrets?: KialiAutodetectSecrets | undefined;
  readonly clusters?: readonly KialiCluster[] | undefined;
  /** @default false */
  readonly enable_exec_provider?: boolean | undefined;
  /** @default false */
  readonly ignore_home_cluster?: boolean | undefined;
  readonly kiali_urls?: readonly KialiKialiUrl[] | undefined;
}

/** `Kiali.spec.external_services.istio.component_status.components[]` */
export interface KialiComponent {
  readonly app_label?: string | undefined;
  /** @default false */
  readonly is_core?: boolean | undefined;
  /** @default false */
  readonly is_multicluster?: boolean | undefined;
  /** @default false */
  readonly is_proxy?: boolean | undefined;
  readonly namespace?: string | undefined;
}

/** `Kiali.spec.external_services.istio.component_status` */
export interface KialiComponentStatus {
  readonly components?: readonly KialiComponent[] | undefined;
  /** @default true */
  readonly enabled?: boolean | undefined;
}

/** `Kiali.spec.health_config.compute` */
export interface KialiCompute {
  /** @default '5m' */
  readonly duration?: '1m' | '2m' | '5m' | '10m' | '30m' | '1h' | '3h' | '6h' | '12h' | '1d' | '7d' | '30d' | undefined;
  /** @default '3m' */
  readonly refresh_interval?: string | undefined;
  /** @default '10m' */
  readonly timeout?: string | undefined;
}

/** `Kiali.spec.external_services.custom_dashboards` */
export interface KialiCustomDashboards {
  /** @default 10 */
  readonly discovery_auto_threshold?: number | undefined;
  /** @default 'auto' */
  readonly discovery_enabled?: 'true' | 'false' | 'auto' | undefined;
  /** @default true */
  readonly enabled?: boolean | undefined;
  /** @default false */
  readonly is_core?: boolean | undefined;
  /** @default 'namespace' */
  readonly namespace_label?: string | undefined;
  readonly prometheus?: KialiCustomDashboardsPrometheus | undefined;
}

/** `Kiali.spec.external_services.custom_dashboards.prometheus` */
export interface KialiCustomDashboardsPrometheus {
  readonly auth?: KialiGrafanaAuth | undefined;
  /** @default 7 */
  readonly cache_duration?: number | undefined;
  /** @default true */
  readonly cache_enabled?: boolean | undefined;
  /** @default 300 */
  readonly cache_expiration?: number | undefined;
  readonly custom_headers?: { readonly [key: string]: string } | undefined;
  readonly health_check_url?: string | undefined;
  /** @default true */
  readonly is_core?: boolean | undefined;
  readonly query_scope?: { readonly [key: string]: string } | undefined;
  readonly thanos_proxy?: KialiThanosProxy | undefined;
  readonly url?: string | undefined;
}

/** `Kiali.spec.deployment.custom_envs[]` */
export interface KialiCustomEnv {
  readonly name: string;
  readonly value: string;
}

/** `Kiali.spec.deployment.custom_secrets[]` */
export interface KialiCustomSecret {
  readonly csi?: { readonly [field: string]: unknown } | undefined;
  readonly mount: string;
  readonly name: string;
  /** @default false */
  readonly optional?: boolean | undefined;
}

/** `Kiali.spec.kiali_feature_flags.custom_workload_types[]` */
export interface KialiCustomWorkloadType {
  readonly group: string;
  readonly kind: string;
  readonly version: string;
}

/** `Kiali.spec.external_services.perses.dashboards[]` */
export interface KialiDashboard {
  readonly name?: string | undefined;
  readonly variables?: KialiVariables | undefined;
}

export interface KialiDefaultMatchLabels {
  readonly matchLabels: { readonly [key: string]: string };
  readonly matchExpressions?: readonly KialiMatchExpression[] | undefined;
}

export interface KialiDefaultMatchExpressions {
  readonly matchLabels?: { readonly [key: string]: string } | undefined;
  readonly matchExpressions: readonly KialiMatchExpression[];
}

/**
 * At least one of `matchLabels` or `matchExpressions`.
 * `Kiali.spec.deployment.discovery_selectors.default[]`
 */
export type KialiDefault = KialiDefaultMatchLabels | KialiDefaultMatchExpressions;
export const KialiDefault = {
  matchLabels: (matchLabels: { readonly [key: string]: string }, rest?: Omit<KialiDefaultMatchLabels, 'matchLabels'>): KialiDefault => ({ ...rest, matchLabels }),
  matchExpressions: (matchExpressions: readonly KialiMatchExpression[], rest?: Omit<KialiDefaultMatchExpressions, 'matchExpressions'>): KialiDefault => ({ ...rest, matchExpressions }),
};

/** `Kiali.spec.deployment` */
export interface KialiDeployment {
  readonly accessible_namespaces?: readonly string[] | undefined;
  readonly additional_pod_containers_yaml?: readonly ({ readonly [field: string]: unknown })[] | undefined;
  readonly additional_pod_init_containers_yaml?: readonly ({ readonly [field: string]: unknown })[] | undefined;
  readonly additional_service_yaml?: { readonly [field: string]: unknown } | undefined;
  readonly affinity?: KialiAffinity | undefined;
  /** @default true */
  readonly cluster_wide_access?: boolean | undefined;
  readonly configmap_annotations?: { readonly [key: string]: string } | undefined;
  readonly custom_envs?: readonly KialiCustomEnv[] | undefined;
  readonly custom_secrets?: readonly KialiCustomSecret[] | undefined;
  readonly discovery_selectors?: KialiDiscoverySelectors | undefined;
  readonly dns?: KialiDns | undefined;
  readonly extra_labels?: { readonly [key: string]: string } | undefined;
  readonly host_aliases?: readonly KialiHostAlias[] | undefined;
  readonly hpa?: KialiHpa | undefined;
  /** @default '' */
  readonly image_digest?: string | undefined;
  readonly image_name?: string | undefined;
  /** @default 'IfNotPresent' */
  readonly image_pull_policy?: string | undefined;
  readonly image_pull_secrets?: readonly string[] | undefined;
  readonly image_version?: string | undefined;
  readonly ingress?: KialiIngress | undefined;
  /** @default 'kiali' */
  readonly instance_name?: string | undefined;
  readonly logger?: KialiLogger | undefined;
  readonly namespace?: string | undefined;
  readonly network_policy?: KialiNetworkPolicy | undefined;
  readonly node_selector?: { readonly [field: string]: unknown } | undefined;
  readonly pod_annotations?: { readonly [key: string]: string } | undefined;
  readonly pod_disruption_budget?: KialiPodDisruptionBudget | undefined;
  readonly pod_labels?: { readonly [key: string]: string } | undefined;
  readonly priority_class_name?: string | undefined;
  readonly probes?: KialiProbes | undefined;
  /** @default false */
  readonly remote_cluster_resources_only?: boolean | undefined;
  /**
   * At least 1.
   * @default 1
   */
  readonly replicas?: number | undefined;
  readonly resources?: { readonly [field: string]: unknown } | undefined;
  /** @default 'kiali' */
  readonly secret_name?: string | undefined;
  readonly security_context?: { readonly [field: string]: unknown } | undefined;
  readonly service_annotations?: { readonly [key: string]: string } | undefined;
  readonly service_type?: string | undefined;
  readonly strategy?: { readonly [field: string]: unknown } | undefined;
  readonly tls_config?: KialiTlsConfig | undefined;
  readonly tolerations?: readonly ({ readonly [field: string]: unknown })[] | undefined;
  readonly topology_spread_constraints?: readonly ({ readonly [field: string]: unknown })[] | undefined;
  readonly verbose_mode?: boolean | undefined;
  readonly version_label?: string | undefined;
  /** @default false */
  readonly view_only_mode?: boolean | undefined;
}

/** `Kiali.spec.auth.openid.discovery_override` */
export interface KialiDiscoveryOverride {
  readonly authorization_endpoint?: string | undefined;
  readonly jwks_uri?: string | undefined;
  readonly token_endpoint?: string | undefined;
  readonly userinfo_endpoint?: string | undefined;
}

/** `Kiali.spec.deployment.discovery_selectors` */
export interface KialiDiscoverySelectors {
  readonly default?: readonly KialiDefault[] | undefined;
  readonly overrides?: { readonly [key: string]: readonly KialiOverride[] } | undefined;
}

/** `Kiali.spec.deployment.dns` */
export interface KialiDns {
  readonly config?: { readonly [field: string]: unknown } | undefined;
  readonly policy?: string | undefined;
}

/** `Kiali.spec.extensions[]` */
export interface KialiExtension {
  /** @default false */
  readonly enabled?: boolean | undefined;
  readonly name?: string | undefined;
}

/** `Kiali.spec.external_services` */
export interface KialiExternalServices {
  readonly custom_dashboards?: KialiCustomDashboards | undefined;
  readonly grafana?: KialiGrafana | undefined;
  readonly istio?: KialiIstio | undefined;
  readonly perses?: KialiPerses | undefined;
  readonly prometheus?: KialiExternalServicesPrometheus | undefined;
  readonly tracing?: KialiExternalServicesTracing | undefined;
}

/** `Kiali.spec.external_services.prometheus` */
export interface KialiExternalServicesPrometheus {
  readonly auth?: KialiGrafanaAuth | undefined;
  /** @default 7 */
  readonly cache_duration?: number | undefined;
  /** @default true */
  readonly cache_enabled?: boolean | undefined;
  /** @default 300 */
  readonly cache_expiration?: number | undefined;
  readonly custom_headers?: { readonly [key: string]: string } | undefined;
  /** @default true */
  readonly enabled?: boolean | undefined;
  readonly health_check_url?: string | undefined;
  /** @default true */
  readonly is_core?: boolean | undefined;
  readonly query_scope?: { readonly [key: string]: string } | undefined;
  readonly thanos_proxy?: KialiThanosProxy | undefined;
  readonly url?: string | undefined;
}

/** `Kiali.spec.external_services.tracing` */
export interface KialiExternalServicesTracing {
  readonly auth?: KialiGrafanaAuth | undefined;
  readonly custom_headers?: { readonly [key: string]: string } | undefined;
  /** @default false */
  readonly disable_version_check?: boolean | undefined;
  /** @default false */
  readonly enabled?: boolean | undefined;
  readonly external_url?: string | undefined;
  /** @default 9095 */
  readonly grpc_port?: number | undefined;
  readonly health_check_url?: string | undefined;
  readonly in_cluster_url?: string | undefined;
  readonly internal_url?: string | undefined;
  /** @default false */
  readonly is_core?: boolean | undefined;
  /** @default true */
  readonly namespace_selector?: boolean | undefined;
  /** @default 'jaeger' */
  readonly provider?: 'jaeger' | 'tempo' | undefined;
  readonly query_scope?: { readonly [key: string]: string } | undefined;
  /** @default 5 */
  readonly query_timeout?: number | undefined;
  readonly tempo_config?: KialiTempoConfig | undefined;
  readonly url?: string | undefined;
  /** @default true */
  readonly use_grpc?: boolean | undefined;
  /** @default false */
  readonly use_waypoint_name?: boolean | undefined;
  readonly whitelist_istio_system?: readonly string[] | undefined;
}

/** `Kiali.spec.kiali_feature_flags.ui_defaults.mesh.find_options[]` */
export interface KialiFindOption {
  /** @default false */
  readonly auto_select?: boolean | undefined;
  readonly description?: string | undefined;
  readonly expression?: string | undefined;
}

/** `Kiali.spec.external_services.istio.gateway_api_classes[]` */
export interface KialiGatewayApiClass {
  readonly class_name?: string | undefined;
  readonly name?: string | undefined;
}

/** `Kiali.spec.external_services.grafana` */
export interface KialiGrafana {
  readonly auth?: KialiGrafanaAuth | undefined;
  readonly dashboards?: readonly KialiDashboard[] | undefined;
  readonly datasource_uid?: string | undefined;
  /** @default true */
  readonly enabled?: boolean | undefined;
  readonly external_url?: string | undefined;
  readonly health_check_url?: string | undefined;
  readonly in_cluster_url?: string | undefined;
  /** @default 'http://grafana.istio-system:3000' */
  readonly internal_url?: string | undefined;
  /** @default false */
  readonly is_core?: boolean | undefined;
  readonly url?: string | undefined;
}

/** `Kiali.spec.external_services.grafana.auth` */
export interface KialiGrafanaAuth {
  readonly ca_file?: string | undefined;
  readonly cert_file?: string | undefined;
  /** @default false */
  readonly insecure_skip_verify?: boolean | undefined;
  readonly key_file?: string | undefined;
  readonly oauth2?: KialiOauth2 | undefined;
  readonly password?: string | undefined;
  readonly token?: string | undefined;
  /** @default 'none' */
  readonly type?: string | undefined;
  /** @default false */
  readonly use_kiali_token?: boolean | undefined;
  readonly username?: string | undefined;
}

/** `Kiali.spec.kiali_feature_flags.ui_defaults.graph` */
export interface KialiGraph {
  readonly find_options?: readonly KialiFindOption[] | undefined;
  readonly hide_options?: readonly KialiHideOption[] | undefined;
  readonly settings?: KialiSettings | undefined;
  readonly traffic?: KialiTraffic | undefined;
}

/** `Kiali.spec.health_config` */
export interface KialiHealthConfig {
  readonly compute?: KialiCompute | undefined;
  readonly rate?: readonly KialiRate[] | undefined;
}

/** `Kiali.spec.server.observability.metrics.health_status` */
export interface KialiHealthStatus {
  /** @default false */
  readonly enabled?: boolean | undefined;
  /**
   * At least 0.
   * @default 3
   */
  readonly max_consecutive_na?: number | undefined;
}

/** `Kiali.spec.kiali_feature_flags.ui_defaults.mesh.hide_options[]` */
export interface KialiHideOption {
  /** @default false */
  readonly auto_select?: boolean | undefined;
  readonly description?: string | undefined;
  readonly expression?: string | undefined;
}

/** `Kiali.spec.deployment.host_aliases[]` */
export interface KialiHostAlias {
  readonly hostnames?: readonly string[] | undefined;
  readonly ip?: string | undefined;
}

/** `Kiali.spec.deployment.hpa` */
export interface KialiHpa {
  readonly api_version?: string | undefined;
  readonly spec?: { readonly [field: string]: unknown } | undefined;
}

/** `Kiali.spec.kiali_feature_flags.ui_defaults.i18n` */
export interface KialiI18n {
  readonly language?: string | undefined;
  /** @default false */
  readonly show_selector?: boolean | undefined;
}

/** `Kiali.spec.identity` */
export interface KialiIdentity {
  readonly cert_file?: string | undefined;
  readonly private_key_file?: string | undefined;
}

/** `Kiali.spec.deployment.ingress` */
export interface KialiIngress {
  readonly additional_labels?: { readonly [key: string]: string } | undefined;
  /** @default 'nginx' */
  readonly class_name?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly override_yaml?: KialiOverrideYaml | undefined;
}

/** `Kiali.spec.external_services.istio` */
export interface KialiIstio {
  readonly component_status?: KialiComponentStatus | undefined;
  readonly config_map_name?: string | undefined;
  readonly egress_gateway_namespace?: string | undefined;
  /** @default 15000 */
  readonly envoy_admin_local_port?: number | undefined;
  readonly gateway_api_class_name?: string | undefined;
  readonly gateway_api_classes?: readonly KialiGatewayApiClass[] | undefined;
  readonly gateway_api_classes_label_selector?: string | undefined;
  /** @default true */
  readonly istio_api_enabled?: boolean | undefined;
  readonly istio_canary_revision?: KialiIstioCanaryRevision | undefined;
  /** @default '' */
  readonly istio_identity_domain?: string | undefined;
  /** @default 'sidecar.istio.io/inject' */
  readonly istio_injection_annotation?: string | undefined;
  /** @default 'sidecar.istio.io/status' */
  readonly istio_sidecar_annotation?: string | undefined;
  readonly istio_sidecar_injector_config_map_name?: string | undefined;
  readonly istiod_deployment_name?: string | undefined;
  /** @default 15014 */
  readonly istiod_pod_monitoring_port?: number | undefined;
  /** @default 20 */
  readonly istiod_polling_interval_seconds?: number | undefined;
  readonly root_namespace?: string | undefined;
  readonly url_service_version?: string | undefined;
  /** @default true */
  readonly validation_change_detection_enabled?: boolean | undefined;
  /** @default '1m' */
  readonly validation_reconcile_interval?: string | undefined;
}

/** `Kiali.spec.external_services.istio.istio_canary_revision` */
export interface KialiIstioCanaryRevision {
  readonly current?: string | undefined;
  readonly upgrade?: string | undefined;
}

/** `Kiali.spec.istio_labels` */
export interface KialiIstioLabels {
  readonly app_label_name?: string | undefined;
  readonly egress_gateway_label?: string | undefined;
  readonly ingress_gateway_label?: string | undefined;
  readonly injection_label_name?: string | undefined;
  readonly injection_label_rev?: string | undefined;
  readonly version_label_name?: string | undefined;
}

/** `Kiali.spec.kiali_feature_flags` */
export interface KialiKialiFeatureFlags {
  readonly authz?: KialiAuthz | undefined;
  readonly certificates_information_indicators?: KialiCertificatesInformationIndicators | undefined;
  readonly clustering?: KialiKialiFeatureFlagsClustering | undefined;
  readonly custom_workload_types?: readonly KialiCustomWorkloadType[] | undefined;
  readonly disabled_features?: readonly 'logs-tab'[] | undefined;
  /** @default true */
  readonly istio_annotation_action?: boolean | undefined;
  /** @default true */
  readonly istio_injection_action?: boolean | undefined;
  /** @default false */
  readonly istio_upgrade_action?: boolean | undefined;
  readonly ui_defaults?: KialiUiDefaults | undefined;
  readonly validations?: KialiValidations | undefined;
}

/** `Kiali.spec.kiali_feature_flags.clustering` */
export interface KialiKialiFeatureFlagsClustering {
  readonly autodetect_secrets?: KialiAutodetectSecrets | undefined;
  readonly clusters?: readonly KialiCluster[] | undefined;
  /** @default false */
  readonly enable_exec_provider?: boolean | undefined;
  readonly kiali_urls?: readonly KialiKialiUrl[] | undefined;
}

/** `Kiali.spec.clustering.kiali_urls[]` */
export interface KialiKialiUrl {
  readonly cluster_name?: string | undefined;
  readonly instance_name?: string | undefined;
  readonly namespace?: string | undefined;
  readonly url?: string | undefined;
}

/** `Kiali.spec.kubernetes_config` */
export interface KialiKubernetesConfig {
  /** @default 200 */
  readonly burst?: number | undefined;
  /** @default 300 */
  readonly cache_duration?: number | undefined;
  /** @default 10 */
  readonly cache_token_namespace_duration?: number | undefined;
  readonly cluster_name?: string | undefined;
  readonly excluded_workloads?: readonly string[] | undefined;
  /** @default 175 */
  readonly qps?: number | undefined;
}

/** `Kiali.spec.kiali_feature_flags.ui_defaults.list` */
export interface KialiList {
  /** @default true */
  readonly include_health?: boolean | undefined;
  /** @default true */
  readonly include_istio_resources?: boolean | undefined;
  /** @default true */
  readonly include_validations?: boolean | undefined;
  /** @default false */
  readonly show_include_toggles?: boolean | undefined;
}

/** `Kiali.spec.deployment.probes.liveness` */
export interface KialiLiveness {
  /** @default 5 */
  readonly initial_delay_seconds?: number | undefined;
  /** @default 30 */
  readonly period_seconds?: number | undefined;
}

/** `Kiali.spec.deployment.logger` */
export interface KialiLogger {
  /** @default 'text' */
  readonly log_format?: 'text' | 'json' | undefined;
  /** @default 'info' */
  readonly log_level?: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | undefined;
  /**
   * Matches `^[0-9]+$`.
   * @default '1'
   */
  readonly sampler_rate?: string | undefined;
  /** @default '2006-01-02T15:04:05Z07:00' */
  readonly time_field_format?: string | undefined;
}

/** `Kiali.spec.login_token` */
export interface KialiLoginToken {
  /** @default 86400 */
  readonly expiration_seconds?: number | undefined;
  readonly signing_key?: string | undefined;
}

/** `Kiali.spec.deployment.discovery_selectors.default[].matchExpressions[]` */
export interface KialiMatchExpression {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values?: readonly string[] | undefined;
}

/** `Kiali.spec.kiali_feature_flags.ui_defaults.mesh` */
export interface KialiMesh {
  readonly find_options?: readonly KialiFindOption[] | undefined;
  readonly hide_options?: readonly KialiHideOption[] | undefined;
}

/** `Kiali.spec.deployment.ingress.override_yaml.metadata` */
export interface KialiMetadata {
  readonly annotations?: { readonly [field: string]: unknown } | undefined;
}

/** `Kiali.spec.server.observability.metrics` */
export interface KialiMetrics {
  /** @default true */
  readonly enabled?: boolean | undefined;
  readonly health_status?: KialiHealthStatus | undefined;
  /**
   * 1 to 65535.
   * @default 9090
   */
  readonly port?: number | undefined;
}

/** `Kiali.spec.kiali_feature_flags.ui_defaults.metrics_inbound` */
export interface KialiMetricsInbound {
  readonly aggregations?: readonly KialiAggregation[] | undefined;
}

/** `Kiali.spec.kiali_feature_flags.ui_defaults.metrics_outbound` */
export interface KialiMetricsOutbound {
  readonly aggregations?: readonly KialiAggregation[] | undefined;
}

/** `Kiali.spec.chat_ai.providers[].models[]` */
export interface KialiModel {
  readonly description?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly endpoint?: string | undefined;
  readonly key?: string | undefined;
  readonly model?: string | undefined;
  readonly name?: string | undefined;
}

/** `Kiali.spec.api.namespaces` */
export interface KialiNamespaces {
  readonly exclude?: readonly string[] | undefined;
  readonly include?: readonly string[] | undefined;
  readonly label_selector_exclude?: string | undefined;
  readonly label_selector_include?: string | undefined;
}

/** `Kiali.spec.deployment.network_policy` */
export interface KialiNetworkPolicy {
  /** @default true */
  readonly enabled?: boolean | undefined;
}

/** `Kiali.spec.external_services.perses.auth.oauth2` */
export interface KialiOauth2 {
  readonly audience?: string | undefined;
  /** @default 'header' */
  readonly auth_style?: 'header' | 'params' | undefined;
  readonly client_id?: string | undefined;
  readonly client_secret?: string | undefined;
  readonly scopes?: readonly string[] | undefined;
  readonly token_url?: string | undefined;
}

/** `Kiali.spec.server.observability` */
export interface KialiObservability {
  readonly metrics?: KialiMetrics | undefined;
  readonly tracing?: KialiObservabilityTracing | undefined;
}

/** `Kiali.spec.server.observability.tracing` */
export interface KialiObservabilityTracing {
  /** @default 'otel' */
  readonly collector_type?: 'otel' | undefined;
  /** @default 'jaeger-collector.istio-system:4318' */
  readonly collector_url?: string | undefined;
  /** @default false */
  readonly enabled?: boolean | undefined;
  readonly otel?: KialiOtel | undefined;
  /** @default 0.5 */
  readonly sampling_rate?: number | undefined;
}

/** `Kiali.spec.auth.openid` */
export interface KialiOpenid {
  readonly additional_request_params?: { readonly [key: string]: string } | undefined;
  readonly allowed_domains?: readonly string[] | undefined;
  readonly api_proxy?: string | undefined;
  readonly api_proxy_ca_data?: string | undefined;
  /** @default 'id_token' */
  readonly api_token?: string | undefined;
  /** @default 300 */
  readonly authentication_timeout?: number | undefined;
  readonly authorization_endpoint?: string | undefined;
  readonly client_id?: string | undefined;
  /** @default false */
  readonly disable_rbac?: boolean | undefined;
  readonly discovery_override?: KialiDiscoveryOverride | undefined;
  readonly http_proxy?: string | undefined;
  readonly https_proxy?: string | undefined;
  /** @default false */
  readonly insecure_skip_verify_tls?: boolean | undefined;
  readonly issuer_uri?: string | undefined;
  readonly scopes?: readonly string[] | undefined;
  /** @default 'sub' */
  readonly username_claim?: string | undefined;
}

/** `Kiali.spec.auth.openshift` */
export interface KialiOpenshift {
  readonly auth_timeout?: number | undefined;
  readonly client_id_prefix?: string | undefined;
  /** @default false */
  readonly insecure_skip_verify_tls?: boolean | undefined;
  readonly redirect_uris?: readonly string[] | undefined;
  readonly token_inactivity_timeout?: number | undefined;
  readonly token_max_age?: number | undefined;
}

/** `Kiali.spec.server.observability.tracing.otel` */
export interface KialiOtel {
  readonly ca_name?: string | undefined;
  /** @default 'http' */
  readonly protocol?: 'http' | 'https' | 'grpc' | undefined;
  /** @default false */
  readonly skip_verify?: boolean | undefined;
  /** @default false */
  readonly tls_enabled?: boolean | undefined;
}

export interface KialiOverrideMatchLabels {
  readonly matchLabels: { readonly [key: string]: string };
  readonly matchExpressions?: readonly KialiMatchExpression[] | undefined;
}

export interface KialiOverrideMatchExpressions {
  readonly matchLabels?: { readonly [key: string]: string } | undefined;
  readonly matchExpressions: readonly KialiMatchExpression[];
}

/**
 * At least one of `matchLabels` or `matchExpressions`.
 * `Kiali.spec.deployment.discovery_selectors.overrides{}[]`
 */
export type KialiOverride = KialiOverrideMatchLabels | KialiOverrideMatchExpressions;
export const KialiOverride = {
  matchLabels: (matchLabels: { readonly [key: string]: string }, rest?: Omit<KialiOverrideMatchLabels, 'matchLabels'>): KialiOverride => ({ ...rest, matchLabels }),
  matchExpressions: (matchExpressions: readonly KialiMatchExpression[], rest?: Omit<KialiOverrideMatchExpressions, 'matchExpressions'>): KialiOverride => ({ ...rest, matchExpressions }),
};

/** `Kiali.spec.deployment.ingress.override_yaml` */
export interface KialiOverrideYaml {
  readonly metadata?: KialiMetadata | undefined;
  readonly spec?: { readonly [field: string]: unknown } | undefined;
}

/** `Kiali.spec.external_services.perses` */
export interface KialiPerses {
  readonly auth?: KialiPersesAuth | undefined;
  readonly dashboards?: readonly KialiDashboard[] | undefined;
  /** @default false */
  readonly enabled?: boolean | undefined;
  readonly external_url?: string | undefined;
  readonly health_check_url?: string | undefined;
  readonly internal_url?: string | undefined;
  /** @default false */
  readonly is_core?: boolean | undefined;
  /** @default 'istio' */
  readonly project?: string | undefined;
  /** @default '' */
  readonly url_format?: '' | 'openshift' | undefined;
}

/** `Kiali.spec.external_services.perses.auth` */
export interface KialiPersesAuth {
  readonly ca_file?: string | undefined;
  readonly cert_file?: string | undefined;
  /** @default false */
  readonly insecure_skip_verify?: boolean | undefined;
  readonly key_file?: string | undefined;
  readonly oauth2?: KialiOauth2 | undefined;
  readonly password?: string | undefined;
  /** @default 'none' */
  readonly type?: string | undefined;
  /** @default false */
  readonly use_kiali_token?: boolean | undefined;
  readonly username?: string | undefined;
}

/** `Kiali.spec.deployment.pod_disruption_budget` */
export interface KialiPodDisruptionBudget {
  readonly api_version?: string | undefined;
  readonly spec?: { readonly [field: string]: unknown } | undefined;
}

/** `Kiali.spec.deployment.probes` */
export interface KialiProbes {
  readonly liveness?: KialiLiveness | undefined;
  readonly readiness?: KialiReadiness | undefined;
  readonly startup?: KialiStartup | undefined;
}

/** `Kiali.spec.server.profiler` */
export interface KialiProfiler {
  /** @default false */
  readonly enabled?: boolean | undefined;
}

/** `Kiali.spec.chat_ai.providers[]` */
export interface KialiProvider {
  readonly config?: string | undefined;
  readonly default_model?: string | undefined;
  readonly description?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly endpoint?: string | undefined;
  /** @default false */
  readonly insecure_skip_verify?: boolean | undefined;
  readonly key?: string | undefined;
  readonly models?: readonly KialiModel[] | undefined;
  readonly name?: string | undefined;
  readonly tools?: KialiTools | undefined;
  readonly type?: string | undefined;
}

/** `Kiali.spec.health_config.rate[]` */
export interface KialiRate {
  readonly kind?: string | undefined;
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
  readonly tolerance?: readonly KialiTolerance[] | undefined;
}

/** `Kiali.spec.deployment.probes.readiness` */
export interface KialiReadiness {
  /** @default 5 */
  readonly initial_delay_seconds?: number | undefined;
  /** @default 30 */
  readonly period_seconds?: number | undefined;
}

/** `Kiali.spec.server` */
export interface KialiServer {
  readonly address?: string | undefined;
  /** @default true */
  readonly audit_log?: boolean | undefined;
  /** @default false */
  readonly cors_allow_all?: boolean | undefined;
  /** @default true */
  readonly gzip_enabled?: boolean | undefined;
  /** 1 to 65535. */
  readonly node_port?: number | undefined;
  readonly observability?: KialiObservability | undefined;
  /**
   * 1 to 65535.
   * @default 20001
   */
  readonly port?: number | undefined;
  readonly profiler?: KialiProfiler | undefined;
  /** @default false */
  readonly require_auth?: boolean | undefined;
  readonly web_fqdn?: string | undefined;
  /** @default 'browser' */
  readonly web_history_mode?: 'browser' | 'hash' | undefined;
  readonly web_port?: string | undefined;
  readonly web_root?: string | undefined;
  readonly web_schema?: '' | 'http' | 'https' | undefined;
  /** @default '60s' */
  readonly write_timeout?: number | string | undefined;
}

/** `Kiali.spec.kiali_feature_flags.ui_defaults.graph.settings` */
export interface KialiSettings {
  /** @default 'point' */
  readonly animation?: 'dash' | 'point' | undefined;
}

/** `Kiali.spec` */
export interface KialiSpec {
  readonly additional_display_details?: readonly KialiAdditionalDisplayDetail[] | undefined;
  readonly api?: KialiApi | undefined;
  readonly auth?: KialiAuth | undefined;
  readonly chat_ai?: KialiChatAi | undefined;
  readonly clustering?: KialiClustering | undefined;
  readonly custom_dashboards?: readonly ({ readonly [field: string]: unknown })[] | undefined;
  readonly deployment?: KialiDeployment | undefined;
  readonly extensions?: readonly KialiExtension[] | undefined;
  readonly external_services?: KialiExternalServices | undefined;
  readonly health_config?: KialiHealthConfig | undefined;
  readonly identity?: KialiIdentity | undefined;
  readonly installation_tag?: string | undefined;
  readonly istio_labels?: KialiIstioLabels | undefined;
  readonly istio_namespace?: string | undefined;
  readonly kiali_feature_flags?: KialiKialiFeatureFlags | undefined;
  readonly kiali_internal?: { readonly [field: string]: unknown } | undefined;
  readonly kubernetes_config?: KialiKubernetesConfig | undefined;
  readonly login_token?: KialiLoginToken | undefined;
  readonly server?: KialiServer | undefined;
  /** @default 'default' */
  readonly version?: string | undefined;
}

/** `Kiali.spec.deployment.probes.startup` */
export interface KialiStartup {
  /** @default 6 */
  readonly failure_threshold?: number | undefined;
  /** @default 30 */
  readonly initial_delay_seconds?: number | undefined;
  /** @default 10 */
  readonly period_seconds?: number | undefined;
}

/** `Kiali.spec.chat_ai.store_config` */
export interface KialiStoreConfig {
  /** @default true */
  readonly enabled?: boolean | undefined;
  /** @default '30m' */
  readonly inactivity_timeout?: string | undefined;
  /** @default 1024 */
  readonly max_cache_memory_mb?: number | undefined;
  /** @default 15 */
  readonly reduce_threshold?: number | undefined;
  /** @default false */
  readonly reduce_with_ai?: boolean | undefined;
}

/** `Kiali.spec.external_services.tracing.tempo_config` */
export interface KialiTempoConfig {
  /** @default 200 */
  readonly cache_capacity?: number | undefined;
  /** @default true */
  readonly cache_enabled?: boolean | undefined;
  readonly datasource_uid?: string | undefined;
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
  readonly org_id?: string | undefined;
  readonly tenant?: string | undefined;
  /** @default 'grafana' */
  readonly url_format?: 'jaeger' | 'grafana' | 'openshift' | undefined;
}

/** `Kiali.spec.external_services.prometheus.thanos_proxy` */
export interface KialiThanosProxy {
  /** @default false */
  readonly enabled?: boolean | undefined;
  /** @default '7d' */
  readonly retention_period?: string | undefined;
  /** @default '30s' */
  readonly scrape_interval?: string | undefined;
}

/** `Kiali.spec.deployment.tls_config` */
export interface KialiTlsConfig {
  readonly cipher_suites?: readonly string[] | undefined;
  readonly groups?: readonly string[] | undefined;
  readonly max_version?: string | undefined;
  readonly min_version?: string | undefined;
  readonly source?: 'auto' | 'config' | undefined;
}

/** `Kiali.spec.health_config.rate[].tolerance[]` */
export interface KialiTolerance {
  readonly code?: string | undefined;
  readonly degraded?: number | undefined;
  readonly direction?: string | undefined;
  readonly failure?: number | undefined;
  readonly protocol?: string | undefined;
}

/** `Kiali.spec.chat_ai.tools` */
export interface KialiTools {
  readonly disabled_tools?: readonly string[] | undefined;
  readonly enabled_tools?: readonly string[] | undefined;
}

/** `Kiali.spec.kiali_feature_flags.ui_defaults.graph.traffic` */
export interface KialiTraffic {
  /** @default 'total' */
  readonly ambient?: 'none' | 'total' | 'waypoint' | 'ztunnel' | undefined;
  /** @default 'requests' */
  readonly grpc?: 'none' | 'requests' | 'sent' | 'received' | 'total' | undefined;
  /** @default 'requests' */
  readonly http?: 'none' | 'requests' | undefined;
  /** @default 'sent' */
  readonly tcp?: 'none' | 'sent' | 'received' | 'total' | undefined;
}

/** `Kiali.spec.kiali_feature_flags.ui_defaults` */
export interface KialiUiDefaults {
  readonly graph?: KialiGraph | undefined;
  readonly i18n?: KialiI18n | undefined;
  readonly list?: KialiList | undefined;
  readonly mesh?: KialiMesh | undefined;
  readonly metrics_inbound?: KialiMetricsInbound | undefined;
  readonly metrics_outbound?: KialiMetricsOutbound | undefined;
  /** @default '1m' */
  readonly metrics_per_refresh?: '1m' | '2m' | '5m' | '10m' | '30m' | '1h' | '3h' | '6h' | '12h' | '1d' | '7d' | '30d' | undefined;
  readonly namespaces?: readonly string[] | undefined;
  /** @default '1m' */
  readonly refresh_interval?: 'pause' | 'manual' | '10s' | '15s' | '30s' | '1m' | '5m' | '15m' | undefined;
  readonly tracing?: KialiUiDefaultsTracing | undefined;
}

/** `Kiali.spec.kiali_feature_flags.ui_defaults.tracing` */
export interface KialiUiDefaultsTracing {
  /**
   * 10 to 1000.
   * @default 100
   */
  readonly limit?: number | undefined;
}

/** `Kiali.spec.kiali_feature_flags.validations` */
export interface KialiValidations {
  readonly ignore?: readonly string[] | undefined;
  /** @default false */
  readonly skip_wildcard_gateway_hosts?: boolean | undefined;
}

/** `Kiali.spec.external_services.perses.dashboards[].variables` */
export interface KialiVariables {
  readonly app?: string | undefined;
  readonly datasource?: string | undefined;
  readonly namespace?: string | undefined;
  readonly service?: string | undefined;
  readonly version?: string | undefined;
  readonly workload?: string | undefined;
}
