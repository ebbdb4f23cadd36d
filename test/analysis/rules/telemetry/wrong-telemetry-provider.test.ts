import { wrongTelemetryProvider } from '../../../../src/analysis/rules/telemetry/wrong-telemetry-provider';
import { testRule } from '../../../../src/testing/test-rule';
import { object } from '../mesh-yaml';

const telemetry = (spec: string) => object('telemetry.istio.io/v1', 'Telemetry', 'all', 'shop', spec);
const names = (signal: string, ...providers: string[]) =>
  `{ ${signal}: [{ providers: [${providers.map(name => `{ name: ${name} }`)}] }] }`;
const HOST = { service: 'a.b.svc.cluster.local', port: 1 };
const options = {
  meshConfig: {
    extensionProviders: [
      { name: 'otel', opentelemetry: HOST },
      { name: 'sky', skywalking: HOST },
      { name: 'logs', envoyOtelAls: HOST },
      { name: 'authz', envoyExtAuthzGrpc: HOST },
      { name: 'nothing' },
    ],
  },
};

testRule(wrongTelemetryProvider, {
  valid: {
    'each for what it does': {
      yaml: telemetry(
        '{ tracing: [{ providers: [{ name: otel }, { name: sky }] }], accessLogging: [{ providers: [{ name: logs }] }] }',
      ),
      options,
    },
    'what Istio has by itself': telemetry(
      '{ metrics: [{ providers: [{ name: prometheus }] }], accessLogging: [{ providers: [{ name: envoy }] }] }',
    ),
    'one that is not defined, which another rule reports': { yaml: telemetry(names('metrics', 'other')), options },
  },
  invalid: {
    'traces by a log': {
      yaml: telemetry(names('tracing', 'otel', 'logs')),
      options,
      expect: [
        'Telemetry shop/all spec.tracing[0].providers[1].name: provider "logs" is of type envoyOtelAls, which does not support tracing',
      ],
    },
    'logs by a collector of traces': {
      yaml: telemetry(names('accessLogging', 'otel')),
      options,
      expect: [
        'Telemetry shop/all spec.accessLogging[0].providers[0].name: provider "otel" is of type opentelemetry, which does not support accessLogging',
      ],
    },
    'metrics by OpenTelemetry': {
      yaml: telemetry(names('metrics', 'otel')),
      options,
      expect: [
        'Telemetry shop/all spec.metrics[0].providers[0].name: provider "otel" is of type opentelemetry, which does not support metrics',
      ],
    },
    'an authorizer': {
      yaml: telemetry(names('accessLogging', 'authz')),
      options,
      expect: [
        'Telemetry shop/all spec.accessLogging[0].providers[0].name: provider "authz" is of type envoyExtAuthzGrpc, which does not support accessLogging',
      ],
    },
    'a provider without a type': {
      yaml: telemetry(names('tracing', 'nothing')),
      options,
      expect: [
        'Telemetry shop/all spec.tracing[0].providers[0].name: provider "nothing" is of type none that is known, which does not support tracing',
      ],
    },
  },
});
