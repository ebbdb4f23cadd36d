import { Construct } from 'constructs';
import {
  DestinationRule,
  type DestinationRuleSpec,
  Gateway,
  type GatewaySpec,
  type Server,
  type VirtualServiceSpec,
} from '../../imports/networking.istio.io';
import { AuthorizationPolicy, type AuthorizationPolicySpec } from '../../imports/security.istio.io';
import type { EffectiveMesh } from '../istio/effective-mesh';
import type { ExternalService } from '../mesh/external-service';
import { Mesh } from '../mesh/mesh';
import { isPodCaller } from '../mesh/pod-caller';
import type { Caller } from '../mesh/references';
import { RouteDocument } from '../mesh/route-document';
import type { ServicePort } from '../routing/refs';
import { addCheck, type CheckFinding } from '../tree/check';
import { ConfigError } from '../values/config-error';
import { requireDnsLabel } from '../values/names';
import { byText } from '../values/order';
import { assumeWorkloadElsewhere, type GatewayWorkload } from './gateway-workload';

/** Properties of `EgressGateway`. */
export interface EgressGatewayProps {
  /** The pods through which calls leave. */
  readonly workload: GatewayWorkload;

  /**
   * Name of the Gateway: a DNS label.
   *
   * @default - the id of the construct
   */
  readonly name?: string | undefined;

  /**
   * Port of the gateway's Service on which it takes calls.
   *
   * @default 443
   */
  readonly port?: number | undefined;
}

/** Who may leave through the gateway. */
export interface EgressOptions {
  /**
   * The callers; each must declare the call.
   *
   * @default - all that declare it
   */
  readonly allow?: readonly Caller[] | undefined;
}

/**
 * Leads calls to what is outside of the mesh through pods of their own, which know who calls.
 *
 * Defines a Gateway, and for each external service the routes to the gateway and on from it, and an
 * AuthorizationPolicy that lets through the callers which declare the call. Between a caller and the gateway everything
 * is wrapped in mutual TLS, TLS of the workload's own included, so that the identity of the caller is proven.
 *
 * It is no barrier by itself: what bypasses the proxy bypasses the gateway. Forbid that by NetworkPolicies.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/
 *
 * @example
 * const stripe = new ExternalService(mesh, 'stripe', { hosts: ['api.stripe.com'], ports: [{ port: 443, protocol: 'tls' }] });
 * new EgressGateway(mesh, 'egress', { workload: GatewayWorkload.existing({ name: 'istio-egress', namespace: 'istio-egress' }) })
 *   .via(stripe);
 */
export class EgressGateway extends Construct {
  public readonly mesh: Mesh;
  public readonly name: string;
  public readonly namespace: { readonly name: string };
  /** The identity of the gateway's pods. */
  public readonly principal: string;

  private readonly workload: GatewayWorkload;
  private readonly port: number;
  private readonly targetPort: number;
  private readonly served = new Map<string, { external: ExternalService; port: ServicePort }>();

  public constructor(scope: Construct, id: string, props: EgressGatewayProps) {
    super(scope, id);
    this.mesh = Mesh.of(this);
    this.workload = props.workload;
    this.name = requireDnsLabel(props.name ?? id, 'name of a gateway', this.node.path);
    this.namespace = this.workload.namespace;
    this.principal = `${this.mesh.trustDomain}/ns/${this.namespace.name}/sa/${this.workload.serviceAccountName}`;
    this.port = props.port ?? 443;
    const offered = this.workload.ports.find(({ port }) => port === this.port);
    if (offered === undefined) {
      this.fail(
        `wanted a port that the Service of "${this.workload.name}" offers (${this.workload.ports.map(({ port }) => port).join(', ')}), got ${this.port}`,
      );
    }
    this.targetPort = offered.targetPort;
    const metadata = { name: this.name, namespace: this.namespace };
    this.mesh.define(this, 'gateways', Gateway, metadata, () => this.gatewaySpec());
    assumeWorkloadElsewhere(this, this.workload);
    this.mesh.define(this, 'destinationRules', DestinationRule, metadata, () => this.ruleSpec());
    this.node.addValidation({
      validate: () =>
        this.served.size > 0
          ? []
          : [this.message('wanted at least one external service that uses the gateway (via), got none')],
    });
  }

  /** The host of the gateway's Service. */
  public get host(): string {
    return `${this.workload.name}.${this.namespace.name}.svc.${this.mesh.clusterDomain}`;
  }

  /** Leads the calls to an external service through the gateway. */
  public via(external: ExternalService, props: EgressOptions = {}): this {
    const { host } = external;
    const [port, second] = external.ports;
    if (port === undefined || second !== undefined || external.hosts.length !== 1 || host.startsWith('*')) {
      this.fail(
        `wanted external services of one port and one host without wildcard, got ${external.hosts.join(', ')} with ports ${external.ports.map(each => each.port).join(', ')}`,
      );
    }
    if (!port.http && port.protocol !== 'tls' && port.protocol !== 'https') {
      this.fail(`wanted a port of "${host}" that is HTTP or begins TLS, got ${port.port} (${port.protocol})`);
    }
    external.leaveFrom(this, this);
    this.served.set(host, { external, port });
    this.route(`${this.name}-${external.name}`, () => this.toGateway(external, port));
    this.route(`${this.name}-${external.name}-onward`, () => this.onward(external, port));
    const metadata = { name: `${this.name}-${external.name}`, namespace: this.namespace };
    const policy = () => this.policySpec(external, port, props.allow);
    this.mesh.define(this, 'policies', AuthorizationPolicy, metadata, policy);
    this.node.addValidation({ validate: () => this.undeclaredCallers(external, props.allow ?? []) });
    addCheck(this, {
      name: 'egress-without-sidecar',
      severity: 'error',
      check: mesh => this.callersWithoutSidecar(external, mesh),
    });
    return this;
  }

  private gatewaySpec(): GatewaySpec {
    const servers = this.sorted().map(
      ({ external, port }): Server => ({
        port: {
          number: this.port,
          name: `${port.http ? 'https' : 'tls'}-${external.name}`.slice(0, 63),
          protocol: port.http ? 'HTTPS' : 'TLS',
        },
        hosts: [external.host],
        tls: { mode: 'ISTIO_MUTUAL' },
      }),
    );
    return { selector: { ...this.workload.selector }, servers };
  }

  private ruleSpec(): DestinationRuleSpec {
    return {
      host: this.host,
      subsets: this.sorted().map(({ external }) => ({
        name: external.name,
        trafficPolicy: {
          portLevelSettings: [
            { port: { number: this.port }, tls: { mode: 'ISTIO_MUTUAL' as const, sni: external.host } },
          ],
        },
      })),
    };
  }

  private route(name: string, spec: () => VirtualServiceSpec): void {
    if (name.length > 253) this.fail(`wanted names that make one of at most 253 characters together, got "${name}"`);
    new RouteDocument({ mesh: this.mesh, by: this, namespace: this.namespace.name, name, spec });
  }

  private toGateway(external: ExternalService, port: ServicePort): VirtualServiceSpec {
    const { host } = external;
    const route = [{ destination: { host: this.host, subset: external.name, port: { number: this.port } } }];
    return {
      hosts: [host],
      gateways: ['mesh'],
      ...(port.http
        ? { http: [{ name: 'to-gateway', match: [{ port: port.port }], route }] }
        : { tls: [{ match: [{ port: port.port, sniHosts: [host] }], route }] }),
    };
  }

  private onward(external: ExternalService, port: ServicePort): VirtualServiceSpec {
    const route = [{ destination: { host: external.host, port: { number: port.port } } }];
    const match = [{ port: this.port }];
    return {
      hosts: [external.host],
      gateways: [`${this.namespace.name}/${this.name}`],
      // What is inside the mutual TLS of the caller, TLS of its own, is handed on as it is.
      ...(port.http ? { http: [{ name: 'onward', match, route }] } : { tcp: [{ match, route }] }),
    };
  }

  private policySpec(
    external: ExternalService,
    port: ServicePort,
    allow: readonly Caller[] | undefined,
  ): AuthorizationPolicySpec {
    const callers = allow ?? external.calls.map(({ caller }) => caller);
    const principals = [...new Set(callers.map(caller => caller.principal))].sort();
    const spec = {
      action: 'ALLOW' as const,
      selector: { matchLabels: { ...this.workload.selector } },
      rules: [
        {
          from: [{ source: { principals } }],
          to: [
            {
              operation: {
                ports: [String(this.targetPort)],
                ...(port.http ? { hosts: [external.host, `${external.host}:*`] } : {}),
              },
            },
          ],
          ...(port.http ? {} : { when: [{ key: 'connection.sni', values: [external.host] }] }),
        },
      ],
    };
    // Without anybody to let through, a rule without principals would let everybody through.
    return principals.length === 0 ? { action: 'ALLOW', selector: spec.selector } : spec;
  }

  private undeclaredCallers(external: ExternalService, allow: readonly Caller[]): string[] {
    const callers = new Set(external.calls.map(({ caller }) => caller));
    return allow
      .filter(caller => !callers.has(caller))
      .map(({ label }) =>
        this.message(`wanted "${label}" to declare its call to "${external.label}", so that the gateway allows it`),
      );
  }

  /** Only a sidecar leads calls to the gateway; others go out directly. */
  private *callersWithoutSidecar(external: ExternalService, mesh: EffectiveMesh): Iterable<CheckFinding> {
    for (const { caller, by } of external.calls) {
      if (!isPodCaller(caller)) continue;
      const pods = mesh.model.workloads.selectedBy(caller.selector, caller.namespace.name);
      const workload = pods.find(({ dataPlane }) => dataPlane === 'ambient' || dataPlane === 'none');
      if (workload === undefined) continue;
      const why = workload.dataPlane === 'ambient' ? 'are in the ambient mesh' : 'are not in the mesh';
      yield {
        resource: workload.resource,
        problem: `the pods ${why} and have no sidecar, which alone leads their calls to "${external.label}" (declared at ${by.node.path}) through the egress gateway "${this.namespace.name}/${this.name}"`,
        fix: 'give the pods a sidecar, or let the call leave without the gateway',
      };
    }
  }

  private sorted(): readonly { external: ExternalService; port: ServicePort }[] {
    return [...this.served].sort(byText(([key]) => key)).map(([, served]) => served);
  }

  private fail(wanted: string): never {
    throw new ConfigError(this.message(wanted));
  }

  private message(wanted: string): string {
    return `Cannot lead calls out by gateway "${this.name}" at ${this.node.path}: ${wanted}`;
  }
}
