import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { TrafficPolicy } from '../../imports/networking.istio.io';
import type { ServicePort, VersionRef } from '../routing/refs';
import { assumeObjects } from '../tree/assumed-object';
import { addCheck } from '../tree/check';
import type { DeclaredWay } from '../tree/declared-access';
import { ConfigError } from '../values/config-error';
import { requireDnsLabel, requireLabelValue, subsetNameOf } from '../values/names';
import { requireGiven } from '../values/require-given';
import {
  type AdoptedService,
  accountOfAdopted,
  adoptService,
  adoptWorkload,
  isHeadlessAdopted,
  replicasOfAdopted,
  selectorOfAdopted,
} from './adopted-workload';
import { existingMismatches, existingServiceObjects } from './existing-service';
import type { ExternalService } from './external-service';
import { HostPolicy } from './host-policy';
import { HostRouting } from './host-routing';
import { Mesh } from './mesh';
import type { Caller, CallOptions, MeshServiceRef, MeshVersionRef, NamespaceRef } from './references';
import { routedHosts } from './routed-hosts';
import { findPort, toManifestPort, toServicePorts } from './service-port';
import type { ExistingServiceProps, ExistingVersionProps, MeshServiceProps, VersionProps } from './service-props';
import { defineWorkload, replicasOf } from './workload';

/**
 * Declares a service of the mesh: its host, ports, versions, identity, and whom it calls.
 *
 * Defines a Service, a ServiceAccount and one workload per version, or adopts those of the app. Pods get the labels
 * `app` and `version`, and keep to the pod security standard `restricted`; ports are named after their protocol. Routing, traffic policy and authorization that
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
export class MeshService extends Construct implements MeshServiceRef {
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

  /** The services that are declared in a mesh so far, by host: to say the same of each of them. */
  public static of(mesh: Mesh): readonly MeshService[] {
    return mesh.services.filter(service => service instanceof MeshService);
  }

  public readonly mesh: Mesh;
  public readonly namespace: NamespaceRef;
  public readonly name: string;
  /** The full host name, such as `notes-app-backend.notes-app.svc.cluster.local`. */
  public readonly host: string;
  public readonly ports: readonly ServicePort[];
  public readonly versions: readonly ServiceVersion[];
  /** Labels that select all its pods. */
  public readonly selector: { readonly [key: string]: string };
  public readonly serviceAccountName: string;
  public readonly isExisting: boolean;
  /** Whether its name stands for its pods, so that callers dial them and pass no waypoint. */
  public readonly isHeadless: boolean;
  /** Who else writes what guards it; absent where nobody else does. */
  public readonly owner: string | undefined;
  /**
   * The routes to its host, to which constructs contribute.
   *
   * @internal
   */
  public readonly routing: HostRouting;
  /**
   * The traffic policy of its host, to which constructs contribute.
   *
   * @internal
   */
  public readonly policy: HostPolicy;

  public constructor(
    scope: Construct,
    id: string,
    props: MeshServiceProps & Pick<ExistingServiceProps, 'selector' | 'owner'>,
    existing?: { readonly [version: string]: ExistingVersionProps },
  ) {
    super(scope, id);
    const where = this.node.path;
    this.isExisting = existing !== undefined;
    this.owner = props.owner;
    this.mesh = Mesh.of(this);
    this.namespace = requireGiven(props.namespace, 'namespace', where);
    this.name = requireDnsLabel(props.name ?? id, 'name of a service', where);
    this.host = `${this.name}.${this.namespace.name}.svc.${this.mesh.clusterDomain}`;
    this.ports = toServicePorts(props.ports, this.name, where);
    this.isHeadless = props.headless ?? (props.service !== undefined && isHeadlessAdopted(props.service));
    const adopted = props.service === undefined ? undefined : selectorOfAdopted(props.service);
    this.selector = props.selector ?? adopted ?? { app: this.name };
    if (existing === undefined && Object.keys(props.versions).length === 0) {
      throw new ConfigError(`Cannot declare service "${this.name}" at ${where}: wanted at least one version, got none`);
    }
    const serviceAccount = serviceAccountOf(props);
    this.serviceAccountName = requireDnsLabel(serviceAccount ?? this.name, 'name of a service account', where);
    this.versions = this.toVersions(existing ?? props.versions);
    this.routing = new HostRouting(this, this.mesh);
    this.policy = new HostPolicy(this, this.mesh);
    this.mesh.addService(this);
    if (existing === undefined) this.define(props, serviceAccount === undefined);
    else {
      assumeObjects(this, () => existingServiceObjects(this));
      addCheck(this, {
        name: 'existing-service-mismatch',
        severity: 'error',
        check: effective => existingMismatches(this, effective),
      });
    }
    // Of a service that somebody else runs, the subsets may be somebody else's as well, as long as no route names one.
    if (this.versions.length > 1 && !this.isExisting) this.policy.require();
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

  public get routedHosts(): readonly string[] {
    return routedHosts(this.routing.meshDocuments, this.mesh.clusterDomain);
  }

  /** @internal */
  public declaredWays(http: boolean): readonly DeclaredWay[] {
    return this.routing.declaredWays(http);
  }

  /** The version called `name`; throws where it is not declared. */
  public version(name: string): ServiceVersion {
    const found = this.versions.find(version => version.name === name);
    if (found !== undefined) return found;
    const declared = this.versions.map(version => `"${version.name}"`).join(', ') || 'none';
    throw new ConfigError(
      `Cannot use version "${name}" of service "${this.label}" at ${this.node.path}: declared are ${declared}`,
    );
  }

  /** The port with this number or name; throws where it is not declared. */
  public port(port: number | string): ServicePort {
    return findPort(this.ports, port, `service "${this.label}"`, this.node.path);
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

  /**
   * Declares a call to this service by any identity, on behalf of the construct `by`.
   *
   * @internal
   */
  public allowCaller(by: Construct, caller: Caller, options: CallOptions = {}): void {
    const { methods, paths } = options;
    const fail = (wanted: string): never => {
      const call = `the call from "${caller.label}" to "${this.label}"`;
      throw new ConfigError(`Cannot narrow ${call} at ${by.node.path}: ${wanted}`);
    };
    const ports = options.ports?.map(port => this.port(port)) ?? this.ports;
    const l4 = ports.find(port => !port.http);
    if (l4 !== undefined && (methods ?? paths) !== undefined) {
      fail(`wanted HTTP ports for methods and paths, got port ${l4.port} (${l4.protocol})`);
    }
    const method = methods?.find(each => !/^[A-Z]+$/.test(each));
    if (method !== undefined) fail(`wanted methods in capitals, got "${method}"`);
    const regex = paths?.find(({ value }) => value.regex !== undefined)?.value.regex;
    if (regex !== undefined) fail(`wanted exact paths or prefixes, got the regular expression "${regex}"`);
    this.mesh.addCall({ by, caller, callee: this, ports, methods, paths });
  }

  /**
   * Defines the subsets of its versions although no route names one yet, such as for routes that somebody else writes.
   */
  public requireSubsets(): void {
    this.policy.require();
  }

  /** @internal */
  public policyOf(version: VersionRef): Partial<TrafficPolicy> {
    return this.policy.of(version);
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
    const namespace = this.namespace.name;
    if (ownAccount) {
      const metadata = { name: this.serviceAccountName, namespace, labels: this.describedBy };
      this.mesh.defineObject(this, 'workloads', { apiVersion: 'v1', kind: 'ServiceAccount', metadata });
    }
    if (props.service === undefined) this.defineService(this.isHeadless);
    else this.adoptService(props.service);

    for (const version of this.versions) {
      const source = props.versions[version.name];
      if (source === undefined) continue;
      const labels = { ...this.selector, ...version.labels };
      if (source.workload === undefined) {
        defineWorkload(this.mesh.chartFor(this, 'workloads'), source, {
          by: this,
          name: `${this.name}-${version.subset}`,
          namespace,
          serviceName: this.name,
          serviceAccountName: this.serviceAccountName,
          labels,
          describedBy: { ...this.describedBy, 'app.kubernetes.io/version': version.name },
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

  private defineService(headless: boolean): void {
    const { name, selector } = this;
    const ports = this.ports.map(toManifestPort);
    this.mesh.defineObject(this, 'workloads', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace: this.namespace.name, labels: this.describedBy },
      spec: { clusterIP: headless ? 'None' : undefined, selector, ports },
    });
  }

  private get describedBy(): { readonly [key: string]: string } {
    return { 'app.kubernetes.io/name': this.name, ...this.selector };
  }

  private adoptService(service: AdoptedService): void {
    if (service.name !== this.name) {
      throw new ConfigError(
        `Cannot adopt service "${service.node.path}" at ${this.node.path}: wanted its name to be "${this.name}", got "${service.name}"`,
      );
    }
    adoptService(service, { ports: this.ports, selector: this.selector, where: this.node.path });
  }
}

/** A version of a service. */
export interface ServiceVersion extends MeshVersionRef {
  readonly service: MeshService;
}

/** Whether `value` is a service of the mesh. */
export function isMeshService(value: unknown): value is MeshServiceRef {
  return value instanceof MeshService;
}

function workloadOf(props: VersionProps | ExistingVersionProps, name: string): ServiceVersion['workload'] {
  if ('workload' in props && props.workload !== undefined) {
    const { workload } = props;
    const object = ApiObject.isApiObject(workload) ? workload : ApiObject.of(workload);
    return { kind: object.kind, name: object.name };
  }
  return 'image' in props && props.image !== undefined ? { kind: props.kind ?? 'Deployment', name } : undefined;
}

function declaredReplicas(props: VersionProps | ExistingVersionProps): number | undefined {
  if ('workload' in props && props.workload !== undefined)
    return props.minReplicas ?? replicasOfAdopted(props.workload);
  if ('image' in props && props.image !== undefined) return replicasOf(props);
  return 'replicas' in props ? props.replicas : undefined;
}

function serviceAccountOf(props: MeshServiceProps): string | undefined {
  if (typeof props.serviceAccount === 'string') return props.serviceAccount;
  if (props.serviceAccount !== undefined) return props.serviceAccount.name;
  for (const version of Object.values(props.versions)) {
    const account = version.workload === undefined ? undefined : accountOfAdopted(version.workload);
    if (account !== undefined) return account;
  }
  return undefined;
}
