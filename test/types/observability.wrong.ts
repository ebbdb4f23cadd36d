// Providers of the wrong kind, and names in place of providers: each program must be refused.
import { App } from 'cdk8s';
import { Mesh } from '../../src/mesh/mesh';
import { AccessLogProvider } from '../../src/observability/access-log-provider';
import type { MeshTelemetryProps } from '../../src/observability/mesh-telemetry';
import { MetricsProvider } from '../../src/observability/metrics-provider';
import { TracingProvider } from '../../src/observability/tracing-provider';
import type { AccessPolicyProps } from '../../src/security/access-policy';
import { ExternalAuthorizer } from '../../src/security/external-authorizer';

const mesh = new Mesh(new App(), 'mesh');
const tracing = TracingProvider.stackdriver();
const accessLog = AccessLogProvider.envoy();
const metrics = MetricsProvider.prometheus();
const authorizer = ExternalAuthorizer.existing(mesh, 'opa', 'grpc');

export const right: MeshTelemetryProps = {
  metrics: { providers: [metrics] },
  tracing: { provider: tracing },
  accessLog: { providers: [accessLog] },
};

// @ts-expect-error an access log takes no spans
export const o1: MeshTelemetryProps = { tracing: { provider: accessLog } };

// @ts-expect-error metrics take no spans
export const o2: MeshTelemetryProps = { tracing: { provider: metrics } };

// @ts-expect-error an authorizer takes no spans
export const o3: MeshTelemetryProps = { tracing: { provider: authorizer } };

// @ts-expect-error a tracer takes no logs
export const o4: MeshTelemetryProps = { accessLog: { providers: [tracing] } };

// @ts-expect-error metrics take no logs
export const o5: MeshTelemetryProps = { accessLog: { providers: [metrics] } };

// @ts-expect-error a tracer takes no metrics
export const o6: MeshTelemetryProps = { metrics: { providers: [tracing] } };

// @ts-expect-error an access log takes no metrics
export const o7: MeshTelemetryProps = { metrics: { providers: [accessLog] } };

// @ts-expect-error a name is no provider: it might not be in the mesh configuration
export const o8: MeshTelemetryProps = { tracing: { provider: 'tempo' } };

// @ts-expect-error nor is an object with a name
export const o9: MeshTelemetryProps = { tracing: { provider: { name: 'tempo' } } };

// @ts-expect-error nor are names of access logs
export const o10: MeshTelemetryProps = { accessLog: { providers: ['otel'] } };

// @ts-expect-error providers come from their factories, which put them into the mesh configuration
export const o11 = new TracingProvider('tempo');

// @ts-expect-error spans need a provider
export const o12: MeshTelemetryProps = { tracing: { sampling: 5 } };

// @ts-expect-error a tracer is no authorizer
export const o13: AccessPolicyProps = { target: mesh, action: tracing };

// @ts-expect-error a name is no authorizer
export const o14: AccessPolicyProps = { target: mesh, action: 'opa' };
