import { ConfigError } from '../values/config-error';
import { canonicalQuantity, isQuantity } from '../values/quantity';

/** What a StatefulSet asks of the cluster for each of its pods. */
export interface ClaimTemplate {
  /** Size, such as `8Gi`. */
  readonly storage: string;
  /**
   * The class of the storage.
   *
   * @default - that of the cluster
   */
  readonly storageClass?: string | undefined;
  /**
   * Who may mount it.
   *
   * @default "ReadWriteOnce"
   */
  readonly accessMode?: 'ReadWriteOnce' | 'ReadWriteOncePod' | 'ReadWriteMany' | 'ReadOnlyMany' | undefined;
}

/**
 * Files that are mounted into a container.
 *
 * @see https://kubernetes.io/docs/concepts/storage/volumes/
 *
 * @example
 * const scratch = Volume.emptyDir({ sizeLimit: '100Mi' });
 */
export class Volume {
  private constructor(
    /** The source, as Kubernetes writes it; absent for a claim of each pod. */
    public readonly source: object | undefined,
    /** The claim that each pod of a StatefulSet gets. */
    public readonly template: object | undefined,
  ) {}

  /** An empty folder that lives as long as the pod. */
  public static emptyDir(
    options: {
      /** `Memory` keeps the files in memory, which counts as that of the container. @default - the disk of the node */
      medium?: 'Memory';
      /** Most that it may hold, as a Kubernetes quantity. @default - none */
      sizeLimit?: string;
    } = {},
  ): Volume {
    const { medium, sizeLimit } = options;
    return new Volume({ emptyDir: { medium, sizeLimit: sizeLimit && quantity(sizeLimit) } }, undefined);
  }

  /** The keys of a Secret as files. */
  public static secret(
    name: string,
    options: {
      /** Starts the pod also where the object is absent. @default false */
      optional?: boolean;
    } = {},
  ): Volume {
    return new Volume({ secret: { secretName: name, ...options } }, undefined);
  }

  /** The keys of a ConfigMap as files. */
  public static configMap(
    name: string,
    options: {
      /** Starts the pod also where the object is absent. @default false */
      optional?: boolean;
    } = {},
  ): Volume {
    return new Volume({ configMap: { name, ...options } }, undefined);
  }

  /** A PersistentVolumeClaim that exists. */
  public static claim(name: string): Volume {
    return new Volume({ persistentVolumeClaim: { claimName: name } }, undefined);
  }

  /** A claim of its own for each pod of a StatefulSet, which outlives the pod. */
  public static claimTemplate({ storage, storageClass, accessMode = 'ReadWriteOnce' }: ClaimTemplate): Volume {
    return new Volume(undefined, {
      accessModes: [accessMode],
      storageClassName: storageClass,
      resources: { requests: { storage: quantity(storage) } },
    });
  }

  /** Any other kind of volume, as Kubernetes writes it: `{ nfs: {...} }`. */
  public static of(source: { readonly [kind: string]: unknown }): Volume {
    return new Volume(source, undefined);
  }
}

function quantity(text: string): string {
  if (!isQuantity(text)) throw new ConfigError(`Cannot mount a volume: wanted a size such as "8Gi", got "${text}"`);
  return canonicalQuantity(text);
}
