import { matchesLabels } from '../../model/labels';
import type { MeshPort } from '../../model/mesh-host';
import type { Workload } from '../../model/workload';
import { isIpAddress } from '../../values/ip-range';
import { isOrderAssumed, orderAssumption } from '../age';
import type { MeshFacts, ProxyFacts } from '../mesh-facts';
import { type Dialled, podsBehind, resolveName } from '../services/name-resolution';
import {
  type Endpoint,
  partWith,
  portOf,
  type RegisteredService,
  targetPortOf,
  workloadAddresses,
} from '../services/registered-service';
import type { Notes, Trace } from '../trace';
import { type TlsContext, type WireSecurity, wireSecurity } from './client-tls';
import { type Cluster, meshServerName } from './cluster';
import type { ConsolidatedRule } from './destination-rules';
import { INVALID_CERTIFICATE } from './rule-source';
import { effectivePolicy } from './traffic-policy';

/** One place to which a cluster sends. */
export interface ClusterEndpoint {
  /** The pods; undefined for an address that belongs to none of them. */
  readonly workload: Workload | undefined;
  readonly port: number;
  readonly wire: WireSecurity;
  /** Where the address leads, if it is a name of the cluster. */
  readonly leadsTo: Dialled | undefined;
}

/** What is behind a cluster, and how a proxy reaches it. */
export interface ClusterPlan {
  readonly cluster: Cluster;
  readonly service: RegisteredService;
  readonly port: MeshPort;
  readonly tls: TlsContext;
  /** The SNI of TLS with certificates of the user; undefined where the client's own name is sent. */
  readonly serverName: string | undefined;
  /** The SNI of mutual TLS of the mesh. */
  readonly meshServerName: string;
  /** Whether the address that the client dialled is kept; then there are no endpoints. */
  readonly keepsAddress: boolean;
  /** The port that takes the place of the one dialled, where the address is kept. */
  readonly portOverride: number | undefined;
  readonly endpoints: readonly ClusterEndpoint[];
}

/** A cluster, or why there is none that could take requests, and what that rests on. */
export type ClusterPlanResult =
  | { readonly plan: ClusterPlan; readonly notes: Notes }
  | (Unavailable & { readonly notes: Notes });

/** Why a cluster takes no requests. */
interface Unavailable {
  readonly problem: string;
  /** Whether the proxy knows no such cluster at all, rather than one without endpoints. */
  readonly unknown: boolean;
}

/** Works out a cluster of a proxy. */
export function planCluster(mesh: MeshFacts, view: ProxyFacts, cluster: Cluster): ClusterPlanResult {
  const trace = mesh.newTrace();
  const made = plan(mesh, view, cluster, trace);
  return 'problem' in made ? { ...made, notes: trace } : { plan: made, notes: trace };
}

function plan(mesh: MeshFacts, view: ProxyFacts, cluster: Cluster, trace: Trace): ClusterPlan | Unavailable {
  const { host, subset } = cluster;
  const service = view.scope.services.get(host);
  // A further name of another service has no cluster of its own.
  if (service === undefined || service.resolution === 'alias') {
    trace.step('destination', `the proxy knows no service "${host}"`);
    return { problem: `the proxy knows no service "${host}"`, unknown: true };
  }
  trace.consult(service.resource);
  if (
    service.resolution === 'dynamic-dns' &&
    view.proxy.type !== 'waypoint' &&
    !mesh.release.has('dynamicDnsInSidecars')
  ) {
    const reason = `before Istio 1.30, only waypoints look up the names of ${host}`;
    trace.step('destination', reason, service.resource, 'spec.resolution');
    return { problem: reason, unknown: true };
  }
  noteRivals(mesh, service, trace);
  const port = portOf(service, cluster.port);
  if (port === undefined || port.protocol === 'udp') {
    const ports = service.ports.map(({ number }) => number).join(', ');
    const reason = `${host} has no port ${cluster.port}, only ${ports}`;
    trace.step('destination', reason, service.resource, 'spec.ports');
    return { problem: reason, unknown: true };
  }
  const rule = view.destinationRule(host);
  noteRule(mesh, rule, service, view, trace);
  const defined = rule?.subsets.find(({ name }) => name === subset);
  if (subset !== '' && defined === undefined) {
    const names = rule?.subsets.map(({ name }) => `"${name ?? ''}"`).join(', ') || 'none';
    const reason = `subset "${subset}" of ${host} is not defined; defined are ${names}`;
    trace.step('destination', reason, rule?.from[0], 'spec.subsets');
    return { problem: reason, unknown: true };
  }
  const policy = rule === undefined ? {} : effectivePolicy(rule, port.number, subset);
  if (policy.tls?.credentialName === INVALID_CERTIFICATE) {
    const reason = `the certificate against which ${host} is to be checked cannot be used, so that nothing gets through`;
    trace.step('destination', reason, rule?.policies[0], 'spec.validation.caCertificateRefs');
    return { problem: reason, unknown: false };
  }
  const isGateway = view.proxy.type === 'gateway';
  const wanted = [policy, rule === undefined ? {} : effectivePolicy(rule, port.number, '')];
  const passes = wanted.some(({ loadBalancer }) => loadBalancer?.simple === 'PASSTHROUGH');
  const keepsAddress = passes || (service.resolution === 'passthrough' && !isGateway);
  const tls: TlsContext = { mesh, service, port: port.number, subset, rule, policy, isGateway, keepsAddress };
  const endpoints = keepsAddress ? [] : endpointsOf(mesh, view, tls, port, defined?.labels ?? {}, trace);
  if (keepsAddress ? isGateway : endpoints.length === 0) {
    const reason =
      subset === '' ? `nothing is behind ${host}` : `no pod of ${host} has the labels of subset "${subset}"`;
    trace.step('destination', reason, rule?.from[0] ?? service.resource, subset === '' ? undefined : 'spec.subsets');
    return { problem: reason, unknown: false };
  }
  const counts = !service.isKubernetes && mesh.release.has('passthroughTargetPorts');
  const override = counts && port.targetPort !== port.number ? port.targetPort : undefined;
  return {
    cluster,
    service,
    port,
    tls,
    serverName: policy.tls?.sni ?? (policy.tls === undefined ? meshServerName(cluster) : undefined),
    meshServerName: policy.tls?.sni ?? meshServerName(cluster),
    keepsAddress,
    portOverride: typeof override === 'number' ? override : undefined,
    endpoints,
  };
}

function endpointsOf(
  mesh: MeshFacts,
  view: ProxyFacts,
  tls: TlsContext,
  port: MeshPort,
  labels: { readonly [key: string]: string },
  trace: Trace,
): readonly ClusterEndpoint[] {
  const service = partWith(tls.service, port.number);
  const pods = podsBehind(mesh, service);
  const all =
    service.resolution === 'endpoints'
      ? [...service.endpoints, ...sharedEndpoints(mesh, service, port.name)]
      : service.endpoints;
  const written = all.filter(endpoint => matchesLabels(labels, endpoint.labels));
  if (pods.some(({ generated, resource }) => generated && resource === service.resource)) {
    trace.assume(
      `no pods of ${service.host} are among the manifests: they are taken to carry only the labels of its selector, and to have a sidecar if their namespace does not say otherwise`,
    );
  }
  if (pods.length > 0) {
    const fromPods = pods
      .filter(workload => matchesLabels(labels, workload.labels))
      .map(workload => {
        const target = targetPortOf(service, port, { ips: workloadAddresses(workload), pod: workload.pod });
        const wire = wireSecurity(tls, { workload, port: target });
        return { workload, port: target, wire, leadsTo: undefined };
      });
    return [...fromPods, ...written.map(endpoint => atEndpoint(mesh, view, tls, port, endpoint))];
  }
  const isNamed = service.resolution === 'dns' || service.resolution === 'dynamic-dns';
  if (all.length > 0 || isNamed) {
    const addresses: readonly Endpoint[] =
      all.length > 0 ? written : [{ address: service.host, labels: {}, ports: {} }];
    return addresses.map(endpoint => atEndpoint(mesh, view, tls, port, endpoint));
  }
  // Of a Service without selector, and of pods that are not among the manifests, somebody else keeps the addresses.
  const isOpen = service.isKubernetes || (service.resolution === 'endpoints' && service.service.selector !== undefined);
  if (!isOpen) return [];
  return [{ workload: undefined, port: port.number, wire: wireSecurity(tls, undefined), leadsTo: undefined }];
}

/**
 * Endpoints of others of the same host and namespace. Istiod keeps them in one list, whichever object they are from, and
 * tells them apart by the names of their ports.
 */
function sharedEndpoints(mesh: MeshFacts, service: RegisteredService, name: string): readonly Endpoint[] {
  return mesh.servicesNamed(service.host).flatMap(other => {
    const shares = other.service !== service.service && other.namespace === service.namespace;
    const port = other.ports.find(one => one.name === name);
    if (!shares || other.resolution !== 'endpoints' || port === undefined) return [];
    const target = typeof port.targetPort === 'number' ? port.targetPort : port.number;
    return other.endpoints.map(endpoint => ({ ...endpoint, ports: { [name]: target, ...endpoint.ports } }));
  });
}

function atEndpoint(
  mesh: MeshFacts,
  view: ProxyFacts,
  tls: TlsContext,
  port: MeshPort,
  { address, labels, ports, serviceAccount }: Endpoint,
): ClusterEndpoint {
  const target = ports[port.name] ?? (typeof port.targetPort === 'number' ? port.targetPort : port.number);
  const mode = labels[TLS_MODE];
  const wire = wireSecurity(tls, undefined, mode === undefined ? serviceAccount !== undefined : mode === 'istio');
  const found = isIpAddress(address) ? undefined : resolveName(mesh, address, view);
  return { workload: undefined, port: target, wire, leadsTo: found?.service === undefined ? undefined : found };
}

const TLS_MODE = 'security.istio.io/tlsMode';

function noteRule(
  mesh: MeshFacts,
  rule: ConsolidatedRule | undefined,
  service: RegisteredService,
  { proxy: { namespace } }: ProxyFacts,
  trace: Trace,
): void {
  if (rule !== undefined) {
    for (const resource of [...rule.policies, ...rule.from]) trace.consult(resource);
    noteMerged(rule, trace);
  }
  for (const other of mesh.destinationRules.naming(service.host)) {
    if (rule?.from.includes(other)) continue;
    trace.consult(other);
    const reason =
      rule === undefined
        ? `does not apply to clients of ${namespace}`
        : `clients of ${namespace} follow ${[...rule.from, ...rule.policies].map(String).join(', ')}`;
    trace.ruledOut(other, 'spec.host', reason);
  }
}

/** Says when one of several DestinationRules decides because it is taken to be the oldest. */
function noteMerged({ from }: ConsolidatedRule, trace: Trace): void {
  const [first, ...others] = from;
  if (first === undefined) return;
  for (const other of others) {
    const names = new Set((first.spec.subsets ?? []).map(({ name }) => name));
    const repeated = (other.spec.subsets ?? []).some(({ name }) => names.has(name));
    const both = first.spec.trafficPolicy !== undefined && other.spec.trafficPolicy !== undefined;
    if ((repeated || both) && isOrderAssumed(first, other)) trace.assume(orderAssumption(first, other));
  }
}

/** Says when a host has several objects that define it and one counts because it is taken to be the oldest. */
function noteRivals(mesh: MeshFacts, { resource, host, isKubernetes, parts }: RegisteredService, trace: Trace): void {
  const own = new Set(parts.map(part => part.resource));
  for (const other of mesh.servicesNamed(host)) {
    if (own.has(other.resource) || other.isKubernetes !== isKubernetes) continue;
    own.add(other.resource);
    trace.consult(other.resource);
    if (isOrderAssumed(resource, other.resource)) trace.assume(orderAssumption(resource, other.resource));
  }
}
