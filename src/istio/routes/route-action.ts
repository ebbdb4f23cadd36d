import type { HttpRoute, RouteDestination } from '../../model/shapes/traffic';
import { fromBase64 } from '../../text/base64';
import type { Cluster } from '../destinations/cluster';
import type { HashPolicy } from '../destinations/traffic-policy';
import type { Release } from '../release';
import { type Fault, faultOf } from './fault';
import { type HeaderOperations, headerChanges, joinOperations, NO_OPERATIONS } from './header-operations';
import { type RetryPolicy, retryPolicyOf } from './retry-policy';
import { type Rewrite, rewriteOf } from './rewrite';
import type { Route } from './route-list';
import { placeOf } from './virtual-services';

/** One of the destinations of a route and its share of the requests. */
export interface WeightedCluster {
  readonly cluster: Cluster;
  readonly weight: number;
  /** Share of the requests, in percent. */
  readonly percent: number;
  readonly requestHeaders: HeaderOperations;
  readonly responseHeaders: HeaderOperations;
  /** The authority that replaces the one sent, unless the route has one for all destinations. */
  readonly authority?: string;
  /** Where the destination is written. */
  readonly field: string;
  /** Why the destination gets no requests all the same. */
  readonly refused: string | undefined;
}

/** What a route does with a request. */
export type RouteAction =
  | {
      readonly kind: 'redirect';
      readonly redirect: NonNullable<HttpRoute['redirect']>;
      readonly responseHeaders: HeaderOperations;
    }
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
  /** The operations of the route, and those of its only destination. */
  readonly steps: readonly HeaderOperations[];
  /** The same as one, for display. */
  readonly requestHeaders: HeaderOperations;
  readonly responseHeaders: HeaderOperations;
  readonly mirrors: readonly { readonly cluster: Cluster; readonly percent: number }[];
  readonly fault: Fault | undefined;
  readonly hashPolicy: HashPolicy | undefined;
  /** What a proxy answers for a destination that it does not know. */
  readonly unknownStatus: 500 | 503;
}

/** What a route needs to know of its surroundings to turn its destinations into clusters. */
export interface ActionContext {
  readonly clusterOf: (destination: RouteDestination) => Cluster;
  readonly hashPolicyOf: (destination: RouteDestination) => HashPolicy | undefined;
  readonly meshRetries: HttpRoute['retries'];
  readonly release: Release;
}

/** What a route does with a request: redirect before direct response before destinations. */
export function actionOf({ entry, virtualService }: Route, context: ActionContext): RouteAction {
  const { spec, refused } = entry;
  const changes = headerChanges(spec.headers);
  if (spec.redirect !== undefined) {
    return { kind: 'redirect', redirect: spec.redirect, responseHeaders: changes.response };
  }
  if (spec.directResponse !== undefined) {
    const { status = 0, body } = spec.directResponse;
    return {
      kind: 'direct-response',
      status,
      body: body?.string ?? (body?.bytes === undefined ? undefined : fromBase64(body.bytes)),
      responseHeaders: changes.response,
    };
  }
  const written = (spec.route ?? []).map((item, i) => ({
    item,
    field: placeOf(entry, `route[${i}]`),
    own: headerChanges(item.headers),
    refused: refused?.get(i),
  }));
  const [only] = written;
  const single = written.length === 1 ? only : undefined;
  // Istiod looks up no DestinationRule for a destination that it does not grant.
  const granted = written.filter(one => one.refused === undefined);
  const hashes = granted.map(({ item }) => context.hashPolicyOf(item.destination ?? {}));
  const hashPolicy = hashes.find(hash => hash !== undefined);
  const kept = single === undefined ? written.filter(({ item }) => (item.weight ?? 0) !== 0) : written;
  const sum = kept.reduce((total, { item }) => total + (item.weight ?? 0), 0);
  const own = single?.own;
  return {
    kind: 'forward',
    clusters: kept.map(({ item, field: at, refused: reason, own: { request, response, authority } }) => ({
      cluster: context.clusterOf(item.destination ?? {}),
      weight: item.weight ?? 0,
      percent: single === undefined ? ((item.weight ?? 0) / sum) * 100 : 100,
      requestHeaders: single === undefined ? request : NO_OPERATIONS,
      responseHeaders: single === undefined ? response : NO_OPERATIONS,
      ...(single === undefined && authority !== undefined ? { authority } : {}),
      field: at,
      refused: reason,
    })),
    timeout: spec.timeout ?? '0s',
    retries: retryPolicyOf(
      spec.retries,
      context.meshRetries,
      hashPolicy !== undefined && single !== undefined,
      context.release,
    ),
    rewrite: rewriteOf(spec.rewrite, changes.authority ?? own?.authority),
    steps: own === undefined ? [changes.request] : [changes.request, own.request],
    requestHeaders: own === undefined ? changes.request : joinOperations(changes.request, own.request),
    responseHeaders: own === undefined ? changes.response : joinOperations(changes.response, own.response),
    mirrors: mirrorsOf(spec, context),
    fault: faultOf(spec.fault),
    hashPolicy,
    unknownStatus: virtualService.api === 'gateway-api' ? 500 : 503,
  };
}

/** The action of a service that no VirtualService routes. A hash that picks the host does not change its retries. */
export function defaultAction(
  cluster: Cluster,
  hashPolicy: HashPolicy | undefined,
  { meshRetries, release }: Pick<ActionContext, 'meshRetries' | 'release'>,
): ForwardAction {
  const headers = { requestHeaders: NO_OPERATIONS, responseHeaders: NO_OPERATIONS };
  return {
    kind: 'forward',
    clusters: [{ cluster, weight: 0, percent: 100, ...headers, field: '', refused: undefined }],
    timeout: '0s',
    retries: retryPolicyOf(undefined, meshRetries, false, release),
    rewrite: {},
    steps: [],
    ...headers,
    mirrors: [],
    fault: undefined,
    hashPolicy,
    unknownStatus: 503,
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
