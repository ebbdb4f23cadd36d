import { ConfigError } from '../values/config-error';
import { type Duration, durationMilliseconds } from '../values/duration';

/** When a probe is made, and how often it must answer. Times are whole seconds. */
export interface ProbeOptions {
  /**
   * Time before the first probe.
   *
   * @default "0s"
   */
  readonly initialDelay?: Duration | undefined;
  /**
   * Time between probes.
   *
   * @default - that of Kubernetes, 10 s
   */
  readonly period?: Duration | undefined;
  /**
   * Time in which it must answer.
   *
   * @default - that of Kubernetes, 1 s
   */
  readonly timeout?: Duration | undefined;
  /**
   * Failures in a row after which the container counts as failed.
   *
   * @default - that of Kubernetes, 3
   */
  readonly failures?: number | undefined;
}

/** A port by number or name; the first of the service where none is given. */
export interface ProbedPort {
  /** @default - the first port of the container */
  readonly port?: number | string | undefined;
}

/**
 * How Kubernetes finds out whether a container is well. With sidecars Istio lets HTTP, gRPC and TCP probes through its
 * proxy, whatever mutual TLS says.
 *
 * @see https://istio.io/latest/docs/ops/configuration/mesh/app-health-check/
 *
 * @example
 * const started = Probe.http('/healthz', { period: '5s', failures: 30 });
 */
export class Probe {
  private constructor(
    private readonly handler: (port: number | string | undefined) => object,
    private readonly options: ProbeOptions & ProbedPort,
    /** Whether it asks a port. */
    public readonly needsPort: boolean,
  ) {}

  /** Asks an HTTP path, which answers 2xx or 3xx when the container is well. */
  public static http(path: string, options: ProbeOptions & ProbedPort = {}): Probe {
    if (!path.startsWith('/')) {
      throw new ConfigError(`Cannot probe a container: wanted a path that begins with "/", got "${path}"`);
    }
    return new Probe(port => ({ httpGet: { path, port } }), options, true);
  }

  /** Opens a connection. */
  public static tcp(options: ProbeOptions & ProbedPort = {}): Probe {
    return new Probe(port => ({ tcpSocket: { port } }), options, true);
  }

  /** Asks the health service of gRPC; ports by number alone. */
  public static grpc(
    options: ProbeOptions & {
      /** Number of the port that is asked. @default - the first port of the container */
      port?: number;
      /** The service that is asked about. @default - the server as a whole */
      service?: string;
    } = {},
  ): Probe {
    return new Probe(port => ({ grpc: { port, service: options.service } }), options, true);
  }

  /** Runs a command in the container, which ends with 0 when it is well. */
  public static exec(command: readonly string[], options: ProbeOptions = {}): Probe {
    if (command.length === 0) throw new ConfigError('Cannot probe a container: wanted a command, got an empty list');
    return new Probe(() => ({ exec: { command: [...command] } }), options, false);
  }

  /** The probe as Kubernetes writes it; `port` is asked where the probe names none. */
  public toManifest(port: { readonly name: string; readonly targetPort: number } | undefined): object {
    const { initialDelay, period, timeout, failures } = this.options;
    const named = this.options.port;
    const handler = this.handler(named ?? port?.name);
    const grpc =
      'grpc' in handler && named === undefined
        ? { grpc: { ...(handler.grpc as object), port: port?.targetPort } }
        : handler;
    return {
      ...grpc,
      initialDelaySeconds: seconds(initialDelay, 0),
      periodSeconds: seconds(period, 1),
      timeoutSeconds: seconds(timeout, 1),
      failureThreshold: failures,
    };
  }

  /** Whether the port that it names is left to the service. */
  public get asksFirstPort(): boolean {
    return this.needsPort && this.options.port === undefined;
  }
}

function seconds(duration: Duration | undefined, least: number): number | undefined {
  if (duration === undefined) return undefined;
  const amount = (durationMilliseconds(duration) ?? Number.NaN) / 1000;
  if (!Number.isInteger(amount) || amount < least) {
    throw new ConfigError(`Cannot probe a container: wanted whole seconds of at least ${least}, got "${duration}"`);
  }
  return amount;
}
