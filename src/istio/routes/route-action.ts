import type { HttpRoute, RouteDestination } from '../../model/shapes/traffic';
import type { HttpRequest } from '../../requests/http-request';
import type { HashPolicy } from '../destinations/traffic-policy';
import { type Fault, faultOf } from './fault';
import { type HeaderChanges, type HeaderOperations, headerChanges, joinChanges } from './header-operations';
import { type Redirect, redirectOf } from './redirect';
import { type RetryPolicy, retryPolicyOf } from './retry-policy';
import { type Rewrite, rewriteOf } from './rewrite';
import type { Route } from './route-list';

/** A destination as Envoy knows it. */
export interface Cluster {
  readonly host: string;
  readonly port: number;
  /** Empty when the route names none. */
  readonly subset: string;
}

/** One of the destinations of a route and its share of the requests. */
export interface WeightedCluster {
  readonly cluster: Cluster;
  readonly weight: number;
  /** Share of the requests, in percent. */
  readonly percent: number;
  readonly requestHeaders: HeaderOperations;
  readonly responseHeaders: HeaderOperations;
  /** Where the destination is written. */
  readonly field: string;
}

/** What a route does with a request. */
export type RouteAction =
  | { readonly kind: 'redirect'; readonly redirect: Redirect; readonly responseHeaders: HeaderOperations }
  | {
      readonly kind: 'direct-response';
      readonly status: number;
      readonly body: string | undefined;
      readonly responseHeaders: HeaderOperations;
    }
  | ForwardAction;

/** A request that is sent on. */
export interface ForwardAction {
  readonly kind: 'forward';
  readonly clusters: readonly WeightedCluster[];
  /** `0s` when the request may take any time. */
  readonly timeout: string;
  /** Undefined when a failed request is not tried again. */
  readonly retries: RetryPolicy | undefined;
  readonly rewrite: Rewrite;
  readonly requestHeaders: HeaderOperations;
  readonly responseHeaders: HeaderOperations;
  readonly mirrors: readonly { readonly cluster: Cluster; readonly percent: number }[];
  readonly fault: Fault | undefined;
  readonly hashPolicy: HashPolicy | undefined;
}

/** What a route needs to know of its surroundings to turn its destinations into clusters. */
export interface ActionContext {
  /** Port of the listener, at a gateway that of the server. */
  readonly port: number;
  readonly clusterOf: (destination: RouteDestination) => Cluster;
  readonly hashPolicyOf: (destination: RouteDestination) => HashPolicy | undefined;
  readonly meshRetries: HttpRoute['retries'];
}

/** The name by which Envoy and its statistics know a cluster. */
export function clusterName({ host, port, subset }: Cluster): string {
  return `outbound|${port}|${subset}|${host}`;
}

const actions = new WeakMap<Route, RouteAction>();

/** What a route does with one request; worked out once for a route whose action is the same for every request. */
export function actionOf(route: Route, request: HttpRequest, context: ActionContext): RouteAction {
  if (route.entry.spec.redirect !== undefined) return actionFor(route, request, context);
  let action = actions.get(route);
  if (action === undefined) {
    action = actionFor(route, request, context);
    actions.set(route, action);
  }
  return action;
}

/** What a route does with one request: redirect before direct response before destinations. */
function actionFor(route: Route, request: HttpRequest, context: ActionContext): RouteAction {
  const { spec } = route.entry;
  const changes = headerChanges(spec.headers);
  if (spec.redirect !== undefined) {
    const redirect = redirectOf(spec.redirect, request, context.port);
    return { kind: 'redirect', redirect, responseHeaders: changes.response };
  }
  if (spec.directResponse !== undefined) {
    const { status = 0, body } = spec.directResponse;
    return { kind: 'direct-response', status, body: body?.string ?? body?.bytes, responseHeaders: changes.response };
  }
  return forward(route, context, changes);
}

/** The action of a service that no VirtualService routes. */
export function defaultAction(
  cluster: Cluster,
  hashPolicy: HashPolicy | undefined,
  meshRetries: HttpRoute['retries'],
): ForwardAction {
  return {
    kind: 'forward',
    clusters: [{ cluster, weight: 0, percent: 100, requestHeaders: NONE, responseHeaders: NONE, field: '' }],
    timeout: '0s',
    retries: retryPolicyOf(undefined, meshRetries, hashPolicy !== undefined),
    rewrite: {},
    requestHeaders: NONE,
    responseHeaders: NONE,
    mirrors: [],
    fault: undefined,
    hashPolicy,
  };
}

const NONE: HeaderOperations = { set: {}, add: {}, remove: [] };

function forward(route: Route, context: ActionContext, changes: HeaderChanges): ForwardAction {
  const { spec, field } = route.entry;
  const written = (spec.route ?? []).map((item, i) => ({ item, field: `${field}.route[${i}]` }));
  const [only] = written;
  const single = written.length === 1 && only !== undefined;
  const joined = single ? joinChanges(changes, headerChanges(only.item.headers)) : changes;
  const rewrite = rewriteOf(spec.rewrite, joined.authority);
  const hashes = written.map(({ item }) => context.hashPolicyOf(item.destination ?? {}));
  const hashPolicy = hashes.find(hash => hash !== undefined);
  const kept = single ? written : written.filter(({ item }) => (item.weight ?? 0) !== 0);
  const sum = kept.reduce((total, { item }) => total + (item.weight ?? 0), 0);
  return {
    kind: 'forward',
    clusters: kept.map(({ item, field: at }) => {
      const own = single ? undefined : headerChanges(item.headers);
      return {
        cluster: context.clusterOf(item.destination ?? {}),
        weight: item.weight ?? 0,
        percent: single ? 100 : ((item.weight ?? 0) / sum) * 100,
        requestHeaders: own?.request ?? NONE,
        responseHeaders: own?.response ?? NONE,
        field: at,
      };
    }),
    timeout: spec.timeout ?? '0s',
    retries: retryPolicyOf(spec.retries, context.meshRetries, hashPolicy !== undefined && single),
    rewrite,
    requestHeaders: joined.request,
    responseHeaders: joined.response,
    mirrors: mirrorsOf(spec, context),
    fault: faultOf(spec.fault),
    hashPolicy,
  };
}

function mirrorsOf(spec: HttpRoute, context: ActionContext): ForwardAction['mirrors'] {
  const single =
    spec.mirror === undefined
      ? []
      : [{ destination: spec.mirror, percent: percentOf(spec.mirrorPercentage) ?? spec.mirrorPercent ?? 100 }];
  const several = (spec.mirrors ?? []).map(({ destination = {}, percentage }) => ({
    destination,
    percent: percentOf(percentage) ?? 100,
  }));
  return [...single, ...several]
    .filter(({ percent }) => percent > 0)
    .map(({ destination, percent }) => ({ cluster: context.clusterOf(destination), percent }));
}

function percentOf(percentage: { readonly value?: number } | undefined): number | undefined {
  return percentage === undefined ? undefined : (percentage.value ?? 0);
}
