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
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
  /** What is asked for. */
  readonly spec: RequestAuthenticationSpec;
}

/** @see https://istio.io/latest/docs/reference/config/security/request_authentication/#ClaimToHeader */
export interface ClaimToHeader {
  /** Name of the claim; text, numbers and booleans can be copied. Dots lead into nested claims. At least 1 character. */
  readonly claim: string;
  /** Name of the request header that takes it; what a client sends under this name is replaced. At least 1 character. Matches `^[-_A-Za-z0-9]+$`. */
  readonly header: string;
}

/** @see https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTHeader */
export interface JWTHeader {
  /** Name of the header. At least 1 character. */
  readonly name: string;
  /** Text before the token, such as `Bearer ` with its blank. Default none. */
  readonly prefix?: string | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTRule-JWTRequirement */
export type JWTRequirement = 'OPTIONAL' | 'REQUIRED';

export interface JWTRuleFields {
  /** Audiences of which the token must name one. Without it, any. */
  readonly audiences?: readonly string[] | undefined;
  /** Whether the token is passed on to the service. Default false. */
  readonly forwardOriginalToken?: boolean | undefined;
  /** Names of the cookies in which the token may lie. Since Istio 1.21. */
  readonly fromCookies?: readonly string[] | undefined;
  /** The headers in which the token may lie. Default `Authorization: Bearer`. */
  readonly fromHeaders?: readonly JWTHeader[] | undefined;
  /** Names of the query parameters in which the token may lie. Default `access_token`. */
  readonly fromParams?: readonly string[] | undefined;
  /** Who must have issued the token: its `iss` claim. At least 1 character. */
  readonly issuer?: string | undefined;
  /** Claims that are copied into request headers for the service. */
  readonly outputClaimToHeaders?: readonly ClaimToHeader[] | undefined;
  /** The request header that takes the payload of a valid token, in base64url. */
  readonly outputPayloadToHeader?: string | undefined;
  /** Whether a request without a token is refused. Default `OPTIONAL`. Since Istio 1.32. */
  readonly presence?: JWTRequirement | undefined;
  /** Claims whose text is a list, split at spaces, beside `scope` and `permission`. At most 64 items. Since Istio 1.28. */
  readonly spaceDelimitedClaims?: readonly string[] | undefined;
  /** How long fetching the keys may take. Default 5 s. At least `1ms`. Since Istio 1.22. */
  readonly timeout?: Duration | undefined;
}

export interface JWTRuleJwksUri {
  /** The address from which the keys of the issuer are fetched; without it, found by OpenID discovery. 1 to 2048 characters. */
  readonly jwksUri?: string | undefined;
  readonly jwks?: undefined;
}

export interface JWTRuleJwks {
  readonly jwksUri?: undefined;
  /** The keys of the issuer themselves, as a JSON Web Key Set. */
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
  /** The issuers whose tokens are checked. Requests without a token pass. At most 4096 items. */
  readonly jwtRules?: readonly JWTRule[] | undefined;
}

export interface RequestAuthenticationSpecSelector {
  /** The pods that it holds for, by their labels; without it and targets, all of the namespace. */
  readonly selector?: WorkloadSelector | undefined;
  readonly targetRef?: undefined;
  readonly targetRefs?: undefined;
}

export interface RequestAuthenticationSpecTargetRef {
  readonly selector?: undefined;
  /** The one Gateway or Service whose proxy enforces it, instead of pods by label. Since Istio 1.20. */
  readonly targetRef?: PolicyTargetReference | undefined;
  readonly targetRefs?: undefined;
}

export interface RequestAuthenticationSpecTargetRefs {
  readonly selector?: undefined;
  readonly targetRef?: undefined;
  /** The Gateways, Services or classes whose proxies enforce it, instead of pods by label. At most 16 items. Since Istio 1.22. */
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
