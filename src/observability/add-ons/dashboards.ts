import type { Mesh } from '../../mesh/mesh';
import type { MeshServiceRef } from '../../mesh/references';

/** Services of one namespace whose rows are open when the dashboard is. */
const MOST_OPEN = 4;

const PANEL = { width: 8, height: 7 } as const;

const DATASOURCE = { type: 'prometheus', uid: 'prometheus' } as const;

interface Series {
  readonly expr: string;
  readonly legend: string;
}

/** One dashboard per namespace, by file name: a row per declared service, with its requests, errors and latency. */
export function dashboards(mesh: Mesh): { readonly [file: string]: string } {
  const byNamespace = new Map<string, MeshServiceRef[]>();
  for (const service of mesh.services) {
    const found = byNamespace.get(service.namespace.name);
    if (found === undefined) byNamespace.set(service.namespace.name, [service]);
    else found.push(service);
  }
  return Object.fromEntries(
    [...byNamespace].map(([namespace, services]) => [
      `mesh-${namespace}.json`,
      JSON.stringify(dashboardOf(namespace, services)),
    ]),
  );
}

function dashboardOf(namespace: string, services: readonly MeshServiceRef[]): object {
  const isOpen = services.length <= MOST_OPEN;
  let id = 0;
  let y = 0;
  const panels = services.flatMap((service): object[] => {
    const row = {
      id: ++id,
      type: 'row',
      title: service.name,
      gridPos: { x: 0, y: y++, w: 24, h: 1 },
      collapsed: !isOpen,
    };
    const inside = panelsOf(service).map((panel, i) => ({
      ...panel,
      id: ++id,
      type: 'timeseries',
      datasource: DATASOURCE,
      gridPos: { x: i * PANEL.width, y, w: PANEL.width, h: PANEL.height },
    }));
    if (isOpen) y += PANEL.height;
    return isOpen ? [{ ...row, panels: [] }, ...inside] : [{ ...row, panels: inside }];
  });
  return {
    uid: `mesh-${namespace}`.slice(0, 40),
    title: `Mesh: ${namespace}`,
    tags: ['istio'],
    timezone: 'utc',
    time: { from: 'now-1h', to: 'now' },
    refresh: '30s',
    schemaVersion: 41,
    panels,
  };
}

function panelsOf(service: MeshServiceRef): readonly object[] {
  const selector = `destination_service="${service.host}",reporter=~"destination|waypoint"`;
  if (service.httpPorts.length === 0) {
    const rate = (metric: string) => `sum by (source_workload) (rate(${metric}{${selector}}[$__rate_interval]))`;
    return [
      panel('Connections opened', 'cps', {
        expr: rate('istio_tcp_connections_opened_total'),
        legend: '{{source_workload}}',
      }),
      panel('Received', 'Bps', { expr: rate('istio_tcp_received_bytes_total'), legend: '{{source_workload}}' }),
      panel('Sent', 'Bps', { expr: rate('istio_tcp_sent_bytes_total'), legend: '{{source_workload}}' }),
    ];
  }
  const requests = (by: string, more = '') =>
    `sum by (${by}) (rate(istio_requests_total{${selector}${more}}[$__rate_interval]))`;
  const quantile = (q: number) =>
    `histogram_quantile(${q}, sum by (le) (rate(istio_request_duration_milliseconds_bucket{${selector}}[$__rate_interval])))`;
  return [
    panel('Requests by version and caller', 'reqps', {
      expr: requests('destination_version, source_workload'),
      legend: '{{destination_version}} from {{source_workload}}',
    }),
    panel('Errors', 'percent', {
      expr: `100 * ${requests('destination_version', ',response_code=~"5.."')} / ${requests('destination_version')}`,
      legend: '{{destination_version}}',
    }),
    panel('Latency', 'ms', ...[0.5, 0.95, 0.99].map(q => ({ expr: quantile(q), legend: `p${Math.round(q * 100)}` }))),
  ];
}

function panel(title: string, unit: string, ...series: readonly Series[]): object {
  return {
    title,
    fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
    targets: series.map(({ expr, legend }, i) => ({
      refId: String.fromCharCode(65 + i),
      datasource: DATASOURCE,
      expr,
      legendFormat: legend,
    })),
  };
}
