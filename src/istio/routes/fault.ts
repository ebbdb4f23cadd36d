import type { HttpRoute } from '../../model/shapes/traffic';
import { GRPC_STATUS } from '../../values/grpc-status';

/** A fault that a route injects. Percentages are those of the requests. */
export interface Fault {
  /** The requests that are answered with an error. @default - none */
  readonly abort?: {
    /** Status code of the answer. @default - absent for gRPC */
    readonly httpStatus?: number;
    /** Status of gRPC, as a number. @default - absent for HTTP */
    readonly grpcStatus?: number;
    readonly percent: number;
  };
  /** The requests that are held up. @default - none */
  readonly delay?: { readonly fixedDelay: string; readonly percent: number };
}

/** The fault of a route, or undefined when it injects none. */
export function faultOf(fault: HttpRoute['fault']): Fault | undefined {
  if (fault === undefined) return undefined;
  const { abort, delay } = fault;
  const grpcStatus = GRPC_STATUS.indexOf(abort?.grpcStatus ?? '');
  const result: Fault = {
    ...(abort === undefined
      ? {}
      : {
          abort: {
            ...(abort.httpStatus === undefined ? {} : { httpStatus: abort.httpStatus }),
            ...(grpcStatus < 0 ? {} : { grpcStatus }),
            // Without a percentage no request is aborted.
            percent: abort.percentage === undefined ? 0 : (abort.percentage.value ?? 0),
          },
        }),
    ...(delay?.fixedDelay === undefined
      ? {}
      : {
          delay: {
            fixedDelay: delay.fixedDelay,
            percent: delay.percentage === undefined ? (delay.percent ?? 0) : (delay.percentage.value ?? 0),
          },
        }),
  };
  return result.abort === undefined && result.delay === undefined ? undefined : result;
}
