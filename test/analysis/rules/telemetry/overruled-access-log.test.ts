import { overruledAccessLog } from '../../../../src/analysis/rules/telemetry/overruled-access-log';
import { testRule } from '../../../../src/testing/test-rule';
import { logs } from './telemetries';

const ENVOY = 'providers: [{ name: envoy }]';
const BOTH = 'providers: [{ name: envoy }, { name: otel }]';
const OFF = 'disabled: true';

testRule(overruledAccessLog, {
  valid: {
    'a log that is on for one side and off for the other': logs(
      `{ ${ENVOY} }, { ${ENVOY}, match: { mode: CLIENT }, ${OFF} }`,
    ),
    'one of two logs turned off': logs(`{ ${BOTH} }, { providers: [{ name: otel }], ${OFF} }`),
    'a log that a narrower Telemetry turns off':
      logs(`{ ${ENVOY} }`, 'mesh', 'istio-system') + logs(`{ ${ENVOY}, ${OFF} }`),
    'all logs turned off': logs(`{ ${BOTH} }`, 'mesh', 'istio-system') + logs(`{ ${OFF} }`),
    'one log turned off and the other repeated':
      logs(`{ ${BOTH} }`, 'mesh', 'istio-system') + logs(`{ providers: [{ name: otel }], ${OFF} }, { ${ENVOY} }`),
    'the same log twice': logs(`{ ${ENVOY} }, { ${ENVOY} }`),
  },
  invalid: {
    'a log that is turned off again, by an item that inherits the provider': {
      yaml: logs(`{ ${ENVOY} }, { ${OFF} }`),
      expect: [
        'Telemetry shop/t spec.accessLogging[0]: nothing is logged to "envoy" by this item: accessLogging[1] has disabled: true for the same',
      ],
    },
    'a log that is turned on again': {
      yaml: logs(`{ ${ENVOY}, ${OFF} }, { ${ENVOY}, match: { mode: CLIENT } }, { ${ENVOY}, match: { mode: SERVER } }`),
      expect: [
        'Telemetry shop/t spec.accessLogging[0].disabled: the log of "envoy" is not turned off: accessLogging[1] turns it on again',
      ],
    },
    'one of two logs of the mesh turned off by itself': {
      yaml: logs(`{ ${BOTH} }`, 'mesh', 'istio-system') + logs(`{ providers: [{ name: otel }], ${OFF} }`),
      expect: [
        'Telemetry shop/t spec.accessLogging[0].providers: turning off "otel" also ends the logs of "envoy": the providers that a Telemetry names take the place of those it inherits',
      ],
    },
    'a provider of nobody turned off where the mesh has a default one': {
      yaml: logs(`{ providers: [{ name: otel }], ${OFF} }`),
      options: { meshConfig: { defaultProviders: { accessLogging: ['envoy'] } } },
      expect: [
        'Telemetry shop/t spec.accessLogging[0].providers: turning off "otel" also ends the logs of "envoy": the providers that a Telemetry names take the place of those it inherits',
      ],
    },
  },
});
