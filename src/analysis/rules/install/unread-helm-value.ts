import type { ChartInstallation } from '../../../model/installations';
import { isKind, type Resource } from '../../../model/resource';
import { type IstioChart, type UnreadValue, unreadOperatorValues, unreadValues } from '../../../values/chart-keys';
import type { Finding, Rule } from '../../rule';

const CHARTS: ReadonlySet<string> = new Set(['base', 'istiod', 'cni', 'ztunnel', 'gateway']);

/** A value for a chart of Istio that the chart does not read: Helm takes it without an error, and nothing changes. */
export const unreadHelmValue: Rule = {
  name: 'unread-helm-value',
  severity: 'warning',
  summary: 'Values for a chart of Istio must be values that the chart reads.',
  equivalents: [],

  *check({ model }) {
    for (const installation of model.charts) {
      const { resource, chart, values, valuesField } = installation;
      if (!isIstioChart(chart, installation)) continue;
      for (const unread of unreadValues(chart, values)) {
        yield finding(unread, resource, valuesField, `the chart "${chart}"`);
      }
    }
    for (const { resource, spec } of model.operators) {
      for (const unread of unreadOperatorValues(spec.values ?? {})) {
        const field = isKind(resource, 'IstioOperator') ? 'spec.values' : 'data';
        yield { ...finding(unread, resource, field, 'an installation by istioctl') };
      }
    }
  },
};

function finding({ path, meant, refused }: UnreadValue, resource: Resource, field: string, reader: string): Finding {
  const name = path.join('.');
  return {
    resource,
    ...(refused ? { severity: 'error' } : {}),
    field: /(?:values|valuesObject)$/i.test(field) ? `${field}.${name}` : field,
    problem: refused ? `${reader} refuses the value "${name}"` : `${reader} does not read the value "${name}"`,
    fix: meant === undefined ? 'remove it' : `did you mean "${meant.join('.')}"?`,
  };
}

/** Whether a chart is one of Istio. Others are called `base` or `gateway`, too: Istio is named around those of Istio. */
function isIstioChart(chart: string, { resource, releaseName, namespace }: ChartInstallation): chart is IstioChart {
  if (!CHARTS.has(chart) || isKind(resource, 'Istio')) return false;
  if (chart === 'istiod' || chart === 'ztunnel') return true;
  return /istio/i.test(`${releaseName} ${namespace} ${resource.name} ${JSON.stringify(resource.manifest.spec)}`);
}
