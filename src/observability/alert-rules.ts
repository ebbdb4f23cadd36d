import type { PrometheusRuleGroup } from '../../imports/monitoring.coreos.com';
import { failing } from '../values/config-error';

/** When alerts go off. */
export interface AlertRulesProps {
  /**
   * Share of answers with status 5xx that alerts, in percent, above 0 and at most 100.
   *
   * @default 5
   */
  readonly errorPercent?: number | undefined;

  /**
   * The latency of the slowest percent of the requests that alerts, in milliseconds.
   *
   * @default 1000
   */
  readonly latencyMilliseconds?: number | undefined;

  /**
   * Requests per second below which a service is too quiet to judge.
   *
   * @default 0.1
   */
  readonly minRequestsPerSecond?: number | undefined;

  /**
   * Days before the root certificate, or that of istiod, expires.
   *
   * @default 30
   */
  readonly certificateDays?: number | undefined;

  /**
   * Alerts when pods are ejected by outlier detection. The proxies must report that: give `EJECTION_STATS` to the mesh
   * configuration of the installation.
   *
   * @default true
   */
  readonly ejections?: boolean | undefined;
}

/**
 * The part of the mesh configuration that makes proxies report ejections by outlier detection, which they keep to
 * themselves by default.
 */
export const EJECTION_STATS = {
  defaultConfig: { proxyStatsMatcher: { inclusionRegexps: ['.*outlier_detection.*'] } },
} as const;

/** The alerts of a mesh: for its services, its control plane and its certificates. */
export function alertGroups(props: AlertRulesProps, where: string): readonly PrometheusRuleGroup[] {
  const {
    errorPercent = 5,
    latencyMilliseconds = 1000,
    minRequestsPerSecond = 0.1,
    certificateDays = 30,
    ejections = true,
  } = props;
  const fail = failing('Cannot define alerts', where);
  if (!(errorPercent > 0 && errorPercent <= 100)) {
    fail(`wanted errorPercent above 0 and at most 100, got ${errorPercent}`);
  }
  if (!(latencyMilliseconds > 0)) fail(`wanted latencyMilliseconds above 0, got ${latencyMilliseconds}`);
  if (!(minRequestsPerSecond >= 0)) fail(`wanted minRequestsPerSecond of 0 or more, got ${minRequestsPerSecond}`);
  if (!(certificateDays > 0)) fail(`wanted certificateDays above 0, got ${certificateDays}`);
  // Waypoints report for ambient services, proxies of the server for all others.
  const served = 'reporter=~"destination|waypoint"';
  const by = 'destination_service_name, destination_service_namespace';
  const rate = (selector: string) => `sum by (${by}) (rate(istio_requests_total{${selector}}[5m]))`;
  return [
    {
      name: 'istio-services',
      rules: [
        alert('IstioServiceErrors', 'warning', '5m', {
          expr: `100 * ${rate(`${served},response_code=~"5.."`)} / ${rate(served)} > ${errorPercent} and ${rate(served)} > ${minRequestsPerSecond}`,
          summary: '{{ $labels.destination_service_namespace }}/{{ $labels.destination_service_name }} fails',
          description: `{{ $value | humanize }} % of its answers have status 5xx; more than ${errorPercent} % alert.`,
        }),
        alert('IstioServiceLatency', 'warning', '10m', {
          expr: `histogram_quantile(0.99, sum by (le, ${by}) (rate(istio_request_duration_milliseconds_bucket{${served}}[5m]))) > ${latencyMilliseconds} and ${rate(served)} > ${minRequestsPerSecond}`,
          summary: '{{ $labels.destination_service_namespace }}/{{ $labels.destination_service_name }} is slow',
          description: `One request in a hundred takes {{ $value | humanize }} ms or more; ${latencyMilliseconds} ms alert.`,
        }),
        ...(ejections
          ? [
              alert('IstioPodsEjected', 'warning', '5m', {
                expr: 'sum by (namespace, cluster_name) (envoy_cluster_outlier_detection_ejections_active) > 0',
                summary: 'Pods behind {{ $labels.cluster_name }} are left out',
                description: 'Proxies in {{ $labels.namespace }} have ejected pods that fail.',
              }),
            ]
          : []),
      ],
    },
    {
      name: 'istio-control-plane',
      rules: [
        alert('IstiodDown', 'critical', '5m', {
          expr: 'absent(up{job="istiod"} == 1)',
          summary: 'No istiod answers',
          description: 'Proxies keep their configuration and certificates until these expire; new pods cannot start.',
        }),
        alert('IstioConfigRejected', 'critical', '5m', {
          expr: 'sum(increase(pilot_total_xds_rejects[10m])) > 0',
          summary: 'Proxies reject the configuration of istiod',
          description: 'They go on with the last one that they took. The log of istiod names the reason (ACK ERROR).',
        }),
        alert('IstioSlowConfig', 'warning', '10m', {
          expr: 'histogram_quantile(0.99, sum by (le) (rate(pilot_proxy_convergence_time_bucket[10m]))) > 30',
          summary: 'Proxies get their configuration late',
          description: 'One push in a hundred takes {{ $value | humanizeDuration }} or more.',
        }),
      ],
    },
    {
      name: 'istio-certificates',
      rules: ['root_cert', 'cert_chain'].map(certificate =>
        alert(
          certificate === 'root_cert' ? 'IstioRootCertificateExpires' : 'IstiodCertificateExpires',
          'critical',
          '1h',
          {
            expr: `min(citadel_server_${certificate}_expiry_timestamp) - time() < ${certificateDays} * 86400`,
            summary: `The ${certificate === 'root_cert' ? 'root certificate' : 'certificate chain of istiod'} expires soon`,
            description:
              'It expires in {{ $value | humanizeDuration }}; then no workload proves its identity any more.',
          },
        ),
      ),
    },
  ];
}

function alert(
  name: string,
  severity: 'warning' | 'critical',
  duration: string,
  { expr, ...annotations }: { readonly expr: string; readonly summary: string; readonly description: string },
) {
  return { alert: name, expr, for: duration, labels: { severity }, annotations };
}
