import { accessLoggingOf } from '../../../istio/policies/telemetry-levels';
import type { Finding, Rule } from '../../rule';

/** A filter of access logs that proxies do not use: everything is logged, or what another filter lets through. */
export const ignoredLogFilter: Rule = {
  name: 'ignored-log-filter',
  severity: 'warning',
  summary: 'A filter of access logs must be in the last item that names its provider.',
  equivalents: [],

  check({ model }) {
    const findings: Finding[] = [];
    for (const resource of model.all('Telemetry')) {
      for (const { index, providers, filter } of accessLoggingOf(model, resource)) {
        if (providers.length === 0 || filter === 'none' || filter === 'used') continue;
        const names = providers.map(name => `"${name}"`).join(', ');
        findings.push({
          resource,
          field: `spec.accessLogging[${index}].filter`,
          problem:
            filter === 'replaced'
              ? `the filter is not used: a later item about provider ${names} takes its place`
              : `the filter is not used: its item names no provider, and the filters of provider ${names} are those of items that do`,
          fix:
            filter === 'replaced'
              ? 'join the conditions in one filter, or log to two providers'
              : `write the filter into the item that names ${names}`,
        });
      }
    }
    return findings;
  },
};
