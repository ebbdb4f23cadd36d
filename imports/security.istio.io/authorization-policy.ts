// Generated from the CRDs of Istio 1.32.0 (5920f651c6559262) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { PolicyTargetReference, WorkloadSelector } from './shared-types';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * Allows, denies, audits or delegates the decision on requests to workloads.
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/
 */
export class AuthorizationPolicy extends VersionedObject {
  public static readonly kind = 'AuthorizationPolicy';
  public static readonly group = 'security.istio.io';
  public static readonly scope = 'Namespaced';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v1: '', v1beta1: '' };

  public constructor(scope: Construct, id: string, props: AuthorizationPolicyProps) {
    super(scope, id, AuthorizationPolicy, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: AuthorizationPolicyProps, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(AuthorizationPolicy, props, istioVersion);
  }
}

export interface AuthorizationPolicyProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: AuthorizationPolicySpec;
}

/** @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#AuthorizationPolicy-Action */
export type AuthorizationPolicyAction = 'ALLOW' | 'DENY' | 'AUDIT' | 'CUSTOM';

export interface AuthorizationPolicySpecFields {
  readonly action?: AuthorizationPolicyAction | undefined;
  readonly provider?: ExtensionProvider | undefined;
  /** At most 512 items. */
  readonly rules?: readonly Rule[] | undefined;
}

export interface AuthorizationPolicySpecSelector {
  readonly selector?: WorkloadSelector | undefined;
  readonly targetRef?: undefined;
  readonly targetRefs?: undefined;
}

export interface AuthorizationPolicySpecTargetRef {
  readonly selector?: undefined;
  /** Since Istio 1.20. */
  readonly targetRef?: PolicyTargetReference | undefined;
  readonly targetRefs?: undefined;
}

export interface AuthorizationPolicySpecTargetRefs {
  readonly selector?: undefined;
  readonly targetRef?: undefined;
  /** At most 16 items. Since Istio 1.22. */
  readonly targetRefs?: readonly PolicyTargetReference[] | undefined;
}

/**
 * At most one of `selector`, `targetRef` or `targetRefs`.
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#AuthorizationPolicy
 */
export type AuthorizationPolicySpec = AuthorizationPolicySpecFields & (AuthorizationPolicySpecSelector | AuthorizationPolicySpecTargetRef | AuthorizationPolicySpecTargetRefs);
export const AuthorizationPolicySpec = {
  selector: (selector: WorkloadSelector, rest?: AuthorizationPolicySpecFields): AuthorizationPolicySpec => ({ ...rest, selector }),
  targetRef: (targetRef: PolicyTargetReference, rest?: AuthorizationPolicySpecFields): AuthorizationPolicySpec => ({ ...rest, targetRef }),
  targetRefs: (targetRefs: readonly PolicyTargetReference[], rest?: AuthorizationPolicySpecFields): AuthorizationPolicySpec => ({ ...rest, targetRefs }),
};

/** @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Condition */
export interface Condition {
  readonly key: string;
  readonly notValues?: readonly string[] | undefined;
  readonly values?: readonly string[] | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#AuthorizationPolicy-ExtensionProvider */
export interface ExtensionProvider {
  readonly name?: string | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation */
export interface Operation {
  readonly hosts?: readonly string[] | undefined;
  readonly methods?: readonly string[] | undefined;
  readonly notHosts?: readonly string[] | undefined;
  readonly notMethods?: readonly string[] | undefined;
  readonly notPaths?: readonly string[] | undefined;
  readonly notPorts?: readonly string[] | undefined;
  readonly paths?: readonly string[] | undefined;
  readonly ports?: readonly string[] | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule */
export interface Rule {
  /** At most 512 items. */
  readonly from?: readonly RuleFrom[] | undefined;
  readonly to?: readonly RuleTo[] | undefined;
  readonly when?: readonly Condition[] | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule-From */
export interface RuleFrom {
  readonly source?: Source | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule-To */
export interface RuleTo {
  readonly operation?: Operation | undefined;
}

export interface SourceFields {
  readonly ipBlocks?: readonly string[] | undefined;
  readonly notIpBlocks?: readonly string[] | undefined;
  readonly notRemoteIpBlocks?: readonly string[] | undefined;
  readonly notRequestPrincipals?: readonly string[] | undefined;
  /** Since Istio 1.30. */
  readonly notTrustDomains?: readonly string[] | undefined;
  readonly remoteIpBlocks?: readonly string[] | undefined;
  readonly requestPrincipals?: readonly string[] | undefined;
  /** Since Istio 1.30. */
  readonly trustDomains?: readonly string[] | undefined;
}

export interface SourceServiceAccounts {
  /** At most 16 items. Since Istio 1.25. */
  readonly serviceAccounts?: readonly string[] | undefined;
  /** At most 16 items. Since Istio 1.25. */
  readonly notServiceAccounts?: readonly string[] | undefined;
  readonly principals?: undefined;
  readonly notPrincipals?: undefined;
  readonly namespaces?: undefined;
  readonly notNamespaces?: undefined;
}

export interface SourcePrincipals {
  readonly serviceAccounts?: undefined;
  readonly notServiceAccounts?: undefined;
  readonly principals?: readonly string[] | undefined;
  readonly notPrincipals?: readonly string[] | undefined;
  readonly namespaces?: readonly string[] | undefined;
  readonly notNamespaces?: readonly string[] | undefined;
}

/**
 * Either `serviceAccounts` and `notServiceAccounts`, or `principals` and `notPrincipals` and `namespaces` and `notNamespaces`.
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source
 */
export type Source = SourceFields & (SourceServiceAccounts | SourcePrincipals);
export const Source = {
  serviceAccounts: (serviceAccounts: readonly string[], rest?: SourceFields & Omit<SourceServiceAccounts, 'serviceAccounts'>): Source => ({ ...rest, serviceAccounts }),
  notServiceAccounts: (notServiceAccounts: readonly string[], rest?: SourceFields & Omit<SourceServiceAccounts, 'notServiceAccounts'>): Source => ({ ...rest, notServiceAccounts }),
  principals: (principals: readonly string[], rest?: SourceFields & Omit<SourcePrincipals, 'principals'>): Source => ({ ...rest, principals }),
  notPrincipals: (notPrincipals: readonly string[], rest?: SourceFields & Omit<SourcePrincipals, 'notPrincipals'>): Source => ({ ...rest, notPrincipals }),
  namespaces: (namespaces: readonly string[], rest?: SourceFields & Omit<SourcePrincipals, 'namespaces'>): Source => ({ ...rest, namespaces }),
  notNamespaces: (notNamespaces: readonly string[], rest?: SourceFields & Omit<SourcePrincipals, 'notNamespaces'>): Source => ({ ...rest, notNamespaces }),
};
