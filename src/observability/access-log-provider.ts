import type { Construct } from 'constructs';
import type { EnvoyFileAccessLog } from '../../imports/sailoperator.io';
import { declareExtensionProvider } from '../tree/extension-provider';
import { failing } from '../values/config-error';
import { type ProviderTarget, resolveProviderTarget } from './provider-target';

/** What one line of a log says: a text, or named fields that make a JSON object; both with Envoy's operators. */
export type AccessLogFormat =
  | { readonly text: string; readonly fields?: undefined }
  | { readonly text?: undefined; readonly fields: { readonly [name: string]: string } };

/** Properties of a log that proxies write to a file. */
export interface FileAccessLogOptions {
  /**
   * The file.
   *
   * @default "/dev/stdout"
   */
  readonly path?: string | undefined;

  /**
   * What a line says.
   *
   * @default - Istio's text format
   */
  readonly format?: AccessLogFormat | undefined;
}

/** Properties of a collector that takes logs. */
export interface CollectedAccessLogOptions extends ProviderTarget {
  /**
   * Name by which the collector tells this log from others.
   *
   * @default - Istio's
   */
  readonly logName?: string | undefined;
}

/** Properties of a collector that takes logs by OTLP. */
export interface OpenTelemetryAccessLogOptions extends CollectedAccessLogOptions {
  /**
   * The body of a record (`text`), and its attributes (`fields`); both with Envoy's operators.
   *
   * @default - Istio's own
   */
  readonly format?:
    | {
        /** The body of a record. @default - Istio's own */
        readonly text?: string | undefined;
        /** The attributes of a record. @default - none */
        readonly fields?: { readonly [name: string]: string } | undefined;
      }
    | undefined;
}

/**
 * Where the access logs of proxies go. Writes the provider into the mesh configuration of the installation in the same
 * app; only such an object can be named in the `accessLog` of a `MeshTelemetry`.
 *
 * Declare it before the `IstioInstall`, which takes all that are declared.
 *
 * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider
 *
 * @example
 * const json = AccessLogProvider.file(mesh, 'json-log', {
 *   format: { fields: { status: '%RESPONSE_CODE%', path: '%REQ(:PATH)%' } },
 * });
 */
export class AccessLogProvider {
  /** Text on the standard output of each proxy; every Istio has it. */
  public static envoy(): AccessLogProvider {
    return new AccessLogProvider('envoy');
  }

  /** Google Cloud Logging; every Istio has it. */
  public static stackdriver(): AccessLogProvider {
    return new AccessLogProvider('stackdriver');
  }

  /** A file of each proxy, in a format of your own. */
  public static file(scope: Construct, name: string, props: FileAccessLogOptions = {}): AccessLogProvider {
    const { path = '/dev/stdout', format } = props;
    const logFormat = format?.fields === undefined ? format : { labels: { ...format.fields } };
    const fail = failing(`Cannot declare provider "${name}"`, scope.node.path);
    if (!path.startsWith('/')) fail(`wanted an absolute path, got "${path}"`);
    if (format?.fields !== undefined && Object.keys(format.fields).length === 0)
      fail('wanted at least one field, got none');
    const envoyFileAccessLog: EnvoyFileAccessLog = { path, ...(logFormat === undefined ? {} : { logFormat }) };
    declareExtensionProvider(scope, { name, purpose: 'access log', entry: { name, envoyFileAccessLog } });
    return new AccessLogProvider(name);
  }

  /** A collector that takes logs by OTLP over gRPC. */
  public static openTelemetry(scope: Construct, name: string, props: OpenTelemetryAccessLogOptions): AccessLogProvider {
    const target = resolveProviderTarget(scope, name, props, 'grpc');
    const { logName, format } = props;
    const logFormat = format && { text: format.text, labels: format.fields };
    const envoyOtelAls = { service: target.host, port: target.port, logName, logFormat };
    declareExtensionProvider(scope, { name, purpose: 'access log', entry: { name, envoyOtelAls }, target });
    return new AccessLogProvider(name);
  }

  /** A collector that takes logs of requests by Envoy's own gRPC protocol. */
  public static grpc(scope: Construct, name: string, props: CollectedAccessLogOptions): AccessLogProvider {
    const target = resolveProviderTarget(scope, name, props, 'grpc');
    const { logName } = props;
    const envoyHttpAls = { service: target.host, port: target.port, logName };
    declareExtensionProvider(scope, { name, purpose: 'access log', entry: { name, envoyHttpAls }, target });
    return new AccessLogProvider(name);
  }

  /** One that the mesh configuration has already. */
  public static existing(scope: Construct, name: string): AccessLogProvider {
    declareExtensionProvider(scope, { name, purpose: 'access log' });
    return new AccessLogProvider(name);
  }

  /** Keeps providers of other kinds from being taken for this one. */
  declare private readonly capability: 'access log';

  private constructor(public readonly name: string) {}
}
