import { matchesLabels } from '../model/labels';
import type { MeshPort } from '../model/mesh-service';
import { isHttp } from '../model/protocol';
import type { Resource } from '../model/resource';
import type { Workload } from '../model/workload';
import type { Caller } from './caller';
import { proxyOf } from './caller';
import {
  type ClientTls,
  isInMesh,
  meshServerName,
  noteAssumedSidecar,
  principalOf,
  wireSecurity,
} from './client/client-tls';
import type { ConsolidatedRule } from './client/destination-rules';
import { effectivePolicy } from './client/traffic-policy';
import { noteExtensions } from './extensions';
import type { MeshProxy } from './mesh-proxy';
import { portOf, type RegisteredService, targetPortOf, workloadAddresses } from './registry/services';
import type { World } from './registry/world';
import type { HttpRequest } from './route/http-request';
import type { Claims } from './route/jwt-claim';
import type { Cluster } from './route/route-action';
import { authorize, type ExternalAnswers } from './server/authorization';
import type { UnknownFact } from './server/authorization-attribute';
import { acceptInbound, declaredPorts } from './server/inbound';
import { type AuthenticationResult, authenticate, type Token } from './server/request-authentication';
import type { Trace } from './trace';
import type { Outcome, TargetVerdict } from './verdict';

/** A request on its last hop: what is sent, by whom. */
export interface Delivery {
  /** The pods that send; undefined for a client outside the mesh. */
  readonly caller: Caller | undefined;
  /** The request as it arrives, after what the routes changed. */
  readonly http: HttpRequest | undefined;
  /** Whether the application encrypts by itself. */
  readonly applicationTls: boolean;
  readonly tokens: readonly Token[];
  readonly ip: string | undefined;
  readonly clientIp: string | undefined;
  readonly answers: ExternalAnswers;
  /** Goes on from a gateway that is the destination; undefined where no further gateway is followed. */
  readonly throughGateway: GatewayHop | undefined;
  /** Whether the sender's proxy follows DestinationRules and auto mTLS. */
  readonly proxied: boolean;
}

/** Follows a request that arrives at the pods of a gateway. */
export type GatewayHop = (gateway: Caller, arrival: GatewayArrival, delivery: Delivery) => TargetVerdict;

/** How a request arrives at a gateway. */
export interface GatewayArrival {
  readonly port: number;
  readonly tls: 'plaintext' | 'tls' | 'mtls';
  readonly serverName: string | undefined;
  readonly principal: string | undefined;
}

/** What becomes of a request at a destination. */
export interface Delivered {
  readonly outcome: Outcome;
  readonly reason: string;
  readonly targets: readonly TargetVerdict[];
}

/** Brings a request to the workloads of a cluster. */
export function deliver(world: World, delivery: Delivery, cluster: Cluster, trace: Trace): Delivered {
  const { host, subset } = cluster;
  const service = delivery.caller === undefined ? undefined : world.serviceOf(host, delivery.caller.proxy);
  if (service === undefined) {
    trace.step('destination', `the mesh knows no service "${host}"`);
    return unavailable(`the mesh knows no service "${host}"`);
  }
  trace.consult(service.service.resource);
  const port = portOf(service, cluster.port);
  if (port === undefined) {
    const ports = service.service.ports.map(({ number }) => number).join(', ');
    trace.step(
      'destination',
      `${host} has no port ${cluster.port}, only ${ports}`,
      service.service.resource,
      'spec.ports',
    );
    return unavailable(`${host} has no port ${cluster.port}, only ${ports}`);
  }
  const rule =
    delivery.proxied && delivery.caller !== undefined
      ? world.destinationRuleFor(host, delivery.caller.proxy)
      : undefined;
  noteRule(world, rule, service, delivery, trace);
  const labels = subset === '' ? {} : rule?.subsets.find(({ name }) => name === subset)?.labels;
  if (subset !== '' && (rule === undefined || !rule.subsets.some(({ name }) => name === subset))) {
    const defined = rule?.subsets.map(({ name }) => `"${name ?? ''}"`).join(', ') || 'none';
    const reason = `subset "${subset}" of ${host} is not defined; defined are ${defined}`;
    trace.step('destination', reason, rule?.from[0], 'spec.subsets');
    return unavailable(reason);
  }
  const pods = podsOf(world, service, trace);
  const workloads = pods.filter(workload => matchesLabels(labels, workload.labels));
  if (pods.length > 0 && workloads.length === 0) {
    const reason = `no pod of ${host} has the labels of subset "${subset}"`;
    trace.step('destination', reason, rule?.from[0], 'spec.subsets');
    return unavailable(reason);
  }
  if (pods.length === 0) return toEndpoint(world, service, port, subset, rule, trace);
  trace.step(
    'destination',
    `${host}:${cluster.port}${subset === '' ? '' : ` subset ${subset}`} is ${workloads.map(one => `${one.namespace}/${one.name}`).join(', ')}`,
    rule?.from[0],
    subset === '' ? undefined : 'spec.subsets',
  );
  const targets = workloads.map(workload => toWorkload(world, delivery, service, port, cluster, rule, workload, trace));
  return summarize(targets);
}

/** The common outcome of several, or `mixed`. */
export function commonOutcome(outcomes: readonly Outcome[]): Outcome {
  const [first = 'unavailable', ...others] = outcomes;
  return others.every(outcome => outcome === first) ? first : 'mixed';
}

function summarize(targets: readonly TargetVerdict[]): Delivered {
  const outcome = commonOutcome(targets.map(target => target.outcome));
  const reason =
    outcome === 'mixed'
      ? targets.map(target => `${target.workload}: ${target.outcome}`).join(', ')
      : (targets[0]?.reason ?? '');
  return { outcome, reason, targets };
}

function unavailable(reason: string): Delivered {
  return { outcome: 'unavailable', reason, targets: [] };
}

/** The pods of a service; of one whose pods are not among the manifests, what its selector says of them. */
function podsOf(world: World, registered: RegisteredService, trace: Trace): readonly Workload[] {
  const { service, external } = registered;
  const pods = world.model.workloadsOf(service);
  if (pods.length > 0 || external || service.selector === undefined) return pods;
  trace.assume(
    `no pods of ${service.host} are among the manifests: they are taken to carry only the labels of its selector, and to have a sidecar if their namespace does not say otherwise`,
  );
  return [placeholderOf(world, registered, service.selector)];
}

const placeholders = new WeakMap<RegisteredService, Workload>();

function placeholderOf(world: World, registered: RegisteredService, labels: Workload['labels']): Workload {
  let workload = placeholders.get(registered);
  if (workload === undefined) {
    const { resource, namespace } = registered.service;
    const ambient = world.model.namespaces.get(namespace)?.labels['istio.io/dataplane-mode'] === 'ambient';
    workload = Object.freeze({
      resource,
      name: resource.name,
      namespace,
      labels,
      annotations: {},
      serviceAccount: 'default',
      pod: {},
      podPath: '',
      replicas: undefined,
      dataPlane: ambient ? ('ambient' as const) : ('sidecar' as const),
      endsByItself: false,
      generated: true,
    });
    placeholders.set(registered, workload);
  }
  return workload;
}

function toEndpoint(
  world: World,
  service: RegisteredService,
  port: MeshPort,
  subset: string,
  rule: ConsolidatedRule | undefined,
  trace: Trace,
): Delivered {
  const policy = rule === undefined ? {} : effectivePolicy(rule, port.number, subset);
  const wire = wireSecurity(world, service, rule, policy, { workload: undefined, port: port.number });
  const where = service.external ? 'outside the mesh' : 'an endpoint that is not among the manifests';
  trace.step(
    'client TLS',
    `${service.host} is ${where}; the client sends ${wire.tls}: ${wire.reason}`,
    wire.resource,
    wire.field,
  );
  if (wire.tls === 'mesh-mtls') {
    trace.assume(`${service.host} accepts mutual TLS of the mesh`);
  }
  const reason = `it goes to ${service.host}, ${where}`;
  const target: TargetVerdict = { workload: '', outcome: 'routed', reason, mtls: wire.tls === 'mesh-mtls' };
  return { outcome: 'routed', reason, targets: [target] };
}

function toWorkload(
  world: World,
  delivery: Delivery,
  service: RegisteredService,
  port: MeshPort,
  cluster: Cluster,
  rule: ConsolidatedRule | undefined,
  workload: Workload,
  trace: Trace,
): TargetVerdict {
  const name = `${workload.namespace}/${workload.name}`;
  trace.consult(workload.resource);
  noteAssumedSidecar(workload, trace);
  const proxy = proxyOf(world, workload);
  const target = targetPortOf(service, port, { ips: workloadAddresses(workload), pod: workload.pod });
  const policy = rule === undefined ? {} : effectivePolicy(rule, port.number, cluster.subset);
  const gateway = proxy.type === 'gateway';
  const wire = sent(world, delivery, service, rule, policy, { workload, port: target, gateway }, trace);
  const verdict = (outcome: Outcome, reason: string, more: Partial<TargetVerdict> = {}): TargetVerdict => ({
    workload: name,
    outcome,
    reason,
    mtls: false,
    ...more,
  });
  if (!isInMesh(workload)) {
    if (wire === 'mesh-mtls') return verdict('mtls-failure', `the client wants mutual TLS, and ${name} has no sidecar`);
    if (wire === 'user-tls' && !readsTls(port))
      return verdict('protocol-error', `the client sends TLS, which ${name} does not speak on port ${target}`);
    trace.step('server', `${name} has no sidecar: nothing checks the request`, workload.resource);
    return verdict('routed', `${name} takes the request; it has no sidecar that would check it`);
  }
  if (gateway && delivery.throughGateway !== undefined) {
    const { caller, applicationTls, throughGateway } = delivery;
    const meshed = wire === 'mesh-mtls';
    return throughGateway(
      { workload, proxy },
      {
        port: target,
        tls: meshed ? 'mtls' : wire === 'user-tls' || applicationTls ? 'tls' : 'plaintext',
        serverName:
          policy.tls?.sni ??
          (meshed ? meshServerName(cluster.host, cluster.port, cluster.subset) : delivery.http?.authority),
        principal: meshed && caller !== undefined ? principalOf(world, caller.workload) : undefined,
      },
      delivery,
    );
  }
  const ambient = workload.dataPlane === 'ambient';
  if (!ambient) noteExtensions(world, workload, trace);
  const mode = world.peerAuthentications.modeOf(workload, target, trace);
  const carried = delivery.http !== undefined && !delivery.applicationTls && wire !== 'user-tls' ? 'http' : 'tcp';
  const tls = wire === 'mesh-mtls' ? 'mtls' : wire === 'user-tls' || delivery.applicationTls ? 'tls' : 'plaintext';
  const declared = ambient ? undefined : portsOf(world, workload, proxy).get(target);
  const inbound = ambient
    ? acceptAmbient(mode, tls, trace)
    : acceptInbound(world, proxy, declared, mode, { port: target, protocol: carried, tls }, trace);
  const secured = { mtlsMode: mode.mode, mtls: inbound.identified };
  const decidedBy = mode.resource === undefined ? {} : { decidedBy: decision(mode.resource.toString(), mode.field) };
  if (inbound.refusal !== undefined) {
    const outcome = inbound.refusal === 'protocol-error' ? 'protocol-error' : 'mtls-failure';
    return verdict(outcome, `${name} is ${mode.mode} and refuses what the client sends (${shownTls(tls)})`, {
      ...secured,
      ...decidedBy,
    });
  }
  if (inbound.encrypted && (tls === 'mtls' || (wire === 'user-tls' && !readsTls(port)))) {
    return verdict('mtls-failure', `${name} is ${mode.mode}, so its application gets TLS that it cannot read`, {
      ...secured,
      ...decidedBy,
    });
  }
  const principal =
    inbound.identified && delivery.caller !== undefined ? principalOf(world, delivery.caller.workload) : undefined;
  return checkPolicies(world, delivery, {
    name,
    requestAuthentications: world.requestAuthentications.for(workload, trace),
    authorizationPolicies: policiesOf(world, workload, trace),
    destinationIp: workloadAddresses(workload)[0],
    port: target,
    http: inbound.http ? delivery.http : undefined,
    principal,
    serverName: inbound.identified ? meshServerName(cluster.host, cluster.port, cluster.subset) : undefined,
    secured,
    trace,
  });
}

/** The policies that the proxy of a workload enforces: ztunnel asks no external authorizer. */
function policiesOf(world: World, workload: Workload, trace: Trace): readonly Resource<'AuthorizationPolicy'>[] {
  const policies = world.authorizationPolicies.for(workload, trace);
  const custom = policies.filter(({ spec }) => spec.action === 'CUSTOM');
  if (workload.dataPlane !== 'ambient' || custom.length === 0) return policies;
  for (const policy of custom) trace.ruledOut(policy, 'spec.action', 'ztunnel does not know CUSTOM');
  return policies.filter(policy => !custom.includes(policy));
}

const portsByMesh = new WeakMap<World, WeakMap<Workload, ReturnType<typeof declaredPorts>>>();

/** The ports that are declared for a workload, worked out once. */
function portsOf(world: World, workload: Workload, proxy: MeshProxy): ReturnType<typeof declaredPorts> {
  let ofMesh = portsByMesh.get(world);
  if (ofMesh === undefined) {
    ofMesh = new WeakMap();
    portsByMesh.set(world, ofMesh);
  }
  let ports = ofMesh.get(workload);
  if (ports === undefined) {
    ports = declaredPorts(world, proxy, workload.pod);
    ofMesh.set(workload, ports);
  }
  return ports;
}

/** What leaves the client's pod on the way to one pod. */
function sent(
  world: World,
  delivery: Delivery,
  service: RegisteredService,
  rule: ConsolidatedRule | undefined,
  policy: Parameters<typeof wireSecurity>[3],
  target: { readonly workload: Workload; readonly port: number; readonly gateway: boolean },
  trace: Trace,
): ClientTls {
  const { caller, proxied } = delivery;
  if (caller !== undefined && caller.workload.dataPlane === 'ambient') {
    const tls = isInMesh(target.workload) ? 'mesh-mtls' : 'plaintext';
    trace.step(
      'client TLS',
      tls === 'mesh-mtls'
        ? 'ztunnel sends mutual TLS (HBONE)'
        : 'the pod is outside the mesh: ztunnel sends what it gets',
    );
    return tls;
  }
  if (!proxied) {
    trace.step('client TLS', 'the client has no sidecar: its application decides what is sent');
    return 'plaintext';
  }
  const wire = wireSecurity(world, service, rule, policy, target);
  trace.step('client TLS', `the client sends ${shownWire(wire.tls)}: ${wire.reason}`, wire.resource, wire.field);
  return wire.tls;
}

function acceptAmbient(
  mode: ReturnType<World['peerAuthentications']['modeOf']>,
  tls: 'plaintext' | 'tls' | 'mtls',
  trace: Trace,
): { refusal: 'no-filter-chain' | undefined; identified: boolean; http: boolean; encrypted: boolean } {
  const refused = mode.mode === 'STRICT' && tls !== 'mtls';
  const what = tls === 'mtls' ? 'HBONE' : shownTls(tls);
  trace.step(
    'peer authentication',
    `${mode.mode}: ztunnel ${refused ? 'refuses' : 'accepts'} ${what}`,
    mode.resource,
    mode.field,
  );
  return {
    refusal: refused ? 'no-filter-chain' : undefined,
    identified: tls === 'mtls',
    http: false,
    encrypted: false,
  };
}

/** A request at the proxy that checks it. */
export interface Arrival {
  /** `namespace/name` of the pods. */
  readonly name: string;
  /** Port of the pods. */
  readonly port: number;
  /** Undefined where the proxy does not see requests. */
  readonly http: HttpRequest | undefined;
  readonly principal: string | undefined;
  readonly serverName: string | undefined;
  readonly destinationIp: string | undefined;
  readonly secured: Partial<TargetVerdict>;
  readonly requestAuthentications: readonly Resource<'RequestAuthentication'>[];
  readonly authorizationPolicies: readonly Resource<'AuthorizationPolicy'>[];
  readonly trace: Trace;
}

/** The checks of a proxy once a connection is accepted: tokens, then policies. */
export function checkPolicies(
  world: World,
  delivery: Delivery,
  arrival: Arrival,
): TargetVerdict & { readonly claims?: Claims } {
  const { name, port, http, principal, serverName, destinationIp, secured, trace } = arrival;
  const base = { workload: name, mtls: false, ...secured, ...(principal === undefined ? {} : { principal }) };
  const tokens: AuthenticationResult | undefined =
    http === undefined ? undefined : authenticate(arrival.requestAuthentications, delivery.tokens, http, trace);
  if (tokens?.status !== undefined) {
    return { ...base, outcome: 'unauthenticated', status: tokens.status, reason: `${name} refuses the token` };
  }
  const unknown = unknownFacts(delivery, destinationIp);
  const result = authorize(
    arrival.authorizationPolicies,
    {
      port,
      unknown,
      principal,
      ip: delivery.ip,
      remoteIp: delivery.clientIp,
      destinationIp,
      serverName,
      http,
      claims: tokens?.claims,
      spaceDelimitedClaims: tokens?.spaceDelimitedClaims,
    },
    world.settings,
    trace,
    delivery.answers,
  );
  const decided = result.policy === undefined ? {} : { decidedBy: decision(result.policy.toString(), result.field) };
  if (result.outcome === 'deny') {
    const status = http === undefined ? {} : { status: 403 };
    return { ...base, ...decided, ...status, outcome: 'denied', reason: `${name}: ${result.reason}` };
  }
  const outcome = result.outcome === 'custom' ? 'up-to-provider' : 'routed';
  const headers =
    tokens === undefined || Object.keys(tokens.headers).length === 0 ? {} : { tokenHeaders: tokens.headers };
  const claims = tokens?.claims === undefined ? {} : { claims: tokens.claims };
  return { ...base, ...decided, ...headers, ...claims, outcome, reason: `${name}: ${result.reason}` };
}

const ALL_FACTS = ['ip', 'remoteIp', 'destinationIp', 'metadata'] as const satisfies readonly UnknownFact[];
const unknownSets = new Map<number, ReadonlySet<UnknownFact>>();

/** What policies may ask for and nobody told; filters of Envoy, which write metadata, are never followed. */
function unknownFacts({ ip, clientIp }: Delivery, destinationIp: string | undefined): ReadonlySet<UnknownFact> {
  const missing = [ip === undefined, clientIp === undefined && ip === undefined, destinationIp === undefined, true];
  const key = missing.reduce((bits, one, i) => (one ? bits | (1 << i) : bits), 0);
  let found = unknownSets.get(key);
  if (found === undefined) {
    found = new Set(ALL_FACTS.filter((_, i) => missing[i]));
    unknownSets.set(key, found);
  }
  return found;
}

function noteRule(
  world: World,
  rule: ConsolidatedRule | undefined,
  service: RegisteredService,
  { caller, proxied }: Delivery,
  trace: Trace,
): void {
  if (rule !== undefined) for (const resource of rule.from) trace.consult(resource);
  if (!proxied || caller === undefined) return;
  const { namespace } = caller.proxy;
  for (const other of world.destinationRules.naming(service.host)) {
    if (rule?.from.includes(other)) continue;
    trace.consult(other);
    trace.ruledOut(
      other,
      'spec.host',
      rule === undefined
        ? `does not apply to clients of ${namespace}`
        : `clients of ${namespace} follow ${rule.from.map(String).join(', ')}`,
    );
  }
}

function readsTls({ protocol }: MeshPort): boolean {
  return protocol === 'https' || protocol === 'tls' || (!isHttp(protocol) && protocol === 'auto');
}

function decision(resource: string, field: string | undefined): { resource: string; field?: string } {
  return field === undefined ? { resource } : { resource, field };
}

function shownWire(tls: ClientTls): string {
  if (tls === 'plaintext') return 'what the application sends';
  return tls === 'mesh-mtls' ? 'mutual TLS of the mesh' : 'TLS with certificates of the user';
}

function shownTls(tls: 'plaintext' | 'tls' | 'mtls'): string {
  if (tls === 'plaintext') return 'plaintext';
  return tls === 'mtls' ? 'mutual TLS' : 'TLS of its own';
}
