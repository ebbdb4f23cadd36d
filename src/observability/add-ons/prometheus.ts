import { emitDocument } from '../../text/emit-yaml';
import { alertGroups } from '../alert-rules';
import type { AddOnWorkload } from './add-on-workload';

/** Port of its Service. */
export const PROMETHEUS_PORT = 9090;

const ALERTS = 'alerts.yml';

/**
 * What it reads: istiod under a job of its own, for the alerts, and all pods by their annotations, which injected pods,
 * gateways and ztunnel carry.
 */
function scrapeConfigs(rootNamespace: string): readonly object[] {
  const meta = '__meta_kubernetes';
  return [
    {
      job_name: 'istiod',
      kubernetes_sd_configs: [{ role: 'endpoints', namespaces: { names: [rootNamespace] } }],
      relabel_configs: [
        {
          action: 'keep',
          source_labels: [`${meta}_service_label_app`, `${meta}_endpoint_port_name`],
          regex: 'istiod;http-monitoring',
        },
      ],
    },
    {
      job_name: 'pods',
      kubernetes_sd_configs: [{ role: 'pod' }],
      relabel_configs: [
        { action: 'keep', source_labels: [`${meta}_pod_annotation_prometheus_io_scrape`], regex: 'true' },
        { action: 'drop', source_labels: [`${meta}_pod_label_app`], regex: 'istiod' },
        { action: 'drop', source_labels: [`${meta}_pod_phase`], regex: 'Pending|Succeeded|Failed' },
        {
          source_labels: [`${meta}_pod_annotation_prometheus_io_path`],
          regex: '(.+)',
          target_label: '__metrics_path__',
        },
        {
          source_labels: [`${meta}_pod_annotation_prometheus_io_port`, `${meta}_pod_ip`],
          regex: '(\\d+);(\\d+\\.\\d+\\.\\d+\\.\\d+)',
          replacement: '$2:$1',
          target_label: '__address__',
        },
        {
          source_labels: [`${meta}_pod_annotation_prometheus_io_port`, `${meta}_pod_ip`],
          regex: '(\\d+);(.*:.*)',
          replacement: '[$2]:$1',
          target_label: '__address__',
        },
        { source_labels: [`${meta}_namespace`], target_label: 'namespace' },
        { source_labels: [`${meta}_pod_name`], target_label: 'pod' },
        { source_labels: [`${meta}_pod_label_app`], target_label: 'app' },
        { source_labels: [`${meta}_pod_label_version`], target_label: 'version' },
      ],
    },
  ];
}

/** Objects for a Prometheus that needs no operator. */
export function prometheusWorkload(
  namespace: string,
  image: string,
  rootNamespace: string,
  retention: string,
): AddOnWorkload {
  return {
    name: 'prometheus',
    namespace,
    image,
    args: [
      '--config.file=/etc/prometheus/prometheus.yml',
      '--storage.tsdb.path=/prometheus',
      `--storage.tsdb.retention.time=${retention}`,
    ],
    ports: { http: PROMETHEUS_PORT },
    health: { path: '/-/ready', port: 'http' },
    user: 65_534,
    config: {
      mountPath: '/etc/prometheus',
      files: () => ({
        'prometheus.yml': emitDocument({
          global: { scrape_interval: '15s', evaluation_interval: '15s' },
          rule_files: [`/etc/prometheus/${ALERTS}`],
          scrape_configs: scrapeConfigs(rootNamespace),
        }),
        [ALERTS]: emitDocument({ groups: alertGroups({}, 'add-ons') }),
      }),
    },
    scratch: ['/prometheus'],
    rules: [{ apiGroups: [''], resources: ['pods', 'services', 'endpoints'], verbs: ['get', 'list', 'watch'] }],
    memory: '1Gi',
  };
}

/** Values of the chart that make it the same server under the same name. */
export function prometheusValues(rootNamespace: string, retention: string): { readonly [key: string]: unknown } {
  return {
    alertmanager: { enabled: false },
    'kube-state-metrics': { enabled: false },
    'prometheus-node-exporter': { enabled: false },
    'prometheus-pushgateway': { enabled: false },
    server: {
      fullnameOverride: 'prometheus',
      global: { scrape_interval: '15s', evaluation_interval: '15s' },
      retention,
      service: { servicePort: PROMETHEUS_PORT },
    },
    serverFiles: {
      'alerting_rules.yml': { groups: alertGroups({}, 'add-ons') },
      'prometheus.yml': { scrape_configs: scrapeConfigs(rootNamespace) },
    },
  };
}
