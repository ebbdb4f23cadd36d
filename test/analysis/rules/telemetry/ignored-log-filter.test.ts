import { ignoredLogFilter } from '../../../../src/analysis/rules/telemetry/ignored-log-filter';
import { testRule } from '../../../../src/testing/test-rule';
import { logs } from './telemetries';

const FILTER = 'filter: { expression: response.code >= 400 }';
const ENVOY = 'providers: [{ name: envoy }]';

testRule(ignoredLogFilter, {
  valid: {
    'a filter beside its provider': logs(`{ ${ENVOY}, ${FILTER} }`),
    'one filter for each of two providers': logs(`{ ${ENVOY}, ${FILTER} }, { providers: [{ name: otel }], ${FILTER} }`),
    'one filter for each side of connections': logs(
      `{ ${ENVOY}, ${FILTER}, match: { mode: CLIENT } }, { ${ENVOY}, ${FILTER}, match: { mode: SERVER } }`,
    ),
    'a filter that still counts for one side': logs(`{ ${ENVOY}, ${FILTER} }, { ${ENVOY}, match: { mode: CLIENT } }`),
    'a filter without any provider, of which another rule tells': logs(`{ ${FILTER} }`),
  },
  invalid: {
    'a filter in an item of its own': {
      yaml: logs(`{ ${ENVOY} }, { ${FILTER} }`),
      expect: [
        'Telemetry shop/t spec.accessLogging[1].filter: the filter is not used: its item names no provider, and the filters of provider "envoy" are those of items that do',
      ],
    },
    'a filter beside a provider that is inherited from the mesh': {
      yaml: logs(`{ ${FILTER} }`) + logs(`{ ${ENVOY} }`, 'mesh', 'istio-system'),
      expect: [
        'Telemetry shop/t spec.accessLogging[0].filter: the filter is not used: its item names no provider, and the filters of provider "envoy" are those of items that do',
      ],
    },
    'a filter of a log that is turned off': {
      yaml: logs(`{ ${ENVOY}, ${FILTER}, disabled: true }`),
      expect: [
        'Telemetry shop/t spec.accessLogging[0].filter: the filter is not used: the same item turns the log off',
      ],
    },
    'the first of two filters for a provider': {
      yaml: logs(`{ ${ENVOY}, ${FILTER}, match: { mode: CLIENT } }, { ${ENVOY} }`),
      expect: [
        'Telemetry shop/t spec.accessLogging[0].filter: the filter is not used: a later item about provider "envoy" takes its place',
      ],
    },
  },
});
