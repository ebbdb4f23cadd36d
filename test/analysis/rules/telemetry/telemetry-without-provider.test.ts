import { telemetryWithoutProvider } from '../../../../src/analysis/rules/telemetry/telemetry-without-provider';
import { testRule } from '../../../../src/testing/test-rule';
import { logs, telemetry } from './telemetries';

const FILE = { meshConfig: { accessLogFile: '/dev/stdout' } };
const selected = telemetry(
  '{ selector: { matchLabels: { app: a } }, accessLogging: [{ disabled: true }] }',
  'selected',
);

testRule(telemetryWithoutProvider, {
  valid: {
    'a provider': logs('{ providers: [{ name: envoy }] }'),
    'the provider of an earlier item': logs('{ providers: [{ name: envoy }] }, { disabled: true }'),
    'the provider of the mesh-wide Telemetry':
      logs('{}') + logs('{ providers: [{ name: envoy }] }', 'mesh', 'istio-system'),
    'the provider of the Telemetry of the namespace': selected + logs('{ providers: [{ name: envoy }] }'),
    'logging that is off where nothing is logged': { yaml: logs('{ disabled: true }'), options: { meshConfig: {} } },
    'a default provider of the mesh': {
      yaml: logs('{}'),
      options: { meshConfig: { defaultProviders: { accessLogging: ['envoy'] } } },
    },
    'tracing with a provider that is inherited': {
      yaml: telemetry('{ tracing: [{ randomSamplingPercentage: 5 }] }'),
      options: { meshConfig: { defaultProviders: { tracing: ['zipkin'] } } },
    },
    'spans that are not reported': telemetry('{ tracing: [{ disableSpanReporting: true }] }'),
  },
  invalid: {
    'an item that nothing goes before': {
      yaml: logs('{}, { providers: [{ name: envoy }] }'),
      expect: [
        'Telemetry shop/t spec.accessLogging[0].providers: access logging names no provider, and there is none to inherit, so that it logs nothing',
      ],
    },
    'the provider of another namespace': {
      yaml: logs('{}') + logs('{ providers: [{ name: envoy }] }', 'other', 'lab'),
      expect: [
        'Telemetry shop/t spec.accessLogging[0].providers: access logging names no provider, and there is none to inherit, so that it logs nothing',
      ],
    },
    'what is turned off and goes on': {
      yaml: selected,
      options: FILE,
      expect: [
        'Telemetry shop/selected spec.accessLogging[0].providers: turning access logging off names no provider, and there is none to inherit, so that proxies log everything to /dev/stdout, as the mesh configuration says',
      ],
    },
    'a filter': {
      yaml: logs('{ filter: { expression: response.code >= 400 } }'),
      options: FILE,
      expect: [
        'Telemetry shop/t spec.accessLogging[0].filter: access logging names no provider, and there is none to inherit, so that its filter is not used and proxies log everything to /dev/stdout, as the mesh configuration says',
      ],
    },
    tracing: {
      yaml: telemetry('{ tracing: [{ randomSamplingPercentage: 5 }] }'),
      expect: [
        'Telemetry shop/t spec.tracing[0].providers: tracing names no provider, and there is none to inherit, so that nothing is traced',
      ],
    },
    'what istioctl says of it': {
      yaml: logs('{ providers: [{ name: envoy }] }, {}'),
      options: { istioParity: true },
      expect: ['Telemetry shop/t: access logging names no provider, and the mesh has no default one'],
    },
  },
});
