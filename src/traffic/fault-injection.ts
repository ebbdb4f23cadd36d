import { Construct } from 'constructs';
import type { HTTPFaultInjection } from '../../imports/networking.istio.io';
import type { MeshService } from '../mesh/mesh-service';
import type { RequestMatch } from '../routing/request-match';
import { ConfigError } from '../values/config-error';
import { type Duration, durationMilliseconds } from '../values/duration';
import { GRPC_STATUS } from '../values/grpc-status';
import { requireGiven } from '../values/require-given';

/** A delay before requests are forwarded. */
export interface DelayFault {
  /** Share of the requests, in percent above 0 up to 100. */
  readonly percent: number;
  /** How long they wait; at least 1 ms. */
  readonly duration: Duration;
}

/** An error instead of an answer. */
export type AbortFault = {
  /** Share of the requests, in percent above 0 up to 100. */
  readonly percent: number;
} & (
  | { /** The HTTP status, 200 to 599. */ readonly httpStatus: number; readonly grpcStatus?: never }
  | { readonly httpStatus?: never /** The gRPC status, such as `UNAVAILABLE`. */; readonly grpcStatus: string }
);

/** Properties of `FaultInjection`. */
export interface FaultInjectionProps {
  /** The service that seems to fail. */
  readonly service: MeshService;

  /** Makes requests wait. @default - none */
  readonly delay?: DelayFault | undefined;

  /** Makes requests fail. @default - none */
  readonly abort?: AbortFault | undefined;

  /**
   * The requests that are meant, as alternatives: such as those with a header that testers set.
   *
   * @default - all requests
   */
  readonly when?: readonly RequestMatch[] | undefined;

  /**
   * Whether it is there at all: turn it off for production by this one property.
   *
   * @default true
   */
  readonly enabled?: boolean | undefined;
}

/**
 * Lets a service seem slow or broken, to see what its callers make of it.
 *
 * Contributes faults to the routes of the host. The VirtualServices that inject them, of the host and of gateways that
 * expose it, are written to the chart `90-faults` instead of `50-routes`: where that file is absent, nothing is injected.
 * The caller's proxy injects them, so that its retries on the same hop do not see them; the analysis warns of that
 * (`fault-disables-retries`).
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/fault-injection/
 *
 * @example
 * new FaultInjection(mesh, 'backend-chaos', {
 *   service: backend,
 *   delay: { percent: 50, duration: '3s' },
 *   when: [{ headers: { 'x-chaos': TextMatch.exact('true') } }],
 *   enabled: process.env.ENVIRONMENT !== 'production',
 * });
 */
export class FaultInjection extends Construct {
  private readonly service: MeshService;

  public constructor(scope: Construct, id: string, props: FaultInjectionProps) {
    super(scope, id);
    this.service = requireGiven(props.service, 'service', this.node.path);
    const fault = this.faultOf(props);
    if (props.enabled === false) return;
    const { routing } = this.service;
    if (props.when === undefined) routing.apply(this, { fault });
    else routing.overlay(this, 'fault', props.when, { fault });
  }

  private faultOf({ delay, abort }: FaultInjectionProps): HTTPFaultInjection {
    if (delay === undefined && abort === undefined) this.fail('wanted a delay or an abort, got neither');
    if (delay !== undefined) {
      this.checkPercent('delay', delay.percent);
      const milliseconds = durationMilliseconds(delay.duration);
      if (milliseconds === undefined || milliseconds < 1) {
        this.fail(`wanted a delay of at least 1 ms, such as "3s", got "${delay.duration}"`);
      }
    }
    if (abort !== undefined) {
      this.checkPercent('abort', abort.percent);
      const { httpStatus, grpcStatus } = abort;
      if (httpStatus !== undefined && (!Number.isInteger(httpStatus) || httpStatus < 200 || httpStatus > 599)) {
        this.fail(`wanted an httpStatus from 200 to 599, got ${httpStatus}`);
      }
      if (grpcStatus !== undefined && !GRPC_STATUS.slice(1).includes(grpcStatus)) {
        this.fail(`wanted a grpcStatus of ${GRPC_STATUS.slice(1).join(', ')}, got "${grpcStatus}"`);
      }
    }
    const status =
      abort?.httpStatus === undefined ? { grpcStatus: abort?.grpcStatus } : { httpStatus: abort.httpStatus };
    return {
      delay: delay && { fixedDelay: delay.duration, percentage: { value: delay.percent } },
      abort: abort && { percentage: { value: abort.percent }, ...status },
    };
  }

  private checkPercent(what: string, percent: number): void {
    if (!(percent > 0 && percent <= 100)) {
      this.fail(`wanted the percent of the ${what} to be above 0 and at most 100, got ${percent}`);
    }
  }

  private fail(wanted: string): never {
    throw new ConfigError(`Cannot inject faults into "${this.service.host}" at ${this.node.path}: ${wanted}`);
  }
}
