/** How Istio interprets a request: the form of the Go program's answers, and of the cases beside this file. */
export interface IstioAnswer {
  /** `forwarded` where there are destinations, else an outcome of the product. */
  readonly outcome: string;
  readonly status?: number;
  readonly location?: string;
  readonly destinations?: readonly IstioDestination[];
  readonly route?: IstioRoute;
  /** Why there is no answer: it hangs on more than the manifests say. */
  readonly leftOut?: string;
}

export interface IstioDestination {
  readonly host: string;
  readonly port: number;
  readonly subset?: string;
  readonly percent: number;
  /** Nothing is there that could take it. */
  readonly unavailable?: boolean;
  readonly targets?: readonly IstioTarget[];
}

export interface IstioTarget {
  /** `namespace/name`; empty for an endpoint outside the manifests. */
  readonly workload: string;
  readonly outcome?: string;
  /** Other names of the same failure. */
  readonly or?: readonly string[];
  readonly status?: number;
  readonly mtls?: boolean;
  readonly port?: number;
  /** What a gateway or waypoint makes of the request on its way. */
  readonly onward?: IstioAnswer;
}

export interface IstioRoute {
  readonly virtualHost: string;
  readonly name: string;
  readonly timeout?: string;
  readonly retries?: {
    readonly attempts: number;
    readonly retryOn: string;
    readonly retriableStatusCodes?: readonly number[];
    readonly perTryTimeout?: string;
    readonly avoidPreviousHosts: boolean;
    readonly hostSelectionRetryMaxAttempts?: number;
  };
  readonly path: string;
  readonly authority: string;
  readonly mirrors?: readonly { readonly host: string; readonly subset?: string; readonly percent: number }[];
  readonly fault?: {
    readonly delay?: { readonly percent: number };
    readonly abort?: { readonly percent: number; readonly httpStatus?: number };
  };
}
