import { compareAge } from '../istio/age';
import type { EffectiveMesh } from '../istio/effective-mesh';
import { Memo } from '../istio/memo';
import { type Labels, matchesSelector } from '../model/labels';
import { isAmbient } from '../model/namespaces';
import type { Resource } from '../model/resource';
import { isMapping } from '../model/shape';
import { type LabelSelector, labelSelector } from '../model/shapes/kubernetes';
import type { Workload } from '../model/workload';
import { isInRange } from '../values/ip-range';

/** Which traffic of pods a rule of a NetworkPolicy is about. */
export type NetworkDirection = 'ingress' | 'egress';

/** Whom a rule lets in or out. */
export interface NetworkPeer {
  readonly podSelector?: LabelSelector;
  /** @default - the namespace of the policy */
  readonly namespaceSelector?: LabelSelector;
  readonly ipBlock?: { readonly cidr: string; readonly except: readonly string[] };
  /** As it is written. */
  readonly written: { readonly [field: string]: unknown };
}

interface NetworkPort {
  readonly protocol: string;
  /** Undefined for all ports of the protocol. */
  readonly port: number | string | undefined;
  readonly endPort: number | undefined;
}

/** One rule of a NetworkPolicy. */
export interface NetworkRule {
  readonly policy: Resource<'NetworkPolicy'>;
  readonly direction: NetworkDirection;
  /** Path of the rule, such as `spec.ingress[0]`. */
  readonly field: string;
  /** Undefined for everybody. */
  readonly peers: readonly NetworkPeer[] | undefined;
  /** Undefined for all ports. */
  readonly ports: readonly NetworkPort[] | undefined;
}

/** The port of the tunnels between ambient pods. */
export const HBONE = 15008;
/** The address from which probes of the kubelet come to ambient pods. */
export const PROBES = '169.254.7.127';
const DNS = 53;

/** What NetworkPolicies let in and out of the pods of a mesh. */
export class NetworkRules {
  readonly #selecting = new Memo((workload: Workload) => this.#policiesOf(workload));

  public constructor(private readonly mesh: EffectiveMesh) {}

  /** Whether a NetworkPolicy closes pods in a direction, but for what its rules allow. */
  public isolates(workload: Workload, direction: NetworkDirection): boolean {
    return this.#selecting.get(workload).some(policy => concerns(policy, direction));
  }

  /** The rules that let something in or out of pods, in the order of the names of their policies. */
  public of(workload: Workload, direction: NetworkDirection): readonly NetworkRule[] {
    return this.#selecting
      .get(workload)
      .filter(policy => concerns(policy, direction))
      .flatMap(policy => rulesOf(policy, direction));
  }

  /** The pods of the set that a peer of a rule means. */
  public podsOf(peer: NetworkPeer, namespace: string): readonly Workload[] {
    if (peer.ipBlock !== undefined) return [];
    const { workloads } = this.mesh.model;
    return workloads.all.filter(
      one => this.#isMeant(peer, one.namespace, namespace) && matchesSelector(peer.podSelector, one.labels),
    );
  }

  /** Whether a rule is about connections that go through tunnels once pods are in the ambient mesh. */
  public isTunnelled({ peers, ports, policy }: NetworkRule): boolean {
    const hasTcp = ports === undefined || ports.some(({ protocol, port }) => protocol === 'TCP' && port !== DNS);
    return hasTcp && (peers === undefined || peers.some(peer => this.#isInMesh(peer, policy.namespace)));
  }

  /** Whether a peer means pods of the mesh; where the set does not show its pods, by the labels of their namespaces. */
  #isInMesh(peer: NetworkPeer, namespace: string): boolean {
    if (peer.ipBlock !== undefined) return false;
    const pods = this.podsOf(peer, namespace);
    if (pods.length > 0) return pods.some(({ dataPlane }) => dataPlane !== 'none');
    return [...this.mesh.model.namespaces.all].some(
      ({ name, labels }) => this.#isMeant(peer, name, namespace) && joinsMesh(labels),
    );
  }

  #isMeant({ namespaceSelector }: NetworkPeer, name: string, own: string): boolean {
    if (namespaceSelector === undefined) return name === own;
    const labels = this.mesh.model.namespaces.get(name)?.labels;
    return matchesSelector(namespaceSelector, { 'kubernetes.io/metadata.name': name, ...labels });
  }

  /** Whether rules let a TCP port in or out for everybody whom one of them lets through. */
  public isCovered({ peers }: NetworkRule, port: number, rules: readonly NetworkRule[]): boolean {
    const known = (list: readonly NetworkPeer[]) => new Set(list.map(({ written }) => JSON.stringify(written)));
    return rules.some(other => {
      if (!admitsPort(other, port)) return false;
      if (other.peers === undefined) return true;
      const texts = known(other.peers);
      return peers?.every(({ written }) => texts.has(JSON.stringify(written))) === true;
    });
  }

  /** Whether probes of the kubelet reach pods of the ambient mesh. */
  public admitsProbes(workload: Workload): boolean {
    if (!this.isolates(workload, 'ingress')) return true;
    const rules = this.of(workload, 'ingress');
    return rules.some(
      ({ peers }) =>
        peers === undefined ||
        peers.some(
          ({ ipBlock }) =>
            ipBlock !== undefined &&
            isInRange(PROBES, ipBlock.cidr) &&
            !ipBlock.except.some(range => isInRange(PROBES, range)),
        ),
    );
  }

  /** Whether pods can send to addresses outside of the cluster, as far as NetworkPolicies are concerned. */
  public reachesOutside(workload: Workload): boolean {
    if (!this.isolates(workload, 'egress')) return true;
    return this.of(workload, 'egress').some(
      ({ peers }) => peers === undefined || peers.some(({ ipBlock }) => ipBlock !== undefined),
    );
  }

  /** Whether pods can send to all pods of the cluster, as far as NetworkPolicies are concerned. */
  public reachesEverybody(workload: Workload): boolean {
    if (!this.isolates(workload, 'egress')) return true;
    return this.of(workload, 'egress').some(
      ({ peers }) =>
        peers === undefined ||
        peers.some(
          ({ ipBlock, namespaceSelector, podSelector }) =>
            ipBlock !== undefined ||
            (namespaceSelector !== undefined && isEmpty(namespaceSelector) && isEmpty(podSelector)),
        ),
    );
  }

  #policiesOf({ namespace, labels }: Workload): readonly Resource<'NetworkPolicy'>[] {
    return this.mesh.model
      .inNamespace('NetworkPolicy', namespace)
      .filter(({ spec }) => matchesSelector(spec.podSelector, labels))
      .sort(compareAge);
  }
}

function joinsMesh(labels: Labels): boolean {
  return labels['istio-injection'] === 'enabled' || (labels['istio.io/rev'] ?? '') !== '' || isAmbient(labels);
}

function concerns({ spec }: Resource<'NetworkPolicy'>, direction: NetworkDirection): boolean {
  const { policyTypes, egress } = spec;
  if (policyTypes !== undefined && policyTypes.length > 0) {
    return policyTypes.includes(direction === 'ingress' ? 'Ingress' : 'Egress');
  }
  return direction === 'ingress' || egress !== undefined;
}

function rulesOf(policy: Resource<'NetworkPolicy'>, direction: NetworkDirection): readonly NetworkRule[] {
  return (policy.spec[direction] ?? []).map((rule, i): NetworkRule => {
    const peers = mappings(rule[direction === 'ingress' ? 'from' : 'to']);
    const ports = mappings(rule.ports);
    return {
      policy,
      direction,
      field: `spec.${direction}[${i}]`,
      // An empty list means everybody.
      peers: peers.length === 0 ? undefined : peers.map(peerFrom),
      ports: ports.length === 0 ? undefined : ports.map(portFrom),
    };
  });
}

function peerFrom(written: { readonly [field: string]: unknown }): NetworkPeer {
  const podSelector = labelSelector(written.podSelector);
  const namespaceSelector = labelSelector(written.namespaceSelector);
  const { ipBlock } = written;
  const except = isMapping(ipBlock) && Array.isArray(ipBlock.except) ? ipBlock.except.map(String) : [];
  return {
    written,
    ...(podSelector === undefined ? {} : { podSelector }),
    ...(namespaceSelector === undefined ? {} : { namespaceSelector }),
    ...(isMapping(ipBlock) ? { ipBlock: { cidr: String(ipBlock.cidr), except } } : {}),
  };
}

function portFrom({ protocol = 'TCP', port, endPort }: { readonly [field: string]: unknown }): NetworkPort {
  return {
    protocol: String(protocol),
    port: typeof port === 'number' || typeof port === 'string' ? port : undefined,
    endPort: typeof endPort === 'number' ? endPort : undefined,
  };
}

function admitsPort({ ports }: NetworkRule, number: number): boolean {
  return (
    ports === undefined ||
    ports.some(({ protocol, port, endPort }) => {
      if (protocol !== 'TCP') return false;
      if (port === undefined || port === number) return true;
      return typeof port === 'number' && endPort !== undefined && port <= number && number <= endPort;
    })
  );
}

function mappings(value: unknown): readonly { readonly [field: string]: unknown }[] {
  return Array.isArray(value) ? value.filter(isMapping) : [];
}

function isEmpty(selector: LabelSelector | undefined): boolean {
  return Object.keys(selector?.matchLabels ?? {}).length + (selector?.matchExpressions ?? []).length === 0;
}
