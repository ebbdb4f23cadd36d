import type { AdoptedService, AdoptedWorkload, Cdk8sPlusServiceAccount } from './adopted-workload';
import type { NamespaceRef } from './references';
import type { ServicePortProps } from './service-port';
import type { WorkloadProps } from './workload';

/** A version whose pods come from a workload of the app. */
export interface AdoptedVersionProps {
  /**
   * The Deployment, StatefulSet or DaemonSet: of cdk8s-plus, or any `ApiObject` with a pod template, such as one of an
   * `Include`. Its pods get the labels of the service and version, and the service account.
   */
  readonly workload: AdoptedWorkload;

  /**
   * How many pods it surely has; state it where an autoscaler sets the number.
   *
   * @default - the replicas of the workload
   */
  readonly minReplicas?: number | undefined;

  readonly image?: never;
}

/** A version: plain properties, or a workload of the app. */
export type VersionProps = (WorkloadProps & { readonly workload?: never }) | AdoptedVersionProps;

/** A version whose pods somebody else runs. */
export interface ExistingVersionProps {
  /**
   * The labels that tell its pods from those of other versions.
   *
   * @default - `version` with the version's name
   */
  readonly labels?: { readonly [key: string]: string } | undefined;

  /**
   * How many pods it surely has.
   *
   * @default - unknown: checks that need it are skipped
   */
  readonly replicas?: number | undefined;
}

/** What services have in common, whoever runs them. */
export interface CommonServiceProps {
  /** The namespace that the service lives in. */
  readonly namespace: NamespaceRef;

  /**
   * Name of the Service: a DNS label.
   *
   * @default - the id of the construct
   */
  readonly name?: string | undefined;

  /** The ports it offers, each with its protocol. */
  readonly ports: readonly ServicePortProps[];
}

/** Properties of `MeshService`. */
export interface MeshServiceProps extends CommonServiceProps {
  /** The versions that run, by the value of their `version` label; at least one. */
  readonly versions: { readonly [version: string]: VersionProps };

  /**
   * A Service of the app to use: of cdk8s-plus, whose selector gets the label `app`, or any `ApiObject` of this kind,
   * whose selector the pods get as labels. Its ports get protocol names.
   *
   * @default - a Service is defined
   */
  readonly service?: AdoptedService | undefined;

  /**
   * The identity of all its pods: a ServiceAccount of cdk8s-plus, or the name of one that exists.
   *
   * @default - that of the given workloads; without any, a ServiceAccount with the name of the service is defined
   */
  readonly serviceAccount?: Cdk8sPlusServiceAccount | string | undefined;

  /**
   * Gives the Service no address of its own (`clusterIP: None`), as StatefulSets want it.
   *
   * @default false
   */
  readonly headless?: boolean | undefined;
}

/** Properties of a service that somebody else runs. */
export interface ExistingServiceProps extends CommonServiceProps {
  /**
   * Its versions by name.
   *
   * @default - none: routes can only name the service as a whole
   */
  readonly versions?: { readonly [version: string]: ExistingVersionProps } | undefined;

  /**
   * Name of the service account that its pods run as.
   *
   * @default "default"
   */
  readonly serviceAccountName?: string | undefined;

  /**
   * The labels that select its pods.
   *
   * @default - `app` with the name of the service
   */
  readonly selector?: { readonly [key: string]: string } | undefined;

  /**
   * Who runs it and writes what guards it: an `Authorization` then leaves its policies alone.
   *
   * @default - nobody who writes policies: those that declared calls need are written here
   */
  readonly owner?: string | undefined;
}
