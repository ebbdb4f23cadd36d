import { Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { Mesh } from '../mesh/mesh';
import type {
  Call,
  Caller,
  ExternalServiceRef,
  GatewayCaller,
  MeshServiceRef,
  NamespaceRef,
  WaypointRef,
} from '../mesh/references';
import { declaredExtensionProviders } from '../tree/extension-provider';
import { ConfigError } from '../values/config-error';
import { type NamespaceName, nameOfNamespace } from '../values/namespace-name';
import { byText } from '../values/order';
import { canonicalJson } from '../values/plain-data';
import {
  HBONE_PORT,
  type PodSet,
  type PolicyPeer,
  type PolicyPort,
  peerOf,
  podsOf,
  portsBetween,
  tcp,
  waypointPods,
} from './network-peer';

/** Pods of a namespace that are not declared in the mesh. */
export interface OutsidePods {
  readonly namespace: NamespaceName;
  /**
   * Labels of the pods.
   *
   * @default - all pods of the namespace
   */
  readonly labels?: { readonly [key: string]: string } | undefined;
}

/** Properties of `NetworkPolicies`. */
export interface NetworkPoliciesProps {
  /**
   * The namespaces that are closed.
   *
   * @default - every namespace with a data plane in which the mesh runs a service
   */
  readonly namespaces?: readonly NamespaceRef[] | undefined;

  /**
   * Who may scrape the metrics of proxies.
   *
   * @default - nobody
   */
  readonly scrapers?: readonly OutsidePods[] | undefined;

  /**
   * The pods that answer DNS, at port 53.
   *
   * @default - `k8s-app: kube-dns` in `kube-system`
   */
  readonly dns?: OutsidePods | undefined;

  /**
   * Addresses of the cluster, such as the ranges of its pods and Services, in the form `10.0.0.0/8`. Pods that call
   * something outside of the mesh reach every address but these, since NetworkPolicies know no host names.
   *
   * @default - the private ranges of IPv4 and IPv6
   */
  readonly clusterRanges?: readonly string[] | undefined;
}

/**
 * Lets exactly the declared calls through at the network layer as well, where no proxy can be gone around.
 *
 * Defines NetworkPolicies per closed namespace: one that refuses everything both ways, one for what every pod needs
 * (DNS; istiod for sidecars; the probes of the kubelet in ambient mode), and one per direction and service for its
 * calls. Ports are those that travel on the wire: those of the pods between sidecars, 15008 between ambient pods.
 *
 * Probes of the kubelet reach pods with sidecars past the policies in all common network plugins.
 *
 * @see https://istio.io/latest/docs/ambient/usage/networkpolicy/
 *
 * @example
 * new NetworkPolicies(mesh, 'network', { scrapers: [{ namespace: 'monitoring' }] });
 */
export class NetworkPolicies extends Construct {
  private readonly mesh: Mesh;
  private readonly chosen: readonly NamespaceRef[] | undefined;
  private readonly scrapers: readonly OutsidePods[];
  private readonly dns: OutsidePods;
  private readonly clusterRanges: readonly string[];
  private readonly externalOf = new Map<Caller, Set<ExternalServiceRef>>();
  private readonly closed = new Set<string>();
  private readonly written = new Set<string>();

  public constructor(scope: Construct, id: string, props: NetworkPoliciesProps = {}) {
    super(scope, id);
    this.mesh = Mesh.of(this);
    this.chosen = props.namespaces;
    this.scrapers = props.scrapers ?? [];
    this.dns = props.dns ?? { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } };
    this.clusterRanges = props.clusterRanges ?? PRIVATE_RANGES;
    const outside = props.namespaces?.find(({ dataPlane }) => dataPlane.mode === 'none');
    if (outside !== undefined) {
      throw new ConfigError(
        `Cannot close the network of namespace "${outside.name}" at ${this.node.path}: wanted one with a data plane, whose calls are declared, got none`,
      );
    }
    for (const range of this.clusterRanges) {
      if (!/^(\d{1,3}(\.\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:]*)\/\d{1,3}$/.test(range)) {
        throw new ConfigError(
          `Cannot close the network at ${this.node.path}: wanted ranges of addresses such as "10.0.0.0/8", got "${range}"`,
        );
      }
    }
    for (const namespace of props.namespaces ?? []) this.close(namespace);
    this.mesh.listen({
      pods: ({ namespace, isExisting }) => {
        const isOwn = !isExisting && namespace.dataPlane.mode !== 'none';
        if (this.chosen === undefined && isOwn) this.close(namespace);
      },
      call: call => this.admit(call),
      gateway: gateway => this.admitGateway(gateway),
      waypoint: waypoint => this.admitWaypoint(waypoint),
      externalCall: (caller, callee) => this.admitExternal(caller, callee),
    });
  }

  private close(namespace: NamespaceRef): void {
    if (this.closed.has(namespace.name)) return;
    this.closed.add(namespace.name);
    this.define(namespace.name, 'deny-by-default', undefined, () => ({ ingress: [], egress: [] }));
    this.define(namespace.name, 'allow-every-pod', undefined, () => this.everyPod(namespace));
    for (const call of this.mesh.calls) this.admit(call);
    for (const gateway of this.mesh.gateways) this.admitGateway(gateway);
    if (namespace.waypoint !== undefined) this.admitWaypoint(namespace.waypoint);
    for (const [caller, callees] of this.externalOf) for (const callee of callees) this.admitExternal(caller, callee);
  }

  private everyPod({ dataPlane, waypoint }: NamespaceRef): Rules {
    const { dns } = this;
    const toDns = {
      to: [peerOf({ ...podsOutside(dns), mode: 'none' })],
      ports: [{ port: 53, protocol: 'UDP' as const }, tcp(53)],
    };
    if (dataPlane.mode === 'ambient') {
      return {
        ingress: [{ from: KUBELET_PROBES }],
        egress: [toDns, ...(waypoint === undefined ? [] : this.toProviders())],
      };
    }
    const scrapes = this.scrapers.map(pods => peerOf({ ...podsOutside(pods), mode: 'none' }));
    return {
      ingress: scrapes.length === 0 ? [] : [{ from: scrapes, ports: [tcp(15020), tcp(15090)] }],
      egress: [toDns, this.toIstiod(), ...this.toProviders()],
    };
  }

  private toIstiod(): EgressRule {
    const istiod = { namespace: this.mesh.rootNamespace, labels: { app: 'istiod' }, mode: 'none' } as const;
    return { to: [peerOf(istiod)], ports: [tcp(15012)] };
  }

  /** Proxies send spans and logs, and ask authorizers, on their own. */
  private toProviders(): EgressRule[] {
    return declaredExtensionProviders(this).flatMap(({ target }) => {
      if (target === undefined) return [];
      const service = this.mesh.serviceAt(target.host);
      if (service !== undefined) {
        const port = service.ports.find(offered => offered.port === target.port);
        return { to: [peerOf(podsOfService(service))], ports: [tcp(port?.targetPort ?? target.port)] };
      }
      const [, namespace] = target.host.split('.');
      if (namespace === undefined || !target.host.includes('.svc')) return [];
      // What listens behind a Service of somebody else is not known; its port is, in nearly all cases.
      return { to: [peerOf({ namespace, mode: 'none' })], ports: [tcp(target.port)] };
    });
  }

  private admit({ caller, callee }: Call): void {
    const from = podsOf(caller, this.mesh);
    if (from === undefined) return;
    if (this.closed.has(callee.namespace.name)) {
      this.define(callee.namespace.name, `allow-to-${callee.name}`, callee.selector, () => this.ingressOf(callee));
    }
    this.letOut(caller, from);
  }

  private admitExternal(caller: Caller, callee: ExternalServiceRef): void {
    this.externalOf.set(caller, (this.externalOf.get(caller) ?? new Set<ExternalServiceRef>()).add(callee));
    const from = podsOf(caller, this.mesh);
    if (from !== undefined) this.letOut(caller, from);
  }

  private letOut(caller: Caller, from: PodSet): void {
    if (!this.closed.has(from.namespace) || this.mesh.gateways.some(gateway => gateway === caller)) return;
    const [, name = caller.label] = caller.label.split('/');
    this.define(from.namespace, `allow-from-${name}`, from.labels, () => ({ egress: this.egressOf(caller, from) }));
  }

  private ingressOf(callee: MeshServiceRef): Rules {
    const { waypoint } = callee.namespace;
    const to = podsOfService(callee);
    const rules: IngressRule[] = waypoint === undefined ? [] : [toIngress(waypointPods(waypoint), to, [])];
    for (const call of this.mesh.callsTo(callee)) {
      const from = podsOf(call.caller, this.mesh);
      if (from !== undefined)
        rules.push(
          toIngress(
            from,
            to,
            call.ports.map(port => port.targetPort),
          ),
        );
    }
    return { ingress: rules };
  }

  private egressOf(caller: Caller, from: PodSet): EgressRule[] {
    const inside = this.mesh.callsFrom(caller).flatMap(({ callee, ports }) => {
      const { waypoint } = callee.namespace;
      const to = podsOfService(callee);
      const direct = {
        to: [peerOf(to)],
        ports: portsBetween(
          from,
          to,
          ports.map(port => port.targetPort),
        ),
      };
      return waypoint === undefined
        ? direct
        : [direct, { to: [peerOf(waypointPods(waypoint))], ports: [tcp(HBONE_PORT)] }];
    });
    return [...inside, ...[...(this.externalOf.get(caller) ?? [])].map(external => this.toExternal(external, caller))];
  }

  private toExternal(external: ExternalServiceRef, caller: Caller): EgressRule {
    const { leavesFrom } = external;
    if (leavesFrom !== undefined) return { to: [peerOf({ namespace: leavesFrom.name, mode: 'none' })] };
    const ports = external.calls
      .filter(call => call.caller === caller)
      .flatMap(call => call.ports.map(port => external.dialled(port)));
    const except = (family: ':' | '.') => this.clusterRanges.filter(range => range.includes(family));
    const everywhere = [
      { ipBlock: { cidr: '0.0.0.0/0', except: except('.') } },
      { ipBlock: { cidr: '::/0', except: except(':') } },
    ];
    // An address that is declared may well be one of a private network.
    const declared = external.addresses.map(address => ({
      ipBlock: { cidr: address.includes('/') ? address : `${address}/${address.includes(':') ? 128 : 32}` },
    }));
    return {
      to: declared.length === 0 ? everywhere : declared,
      ports: [...new Set(ports)].sort((a, b) => a - b).map(tcp),
    };
  }

  private admitGateway(gateway: GatewayCaller): void {
    if (!this.closed.has(gateway.podNamespace.name)) return;
    this.define(gateway.podNamespace.name, `allow-gateway-${gateway.name}`, gateway.selector, () => ({
      ingress: [{ ports: [...gateway.listensOn, 15021].map(tcp) }],
      egress: [
        this.toIstiod(),
        ...this.egressOf(gateway, { namespace: gateway.podNamespace.name, labels: gateway.selector, mode: 'sidecar' }),
      ],
    }));
  }

  private admitWaypoint(waypoint: WaypointRef): void {
    const { namespace } = waypoint;
    if (!this.closed.has(namespace.name)) return;
    const pods = waypointPods(waypoint);
    this.define(namespace.name, `allow-waypoint-${waypoint.name}`, pods.labels, () => {
      const callees = this.mesh.services.filter(service => service.namespace === namespace);
      const callers = callees.flatMap(callee =>
        this.mesh.callsTo(callee).map(({ caller }) => podsOf(caller, this.mesh)),
      );
      const peers = callers.filter(caller => caller !== undefined).map(peerOf);
      return {
        ingress: peers.length === 0 ? [] : [{ from: peers, ports: [tcp(HBONE_PORT), tcp(15021)] }],
        egress: [
          this.toIstiod(),
          ...callees.map(callee => ({ to: [peerOf(podsOfService(callee))], ports: [tcp(HBONE_PORT)] })),
        ],
      };
    });
  }

  private define(
    namespace: string,
    name: string,
    labels: { readonly [key: string]: string } | undefined,
    rules: () => Rules,
  ): void {
    if (this.written.has(`${namespace}/${name}`)) return;
    this.written.add(`${namespace}/${name}`);
    this.mesh.defineObject(this, 'policies', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name, namespace },
      spec: Lazy.any({ produce: () => toSpec(labels, rules()) }),
    });
  }
}

interface IngressRule {
  readonly from?: readonly PolicyPeer[];
  readonly ports?: readonly PolicyPort[];
}

interface EgressRule {
  readonly to: readonly PolicyPeer[];
  readonly ports?: readonly PolicyPort[];
}

interface Rules {
  readonly ingress?: readonly IngressRule[];
  readonly egress?: readonly EgressRule[];
}

const PRIVATE_RANGES: readonly string[] = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  'fc00::/7',
];

/** The kubelet's probes of ambient pods come from these addresses, whatever the node. */
const KUBELET_PROBES: readonly PolicyPeer[] = [
  { ipBlock: { cidr: '169.254.7.127/32' } },
  { ipBlock: { cidr: 'fd16:9254:7127:1337:ffff:ffff:ffff:ffff/128' } },
];

function toIngress(from: PodSet, to: PodSet, ports: readonly number[]): IngressRule {
  return { from: [peerOf(from)], ports: portsBetween(from, to, ports) };
}

function podsOfService({ namespace, selector }: MeshServiceRef): PodSet {
  return { namespace: namespace.name, labels: selector, mode: namespace.dataPlane.mode };
}

function podsOutside({ namespace, labels }: OutsidePods): Omit<PodSet, 'mode'> {
  return { namespace: nameOfNamespace(namespace), ...(labels === undefined ? {} : { labels }) };
}

function toSpec(labels: { readonly [key: string]: string } | undefined, { ingress, egress }: Rules): object {
  return {
    podSelector: labels === undefined ? {} : { matchLabels: { ...labels } },
    policyTypes: [...(ingress === undefined ? [] : ['Ingress']), ...(egress === undefined ? [] : ['Egress'])],
    ...(ingress === undefined || ingress.length === 0 ? {} : { ingress: joined(ingress, 'from') }),
    ...(egress === undefined || egress.length === 0 ? {} : { egress: joined(egress, 'to') }),
  };
}

/** Rules with the same ports are one rule with all peers; sorted, so that the order of declaration does not matter. */
function joined<K extends 'from' | 'to'>(
  rules: readonly { readonly [P in K]?: readonly PolicyPeer[] }[],
  side: K,
): object[] {
  const byPorts = new Map<string, { readonly rule: object; readonly peers: Map<string, PolicyPeer> }>();
  for (const rule of rules) {
    const { [side]: peers, ...rest } = rule;
    const key = canonicalJson([rest, peers === undefined]);
    const found = byPorts.get(key) ?? { rule: rest, peers: new Map<string, PolicyPeer>() };
    byPorts.set(key, found);
    for (const peer of (peers as readonly PolicyPeer[] | undefined) ?? []) found.peers.set(canonicalJson(peer), peer);
  }
  return [...byPorts].sort(byText(([key]) => key)).map(([, { rule, peers }]) => ({
    ...(peers.size === 0 ? {} : { [side]: [...peers].sort(byText(([key]) => key)).map(([, peer]) => peer) }),
    ...rule,
  }));
}
