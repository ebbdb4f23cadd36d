// Generated from the CRDs of Argo CD 3.6.1 and Argo Rollouts 1.10.2 (d1f9d2c705e02d78) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { AnalysisTemplateTemplate, DryRun, FieldRef, MeasurementRetention, Metadata, RolloutTemplate, Selector } from './shared-types';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/** Describes the measurements by which a rollout is judged. */
export class AnalysisTemplate extends VersionedObject {
  public static readonly kind = 'AnalysisTemplate';
  public static readonly group = 'argoproj.io';
  public static readonly scope = 'Namespaced';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v1alpha1: '' };

  public constructor(scope: Construct, id: string, props: AnalysisTemplateProps) {
    super(scope, id, AnalysisTemplate, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: AnalysisTemplateProps, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(AnalysisTemplate, props, istioVersion);
  }
}

export interface AnalysisTemplateProps {
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: AnalysisTemplateSpec;
}

/** `AnalysisTemplate.spec.args[]` */
export interface AnalysisTemplateArg {
  readonly name: string;
  readonly value?: string | undefined;
  readonly valueFrom?: AnalysisTemplateValueFrom | undefined;
}

/** `AnalysisTemplate.spec.metrics[].provider.web.authentication` */
export interface AnalysisTemplateAuthentication {
  readonly oauth2?: AnalysisTemplateOauth2 | undefined;
  readonly sigv4?: AnalysisTemplateSigv4 | undefined;
}

/** `AnalysisTemplate.spec.metrics[].provider.cloudWatch` */
export interface AnalysisTemplateCloudWatch {
  readonly interval?: string | undefined;
  readonly metricDataQueries: readonly AnalysisTemplateMetricDataQuery[];
}

/** `AnalysisTemplate.spec.metrics[].provider.kayenta.scopes[].controlScope` */
export interface AnalysisTemplateControlScope {
  readonly end?: string | undefined;
  readonly region: string;
  readonly scope: string;
  readonly start?: string | undefined;
  readonly step: number;
}

/** `AnalysisTemplate.spec.metrics[].provider.datadog` */
export interface AnalysisTemplateDatadog {
  readonly aggregator?: 'avg' | 'min' | 'max' | 'sum' | 'last' | 'percentile' | 'mean' | 'l2norm' | 'area' | undefined;
  /** @default 'v1' */
  readonly apiVersion?: 'v1' | 'v2' | undefined;
  readonly formula?: string | undefined;
  /** @default '5m' */
  readonly interval?: string | undefined;
  readonly queries?: { readonly [key: string]: string } | undefined;
  readonly query?: string | undefined;
  /** @default '10s' */
  readonly requestTimeout?: string | undefined;
  readonly secretRef?: AnalysisTemplateSecretRef | undefined;
}

/** `AnalysisTemplate.spec.metrics[].provider.cloudWatch.metricDataQueries[].metricStat.metric.dimensions[]` */
export interface AnalysisTemplateDimension {
  readonly name?: string | undefined;
  readonly value?: string | undefined;
}

/** `AnalysisTemplate.spec.metrics[].provider.kayenta.scopes[].experimentScope` */
export interface AnalysisTemplateExperimentScope {
  readonly end?: string | undefined;
  readonly region: string;
  readonly scope: string;
  readonly start?: string | undefined;
  readonly step: number;
}

/** `AnalysisTemplate.spec.metrics[].provider.graphite` */
export interface AnalysisTemplateGraphite {
  readonly address?: string | undefined;
  readonly query?: string | undefined;
}

/** `AnalysisTemplate.spec.metrics[].provider.web.headers[]` */
export interface AnalysisTemplateHeader {
  readonly key: string;
  readonly value: string;
}

/** `AnalysisTemplate.spec.metrics[].provider.influxdb` */
export interface AnalysisTemplateInfluxdb {
  readonly profile?: string | undefined;
  readonly query?: string | undefined;
}

/** `AnalysisTemplate.spec.metrics[].provider.job` */
export interface AnalysisTemplateJob {
  readonly metadata?: Metadata | undefined;
  readonly spec: AnalysisTemplateJobSpec;
}

/** `AnalysisTemplate.spec.metrics[].provider.job.spec` */
export interface AnalysisTemplateJobSpec {
  readonly activeDeadlineSeconds?: number | undefined;
  readonly backoffLimit?: number | undefined;
  readonly backoffLimitPerIndex?: number | undefined;
  readonly completionMode?: string | undefined;
  readonly completions?: number | undefined;
  readonly managedBy?: string | undefined;
  readonly manualSelector?: boolean | undefined;
  readonly maxFailedIndexes?: number | undefined;
  readonly parallelism?: number | undefined;
  readonly podFailurePolicy?: AnalysisTemplatePodFailurePolicy | undefined;
  readonly podReplacementPolicy?: string | undefined;
  readonly selector?: Selector | undefined;
  readonly successPolicy?: AnalysisTemplateSuccessPolicy | undefined;
  readonly suspend?: boolean | undefined;
  readonly template: RolloutTemplate;
  readonly ttlSecondsAfterFinished?: number | undefined;
}

/** `AnalysisTemplate.spec.metrics[].provider.kayenta` */
export interface AnalysisTemplateKayenta {
  readonly address: string;
  readonly application: string;
  readonly canaryConfigName: string;
  readonly configurationAccountName: string;
  readonly lookback?: boolean | undefined;
  readonly metricsAccountName: string;
  readonly scopes: readonly AnalysisTemplateScope[];
  readonly storageAccountName: string;
  readonly threshold: AnalysisTemplateThreshold;
}

/** `AnalysisTemplate.spec.metrics[]` */
export interface AnalysisTemplateMetric {
  readonly consecutiveErrorLimit?: number | string | undefined;
  readonly consecutiveSuccessLimit?: number | string | undefined;
  readonly count?: number | string | undefined;
  readonly failureCondition?: string | undefined;
  readonly failureLimit?: number | string | undefined;
  readonly inconclusiveLimit?: number | string | undefined;
  readonly initialDelay?: string | undefined;
  readonly interval?: string | undefined;
  readonly name: string;
  readonly provider: AnalysisTemplateProvider;
  readonly successCondition?: string | undefined;
}

/** `AnalysisTemplate.spec.metrics[].provider.cloudWatch.metricDataQueries[]` */
export interface AnalysisTemplateMetricDataQuery {
  readonly expression?: string | undefined;
  readonly id?: string | undefined;
  readonly label?: string | undefined;
  readonly metricStat?: AnalysisTemplateMetricStat | undefined;
  readonly period?: number | string | undefined;
  readonly returnData?: boolean | undefined;
}

/** `AnalysisTemplate.spec.metrics[].provider.cloudWatch.metricDataQueries[].metricStat` */
export interface AnalysisTemplateMetricStat {
  readonly metric?: AnalysisTemplateMetricStatMetric | undefined;
  readonly period?: number | string | undefined;
  readonly stat?: string | undefined;
  readonly unit?: string | undefined;
}

/** `AnalysisTemplate.spec.metrics[].provider.cloudWatch.metricDataQueries[].metricStat.metric` */
export interface AnalysisTemplateMetricStatMetric {
  readonly dimensions?: readonly AnalysisTemplateDimension[] | undefined;
  readonly metricName?: string | undefined;
  readonly namespace?: string | undefined;
}

/** `AnalysisTemplate.spec.metrics[].provider.newRelic` */
export interface AnalysisTemplateNewRelic {
  readonly profile?: string | undefined;
  readonly query: string;
  readonly timeout?: number | undefined;
}

/** `AnalysisTemplate.spec.metrics[].provider.web.authentication.oauth2` */
export interface AnalysisTemplateOauth2 {
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
  readonly scopes?: readonly string[] | undefined;
  readonly tokenUrl?: string | undefined;
}

/** `AnalysisTemplate.spec.metrics[].provider.job.spec.podFailurePolicy.rules[].onExitCodes` */
export interface AnalysisTemplateOnExitCodes {
  readonly containerName?: string | undefined;
  readonly operator: string;
  /** Items differ. */
  readonly values: readonly number[];
}

/** `AnalysisTemplate.spec.metrics[].provider.job.spec.podFailurePolicy.rules[].onPodConditions[]` */
export interface AnalysisTemplateOnPodCondition {
  readonly status: string;
  readonly type: string;
}

/** `AnalysisTemplate.spec.metrics[].provider.job.spec.podFailurePolicy` */
export interface AnalysisTemplatePodFailurePolicy {
  readonly rules: readonly AnalysisTemplatePodFailurePolicyRule[];
}

/** `AnalysisTemplate.spec.metrics[].provider.job.spec.podFailurePolicy.rules[]` */
export interface AnalysisTemplatePodFailurePolicyRule {
  readonly action: string;
  readonly onExitCodes?: AnalysisTemplateOnExitCodes | undefined;
  readonly onPodConditions?: readonly AnalysisTemplateOnPodCondition[] | undefined;
}

/** `AnalysisTemplate.spec.metrics[].provider.prometheus` */
export interface AnalysisTemplatePrometheus {
  readonly address?: string | undefined;
  readonly authentication?: AnalysisTemplateAuthentication | undefined;
  readonly headers?: readonly AnalysisTemplateHeader[] | undefined;
  readonly insecure?: boolean | undefined;
  readonly query?: string | undefined;
  readonly rangeQuery?: AnalysisTemplateRangeQuery | undefined;
  readonly timeout?: number | undefined;
}

/** `AnalysisTemplate.spec.metrics[].provider` */
export interface AnalysisTemplateProvider {
  readonly cloudWatch?: AnalysisTemplateCloudWatch | undefined;
  readonly datadog?: AnalysisTemplateDatadog | undefined;
  readonly graphite?: AnalysisTemplateGraphite | undefined;
  readonly influxdb?: AnalysisTemplateInfluxdb | undefined;
  readonly job?: AnalysisTemplateJob | undefined;
  readonly kayenta?: AnalysisTemplateKayenta | undefined;
  readonly newRelic?: AnalysisTemplateNewRelic | undefined;
  readonly plugin?: { readonly [field: string]: unknown } | undefined;
  readonly prometheus?: AnalysisTemplatePrometheus | undefined;
  readonly skywalking?: AnalysisTemplateSkywalking | undefined;
  readonly wavefront?: AnalysisTemplateWavefront | undefined;
  readonly web?: AnalysisTemplateWeb | undefined;
}

/** `AnalysisTemplate.spec.metrics[].provider.prometheus.rangeQuery` */
export interface AnalysisTemplateRangeQuery {
  readonly end?: string | undefined;
  readonly start?: string | undefined;
  readonly step?: string | undefined;
}

/** `AnalysisTemplate.spec.metrics[].provider.kayenta.scopes[]` */
export interface AnalysisTemplateScope {
  readonly controlScope: AnalysisTemplateControlScope;
  readonly experimentScope: AnalysisTemplateExperimentScope;
  readonly name: string;
}

/** `AnalysisTemplate.spec.args[].valueFrom.secretKeyRef` */
export interface AnalysisTemplateSecretKeyRef {
  readonly key: string;
  readonly name: string;
}

/** `AnalysisTemplate.spec.metrics[].provider.datadog.secretRef` */
export interface AnalysisTemplateSecretRef {
  readonly name?: string | undefined;
  readonly namespaced?: boolean | undefined;
}

/** `AnalysisTemplate.spec.metrics[].provider.web.authentication.sigv4` */
export interface AnalysisTemplateSigv4 {
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
  readonly roleArn?: string | undefined;
}

/** `AnalysisTemplate.spec.metrics[].provider.skywalking` */
export interface AnalysisTemplateSkywalking {
  readonly address?: string | undefined;
  readonly interval?: string | undefined;
  readonly query?: string | undefined;
}

/** `AnalysisTemplate.spec` */
export interface AnalysisTemplateSpec {
  readonly args?: readonly AnalysisTemplateArg[] | undefined;
  readonly dryRun?: readonly DryRun[] | undefined;
  readonly measurementRetention?: readonly MeasurementRetention[] | undefined;
  readonly metrics?: readonly AnalysisTemplateMetric[] | undefined;
  readonly templates?: readonly AnalysisTemplateTemplate[] | undefined;
}

/** `AnalysisTemplate.spec.metrics[].provider.job.spec.successPolicy` */
export interface AnalysisTemplateSuccessPolicy {
  readonly rules: readonly AnalysisTemplateSuccessPolicyRule[];
}

/** `AnalysisTemplate.spec.metrics[].provider.job.spec.successPolicy.rules[]` */
export interface AnalysisTemplateSuccessPolicyRule {
  readonly succeededCount?: number | undefined;
  readonly succeededIndexes?: string | undefined;
}

/** `AnalysisTemplate.spec.metrics[].provider.kayenta.threshold` */
export interface AnalysisTemplateThreshold {
  readonly marginal: number;
  readonly pass: number;
}

/** `AnalysisTemplate.spec.args[].valueFrom` */
export interface AnalysisTemplateValueFrom {
  readonly fieldRef?: FieldRef | undefined;
  readonly secretKeyRef?: AnalysisTemplateSecretKeyRef | undefined;
}

/** `AnalysisTemplate.spec.metrics[].provider.wavefront` */
export interface AnalysisTemplateWavefront {
  readonly address?: string | undefined;
  readonly query?: string | undefined;
}

/** `AnalysisTemplate.spec.metrics[].provider.web` */
export interface AnalysisTemplateWeb {
  readonly authentication?: AnalysisTemplateAuthentication | undefined;
  readonly body?: string | undefined;
  readonly headers?: readonly AnalysisTemplateHeader[] | undefined;
  readonly insecure?: boolean | undefined;
  readonly jsonBody?: { readonly [field: string]: unknown } | undefined;
  readonly jsonPath?: string | undefined;
  readonly method?: string | undefined;
  readonly timeoutSeconds?: number | undefined;
  readonly url: string;
}
