import type { Cluster } from '../istio/destinations/cluster';
import type { ProxyView } from '../istio/proxy-view';
import { corsPolicyOf } from '../istio/routes/cors';
import { applyOperations, type HeaderOperations, isEmpty } from '../istio/routes/header-operations';
import { redirectOf } from '../istio/routes/redirect';
import { upstreamPath } from '../istio/routes/rewrite';
import type { ForwardAction } from '../istio/routes/route-action';
import { placeOf } from '../istio/routes/virtual-services';
import { type Attribute, AUTHORITY, headerAttribute, PATH, TARGET, type Term } from '../requests/attribute';
import type { RequestFacts } from '../requests/request-facts';
import { commonOutcome, type Delivered, deliver, unavailable } from './deliver';
import { answer, type DraftVerdict, failed } from './draft-verdict';
import type { Hop } from './hop';
import { isPreflight } from './request-authentication';
import { type PathChange, RouteVerdicts } from './route-verdict';
import type { RequestRouting, Routing, Unrouted } from './routing';
import type { DestinationVerdict, RouteVerdict } from './verdict';

/**
 * Goes on from where a proxy sends a request.
 *
 * @param unrouted What happens to what no route takes.
 */
export function follow(
  hop: Hop,
  view: ProxyView,
  routing: Routing,
  unrouted: (routing: Unrouted) => DraftVerdict,
): DraftVerdict {
  switch (routing.kind) {
    case 'passthrough':
      return unrouted(routing);
    case 'blocked': {
      const place = `"${hop.authority}" on port ${hop.port}`;
      const { status } = routing;
      return answer('blocked', `the mesh knows no ${place}, and its clients may reach only what it knows`, { status });
    }
    case 'failure':
      return failed(routing);
    case 'connection':
      return toDestinations(hop.routedAsHttp ? { ...hop, routedAsHttp: false } : hop, view, routing.clusters);
    case 'http':
      return act(hop.routedAsHttp ? hop : { ...hop, routedAsHttp: true }, view, routing);
  }
}

function act(hop: Hop, view: ProxyView, routing: RequestRouting): DraftVerdict {
  const { action } = routing;
  const { facts, mesh } = hop;
  const describe = (path?: string, change?: PathChange) => mesh.once(RouteVerdicts).of(routing, path, change);
  const arrived = facts.termOf(PATH);
  noteFilters(hop, routing);
  if (action.kind === 'redirect') {
    const { code, location, pathTerm, hostTerm } = redirectOf(
      action.redirect,
      facts,
      routing.port,
      routing.route?.match?.uri?.prefix ?? '',
    );
    const redirected = answer('redirected', `it is redirected to ${location}`, { status: code, location });
    return { ...redirected, route: describe(undefined, { arrived, left: pathTerm, host: hostTerm }) };
  }
  if (action.kind === 'direct-response') {
    const { status, body } = action;
    const answered = answer('answered', `the proxy answers ${status}`, { status, body });
    return { ...answered, route: describe() };
  }
  if (isAnsweredByCors(hop, routing)) {
    const answered = answer('answered', 'the CORS policy of the route answers the preflight request', { status: 200 });
    return { ...answered, route: describe() };
  }
  const abort = action.fault?.abort;
  if (abort !== undefined && abort.percent >= 100) {
    const aborted = answer('answered', 'the route aborts every request', { status: abort.httpStatus });
    return { ...aborted, route: describe() };
  }
  const rewritten = isRewritten(action);
  const changed = rewritten ? changedBy(hop, routing, action) : facts;
  const path = changed.show(TARGET);
  const shown = rewritten || path !== hop.path ? path : undefined;
  return toDestinations(
    carrying(hop, changed),
    view,
    action.clusters,
    action,
    describe(shown, { arrived, left: changed.termOf(PATH) }),
  );
}

const FILTERS: { readonly [part: string]: string | undefined } = {
  'headers.request': 'RequestHeaderModifier changes headers of the request',
  'headers.response': 'ResponseHeaderModifier changes headers of the response',
  redirect: 'RequestRedirect answers the request',
  rewrite: 'URLRewrite changes where the request goes',
  mirrors: 'RequestMirror sends a copy of the request',
};

/** Names the filters of a rule of the Gateway API that bear on the request. */
function noteFilters({ trace }: Hop, { route }: RequestRouting): void {
  if (route?.entry.places === undefined || !trace.explains) return;
  const { places, resource } = route.entry;
  for (const [part, field] of places) {
    const said = FILTERS[part.replace(/\[\d+\]$/, '')];
    if (said !== undefined) trace.step('filter', said, resource, field);
  }
}

const ORIGIN = headerAttribute('origin');

/** Whether the proxy itself tells a browser what it may do, before the request goes anywhere. */
function isAnsweredByCors({ facts, trace }: Hop, { route }: RequestRouting): boolean {
  const policy = route === undefined ? undefined : corsPolicyOf(route.entry.spec.corsPolicy);
  if (route === undefined || policy === undefined || !isPreflight(facts)) return false;
  const { resource } = route.entry;
  const field = placeOf(route.entry, 'corsPolicy');
  if (facts.ask(ORIGIN, policy.origins) !== true) {
    const what = policy.forwardsOthers ? 'and its preflight request goes on' : 'which the answer leaves out';
    trace.step('CORS', `the origin is not allowed, ${what}`, resource, field);
    return !policy.forwardsOthers;
  }
  trace.step('CORS', 'the origin is allowed', resource, field);
  return true;
}

function isRewritten({ rewrite: { uri, authority, regex } }: ForwardAction): boolean {
  return uri !== undefined || authority !== undefined || regex !== undefined;
}

/** The hop with a request that was changed on the way. */
function carrying(hop: Hop, facts: RequestFacts): Hop {
  return facts === hop.facts ? hop : { ...hop, facts };
}

/** The request with the path and authority that the route gives it. Its headers change for each destination. */
function changedBy({ trace, facts }: Hop, { route }: RequestRouting, { rewrite }: ForwardAction): RequestFacts {
  const changes: (readonly [Attribute, string | undefined, Term])[] = [];
  const { authority } = rewrite;
  if (authority !== undefined) changes.push([AUTHORITY, authority, { kind: 'constant', value: authority }]);
  const upstream = upstreamPath(rewrite, route?.match, facts);
  if (upstream !== undefined && 'problem' in upstream) {
    if (route !== undefined) trace.unsupported(route.entry.resource, `${route.entry.field}.rewrite`, upstream.problem);
  } else if (upstream !== undefined) {
    changes.push([PATH, upstream.path, upstream.term], [TARGET, upstream.target, upstream.term]);
  }
  return changes.length === 0 ? facts : facts.changed(changes);
}

interface SharedCluster {
  readonly cluster: Cluster;
  readonly percent: number;
  readonly requestHeaders?: HeaderOperations;
  readonly responseHeaders?: HeaderOperations;
  readonly authority?: string;
  /** Why the destination gets nothing all the same. */
  readonly refused?: string | undefined;
}

/** What a route does to all of its requests. */
type ForAll = Pick<ForwardAction, 'steps' | 'unknownStatus' | 'rewrite'>;

/**
 * Delivers to all destinations and sums up.
 *
 * @param forAll What the route does to all requests; its header operations come after those of a destination.
 */
export function toDestinations(
  hop: Hop,
  view: ProxyView,
  clusters: readonly SharedCluster[],
  { steps, unknownStatus, rewrite }: ForAll = NO_ROUTE,
  route?: RouteVerdict,
): DraftVerdict {
  const destinations = clusters.map((shared): DestinationVerdict => {
    const { cluster, percent, requestHeaders, responseHeaders, refused } = shared;
    // An authority of the route for all destinations wins.
    const authority = rewrite.authority === undefined ? shared.authority : undefined;
    const { host, port, subset } = cluster;
    const { outcome, reason, targets, status } =
      refused === undefined
        ? deliver(
            carrying(hop, forDestination(hop.facts, requestHeaders, authority, steps)),
            view,
            cluster,
            unknownStatus,
          )
        : refuse(hop, refused, unknownStatus);
    return {
      host,
      port,
      subset: subset === '' ? undefined : subset,
      percent,
      outcome,
      reason,
      status,
      targets,
      ...(authority === undefined ? {} : { authority }),
      requestHeaders,
      responseHeaders,
    };
  });
  return sumUp(destinations, route);
}

const NO_ROUTE: ForAll = { steps: [], unknownStatus: 503, rewrite: {} };

function refuse({ trace }: Hop, reason: string, status: number): Delivered {
  trace.step('destination', reason);
  return unavailable(reason, status);
}

function forDestination(
  facts: RequestFacts,
  requestHeaders: HeaderOperations | undefined,
  authority: string | undefined,
  steps: readonly HeaderOperations[],
): RequestFacts {
  const own = requestHeaders === undefined || isEmpty(requestHeaders) ? undefined : requestHeaders;
  const all = own === undefined ? steps : [own, ...steps];
  const changed = all.length === 0 ? facts : applyOperations(facts, all);
  if (authority === undefined) return changed;
  return changed.changed([[AUTHORITY, authority, { kind: 'constant', value: authority }]]);
}

/** What all destinations are answered with; undefined where they differ. */
function commonStatus(destinations: readonly DestinationVerdict[]): number | undefined {
  const [first, ...others] = new Set(destinations.map(({ status }) => status ?? 503));
  return others.length === 0 ? first : undefined;
}

/** The verdict on a request that goes to these destinations. */
export function sumUp(destinations: readonly DestinationVerdict[], route?: RouteVerdict): DraftVerdict {
  const [first] = destinations;
  if (first === undefined) {
    return { ...answer('unavailable', 'the route has no destination with a weight', { status: 503 }), route };
  }
  const outcome = commonOutcome(destinations.map(destination => destination.outcome));
  const [target] = first.targets;
  const reason =
    outcome === 'mixed' && destinations.length > 1
      ? destinations
          .map(one => `${one.host}${one.subset === undefined ? '' : ` ${one.subset}`}: ${one.outcome}`)
          .join(', ')
      : first.reason;
  const status =
    outcome === 'unavailable' ? commonStatus(destinations) : outcome === 'mixed' ? undefined : target?.status;
  const decidedBy = outcome === 'mixed' ? undefined : target?.decidedBy;
  return { outcome, reason, status, route, destinations, decidedBy };
}
