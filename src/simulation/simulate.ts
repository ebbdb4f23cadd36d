import { principalOf } from '../istio/destinations/client-tls';
import { type EffectiveMesh, effectiveMeshOf } from '../istio/effective-mesh';
import { listenAddresses } from '../istio/routes/outbound-listeners';
import type { Cluster, ForwardAction, RouteAction } from '../istio/routes/route-action';
import { sidecarVirtualHosts } from '../istio/routes/sidecar-virtual-hosts';
import { findService } from '../istio/services/find-service';
import { portOf, type RegisteredService } from '../istio/services/services';
import { waypointOf } from '../istio/waypoints';
import type { MeshModel } from '../model/mesh-model';
import { isHttp } from '../model/protocol';
import type { HttpRequest } from '../requests/http-request';
import { withoutQuery } from '../requests/path-normalization';
import { durationMilliseconds } from '../values/duration';
import { type Caller, callerOf } from './caller';
import { checkPolicies } from './check-policies';
import { commonOutcome, deliver } from './deliver';
import { contentOf, type Delivered, type Delivery, type GatewayHop } from './delivery';
import { answer, type DraftVerdict, failed, refusedBy } from './draft-verdict';
import { enterGateway, passGateway } from './enter-gateway';
import { noteAttachedRoutes, noteExtensions } from './extensions';
import { type Routing, routeOutbound, routeVirtualHost } from './outbound';
import { type SimulationRequest, type Speech, speechOf, type Target, targetOf } from './request';
import { Trace } from './trace';
import type { DestinationVerdict, RouteVerdict, Verdict } from './verdict';

/**
 * Works out what becomes of one request in a mesh, without a cluster, and why.
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

/** Works out what becomes of a request in a mesh that is prepared already. */
export function simulateIn(mesh: EffectiveMesh, request: SimulationRequest): Verdict {
  const trace = new Trace();
  const target = targetOf(request.to);
  const speech = speechOf(request, target, mesh.settings.pathNormalization);
  const start: Start = { mesh, request, target, trace };
  const verdict =
    speech === undefined
      ? answer('answered', 'the path holds an encoded NUL, which every proxy refuses', { status: 400 })
      : request.from === 'internet'
        ? fromInternet(start, speech)
        : fromWorkload(start, speech, callerOf(mesh, request.from, trace));
  const [unsupported] = trace.notModelled;
  const noted = { trace: trace.steps, assumptions: trace.assumptions, unsupported: trace.notModelled };
  if (unsupported === undefined) return { ...verdict, ...noted };
  const { resource, field, reason } = unsupported;
  return { outcome: 'unsupported', reason: `${resource} ${field}: ${reason}`, destinations: [], ...noted };
}

interface Start {
  readonly mesh: EffectiveMesh;
  readonly request: SimulationRequest;
  readonly target: Target;
  readonly trace: Trace;
}

function fromInternet(start: Start, speech: Speech): DraftVerdict {
  const { mesh, request, target, trace } = start;
  const entered = enterGateway(mesh, request, target, speech, trace);
  if ('refusal' in entered) return entered.refusal;
  const { routing, caller, delivery } = entered;
  return follow(start, routing, caller, { ...delivery, throughGateway: nextGateway(start, HOPS) });
}

function fromWorkload(start: Start, speech: Speech, caller: Caller): DraftVerdict {
  const { mesh, request, target, trace } = start;
  const { workload } = caller;
  trace.consult(workload.resource);
  const proxied = workload.dataPlane === 'sidecar' || workload.dataPlane === 'unknown';
  if (workload.dataPlane === 'unknown') {
    trace.assume(
      `the pods of ${workload.namespace}/${workload.name} have a sidecar: the Namespace "${workload.namespace}" is not among the manifests`,
    );
  }
  const delivery: Delivery = {
    caller,
    ...contentOf(request, speech),
    throughGateway: nextGateway(start, HOPS),
    proxied,
  };
  const service = findService(mesh, target.host, caller.proxy);
  if (service !== undefined) noteAttachedRoutes(mesh, service.service.resource, trace);
  if (proxied) noteExtensions(mesh, workload, trace);
  if (!proxied) return withoutSidecar(start, service, delivery);
  if (caller.proxy.type === 'gateway' && service !== undefined) {
    trace.step('client', 'the client is a gateway: what it sends by itself goes straight to the service');
    return deliverUnrouted(start, delivery, service);
  }
  const address = service === undefined ? undefined : listenAddresses(service, mesh)[0];
  const routing = routeOutbound(
    mesh,
    caller.proxy,
    {
      port: target.port,
      http: speech.tls ? undefined : speech.http,
      tls: speech.tls ? 'tls' : 'plaintext',
      ...(address === undefined ? {} : { address }),
      ...(speech.tls ? { serverName: target.host } : {}),
    },
    trace,
  );
  if (routing.kind === 'passthrough' && service !== undefined) {
    return deliverUnrouted(start, { ...delivery, proxied: false }, service);
  }
  return follow(start, routing, caller, delivery);
}

/** How many gateways behind each other a request is followed through. */
const HOPS = 3;

/** Follows a request through a gateway that it is routed to, such as an egress gateway. */
function nextGateway(start: Start, hops: number): GatewayHop | undefined {
  if (hops === 0) return undefined;
  const { mesh, trace } = start;
  return (gateway, arrival, delivery) => {
    const { name, namespace } = gateway.workload;
    const workload = `${namespace}/${name}`;
    trace.step('gateway', `the request arrives at ${workload} on port ${arrival.port}`);
    const secured = { workload, mtls: arrival.tls === 'mtls' };
    const passed = passGateway(mesh, gateway, arrival, delivery, trace);
    if ('refusal' in passed) {
      const { outcome, reason, status } = passed.refusal;
      return { ...secured, outcome, reason, ...(status === undefined ? {} : { status }) };
    }
    const onward = { ...passed.delivery, throughGateway: nextGateway(start, hops - 1) };
    const { outcome, reason, status, destinations } = follow(start, passed.routing, gateway, onward);
    const through = outcome === 'passed-through' ? 'routed' : outcome;
    return { ...secured, outcome: through, reason, onward: destinations, ...(status === undefined ? {} : { status }) };
  };
}

/** A client without a sidecar: no routes apply, except those of a waypoint that ztunnel sends it through. */
function withoutSidecar(start: Start, service: RegisteredService | undefined, delivery: Delivery): DraftVerdict {
  const { mesh, target, trace } = start;
  const ambient = delivery.caller?.workload.dataPlane === 'ambient';
  trace.step(
    'client',
    ambient ? 'the client is in the ambient mesh: ztunnel takes the connection' : 'the client has no sidecar',
  );
  if (service === undefined) {
    return answer(
      'passed-through',
      `the mesh knows no service "${target.host}"; the connection goes on to its address`,
    );
  }
  const waypoint = ambient ? waypointOf(mesh, service, trace) : undefined;
  if (waypoint === undefined) return deliverUnrouted(start, delivery, service);
  return throughWaypoint(start, delivery, service, waypoint.gateway, waypoint.caller);
}

function throughWaypoint(
  start: Start,
  delivery: Delivery,
  service: RegisteredService,
  gateway: { readonly namespace: string; readonly name: string },
  waypoint: Caller,
): DraftVerdict {
  const { mesh, target, trace } = start;
  const port = portOf(service, target.port);
  const http = port !== undefined && (isHttp(port.protocol) || port.protocol === 'auto') ? delivery.http : undefined;
  const { resource, namespace } = service.service;
  const guarded = { gateway, service: { kind: resource.kind, namespace, name: resource.name } };
  const checked = checkPolicies(mesh, delivery, {
    name: `${gateway.namespace}/${gateway.name}`,
    port: target.port,
    http: delivery.applicationTls ? undefined : http,
    principal: delivery.caller === undefined ? undefined : principalOf(mesh, delivery.caller.workload),
    serverName: undefined,
    secured: { mtls: true },
    requestAuthentications: mesh.requestAuthentications.forWaypoint(guarded, trace),
    authorizationPolicies: mesh.authorizationPolicies.forWaypoint(guarded, trace),
    destinationIp: undefined,
    trace,
  });
  if (checked.outcome !== 'routed') return refusedBy(checked);
  const onward: Delivery = { ...delivery, caller: waypoint, proxied: true };
  if (http === undefined || delivery.applicationTls) {
    return finish(start, onward, [{ cluster: clusterOf(service, target.port), percent: 100 }]);
  }
  const scope = mesh.scopeOf(waypoint.proxy);
  const table = mesh.memo(`virtual hosts ${target.port}`, waypoint.proxy, () =>
    sidecarVirtualHosts(scope.egress(target.port), target.port, waypoint.proxy),
  );
  const virtualHost = table.named(`${service.host}:${target.port}`);
  if (virtualHost === undefined)
    return finish(start, onward, [{ cluster: clusterOf(service, target.port), percent: 100 }]);
  const routing = routeVirtualHost(mesh, waypoint.proxy, target.port, http, virtualHost, trace);
  return follow(start, routing, waypoint, onward);
}

function deliverUnrouted(start: Start, delivery: Delivery, service: RegisteredService): DraftVerdict {
  return finish(start, delivery, [{ cluster: clusterOf(service, start.target.port), percent: 100 }]);
}

function clusterOf(service: RegisteredService, port: number): Cluster {
  return { host: service.host, port, subset: '' };
}

/** Goes on from where a proxy sends the request. */
function follow(start: Start, routing: Routing, caller: Caller, delivery: Delivery): DraftVerdict {
  const { target } = start;
  const from = { ...delivery, caller };
  switch (routing.kind) {
    case 'passthrough':
      return answer(
        'passed-through',
        `the mesh knows no "${target.authority}" on port ${target.port}; the connection goes on to its address`,
      );
    case 'blocked': {
      const status = routing.status === undefined ? {} : { status: routing.status };
      return answer(
        'blocked',
        `the mesh knows no "${target.authority}" on port ${target.port}, and its clients may reach only what it knows`,
        status,
      );
    }
    case 'failure':
      return failed(routing);
    case 'connection':
      return finish(start, from, routing.clusters);
    case 'http':
      return acted(start, routing, from);
  }
}

function acted(start: Start, routing: HttpRouting, delivery: Delivery): DraftVerdict {
  const { action, path } = routing;
  const route = routeVerdict(routing);
  if (action.kind === 'redirect') {
    const { code, location } = action.redirect;
    return { ...answer('redirected', `it is redirected to ${location}`, { status: code, location }), route };
  }
  if (action.kind === 'direct-response') {
    const { status, body } = action;
    const more = body === undefined ? { status } : { status, body };
    return { ...answer('answered', `the proxy answers ${status}`, more), route };
  }
  const abort = action.fault?.abort;
  if (abort !== undefined && abort.percent >= 100) {
    const status = abort.httpStatus === undefined ? {} : { status: abort.httpStatus };
    return { ...answer('answered', 'the route aborts every request', status), route };
  }
  const http = delivery.http === undefined ? undefined : rewritten(delivery.http, action, path);
  return { ...finish(start, { ...delivery, http }, action.clusters), route };
}

/** Delivers to all destinations and sums up. */
function finish(
  { mesh, trace }: Start,
  delivery: Delivery,
  clusters: readonly (Partial<ForwardAction['clusters'][number]> & {
    readonly cluster: Cluster;
    readonly percent: number;
  })[],
): DraftVerdict {
  const destinations = clusters.map(({ cluster, percent, requestHeaders, responseHeaders }): DestinationVerdict => {
    const http = delivery.http === undefined ? undefined : withHeaders(delivery.http, requestHeaders);
    const { outcome, reason, targets }: Delivered = deliver(mesh, { ...delivery, http }, cluster, trace);
    const { host, port, subset } = cluster;
    return {
      host,
      port,
      ...(subset === '' ? {} : { subset }),
      percent,
      outcome,
      reason,
      targets,
      ...(requestHeaders === undefined ? {} : { requestHeaders }),
      ...(responseHeaders === undefined ? {} : { responseHeaders }),
    };
  });
  if (destinations.length === 0)
    return answer('unavailable', 'the route has no destination with a weight', { status: 503 });
  const outcome = commonOutcome(destinations.map(destination => destination.outcome));
  const [first] = destinations;
  const [target] = first?.targets ?? [];
  const reason =
    outcome === 'mixed' && destinations.length > 1
      ? destinations
          .map(one => `${one.host}${one.subset === undefined ? '' : ` ${one.subset}`}: ${one.outcome}`)
          .join(', ')
      : (first?.reason ?? '');
  const status = outcome === 'unavailable' ? 503 : outcome === 'mixed' ? undefined : target?.status;
  const decidedBy = outcome === 'mixed' ? undefined : target?.decidedBy;
  return {
    outcome,
    reason,
    destinations,
    ...(status === undefined ? {} : { status }),
    ...(decidedBy === undefined ? {} : { decidedBy }),
  };
}

function rewritten(request: HttpRequest, action: ForwardAction, path: string): HttpRequest {
  const { rewrite, requestHeaders } = action;
  if (path === request.path && rewrite.authority === undefined) return withHeaders(request, requestHeaders);
  const changed = { ...request, path, pathname: withoutQuery(path), authority: rewrite.authority ?? request.authority };
  return withHeaders(changed, requestHeaders);
}

function withHeaders(request: HttpRequest, operations: ForwardAction['requestHeaders'] | undefined): HttpRequest {
  if (operations === undefined) return request;
  const { set, add, remove } = operations;
  const names = Object.keys(set).length + Object.keys(add).length + remove.length;
  if (names === 0) return request;
  const headers = new Map(request.headers);
  for (const [name, value] of Object.entries(add)) {
    const held = headers.get(name.toLowerCase());
    headers.set(name.toLowerCase(), held === undefined ? value : `${held},${value}`);
  }
  for (const [name, value] of Object.entries(set)) headers.set(name.toLowerCase(), value);
  for (const name of remove) headers.delete(name.toLowerCase());
  return { ...request, headers };
}

type HttpRouting = Extract<Routing, { kind: 'http' }>;

const routeVerdicts = new WeakMap<RouteAction, RouteVerdict>();

/** The route that was taken; the same object for all requests that leave it the same way. */
function routeVerdict(routing: HttpRouting): RouteVerdict {
  let verdict = routeVerdicts.get(routing.action);
  if (verdict === undefined) {
    verdict = describeRoute(routing);
    routeVerdicts.set(routing.action, verdict);
  }
  return verdict.rewrite === undefined ? verdict : { ...verdict, path: routing.path };
}

function describeRoute({ virtualHost, route, action }: HttpRouting): RouteVerdict {
  const base = {
    virtualHost,
    name: route === undefined ? 'default' : route.name,
    ...(route === undefined ? {} : { virtualService: route.entry.resource.toString(), field: route.field }),
  };
  if (action.kind !== 'forward') return { ...base, responseHeaders: action.responseHeaders };
  const { timeout, retries, rewrite, requestHeaders, responseHeaders, fault } = action;
  const mirrors = action.mirrors.map(({ cluster: { host, subset }, percent }) => ({
    host,
    ...(subset === '' ? {} : { subset }),
    percent,
  }));
  return {
    ...base,
    ...(durationMilliseconds(timeout) === 0 ? {} : { timeout }),
    ...(retries === undefined ? {} : { retries }),
    ...(Object.keys(rewrite).length === 0 ? {} : { rewrite }),
    requestHeaders,
    responseHeaders,
    ...(mirrors.length === 0 ? {} : { mirrors }),
    ...(fault === undefined ? {} : { fault }),
  };
}
