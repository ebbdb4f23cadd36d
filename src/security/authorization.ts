import { Construct } from 'constructs';
import type { EffectiveMesh } from '../istio/effective-mesh';
import { type AccessGrant, accessGrants, renderMatrix } from '../mesh/access-grants';
import { Mesh } from '../mesh/mesh';
import { isMeshNamespace } from '../mesh/mesh-namespace';
import { isMeshService } from '../mesh/mesh-service';
import { isPodCaller } from '../mesh/pod-caller';
import type {
  Call,
  Caller,
  GatewayCaller,
  MeshServiceRef,
  NamespaceRef,
  PodCaller,
  WaypointRef,
} from '../mesh/references';
import type { Workload } from '../model/workload';
import { addCheck, type CheckFinding } from '../tree/check';
import { type ClosedNamespaces, declareAccess } from '../tree/declared-access';
import { ConfigError } from '../values/config-error';
import { type AccessAction, AccessPolicy } from './access-policy';
import type { AccessRule } from './access-rule';
import type { ExternalAuthorizer } from './external-authorizer';
import { type EnforcedAt, type PolicyTarget, resolveTarget } from './policy-target';
import { RequestSource } from './request-source';
import { type SharedIdentity, sharedIdentities } from './shared-identities';

/** Properties of `Authorization`. */
export interface AuthorizationProps {
  /**
   * What is closed: each namespace by a policy of its own, or the whole mesh by one policy in the root namespace, with
   * gateways and namespaces that others run.
   *
   * @default "namespace"
   */
  readonly defaultDeny?: 'namespace' | 'mesh' | undefined;

  /**
   * The namespaces that are closed; only with `defaultDeny: 'namespace'`.
   *
   * @default - every namespace in which the app runs a service or workload, whoever creates the namespace
   */
  readonly namespaces?: readonly NamespaceRef[] | undefined;

  /**
   * Refuses nothing yet, but logs what would be refused (`istio.io/dry-run`).
   *
   * @default false
   */
  readonly dryRun?: boolean | undefined;

  /**
   * What happens when services run as the same account, so that one may do what is granted to the other: `refuse` stops
   * the synth, `list` leaves it to `sharedIdentities`.
   *
   * @default "refuse"
   */
  readonly sharedServiceAccounts?: 'refuse' | 'list' | undefined;
}

/**
 * Lets exactly the declared calls through.
 *
 * Defines one AuthorizationPolicy per namespace (`deny-by-default`), or one for the mesh, that lets nothing through, and
 * one per called service (`allow-<service>`) with a rule for each caller: its identity, the ports, and the methods and
 * paths where the call names them, all of which must hold. Calls are those of `MeshService.calls`, of gateways that
 * expose a service, and of monitors that scrape it.
 *
 * Identities are proven by mutual TLS: callers without a data plane are refused. In ambient namespaces with a waypoint
 * the rules take effect there, and `allow-<service>-from-waypoint` lets nobody but the waypoint reach the pods.
 *
 * @see https://istio.io/latest/docs/concepts/security/#authorization
 *
 * @example
 * frontend.calls(backend, { methods: ['GET'] });
 * new Authorization(mesh, 'authorization');
 */
export class Authorization extends Construct {
  public readonly defaultDeny: 'namespace' | 'mesh';
  public readonly dryRun: boolean;
  private readonly mesh: Mesh;
  private readonly chosen: readonly NamespaceRef[] | undefined;
  private readonly closed = new Set<string>();
  private readonly guarded = new Set<MeshServiceRef>();
  private readonly guardedBehind = new Set<MeshServiceRef>();
  private readonly opened = new Set<GatewayCaller>();
  private readonly policies = new Map<string, AccessPolicy>();

  public constructor(scope: Construct, id: string, props: AuthorizationProps = {}) {
    super(scope, id);
    this.mesh = Mesh.of(this);
    this.chosen = props.namespaces;
    this.defaultDeny = props.defaultDeny ?? 'namespace';
    this.dryRun = props.dryRun ?? false;
    if (this.defaultDeny === 'mesh') {
      if (props.namespaces !== undefined) {
        throw new ConfigError(
          `Cannot authorize calls at ${this.node.path}: wanted no list of namespaces where the whole mesh is closed, got ${props.namespaces.map(({ name }) => `"${name}"`).join(', ')}`,
        );
      }
      this.define(this.mesh, 'deny-by-default');
    }
    for (const namespace of props.namespaces ?? []) this.close(namespace);
    addCheck(this, {
      name: 'shared-service-account',
      severity: props.sharedServiceAccounts === 'list' ? 'warning' : 'error',
      check: () => this.sharingProblems(),
    });
    declareAccess(this, () => (this.dryRun ? {} : { closed: this.closedNamespaces() }));
    addCheck(this, { name: 'unguarded-callee', severity: 'warning', check: mesh => this.unguardedCallees(mesh) });
    this.mesh.listen({
      pods: pods => this.guardNamespaceOf(pods),
      call: call => this.guardCall(call),
      gateway: () => this.openGateways(),
      waypoint: waypoint => this.trustWaypoint(waypoint),
    });
  }

  /**
   * Allows requests beyond the declared calls: one call is one rule of the policy that guards the target. A gateway
   * takes requests from everybody until a rule of this kind says from whom.
   */
  public allow(target: PolicyTarget, rule: AccessRule): this {
    return this.add('ALLOW', target, rule);
  }

  /** Denies requests whatever allows them: one call is one rule. */
  public deny(target: PolicyTarget, rule: AccessRule): this {
    return this.add('DENY', target, rule);
  }

  /** Notes requests in the audit log: one call is one rule. Needs an extension that writes one. */
  public audit(target: PolicyTarget, rule: AccessRule): this {
    return this.add('AUDIT', target, rule);
  }

  /** Asks an external authorizer about requests, before all other rules: one call is one rule. */
  public delegate(target: PolicyTarget, authorizer: ExternalAuthorizer, rule: AccessRule): this {
    return this.add(authorizer, target, rule);
  }

  /** Who may do what where, by the declared calls. */
  public get grants(): readonly AccessGrant[] {
    return accessGrants(this.mesh);
  }

  /** The services that share an identity. */
  public get sharedIdentities(): readonly SharedIdentity[] {
    return sharedIdentities(this.mesh);
  }

  /** Callers and callees as a table in Markdown. */
  public renderMatrix(): string {
    return renderMatrix(this.grants);
  }

  private add(action: AccessAction, target: PolicyTarget, rule: AccessRule): this {
    const verb = { ALLOW: 'allow', DENY: 'deny', AUDIT: 'audit' } as const;
    const prefix = typeof action === 'string' ? verb[action] : `ask-${action.name}`;
    const { name, namespace } = resolveTarget(target, this.mesh);
    const gateway = this.mesh.gateways.find(declared => declared === target);
    if (action === 'ALLOW' && isMeshService(target) && target.owner !== undefined) {
      throw new ConfigError(
        `Cannot allow requests to service "${target.label}" at ${this.node.path}: wanted "${target.owner}", who writes its policies, to allow them, since of two writers one overwrites the other`,
      );
    }
    if (action === 'ALLOW' && isMeshService(target)) this.guard(target, true);
    if (action === 'ALLOW' && gateway !== undefined) this.openGateway(gateway);
    const kind = gateway === undefined ? '' : 'gateway-';
    const policyName = isMeshNamespace(target) ? `${prefix}-all` : `${prefix}-${kind}${name}`;
    const key = `${namespace}/${policyName}`;
    const policy = this.policies.get(key) ?? this.define(target, policyName, { action });
    policy.rule(rule);
    return this;
  }

  private guardNamespaceOf({ namespace, isExisting }: PodCaller): void {
    if (this.chosen !== undefined || this.defaultDeny === 'mesh') return;
    // What somebody else runs is guarded by somebody else.
    if (namespace.dataPlane.mode !== 'none' && !isExisting) this.close(namespace);
  }

  private close(namespace: NamespaceRef): void {
    if (this.closed.has(namespace.name)) return;
    this.closed.add(namespace.name);
    // A policy without targetRefs is for the pods themselves, also behind a waypoint.
    this.define(namespace, 'deny-by-default', { enforcedAt: 'pods' });
    for (const call of this.mesh.calls) this.guardCall(call);
    this.openGateways();
  }

  private closedNamespaces(): ClosedNamespaces {
    const inMesh = this.mesh.namespaces.filter(({ dataPlane }) => dataPlane.mode !== 'none');
    const namespaces = inMesh.map(({ name }) => name).filter(name => this.isClosed(name));
    return { namespaces, constructPath: this.node.path };
  }

  private isClosed(namespace: string): boolean {
    return this.defaultDeny === 'mesh' || this.closed.has(namespace);
  }

  private guard(callee: MeshServiceRef, always = false): void {
    if (this.guarded.has(callee) || callee.namespace.dataPlane.mode === 'none') return;
    // Of two writers of its policy one would overwrite the other.
    if (callee.owner !== undefined && !always) return;
    if (!always && !this.isClosed(callee.namespace.name)) return;
    this.guarded.add(callee);
    this.define(callee, `allow-${callee.name}`, {}, () => this.mesh.callsTo(callee).map(toRule));
    const { waypoint } = callee.namespace;
    if (waypoint !== undefined) this.guardBehind(waypoint, callee);
  }

  private guardCall(call: Call): void {
    this.guard(call.callee);
    const { namespace } = call.callee;
    if (this.guarded.has(call.callee) && namespace.dataPlane.mode === 'ambient' && !isLayer4(call)) {
      namespace.requireWaypoint(this);
    }
  }

  /** Behind a waypoint, pods take it for the caller; who comes around it is still seen at the pods. */
  private trustWaypoint(waypoint: WaypointRef): void {
    for (const callee of this.guarded) {
      if (callee.namespace === waypoint.namespace) this.guardBehind(waypoint, callee);
    }
  }

  private guardBehind(waypoint: WaypointRef, callee: MeshServiceRef): void {
    if (this.guardedBehind.has(callee)) return;
    this.guardedBehind.add(callee);
    this.define(callee, `allow-${callee.name}-from-waypoint`, { enforcedAt: 'pods' }, () => [
      { from: [RequestSource.caller(waypoint)], ports: callee.ports.map(port => port.port) },
      ...this.mesh
        .callsTo(callee)
        .filter(call => (callee.isHeadless || goesAround(waypoint, call.caller)) && isLayer4(call))
        .map(toRule),
    ]);
    addCheck(this, {
      name: 'call-around-waypoint',
      severity: 'error',
      check: mesh => callsAroundWaypoint(this.mesh, callee, mesh),
    });
  }

  private openGateways(): void {
    for (const gateway of this.mesh.gateways) if (this.isClosed(gateway.podNamespace.name)) this.openGateway(gateway);
  }

  /**
   * A gateway in a closed namespace must still take requests from outside, which have no identity, unless rules by hand
   * say whose.
   */
  private openGateway(gateway: GatewayCaller): void {
    if (this.opened.has(gateway)) return;
    this.opened.add(gateway);
    const policy: AccessPolicy = this.define(gateway, `allow-gateway-${gateway.name}`, {}, () => {
      const isOpen = this.isClosed(gateway.podNamespace.name) && !policy.hasRulesByHand;
      return isOpen && gateway.listensOn.length > 0 ? [{ from: 'anyone', ports: gateway.listensOn }] : [];
    });
  }

  private define(
    target: PolicyTarget,
    name: string,
    options: { readonly action?: AccessAction; readonly enforcedAt?: EnforcedAt } = {},
    derived?: () => readonly AccessRule[],
  ): AccessPolicy {
    const { namespace } = resolveTarget(target, this.mesh);
    const { action = 'ALLOW' } = options;
    const dryRun = this.dryRun && (action === 'ALLOW' || action === 'DENY');
    const props = { target, dryRun, name, ...options };
    const policy = new AccessPolicy(this, `${namespace}-${name}`, props, derived);
    this.policies.set(`${namespace}/${name}`, policy);
    return policy;
  }

  /** A call is declared, and nothing keeps others from making it. */
  private *unguardedCallees(mesh: EffectiveMesh): Iterable<CheckFinding> {
    for (const callee of new Set(this.mesh.calls.map(({ callee: called }) => called))) {
      const pods = mesh.model.workloads.selectedBy(callee.selector, callee.namespace.name);
      const open = pods.find(
        workload =>
          workload.dataPlane !== 'none' &&
          !workload.resource.assumed &&
          mesh.policiesOf(workload).ready.allow.length === 0 &&
          mesh.policiesOf(workload).ready.onTrial.length === 0,
      );
      if (open === undefined) continue;
      yield {
        resource: open.resource,
        problem: `no policy guards "${callee.label}": everybody may call it, not only who declares it`,
        fix: `add its namespace "${callee.namespace.name}" to namespaces of the Authorization at ${this.node.path}`,
      };
    }
  }

  private sharingProblems(): CheckFinding[] {
    return this.sharedIdentities.flatMap(({ principal, services, gained }) => {
      const [first] = gained;
      if (first === undefined) return [];
      return {
        problem: `${services.map(service => `"${service}"`).join(', ')} run as "${principal}", so that "${first.service}" may call "${first.grant.callee}", which only ${first.grant.declaredBy} declares`,
        fix: 'give each service a service account of its own, or declare the same calls for all of them',
      };
    });
  }
}

/** Callers narrowed to methods or paths whose requests reach the pods without the waypoint, which alone sees those. */
function* callsAroundWaypoint(mesh: Mesh, callee: MeshServiceRef, effective: EffectiveMesh): Iterable<CheckFinding> {
  for (const call of mesh.callsTo(callee)) {
    const { caller, by } = call;
    const clients = isLayer4(call) ? [] : clientsOf(caller, mesh, effective);
    if (clients.every(client => effective.passesWaypoint(client, callee.host))) continue;
    yield {
      resource: { kind: 'Construct', name: by.node.path, origin: { constructPath: by.node.path } },
      problem: `the call from "${caller.label}" to "${callee.label}" is narrowed to methods or paths, which the waypoint of "${callee.namespace.name}" alone sees, and goes around it`,
      fix: 'declare the call by ports alone, or move the caller into the ambient mesh',
    };
  }
}

function clientsOf(caller: Caller, mesh: Mesh, effective: EffectiveMesh): readonly (Workload | 'gateway')[] {
  if (!isPodCaller(caller)) return mesh.gateways.some(gateway => gateway === caller) ? ['gateway'] : [];
  return effective.model.workloads.selectedBy(caller.selector, caller.namespace.name);
}

/** Requests of sidecars never pass the waypoint of an ambient namespace; those of gateways do since Istio 1.25. */
function goesAround(waypoint: WaypointRef, caller: Caller): boolean {
  if (isPodCaller(caller)) return caller.namespace.dataPlane.mode === 'sidecar';
  return !waypoint.takesGatewayTraffic;
}

function isLayer4({ methods, paths }: Call): boolean {
  return methods === undefined && paths === undefined;
}

function toRule(call: Call): AccessRule {
  return {
    from: [RequestSource.caller(call.caller)],
    ports: call.ports.map(port => port.port),
    methods: call.methods,
    paths: call.paths,
  };
}
