import type { Fault } from '../istio/routes/fault';
import type { HeaderOperations } from '../istio/routes/header-operations';
import type { RetryPolicy } from '../istio/routes/retry-policy';
import type { Rewrite } from '../istio/routes/rewrite';
import type { TraceStep } from '../istio/trace';
import type { UnsupportedField } from '../istio/unsupported-fields';
import type { MutualTlsMode } from '../values/mutual-tls-mode';

/**
 * What happens to a request.
 *
 * - `routed`: it reaches a workload that takes it
 * - `redirected`: it is answered with a redirect
 * - `answered`: a proxy answers it itself
 * - `denied`: a policy refuses it (403)
 * - `unauthenticated`: a token is refused (401, or 403 for the wrong audience)
 * - `up-to-provider`: an external authorizer decides
 * - `no-route`: a proxy has no host or route for it (404)
 * - `no-listener`: nothing listens there, or not for such a connection
 * - `blocked`: the outbound policy of the client forbids it
 * - `passed-through`: it leaves the mesh for an address that the mesh does not know
 * - `mtls-failure`: client and server do not agree on mutual TLS
 * - `protocol-error`: a proxy cannot make sense of what is sent
 * - `unavailable`: the route leads to nothing that could take it (503, or 500 by a route of the Gateway API)
 * - `mixed`: it depends on the destination or pod that takes it
 * - `unsupported`: it depends on something that the simulator does not model
 */
export type Outcome =
  | 'routed'
  | 'redirected'
  | 'answered'
  | 'denied'
  | 'unauthenticated'
  | 'up-to-provider'
  | 'no-route'
  | 'no-listener'
  | 'blocked'
  | 'passed-through'
  | 'mtls-failure'
  | 'protocol-error'
  | 'unavailable'
  | 'mixed'
  | 'unsupported';

/** The object and field that decided. */
export interface Decision {
  readonly resource: string;
  /** The field that decided. @default - the object as a whole */
  readonly field?: string | undefined;
}

/** What happens to the request at one workload. */
export interface TargetVerdict {
  /** `namespace/name`; empty for an endpoint outside the manifests. */
  readonly workload: string;
  /**
   * The port of the pods; undefined for an endpoint outside the manifests.
   *
   * @default - the endpoint is outside of the manifests
   */
  readonly port?: number | undefined;
  readonly outcome: Outcome;
  readonly reason: string;
  /** Status of the answer where a proxy gives it. @default - the request reaches the application */
  readonly status?: number | undefined;
  /** Whether mutual TLS of the mesh secures the last hop, so that the server knows who calls. */
  readonly mtls: boolean;
  /**
   * What the workload accepts on the port; undefined where no proxy guards it.
   *
   * @default - no proxy guards the port
   */
  readonly mtlsMode?: MutualTlsMode | undefined;
  /** The identity that the server sees. @default - it sees none */
  readonly principal?: string | undefined;
  /** The policy that decided. @default - no policy decided */
  readonly decidedBy?: Decision | undefined;
  /**
   * Where a gateway or waypoint that takes the request sends it on.
   *
   * @default - no gateway or waypoint takes the request
   */
  readonly onward?: readonly DestinationVerdict[] | undefined;
  /** The route by which it does so. @default - no gateway or waypoint takes the request */
  readonly onwardRoute?: RouteVerdict | undefined;
  /** Headers that the application gets or loses because of a token; null for one that is removed. @default - none */
  readonly tokenHeaders?: { readonly [name: string]: string | null } | undefined;
}

/** What happens to the share of the requests that go to one destination. */
export interface DestinationVerdict {
  readonly host: string;
  readonly port: number;
  /** The version, as a DestinationRule names it. @default - the whole service */
  readonly subset?: string | undefined;
  /** Share of the requests, in percent. */
  readonly percent: number;
  readonly outcome: Outcome;
  readonly reason: string;
  /**
   * Status of the answer where a proxy gives it because nothing takes the request.
   *
   * @default - something takes the request
   */
  readonly status?: number | undefined;
  readonly targets: readonly TargetVerdict[];
  /** The host that the request goes on with on this way. @default - that of the route, or the one that was sent */
  readonly authority?: string | undefined;
  /** Changes to headers of the request on this way. @default - none */
  readonly requestHeaders?: HeaderOperations | undefined;
  /** Changes to headers of the answer on this way. @default - none */
  readonly responseHeaders?: HeaderOperations | undefined;
}

/** The route that was taken. */
export interface RouteVerdict {
  readonly virtualHost: string;
  /** Name of the route; `default` where no VirtualService routes the service. */
  readonly name: string;
  /**
   * The VirtualService, or route of the Gateway API, that holds it, as `Kind namespace/name`.
   *
   * @default - no object: Istio's own route
   */
  readonly virtualService?: string | undefined;
  /** Path of the route in the object. @default - no object: Istio's own route */
  readonly field?: string | undefined;
  /** Undefined when the request may take any time. @default - the request may take any time */
  readonly timeout?: string | undefined;
  /** Undefined when a failed request is not tried again. @default - a failed request is not tried again */
  readonly retries?: RetryPolicy | undefined;
  /** Changes to path and host. @default - none */
  readonly rewrite?: Rewrite | undefined;
  /**
   * The path that goes upstream, where the route rewrites the request or the proxy has normalised its path.
   *
   * @default - that of the request
   */
  readonly path?: string | undefined;
  /** Changes to headers of the request. @default - none */
  readonly requestHeaders?: HeaderOperations | undefined;
  /** Changes to headers of the answer. @default - none */
  readonly responseHeaders?: HeaderOperations | undefined;
  /** Who gets copies of the request. @default - none */
  readonly mirrors?:
    | readonly {
        readonly host: string;
        readonly port: number;
        /** The version, as a DestinationRule names it. @default - the whole service */
        readonly subset?: string | undefined;
        readonly percent: number;
      }[]
    | undefined;
  /** Errors and delays that are put in. @default - none */
  readonly fault?: Fault | undefined;
}

/** What happens to a request, and why. */
export interface Verdict {
  /** The Istio release that it holds for. */
  readonly istioVersion: string;
  readonly outcome: Outcome;
  /** The decisive fact in one sentence. */
  readonly reason: string;
  /** Status of the answer where a proxy gives it. @default - no proxy answers */
  readonly status?: number | undefined;
  /** Value of `Location` where the answer is a redirect. @default - no redirect */
  readonly location?: string | undefined;
  /** Body of an answer that a proxy gives itself. @default - none */
  readonly body?: string | undefined;
  /** The route that was taken. @default - none was taken */
  readonly route?: RouteVerdict | undefined;
  /** The destinations with their shares; empty when the request reaches none. */
  readonly destinations: readonly DestinationVerdict[];
  /** The policy that decided. @default - no policy decided */
  readonly decidedBy?: Decision | undefined;
  /** The decisions in the order of the proxies. */
  readonly trace: readonly TraceStep[];
  /** What the manifests leave open and the verdict assumes, such as which of two objects is older. */
  readonly assumptions: readonly string[];
  /** Fields that bear on the request and are not modelled; not empty only if the outcome is `unsupported`. */
  readonly unsupported: readonly UnsupportedField[];
}
