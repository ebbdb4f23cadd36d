import type { Source } from '../../imports/security.istio.io';
import type { Caller } from '../mesh/references';
import { ConfigError } from '../values/config-error';
import { type NamespaceName, nameOfNamespace } from '../values/namespace-name';

/** The identity in a token: who issued it, and for whom. */
export interface TokenIdentity {
  /** The issuer, as the token states it (`iss`). */
  readonly issuer: string;

  /**
   * The subject, as the token states it (`sub`).
   *
   * @default - every subject of the issuer
   */
  readonly subject?: string | undefined;
}

/**
 * Where a request comes from. All that one source states must hold at once; of several sources one must fit.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source
 *
 * @example
 * const admins = RequestSource.caller(frontend).and(RequestSource.token({ issuer: 'https://id.example.com' }));
 */
export class RequestSource {
  /** The pods of a service, or a gateway: told by their identity. */
  public static caller(caller: Caller): RequestSource {
    return new RequestSource({ principals: [caller.principal] });
  }

  /** Everything but these callers, and so also whoever proves no identity. */
  public static notCaller(...callers: readonly Caller[]): RequestSource {
    return new RequestSource({
      notPrincipals: required(
        callers.map(caller => caller.principal),
        'caller',
      ),
    });
  }

  /** Everything that runs in a namespace: told by its identity. */
  public static namespace(namespace: NamespaceName): RequestSource {
    return new RequestSource({ namespaces: [nameOfNamespace(namespace)] });
  }

  /** Everything outside of a namespace, and so also whoever proves no identity. */
  public static notNamespace(namespace: NamespaceName): RequestSource {
    return new RequestSource({ notNamespaces: [nameOfNamespace(namespace)] });
  }

  /** Everybody who proves an identity of the mesh. */
  public static anyIdentity(): RequestSource {
    return new RequestSource({ principals: ['*'] });
  }

  /** Whoever proves no identity of the mesh: plaintext. */
  public static noIdentity(): RequestSource {
    return new RequestSource({ notPrincipals: ['*'] });
  }

  /**
   * Peers by address: single addresses or blocks such as `10.0.0.0/8`. Behind a gateway or load balancer the peer is
   * that, not the client.
   */
  public static ipBlocks(...blocks: readonly string[]): RequestSource {
    return new RequestSource({ ipBlocks: addresses(blocks) });
  }

  /**
   * Clients by address, as gateways tell it: correct only where the number of trusted proxies is configured.
   */
  public static remoteIpBlocks(...blocks: readonly string[]): RequestSource {
    return new RequestSource({ remoteIpBlocks: addresses(blocks) });
  }

  /** Requests from outside these addresses. */
  public static notRemoteIpBlocks(...blocks: readonly string[]): RequestSource {
    return new RequestSource({ notRemoteIpBlocks: addresses(blocks) });
  }

  /** Requests with a valid token; a `Jwt` on the same target must check it. */
  public static token(identity?: TokenIdentity): RequestSource {
    return new RequestSource({ requestPrincipals: [tokenPattern(identity)] });
  }

  /** Requests without a valid token of any of these identities. */
  public static notToken(...identities: readonly TokenIdentity[]): RequestSource {
    return new RequestSource({
      notRequestPrincipals: identities.length === 0 ? ['*'] : identities.map(tokenPattern),
    });
  }

  private constructor(
    /**
     * The source as Istio writes it.
     *
     * @internal
     */
    public readonly value: Source,
  ) {}

  /**
   * Both at once.
   *
   * @throws ConfigError if both state the same thing, such as two callers: list two sources instead
   */
  public and(other: RequestSource): RequestSource {
    for (const field of Object.keys(other.value)) {
      if (field in this.value) {
        throw new ConfigError(
          `Cannot combine two sources: wanted each condition once, got ${field} twice; list them as two sources of which one must fit`,
        );
      }
    }
    return new RequestSource({ ...this.value, ...other.value } as Source);
  }

  /** Whether it can only fit requests over HTTP. */
  public get isHttp(): boolean {
    return 'requestPrincipals' in this.value || 'notRequestPrincipals' in this.value;
  }
}

function tokenPattern(identity: TokenIdentity | undefined): string {
  return identity === undefined ? '*' : `${identity.issuer}/${identity.subject ?? '*'}`;
}

const ADDRESS =
  /^(\d{1,3}(\.\d{1,3}){3}(\/([0-9]|[12][0-9]|3[0-2]))?|[0-9a-fA-F:]*:[0-9a-fA-F:.]*(\/([0-9]|[1-9][0-9]|1[01][0-9]|12[0-8]))?)$/;

function addresses(blocks: readonly string[]): readonly string[] {
  for (const block of required(blocks, 'address')) {
    const octets = /^[\d.]+/.exec(block)?.[0].split('.') ?? [];
    if (!ADDRESS.test(block) || (!block.includes(':') && octets.some(octet => Number(octet) > 255))) {
      throw new ConfigError(
        `Cannot tell requests by address "${block}": wanted an IP address or a block such as "10.0.0.0/8"`,
      );
    }
  }
  return [...blocks];
}

function required<T>(values: readonly T[], what: string): readonly T[] {
  if (values.length === 0) throw new ConfigError(`Cannot tell requests apart: wanted at least one ${what}, got none`);
  return values;
}
