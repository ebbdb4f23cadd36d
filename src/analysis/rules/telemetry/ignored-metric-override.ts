import { type MetricLoss, metricLosses, STANDARD_TAGS } from '../../../istio/policies/metric-overrides';
import type { MeshModel } from '../../../model/mesh-model';
import { nearest } from '../../../values/nearest';
import type { Finding, Rule } from '../../rule';

/** What a Telemetry says of metrics has no effect, since the rest of it says otherwise, or since there is no such tag. */
export const ignoredMetricOverride: Rule = {
  name: 'ignored-metric-override',
  severity: 'warning',
  summary: 'Every override of a Telemetry must change the metrics that proxies report.',
  equivalents: [],

  check({ model }) {
    const findings: Finding[] = [];
    let addsTags: boolean | undefined;
    for (const resource of model.all('Telemetry')) {
      for (const loss of metricLosses(model, resource)) {
        if (loss.kind === 'no such tag') {
          addsTags ??= patchesStats(model);
          if (addsTags) continue;
        }
        findings.push({ resource, field: loss.field, ...wordsOf(loss) });
      }
    }
    return findings;
  },
};

function wordsOf(loss: MetricLoss): { readonly problem: string; readonly fix: string } {
  switch (loss.kind) {
    case 'item replaced':
      return {
        problem: `the item is not used: a later one names provider ${loss.providers.map(name => `"${name}"`).join(', ')}, which takes the place of its own`,
        fix: 'name all providers in one item',
      };
    case 'turned on again':
      return {
        problem: `all metrics are turned off, and ${shortOf(loss.by)} turns all of them on again, not only those that it names`,
        fix: 'turn off each metric that is not wanted, or leave the later override out',
      };
    case 'turned off':
      return {
        problem: loss.field.startsWith(`${loss.by}.`)
          ? 'the tags are not used: the same override turns the metrics off'
          : `the override is not used: ${shortOf(loss.by)} turns its metrics off`,
        fix: 'leave it out, or report the metrics',
      };
    case 'no such tag': {
      const meant = nearest(loss.tag, [...STANDARD_TAGS]);
      return {
        problem: `no metric has the tag "${loss.tag}", so that nothing is removed`,
        fix: meant === undefined ? 'leave it out' : `write "${meant}", or leave it out`,
      };
    }
  }
}

function shortOf(field: string): string {
  return field.replace(/^spec\./, '');
}

/** Whether a patch may give metrics other tags. */
function patchesStats(model: MeshModel): boolean {
  return model.all('EnvoyFilter').some(({ spec }) => /stats|dimensions/.test(JSON.stringify(spec)));
}
