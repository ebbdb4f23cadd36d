import { ConfigError } from '../values/config-error';

/** A key of a Secret or ConfigMap that need not be there. */
export interface KeyOptions {
  /**
   * Starts the container also where the object or the key is absent.
   *
   * @default false
   */
  readonly optional?: boolean | undefined;
}

/**
 * Where the value of an environment variable comes from, other than from the manifest.
 *
 * @see https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/
 *
 * @example
 * const password = EnvValue.secret('db', 'password');
 */
export class EnvValue {
  private constructor(
    /** The source, as Kubernetes writes it. */
    public readonly valueFrom: object,
  ) {}

  /** A key of a Secret in the namespace of the pods. */
  public static secret(name: string, key: string, { optional }: KeyOptions = {}): EnvValue {
    return new EnvValue({ secretKeyRef: { name: required(name), key: required(key), optional } });
  }

  /** A key of a ConfigMap in the namespace of the pods. */
  public static configMap(name: string, key: string, { optional }: KeyOptions = {}): EnvValue {
    return new EnvValue({ configMapKeyRef: { name: required(name), key: required(key), optional } });
  }

  /** A field of the pod, such as `status.podIP` or `metadata.name`. */
  public static field(path: string): EnvValue {
    return new EnvValue({ fieldRef: { fieldPath: required(path) } });
  }
}

/**
 * A Secret or ConfigMap each of whose keys becomes an environment variable.
 *
 * @example
 * const settings = EnvSource.configMap('settings');
 */
export class EnvSource {
  private constructor(
    /** The source, as Kubernetes writes it. */
    public readonly value: object,
  ) {}

  /** Every key of a Secret in the namespace of the pods. */
  public static secret(name: string, { optional }: KeyOptions = {}): EnvSource {
    return new EnvSource({ secretRef: { name: required(name), optional } });
  }

  /** Every key of a ConfigMap in the namespace of the pods. */
  public static configMap(name: string, { optional }: KeyOptions = {}): EnvSource {
    return new EnvSource({ configMapRef: { name: required(name), optional } });
  }
}

function required(text: string): string {
  if (text === '')
    throw new ConfigError('Cannot set an environment variable: wanted a name and a key, got an empty text');
  return text;
}
