import { emitDocument } from '../../text/emit-yaml';
import type { AddOnWorkload } from './add-on-workload';

/** Where proxies send spans by OTLP over gRPC. */
export const OTLP_PORT = 4317;

/** A server that keeps traces: Jaeger in memory, for trying out, or Tempo. */
export type TraceStoreKind = 'jaeger' | 'tempo';

/** Where each kind answers queries. */
export const QUERY_PORTS: { readonly [K in TraceStoreKind]: number } = { jaeger: 16_686, tempo: 3200 };

/** Objects for a Jaeger that keeps the latest traces in memory. */
export function jaegerWorkload(namespace: string, image: string): AddOnWorkload {
  return {
    name: 'jaeger',
    namespace,
    image,
    args: ['--config=/etc/jaeger/config.yaml'],
    ports: { 'http-query': QUERY_PORTS.jaeger, 'grpc-otlp': OTLP_PORT, 'http-health': 13_133 },
    health: { path: '/status', port: 'http-health' },
    user: 10_001,
    config: {
      mountPath: '/etc/jaeger',
      files: () => ({
        'config.yaml': emitDocument({
          service: {
            extensions: ['jaeger_storage', 'jaeger_query', 'healthcheckv2'],
            pipelines: {
              traces: { receivers: ['otlp'], processors: ['batch'], exporters: ['jaeger_storage_exporter'] },
            },
          },
          extensions: {
            healthcheckv2: { use_v2: true, http: { endpoint: '0.0.0.0:13133' } },
            jaeger_query: { storage: { traces: 'memory' }, http: { endpoint: `0.0.0.0:${QUERY_PORTS.jaeger}` } },
            jaeger_storage: { backends: { memory: { memory: { max_traces: 50_000 } } } },
          },
          receivers: { otlp: { protocols: { grpc: { endpoint: `0.0.0.0:${OTLP_PORT}` } } } },
          processors: { batch: {} },
          exporters: { jaeger_storage_exporter: { trace_storage: 'memory' } },
        }),
      }),
    },
    scratch: ['/tmp'],
    memory: '512Mi',
  };
}

/** Objects for a Tempo of one pod that keeps traces on its disk. */
export function tempoWorkload(namespace: string, image: string, retention: string): AddOnWorkload {
  return {
    name: 'tempo',
    namespace,
    image,
    args: ['-config.file=/etc/tempo/tempo.yaml'],
    ports: { http: QUERY_PORTS.tempo, 'grpc-otlp': OTLP_PORT },
    health: { path: '/ready', port: 'http' },
    user: 10_001,
    config: {
      mountPath: '/etc/tempo',
      files: () => ({
        'tempo.yaml': emitDocument({
          server: { http_listen_port: QUERY_PORTS.tempo },
          distributor: { receivers: { otlp: { protocols: { grpc: { endpoint: `0.0.0.0:${OTLP_PORT}` } } } } },
          compactor: { compaction: { block_retention: retention } },
          storage: {
            trace: { backend: 'local', local: { path: '/var/tempo/traces' }, wal: { path: '/var/tempo/wal' } },
          },
        }),
      }),
    },
    scratch: ['/var/tempo', '/tmp'],
    memory: '1Gi',
  };
}

/** Values of the chart that make it the same server under the same name. */
export function tempoValues(retention: string): { readonly [key: string]: unknown } {
  return {
    fullnameOverride: 'tempo',
    tempo: {
      retention,
      receivers: { otlp: { protocols: { grpc: { endpoint: `0.0.0.0:${OTLP_PORT}` } } } },
    },
  };
}
