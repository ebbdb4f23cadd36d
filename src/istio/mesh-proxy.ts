import type { Labels } from '../model/labels';

/** The Envoy that a request leaves through, or arrives at, as istiod knows it. */
export interface MeshProxy {
  readonly type: 'sidecar' | 'gateway';
  readonly namespace: string;
  readonly labels: Labels;
  /** Addresses of the pod, as far as they are known. */
  readonly ips: readonly string[];
  /** The domain of the pod's own namespace, such as `shop.svc.cluster.local`. */
  readonly dnsDomain: string;
}

/** A sidecar of a namespace in a cluster with the given domain. */
export function sidecarProxy(
  namespace: string,
  labels: Labels,
  domain: string,
  ips: readonly string[] = [],
): MeshProxy {
  return { type: 'sidecar', namespace, labels, ips, dnsDomain: `${namespace}.svc.${domain}` };
}
