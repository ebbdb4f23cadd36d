import type { Construct } from 'constructs';
import type { EnvoyExtAuthzGrpc, EnvoyExtAuthzHttp } from '../../imports/sailoperator.io';
import type { MeshService } from '../mesh/mesh-service';
import { declareExtensionProvider } from '../tree/extension-provider';
import { failing } from '../values/config-error';
import type { Duration } from '../values/duration';

/** Where a service that decides over requests is found. */
export interface AuthorizerAddress {
  /** A service of the mesh, or the full host name of another one. */
  readonly service: MeshService | string;

  /** Port of the service. */
  readonly port: number;

  /**
   * How long its decision is waited for.
   *
   * @default - Istio's 10 minutes
   */
  readonly timeout?: Duration | undefined;

  /**
   * Lets requests pass when it does not answer.
   *
   * @default false
   */
  readonly failOpen?: boolean | undefined;

  /**
   * HTTP status that clients get when it does not answer.
   *
   * @default - Istio's 403
   */
  readonly statusOnError?: string | undefined;
}

/** An authorizer that is asked over HTTP. */
export interface HttpAuthorizerOptions extends AuthorizerAddress {
  /** Put before the path of the request that is asked about. @default - none */
  readonly pathPrefix?: string | undefined;
  /** Headers of the request that it gets to see, beside method, path, host and length. @default - none */
  readonly includeRequestHeadersInCheck?: readonly string[] | undefined;
  /** Headers of its answer that are put on an allowed request. @default - none */
  readonly headersToUpstreamOnAllow?: readonly string[] | undefined;
  /** Headers of its answer that clients get when it refuses. @default - all of them */
  readonly headersToDownstreamOnDeny?: readonly string[] | undefined;
}

/**
 * A service outside the mesh configuration's own rules that decides over requests. Writes the provider into the mesh
 * configuration; use it with `AccessPolicy`.
 *
 * @see https://istio.io/latest/docs/tasks/security/authorization/authz-custom/
 *
 * @example
 * const opa = ExternalAuthorizer.grpc(mesh, 'opa', { service: 'opa.policy.svc.cluster.local', port: 9191, timeout: '1s' });
 */
export class ExternalAuthorizer {
  /** Asked by Envoy's gRPC protocol; works for TCP as well. */
  public static grpc(scope: Construct, name: string, props: AuthorizerAddress): ExternalAuthorizer {
    const envoyExtAuthzGrpc: EnvoyExtAuthzGrpc = address(scope, name, props);
    declareExtensionProvider(scope, {
      name,
      purpose: 'external authorization',
      entry: { name, envoyExtAuthzGrpc },
      target: { host: hostOf(props.service), port: props.port },
    });
    return new ExternalAuthorizer(name, false);
  }

  /** Asked by plain HTTP; only for HTTP requests. */
  public static http(scope: Construct, name: string, props: HttpAuthorizerOptions): ExternalAuthorizer {
    const { pathPrefix, includeRequestHeadersInCheck, headersToUpstreamOnAllow, headersToDownstreamOnDeny } = props;
    const envoyExtAuthzHttp: EnvoyExtAuthzHttp = {
      ...address(scope, name, props),
      pathPrefix,
      includeRequestHeadersInCheck,
      headersToUpstreamOnAllow,
      headersToDownstreamOnDeny,
    };
    declareExtensionProvider(scope, {
      name,
      purpose: 'external authorization',
      entry: { name, envoyExtAuthzHttp },
      target: { host: hostOf(props.service), port: props.port },
    });
    return new ExternalAuthorizer(name, true);
  }

  /** One that the mesh configuration has already. */
  public static existing(scope: Construct, name: string, kind: 'grpc' | 'http'): ExternalAuthorizer {
    declareExtensionProvider(scope, { name, purpose: 'external authorization' });
    return new ExternalAuthorizer(name, kind === 'http');
  }

  /** Keeps providers of other kinds from being taken for this one. */
  declare private readonly capability: 'external authorization';

  private constructor(
    public readonly name: string,
    /** Whether it can only decide over HTTP requests; Istio ignores it on other ports. */
    public readonly httpOnly: boolean,
  ) {}
}

function address(scope: Construct, name: string, props: AuthorizerAddress): EnvoyExtAuthzGrpc {
  const fail = failing(`Cannot ask authorizer "${name}"`, scope.node.path);
  if (typeof props.service === 'string') {
    if (!Number.isInteger(props.port) || props.port < 1 || props.port > 65_535) {
      fail(`wanted a port from 1 to 65535, got ${props.port}`);
    }
  } else {
    props.service.port(props.port);
  }
  if (props.statusOnError !== undefined && !/^[1-5]\d\d$/.test(props.statusOnError)) {
    fail(`wanted an HTTP status such as "503", got "${props.statusOnError}"`);
  }
  const { port, timeout, failOpen, statusOnError } = props;
  return { service: hostOf(props.service), port, timeout, failOpen, statusOnError };
}

function hostOf(service: MeshService | string): string {
  return typeof service === 'string' ? service : service.host;
}
