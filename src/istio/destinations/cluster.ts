/** A destination as Envoy knows it. */
export interface Cluster {
  readonly host: string;
  readonly port: number;
  /** Empty when the route names none. */
  readonly subset: string;
}

/** The name by which Envoy and its statistics know a cluster. */
export function clusterName({ host, port, subset }: Cluster): string {
  return `outbound|${port}|${subset}|${host}`;
}

/** The SNI that a proxy sends in the mutual TLS of the mesh. */
export function meshServerName({ host, port, subset }: Cluster): string {
  return `outbound_.${port}_.${subset}_.${host}`;
}
