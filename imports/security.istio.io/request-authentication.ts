// Generated from the CRDs of Istio 1.32.0 (5920f651c6559262) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import type { Duration } from '../../src/values/duration';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { PolicyTargetReference, WorkloadSelector } from './shared-types';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * Says which JSON Web Tokens are valid on requests to workloads.
 * @see https://istio.io/latest/docs/reference/config/security/request_authentication/
 */
export class RequestAuthentication extends VersionedObject {
  public static readonly kind = 'RequestAuthentication';
  public static readonly group = 'security.istio.io';
  public static readonly scope = 'Namespaced';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v1: '', v1beta1: '' };

  public constructor(scope: Construct, id: string, props: RequestAuthenticationProps) {
    super(scope, id, RequestAuthentication, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: RequestAuthenticationProps, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(RequestAuthentication, props, istioVersion);
  }
}

export interface RequestAuthenticationProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: RequestAuthenticationSpec;
}

/** @see https://istio.io/latest/docs/reference/config/security/request_authentication/#ClaimToHeader */
export interface ClaimToHeader {
  /** At least 1 character. */
  readonly claim: string;
  /** At least 1 character. Matches `^[-_A-Za-z0-9]+$`. */
  readonly header: string;
}

/** @see https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTHeader */
export interface JWTHeader {
  /** At least 1 character. */
  readonly name: string;
  readonly prefix?: string | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTRule-JWTRequirement */
export type JWTRequirement = 'OPTIONAL' | 'REQUIRED';

export interface JWTRuleFields {
  readonly audiences?: readonly string[] | undefined;
  readonly forwardOriginalToken?: boolean | undefined;
  /** Since Istio 1.21. */
  readonly fromCookies?: readonly string[] | undefined;
  readonly fromHeaders?: readonly JWTHeader[] | undefined;
  readonly fromParams?: readonly string[] | undefined;
  /** At least 1 character. */
  readonly issuer?: string | undefined;
  readonly outputClaimToHeaders?: readonly ClaimToHeader[] | undefined;
  readonly outputPayloadToHeader?: string | undefined;
  /** Since Istio 1.32. */
  readonly presence?: JWTRequirement | undefined;
  /** At most 64 items. Since Istio 1.28. */
  readonly spaceDelimitedClaims?: readonly string[] | undefined;
  /** At least `1ms`. Since Istio 1.22. */
  readonly timeout?: Duration | undefined;
}

export interface JWTRuleJwksUri {
  /** 1 to 2048 characters. */
  readonly jwksUri?: string | undefined;
  readonly jwks?: undefined;
}

export interface JWTRuleJwks {
  readonly jwksUri?: undefined;
  readonly jwks?: string | undefined;
}

/**
 * At most one of `jwksUri` or `jwks`.
 * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTRule
 */
export type JWTRule = JWTRuleFields & (JWTRuleJwksUri | JWTRuleJwks);
export const JWTRule = {
  jwksUri: (jwksUri: string, rest?: JWTRuleFields): JWTRule => ({ ...rest, jwksUri }),
  jwks: (jwks: string, rest?: JWTRuleFields): JWTRule => ({ ...rest, jwks }),
};

export interface RequestAuthenticationSpecFields {
  /** At most 4096 items. */
  readonly jwtRules?: readonly JWTRule[] | undefined;
}

export interface RequestAuthenticationSpecSelector {
  readonly selector?: WorkloadSelector | undefined;
  readonly targetRef?: undefined;
  readonly targetRefs?: undefined;
}

export interface RequestAuthenticationSpecTargetRef {
  readonly selector?: undefined;
  /** Since Istio 1.20. */
  readonly targetRef?: PolicyTargetReference | undefined;
  readonly targetRefs?: undefined;
}

export interface RequestAuthenticationSpecTargetRefs {
  readonly selector?: undefined;
  readonly targetRef?: undefined;
  /** At most 16 items. Since Istio 1.22. */
  readonly targetRefs?: readonly PolicyTargetReference[] | undefined;
}

/**
 * At most one of `selector`, `targetRef` or `targetRefs`.
 * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#RequestAuthentication
 */
export type RequestAuthenticationSpec = RequestAuthenticationSpecFields & (RequestAuthenticationSpecSelector | RequestAuthenticationSpecTargetRef | RequestAuthenticationSpecTargetRefs);
export const RequestAuthenticationSpec = {
  selector: (selector: WorkloadSelector, rest?: RequestAuthenticationSpecFields): RequestAuthenticationSpec => ({ ...rest, selector }),
  targetRef: (targetRef: PolicyTargetReference, rest?: RequestAuthenticationSpecFields): RequestAuthenticationSpec => ({ ...rest, targetRef }),
  targetRefs: (targetRefs: readonly PolicyTargetReference[], rest?: RequestAuthenticationSpecFields): RequestAuthenticationSpec => ({ ...rest, targetRefs }),
};
