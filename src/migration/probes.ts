import type { Workload } from '../model/workload';

/** Whether the kubelet sends probes to pods over the network. */
export function hasProbes({ pod }: Workload): boolean {
  return (pod.containers ?? []).some(({ livenessProbe, readinessProbe, startupProbe }) =>
    [livenessProbe, readinessProbe, startupProbe].some(
      probe => probe?.httpGet !== undefined || probe?.tcpSocket !== undefined || probe?.grpc !== undefined,
    ),
  );
}
