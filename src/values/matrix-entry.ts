/** What some callers may send to one port of a host: a line of the matrix of who may send what to whom. */
export interface MatrixEntry {
  /** `namespace/workload`, `internet`, or what the callers are if they are not among the manifests. */
  readonly from: readonly string[];
  /** Host and port, or a URL for callers from the internet. */
  readonly to: string;
  /** Whether the host is outside of the mesh, and no object names it. */
  readonly isUnknownHost: boolean;
  /** Whether anything gets through. */
  readonly allowed: boolean;
  /** What gets through, or does not, such as `GET /api/**`; `all requests` where nothing else is asked for. */
  readonly requests: readonly string[];
  /** How it ends: over mutual TLS or without where it gets through, else how it is refused. */
  readonly ending: string;
}
