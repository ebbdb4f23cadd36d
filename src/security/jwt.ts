import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { type JWTRule, RequestAuthentication } from '../../imports/security.istio.io';
import { Mesh } from '../mesh/mesh';
import { isMeshNamespace } from '../mesh/mesh-namespace';
import { isMeshService } from '../mesh/mesh-service';
import type { GatewayCaller, MeshServiceRef, NamespaceRef } from '../mesh/references';
import type { ClaimMatch } from '../routing/claim-match';
import type { TextMatch } from '../routing/string-match';
import { isRequestUrl } from '../text/go-url';
import { failing } from '../values/config-error';
import type { Duration } from '../values/duration';
import { isAtLeast } from '../values/istio-version';
import { requireDnsSubdomain } from '../values/names';
import { AccessPolicy } from './access-policy';
import type { RequestOperation } from './access-rule';
import { ambientNamespaceOf, resolveTarget } from './policy-target';
import { RequestCondition } from './request-condition';
import { RequestSource } from './request-source';

export interface IssuerFields {
  /** Who issues the tokens: the `iss` claim, to the letter. */
  readonly issuer: string;

  /**
   * Who the tokens must be for: one of these in the `aud` claim.
   *
   * @default - every audience
   */
  readonly audiences?: readonly string[] | undefined;

  /**
   * Headers that carry the token, each with what stands before it.
   *
   * @default - `Authorization: Bearer`, and the query parameter `access_token`, unless params or cookies are given
   */
  readonly fromHeaders?:
    | readonly {
        readonly name: string;
        /** What stands before the token in the header, such as `Bearer ` with its blank. @default - none */
        readonly prefix?: string | undefined;
      }[]
    | undefined;

  /** Query parameters that carry the token. @default - `access_token`, unless headers or cookies are given */
  readonly fromParams?: readonly string[] | undefined;

  /** Cookies that carry the token. @default - none */
  readonly fromCookies?: readonly string[] | undefined;

  /**
   * Passes the token on, which services behind need in order to check it themselves.
   *
   * @default false
   */
  readonly forwardOriginalToken?: boolean | undefined;

  /** Header that gets the payload of the token, in Base64. @default - none */
  readonly outputPayloadToHeader?: string | undefined;

  /** Headers that get single claims. @default - none */
  readonly outputClaimToHeaders?: readonly { readonly header: string; readonly claim: string }[] | undefined;

  /**
   * Claims that hold several values separated by blanks, beside `scope` and `permission`. Since Istio 1.28.
   *
   * @default - none
   */
  readonly spaceDelimitedClaims?: readonly string[] | undefined;

  /**
   * How long the keys are waited for.
   *
   * @default - Istio's 5 seconds
   */
  readonly timeout?: Duration | undefined;
}

/** An issuer whose keys are fetched, by default from where its discovery document says. */
export interface JwtRemoteIssuer extends IssuerFields {
  /** Where the public keys are. @default - where the discovery document of the issuer says */
  readonly jwksUri?: string | undefined;
  readonly jwks?: undefined;
}

/** An issuer whose keys are written down. */
export interface JwtLocalIssuer extends IssuerFields {
  /** The public keys as a JSON Web Key Set. */
  readonly jwks: string;
  readonly jwksUri?: undefined;
}

/** Whose tokens are good, and where requests carry them. */
export type JwtIssuer = JwtRemoteIssuer | JwtLocalIssuer;

/** A claim that a token must have. */
export interface RequiredClaim {
  /** Name of the claim, or its path where it is nested (`['realm_access', 'roles']`). */
  readonly claim: string | readonly string[];
  /** The values of which it must have, or contain, one. */
  readonly values: readonly string[];
}

/** Properties of `Jwt`. */
export interface JwtProps {
  /** Whose requests are checked: those to a service, a gateway, or every service of a namespace. */
  readonly target: MeshServiceRef | GatewayCaller | NamespaceRef;

  /** Whose tokens are good; at least one. */
  readonly issuers: readonly JwtIssuer[];

  /**
   * Refuses requests without a token. Otherwise only bad tokens are refused.
   *
   * From Istio 1.32 on a single issuer whose token is needed on all paths is required by `presence`, which answers 401;
   * requests by which browsers ask for permission (CORS preflight) then need no token. In all other cases a policy
   * denies with 403.
   *
   * @default true
   */
  readonly require?: boolean | undefined;

  /**
   * The paths of requests that need a token, as in a rule of an `AccessPolicy`. Bad tokens are refused on all paths.
   *
   * @default - all paths
   */
  readonly paths?: RequestOperation['paths'];

  /**
   * Requests that need no token, such as those to health paths, or `OPTIONS` of browsers that ask for permission.
   *
   * @default - none
   */
  readonly except?: Omit<RequestOperation, 'ports'> | undefined;

  /** Claims that a token must have; all of them. @default - none */
  readonly claims?: readonly RequiredClaim[] | undefined;
}

/**
 * Lets only requests with a good token through.
 *
 * Defines a RequestAuthentication, which refuses bad tokens, together with the AuthorizationPolicy that refuses
 * requests without any (`<id>-required`): alone, the first lets them pass, unless Istio 1.32 is told by `presence` that
 * a token must be there. The policy denies, so that it narrows what other policies allow. In an ambient namespace both are attached to the waypoint.
 *
 * @see https://istio.io/latest/docs/tasks/security/authentication/authn-policy/
 *
 * @example
 * new Jwt(mesh, 'users', {
 *   target: gateway,
 *   issuers: [{ issuer: 'https://id.example.com', jwksUri: 'https://id.example.com/keys', audiences: ['notes'] }],
 *   except: { paths: ['/healthz'] },
 *   claims: [{ claim: 'groups', values: ['users'] }],
 * });
 */
export class Jwt extends Construct {
  public readonly target: MeshServiceRef | GatewayCaller | NamespaceRef;
  /** The RequestAuthentication object. */
  public readonly apiObject: ApiObject;
  /** The policy that refuses requests without a token; absent where nothing is required, or `presence` does it. */
  public readonly requirement: AccessPolicy | undefined;

  public constructor(scope: Construct, id: string, props: JwtProps) {
    super(scope, id);
    const mesh = Mesh.of(this);
    this.target = props.target;
    const { label, namespace } = resolveTarget(props.target, mesh);
    const fail = failing(`Cannot check tokens of requests to ${label}`, this.node.path);
    const name = requireDnsSubdomain(id, 'name of a policy', this.node.path);
    checkIssuers(props.issuers, fail);
    if (props.require === false && props.except !== undefined) fail('wanted no exceptions where no token is required');
    if (props.require === false && props.paths !== undefined && (props.claims ?? []).length === 0) {
      fail('wanted no paths where no token is required');
    }
    if (isMeshService(props.target) && props.target.httpPorts.length === 0) fail('wanted an HTTP port, got none');
    ambientNamespaceOf(props.target)?.requireWaypoint(this);

    const byPresence = isRequiredByPresence(props, mesh.istioVersion);
    this.apiObject = mesh.define(this, 'policies', RequestAuthentication, { name, namespace }, () => ({
      ...resolveTarget(props.target, mesh).attachment,
      jwtRules: props.issuers.map(issuer => toJwtRule(issuer, byPresence)),
    }));
    this.requirement = this.requireTokens(byPresence ? { ...props, require: false } : props, name);
  }

  /**
   * A condition on a claim of the checked token, for routes to services that the gateway exposes. Several values of a
   * claim each count.
   *
   * @throws ConfigError if tokens are not checked at a gateway, where alone routes can read them
   * @example
   * const jwt = new Jwt(mesh, 'users', { target: gateway, issuers: [{ issuer: 'https://id.example.com' }] });
   * backend.routing.addRule(mesh, {
   *   name: 'beta-users',
   *   matches: [{ claims: [jwt.claim('groups', TextMatch.exact('beta'))] }],
   *   destinations: [{ service: backend, version: backend.version('v2') }],
   * });
   */
  public claim(claim: string | readonly string[], value: TextMatch): ClaimMatch {
    const { target } = this;
    const fail = failing(`Cannot route by claims of "${this.node.id}"`, this.node.path);
    if (isMeshService(target) || isMeshNamespace(target)) {
      return fail(
        'wanted a Jwt on a gateway, since only routes of gateways can read validated tokens, got one on a service',
      );
    }
    const path = typeof claim === 'string' ? [claim] : claim;
    if (path.length === 0 || path.some(part => part === '' || /[[\]]/.test(part))) {
      return fail(`wanted the name of a claim, got "${path.join('.')}"`);
    }
    return { gateway: target, path, value };
  }

  private requireTokens(props: JwtProps, name: string): AccessPolicy | undefined {
    const { target, except, claims = [], require = true } = props;
    if (!require && claims.length === 0) return undefined;
    const policy = new AccessPolicy(this, 'required', { target, action: 'DENY', name: `${name}-required` });
    const tokens = props.issuers.map(({ issuer }) => ({ issuer }));
    if (require) policy.rule({ from: [RequestSource.notToken(...tokens)], paths: props.paths, except });
    for (const { claim, values } of claims) {
      const when = [RequestCondition.notClaim(claim, values)];
      policy.rule({ from: require ? 'anyone' : [RequestSource.token()], paths: props.paths, when, except });
    }
    return policy;
  }
}

function checkIssuers(issuers: readonly JwtIssuer[], fail: (wanted: string) => never): void {
  if (issuers.length === 0) fail('wanted at least one issuer, got none');
  const seen = new Set<string>();
  for (const { issuer, jwksUri, jwks, audiences } of issuers) {
    if (issuer === '' || issuer.includes('*')) fail(`wanted the name of an issuer, got "${issuer}"`);
    if (seen.has(issuer)) fail(`wanted each issuer once, got "${issuer}" twice`);
    seen.add(issuer);
    if (audiences?.length === 0) fail(`wanted at least one audience for "${issuer}", got an empty list`);
    if (jwksUri !== undefined && !(isRequestUrl(jwksUri) && /^https?:\/\/[^/]/.test(jwksUri))) {
      fail(`wanted an http or https URL for the keys of "${issuer}", got "${jwksUri}"`);
    }
    if (jwks !== undefined && !hasKeys(jwks)) {
      fail(`wanted the keys of "${issuer}" as a JSON Web Key Set ({"keys":[...]}), got "${jwks.slice(0, 40)}"`);
    }
    if (jwksUri === undefined && jwks === undefined && !issuer.startsWith('https://')) {
      fail(`wanted jwksUri or jwks for "${issuer}", which is no https URL to discover the keys at`);
    }
  }
}

function hasKeys(jwks: string): boolean {
  try {
    const parsed: unknown = JSON.parse(jwks);
    return typeof parsed === 'object' && parsed !== null && 'keys' in parsed && Array.isArray(parsed.keys);
  } catch {
    return false;
  }
}

/** With several issuers `presence` would ask for a token of each. */
function isRequiredByPresence({ require = true, issuers, paths, except }: JwtProps, istioVersion: string): boolean {
  return (
    require && issuers.length === 1 && paths === undefined && except === undefined && isAtLeast(istioVersion, '1.32')
  );
}

function toJwtRule(issuer: JwtIssuer, isRequired: boolean): JWTRule {
  const rule = isRequired ? { ...issuer, presence: 'REQUIRED' } : issuer;
  return Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== undefined)) as JWTRule;
}
