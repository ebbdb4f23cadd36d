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
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
  /** What is asked for. */
  readonly spec: AuthorizationPolicySpec;
}

/** @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#AuthorizationPolicy-Action */
export type AuthorizationPolicyAction = 'ALLOW' | 'DENY' | 'AUDIT' | 'CUSTOM';

export interface AuthorizationPolicySpecFields {
  /** What happens to requests that a rule fits. Default `ALLOW`. */
  readonly action?: AuthorizationPolicyAction | undefined;
  /** Who decides over requests where the action is `CUSTOM`. */
  readonly provider?: ExtensionProvider | undefined;
  /** Which requests are meant: one rule that fits is enough. None at all fits no request. At most 512 items. */
  readonly rules?: readonly Rule[] | undefined;
}

export interface AuthorizationPolicySpecSelector {
  /** The pods that it holds for, by their labels; without it and targets, all of the namespace. */
  readonly selector?: WorkloadSelector | undefined;
  readonly targetRef?: undefined;
  readonly targetRefs?: undefined;
}

export interface AuthorizationPolicySpecTargetRef {
  readonly selector?: undefined;
  /** The one Gateway or Service whose proxy enforces it, instead of pods by label. Since Istio 1.20. */
  readonly targetRef?: PolicyTargetReference | undefined;
  readonly targetRefs?: undefined;
}

export interface AuthorizationPolicySpecTargetRefs {
  readonly selector?: undefined;
  readonly targetRef?: undefined;
  /** The Gateways, Services or classes whose proxies enforce it, instead of pods by label. At most 16 items. Since Istio 1.22. */
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
  /** The attribute that is looked at, such as `request.headers[x-user]` or `source.ip`. */
  readonly key: string;
  /** None of these values may be there; a star at either end stands for any text. */
  readonly notValues?: readonly string[] | undefined;
  /** One of these values must be there; a star at either end stands for any text. */
  readonly values?: readonly string[] | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#AuthorizationPolicy-ExtensionProvider */
export interface ExtensionProvider {
  /** Name of the authorizer, as `extensionProviders` of the mesh configuration has it. */
  readonly name?: string | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation */
export interface Operation {
  /** Hosts that are asked for, ports included; letter case does not count. */
  readonly hosts?: readonly string[] | undefined;
  /** HTTP methods in capitals; for gRPC always `POST`. */
  readonly methods?: readonly string[] | undefined;
  /** Hosts that must not be asked for. */
  readonly notHosts?: readonly string[] | undefined;
  /** HTTP methods that must not be used. */
  readonly notMethods?: readonly string[] | undefined;
  /** Paths that must not be asked for. */
  readonly notPaths?: readonly string[] | undefined;
  /** Ports of the pod that must not be dialled. */
  readonly notPorts?: readonly string[] | undefined;
  /** Paths without query; a star at an end, or `{*}` and `{**}` as whole segments, stand for any text. */
  readonly paths?: readonly string[] | undefined;
  /** Ports of the pod, not of its Service, as text. */
  readonly ports?: readonly string[] | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule */
export interface Rule {
  /** Who asks: one entry that fits is enough. Without it, anybody. At most 512 items. */
  readonly from?: readonly RuleFrom[] | undefined;
  /** What is asked: one entry that fits is enough. Without it, anything. */
  readonly to?: readonly RuleTo[] | undefined;
  /** Further conditions, all of which must hold. */
  readonly when?: readonly Condition[] | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule-From */
export interface RuleFrom {
  /** The caller; all of its fields must fit. */
  readonly source?: Source | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule-To */
export interface RuleTo {
  /** The request; all of its fields must fit. */
  readonly operation?: Operation | undefined;
}

export interface SourceFields {
  /** Addresses, or ranges in CIDR form, from which the connection comes. */
  readonly ipBlocks?: readonly string[] | undefined;
  /** Addresses or ranges from which the connection must not come. */
  readonly notIpBlocks?: readonly string[] | undefined;
  /** Addresses or ranges that the original client must not have. */
  readonly notRemoteIpBlocks?: readonly string[] | undefined;
  /** Issuers and subjects that the token must not have. */
  readonly notRequestPrincipals?: readonly string[] | undefined;
  /** Trust domains that the caller must not be of. Since Istio 1.30. */
  readonly notTrustDomains?: readonly string[] | undefined;
  /** Addresses or ranges of the original client, as X-Forwarded-For or the PROXY protocol tells it. */
  readonly remoteIpBlocks?: readonly string[] | undefined;
  /** Issuer and subject of a valid token: `<issuer>/<subject>`. */
  readonly requestPrincipals?: readonly string[] | undefined;
  /** Trust domains of the caller, proven by mutual TLS. Since Istio 1.30. */
  readonly trustDomains?: readonly string[] | undefined;
}

export interface SourceServiceAccounts {
  /** Service accounts of the caller: `<namespace>/<account>`, or the account alone for the own namespace. At most 16 items. Since Istio 1.25. */
  readonly serviceAccounts?: readonly string[] | undefined;
  /** Service accounts that the caller must not run as. At most 16 items. Since Istio 1.25. */
  readonly notServiceAccounts?: readonly string[] | undefined;
  readonly principals?: undefined;
  readonly notPrincipals?: undefined;
  readonly namespaces?: undefined;
  readonly notNamespaces?: undefined;
}

export interface SourcePrincipals {
  readonly serviceAccounts?: undefined;
  readonly notServiceAccounts?: undefined;
  /** Identities of the caller, proven by mutual TLS: `<trust domain>/ns/<namespace>/sa/<account>`. */
  readonly principals?: readonly string[] | undefined;
  /** Identities that the caller must not have. */
  readonly notPrincipals?: readonly string[] | undefined;
  /** Namespaces of the caller, proven by mutual TLS. */
  readonly namespaces?: readonly string[] | undefined;
  /** Namespaces that the caller must not be of. */
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
