import type { SimulationRequest } from '../simulation/request';
import type { Verdict } from '../simulation/verdict';
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
  verdictOf,
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
import { type MeshSource, meshOf, type TestMesh } from './mesh-under-test';

/** An expectation on a mesh that did not hold; its message ends with the trace of the request. */
export class MeshExpectationError extends Error {
  public override readonly name = 'MeshExpectationError';
}

/**
 * Begins an expectation on a mesh, in any test runner.
 *
 * @param source An app or chart, a folder of YAML, or what `meshOf` made of them; use the latter for many expectations.
 * @throws MeshExpectationError from its methods, where the mesh does not behave as expected
 *
 * @example
 * const mesh = meshOf('dist');
 * expectMesh(mesh)
 *   .toRoute({ from: 'notes-app/frontend', to: 'http://notes-app-backend:5000/health' })
 *   .to('notes-app-backend v1');
 */
export function expectMesh(source: MeshSource): MeshExpectation {
  return new MeshExpectation(meshOf(source));
}

/** What can be expected of a mesh. */
export class MeshExpectation {
  public constructor(private readonly mesh: TestMesh) {}

  /** The request reaches a workload that takes it; more is said of the way by what follows. */
  public toRoute(request: SimulationRequest): RouteExpectation {
    hold(checkRoute(this.mesh, request));
    return new RouteExpectation(this.mesh, request);
  }

  /** The policies on the way let the request through. */
  public toAllow(request: SimulationRequest): this {
    return this.hold(checkAllowed(this.mesh, request));
  }

  /** The request is refused: by a policy, for its token, or because the server does not accept what is sent. */
  public toDeny(request: SimulationRequest): this {
    return this.hold(checkDenied(this.mesh, request));
  }

  /** The request is answered with a redirect, to `location` if given. */
  public toRedirect(request: SimulationRequest, location?: string | RegExp): this {
    return this.hold(checkRedirect(this.mesh, request, location));
  }

  /** A proxy answers the request itself with this status. */
  public toAnswer(request: SimulationRequest, status: number): this {
    return this.hold(checkStatus(this.mesh, request, status));
  }

  /** Every workload that takes the request accepts what the mode says, over mutual TLS unless it is DISABLE. */
  public toUseMutualTls(request: SimulationRequest, mode: MutualTlsMode): this {
    return this.hold(checkMutualTls(this.mesh, request, mode));
  }

  /** The analysis finds nothing of this severity or worse. @default severity 'warning' */
  public toHaveNoFindings(severity: Severity = 'warning'): this {
    return this.hold(checkNoFindings(this.mesh, severity));
  }

  /**
   * No request gets to a service, whatever was dialled and whatever it carries; the failure shows the smallest that does.
   *
   * @example
   * expectMesh('dist').never({ from: 'internet', to: 'tcp://mysql:3306' });
   */
  public never(requests: ForbiddenRequests): this {
    return this.hold(checkNever(this.mesh, requests));
  }

  /**
   * Begins an expectation on all requests of a caller to a URL.
   *
   * @example
   * expectMesh('dist').always({ from: 'notes-app/frontend', to: 'http://notes-app-backend:5000' }).toRoute();
   */
  public always(requests: AllRequests): AlwaysExpectation {
    return new AlwaysExpectation(this.mesh, requests);
  }

  /** Nobody but these callers gets to a service: no other workload, nobody from outside, and no stranger. */
  public onlyCallers(service: string | ServiceLike, callers: readonly CallerLike[]): this {
    return this.hold(checkOnlyCallers(this.mesh, service, callers));
  }

  /** No request behaves differently than in another mesh, such as the one before a change. */
  public toBehaveLike(other: MeshSource): this {
    return this.hold(checkBehavesLike(this.mesh, other));
  }

  private hold(result: CheckResult): this {
    hold(result);
    return this;
  }
}

/** What can be expected of all requests of a caller. */
export class AlwaysExpectation {
  public constructor(
    private readonly mesh: TestMesh,
    private readonly requests: AllRequests,
  ) {}

  /** Each of them reaches a workload that takes it; with a destination, all go there. */
  public toRoute(destination?: DestinationLike): this {
    hold(checkAlways(this.mesh, this.requests, destination));
    return this;
  }
}

/** What can be expected of the way of one request. */
export class RouteExpectation {
  public constructor(
    private readonly mesh: TestMesh,
    private readonly request: SimulationRequest,
  ) {}

  /** The whole verdict, for expectations of your own. */
  public get verdict(): Verdict {
    return verdictOf(this.mesh, this.request);
  }

  /** All such requests go to this service or version. */
  public to(destination: DestinationLike): this {
    return this.hold(checkRoute(this.mesh, this.request, destination));
  }

  /** Such requests are split in these shares, in percent. */
  public toSplit(split: Split): this {
    return this.hold(checkSplit(this.mesh, this.request, split));
  }

  /** They arrive over mutual TLS at workloads of this mode. */
  public toUseMutualTls(mode: MutualTlsMode): this {
    return this.hold(checkMutualTls(this.mesh, this.request, mode));
  }

  /** They are given up after this long. */
  public toTimeOutAfter(duration: string): this {
    return this.hold(checkTimeout(this.mesh, this.request, duration));
  }

  private hold(result: CheckResult): this {
    hold(result);
    return this;
  }
}

function hold({ pass, message }: CheckResult): void {
  if (!pass) throw new MeshExpectationError(message());
}
