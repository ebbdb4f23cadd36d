import type { Construct } from 'constructs';
import type { Opentelemetry } from '../../imports/sailoperator.io';
import { declareExtensionProvider } from '../tree/extension-provider';
import { failing } from '../values/config-error';
import type { Duration } from '../values/duration';
import { type ProviderTarget, resolveProviderTarget } from './provider-target';

/** Properties of a collector that speaks OTLP. */
export interface OpenTelemetryTracingOptions extends ProviderTarget {
  /**
   * Sends spans over HTTP to this path instead of over gRPC, such as `/v1/traces`.
   *
   * @default - gRPC
   */
  readonly httpPath?: string | undefined;

  /**
   * How long a call may take; only with `httpPath`.
   *
   * @default - Envoy's 5 seconds
   */
  readonly timeout?: Duration | undefined;

  /**
   * Longest value of a tag, in bytes; longer ones are cut.
   *
   * @default - Istio's 256
   */
  readonly maxTagLength?: number | undefined;

  /**
   * Adds the attributes of `OTEL_RESOURCE_ATTRIBUTES` of each proxy.
   *
   * @default false
   */
  readonly resourceFromEnvironment?: boolean | undefined;
}

/** Properties of a collector that speaks Zipkin. */
export interface ZipkinTracingOptions extends ProviderTarget {
  /**
   * Path that takes the spans.
   *
   * @default - Istio's `/api/v2/spans`
   */
  readonly path?: string | undefined;

  /**
   * Longest value of a tag, in bytes.
   *
   * @default - Istio's 256
   */
  readonly maxTagLength?: number | undefined;
}

/**
 * Where the spans of proxies go. Writes the provider into the mesh configuration of the installation in the same app;
 * only such an object can be named in the `tracing` of a `MeshTelemetry`.
 *
 * Declare it before the `IstioInstall`, which takes all that are declared.
 *
 * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider
 *
 * @example
 * const tempo = TracingProvider.openTelemetry(mesh, 'tempo', {
 *   service: 'tempo.observability.svc.cluster.local',
 *   port: 4317,
 * });
 */
export class TracingProvider {
  /** A collector that speaks OTLP: Tempo, Jaeger, an OpenTelemetry Collector. */
  public static openTelemetry(scope: Construct, name: string, props: OpenTelemetryTracingOptions): TracingProvider {
    const { httpPath, timeout, maxTagLength, resourceFromEnvironment } = props;
    const fail = failing(`Cannot declare provider "${name}"`, scope.node.path);
    if (timeout !== undefined && httpPath === undefined) fail('wanted httpPath with a timeout, got none');
    if (httpPath !== undefined && !httpPath.startsWith('/')) {
      fail(`wanted httpPath to begin with "/", got "${httpPath}"`);
    }
    checkTagLength(maxTagLength, fail);
    const target = resolveProviderTarget(scope, name, props, httpPath === undefined ? 'grpc' : 'http');
    const opentelemetry: Opentelemetry = {
      service: target.host,
      port: target.port,
      ...(httpPath === undefined ? {} : { http: { path: httpPath, ...(timeout === undefined ? {} : { timeout }) } }),
      maxTagLength,
      ...(resourceFromEnvironment === true ? { resourceDetectors: { environment: {} } } : {}),
    };
    return TracingProvider.declare(scope, name, { opentelemetry }, target);
  }

  /** A collector that speaks Zipkin. */
  public static zipkin(scope: Construct, name: string, props: ZipkinTracingOptions): TracingProvider {
    const { path, maxTagLength } = props;
    const target = resolveProviderTarget(scope, name, props, 'http');
    const zipkin = { service: target.host, port: target.port, path, maxTagLength };
    return TracingProvider.declare(scope, name, { zipkin }, target);
  }

  /** The agent of Datadog. */
  public static datadog(scope: Construct, name: string, props: ProviderTarget): TracingProvider {
    const target = resolveProviderTarget(scope, name, props, 'http');
    return TracingProvider.declare(scope, name, { datadog: { service: target.host, port: target.port } }, target);
  }

  /** The collector of SkyWalking. */
  public static skyWalking(scope: Construct, name: string, props: ProviderTarget): TracingProvider {
    const target = resolveProviderTarget(scope, name, props, 'grpc');
    return TracingProvider.declare(scope, name, { skywalking: { service: target.host, port: target.port } }, target);
  }

  /** Google Cloud Trace; every Istio has it. */
  public static stackdriver(): TracingProvider {
    return new TracingProvider('stackdriver');
  }

  /** One that the mesh configuration has already. */
  public static existing(scope: Construct, name: string): TracingProvider {
    declareExtensionProvider(scope, { name, purpose: 'tracing' });
    return new TracingProvider(name);
  }

  private static declare(
    scope: Construct,
    name: string,
    kind: { readonly [kind: string]: object },
    target: { readonly host: string; readonly port: number },
  ): TracingProvider {
    declareExtensionProvider(scope, { name, purpose: 'tracing', entry: { name, ...kind }, target });
    return new TracingProvider(name);
  }

  /** Keeps providers of other kinds from being taken for this one. */
  declare private readonly capability: 'tracing';

  private constructor(public readonly name: string) {}
}

function checkTagLength(length: number | undefined, fail: (wanted: string) => never): void {
  if (length !== undefined && (!Number.isInteger(length) || length < 1)) {
    fail(`wanted maxTagLength to be a whole number of bytes, 1 or more, got ${length}`);
  }
}
