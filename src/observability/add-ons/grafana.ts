import { emitDocument } from '../../text/emit-yaml';
import type { AddOnWorkload, PodVolume } from './add-on-workload';

/** Port of its Service. */
export const GRAFANA_PORT = 3000;

/** Name of the ConfigMap with the dashboards. */
export const DASHBOARDS = 'grafana-dashboards';

/** What Grafana shows. */
export interface GrafanaSources {
  readonly prometheusUrl: string;
  readonly tracing?: { readonly kind: 'jaeger' | 'tempo'; readonly url: string } | undefined;
}

/** Where its administrator's password is kept; the chart makes such a Secret if none is given. */
export interface GrafanaAdmin {
  /** Secret in the namespace of the add-ons, with the keys `admin-user` and `admin-password`. */
  readonly existingSecret: string;
}

function datasources({ prometheusUrl, tracing }: GrafanaSources): object {
  return {
    apiVersion: 1,
    datasources: [
      {
        name: 'Prometheus',
        uid: 'prometheus',
        type: 'prometheus',
        access: 'proxy',
        url: prometheusUrl,
        isDefault: true,
      },
      ...(tracing === undefined
        ? []
        : [{ name: 'Traces', uid: 'traces', type: tracing.kind, access: 'proxy', url: tracing.url }]),
    ],
  };
}

/** Objects for a Grafana whose datasources and dashboards are files. */
export function grafanaWorkload(
  namespace: string,
  image: string,
  sources: GrafanaSources,
  { existingSecret }: GrafanaAdmin,
): AddOnWorkload {
  const fromSecret = (name: string, key: string) => ({
    name,
    valueFrom: { secretKeyRef: { name: existingSecret, key } },
  });
  return {
    name: 'grafana',
    namespace,
    image,
    args: [],
    env: [
      { name: 'GF_PATHS_PROVISIONING', value: '/etc/grafana-provisioning' },
      { name: 'GF_ANALYTICS_REPORTING_ENABLED', value: 'false' },
      fromSecret('GF_SECURITY_ADMIN_USER', 'admin-user'),
      fromSecret('GF_SECURITY_ADMIN_PASSWORD', 'admin-password'),
    ],
    ports: { http: GRAFANA_PORT },
    health: { path: '/api/health', port: 'http' },
    user: 472,
    config: {
      mountPath: '/etc/grafana-files',
      files: () => ({
        'datasources.yaml': emitDocument(datasources(sources)),
        'dashboards.yaml': emitDocument({
          apiVersion: 1,
          providers: [{ name: 'mesh', type: 'file', options: { path: '/etc/grafana-dashboards' } }],
        }),
      }),
    },
    scratch: ['/var/lib/grafana', '/tmp'],
    volumes: [
      {
        volume: provisioning('datasources'),
        mountPath: '/etc/grafana-provisioning/datasources',
      },
      {
        volume: provisioning('dashboards'),
        mountPath: '/etc/grafana-provisioning/dashboards',
      },
      {
        volume: { name: 'dashboard-files', configMap: { name: DASHBOARDS } },
        mountPath: '/etc/grafana-dashboards',
      },
    ],
    memory: '512Mi',
  };
}

/** Values of the chart that make it the same server under the same name. */
export function grafanaValues(
  sources: GrafanaSources,
  admin: GrafanaAdmin | undefined,
): { readonly [key: string]: unknown } {
  return {
    fullnameOverride: 'grafana',
    service: { port: GRAFANA_PORT },
    datasources: { 'datasources.yaml': datasources(sources) },
    sidecar: { dashboards: { enabled: true, label: 'grafana_dashboard' } },
    ...(admin === undefined ? {} : { admin: { existingSecret: admin.existingSecret } }),
  };
}

function provisioning(kind: string): PodVolume {
  const items = [{ key: `${kind}.yaml`, path: `${kind}.yaml` }];
  return { name: `provisioning-${kind}`, configMap: { name: 'grafana', items } };
}
