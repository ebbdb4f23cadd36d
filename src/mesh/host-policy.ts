import type { IConstruct } from 'constructs';
import {
  DestinationRule,
  type DestinationRuleSpec,
  type Subset,
  type TrafficPolicy,
} from '../../imports/networking.istio.io';
import type { VersionRef } from '../routing/refs';
import { ConfigError } from '../values/config-error';
import { mergeObjects } from '../values/plain-data';
import { Contributions, describe } from './contributions';
import type { Mesh } from './mesh';
import type { MeshServiceRef } from './references';

/**
 * The traffic policy for the host of one service and for its versions, contributed to by any number of constructs and
 * written by one DestinationRule, which also defines the subset of each version.
 */
export class HostPolicy {
  private readonly whole = new Contributions<TrafficPolicy>();
  private readonly byVersion = new Map<string, Contributions<TrafficPolicy>>();
  private readonly further: Subset[] = [];
  private object: DestinationRule | undefined;
  private handedOver = false;

  public constructor(
    private readonly service: MeshServiceRef,
    private readonly mesh: Mesh,
  ) {
    service.node.addValidation({ validate: () => [...this.conflicts()] });
  }

  /** The DestinationRule, once it is needed. */
  public get destinationRule(): DestinationRule | undefined {
    return this.object;
  }

  /** What holds for all versions, as contributed so far. */
  public get common(): Partial<TrafficPolicy> {
    return this.whole.merged();
  }

  /** What holds for one version: its own fields, and those of the host that it does not name. */
  public of(version: VersionRef): Partial<TrafficPolicy> {
    const own = this.byVersion.get(version.name)?.merged() ?? {};
    return mergeObjects(this.whole.merged(), own) as Partial<TrafficPolicy>;
  }

  /** Adds to the policy of the host, or of one version alone, whose fields then win over those of the host. */
  public apply(by: IConstruct, policy: TrafficPolicy, version?: VersionRef): void {
    const { namespace } = this.service;
    if (namespace.dataPlane.mode === 'ambient') namespace.requireWaypoint(by);
    this.require();
    if (version === undefined) {
      this.whole.add(by, policy);
      return;
    }
    if (version.service !== this.service) {
      throw new ConfigError(
        `Cannot set the traffic policy of "${this.service.host}" at ${by.node.path}: wanted a version of it, got "${version.name}" of "${version.service.host}"`,
      );
    }
    const contributions = this.byVersion.get(version.name) ?? new Contributions<TrafficPolicy>();
    this.byVersion.set(version.name, contributions);
    contributions.add(by, policy);
  }

  /** Defines a subset that is no version of the service, such as those that a controller moves pods between. */
  public addSubset(subset: { readonly name: string; readonly labels: { readonly [key: string]: string } }): void {
    this.require();
    this.further.push(subset);
  }

  /** Leaves it to a controller to write the DestinationRule; its construct must write what was contributed. */
  public handOver(): void {
    this.handedOver = true;
    const { object } = this;
    object?.node.scope?.node.tryRemoveChild(object.node.id);
    this.object = undefined;
  }

  /** Makes sure that the DestinationRule, and so the subsets, are written. */
  public require(): void {
    if (this.object !== undefined || this.handedOver) return;
    const { service, mesh } = this;
    const metadata = { name: service.name, namespace: service.namespace.name };
    this.object = mesh.define(service, 'destinationRules', DestinationRule, metadata, () => this.spec());
  }

  private spec(): DestinationRuleSpec {
    const policy = this.whole.merged();
    const versions = this.service.versions.map(({ name, subset, labels }): Subset => {
      const own = this.byVersion.get(name)?.merged();
      return { name: subset, labels: { ...labels }, trafficPolicy: own && overHost(policy, own) };
    });
    const subsets = [...versions, ...this.further];
    return {
      host: this.service.host,
      trafficPolicy: this.whole.isEmpty ? undefined : policy,
      subsets: subsets.length === 0 ? undefined : subsets,
    };
  }

  private *conflicts(): Iterable<string> {
    const action = `Cannot set the traffic policy of "${this.service.host}"`;
    yield* conflictsOf(action, this.whole);
    for (const [version, policy] of this.byVersion) yield* conflictsOf(`${action} for version "${version}"`, policy);
  }
}

/** Fields of which Istio takes one: two constructs that each want another contradict each other. */
const EXCLUSIVE: readonly (readonly [string, string])[] = [
  ['loadBalancer.simple', 'loadBalancer.consistentHash'],
  ['loadBalancer.simple', 'loadBalancer.backendUtilization'],
  ['loadBalancer.consistentHash', 'loadBalancer.backendUtilization'],
  ['loadBalancer.localityLbSetting', 'loadBalancer.zoneAwareLbSetting'],
  ['loadBalancer.localityLbSetting.distribute', 'loadBalancer.localityLbSetting.failover'],
  ['loadBalancer.localityLbSetting.distribute', 'loadBalancer.localityLbSetting.failoverPriority'],
];

function* conflictsOf(action: string, policy: Contributions<TrafficPolicy>): Iterable<string> {
  for (const contradiction of policy.contradictions()) yield describe(action, contradiction);
  for (const [one, other] of EXCLUSIVE) {
    const [first, second] = [policy.contributorsOf(one), policy.contributorsOf(other)];
    if (first.length === 0 || second.length === 0) continue;
    yield `${action}: wanted either ${one} or ${other}, got the first at ${first.join(' and ')} and the second at ${second.join(' and ')}`;
  }
}

/** Istio replaces each top-level field of the host's policy by that of the subset whole; users expect it to be widened. */
function overHost(host: Partial<TrafficPolicy>, own: Partial<TrafficPolicy>): TrafficPolicy {
  const inherited = Object.fromEntries(Object.entries(host).filter(([field]) => field in own));
  return mergeObjects(inherited, own);
}
