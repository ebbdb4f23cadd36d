import { monitorWithoutMetrics } from '../../../../src/analysis/rules/telemetry/monitor-without-metrics';
import { testRule } from '../../../../src/testing/test-rule';

const services = (endpoint: string) => `
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: istio, namespace: istio-system }
spec: { selector: {}, endpoints: [{ port: other, path: /x }, ${endpoint}] }
`;

const pods = (endpoint: string) => `
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: { name: istio, namespace: istio-system }
spec: { selector: {}, podMetricsEndpoints: [${endpoint}] }
`;

testRule(monitorWithoutMetrics, {
  valid: {
    'istiod at the path that is asked by default': services('{ port: http-monitoring }'),
    'istiod at its path': services('{ port: http-monitoring, path: /metrics }'),
    'proxies at their path': pods('{ port: http-envoy-prom, path: /stats/prometheus }'),
    'a port of somebody else': pods('{ port: web, path: /stats/prometheus }'),
    'a port by number': pods('{ portNumber: 15020, path: /stats/prometheus }'),
  },
  invalid: {
    'istiod at the path of the proxies': {
      yaml: services('{ port: http-monitoring, path: /stats/prometheus }'),
      expect: [
        'ServiceMonitor istio-system/istio spec.endpoints[1].path: port "http-monitoring" is that of istiod, and has no metrics at "/stats/prometheus"',
      ],
    },
    'the health port of a gateway': {
      yaml: services('{ port: status-port, path: /stats/prometheus }'),
      expect: [
        'ServiceMonitor istio-system/istio spec.endpoints[1].path: port "status-port" is that of a gateway, which answers health checks only, and has no metrics at "/stats/prometheus"',
      ],
    },
    'proxies at the path that is asked by default': {
      yaml: pods('{ port: http-envoy-prom }'),
      expect: [
        'PodMonitor istio-system/istio spec.podMetricsEndpoints[0].path: port "http-envoy-prom" is that of the proxies, and has no metrics at "/metrics"',
      ],
    },
  },
});
