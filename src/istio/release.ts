import { isAtLeast } from '../values/istio-version';

/** Something that Istio does differently from a release on. */
export interface Difference {
  /** The first release that does it by default, such as `1.31`. */
  readonly since: string;
  /** What it does since then. */
  readonly now: string;
  /** What older releases do. */
  readonly before: string;
  /** The first release that does it no longer. */
  readonly until?: string;
  /** What turns it on and off. */
  readonly switch?: Switch;
}

/** An environment variable of istiod; compatibility versions of the charts set it too. */
interface Switch {
  readonly variable: string;
  /** The first release that reads it. */
  readonly from: string;
  /** The first release that reads it no longer. */
  readonly until?: string;
}

/** What happens to requests differently from release to release, the newest first; the documentation is printed from it. */
export const DIFFERENCES = {
  tokenPresence: {
    since: '1.32',
    now: 'a request without a token that `presence: REQUIRED` asks for is answered 401',
    before: 'there is no such field',
  },
  connectionSettings: {
    since: '1.31',
    now: '`connectionSettings` of a gateway change paths with slashes and headers with underscores before any check',
    before: 'there is no such setting',
  },
  sidecarExclusions: {
    since: '1.31',
    now: 'a host `~namespace/name` of a Sidecar is excluded from what its other hosts import',
    before: 'such a host imports nothing',
  },
  strictGatewayMerging: {
    since: '1.31',
    now: 'a Gateway of Istio does not apply to the pods of a Kubernetes Gateway in another namespace',
    before: 'every Gateway of Istio applies whose selector matches',
    switch: { variable: 'PILOT_ENABLE_STRICT_GATEWAY_MERGING', from: '1.31' },
  },
  serviceEntryVisibility: {
    since: '1.31',
    now: '`serviceEntryVisibility` of the mesh configuration limits who sees ServiceEntries',
    before: 'there is no such setting',
  },
  subsetTls: {
    since: '1.31',
    now: 'a subset without `tls` uses `tls` of the whole DestinationRule, even if settings of the port override it',
    before: 'if they override it, clients of the subset use auto mutual TLS',
  },
  dynamicDnsForUnknownHosts: {
    since: '1.31',
    now: 'mode `ALLOW_ANY_DYNAMIC_DNS` resolves hosts that the mesh does not know by the name in the request',
    before: 'there is no such mode',
  },
  canaryWaypoints: {
    since: '1.31',
    now: '`istio.io/use-waypoint-canary` sends a share of the connections through a second waypoint',
    before: 'the label has no effect',
  },
  listenerConflicts: {
    since: '1.31',
    now: 'listeners of the Gateway API that conflict, lack `tls`, or are in an invalid ListenerSet are ignored',
    before: 'they are merged like servers of a Gateway, where that is possible',
  },
  tcpRoutes: {
    since: '1.31',
    now: 'TCPRoutes and listeners for TCP are read',
    before: 'they are read only with the switch',
    switch: { variable: 'PILOT_ENABLE_ALPHA_GATEWAY_API', from: '1.19', until: '1.31' },
  },
  insecureFallback: {
    since: '1.31',
    now: '`AllowInsecureFallback` of a Kubernetes Gateway accepts clients without a certificate',
    before: 'they are rejected',
  },
  rulesOverPolicies: {
    since: '1.31',
    now: 'each field of the traffic policy of a DestinationRule overrides that of a BackendTLSPolicy',
    before: 'the traffic policy of the BackendTLSPolicy replaces that of the DestinationRule as a whole',
  },
  foreignWaypoints: {
    since: '1.31',
    now: 'gateways and sidecars of Istio ignore the routes of a service whose waypoint has another controller',
    before: 'they apply these routes too',
  },
  emptyRulesUnknown: {
    since: '1.30',
    until: '1.31',
    now: 'a rule of an HTTPRoute without backends returns 404',
    before: 'it returns 500',
  },
  grpcRouteNames: {
    since: '1.30',
    now: 'a GRPCRoute with the same name as an HTTPRoute is ignored, unless another route has its host and parent',
    before: 'a GRPCRoute that shares a host and a parent with an HTTPRoute is ignored',
  },
  emptySelectorSelectsAll: {
    since: '1.30',
    until: '1.31.1',
    now: 'an empty `workloadSelector` of a ServiceEntry selects every workload of the namespace',
    before: 'it selects nothing',
  },
  dynamicDnsInSidecars: {
    since: '1.30',
    now: 'sidecars resolve the hosts of a ServiceEntry with resolution `DYNAMIC_DNS`',
    before: 'only waypoints do; sidecars have no endpoint for it',
  },
  bestServiceNamespace: {
    since: '1.30',
    now: 'if a host that only a route names has several services, a Kubernetes Service is used, else the oldest',
    before: 'the one in the alphabetically first namespace is used',
    switch: { variable: 'PILOT_SIDECAR_PICK_BEST_SERVICE_NAMESPACE', from: '1.30' },
  },
  allWaypointRoutes: {
    since: '1.26',
    now: 'a waypoint applies all routes of a service, one after the other',
    before: 'it applies the first one only',
  },
  gatewayClassPolicies: {
    since: '1.25',
    now: 'a policy of the root namespace may target a GatewayClass',
    before: 'such a policy is not enforced',
  },
  allocatedAddresses: {
    since: '1.25',
    now: 'istiod allocates an address for a ServiceEntry without addresses; ambient pods get it from DNS, and its waypoint sees the request',
    before: 'ztunnel does not know the host, and passes the request through',
    switch: { variable: 'PILOT_ENABLE_IP_AUTOALLOCATE', from: '1.25' },
  },
  ingressWaypoints: {
    since: '1.25',
    now: '`istio.io/ingress-use-waypoint` sends requests of a gateway through the waypoint of the service',
    before: 'gateways bypass waypoints',
  },
  safeDefaultRetries: {
    since: '1.24',
    now: 'a route without a retry policy does not retry on 503',
    before: 'it retries on 503',
    switch: { variable: 'EXCLUDE_UNSAFE_503_FROM_DEFAULT_RETRY', from: '1.24', until: '1.27' },
  },
  destinationRuleMerging: {
    since: '1.24',
    now: 'DestinationRules of one host and namespace are merged only where `exportTo` allows it',
    before: 'they are merged whatever `exportTo` says',
    switch: { variable: 'ENABLE_ENHANCED_DESTINATIONRULE_MERGE', from: '1.24' },
  },
  unifiedSidecarScope: {
    since: '1.24',
    now: 'if a host has several services, those of one namespace are used: the own one, else that of a Kubernetes Service',
    before: 'without a Sidecar object the services are merged; with one, a Kubernetes Service has no precedence',
    switch: { variable: 'PILOT_UNIFIED_SIDECAR_SCOPE', from: '1.24' },
  },
  hashedRetries: {
    since: '1.23',
    now: 'retries of a route with a consistent hash may pick the same host again',
    before: 'they avoid hosts that were already tried',
  },
  resourceScoping: {
    since: '1.22',
    now: 'discovery selectors limit the objects of Istio that istiod reads',
    before: 'they limit Services and pods only',
    switch: { variable: 'ENABLE_ENHANCED_RESOURCE_SCOPING', from: '1.19', until: '1.25' },
  },
  waypointLabels: {
    since: '1.22',
    now: '`istio.io/use-waypoint` names the waypoint of a service, a pod or a namespace',
    before: 'a Gateway of the waypoint class applies to a service account or a namespace, which is not modelled',
  },
  passthroughTargetPorts: {
    since: '1.22',
    now: '`targetPort` of a ServiceEntry with resolution `NONE` is used',
    before: 'the port that the client used is kept',
    switch: { variable: 'ENABLE_RESOLUTION_NONE_TARGET_PORT', from: '1.22', until: '1.25' },
  },
  externalNameAliases: {
    since: '1.21',
    now: 'an ExternalName Service is an alias of its target',
    before: 'it is a service outside the mesh, without mutual TLS, even if its target is in the mesh',
    switch: { variable: 'ENABLE_EXTERNAL_NAME_ALIAS', from: '1.20', until: '1.24' },
  },
} as const satisfies { readonly [name: string]: Difference };

export type DifferenceName = keyof typeof DIFFERENCES;

const OFF: ReadonlySet<string> = new Set(['0', 'f', 'F', 'false', 'FALSE', 'False']);

/** The Istio release whose meaning of manifests is wanted. */
export class Release {
  readonly #known = new Map<DifferenceName, boolean>();

  /**
   * @param variables Environment of istiod, which may switch what it does.
   * @param compatibilityVersion The minor that istiod was told to behave like.
   */
  public constructor(
    public readonly version: string,
    private readonly variables: ReadonlyMap<string, string> = new Map(),
    private readonly compatibilityVersion: string = version,
  ) {}

  /** Whether the release is this one, or newer; a minor such as `1.31` stands for its first release. */
  public isAtLeast(version: string): boolean {
    return isAtLeast(this.version, version);
  }

  /** Whether istiod of this release, set up as it is, does this. */
  public has(name: DifferenceName): boolean {
    let known = this.#known.get(name);
    if (known === undefined) {
      known = this.#find(DIFFERENCES[name]);
      this.#known.set(name, known);
    }
    return known;
  }

  #find({ since, until, switch: by }: Difference): boolean {
    const isRead = by !== undefined && this.isAtLeast(by.from) && (by.until === undefined || !this.isAtLeast(by.until));
    const value = isRead ? this.variables.get(by.variable) : undefined;
    if (value !== undefined) return !OFF.has(value);
    // A control plane cannot be told to do what came later than it.
    const behavesSo = !isRead || isAtLeast(this.compatibilityVersion, since);
    return behavesSo && this.isAtLeast(since) && (until === undefined || !this.isAtLeast(until));
  }
}
