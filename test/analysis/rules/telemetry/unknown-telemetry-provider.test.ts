import { analyze } from '../../../../src/analysis/analyze';
import { unknownTelemetryProvider } from '../../../../src/analysis/rules/telemetry/unknown-telemetry-provider';
import { buildModel } from '../../../../src/model/mesh-model';
import { parseManifests } from '../../../../src/model/read-manifests';
import { testRule } from '../../../../src/testing/test-rule';
import { mesh, object } from '../mesh-yaml';

const telemetry = (spec: string, at = 'shop') => object('telemetry.istio.io/v1', 'Telemetry', 'all', at, spec);
const names = (signal: string, ...providers: string[]) =>
  `{ ${signal}: [{ providers: [${providers.map(name => `{ name: ${name} }`)}] }] }`;
const KNOWN = { meshConfig: { extensionProviders: [{ name: 'otel', opentelemetry: { service: 'a.b', port: 4317 } }] } };

testRule(unknownTelemetryProvider, {
  valid: {
    'a provider of the mesh configuration': { yaml: telemetry(names('tracing', 'otel')), options: KNOWN },
    'a provider in other letter case': { yaml: telemetry(names('tracing', 'OTel')), options: KNOWN },
    'providers that Istio has by itself': telemetry(names('metrics', 'prometheus', 'stackdriver')),
    'the log that Istio has by itself': { yaml: telemetry(names('accessLogging', 'envoy')), options: KNOWN },
    'no provider': telemetry('{ tracing: [{ randomSamplingPercentage: 10 }] }'),
  },
  invalid: {
    'a name that is not defined': {
      yaml: telemetry(names('tracing', 'jaeger')),
      options: KNOWN,
      expect: [
        'Telemetry shop/all spec.tracing[0].providers[0].name: provider "jaeger" is not defined; the mesh configuration has "envoy", "otel", "prometheus", "stackdriver"',
      ],
    },
    'one of several, and each signal': {
      yaml: mesh(
        telemetry(
          '{ accessLogging: [{ providers: [{ name: envoy }, { name: files }] }], metrics: [{ providers: [{ name: prom }] }] }',
        ),
      ),
      options: KNOWN,
      expect: [
        'Telemetry shop/all spec.metrics[0].providers[0].name: provider "prom" is not defined; the mesh configuration has "envoy", "otel", "prometheus", "stackdriver"',
        'Telemetry shop/all spec.accessLogging[0].providers[1].name: provider "files" is not defined; the mesh configuration has "envoy", "otel", "prometheus", "stackdriver"',
      ],
    },
    'a mesh configuration that is not in the set': {
      yaml: telemetry(names('tracing', 'otel')),
      expect: [
        'Telemetry shop/all spec.tracing[0].providers[0].name: provider "otel" is not defined; Istio itself has "envoy", "prometheus", "stackdriver"',
      ],
    },
  },
});

test('it is an error only where the mesh configuration is known', () => {
  const severities = (options: object) =>
    analyze(buildModel(parseManifests(telemetry(names('tracing', 'jaeger')), 'mesh.yaml'), options))
      .filter(({ rule }) => rule === 'unknown-telemetry-provider')
      .map(({ severity }) => severity);
  expect(severities(KNOWN)).toEqual(['error']);
  expect(severities({})).toEqual(['warning']);
});
