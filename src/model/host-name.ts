/** The domain of a cluster's services unless the mesh is told otherwise. */
export const CLUSTER_DOMAIN = 'cluster.local';

const IP = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]*:[0-9a-fA-F:.]+)$/;

/**
 * The full name of a host that is written in an object of `namespace`. A host with a dot, a wildcard and an address
 * stay as they are: `reviews.prod` is not completed.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination
 */
export function fullHost(host: string, namespace: string, domain: string = CLUSTER_DOMAIN): string {
  if (host === '' || host.startsWith('*') || host.includes('.') || IP.test(host)) return host;
  return serviceHost(host, namespace, domain);
}

/** The full name of a Kubernetes Service. */
export function serviceHost(name: string, namespace: string, domain: string = CLUSTER_DOMAIN): string {
  // Istio's own test harness runs without a domain and then leaves the suffix out.
  return domain === '' ? `${name}.${namespace}` : `${name}.${namespace}.svc.${domain}`;
}

/** Name and namespace of the Kubernetes Service that a full host means, if it means one. */
export function serviceOfHost(
  host: string,
  domain: string = CLUSTER_DOMAIN,
): { readonly name: string; readonly namespace: string } | undefined {
  const suffix = domain === '' ? '' : `.svc.${domain}`;
  if (!host.endsWith(suffix)) return undefined;
  const rest = host.slice(0, host.length - suffix.length);
  const dot = rest.lastIndexOf('.');
  return dot <= 0 || dot === rest.length - 1 ? undefined : { name: rest.slice(0, dot), namespace: rest.slice(dot + 1) };
}
