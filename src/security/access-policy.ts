import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { AuthorizationPolicy, type AuthorizationPolicySpec, type Rule } from '../../imports/security.istio.io';
import { Mesh } from '../mesh/mesh';
import { declareAccess } from '../tree/declared-access';
import { failing } from '../values/config-error';
import { requireDnsSubdomain } from '../values/names';
import { compareText } from '../values/order';
import { mergesSlashes } from '../values/path-normalization';
import { canonicalJson } from '../values/plain-data';
import { type AccessRule, isHttpRule, pathPattern, toManifestRule } from './access-rule';
import { ExternalAuthorizer } from './external-authorizer';
import {
  ambientNamespaceOf,
  type EnforcedAt,
  type PolicyTarget,
  type ResolvedTarget,
  resolveTarget,
} from './policy-target';

/**
 * What happens to requests that a rule fits: `ALLOW` lets them through and refuses all others, `DENY` refuses them,
 * `AUDIT` notes them; an external authorizer decides over them itself.
 */
export type AccessAction = 'ALLOW' | 'DENY' | 'AUDIT' | ExternalAuthorizer;

/** Properties of `AccessPolicy`. */
export interface AccessPolicyProps {
  /** Whose requests are judged: those to a service, a gateway, a namespace or the whole mesh. */
  readonly target: PolicyTarget;

  /**
   * What happens to requests that a rule fits.
   *
   * @default "ALLOW"
   */
  readonly action?: AccessAction | undefined;

  /**
   * Only logs what the policy would decide; ALLOW and DENY alone.
   *
   * @default false
   */
  readonly dryRun?: boolean | undefined;

  /**
   * Where it takes effect in an ambient namespace with a waypoint: at that proxy, which sees who calls, or at the pods
   * behind it (`pods`), which only see connections and take the waypoint for the caller.
   *
   * @default "proxy"
   */
  readonly enforcedAt?: EnforcedAt | undefined;

  /**
   * Name of the policy.
   *
   * @default - the id of the construct
   */
  readonly name?: string | undefined;
}

/**
 * Allows, denies, audits or delegates requests by hand-written rules.
 *
 * Defines one AuthorizationPolicy. Every call of `rule` is one rule: all that it states must hold at once, and a
 * request is judged if any rule fits. In a namespace without sidecars the policy is attached to the waypoint as soon
 * as it needs one.
 *
 * An ALLOW policy closes its target to everything that no ALLOW rule fits.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/
 *
 * @example
 * new AccessPolicy(mesh, 'viewers', { target: frontend }).rule({
 *   from: [RequestSource.caller(gateway)],
 *   methods: ['GET'],
 *   paths: [PathMatch.exact('/'), PathMatch.prefix('/static/')],
 * });
 */
export class AccessPolicy extends Construct {
  public readonly name: string;
  public readonly target: PolicyTarget;
  public readonly action: AccessAction;
  public readonly dryRun: boolean;
  /** The AuthorizationPolicy object. */
  public readonly apiObject: ApiObject;
  private readonly mesh: Mesh;
  private readonly enforcedAt: EnforcedAt;
  private readonly added: AccessRule[] = [];

  /** @param derived further rules, asked for when the policy is rendered */
  public constructor(
    scope: Construct,
    id: string,
    props: AccessPolicyProps,
    private readonly derived: () => readonly AccessRule[] = () => [],
  ) {
    super(scope, id);
    this.mesh = Mesh.of(this);
    this.target = props.target;
    this.action = props.action ?? 'ALLOW';
    this.dryRun = props.dryRun ?? false;
    this.enforcedAt = props.enforcedAt ?? 'proxy';
    const fail = this.fail();
    this.name = requireDnsSubdomain(props.name ?? id, 'name of a policy', this.node.path);
    if (this.dryRun && this.action !== 'ALLOW' && this.action !== 'DENY') {
      fail('wanted ALLOW or DENY for a dry run, which Istio offers for no other action');
    }
    if (this.needsWaypoint) this.requireWaypoint();
    const { namespace } = this.resolved;
    const annotations: { [key: string]: string } = this.dryRun ? { 'istio.io/dry-run': 'true' } : {};
    const metadata = { name: this.name, namespace, annotations };
    this.apiObject = this.mesh.define(this, 'policies', AuthorizationPolicy, metadata, () => this.spec());
    this.node.addValidation({ validate: () => [...this.problems()] });
    declareAccess(this, () => (this.hasRulesByHand ? { policies: [`${namespace}/${this.name}`] } : {}));
  }

  /**
   * Adds one rule, whose parts must all fit.
   *
   * @throws ConfigError if a part is malformed, or looks at single requests where the port is not HTTP
   */
  public rule(rule: AccessRule): this {
    this.written(rule, this.resolved);
    this.refuseBypass(rule);
    if (isHttpRule(rule)) this.requireWaypoint();
    this.added.push(rule);
    return this;
  }

  /** All rules, in no particular order. */
  public get rules(): readonly AccessRule[] {
    return [...this.added, ...this.derived()];
  }

  /** Whether rules were added beside those that are derived. */
  public get hasRulesByHand(): boolean {
    return this.added.length > 0;
  }

  /** Of a path that is denied, delegated, or left out of what is allowed, the form with two slashes would pass. */
  private refuseBypass({ paths, except }: AccessRule): void {
    if (mergesSlashes(this.mesh.pathNormalization)) return;
    const withheld = this.action === 'ALLOW' ? except?.paths : this.action === 'AUDIT' ? undefined : paths;
    for (const path of withheld ?? []) {
      const pattern = pathPattern(path, this.fail());
      if (!/^\/[^*{]/.test(pattern)) continue;
      this.fail()(
        `wanted a mesh that merges slashes (new Mesh(app, 'mesh', { pathNormalization: 'MERGE_SLASHES' })), got one in which "/${pattern}" passes a rule about "${pattern}"; or allow the other paths instead`,
      );
    }
  }

  private get resolved(): ResolvedTarget {
    return resolveTarget(this.target, this.mesh, this.enforcedAt);
  }

  /** Audit and external authorization are work of an HTTP proxy even for rules about connections. */
  private get needsWaypoint(): boolean {
    return this.action !== 'ALLOW' && this.action !== 'DENY';
  }

  private requireWaypoint(): void {
    const namespace = ambientNamespaceOf(this.target);
    if (namespace !== undefined && this.enforcedAt === 'pods') {
      this.fail()('wanted rules about connections alone for the pods of an ambient namespace, got one about requests');
    }
    namespace?.requireWaypoint(this);
  }

  private spec(): AuthorizationPolicySpec {
    const target = this.resolved;
    const rules = this.rules.map(rule => this.written(rule, target));
    // The form by which everybody knows a policy that lets nothing through.
    if (rules.length === 0 && this.action === 'ALLOW') return target.attachment;
    const sorted = new Map<string, Rule>(rules.map(rule => [canonicalJson(rule), rule]));
    const action =
      this.action instanceof ExternalAuthorizer
        ? { action: 'CUSTOM' as const, provider: { name: this.action.name } }
        : { action: this.action };
    const ordered = [...sorted].sort(([a], [b]) => compareText(a, b)).map(([, rule]) => rule);
    return { ...target.attachment, ...action, rules: sorted.size === 0 ? undefined : ordered };
  }

  private written(rule: AccessRule, target: ResolvedTarget): Rule {
    return toManifestRule(this.bound(rule), target, this.action === 'ALLOW' ? 'where-needed' : 'always', this.fail());
  }

  /** An authorizer that is asked over HTTP is ignored on other ports. */
  private bound(rule: AccessRule): AccessRule {
    if (!(this.action instanceof ExternalAuthorizer && this.action.httpOnly) || rule.ports !== undefined) return rule;
    const { ports } = this.resolved;
    const http = ports?.filter(port => port.http).map(port => port.port);
    if (http?.length === 0) this.fail()(`wanted an HTTP port for the HTTP authorizer "${this.action.name}", got none`);
    return http === undefined || http.length === ports?.length ? rule : { ...rule, ports: http };
  }

  private *problems(): Iterable<string> {
    const say = (wanted: string) => `${this.what} at ${this.node.path}: ${wanted}`;
    const { rules } = this;
    if (rules.length === 0 && this.action !== 'ALLOW')
      yield say('wanted at least one rule, without which it does nothing');
    if (
      this.resolved.requestPorts?.('where-needed')?.length === 0 &&
      rules.some(rule => isHttpRule(rule) && rule.ports === undefined)
    ) {
      yield say('wanted a server that takes requests for a rule about them, got none');
    }
  }

  private get what(): string {
    const verb = { ALLOW: 'allow', DENY: 'deny', AUDIT: 'audit' } as const;
    const action = typeof this.action === 'string' ? verb[this.action] : 'delegate';
    return `Cannot ${action} requests to ${this.resolved.label}`;
  }

  private fail(): (wanted: string) => never {
    return failing(this.what, this.node.path);
  }
}
