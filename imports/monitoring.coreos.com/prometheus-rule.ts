// Generated from the CRDs of the Prometheus operator 0.93.0 (49a6319eb3fe06ee) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * Defines alerts and recorded series.
 * @see https://prometheus-operator.dev/docs/api-reference/api/
 */
export class PrometheusRule extends VersionedObject {
  public static readonly kind = 'PrometheusRule';
  public static readonly group = 'monitoring.coreos.com';
  public static readonly scope = 'Namespaced';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v1: '' };

  public constructor(scope: Construct, id: string, props: PrometheusRuleProps) {
    super(scope, id, PrometheusRule, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: PrometheusRuleProps, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(PrometheusRule, props, istioVersion);
  }
}

export interface PrometheusRuleProps {
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: PrometheusRuleSpec;
}

/** `PrometheusRule.spec.groups[]` */
export interface PrometheusRuleGroup {
  readonly interval?: string | undefined;
  readonly labels?: { readonly [key: string]: string } | undefined;
  readonly limit?: number | undefined;
  /** At least 1 character. */
  readonly name: string;
  /** Matches `^(?i)(abort|warn)?$`. */
  readonly partial_response_strategy?: string | undefined;
  readonly query_offset?: string | undefined;
  readonly rules?: readonly PrometheusRuleRule[] | undefined;
}

/** `PrometheusRule.spec.groups[].rules[]` */
export interface PrometheusRuleRule {
  readonly alert?: string | undefined;
  readonly annotations?: { readonly [key: string]: string } | undefined;
  readonly expr: number | string;
  readonly for?: string | undefined;
  /** At least 1 character. */
  readonly keep_firing_for?: string | undefined;
  readonly labels?: { readonly [key: string]: string } | undefined;
  readonly record?: string | undefined;
}

/** `PrometheusRule.spec` */
export interface PrometheusRuleSpec {
  /** Items differ in `name`. */
  readonly groups?: readonly PrometheusRuleGroup[] | undefined;
}
