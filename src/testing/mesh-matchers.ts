import type { SimulationRequest } from '../simulation/request';
import type { Severity } from '../values/diagnostic';
import type { MutualTlsMode } from '../values/mutual-tls-mode';
import {
  type CheckResult,
  checkAllowed,
  checkDenied,
  checkMutualTls,
  checkNoFindings,
  checkRedirect,
  checkRoute,
  checkSplit,
  checkStatus,
  checkTimeout,
  type Split,
} from './check';
import {
  type AllRequests,
  type CallerLike,
  checkAlways,
  checkBehavesLike,
  checkNever,
  checkOnlyCallers,
  type ForbiddenRequests,
} from './check-all';
import type { DestinationLike, ServiceLike } from './destination';
import type { MeshSource } from './mesh-under-test';

/**
 * Matchers for `expect.extend` of Jest or Vitest. `cdk8s-istio/testing/jest` registers them with Jest's global `expect`.
 *
 * @example
 * expect.extend(meshMatchers);
 */
export const meshMatchers = {
  toRoute: (mesh: MeshSource, request: SimulationRequest, destination?: DestinationLike): CheckResult =>
    checkRoute(mesh, request, destination),
  toSplit: (mesh: MeshSource, request: SimulationRequest, split: Split): CheckResult =>
    checkSplit(mesh, request, split),
  toAllow: (mesh: MeshSource, request: SimulationRequest): CheckResult => checkAllowed(mesh, request),
  toDeny: (mesh: MeshSource, request: SimulationRequest): CheckResult => checkDenied(mesh, request),
  toUseMutualTls: (mesh: MeshSource, request: SimulationRequest, mode: MutualTlsMode): CheckResult =>
    checkMutualTls(mesh, request, mode),
  toRedirect: (mesh: MeshSource, request: SimulationRequest, location?: string | RegExp): CheckResult =>
    checkRedirect(mesh, request, location),
  toAnswer: (mesh: MeshSource, request: SimulationRequest, status: number): CheckResult =>
    checkStatus(mesh, request, status),
  toTimeOutAfter: (mesh: MeshSource, request: SimulationRequest, duration: string): CheckResult =>
    checkTimeout(mesh, request, duration),
  toNeverReach: (mesh: MeshSource, requests: ForbiddenRequests): CheckResult => checkNever(mesh, requests),
  toAlwaysRoute: (mesh: MeshSource, requests: AllRequests, destination?: DestinationLike): CheckResult =>
    checkAlways(mesh, requests, destination),
  toHaveOnlyCallers: (mesh: MeshSource, service: string | ServiceLike, callers: readonly CallerLike[]): CheckResult =>
    checkOnlyCallers(mesh, service, callers),
  toBehaveLike: (mesh: MeshSource, other: MeshSource): CheckResult => checkBehavesLike(mesh, other),
  toHaveNoFindings: (mesh: MeshSource, severity?: Severity): CheckResult => checkNoFindings(mesh, severity),
};

/** The matchers as they are called on `expect(mesh)`; `R` is what a matcher of the test runner returns. */
export interface MeshMatchers<R> {
  /** No request of some callers gets to a service, whatever was dialled and whatever it carries. */
  toNeverReach(requests: ForbiddenRequests): R;
  /** All requests of a caller are taken; with a destination, all go there. */
  toAlwaysRoute(requests: AllRequests, destination?: DestinationLike): R;
  /** Nobody but these callers gets to a service: no other workload, nobody from outside, and no stranger. */
  toHaveOnlyCallers(service: string | ServiceLike, callers: readonly CallerLike[]): R;
  /** No request behaves differently than in another mesh, such as the one before a change. */
  toBehaveLike(other: MeshSource): R;
  /** The request reaches a workload that takes it; with a destination, all such requests go there. */
  toRoute(request: SimulationRequest, destination?: DestinationLike): R;
  /** Such requests are split in these shares, in percent. */
  toSplit(request: SimulationRequest, split: Split): R;
  /** The policies on the way let the request through. */
  toAllow(request: SimulationRequest): R;
  /** The request is refused: by a policy, for its token, or because the server does not accept what is sent. */
  toDeny(request: SimulationRequest): R;
  /** Every workload that takes the request accepts what the mode says, over mutual TLS unless it is DISABLE. */
  toUseMutualTls(request: SimulationRequest, mode: MutualTlsMode): R;
  /** The request is answered with a redirect, to `location` if given. */
  toRedirect(request: SimulationRequest, location?: string | RegExp): R;
  /** A proxy answers the request itself with this status. */
  toAnswer(request: SimulationRequest, status: number): R;
  /** The request is given up after this long. */
  toTimeOutAfter(request: SimulationRequest, duration: string): R;
  /** The analysis finds nothing of this severity or worse. @default severity 'warning' */
  toHaveNoFindings(severity?: Severity): R;
}
