import type { Resource } from '../../../model/resource';
import type { Finding, Rule } from '../../rule';

/** Names that Istio gives its ports, and the path where metrics are read on them; none where there are none. */
const METRICS: Readonly<Record<string, { readonly path?: string; readonly whose: string }>> = {
  'http-monitoring': { path: '/metrics', whose: 'istiod' },
  'http-envoy-prom': { path: '/stats/prometheus', whose: 'the proxies' },
  'status-port': { whose: 'a gateway, which answers health checks only' },
};

/** Prometheus asks a path that does not exist: it gets 404, and the target stays down. */
export const monitorWithoutMetrics: Rule = {
  name: 'monitor-without-metrics',
  severity: 'warning',
  summary: 'A monitor of an Istio port must use the path of its metrics.',
  equivalents: [],

  check({ model }) {
    const findings: Finding[] = [];
    for (const resource of model.all('ServiceMonitor')) {
      findings.push(...endpointsOf(resource, 'endpoints', resource.spec.endpoints));
    }
    for (const resource of model.all('PodMonitor')) {
      findings.push(...endpointsOf(resource, 'podMetricsEndpoints', resource.spec.podMetricsEndpoints));
    }
    return findings;
  },
};

function endpointsOf(
  resource: Resource,
  list: string,
  endpoints: readonly { readonly port?: string; readonly path?: string }[] = [],
): readonly Finding[] {
  const findings: Finding[] = [];
  for (const [i, { port = '', path = '/metrics' }] of endpoints.entries()) {
    const known = Object.hasOwn(METRICS, port) ? METRICS[port] : undefined;
    if (known === undefined || known.path === path) continue;
    findings.push({
      resource,
      field: `spec.${list}[${i}].path`,
      problem: `port "${port}" is that of ${known.whose}, and has no metrics at "${path}"`,
      fix:
        known.path === undefined
          ? 'read the metrics of gateways by a PodMonitor of port 15020 or "http-envoy-prom", path "/stats/prometheus"'
          : `set the path to "${known.path}"`,
    });
  }
  return findings;
}
