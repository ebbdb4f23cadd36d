import { type EffectiveMesh, effectiveMeshOf } from '../istio/effective-mesh';
import { type Dialled, podAddress, podsBehind } from '../istio/services/name-resolution';
import type { RegisteredService } from '../istio/services/registered-service';
import type { Notes, Trace, TraceStep } from '../istio/trace';
import type { MeshModel } from '../model/mesh-model';
import type { SenderAttribute } from '../requests/attribute';
import { type AskedPredicate, POD_ADDRESS } from '../requests/request-facts';
import type { ExternalAnswers } from './authorization';
import { callerOf } from './caller';
import { commonOutcome, deliverByNetwork } from './deliver';
import { answer, type DraftVerdict, refusedBy } from './draft-verdict';
import { noteExtensions } from './extensions';
import { follow, sumUp } from './forward';
import { passGateway } from './gateway';
import type { GatewayHop, Hop, Sender } from './hop';
import { type Entrance, entranceOf } from './ingress';
import { routeOutbound } from './outbound';
import { requireAddresses, type SimulationRequest, type Speech, speechOf, type Target, targetOf } from './request';
import type { DestinationVerdict, TargetVerdict, Verdict } from './verdict';
import { fromGateway, throughWaypoint } from './waypoint';

/**
 * Computes what happens to one request in a mesh, without a cluster, and why.
 *
 * Everything comes from the manifests. A verdict that depends on which of two objects is older, or on something else
 * that manifests leave open, says so; one that depends on a field that is not modelled is `unsupported`.
 *
 * @throws ConfigError if the request names a caller that the manifests do not hold, or a URL that is none
 *
 * @example
 * const model = buildModel(readManifests(['dist']));
 * const verdict = simulate(model, { from: 'shop/web', to: 'http://backend:5000/health' });
 */
export function simulate(model: MeshModel, request: SimulationRequest): Verdict {
  return simulateIn(effectiveMeshOf(model), request);
}

/**
 * Computes what happens to a request in a mesh that is prepared already.
 *
 * @param asked Gets every predicate that a proxy asks of the request, in order.
 */
export function simulateIn(mesh: EffectiveMesh, request: SimulationRequest, asked?: AskedPredicate[]): Verdict {
  const noted = mesh.newRequestTrace(false);
  const decideWith = (trace: Trace, record?: AskedPredicate[]) => {
    requireAddresses(request);
    const start = startOf(mesh, request, targetOf(request.to), trace, record);
    if (!('speech' in start)) return start;
    if (request.from !== 'internet') return fromPod(start, callerOf(mesh, request.from, trace));
    return fromInternet(start, entranceOf(mesh, start.target, request.gateway, trace));
  };
  return new ExplainedVerdict(mesh, decideWith(noted, asked), noted, decideWith);
}

/** Where a request begins: at pods, which may have dialled an address that no name leads to, or before a gateway. */
export type Origin =
  | { readonly sender: Sender; readonly dialled?: Dialled | undefined }
  | { readonly entrance: Entrance };

/**
 * Computes what happens to a request from a place that is known already. It is one between pods: what a pod sends to
 * itself says nothing about who may call it.
 *
 * @param target The parts of its URL, where they are known already.
 */
export function simulateFrom(
  mesh: EffectiveMesh,
  origin: Origin,
  request: OutgoingRequest,
  asked?: AskedPredicate[],
  target = targetOf(request.to),
): Verdict {
  const noted = mesh.newRequestTrace(false);
  const decideWith = (trace: Trace, record?: AskedPredicate[]) => {
    const start = startOf(mesh, request, target, trace, record);
    if (!('speech' in start)) return start;
    if ('entrance' in origin) return fromInternet(start, origin.entrance);
    return fromWorkload(start, origin.sender, origin.dialled);
  };
  return new ExplainedVerdict(mesh, decideWith(noted, asked), noted, decideWith);
}

/** A request without the place where it begins. */
export type OutgoingRequest = Omit<SimulationRequest, 'from' | 'gateway'>;

/** A verdict that works its trace out when it is asked for: few who ask for verdicts want their reasons in full. */
class ExplainedVerdict implements Verdict {
  public readonly istioVersion: string;
  public readonly outcome: Verdict['outcome'];
  public readonly reason: string;
  public readonly status: number | undefined;
  public readonly location: string | undefined;
  public readonly body: string | undefined;
  public readonly route: Verdict['route'];
  public readonly destinations: Verdict['destinations'];
  public readonly decidedBy: Verdict['decidedBy'];
  public readonly assumptions: readonly string[];
  public readonly unsupported: Verdict['unsupported'];
  readonly #mesh: EffectiveMesh;
  readonly #decide: (trace: Trace) => DraftVerdict;
  #steps: readonly TraceStep[] | undefined;

  public constructor(mesh: EffectiveMesh, found: DraftVerdict, noted: Notes, decide: (trace: Trace) => DraftVerdict) {
    const [first] = noted.notModelled;
    const { resource, field, reason } = first ?? {};
    const shown = first === undefined ? found : answer('unsupported', `${resource} ${field}: ${reason}`);
    this.istioVersion = mesh.release.version;
    this.outcome = shown.outcome;
    this.reason = shown.reason;
    this.status = shown.status;
    this.location = shown.location;
    this.body = shown.body;
    this.route = shown.route;
    this.destinations = shown.destinations;
    this.decidedBy = shown.decidedBy;
    this.assumptions = noted.assumptions;
    this.unsupported = noted.notModelled;
    this.#mesh = mesh;
    this.#decide = decide;
  }

  public get trace(): readonly TraceStep[] {
    if (this.#steps === undefined) {
      const trace = this.#mesh.newRequestTrace(true);
      this.#decide(trace);
      this.#steps = trace.steps;
    }
    return this.#steps;
  }

  /** The verdict as data, with its trace. */
  public toJSON(): Verdict {
    return { ...this, trace: this.trace };
  }
}

interface Start {
  readonly mesh: EffectiveMesh;
  readonly request: OutgoingRequest;
  readonly target: Target;
  readonly trace: Trace;
  readonly speech: Speech;
}

function startOf(
  mesh: EffectiveMesh,
  request: OutgoingRequest,
  target: Target,
  trace: Trace,
  asked: AskedPredicate[] | undefined,
): Start | DraftVerdict {
  const speech = speechOf(request, target, mesh.settings.pathNormalization, asked);
  if (speech !== undefined) return { mesh, request, target, trace, speech };
  return answer('answered', 'the path holds an encoded NUL, which every proxy refuses', { status: 400 });
}

/** How many gateways behind each other a request is followed through. */
const MOST_GATEWAYS = 4;

const THROUGH_GATEWAY = nextGateway(MOST_GATEWAYS - 1);
const NO_ANSWERS: ExternalAnswers = {};
const VARIES_INSIDE: ReadonlySet<SenderAttribute> = new Set(['principal', 'peer address', 'remote address']);
const VARIES_OUTSIDE: ReadonlySet<SenderAttribute> = new Set(['peer address', 'remote address', 'server name']);

function firstHop(
  { mesh, trace, target, request, speech: { facts, encrypted, serverName, path } }: Start,
  from: Pick<Hop, 'sender' | 'dialled' | 'peerAddress' | 'varies'>,
): Hop {
  return {
    mesh,
    trace,
    facts,
    sender: from.sender,
    encrypted,
    serverName,
    authority: target.authority,
    path,
    port: target.port,
    dialled: from.dialled,
    routedAsHttp: facts.isHttp && !encrypted,
    peerAddress: from.peerAddress,
    remoteAddress: request.clientIp,
    varies: from.varies,
    answers: request.externalAuthorizers ?? NO_ANSWERS,
    throughWaypoint: fromGateway,
    throughGateway: THROUGH_GATEWAY,
  };
}

function fromInternet(start: Start, entrance: Entrance | undefined): DraftVerdict {
  const { request, trace, speech } = start;
  if (entrance === undefined) {
    trace.step('server', 'no Gateway is among the manifests');
    return answer('no-listener', 'the mesh has no gateway');
  }
  const { gateway, port } = entrance;
  const { workload } = gateway;
  trace.step('gateway', `the request arrives at ${workload.namespace}/${workload.name} on port ${port}`);
  const hop = firstHop(start, {
    sender: undefined,
    dialled: undefined,
    peerAddress: request.ip,
    varies: VARIES_OUTSIDE,
  });
  const tls = !speech.encrypted ? 'plaintext' : request.clientCertificate === true ? 'mtls' : 'tls';
  const arrival = { workload, port, tls, serverName: speech.serverName, principal: undefined } as const;
  const passed = passGateway(hop, gateway, arrival);
  if ('refusal' in passed) return refusedBy(passed.refusal);
  return follow(passed.onward, passed.view, passed.routing, () => passedThrough(hop));
}

/** Follows a request through a gateway that it is routed to, such as an egress gateway. */
function nextGateway(left: number): GatewayHop | undefined {
  if (left === 0) return undefined;
  return (hop, gateway, arrival): TargetVerdict => {
    const { name, namespace } = gateway.workload;
    const workload = `${namespace}/${name}`;
    hop.trace.step('gateway', `the request arrives at ${workload} on port ${arrival.port}`);
    const secured = { workload, port: arrival.port, mtls: arrival.tls === 'mtls' };
    const passed = passGateway(hop, gateway, arrival);
    if ('refusal' in passed) {
      const { outcome, reason, status, decidedBy } = passed.refusal;
      return { ...secured, outcome, reason, status, decidedBy };
    }
    const onward: Hop = { ...passed.onward, throughGateway: nextGateway(left - 1) };
    const followed = follow(onward, passed.view, passed.routing, () => passedThrough(hop));
    const { outcome, reason, status, decidedBy, destinations, route } = followed;
    const through = outcome === 'passed-through' ? 'routed' : outcome;
    return { ...secured, outcome: through, reason, status, decidedBy, onward: destinations, onwardRoute: route };
  };
}

function fromPod(start: Start, sender: Sender): DraftVerdict {
  const { workload } = sender;
  const dialled = start.mesh.viewOf(sender.proxy).dial(start.target.host);
  const { service, pods } = dialled;
  // Of pods that are not alone it cannot be told which one calls which.
  if (service === undefined || !pods?.includes(workload) || workload.replicas?.max !== 1) {
    return fromWorkload(start, sender, dialled);
  }
  const others = pods.filter(pod => pod !== workload);
  const [first] = others;
  if (first === undefined) return sumUp([insidePod(start, sender, service)]);
  const elsewhere = fromWorkload(start, sender, { service, address: podAddress(first), pods: others });
  return withItself(elsewhere, () => insidePod(start, sender, service));
}

/** The verdict on calls to several pods, one of which calls. */
function withItself(elsewhere: DraftVerdict, inside: () => DestinationVerdict): DraftVerdict {
  const [only, ...others] = elsewhere.destinations;
  if (only === undefined || others.length > 0) return elsewhere;
  const { targets, host } = inside();
  if (host !== only.host) return elsewhere;
  const all = [...only.targets, ...targets];
  const outcome = commonOutcome(all.map(target => target.outcome));
  return sumUp([{ ...only, outcome, targets: all }], elsewhere.route);
}

function fromWorkload(start: Start, sender: Sender, at?: Dialled): DraftVerdict {
  const { mesh, request, target, trace } = start;
  const { workload, proxy } = sender;
  trace.add(mesh.notesOf(workload));
  const dialled = at ?? mesh.viewOf(proxy).dial(target.host);
  const peerAddress = request.ip ?? proxy.ips[0] ?? POD_ADDRESS;
  const hop = firstHop(start, { sender, dialled, peerAddress, varies: VARIES_INSIDE });
  const { dataPlane } = workload;
  if (dataPlane === 'sidecar' || dataPlane === 'unknown') {
    if (proxy.type !== 'sidecar') {
      trace.step('client', 'the client is a gateway: what it sends by itself goes straight to its address');
      return unrouted(hop);
    }
    noteExtensions(mesh, workload, 'outbound', trace);
    const view = mesh.viewOf(proxy);
    return follow(hop, view, routeOutbound(hop, view), ({ lookedUp }) => unrouted({ ...hop, ...lookedUp }));
  }
  const ambient = dataPlane === 'ambient';
  const what = ambient
    ? 'the client is in the ambient mesh: ztunnel takes the connection'
    : 'the client has no sidecar';
  trace.step('client', what);
  return ambient ? throughZtunnel(hop) : unrouted(hop);
}

function throughZtunnel(hop: Hop): DraftVerdict {
  const { dialled, mesh } = hop;
  const entry =
    dialled === undefined || dialled.service !== undefined
      ? undefined
      : (mesh.serviceEntryAt(dialled.address) ?? dialled.allocatedTo);
  // Ztunnel sends to what a ServiceEntry stands for, unless it keeps the address that was dialled.
  const sends = entry !== undefined && entry.resolution !== 'passthrough';
  const seen = dialled !== undefined && sends ? { ...hop, dialled: { ...dialled, service: entry } } : hop;
  return throughWaypoint(seen) ?? unrouted(seen);
}

/** What a pod sends to its own address stays on the loopback device, past all proxies. */
function insidePod(
  { mesh, target: { port }, trace }: Start,
  { workload }: Sender,
  { host }: RegisteredService,
): DestinationVerdict {
  trace.add(mesh.notesOf(workload));
  const name = `${workload.namespace}/${workload.name}`;
  const reason = `${name} calls its own address, which no proxy sees`;
  trace.step('client', reason);
  const end = { workload: name, port, outcome: 'routed', reason, mtls: false } as const;
  return { host, port, percent: 100, outcome: 'routed', reason, status: undefined, targets: [end] };
}

/** What no proxy routes goes on to its address. */
function unrouted(hop: Hop): DraftVerdict {
  const { dialled, port, mesh, trace } = hop;
  const service = dialled?.service;
  if (dialled === undefined || service === undefined) return passedThrough(hop);
  trace.consult(service.resource);
  if (podsBehind(mesh, service).some(({ generated, resource }) => generated && resource === service.resource)) {
    trace.assume(
      `no pods of ${service.host} are among the manifests: they are taken to carry only the labels of its selector, and to have a sidecar if their namespace does not say otherwise`,
    );
  }
  const tunnels = hop.sender?.workload.dataPlane === 'ambient';
  const delivered = deliverByNetwork({ ...hop, routedAsHttp: false }, dialled, service, tunnels);
  return sumUp([{ host: service.host, port, percent: 100, ...delivered }]);
}

function passedThrough({ authority, port }: Hop): DraftVerdict {
  const reason = `the mesh knows no "${authority}" on port ${port}; the connection goes on to its address`;
  return answer('passed-through', reason);
}
