import type { ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import {
  DestinationRule,
  ServiceEntry,
  type ServiceEntrySpec,
  type TrafficPolicy,
} from '../../imports/networking.istio.io';
import type { ServicePort } from '../routing/refs';
import { declareAccess } from '../tree/declared-access';
import { ConfigError } from '../values/config-error';
import { isCidr, isIpAddress } from '../values/ip-range';
import { requireDnsLabel } from '../values/names';
import { type NamespaceName, objectOfNamespace } from '../values/namespace-name';
import { accessOfExternalCall } from './declared-calls';
import { namespaceOf } from './identity';
import { Mesh } from './mesh';
import type { Caller, CallOptions, ExternalCall, ExternalServiceRef, NamespaceRef } from './references';
import { findPort, type ServicePortProps, toServicePorts } from './service-port';

/** The gateway through which calls leave. */
interface Leaving {
  readonly namespace: { readonly name: string };
  readonly host: string;
}

/** An address that requests to an external service go to. */
export interface ExternalEndpoint {
  /** An IP address, or a DNS name. */
  readonly address: string;
}

/** TLS that the caller's proxy begins for a workload that speaks plain HTTP. */
export interface TlsOrigination {
  /**
   * Port of the external service that speaks TLS.
   *
   * @default 443
   */
  readonly port?: number | undefined;

  /**
   * The names of which the certificate must have one.
   *
   * @default - the host
   */
  readonly subjectAltNames?: readonly string[] | undefined;

  /**
   * Secret with the certificate that the proxy shows (mutual TLS); in the namespace of the caller or gateway.
   *
   * @default - it shows none
   */
  readonly clientCredential?: string | undefined;
}

/** Properties of `ExternalService`. */
export interface ExternalServiceProps {
  /** Its DNS names: one, unless they are all the same service. Wildcards (`*.example.com`) are not looked up. */
  readonly hosts: readonly string[];

  /** The ports it offers, each with its protocol: `tls` where workloads begin TLS themselves. */
  readonly ports: readonly ServicePortProps[];

  /**
   * Name of the ServiceEntry: a DNS label.
   *
   * @default - the id of the construct
   */
  readonly name?: string | undefined;

  /**
   * The namespace of the ServiceEntry.
   *
   * @default - the root namespace of the mesh
   */
  readonly namespace?: NamespaceName | undefined;

  /**
   * The namespaces that see it; those alone can call it.
   *
   * @default - those of its declared callers; all as long as nobody declares a call
   */
  readonly visibleIn?: readonly NamespaceRef[] | undefined;

  /**
   * Its addresses, all IP addresses or all DNS names.
   *
   * @default - the host is looked up by DNS; of wildcards, the address that the workload connects to is used
   */
  readonly endpoints?: readonly ExternalEndpoint[] | undefined;

  /**
   * The IP addresses, or blocks such as `10.0.0.0/8`, that callers connect to. Without endpoints, connections go on to
   * the address that they were made to, and the hosts are not looked up.
   *
   * @default - callers connect to what DNS says
   */
  readonly addresses?: readonly string[] | undefined;

  /**
   * Begins TLS on behalf of workloads that call a port of protocol `http`, `http2` or `grpc`.
   *
   * @default - what workloads send leaves as it is
   */
  readonly tlsOrigination?: TlsOrigination | undefined;
}

/**
 * Declares something outside of the mesh that workloads call.
 *
 * Defines a ServiceEntry, and a DestinationRule where the proxy is to begin TLS. A mesh whose outbound policy is
 * `REGISTRY_ONLY` lets nothing out that is not declared so.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/egress/egress-control/
 *
 * @example
 * const stripe = new ExternalService(mesh, 'stripe', { hosts: ['api.stripe.com'], ports: [{ port: 443, protocol: 'tls' }] });
 * backend.calls(stripe);
 */
export class ExternalService extends Construct implements ExternalServiceRef {
  public readonly mesh: Mesh;
  public readonly name: string;
  public readonly namespace: { readonly name: string };
  public readonly hosts: readonly string[];
  public readonly ports: readonly ServicePort[];
  public readonly tlsOrigination: TlsOrigination | undefined;
  /** The ServiceEntry. */
  public readonly apiObject: ApiObject;

  public readonly addresses: readonly string[];

  private readonly visibleIn: readonly NamespaceRef[] | undefined;
  private readonly declaredCalls: ExternalCall[] = [];
  private gateway: Leaving | undefined;

  public constructor(scope: Construct, id: string, props: ExternalServiceProps) {
    super(scope, id);
    const where = this.node.path;
    this.mesh = Mesh.of(this);
    this.name = requireDnsLabel(props.name ?? id, 'name of an external service', where);
    this.namespace = objectOfNamespace(props.namespace ?? this.mesh.rootNamespace);
    this.hosts = this.checkHosts(props.hosts);
    this.ports = toServicePorts(props.ports, this.name, where);
    this.visibleIn = props.visibleIn;
    this.tlsOrigination = props.tlsOrigination;
    const endpoints = (props.endpoints ?? []).map(({ address }) => address).filter(isIpAddress);
    this.addresses = props.endpoints === undefined ? (props.addresses ?? []) : endpoints;
    const udp = this.ports.find(port => port.protocol === 'udp');
    if (udp !== undefined) this.fail(`wanted ports that are not UDP, got ${udp.port}`);
    if (this.tlsOrigination !== undefined && this.httpPorts.length !== 1) {
      this.fail(`wanted one HTTP port to begin TLS for, got ${this.httpPorts.length}`);
    }
    if (this.tlsOrigination !== undefined && this.hosts.some(host => host.startsWith('*'))) {
      this.fail(`wanted hosts without wildcards for tlsOrigination, got ${this.hosts.join(', ')}`);
    }
    const metadata = { name: this.name, namespace: this.namespace };
    const checked = this.entrySpec(props.endpoints, this.checkAddresses(props.addresses));
    this.apiObject = this.mesh.define(this, 'routes', ServiceEntry, metadata, () => ({
      ...checked,
      exportTo: this.seenBy(),
    }));
    if (this.tlsOrigination !== undefined) this.defineOrigination(this.tlsOrigination);
    this.mesh.addExternalService(this);
    declareAccess(this, () => ({ access: this.calls.flatMap(call => [...accessOfExternalCall(call, this)]) }));
  }

  /** The host that routes name it by. */
  public get host(): string {
    return this.hosts[0] ?? '';
  }

  /** How findings name it: its host. */
  public get label(): string {
    return this.host;
  }

  /** The ports on which Istio sees single requests. */
  public get httpPorts(): readonly ServicePort[] {
    return this.ports.filter(port => port.http);
  }

  /** Who calls it, as declared so far. */
  public get calls(): readonly ExternalCall[] {
    return this.declaredCalls;
  }

  /** The gateway namespace through which calls leave, if they do so through a gateway. */
  public get leavesFrom(): { readonly name: string } | undefined {
    return this.gateway?.namespace;
  }

  public get leavesThrough(): string | undefined {
    return this.gateway?.host;
  }

  public dialled(port: ServicePort): number {
    const { tlsOrigination } = this;
    return port.http && tlsOrigination !== undefined ? (tlsOrigination.port ?? 443) : port.targetPort;
  }

  /** The port with this number or name; throws where it is not declared. */
  public port(port: number | string): ServicePort {
    return findPort(this.ports, port, `"${this.label}"`, this.node.path);
  }

  /**
   * Declares a call to it; `MeshService.calls` does.
   *
   * @internal
   */
  public allowCaller(by: IConstruct, caller: Caller, options: CallOptions = {}): void {
    if (options.methods !== undefined || options.paths !== undefined) {
      throw new ConfigError(
        `Cannot narrow the call from "${caller.label}" to "${this.label}" at ${by.node.path}: wanted ports alone, since no policy guards what is outside of the mesh, got methods or paths`,
      );
    }
    const ports = options.ports === undefined ? this.ports : options.ports.map(port => this.port(port));
    const seenBy = this.visibleIn?.map(({ name }) => name);
    if (seenBy?.includes(namespaceOf(caller)) === false) {
      throw new ConfigError(
        `Cannot call "${this.label}" from "${caller.label}" at ${by.node.path}: wanted visibleIn of ${this.node.path} to hold its namespace, got ${seenBy.join(', ') || 'none'}`,
      );
    }
    this.declaredCalls.push({ by, caller, ports });
    this.mesh.addExternalCall(caller, this);
  }

  /**
   * Lets calls leave through a gateway, which then begins TLS instead of the callers.
   *
   * @internal
   */
  public leaveFrom(gateway: Leaving, by: IConstruct): void {
    if (this.gateway !== undefined) {
      throw new ConfigError(
        `Cannot lead "${this.label}" through a gateway at ${by.node.path}: it leaves through one in "${this.gateway.namespace.name}" already`,
      );
    }
    this.gateway = gateway;
  }

  private entrySpec(
    endpoints: readonly ExternalEndpoint[] | undefined,
    addresses: readonly string[] | undefined,
  ): ServiceEntrySpec {
    const wildcard = this.hosts.some(host => host.startsWith('*'));
    const literal = endpoints?.every(({ address }) => isIpAddress(address));
    if (endpoints !== undefined) {
      if (endpoints.length === 0) this.fail('wanted at least one endpoint, got none');
      if (wildcard) this.fail(`wanted hosts without wildcards beside endpoints, got ${this.hosts.join(', ')}`);
      if (literal === false && endpoints.some(({ address }) => isIpAddress(address))) {
        this.fail('wanted endpoints that are all IP addresses or all DNS names, got both');
      }
    }
    const originated = this.tlsOrigination === undefined ? undefined : (this.tlsOrigination.port ?? 443);
    return {
      hosts: [...this.hosts],
      location: 'MESH_EXTERNAL',
      addresses,
      resolution: this.resolutionOf(wildcard || (addresses !== undefined && endpoints === undefined), literal),
      ports: this.ports.map(({ name, port, protocol, http, targetPort: own }) => ({
        name,
        number: port,
        protocol: protocol.toUpperCase(),
        targetPort: http && originated !== undefined ? originated : own === port ? undefined : own,
      })),
      endpoints: endpoints?.map(({ address }) => ({ address })),
    };
  }

  private resolutionOf(asDialled: boolean, literal: boolean | undefined): 'NONE' | 'STATIC' | 'DNS' {
    return asDialled ? 'NONE' : literal === true ? 'STATIC' : 'DNS';
  }

  private checkAddresses(addresses: readonly string[] | undefined): readonly string[] | undefined {
    if (addresses?.length === 0) this.fail('wanted at least one address, or no list, got an empty list');
    const wrong = addresses?.find(address => !isIpAddress(address) && !isCidr(address));
    if (wrong !== undefined)
      this.fail(`wanted IP addresses or blocks such as "10.0.0.0/8" as addresses, got "${wrong}"`);
    return addresses && [...addresses];
  }

  /** The namespaces that see it, that of the gateway through which it is left to included; nothing for all of them. */
  private seenBy(): readonly string[] | undefined {
    const callers = this.declaredCalls.map(({ caller }) => namespaceOf(caller));
    const names = this.visibleIn?.map(({ name }) => name) ?? (callers.length === 0 ? undefined : callers);
    return names && [...new Set([...names, ...(this.leavesFrom === undefined ? [] : [this.leavesFrom.name])])].sort();
  }

  private defineOrigination({ subjectAltNames = this.hosts, clientCredential }: TlsOrigination): void {
    const trafficPolicy: TrafficPolicy = {
      portLevelSettings: this.httpPorts.map(port => ({
        port: { number: port.port },
        tls: {
          mode: clientCredential === undefined ? 'SIMPLE' : 'MUTUAL',
          sni: this.host,
          subjectAltNames: [...subjectAltNames],
          credentialName: clientCredential,
        },
      })),
    };
    const metadata = { name: this.name, namespace: this.namespace };
    this.mesh.define(this, 'destinationRules', DestinationRule, metadata, () => ({
      host: this.host,
      trafficPolicy,
      exportTo: this.originatedIn(),
    }));
  }

  /** The namespaces whose proxies begin TLS: that of the gateway, where calls leave through one. */
  private originatedIn(): readonly string[] | undefined {
    return this.leavesFrom === undefined ? this.seenBy() : [this.leavesFrom.name];
  }

  private checkHosts(hosts: readonly string[]): readonly string[] {
    if (hosts.length === 0) this.fail('wanted at least one host, got none');
    for (const host of hosts) {
      if (!/^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+$/.test(host) || host.length > 253) {
        this.fail(`wanted DNS names in lower case such as "api.example.com" or "*.example.com", got "${host}"`);
      }
      if (host.endsWith(`.${this.mesh.clusterDomain}`)) {
        this.fail(`wanted a host outside of the cluster domain "${this.mesh.clusterDomain}", got "${host}"`);
      }
    }
    return hosts;
  }

  private fail(wanted: string): never {
    throw new ConfigError(this.message(wanted));
  }

  private message(wanted: string): string {
    return `Cannot declare external service "${this.name}" at ${this.node.path}: ${wanted}`;
  }
}
