import { Construct } from 'constructs';
import type { MeshService } from '../mesh/mesh-service';
import type { RequestMatch } from '../routing/request-match';
import { addCheck } from '../tree/check';
import { ConfigError } from '../values/config-error';
import { type Duration, durationMilliseconds } from '../values/duration';
import { requireGiven } from '../values/require-given';
import { timeoutChain } from './timeout-chain';

/** Properties of `Timeout`. */
export interface TimeoutProps {
  /** The service that must answer in time. */
  readonly service: MeshService;

  /** Time for the whole answer, retries included; at least 1 ms. */
  readonly request: Duration;

  /**
   * The requests it holds for, as alternatives.
   *
   * @default - all requests
   */
  readonly when?: readonly RequestMatch[] | undefined;
}

/**
 * Ends requests to a service that take too long, with 504.
 *
 * Contributes a timeout to every route of the host, or to the variants that some requests take. Without it Istio waits
 * for ever.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/request-timeouts/
 *
 * @example
 * new Timeout(mesh, 'backend-timeout', { service: backend, request: '10s' });
 */
export class Timeout extends Construct {
  public constructor(scope: Construct, id: string, { service, request, when }: TimeoutProps) {
    super(scope, id);
    requireGiven(service, 'service', this.node.path);
    const milliseconds = durationMilliseconds(request);
    if (milliseconds === undefined || milliseconds < 1) {
      throw new ConfigError(
        `Cannot limit requests to "${service.host}" at ${this.node.path}: wanted a duration of at least 1 ms, such as "10s", got "${request}"`,
      );
    }
    if (when === undefined) service.routing.apply(this, { timeout: request });
    else service.routing.overlay(this, `within-${request.replace('.', '-')}`, when, { timeout: request });
    addCheck(this, timeoutChain(service));
  }
}
