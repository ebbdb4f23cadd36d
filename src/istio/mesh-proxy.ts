import type { Labels } from '../model/labels';
import type { Workload } from '../model/workload';
import { workloadAddresses } from './services/registered-service';

/** An Envoy, or a client without one, as istiod and the DNS of the cluster know it. */
export interface MeshProxy {
  readonly type: 'sidecar' | 'gateway' | 'waypoint';
  readonly namespace: string;
  readonly labels: Labels;
  /** Addresses of the pod, as far as they are known. */
  readonly ips: readonly string[];
  /** The domain of the pod's own namespace, such as `shop.svc.cluster.local`. */
  readonly dnsDomain: string;
}

const TEMPLATES = 'inject.istio.io/templates';

/**
 * The proxy of a workload's pods.
 *
 * @param isSelected Whether a Gateway selects the pods; asked where nothing else tells what they are.
 */
export function proxyFor(workload: Workload, domain: string, isSelected: (proxy: MeshProxy) => boolean): MeshProxy {
  const { namespace, labels } = workload;
  const ips = workloadAddresses(workload);
  const dnsDomain = `${namespace}.svc.${domain}`;
  if (proxyArguments(workload).includes('waypoint')) return { type: 'waypoint', namespace, labels, ips, dnsDomain };
  const gateway: MeshProxy = { type: 'gateway', namespace, labels, ips, dnsDomain };
  return isGateway(workload) || isSelected(gateway) ? gateway : { type: 'sidecar', namespace, labels, ips, dnsDomain };
}

/** Whether the pods are gateways by what their template says. */
function isGateway(workload: Workload): boolean {
  const templates = workload.annotations[TEMPLATES]?.split(',').map(name => name.trim());
  return templates?.includes('gateway') === true || proxyArguments(workload).includes('router');
}

function proxyArguments({ pod }: Workload): readonly string[] {
  return pod.containers?.find(({ name }) => name === 'istio-proxy')?.args ?? NO_ARGUMENTS;
}

const NO_ARGUMENTS: readonly string[] = [];

/** A waypoint of a namespace in a cluster with the given domain. */
export function waypointProxy(
  { namespace, labels }: Pick<Workload, 'namespace' | 'labels'>,
  domain: string,
): MeshProxy {
  return { type: 'waypoint', namespace, labels, ips: [], dnsDomain: `${namespace}.svc.${domain}` };
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
