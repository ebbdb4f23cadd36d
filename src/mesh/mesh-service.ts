import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { assumeObjects } from '../tree/assumed-object';
import { declareBy } from '../tree/declared-by';
import { ConfigError } from '../values/config-error';
import { requireDnsLabel, requireLabelValue, subsetNameOf } from '../values/names';
import { requireGiven } from '../values/require-given';
import {
  adoptService,
  adoptWorkload,
  type PlusService,
  type PlusServiceAccount,
  type PlusWorkload,
} from './adopted-workload';
import type { Caller, CallOptions } from './call';
import { existingServiceObjects } from './existing-service';
import type { ExternalService } from './external-service';
import { HostPolicy } from './host-policy';
import { HostRouting } from './host-routing';
import { Mesh } from './mesh';
import type { MeshNamespace } from './mesh-namespace';
import { type ServicePort, type ServicePortProps, toManifestPort, toServicePorts } from './service-port';
import type { ServiceVersion } from './service-version';
import { defineWorkload, replicasOf, type WorkloadProps } from './workload';

/** A version whose pods come from a Deployment, StatefulSet or DaemonSet of cdk8s-plus. */
export interface AdoptedVersionProps {
  /** The workload. It gets the labels of the service and version, and the service account. */
  readonly workload: PlusWorkload;

  /**
   * How many pods it surely has; state it where an autoscaler sets the number.
   *
   * @default - the replicas of the workload
   */
  readonly minReplicas?: number | undefined;

  readonly image?: never;
}

/** A version: plain properties, or a workload of cdk8s-plus. */
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

interface CommonServiceProps {
  /** The namespace that the service lives in. */
  readonly namespace: MeshNamespace;

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
   * A Service of cdk8s-plus to use; its ports get protocol names and its selector the `app` label.
   *
   * @default - a Service is defined
   */
  readonly service?: PlusService | undefined;

  /**
   * The identity of all its pods: a ServiceAccount of cdk8s-plus, or the name of one that exists.
   *
   * @default - that of the given workloads; without any, a ServiceAccount with the name of the service is defined
   */
  readonly serviceAccount?: PlusServiceAccount | string | undefined;

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
}

/**
 * Declares a service of the mesh: its host, ports, versions, identity, and whom it calls.
 *
 * Defines a Service, a ServiceAccount and one workload per version, or adopts those of cdk8s-plus. Pods get the
 * labels `app` and `version`; ports are named after their protocol. Routing, traffic policy and authorization that
 * other constructs contribute end up in one VirtualService and one DestinationRule for its host.
 *
 * @see https://istio.io/latest/docs/ops/deployment/application-requirements/
 *
 * @example
 * const backend = new MeshService(mesh, 'notes-app-backend', {
 *   namespace: notes,
 *   ports: [{ port: 5000, protocol: 'http' }],
 *   versions: { v1: { image: 'registry.example.com/notes-backend:1.4.0', health: '/health' } },
 * });
 */
export class MeshService extends Construct implements Caller {
  /**
   * Declares a service that somebody else runs: no Service, ServiceAccount or workload is defined, but it can be
   * routed, guarded and called like any other.
   *
   * @example
   * const ratings = MeshService.existing(mesh, 'ratings', { namespace: books, ports: [{ port: 9080, protocol: 'http' }] });
   */
  public static existing(scope: Construct, id: string, props: ExistingServiceProps): MeshService {
    const { versions = {}, serviceAccountName = 'default', ...common } = props;
    return new MeshService(scope, id, { ...common, versions: {}, serviceAccount: serviceAccountName }, versions);
  }

  public readonly mesh: Mesh;
  public readonly namespace: MeshNamespace;
  public readonly name: string;
  /** The full host name, such as `notes-app-backend.notes-app.svc.cluster.local`. */
  public readonly host: string;
  public readonly ports: readonly ServicePort[];
  public readonly versions: readonly ServiceVersion[];
  /** Labels that select all its pods. */
  public readonly selector: { readonly [key: string]: string };
  public readonly serviceAccountName: string;
  /** The routes to its host, to which constructs contribute. */
  public readonly routing: HostRouting;
  /** The traffic policy of its host, to which constructs contribute. */
  public readonly policy: HostPolicy;

  public constructor(
    scope: Construct,
    id: string,
    props: MeshServiceProps & Pick<ExistingServiceProps, 'selector'>,
    existing?: { readonly [version: string]: ExistingVersionProps },
  ) {
    super(scope, id);
    const where = this.node.path;
    this.mesh = Mesh.of(this);
    this.namespace = requireGiven(props.namespace, 'namespace', where);
    this.name = requireDnsLabel(props.name ?? id, 'name of a service', where);
    this.host = `${this.name}.${this.namespace.name}.svc.${this.mesh.clusterDomain}`;
    this.ports = toServicePorts(props.ports, this.name, where);
    this.selector = props.selector ?? { app: this.name };
    if (existing === undefined && Object.keys(props.versions).length === 0) {
      throw new ConfigError(`Cannot declare service "${this.name}" at ${where}: wanted at least one version, got none`);
    }
    const serviceAccount = serviceAccountOf(props);
    this.serviceAccountName = requireDnsLabel(serviceAccount ?? this.name, 'name of a service account', where);
    this.versions = this.toVersions(existing ?? props.versions);
    this.routing = new HostRouting(this);
    this.policy = new HostPolicy(this);
    this.mesh.addService(this);
    if (existing === undefined) this.define(props, serviceAccount === undefined);
    else assumeObjects(this, () => existingServiceObjects(this));
    if (this.versions.length > 1) this.policy.require();
  }

  /** How findings name it: `<namespace>/<name>`. */
  public get label(): string {
    return `${this.namespace.name}/${this.name}`;
  }

  /** The identity of its pods. */
  public get principal(): string {
    return `${this.mesh.trustDomain}/ns/${this.namespace.name}/sa/${this.serviceAccountName}`;
  }

  /** The ports on which Istio sees single requests. */
  public get httpPorts(): readonly ServicePort[] {
    return this.ports.filter(port => port.http);
  }

  /** The version called `name`; throws where it is not declared. */
  public version(name: string): ServiceVersion {
    const found = this.versions.find(version => version.name === name);
    if (found === undefined) {
      throw new ConfigError(
        `Cannot use version "${name}" of service "${this.label}" at ${this.node.path}: declared are ${list(this.versions.map(version => version.name))}`,
      );
    }
    return found;
  }

  /** The port with this number or name; throws where it is not declared. */
  public port(port: number | string): ServicePort {
    const found = this.ports.find(declared => declared.port === port || declared.name === port);
    if (found === undefined) {
      throw new ConfigError(
        `Cannot use port "${port}" of service "${this.label}" at ${this.node.path}: declared are ${list(this.ports.map(declared => `${declared.name} ${declared.port}`))}`,
      );
    }
    return found;
  }

  /**
   * Declares that the pods of this service call `callee`. Authorization is derived from such calls.
   *
   * @example
   * frontend.calls(backend, { methods: ['GET', 'POST'], paths: [PathMatch.prefix('/notes')] });
   */
  public calls(callee: MeshService | ExternalService, options: CallOptions = {}): this {
    requireGiven(callee, 'callee', this.node.path).allowCaller(this, this, options);
    return this;
  }

  /** Declares a call to this service by any identity, on behalf of the construct `by`. */
  public allowCaller(by: Construct, caller: Caller, options: CallOptions = {}): void {
    const ports = options.ports === undefined ? this.ports : options.ports.map(port => this.port(port));
    const l4 = ports.find(port => !port.http);
    if (l4 !== undefined && (options.methods !== undefined || options.paths !== undefined)) {
      throw new ConfigError(
        `Cannot narrow the call from "${caller.label}" to "${this.label}" at ${by.node.path}: wanted HTTP ports for methods and paths, got port ${l4.port} (${l4.protocol})`,
      );
    }
    for (const method of options.methods ?? []) {
      if (!/^[A-Z]+$/.test(method)) {
        throw new ConfigError(
          `Cannot narrow the call from "${caller.label}" to "${this.label}" at ${by.node.path}: wanted methods in capitals, got "${method}"`,
        );
      }
    }
    for (const path of options.paths ?? []) {
      if ('regex' in path.value) {
        throw new ConfigError(
          `Cannot narrow the call from "${caller.label}" to "${this.label}" at ${by.node.path}: wanted exact paths or prefixes, got the regular expression "${path.value.regex}"`,
        );
      }
    }
    this.mesh.addCall({ by, caller, callee: this, ports, methods: options.methods, paths: options.paths });
  }

  private toVersions(versions: {
    readonly [version: string]: VersionProps | ExistingVersionProps;
  }): readonly ServiceVersion[] {
    const where = this.node.path;
    const bySubset = new Map<string, string>();
    return Object.entries(versions).map(([name, props]) => {
      requireLabelValue(name, `version of service "${this.name}"`, where);
      const subset = requireDnsLabel(subsetNameOf(name), `subset of version "${name}"`, where);
      const other = bySubset.get(subset);
      if (other !== undefined) {
        throw new ConfigError(
          `Cannot declare service "${this.name}" at ${where}: versions "${other}" and "${name}" both make subset "${subset}"`,
        );
      }
      bySubset.set(subset, name);
      const labels = 'labels' in props && props.labels !== undefined ? props.labels : { version: name };
      const workload = workloadOf(props, `${this.name}-${subset}`);
      return { service: this, name, subset, labels, replicas: declaredReplicas(props), workload };
    });
  }

  private define(props: MeshServiceProps, ownAccount: boolean): void {
    const chart = this.mesh.chartFor(this, 'workloads');
    const namespace = this.namespace.name;
    if (ownAccount) {
      const account = new ApiObject(
        chart,
        this.mesh.claimObject(this, 'ServiceAccount', namespace, this.serviceAccountName),
        {
          apiVersion: 'v1',
          kind: 'ServiceAccount',
          metadata: { name: this.serviceAccountName, namespace, labels: this.selector },
        },
      );
      declareBy(account, this);
    }
    if (props.service === undefined) this.defineService(chart, props.headless ?? false);
    else this.adoptService(props.service);

    for (const version of this.versions) {
      const source = props.versions[version.name];
      if (source === undefined) continue;
      const labels = { ...this.selector, ...version.labels };
      if (source.workload === undefined) {
        defineWorkload(chart, source, {
          by: this,
          name: `${this.name}-${version.subset}`,
          namespace,
          serviceName: this.name,
          serviceAccountName: this.serviceAccountName,
          labels,
          podAnnotations: this.namespace.podAnnotations,
          ports: this.ports,
        });
      } else {
        adoptWorkload(source.workload, {
          labels,
          annotations: this.namespace.podAnnotations,
          serviceAccountName: this.serviceAccountName,
          where: this.node.path,
        });
      }
    }
  }

  private defineService(chart: Construct, headless: boolean): void {
    const object = new ApiObject(chart, this.mesh.claimObject(this, 'Service', this.namespace.name, this.name), {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: this.name, namespace: this.namespace.name, labels: this.selector },
      spec: {
        ...(headless ? { clusterIP: 'None' } : {}),
        selector: this.selector,
        ports: this.ports.map(toManifestPort),
      },
    });
    declareBy(object, this);
  }

  private adoptService(service: PlusService): void {
    if (service.name !== this.name) {
      throw new ConfigError(
        `Cannot adopt service "${service.node.path}" at ${this.node.path}: wanted its name to be "${this.name}", got "${service.name}"`,
      );
    }
    adoptService(service, { ports: this.ports, appLabel: this.name, where: this.node.path });
  }
}

function workloadOf(props: VersionProps | ExistingVersionProps, name: string): ServiceVersion['workload'] {
  if ('workload' in props && props.workload !== undefined) {
    return { kind: ApiObject.of(props.workload).kind, name: props.workload.name };
  }
  return 'image' in props && props.image !== undefined ? { kind: props.kind ?? 'Deployment', name } : undefined;
}

function declaredReplicas(props: VersionProps | ExistingVersionProps): number | undefined {
  if ('workload' in props && props.workload !== undefined) return props.minReplicas ?? props.workload.replicas;
  if ('image' in props && props.image !== undefined) return replicasOf(props);
  return 'replicas' in props ? props.replicas : undefined;
}

function serviceAccountOf(props: MeshServiceProps): string | undefined {
  if (typeof props.serviceAccount === 'string') return props.serviceAccount;
  if (props.serviceAccount !== undefined) return props.serviceAccount.name;
  for (const version of Object.values(props.versions)) {
    if (version.workload?.serviceAccount !== undefined) return version.workload.serviceAccount.name;
  }
  return undefined;
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.map(name => `"${name}"`).join(', ');
}
