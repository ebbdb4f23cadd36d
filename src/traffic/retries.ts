import { Construct } from 'constructs';
import type { MeshService } from '../mesh/mesh-service';
import { RetryOn } from '../routing/retry-on';
import { type RetryOptions, writeRetries } from '../routing/retry-options';
import { TextMatch } from '../routing/string-match';
import { addCheck } from '../tree/check';
import { ConfigError } from '../values/config-error';
import { requireGiven } from '../values/require-given';
import { timeoutChain } from './timeout-chain';

/** Properties of `Retries`. */
export interface RetriesProps extends RetryOptions {
  /** The service whose failed requests are sent again. */
  readonly service: MeshService;

  /**
   * The methods that may be sent again after the service may have acted. Requests with others are sent again only if
   * they did not reach it. `all` is for services whose every method can be repeated.
   *
   * @default - GET, HEAD and OPTIONS; all where `on` knows that the service has not seen the request, and for gRPC
   */
  readonly methods?: readonly string[] | 'all' | undefined;
}

/**
 * Sends failed requests again.
 *
 * Contributes retries to every route of the host. Where the failure does not tell whether the service has acted, only
 * requests whose method can be repeated get them: each route is preceded by one for these methods.
 *
 * Istio retries on its own twice where a connection fails, and never on a server error, unless told to.
 *
 * @see https://istio.io/latest/docs/concepts/traffic-management/#retries
 *
 * @example
 * new Retries(mesh, 'backend-retries', {
 *   service: backend,
 *   attempts: 3,
 *   perTryTimeout: '2s',
 *   on: RetryOn.serverErrors(),
 * });
 */
export class Retries extends Construct {
  private readonly service: MeshService;

  public constructor(scope: Construct, id: string, props: RetriesProps) {
    super(scope, id);
    const { service, methods, on = RetryOn.connectionFailures(), ...options } = props;
    this.service = requireGiven(service, 'service', this.node.path);
    const retries = (conditions: RetryOn) => writeRetries({ ...options, on: conditions }, wanted => this.fail(wanted));
    if (options.attempts === 0) {
      service.routing.apply(this, { retries: retries(on) });
      return;
    }
    const repeatable = methods ?? (on.safeForAllMethods ? 'all' : ['GET', 'HEAD', 'OPTIONS']);
    if (repeatable === 'all') service.routing.apply(this, { retries: retries(on) });
    else {
      const matches = this.checkMethods(repeatable).map(method => ({ method: TextMatch.exact(method) }));
      service.routing.apply(this, { retries: retries(RetryOn.connectionFailures()) });
      service.routing.overlay(this, 'repeatable', matches, { retries: retries(on) });
    }
    addCheck(
      this,
      timeoutChain(service, () => service.routing.commonSettings.timeout === undefined),
    );
  }

  private checkMethods(methods: readonly string[]): readonly string[] {
    if (methods.length === 0) this.fail('wanted at least one method, got none');
    for (const method of methods) {
      if (!/^[A-Z]+$/.test(method)) this.fail(`wanted methods in capitals, got "${method}"`);
    }
    return [...new Set(methods)].sort();
  }

  private fail(wanted: string): never {
    throw new ConfigError(`Cannot retry requests to "${this.service.host}" at ${this.node.path}: ${wanted}`);
  }
}
