import { Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { AuthorizationPolicy, type AuthorizationPolicySpec } from '../../imports/security.istio.io';
import type { Call, GatewayCaller } from '../mesh/call';
import { canonicalJson } from '../mesh/contributions';
import { Mesh } from '../mesh/mesh';
import type { MeshNamespace } from '../mesh/mesh-namespace';
import type { MeshService } from '../mesh/mesh-service';
import { declareBy } from '../values/declared-by';
import type { PathMatch } from '../values/string-match';

/** Properties of `Authorization`. */
export interface AuthorizationProps {
  /**
   * The namespaces that are closed.
   *
   * @default - every namespace in which the mesh runs a service
   */
  readonly namespaces?: readonly MeshNamespace[] | undefined;
}

/**
 * Lets exactly the declared calls through.
 *
 * Defines one AuthorizationPolicy per namespace (`deny-by-default`) that lets nothing through, and one per called
 * service (`allow-<service>`) with a rule for each caller: its identity, the ports, and the methods and paths where the
 * call names them, all of which must hold. Calls are those of `MeshService.calls` and of gateways that expose a service.
 *
 * Identities are proven by mutual TLS: callers without a data plane are refused.
 *
 * @see https://istio.io/latest/docs/concepts/security/#authorization
 *
 * @example
 * frontend.calls(backend, { methods: ['GET'] });
 * new Authorization(mesh, 'authorization');
 */
export class Authorization extends Construct {
  private readonly mesh: Mesh;
  private readonly chosen: readonly MeshNamespace[] | undefined;
  private readonly closed = new Set<string>();
  private readonly guarded = new Set<MeshService>();
  private readonly opened = new Set<GatewayCaller>();

  public constructor(scope: Construct, id: string, props: AuthorizationProps = {}) {
    super(scope, id);
    this.mesh = Mesh.of(this);
    this.chosen = props.namespaces;
    for (const namespace of props.namespaces ?? []) this.close(namespace);
    this.mesh.listen({
      service: service => this.guardNamespaceOf(service),
      call: call => this.guard(call),
      gateway: () => this.openGateways(),
    });
  }

  private guardNamespaceOf(service: MeshService): void {
    if (this.chosen !== undefined || service.namespace.dataPlane.mode === 'none') return;
    if (service.namespace.apiObject !== undefined) this.close(service.namespace);
  }

  private close(namespace: MeshNamespace): void {
    if (this.closed.has(namespace.name)) return;
    this.closed.add(namespace.name);
    this.define(namespace.name, 'deny-by-default', {});
    for (const call of this.mesh.calls) this.guard(call);
    this.openGateways();
  }

  private guard({ callee }: Call): void {
    if (this.guarded.has(callee) || !this.closed.has(callee.namespace.name)) return;
    this.guarded.add(callee);
    this.node.addValidation({ validate: () => this.refuseLayer7InAmbient(callee) });
    this.define(
      callee.namespace.name,
      `allow-${callee.name}`,
      Lazy.any({ produce: () => this.allowSpec(callee) }) as AuthorizationPolicySpec,
    );
  }

  /** A gateway in a closed namespace must still take requests from outside, which have no identity. */
  private openGateways(): void {
    for (const gateway of this.mesh.gateways) {
      if (this.opened.has(gateway) || !this.closed.has(gateway.podNamespace)) continue;
      this.opened.add(gateway);
      const spec = Lazy.any({
        produce: () => ({
          action: 'ALLOW',
          selector: { matchLabels: { ...gateway.selector } },
          rules: [{ to: [{ operation: { ports: gateway.listensOn.map(String) } }] }],
        }),
      }) as AuthorizationPolicySpec;
      this.define(gateway.podNamespace, `allow-gateway-${gateway.name}`, spec);
    }
  }

  private allowSpec(callee: MeshService): object {
    const grants = new Map<string, { rule: object; principals: Set<string> }>();
    for (const call of this.mesh.callsTo(callee)) {
      const rule = operationOf(call);
      const key = canonicalJson(rule);
      const grant = grants.get(key) ?? { rule, principals: new Set<string>() };
      grants.set(key, grant);
      grant.principals.add(call.caller.principal);
    }
    const rules = [...grants.values()].flatMap(({ rule, principals }) =>
      [...principals].map(principal => ({
        from: [{ source: { principals: [principal] } }],
        to: [{ operation: rule }],
      })),
    );
    return {
      action: 'ALLOW',
      selector: { matchLabels: { ...callee.selector } },
      rules: rules.sort((a, b) => (canonicalJson(a) < canonicalJson(b) ? -1 : 1)),
    };
  }

  private refuseLayer7InAmbient(callee: MeshService): string[] {
    if (callee.namespace.dataPlane.mode !== 'ambient') return [];
    return this.mesh
      .callsTo(callee)
      .filter(call => call.methods !== undefined || call.paths !== undefined)
      .map(
        call =>
          `Cannot authorize the call from "${call.caller.label}" to "${callee.label}" declared at ${call.by.node.path}: methods and paths need a waypoint in the ambient namespace "${callee.namespace.name}", got none`,
      );
  }

  private define(namespace: string, name: string, spec: AuthorizationPolicySpec): void {
    const id = this.mesh.claimObject(this, 'AuthorizationPolicy', namespace, name);
    const object = new AuthorizationPolicy(this.mesh.chartFor(this, 'policies'), id, {
      metadata: { name, namespace },
      spec,
    });
    declareBy(object, this);
  }
}

/** Ports are those of the pod, since that is where the policy is enforced. */
function operationOf(call: Call): object {
  const ports = [...new Set(call.ports.map(port => port.targetPort))].sort((a, b) => a - b).map(String);
  return {
    ports,
    ...(call.methods === undefined ? {} : { methods: [...new Set(call.methods)].sort() }),
    ...(call.paths === undefined ? {} : { paths: [...new Set(call.paths.map(pathPattern))].sort() }),
  };
}

function pathPattern({ value }: PathMatch): string {
  if ('exact' in value) return value.exact;
  return 'prefix' in value ? `${value.prefix}*` : value.regex;
}
