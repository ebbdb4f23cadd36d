import { telemetryProviderPort } from '../../../../src/analysis/rules/telemetry/telemetry-provider-port';
import { testRule } from '../../../../src/testing/test-rule';
import { app, object } from '../mesh-yaml';

const provider = (settings: string) => ({
  meshConfig: { extensionProviders: [{ name: 'collector', ...JSON.parse(settings) }] },
});
const collector = (port: string) => app('collector', { namespace: 'monitoring', ports: port });
const OTEL = (more = '', service = 'collector.monitoring.svc.cluster.local', port = 4317) =>
  provider(`{ "opentelemetry": { "service": "${service}", "port": ${port}${more} } }`);

testRule(telemetryProviderPort, {
  valid: {
    'a name that says gRPC': { yaml: collector('{ name: grpc-otlp, port: 4317 }'), options: OTEL() },
    appProtocol: { yaml: collector('{ name: otlp, port: 4317, appProtocol: grpc }'), options: OTEL() },
    'HTTP/2': { yaml: collector('{ name: http2-otlp, port: 4317 }'), options: OTEL() },
    'a provider that sends HTTP': {
      yaml: collector('{ name: http, port: 4318 }'),
      options: OTEL(', "http": { "path": "/v1/traces" }', undefined, 4318),
    },
    'a type that sends HTTP': {
      yaml: collector('{ name: http, port: 9411 }'),
      options: provider('{ "zipkin": { "service": "collector.monitoring.svc.cluster.local", "port": 9411 } }'),
    },
    'a Service that is not in the set': {
      yaml: collector('{ name: otlp, port: 4317 }'),
      options: OTEL('', 'other.monitoring.svc.cluster.local'),
    },
  },
  invalid: {
    'a port without a protocol': {
      yaml: collector('{ name: otlp, port: 4317 }'),
      options: OTEL(),
      expect: [
        'Service monitoring/collector spec.ports[0]: port 4317 of "collector.monitoring.svc.cluster.local" is auto, but provider "collector" of type opentelemetry sends gRPC to it',
      ],
    },
    'a port that says TCP': {
      yaml: collector('{ name: tcp-otlp, port: 4317 }'),
      options: OTEL(),
      expect: [
        'Service monitoring/collector spec.ports[0]: port 4317 of "collector.monitoring.svc.cluster.local" is tcp, but provider "collector" of type opentelemetry sends gRPC to it',
      ],
    },
    'a log service, with a namespace before its host': {
      yaml: collector('{ name: http, port: 9000 }'),
      options: provider(
        '{ "envoyHttpAls": { "service": "monitoring/collector.monitoring.svc.cluster.local", "port": 9000 } }',
      ),
      expect: [
        'Service monitoring/collector spec.ports[0]: port 9000 of "collector.monitoring.svc.cluster.local" is http, but provider "collector" of type envoyHttpAls sends gRPC to it',
      ],
    },
    'a ServiceEntry': {
      yaml: object(
        'networking.istio.io/v1',
        'ServiceEntry',
        'otel',
        'monitoring',
        '{ hosts: [otel.example.org], ports: [{ number: 4317, name: otlp, protocol: HTTP }], resolution: DNS }',
      ),
      options: OTEL('', 'otel.example.org'),
      expect: [
        'ServiceEntry monitoring/otel spec.ports[0]: port 4317 of "otel.example.org" is http, but provider "collector" of type opentelemetry sends gRPC to it',
      ],
    },
  },
});
